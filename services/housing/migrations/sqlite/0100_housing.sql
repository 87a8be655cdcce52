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
  version INTEGER NOT NULL
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
  closed INTEGER NOT NULL
) STRICT;

CREATE INDEX housing_match_by_state ON housing_match (state);
CREATE INDEX housing_match_by_link ON housing_match (link_due_on)
  WHERE NOT link_overdue AND state IN ('SCREENING', 'READY');
CREATE INDEX housing_match_by_house ON housing_match (housed_due_on)
  WHERE NOT late AND housed_on IS NULL AND state NOT IN ('HOUSED', 'REFUSED', 'CANCELLED');
CREATE INDEX municipal_task_by_half ON municipal_task (half);

CREATE TABLE half_year (
  half     TEXT NOT NULL PRIMARY KEY,
  national BIGINT NOT NULL,
  closed   BOOLEAN NOT NULL,
  version  BIGINT NOT NULL
);
