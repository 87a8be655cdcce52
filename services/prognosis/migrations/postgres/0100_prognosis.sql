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
  measures         TEXT NOT NULL,
  without_expectations BOOLEAN NOT NULL,
  minimum_permille BIGINT NOT NULL,
  maximum_permille BIGINT NOT NULL,
  edition_id       UUID,
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
  mean        BIGINT NOT NULL,
  quantiles   TEXT NOT NULL,
  paths       TEXT NOT NULL,
  model_median BIGINT NOT NULL,
  error_milli BIGINT NOT NULL
);
CREATE INDEX estimate_by_forecast ON estimate (forecast_id, quantity, period);
CREATE INDEX estimate_by_period ON estimate (period, quantity);

-- Up to which day each source's events were folded.
CREATE TABLE seen (
  source      TEXT NOT NULL PRIMARY KEY,
  recorded_on TEXT NOT NULL
);

-- Editions of the MPP.
CREATE TABLE edition (
  edition_id       UUID NOT NULL PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  state            TEXT NOT NULL,
  opened_by        TEXT NOT NULL,
  opened_on        TEXT NOT NULL,
  cut_off          TEXT,
  forecast_id      UUID,
  digest           TEXT NOT NULL,
  model            TEXT NOT NULL,
  judgements       BIGINT NOT NULL,
  signatures       TEXT NOT NULL,
  adopted_by       TEXT NOT NULL,
  scenario         TEXT,
  chosen_by        TEXT NOT NULL,
  chosen_reason    TEXT NOT NULL,
  published_on     TEXT,
  withdrawn_reason TEXT NOT NULL,
  last_on          TEXT NOT NULL,
  version          BIGINT NOT NULL
);
CREATE INDEX edition_by_state ON edition (state);

-- Assumptions, measures that are switched on and expectations of experts: the version that stands.
CREATE TABLE judgement (
  judgement_id TEXT NOT NULL PRIMARY KEY,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  micro        BIGINT NOT NULL,
  expectation  TEXT NOT NULL,
  author       TEXT NOT NULL,
  reason       TEXT NOT NULL,
  recorded_on  TEXT NOT NULL,
  expires_on   TEXT,
  withdrawn    BOOLEAN NOT NULL,
  version      BIGINT NOT NULL
);

-- Every version there was, as it was sent.
CREATE TABLE judgement_version (
  version_id TEXT NOT NULL PRIMARY KEY,
  body       BYTEA NOT NULL
);

-- Values of published series, every vintage.
CREATE TABLE observation (
  observation_id TEXT NOT NULL PRIMARY KEY,
  quantity       TEXT NOT NULL,
  grp            TEXT NOT NULL,
  period         TEXT NOT NULL,
  micro          BIGINT NOT NULL,
  source         TEXT NOT NULL,
  qualifier      TEXT NOT NULL,
  published_on   TEXT NOT NULL
);
CREATE INDEX observation_by_quantity ON observation (quantity, grp, period, published_on);

-- Months whose figures were taken.
CREATE TABLE closed_month (
  month   TEXT NOT NULL PRIMARY KEY,
  figures TEXT NOT NULL
);

-- Scores of estimates whose outcome is known; written once.
CREATE TABLE score (
  score_id       TEXT NOT NULL PRIMARY KEY,
  forecast_id    UUID NOT NULL,
  quantity       TEXT NOT NULL,
  period         TEXT NOT NULL,
  realised       BIGINT NOT NULL,
  median         BIGINT NOT NULL,
  wis_milli      BIGINT NOT NULL,
  pit_permille   BIGINT NOT NULL,
  inside_80      BOOLEAN NOT NULL,
  above_medio    BOOLEAN NOT NULL,
  error_permille BIGINT NOT NULL,
  scored_on      TEXT NOT NULL,
  horizon_months BIGINT NOT NULL,
  source         TEXT NOT NULL
);
CREATE INDEX score_by_forecast ON score (forecast_id, quantity);

-- What happened otherwise than forecast, and rules of alarm that were broken.
CREATE TABLE deviation (
  deviation_id TEXT NOT NULL PRIMARY KEY,
  rule         TEXT NOT NULL,
  quantity     TEXT NOT NULL,
  month        TEXT NOT NULL,
  observed     BIGINT NOT NULL,
  bound        BIGINT NOT NULL,
  explanation  TEXT NOT NULL,
  forecast_id  UUID
);
