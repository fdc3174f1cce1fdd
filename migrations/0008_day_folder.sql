-- The day's folder: what is printed before a sitting so that it can be held on paper, and the certificates after it.
CREATE TABLE folder_files (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  part TEXT NOT NULL CHECK (part IN (
    'notice', 'script', 'signing', 'roll_call', 'tally', 'mandates', 'ballots', 'cards', 'attendance', 'whole'
  )),
  job_id INTEGER REFERENCES jobs (id),
  source_hash TEXT NOT NULL,                   -- the pages asked for: unchanged, the file still serves
  revision INTEGER NOT NULL,                   -- of the sitting, when it was asked for
  sha256 TEXT,
  bytes INTEGER,
  requested_at TEXT NOT NULL,
  rendered_at TEXT
) STRICT;
CREATE INDEX folder_files_by_meeting ON folder_files (meeting_id, part, id);

-- An item by which the committee approves the minutes of an earlier sitting.
ALTER TABLE agenda_items ADD COLUMN approves INTEGER REFERENCES meetings (id);
