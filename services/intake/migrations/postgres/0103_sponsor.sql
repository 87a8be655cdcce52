-- Family follows a sponsor whose registration was a duplicate.
CREATE INDEX family_case_by_sponsor ON family_case (sponsor_case_id) WHERE sponsor_case_id IS NOT NULL;
