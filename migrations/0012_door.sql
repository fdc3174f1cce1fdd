-- The tablet at the door: the sitting's revocable link, NULL while there is none.
ALTER TABLE meetings ADD COLUMN door_token TEXT;
CREATE UNIQUE INDEX meetings_by_door ON meetings (door_token) WHERE door_token IS NOT NULL;

-- Which lines of the ledger people wrote themselves, at that tablet.
ALTER TABLE ledger ADD COLUMN at_door INTEGER NOT NULL DEFAULT 0 CHECK (at_door IN (0, 1));
