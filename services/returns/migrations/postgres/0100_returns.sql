CREATE TABLE return_case (
  person_id UUID NOT NULL PRIMARY KEY,
  case_id UUID,
  household_id UUID NOT NULL,
  nationality TEXT NOT NULL,
  birth_year BIGINT NOT NULL,
  sex TEXT NOT NULL,
  unaccompanied_minor BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  origin TEXT,
  to_member_state BOOLEAN NOT NULL,
  announced_on TEXT NOT NULL,
  removable_from TEXT,
  transfer_due_on TEXT,
  blocked TEXT,
  document TEXT,
  detained_on TEXT,
  detention_ends_on TEXT,
  detained_days BIGINT NOT NULL,
  flight_on TEXT,
  outcome TEXT,
  ended_on TEXT,
  entry_ban_until TEXT,
  version BIGINT NOT NULL
);

CREATE INDEX return_case_by_state ON return_case (state);
CREATE INDEX return_case_by_transfer ON return_case (transfer_due_on) WHERE transfer_due_on IS NOT NULL;
CREATE INDEX return_case_by_detention ON return_case (detention_ends_on) WHERE detention_ends_on IS NOT NULL;
