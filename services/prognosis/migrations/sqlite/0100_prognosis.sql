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
  mean        INTEGER NOT NULL
) STRICT;
CREATE INDEX estimate_by_forecast ON estimate (forecast_id, quantity, period);
