-- The notice of a sitting: each sending is a version that keeps what it said, whatever the sitting becomes (CRPA R133-8).
CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  version INTEGER NOT NULL CHECK (version > 0),  -- the calendar's SEQUENCE is one less
  kind TEXT NOT NULL CHECK (kind IN ('first', 'second', 'amended', 'cancelled')),
  uid TEXT NOT NULL CHECK (uid <> ''),           -- what calendars know the sitting by: the same in every version
  facts TEXT NOT NULL CHECK (json_valid(facts)), -- day, hour, place, mode, urgency and agenda, as sent
  agenda_hash TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  sent_by INTEGER REFERENCES people (id),
  job_id INTEGER REFERENCES jobs (id),           -- the work that makes the files, then posts the messages
  pdf TEXT,                                      -- its SHA-256 and its ending, once made
  calendar TEXT,
  rendered_at TEXT,
  UNIQUE (meeting_id, version),
  CHECK ((pdf IS NULL) = (rendered_at IS NULL) AND (calendar IS NULL) = (rendered_at IS NULL))
) STRICT;
CREATE TRIGGER notices_keep_what_they_said BEFORE UPDATE ON notices
  WHEN OLD.facts IS NOT NEW.facts OR OLD.version IS NOT NEW.version OR OLD.uid IS NOT NEW.uid
    OR OLD.sent_at IS NOT NEW.sent_at OR (OLD.pdf IS NOT NULL AND OLD.pdf IS NOT NEW.pdf)
BEGIN
  SELECT RAISE(ABORT, 'a notice that was sent never changes');
END;

-- To whom a version was addressed: every titular, and the substitutes for information.
CREATE TABLE notice_recipients (
  notice_id INTEGER NOT NULL REFERENCES notices (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  rank TEXT NOT NULL CHECK (rank IN ('titular', 'substitute')),
  PRIMARY KEY (notice_id, person_id)
) STRICT, WITHOUT ROWID;

-- What proves that somebody has a version: their own act in the application, or a paper (LAW CNV-2, CNV-3).
CREATE TABLE notice_receptions (
  notice_id INTEGER NOT NULL REFERENCES notices (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  proof TEXT NOT NULL CHECK (proof IN ('opened', 'acknowledged', 'replied', 'in_hand', 'post')),
  received_on TEXT NOT NULL,                     -- the day in Paris
  entered_at TEXT NOT NULL,
  entered_by INTEGER REFERENCES people (id),
  PRIMARY KEY (notice_id, person_id, proof)
) STRICT, WITHOUT ROWID;

ALTER TABLE meetings ADD COLUMN notice_id INTEGER REFERENCES notices (id);          -- the last one sent from here
ALTER TABLE agenda_items ADD COLUMN added_after INTEGER REFERENCES notices (id);    -- the notice that it came after
ALTER TABLE agenda_items ADD COLUMN applicant_informed_on TEXT;                     -- LAW CNV-8
ALTER TABLE agenda_items ADD COLUMN applicant_informed_of TEXT                      -- day, place or link, as told
  CHECK ((applicant_informed_of IS NULL) = (applicant_informed_on IS NULL));
