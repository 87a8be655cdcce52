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
  track TEXT,
  departure_days BIGINT NOT NULL,
  blocks TEXT NOT NULL,
  block_ends_on TEXT,
  moratorium_id UUID,
  absconded_on TEXT,
  document_valid_until TEXT,
  measure TEXT,
  supervision TEXT,
  supervision_ends_on TEXT,
  detention_used TEXT NOT NULL,
  detention_extended BOOLEAN NOT NULL,
  detention_arrived_on TEXT,
  review_due_on TEXT,
  family_facility BOOLEAN NOT NULL,
  charter_id UUID,
  support_cents BIGINT NOT NULL,
  assisted_on TEXT,
  support_reclaimed BOOLEAN NOT NULL,
  ban_ground TEXT,
  continues_no BIGINT NOT NULL,
  refoulement_checked_on TEXT,
  close_reason TEXT,
  destination TEXT,
  version BIGINT NOT NULL
);

CREATE INDEX return_case_by_state ON return_case (state);
CREATE INDEX return_case_by_transfer ON return_case (transfer_due_on) WHERE transfer_due_on IS NOT NULL AND ended_on IS NULL;
CREATE INDEX return_case_by_detention ON return_case (detention_ends_on) WHERE detention_ends_on IS NOT NULL;
CREATE INDEX return_case_by_block ON return_case (block_ends_on) WHERE block_ends_on IS NOT NULL;
CREATE INDEX return_case_by_document ON return_case (document_valid_until) WHERE document_valid_until IS NOT NULL;
CREATE INDEX return_case_by_supervision ON return_case (supervision_ends_on) WHERE supervision_ends_on IS NOT NULL;
CREATE INDEX return_case_by_charter ON return_case (charter_id) WHERE charter_id IS NOT NULL;
CREATE INDEX return_case_by_moratorium ON return_case (moratorium_id) WHERE moratorium_id IS NOT NULL;
CREATE INDEX return_case_by_household ON return_case (household_id);
CREATE INDEX return_case_unshielded ON return_case (nationality, person_id) WHERE moratorium_id IS NULL AND ended_on IS NULL;

CREATE TABLE charter (
  charter_id UUID NOT NULL PRIMARY KEY,
  destination TEXT NOT NULL,
  flight_on TEXT NOT NULL,
  seats BIGINT NOT NULL,
  booked BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE moratorium (
  moratorium_id UUID NOT NULL PRIMARY KEY,
  nationality TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  ended_on TEXT
);

CREATE TABLE detention_stock (
  facility TEXT NOT NULL PRIMARY KEY,
  occupied BIGINT NOT NULL
);

CREATE TABLE departure_entry (
  entry_id TEXT NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL,
  kind TEXT NOT NULL,
  month TEXT NOT NULL,
  outcome TEXT NOT NULL,
  origin TEXT NOT NULL,
  nationality TEXT NOT NULL,
  demonstrable BOOLEAN NOT NULL,
  persons BIGINT NOT NULL
);

CREATE INDEX departure_entry_by_month ON departure_entry (month);
CREATE INDEX departure_entry_by_person ON departure_entry (person_id);
