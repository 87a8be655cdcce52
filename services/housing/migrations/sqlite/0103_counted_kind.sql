-- What the home was when the household moved in last: a person who was counted twice is taken back as that. A household that has
-- begun a new match since keeps none of before this column.
ALTER TABLE housing_match ADD COLUMN counted_kind TEXT;
UPDATE housing_match SET counted_kind = housing_kind;
