CREATE TABLE minutes (
  meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'final')),
  transmitted_on TEXT,
  transmitted_to TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 0,
  changed_at TEXT                             -- when anything that is printed last changed
) STRICT;

-- Each change of state, in its order; the last one stands (LAW PV-4).
CREATE TABLE minute_steps (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'final')),
  taken_at TEXT NOT NULL,
  taken_by INTEGER REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX minute_steps_by_meeting ON minute_steps (meeting_id, id);

-- Members of whom the desk knows that they were excused.
CREATE TABLE minute_excuses (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  PRIMARY KEY (meeting_id, seat_id)
) STRICT, WITHOUT ROWID;

-- Free text beside the facts; every version is kept, the last one stands.
CREATE TABLE minute_texts (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER REFERENCES agenda_items (id),        -- NULL: the sitting as a whole
  kind TEXT NOT NULL CHECK (kind IN ('summary', 'incidents')),
  body TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  saved_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX minute_texts_by_meeting ON minute_texts (meeting_id, item_id, kind, id);

CREATE TABLE disagreements (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER NOT NULL REFERENCES agenda_items (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  body TEXT NOT NULL DEFAULT '',
  stated_at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;

-- A fact set right by hand: both values are kept and printed (PV-3).
CREATE TABLE fact_corrections (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  fact TEXT NOT NULL,                          -- a path into the facts: 'items.3.motions.0.counts.for'
  recorded TEXT NOT NULL,
  corrected TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  corrected_at TEXT NOT NULL,
  corrected_by INTEGER REFERENCES people (id)
) STRICT;

CREATE TABLE minute_files (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER REFERENCES agenda_items (id),
  kind TEXT NOT NULL CHECK (kind IN ('minutes', 'extract', 'annex', 'no_quorum')),
  state TEXT NOT NULL,
  job_id INTEGER REFERENCES jobs (id),
  sha256 TEXT,
  twin_sha256 TEXT,                            -- the same pages kept for the screen
  facts_sha256 TEXT,                           -- the facts attached, kept beside the minutes too
  source_hash TEXT,                            -- what it was made from: unchanged, the file still serves
  bytes INTEGER,
  requested_at TEXT NOT NULL,
  rendered_at TEXT
) STRICT;
CREATE INDEX minute_files_by_meeting ON minute_files (meeting_id, kind, id);
