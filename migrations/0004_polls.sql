-- One vote on one question. Laid out for roll-call and secret votes; a right belongs to a seat.
CREATE TABLE polls (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,                -- what the floor above knows it by: 'motion:31'
  kind TEXT NOT NULL CHECK (kind IN ('roll_call', 'secret')),
  question TEXT NOT NULL,
  text TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  revote INTEGER NOT NULL CHECK (revote IN (0, 1)),
  opens_at TEXT NOT NULL,
  closes_at TEXT,                       -- announced end, where there is one
  closed_at TEXT                        -- the closing act, final
) STRICT;
CREATE INDEX polls_by_subject ON polls (subject);
CREATE TRIGGER polls_text_is_frozen BEFORE UPDATE OF text, text_hash, question, kind, revote, opens_at ON polls
BEGIN
  SELECT RAISE(ABORT, 'the text put to the vote is frozen');
END;
CREATE TRIGGER polls_closing_is_final BEFORE UPDATE ON polls WHEN OLD.closed_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a closed vote is final');
END;

CREATE TABLE ballot_rights (
  poll_id INTEGER NOT NULL REFERENCES polls (id),
  seat_id TEXT NOT NULL,
  person_id INTEGER,                    -- who casts the seat's ballot: its occupant, or the mandate's holder
  state TEXT NOT NULL CHECK (state IN ('granted', 'suspended', 'withdrawn')),
  reason TEXT NOT NULL,                 -- 'present', 'mandate', 'absent', 'recused', 'mandate_void', 'chair_without_vote'
  changed_at TEXT NOT NULL,
  PRIMARY KEY (poll_id, seat_id)
) STRICT, WITHOUT ROWID;

-- Every cast stands; the last one of a seat counts while the vote allows changing (VOT-2).
CREATE TABLE ballots (
  id INTEGER PRIMARY KEY,
  poll_id INTEGER NOT NULL REFERENCES polls (id),
  seat_id TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain', 'no_part')),
  cast_by INTEGER,                      -- people.id of who cast it
  channel TEXT NOT NULL CHECK (channel IN ('device', 'voice', 'show_of_hands')),
  key TEXT NOT NULL UNIQUE,             -- made by the client: the same one twice is the same ballot
  received_at TEXT NOT NULL,
  receipt TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX ballots_by_poll ON ballots (poll_id, seat_id, id);
CREATE TRIGGER ballots_are_never_changed BEFORE UPDATE ON ballots
BEGIN
  SELECT RAISE(ABORT, 'ballots are append-only');
END;
CREATE TRIGGER ballots_are_never_removed BEFORE DELETE ON ballots
BEGIN
  SELECT RAISE(ABORT, 'ballots are append-only');
END;
