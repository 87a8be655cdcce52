-- What chooses the regime of a transfer, and what its terms count from. Unset where older events did not tell.
ALTER TABLE return_case ADD COLUMN registered_on TEXT;
ALTER TABLE return_case ADD COLUMN accepted_on TEXT;
