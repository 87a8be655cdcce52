-- The view on an intention to reject. Unset in rows older than these columns: an intention is then issued again.
ALTER TABLE asylum_case ADD COLUMN view_due_on TEXT;
ALTER TABLE asylum_case ADD COLUMN view_on TEXT;
