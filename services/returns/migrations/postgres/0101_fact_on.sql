-- The day of the last fact that is known: nothing falls due before it. Unset in rows older than this column.
ALTER TABLE return_case ADD COLUMN fact_on TEXT;
ALTER TABLE moratorium ADD COLUMN declared_on TEXT;
