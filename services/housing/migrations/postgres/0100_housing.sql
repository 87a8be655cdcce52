CREATE TABLE housing_match (
  household_id UUID NOT NULL PRIMARY KEY,
  person_ids BYTEA NOT NULL,
  state TEXT NOT NULL,
  granted_on TEXT NOT NULL,
  link_due_on TEXT NOT NULL,
  housed_due_on TEXT NOT NULL,
  municipality TEXT,
  linked_on TEXT,
  housed_on TEXT,
  housing_kind TEXT,
  link_overdue BOOLEAN NOT NULL,
  late BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  family_municipality TEXT,
  medical_region TEXT,
  occupation_municipality TEXT,
  labour_region TEXT,
  network_municipality TEXT,
  current_municipality TEXT,
  expected_members BIGINT NOT NULL,
  majority_on TEXT,
  temporary_until TEXT,
  temporary_overdue BOOLEAN NOT NULL,
  counted_ids BYTEA NOT NULL,
  counted_in TEXT
);

CREATE TABLE municipal_task (
  task_id TEXT NOT NULL PRIMARY KEY,
  half TEXT NOT NULL,
  municipality TEXT NOT NULL,
  inhabitants BIGINT NOT NULL,
  target BIGINT NOT NULL,
  opening BIGINT NOT NULL,
  linked BIGINT NOT NULL,
  realised BIGINT NOT NULL,
  closing BIGINT NOT NULL,
  excusable BIGINT NOT NULL,
  supervision_step BIGINT NOT NULL,
  closed BOOLEAN NOT NULL,
  transferred BIGINT NOT NULL,
  linked_in_time BIGINT NOT NULL,
  inhabitants_fixed BOOLEAN NOT NULL
);

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
  announced_late BOOLEAN NOT NULL
);

CREATE TABLE realisation_entry (
  entry_id TEXT NOT NULL PRIMARY KEY,
  half TEXT NOT NULL,
  municipality TEXT NOT NULL,
  household_id UUID NOT NULL,
  persons BIGINT NOT NULL,
  kind TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  corrects TEXT,
  corrected BOOLEAN NOT NULL,
  reason TEXT
);

CREATE TABLE supervision (
  municipality TEXT NOT NULL PRIMARY KEY,
  step BIGINT NOT NULL,
  since TEXT NOT NULL,
  reason TEXT NOT NULL,
  missed BIGINT NOT NULL,
  closing BIGINT NOT NULL,
  excusable BIGINT NOT NULL,
  plan_due_on TEXT,
  plan_until TEXT,
  last_term_on TEXT,
  version BIGINT NOT NULL
);

CREATE TABLE spreading_cycle (
  cycle TEXT NOT NULL PRIMARY KEY,
  places BIGINT NOT NULL,
  minors BIGINT NOT NULL,
  estimated_on TEXT NOT NULL,
  estimated_late BOOLEAN NOT NULL,
  decided_on TEXT,
  decided_late BOOLEAN NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE spreading_share (
  share_id TEXT NOT NULL PRIMARY KEY,
  cycle TEXT NOT NULL,
  municipality TEXT NOT NULL,
  province TEXT NOT NULL,
  inhabitants BIGINT NOT NULL,
  ses_thousandths BIGINT NOT NULL,
  indicative BIGINT NOT NULL,
  agreed BIGINT NOT NULL,
  decided BIGINT NOT NULL,
  minors BIGINT NOT NULL,
  reported BOOLEAN NOT NULL,
  appointed BOOLEAN NOT NULL,
  realised BIGINT NOT NULL
);

CREATE TABLE place_entry (
  entry_id UUID NOT NULL PRIMARY KEY,
  share_id TEXT NOT NULL,
  places BIGINT NOT NULL,
  counts BOOLEAN NOT NULL,
  grant_cents BIGINT NOT NULL,
  booked_on TEXT NOT NULL,
  corrects UUID,
  corrected BOOLEAN NOT NULL
);

CREATE INDEX housing_match_by_majority ON housing_match (majority_on) WHERE majority_on IS NOT NULL;
CREATE INDEX housing_match_by_temporary ON housing_match (temporary_until)
  WHERE NOT temporary_overdue AND state = 'TEMPORARILY_HOUSED';
CREATE INDEX municipal_task_by_municipality ON municipal_task (municipality);
CREATE INDEX realisation_entry_by_household ON realisation_entry (household_id);
CREATE INDEX realisation_entry_by_day ON realisation_entry (booked_on);
CREATE INDEX supervision_by_plan ON supervision (plan_due_on) WHERE step = 1;
CREATE INDEX spreading_share_by_cycle ON spreading_share (cycle);
