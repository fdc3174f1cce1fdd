-- The journal's head when minutes became final: the entry of that act, whose seal the facts carry. NULL in a rehearsal,
-- whose journal is apart, and for the steps taken before.
ALTER TABLE minute_steps ADD COLUMN journal_entry INTEGER REFERENCES journal (id);
