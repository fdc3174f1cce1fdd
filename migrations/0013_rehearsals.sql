-- A rehearsal: a sitting copied to practise on, whose traces are purged in one act (LAW ARC-1); it is never a true one.
ALTER TABLE meetings ADD COLUMN rehearsal_of INTEGER REFERENCES meetings (id); -- the sitting copied, NULL for a true one
ALTER TABLE meetings ADD COLUMN rehearsal_day TEXT;  -- the day whose members sit: that of the sitting copied
ALTER TABLE meetings ADD COLUMN purged INTEGER NOT NULL DEFAULT 0
  CHECK (purged = 0 OR (purged = 1 AND rehearsal_of IS NOT NULL)); -- set in the unit that removes it, and by nobody else
ALTER TABLE polls ADD COLUMN practice INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1));

CREATE TRIGGER meetings_stay_true BEFORE UPDATE OF id, rehearsal_of ON meetings
  WHEN OLD.id IS NOT NEW.id OR OLD.rehearsal_of IS NOT NEW.rehearsal_of
BEGIN
  SELECT RAISE(ABORT, 'a sitting is born true or a rehearsal');
END;
CREATE TRIGGER meetings_are_never_removed BEFORE DELETE ON meetings WHEN OLD.purged = 0
BEGIN
  SELECT RAISE(ABORT, 'a sitting is never removed');
END;
CREATE TRIGGER polls_stay_true BEFORE UPDATE OF id, subject, practice ON polls
BEGIN
  SELECT RAISE(ABORT, 'a vote is born true or for practice');
END;

-- The numbers of rehearsals that are gone, never given again: a page left open must not act on another sitting.
CREATE TABLE retired_meetings (meeting_id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER retired_meetings_are_kept BEFORE DELETE ON retired_meetings
BEGIN
  SELECT RAISE(ABORT, 'a number is never given again');
END;
CREATE TRIGGER meetings_retire_their_number AFTER DELETE ON meetings
BEGIN
  INSERT INTO retired_meetings (meeting_id) VALUES (OLD.id);
END;

-- The journal of each rehearsal: a chain of its own, sealed like the true one, and cut only with its sitting.
CREATE TABLE rehearsal_journal (
  scope TEXT NOT NULL,                 -- 'meeting:12'
  id INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor INTEGER,
  actor_name TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details)),
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER rehearsal_journal_is_never_changed BEFORE UPDATE ON rehearsal_journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER rehearsal_journal_is_never_cut BEFORE DELETE ON rehearsal_journal
  WHEN NOT EXISTS (SELECT 1 FROM meetings WHERE id = CAST(substr(OLD.scope, 9) AS INTEGER) AND purged = 1)
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;

DROP TRIGGER ledger_is_never_cut;
CREATE TRIGGER ledger_is_never_cut BEFORE DELETE ON ledger
  WHEN NOT EXISTS (SELECT 1 FROM meetings WHERE id = OLD.meeting_id AND purged = 1)
BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
DROP TRIGGER ballots_are_never_removed;
CREATE TRIGGER ballots_are_never_removed BEFORE DELETE ON ballots
  WHEN NOT EXISTS (
    SELECT 1 FROM polls JOIN motions ON motions.id = CAST(substr(polls.subject, 8) AS INTEGER)
    JOIN agenda_items ON agenda_items.id = motions.item_id JOIN meetings ON meetings.id = agenda_items.meeting_id
    WHERE polls.id = OLD.poll_id AND polls.practice = 1 AND meetings.purged = 1
  )
BEGIN
  SELECT RAISE(ABORT, 'ballots are append-only');
END;
