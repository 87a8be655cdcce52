-- The household whose person lives or waits here under another registration. Unset in rows older than this column.
ALTER TABLE housing_match ADD COLUMN referred_by UUID;
CREATE INDEX housing_match_by_referred ON housing_match (referred_by) WHERE referred_by IS NOT NULL;
