CREATE TABLE stay (
  person_id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB,
  household_id BLOB NOT NULL,
  nationality TEXT NOT NULL,
  birth_year INTEGER NOT NULL,
  sex TEXT NOT NULL,
  unaccompanied_minor INTEGER NOT NULL,
  state TEXT NOT NULL,
  category TEXT NOT NULL,
  location_id BLOB,
  stay_no INTEGER NOT NULL,
  expected_on TEXT NOT NULL,
  placed_on TEXT,
  right_ends_on TEXT,
  ended_on TEXT,
  end_reason TEXT,
  moves INTEGER NOT NULL,
  version INTEGER NOT NULL,
  entry TEXT,
  ground TEXT,
  moratorium INTEGER NOT NULL,
  category_since TEXT,
  place_until TEXT,
  unplaced INTEGER NOT NULL,
  needs TEXT NOT NULL,
  measure TEXT,
  measure_ends_on TEXT,
  measure_since TEXT,
  heaviest_measure TEXT,
  area_order INTEGER NOT NULL,
  absent_on TEXT
) STRICT;

CREATE TABLE location (
  location_id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  municipality TEXT NOT NULL,
  emergency INTEGER NOT NULL,
  places INTEGER NOT NULL,
  minors_only INTEGER NOT NULL,
  contract_ends_on TEXT,
  state TEXT NOT NULL,
  occupied INTEGER NOT NULL,
  opened_on TEXT,
  closed_on TEXT,
  version INTEGER NOT NULL,
  operator TEXT,
  room_places INTEGER NOT NULL,
  unavailable INTEGER NOT NULL,
  unavailable_reason TEXT NOT NULL,
  offers TEXT NOT NULL,
  only_sex TEXT,
  convertible INTEGER NOT NULL,
  opens_on TEXT,
  closes_on TEXT,
  changed_on TEXT
) STRICT;

CREATE INDEX stay_by_household ON stay (household_id);
CREATE INDEX stay_by_location ON stay (location_id);
CREATE INDEX stay_by_state ON stay (state);
CREATE INDEX stay_unplaced ON stay (expected_on) WHERE state = 'EXPECTED' AND NOT unplaced;
CREATE INDEX stay_by_measure ON stay (measure_ends_on) WHERE measure_ends_on IS NOT NULL;
CREATE INDEX stay_minors ON stay (birth_year) WHERE category = 'UNACCOMPANIED_MINOR' AND state <> 'ENDED';
CREATE INDEX stay_by_right ON stay (right_ends_on) WHERE right_ends_on IS NOT NULL;
CREATE INDEX location_by_municipality ON location (municipality);

CREATE TABLE ukraine_week (
  week_id       TEXT NOT NULL PRIMARY KEY,
  region        TEXT NOT NULL,
  week_start    TEXT NOT NULL,
  registrations BIGINT NOT NULL,
  places        BIGINT NOT NULL,
  occupied      BIGINT NOT NULL,
  version       BIGINT NOT NULL
);

CREATE TABLE ukraine_region (
  region      TEXT NOT NULL PRIMARY KEY,
  inhabitants INTEGER NOT NULL,
  task        INTEGER NOT NULL,
  realised    INTEGER NOT NULL,
  closed      INTEGER NOT NULL,
  places      INTEGER NOT NULL,
  occupied    INTEGER NOT NULL,
  last_week   TEXT,
  version     INTEGER NOT NULL
) STRICT;

CREATE TABLE guardianship (
  person_id      BLOB NOT NULL PRIMARY KEY,
  household_id   BLOB NOT NULL,
  nationality    TEXT NOT NULL,
  birth_year     INTEGER NOT NULL,
  sex            TEXT NOT NULL,
  state          TEXT NOT NULL,
  requested_on   TEXT NOT NULL,
  provisional_on TEXT,
  appointed_on   TEXT,
  ended_on       TEXT,
  end_reason     TEXT,
  police_by      TEXT,
  version        INTEGER NOT NULL
) STRICT;

CREATE TABLE occupancy_day (
  change_id   TEXT NOT NULL PRIMARY KEY,
  day         TEXT NOT NULL,
  category    TEXT NOT NULL,
  sort        TEXT NOT NULL,
  nationality TEXT NOT NULL,
  amount      INTEGER NOT NULL
) STRICT;

CREATE INDEX occupancy_by_day ON occupancy_day (day);

CREATE TABLE occupancy_week (
  week_start   TEXT NOT NULL PRIMARY KEY,
  published    INTEGER NOT NULL,
  physical     INTEGER NOT NULL,
  waiting_long INTEGER NOT NULL
) STRICT;
