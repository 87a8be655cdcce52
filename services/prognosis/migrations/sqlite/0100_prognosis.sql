-- Where each subject of the chain stands now.
CREATE TABLE place (
  subject  TEXT NOT NULL PRIMARY KEY,
  stage    TEXT NOT NULL,
  grp      TEXT NOT NULL,
  age_band TEXT NOT NULL,
  persons  INTEGER NOT NULL,
  kind     TEXT NOT NULL
) STRICT;

-- Sums of moves (STOCK) and of facts (FLOW) of one day, as recorded on one day.
CREATE TABLE tally (
  tally_id    TEXT NOT NULL PRIMARY KEY,
  series      TEXT NOT NULL,
  name        TEXT NOT NULL,
  grp         TEXT NOT NULL,
  age_band    TEXT NOT NULL,
  occurred_on TEXT NOT NULL,
  recorded_on TEXT NOT NULL,
  amount      INTEGER NOT NULL
) STRICT;
CREATE INDEX tally_by_date ON tally (series, occurred_on);
CREATE INDEX tally_by_name ON tally (name, occurred_on);

-- Forecasts; frozen is everything that a run knows, so that it can be made again.
CREATE TABLE forecast_run (
  forecast_id      BLOB NOT NULL PRIMARY KEY,
  listing_key      TEXT NOT NULL UNIQUE,
  state            TEXT NOT NULL,
  cut_off          TEXT NOT NULL,
  horizon          TEXT NOT NULL,
  seed             INTEGER NOT NULL,
  replications     INTEGER NOT NULL,
  history_permille INTEGER NOT NULL,
  measures         TEXT NOT NULL,
  without_expectations INTEGER NOT NULL,
  minimum_permille INTEGER NOT NULL,
  maximum_permille INTEGER NOT NULL,
  edition_id       BLOB,
  frozen           TEXT NOT NULL,
  failure          TEXT NOT NULL,
  digest           BLOB NOT NULL,
  version          INTEGER NOT NULL
) STRICT;
CREATE INDEX forecast_run_by_state ON forecast_run (state);

CREATE TABLE estimate (
  estimate_id TEXT NOT NULL PRIMARY KEY,
  forecast_id BLOB NOT NULL,
  quantity    TEXT NOT NULL,
  period      TEXT NOT NULL,
  minimum     INTEGER NOT NULL,
  median      INTEGER NOT NULL,
  medio       INTEGER NOT NULL,
  maximum     INTEGER NOT NULL,
  mean        INTEGER NOT NULL,
  quantiles   TEXT NOT NULL,
  paths       TEXT NOT NULL,
  model_median INTEGER NOT NULL,
  error_milli INTEGER NOT NULL
) STRICT;
CREATE INDEX estimate_by_forecast ON estimate (forecast_id, quantity, period);
CREATE INDEX estimate_by_period ON estimate (period, quantity);

-- Up to which day each source's events were folded.
CREATE TABLE seen (
  source      TEXT NOT NULL PRIMARY KEY,
  recorded_on TEXT NOT NULL
) STRICT;

-- Editions of the MPP.
CREATE TABLE edition (
  edition_id       BLOB NOT NULL PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  state            TEXT NOT NULL,
  opened_by        TEXT NOT NULL,
  opened_on        TEXT NOT NULL,
  cut_off          TEXT,
  forecast_id      BLOB,
  digest           TEXT NOT NULL,
  model            TEXT NOT NULL,
  judgements       INTEGER NOT NULL,
  signatures       TEXT NOT NULL,
  adopted_by       TEXT NOT NULL,
  scenario         TEXT,
  chosen_by        TEXT NOT NULL,
  chosen_reason    TEXT NOT NULL,
  published_on     TEXT,
  withdrawn_reason TEXT NOT NULL,
  last_on          TEXT NOT NULL,
  version          INTEGER NOT NULL
) STRICT;
CREATE INDEX edition_by_state ON edition (state);

-- Assumptions, measures that are switched on and expectations of experts: the version that stands.
CREATE TABLE judgement (
  judgement_id TEXT NOT NULL PRIMARY KEY,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  micro        INTEGER NOT NULL,
  expectation  TEXT NOT NULL,
  author       TEXT NOT NULL,
  reason       TEXT NOT NULL,
  recorded_on  TEXT NOT NULL,
  expires_on   TEXT,
  withdrawn    INTEGER NOT NULL,
  version      INTEGER NOT NULL
) STRICT;

-- Every version there was, as it was sent.
CREATE TABLE judgement_version (
  version_id TEXT NOT NULL PRIMARY KEY,
  body       BLOB NOT NULL
) STRICT;

-- Values of published series, every vintage.
CREATE TABLE observation (
  observation_id TEXT NOT NULL PRIMARY KEY,
  quantity       TEXT NOT NULL,
  grp            TEXT NOT NULL,
  period         TEXT NOT NULL,
  micro          INTEGER NOT NULL,
  source         TEXT NOT NULL,
  qualifier      TEXT NOT NULL,
  published_on   TEXT NOT NULL
) STRICT;
CREATE INDEX observation_by_quantity ON observation (quantity, grp, period, published_on);

-- Months whose figures were taken.
CREATE TABLE closed_month (
  month   TEXT NOT NULL PRIMARY KEY,
  figures TEXT NOT NULL
) STRICT;

-- Scores of estimates whose outcome is known; written once.
CREATE TABLE score (
  score_id       TEXT NOT NULL PRIMARY KEY,
  forecast_id    BLOB NOT NULL,
  quantity       TEXT NOT NULL,
  period         TEXT NOT NULL,
  realised       INTEGER NOT NULL,
  median         INTEGER NOT NULL,
  wis_milli      INTEGER NOT NULL,
  pit_permille   INTEGER NOT NULL,
  inside_80      INTEGER NOT NULL,
  above_medio    INTEGER NOT NULL,
  error_permille INTEGER NOT NULL,
  scored_on      TEXT NOT NULL,
  horizon_months INTEGER NOT NULL,
  source         TEXT NOT NULL
) STRICT;
CREATE INDEX score_by_forecast ON score (forecast_id, quantity);

-- What happened otherwise than forecast, and rules of alarm that were broken.
CREATE TABLE deviation (
  deviation_id TEXT NOT NULL PRIMARY KEY,
  rule         TEXT NOT NULL,
  quantity     TEXT NOT NULL,
  month        TEXT NOT NULL,
  observed     INTEGER NOT NULL,
  bound        INTEGER NOT NULL,
  explanation  TEXT NOT NULL,
  forecast_id  BLOB
) STRICT;
