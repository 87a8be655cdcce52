CREATE TABLE asylum_case (
  case_id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL,
  household_id UUID NOT NULL,
  nationality TEXT NOT NULL,
  birth_year BIGINT NOT NULL,
  sex TEXT NOT NULL,
  unaccompanied_minor BOOLEAN NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  made_on TEXT NOT NULL,
  registered_on TEXT,
  lodge_due_on TEXT,
  lodged_on TEXT,
  decision_due_on TEXT,
  track TEXT,
  member_state TEXT,
  responsibility_accepted_on TEXT,
  interviewed_on TEXT,
  suspended_until TEXT,
  outcome TEXT,
  decided_on TEXT,
  withdrawal TEXT,
  appeal_due_on TEXT,
  appeal_instance TEXT,
  appeal_suspensive BOOLEAN NOT NULL,
  previous_case_id UUID,
  subsequent_no BIGINT NOT NULL,
  in_default_since TEXT,
  version BIGINT NOT NULL
);

CREATE TABLE family_case (
  case_id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL,
  household_id UUID NOT NULL,
  nationality TEXT NOT NULL,
  birth_year BIGINT NOT NULL,
  sex TEXT NOT NULL,
  unaccompanied_minor BOOLEAN NOT NULL,
  sponsor_case_id UUID,
  sponsor_granted_on TEXT NOT NULL,
  state TEXT NOT NULL,
  filed_on TEXT NOT NULL,
  decision_due_on TEXT NOT NULL,
  decided_on TEXT,
  waits_until TEXT,
  visa_valid_until TEXT,
  arrived_on TEXT,
  version BIGINT NOT NULL
);

CREATE INDEX asylum_case_by_person ON asylum_case (person_id);
CREATE INDEX asylum_case_by_state ON asylum_case (state);
CREATE INDEX asylum_case_by_appeal ON asylum_case (appeal_due_on) WHERE state = 'REJECTED';
CREATE INDEX asylum_case_by_lodge ON asylum_case (lodge_due_on) WHERE state = 'REGISTERED';
CREATE INDEX asylum_case_by_suspension ON asylum_case (suspended_until) WHERE state = 'SUSPENDED';
CREATE INDEX family_case_by_household ON family_case (household_id);
CREATE INDEX family_case_by_visa ON family_case (visa_valid_until) WHERE state = 'VISA_ISSUED';
