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
  at_border BOOLEAN NOT NULL,
  screening_due_on TEXT,
  register_due_on TEXT,
  claim TEXT,
  claim_due_on TEXT,
  reply_due_on TEXT,
  transfer_decision_due_on TEXT,
  ground TEXT,
  extended BOOLEAN NOT NULL,
  moratorium_id UUID,
  interim TEXT,
  court_due_on TEXT,
  penalty_day_cents BIGINT NOT NULL,
  penalty_max_cents BIGINT NOT NULL,
  penalty_cents BIGINT NOT NULL,
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
  sponsor_subsidiary BOOLEAN NOT NULL,
  relation TEXT,
  own_income BOOLEAN NOT NULL,
  own_home BOOLEAN NOT NULL,
  objection_due_on TEXT,
  visa_appointment_on TEXT,
  version BIGINT NOT NULL
);

CREATE TABLE moratorium (
  moratorium_id UUID NOT NULL PRIMARY KEY,
  nationality TEXT NOT NULL,
  decisions BOOLEAN NOT NULL,
  departures BOOLEAN NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  ended_on TEXT,
  version BIGINT NOT NULL
);

CREATE TABLE person_note (
  person_id UUID NOT NULL PRIMARY KEY,
  merged_into UUID,
  version BIGINT NOT NULL
);

CREATE TABLE relocation (
  relocation_id UUID NOT NULL PRIMARY KEY,
  member_state TEXT NOT NULL,
  persons BIGINT NOT NULL,
  state TEXT NOT NULL,
  requested_on TEXT NOT NULL,
  due_on TEXT,
  version BIGINT NOT NULL
);

CREATE TABLE country_report (
  report_id UUID NOT NULL PRIMARY KEY,
  nationality TEXT NOT NULL,
  published_on TEXT NOT NULL,
  source TEXT NOT NULL,
  version BIGINT NOT NULL
);

CREATE INDEX asylum_case_by_person ON asylum_case (person_id);
CREATE INDEX asylum_case_by_state ON asylum_case (state);
CREATE INDEX asylum_case_by_appeal ON asylum_case (appeal_due_on) WHERE state = 'REJECTED';
CREATE INDEX asylum_case_by_lodge ON asylum_case (lodge_due_on) WHERE state = 'REGISTERED';
CREATE INDEX asylum_case_by_suspension ON asylum_case (suspended_until) WHERE state = 'SUSPENDED';
CREATE INDEX family_case_by_household ON family_case (household_id);
CREATE INDEX family_case_by_visa ON family_case (visa_valid_until) WHERE state = 'VISA_ISSUED';
CREATE INDEX asylum_case_by_screening ON asylum_case (screening_due_on) WHERE state = 'SCREENING';
CREATE INDEX asylum_case_by_claim ON asylum_case (claim_due_on) WHERE claim_due_on IS NOT NULL;
CREATE INDEX asylum_case_by_reply ON asylum_case (reply_due_on) WHERE state = 'RESPONSIBILITY_CHECK';
CREATE INDEX asylum_case_by_nationality ON asylum_case (nationality, state);
CREATE INDEX asylum_case_by_default ON asylum_case (in_default_since) WHERE in_default_since IS NOT NULL;
CREATE INDEX moratorium_by_nationality ON moratorium (nationality);
