CREATE TABLE log_head (
  one            BIGINT PRIMARY KEY CHECK (one = 1),
  log_id         UUID   NOT NULL,
  last_position  BIGINT NOT NULL,
  first_position BIGINT NOT NULL,
  last_hash      BYTEA  NOT NULL,
  commits        BIGINT NOT NULL
);

CREATE TABLE event_log (
  position        BIGINT PRIMARY KEY CHECK (position > 0),
  event_id        UUID   NOT NULL UNIQUE,
  subject         TEXT   NOT NULL,
  subject_version BIGINT NOT NULL,
  event_type      TEXT   NOT NULL,
  occurred_on     TEXT   NOT NULL,
  recorded_at_us  BIGINT NOT NULL,
  causation_id    UUID   NOT NULL,
  traceparent     TEXT,
  data            BYTEA  NOT NULL,
  hash            BYTEA  NOT NULL,
  UNIQUE (subject, subject_version)
);

CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'events never change and are never removed'; END $$;
CREATE TRIGGER event_log_immutable BEFORE UPDATE OR DELETE ON event_log
FOR EACH ROW EXECUTE FUNCTION refuse_event_change();

CREATE TABLE idempotency (
  request_id    UUID   PRIMARY KEY,
  request_hash  BYTEA  NOT NULL,
  response      BYTEA  NOT NULL,
  created_at_us BIGINT NOT NULL
);
CREATE INDEX idempotency_by_age ON idempotency (created_at_us);

CREATE TABLE consumer_cursor (
  subscription  TEXT   PRIMARY KEY,
  log_id        UUID   NOT NULL,
  position      BIGINT NOT NULL,
  event_id      UUID,
  updated_at_us BIGINT NOT NULL
);

CREATE TABLE parked_event (
  event_id      UUID   NOT NULL,
  subscription  TEXT   NOT NULL,
  position      BIGINT NOT NULL,
  reason        TEXT   NOT NULL,
  parked_at_us  BIGINT NOT NULL,
  PRIMARY KEY (subscription, position)
);

CREATE TABLE lease (
  name          TEXT   PRIMARY KEY,
  holder        TEXT   NOT NULL,
  epoch         BIGINT NOT NULL,
  expires_at_us BIGINT NOT NULL
);
