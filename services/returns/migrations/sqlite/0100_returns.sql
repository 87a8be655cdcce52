CREATE TABLE return_case (
  person_id BLOB NOT NULL PRIMARY KEY,
  case_id BLOB,
  household_id BLOB NOT NULL,
  nationality TEXT NOT NULL,
  birth_year INTEGER NOT NULL,
  sex TEXT NOT NULL,
  unaccompanied_minor INTEGER NOT NULL,
  state TEXT NOT NULL,
  origin TEXT,
  to_member_state INTEGER NOT NULL,
  announced_on TEXT NOT NULL,
  removable_from TEXT,
  transfer_due_on TEXT,
  blocked TEXT,
  document TEXT,
  detained_on TEXT,
  detention_ends_on TEXT,
  detained_days INTEGER NOT NULL,
  flight_on TEXT,
  outcome TEXT,
  ended_on TEXT,
  entry_ban_until TEXT,
  track TEXT,
  departure_days INTEGER NOT NULL,
  blocks TEXT NOT NULL,
  block_ends_on TEXT,
  moratorium_id BLOB,
  absconded_on TEXT,
  document_valid_until TEXT,
  measure TEXT,
  supervision TEXT,
  supervision_ends_on TEXT,
  detention_used TEXT NOT NULL,
  detention_extended INTEGER NOT NULL,
  detention_arrived_on TEXT,
  review_due_on TEXT,
  family_facility INTEGER NOT NULL,
  charter_id BLOB,
  support_cents INTEGER NOT NULL,
  assisted_on TEXT,
  support_reclaimed INTEGER NOT NULL,
  ban_ground TEXT,
  continues_no INTEGER NOT NULL,
  refoulement_checked_on TEXT,
  close_reason TEXT,
  destination TEXT,
  version INTEGER NOT NULL
) STRICT;

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
  charter_id BLOB NOT NULL PRIMARY KEY,
  destination TEXT NOT NULL,
  flight_on TEXT NOT NULL,
  seats INTEGER NOT NULL,
  booked INTEGER NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE moratorium (
  moratorium_id BLOB NOT NULL PRIMARY KEY,
  nationality TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  ended_on TEXT
) STRICT;

CREATE TABLE detention_stock (
  facility TEXT NOT NULL PRIMARY KEY,
  occupied INTEGER NOT NULL
) STRICT;

CREATE TABLE departure_entry (
  entry_id TEXT NOT NULL PRIMARY KEY,
  person_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  month TEXT NOT NULL,
  outcome TEXT NOT NULL,
  origin TEXT NOT NULL,
  nationality TEXT NOT NULL,
  demonstrable INTEGER NOT NULL,
  persons INTEGER NOT NULL
) STRICT;

CREATE INDEX departure_entry_by_month ON departure_entry (month);
CREATE INDEX departure_entry_by_person ON departure_entry (person_id);
