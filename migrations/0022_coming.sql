-- A mandate announced before the sitting is a reply like the others: it enters the ledger when the sitting opens.
-- SQLite changes no CHECK in place: a table whose words grow is written anew, with every row.
CREATE TABLE replies_anew (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  kind TEXT NOT NULL CHECK (kind IN ('room', 'remote', 'substitute', 'mandate', 'excused')),
  substitute_id INTEGER REFERENCES people (id),
  holder_seat_id INTEGER REFERENCES seats (id),    -- to whom mandate is given
  replied_by INTEGER REFERENCES people (id),       -- the member, or who heard them on the telephone
  replied_at TEXT NOT NULL,                        -- of a mandate, the hour of its receipt
  PRIMARY KEY (meeting_id, seat_id),
  CHECK ((kind = 'substitute') = (substitute_id IS NOT NULL)),
  CHECK ((kind = 'mandate') = (holder_seat_id IS NOT NULL)),
  CHECK (holder_seat_id <> seat_id)
) STRICT, WITHOUT ROWID;
INSERT INTO replies_anew (meeting_id, seat_id, kind, substitute_id, holder_seat_id, replied_by, replied_at)
  SELECT meeting_id, seat_id, kind, substitute_id, NULL, replied_by, replied_at FROM replies;
DROP TABLE replies;
ALTER TABLE replies_anew RENAME TO replies;

-- Somebody invited who does not come stays known, with what they wrote; NULL: awaited, or heard.
ALTER TABLE hearings ADD COLUMN cancelled_at TEXT;

-- Links without account for the persons heard; one is live for each, and the token itself is never kept.
CREATE TABLE hearing_links (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  hearing_id INTEGER NOT NULL REFERENCES hearings (id),
  address TEXT,                            -- NULL: none is known, the letter is printed
  draft TEXT CHECK (draft <> ''),          -- the draft put to the vote as it was transmitted, NULL when it was not
  token_hash TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES people (id),
  read_at TEXT,                            -- when the person said that they had read it, by a button
  revoked_at TEXT
) STRICT;
CREATE UNIQUE INDEX hearing_links_live ON hearing_links (hearing_id) WHERE revoked_at IS NULL;
CREATE INDEX hearing_links_by_meeting ON hearing_links (meeting_id, hearing_id);

-- What the persons heard wrote, kept as it was sent.
CREATE TABLE hearing_observations (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  hearing_id INTEGER NOT NULL REFERENCES hearings (id),
  body TEXT NOT NULL CHECK (body <> ''),
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX hearing_observations_by_meeting ON hearing_observations (meeting_id, id);
CREATE TRIGGER hearing_observations_are_never_changed BEFORE UPDATE ON hearing_observations
BEGIN
  SELECT RAISE(ABORT, 'observations are append-only');
END;
CREATE TRIGGER hearing_observations_are_never_removed BEFORE DELETE ON hearing_observations
  WHEN NOT EXISTS (SELECT 1 FROM meetings WHERE id = OLD.meeting_id AND purged = 1)
BEGIN
  SELECT RAISE(ABORT, 'observations are append-only');
END;
