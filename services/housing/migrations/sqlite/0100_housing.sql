CREATE TABLE housing_match (
  household_id BLOB NOT NULL PRIMARY KEY,
  person_ids BLOB NOT NULL,
  state TEXT NOT NULL,
  granted_on TEXT NOT NULL,
  link_due_on TEXT NOT NULL,
  housed_due_on TEXT NOT NULL,
  municipality TEXT,
  linked_on TEXT,
  housed_on TEXT,
  housing_kind TEXT,
  link_overdue INTEGER NOT NULL,
  late INTEGER NOT NULL,
  version INTEGER NOT NULL,
  family_municipality TEXT,
  medical_region TEXT,
  occupation_municipality TEXT,
  labour_region TEXT,
  network_municipality TEXT,
  current_municipality TEXT,
  expected_members INTEGER NOT NULL,
  majority_on TEXT,
  temporary_until TEXT,
  temporary_overdue INTEGER NOT NULL,
  counted_ids BLOB NOT NULL,
  counted_in TEXT
) STRICT;

CREATE TABLE municipal_task (
  task_id TEXT NOT NULL PRIMARY KEY,
  half TEXT NOT NULL,
  municipality TEXT NOT NULL,
  inhabitants INTEGER NOT NULL,
  target INTEGER NOT NULL,
  opening INTEGER NOT NULL,
  linked INTEGER NOT NULL,
  realised INTEGER NOT NULL,
  closing INTEGER NOT NULL,
  excusable INTEGER NOT NULL,
  supervision_step INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  transferred INTEGER NOT NULL,
  linked_in_time INTEGER NOT NULL,
  inhabitants_fixed INTEGER NOT NULL
) STRICT;

CREATE INDEX housing_match_by_state ON housing_match (state);
CREATE INDEX housing_match_by_link ON housing_match (link_due_on)
  WHERE NOT link_overdue AND state IN ('SCREENING', 'READY');
CREATE INDEX housing_match_by_house ON housing_match (housed_due_on)
  WHERE NOT late AND housed_on IS NULL AND state NOT IN ('HOUSED', 'REFUSED', 'CANCELLED', 'NIDOS');
CREATE INDEX municipal_task_by_half ON municipal_task (half);

CREATE TABLE half_year (
  half     TEXT NOT NULL PRIMARY KEY,
  national BIGINT NOT NULL,
  closed   BOOLEAN NOT NULL,
  version  BIGINT NOT NULL,
  announced_late INTEGER NOT NULL
);

CREATE TABLE realisation_entry (
  entry_id TEXT NOT NULL PRIMARY KEY,
  half TEXT NOT NULL,
  municipality TEXT NOT NULL,
  household_id BLOB NOT NULL,
  persons INTEGER NOT NULL,
  kind TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  corrects TEXT,
  corrected INTEGER NOT NULL,
  reason TEXT
) STRICT;

CREATE TABLE supervision (
  municipality TEXT NOT NULL PRIMARY KEY,
  step INTEGER NOT NULL,
  since TEXT NOT NULL,
  reason TEXT NOT NULL,
  missed INTEGER NOT NULL,
  closing INTEGER NOT NULL,
  excusable INTEGER NOT NULL,
  plan_due_on TEXT,
  plan_until TEXT,
  last_term_on TEXT,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE spreading_cycle (
  cycle TEXT NOT NULL PRIMARY KEY,
  places INTEGER NOT NULL,
  minors INTEGER NOT NULL,
  estimated_on TEXT NOT NULL,
  estimated_late INTEGER NOT NULL,
  decided_on TEXT,
  decided_late INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE spreading_share (
  share_id TEXT NOT NULL PRIMARY KEY,
  cycle TEXT NOT NULL,
  municipality TEXT NOT NULL,
  province TEXT NOT NULL,
  inhabitants INTEGER NOT NULL,
  ses_thousandths INTEGER NOT NULL,
  indicative INTEGER NOT NULL,
  agreed INTEGER NOT NULL,
  decided INTEGER NOT NULL,
  minors INTEGER NOT NULL,
  reported INTEGER NOT NULL,
  appointed INTEGER NOT NULL,
  realised INTEGER NOT NULL
) STRICT;

CREATE TABLE place_entry (
  entry_id BLOB NOT NULL PRIMARY KEY,
  share_id TEXT NOT NULL,
  places INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  grant_cents INTEGER NOT NULL,
  booked_on TEXT NOT NULL,
  corrects BLOB,
  corrected INTEGER NOT NULL
) STRICT;

CREATE INDEX housing_match_by_majority ON housing_match (majority_on) WHERE majority_on IS NOT NULL;
CREATE INDEX housing_match_by_temporary ON housing_match (temporary_until)
  WHERE NOT temporary_overdue AND state = 'TEMPORARILY_HOUSED';
CREATE INDEX municipal_task_by_municipality ON municipal_task (municipality);
CREATE INDEX realisation_entry_by_household ON realisation_entry (household_id);
CREATE INDEX realisation_entry_by_day ON realisation_entry (booked_on);
CREATE INDEX supervision_by_plan ON supervision (plan_due_on) WHERE step = 1;
CREATE INDEX spreading_share_by_cycle ON spreading_share (cycle);
