-- Where each subject of the chain stands now.
CREATE TABLE place (
  subject  TEXT NOT NULL PRIMARY KEY,
  stage    TEXT NOT NULL,
  grp      TEXT NOT NULL,
  age_band TEXT NOT NULL,
  persons  BIGINT NOT NULL,
  kind     TEXT NOT NULL
);

-- Sums of moves (STOCK) and of facts (FLOW) of one day, as recorded on one day.
CREATE TABLE tally (
  tally_id    TEXT NOT NULL PRIMARY KEY,
  series      TEXT NOT NULL,
  name        TEXT NOT NULL,
  grp         TEXT NOT NULL,
  age_band    TEXT NOT NULL,
  occurred_on TEXT NOT NULL,
  recorded_on TEXT NOT NULL,
  amount      BIGINT NOT NULL
);
CREATE INDEX tally_by_date ON tally (series, occurred_on);
CREATE INDEX tally_by_name ON tally (name, occurred_on);

-- Forecasts; frozen is everything that a run knows, so that it can be made again.
CREATE TABLE forecast_run (
  forecast_id      UUID NOT NULL PRIMARY KEY,
  listing_key      TEXT NOT NULL UNIQUE,
  state            TEXT NOT NULL,
  cut_off          TEXT NOT NULL,
  horizon          TEXT NOT NULL,
  seed             BIGINT NOT NULL,
  replications     BIGINT NOT NULL,
  history_permille BIGINT NOT NULL,
  frozen           TEXT NOT NULL,
  failure          TEXT NOT NULL,
  digest           BYTEA NOT NULL,
  version          BIGINT NOT NULL
);
CREATE INDEX forecast_run_by_state ON forecast_run (state);

CREATE TABLE estimate (
  estimate_id TEXT NOT NULL PRIMARY KEY,
  forecast_id UUID NOT NULL,
  quantity    TEXT NOT NULL,
  period      TEXT NOT NULL,
  minimum     BIGINT NOT NULL,
  median      BIGINT NOT NULL,
  medio       BIGINT NOT NULL,
  maximum     BIGINT NOT NULL,
  mean        BIGINT NOT NULL
);
CREATE INDEX estimate_by_forecast ON estimate (forecast_id, quantity, period);
