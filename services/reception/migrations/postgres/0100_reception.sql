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
  version BIGINT NOT NULL
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
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  version BIGINT NOT NULL
);

CREATE INDEX stay_by_household ON stay (household_id);
CREATE INDEX stay_by_location ON stay (location_id);
CREATE INDEX stay_by_state ON stay (state);
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
