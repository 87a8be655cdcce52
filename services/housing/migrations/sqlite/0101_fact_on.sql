-- The day of the last fact that is known: nothing falls due before it. Unset in rows older than this column.
ALTER TABLE housing_match ADD COLUMN fact_on TEXT;
