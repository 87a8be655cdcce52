CREATE TABLE log_head (
  one            INTEGER PRIMARY KEY CHECK (one = 1),
  log_id         BLOB    NOT NULL,
  last_position  INTEGER NOT NULL,
  first_position INTEGER NOT NULL,
  last_hash      BLOB    NOT NULL,
  commits        INTEGER NOT NULL
) STRICT;

CREATE TABLE event_log (
  position        INTEGER PRIMARY KEY CHECK (position > 0),
  event_id        BLOB    NOT NULL UNIQUE,
  subject         TEXT    NOT NULL,
  subject_version INTEGER NOT NULL,
  event_type      TEXT    NOT NULL,
  occurred_on     TEXT    NOT NULL,
  recorded_at_us  INTEGER NOT NULL,
  causation_id    BLOB    NOT NULL,
  traceparent     TEXT,
  data            BLOB    NOT NULL,
  hash            BLOB    NOT NULL,
  UNIQUE (subject, subject_version)
) STRICT;

CREATE TRIGGER event_log_no_update BEFORE UPDATE ON event_log
BEGIN SELECT RAISE(ABORT, 'events never change'); END;
CREATE TRIGGER event_log_no_delete BEFORE DELETE ON event_log
BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;

CREATE TABLE idempotency (
  request_id    BLOB    PRIMARY KEY,
  request_hash  BLOB    NOT NULL,
  response      BLOB    NOT NULL,
  created_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at_us);

CREATE TABLE consumer_cursor (
  subscription  TEXT    PRIMARY KEY,
  log_id        BLOB    NOT NULL,
  position      INTEGER NOT NULL,
  event_id      BLOB,
  updated_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE parked_event (
  event_id      BLOB    NOT NULL,
  subscription  TEXT    NOT NULL,
  position      INTEGER NOT NULL,
  reason        TEXT    NOT NULL,
  parked_at_us  INTEGER NOT NULL,
  PRIMARY KEY (subscription, position)
) STRICT;

CREATE TABLE lease (
  name          TEXT    PRIMARY KEY,
  holder        TEXT    NOT NULL,
  epoch         INTEGER NOT NULL,
  expires_at_us INTEGER NOT NULL
) STRICT;
