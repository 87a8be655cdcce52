CREATE TABLE stay (
  person_id UUID NOT NULL PRIMARY KEY,
  case_id UUID,
  household_id UUID NOT NULL,
  nationality TEXT NOT NULL,
  birth_year BIGINT NOT NULL,
  sex TEXT NOT NULL,
  unaccompanied_minor BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  category TEXT NOT NULL,
  location_id UUID,
  stay_no BIGINT NOT NULL,
  expected_on TEXT NOT NULL,
  placed_on TEXT,
  right_ends_on TEXT,
  ended_on TEXT,
  end_reason TEXT,
  moves BIGINT NOT NULL,
  version BIGINT NOT NULL,
  entry TEXT,
  ground TEXT,
  moratorium BOOLEAN NOT NULL,
  category_since TEXT,
  place_until TEXT,
  unplaced BOOLEAN NOT NULL,
  needs TEXT NOT NULL,
  measure TEXT,
  measure_ends_on TEXT,
  measure_since TEXT,
  heaviest_measure TEXT,
  area_order BOOLEAN NOT NULL,
  absent_on TEXT
);

CREATE TABLE location (
  location_id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  municipality TEXT NOT NULL,
  emergency BOOLEAN NOT NULL,
  places BIGINT NOT NULL,
  minors_only BOOLEAN NOT NULL,
  contract_ends_on TEXT,
  state TEXT NOT NULL,
  occupied BIGINT NOT NULL,
  opened_on TEXT,
  closed_on TEXT,
  version BIGINT NOT NULL,
  operator TEXT,
  room_places BIGINT NOT NULL,
  unavailable BIGINT NOT NULL,
  unavailable_reason TEXT NOT NULL,
  offers TEXT NOT NULL,
  only_sex TEXT,
  convertible BOOLEAN NOT NULL,
  opens_on TEXT,
  closes_on TEXT,
  changed_on TEXT
);

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
  inhabitants BIGINT NOT NULL,
  task        BIGINT NOT NULL,
  realised    BIGINT NOT NULL,
  closed      BIGINT NOT NULL,
  places      BIGINT NOT NULL,
  occupied    BIGINT NOT NULL,
  last_week   TEXT,
  version     BIGINT NOT NULL
);

CREATE TABLE guardianship (
  person_id      UUID NOT NULL PRIMARY KEY,
  household_id   UUID NOT NULL,
  nationality    TEXT NOT NULL,
  birth_year     BIGINT NOT NULL,
  sex            TEXT NOT NULL,
  state          TEXT NOT NULL,
  requested_on   TEXT NOT NULL,
  provisional_on TEXT,
  appointed_on   TEXT,
  ended_on       TEXT,
  end_reason     TEXT,
  police_by      TEXT,
  version        BIGINT NOT NULL
);

CREATE TABLE occupancy_day (
  change_id   TEXT NOT NULL PRIMARY KEY,
  day         TEXT NOT NULL,
  category    TEXT NOT NULL,
  sort        TEXT NOT NULL,
  nationality TEXT NOT NULL,
  amount      BIGINT NOT NULL
);

CREATE INDEX occupancy_by_day ON occupancy_day (day);

CREATE TABLE occupancy_week (
  week_start   TEXT NOT NULL PRIMARY KEY,
  published    BIGINT NOT NULL,
  physical     BIGINT NOT NULL,
  waiting_long BIGINT NOT NULL
);
