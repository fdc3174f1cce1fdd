-- The publishable version of final minutes (LAW PUB-1, PUB-2). SQLite changes no CHECK in place: the files are written anew.
CREATE TABLE minute_files_anew (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER REFERENCES agenda_items (id),
  kind TEXT NOT NULL CHECK (kind IN ('minutes', 'extract', 'annex', 'no_quorum', 'opinions', 'publishable')),
  state TEXT NOT NULL,
  job_id INTEGER REFERENCES jobs (id),
  sha256 TEXT,
  twin_sha256 TEXT,                            -- the same pages kept for the screen
  facts_sha256 TEXT,                           -- the facts attached, kept beside the minutes too
  source_hash TEXT,                            -- what it was made from: unchanged, the file still serves
  bytes INTEGER,
  requested_at TEXT NOT NULL,
  rendered_at TEXT,
  of_file_id INTEGER REFERENCES minute_files (id),   -- of a publishable version: the final one that it is made from
  CHECK ((kind = 'publishable') = (of_file_id IS NOT NULL))
) STRICT;
INSERT INTO minute_files_anew (id, meeting_id, item_id, kind, state, job_id, sha256, twin_sha256, facts_sha256,
    source_hash, bytes, requested_at, rendered_at)
    SELECT id, meeting_id, item_id, kind, state, job_id, sha256, twin_sha256, facts_sha256, source_hash, bytes,
    requested_at, rendered_at FROM minute_files;
DROP TABLE minute_files;
ALTER TABLE minute_files_anew RENAME TO minute_files;
CREATE INDEX minute_files_by_meeting ON minute_files (meeting_id, kind, id);

-- What somebody decided to mask, or to leave although the rule masks it; the last decision on a mask stands.
CREATE TABLE minute_maskings (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  file_id INTEGER NOT NULL REFERENCES minute_files (id),   -- the final version that was before their eyes
  mask TEXT NOT NULL CHECK (mask <> ''),       -- names the mask: 'name:…', 'words:…', 'passage:<file>:<block>:<from>:<to>'
  wording TEXT NOT NULL CHECK (wording <> ''),
  masked INTEGER NOT NULL CHECK (masked IN (0, 1)),
  ground TEXT CHECK (ground IN ('person', 'contact', 'vote', 'interest', 'print', 'privacy', 'medical', 'business',
    'judgment', 'behaviour', 'defence', 'safety', 'courts', 'offences')),
  reason TEXT NOT NULL,
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES people (id),
  CHECK ((masked = 1) = (ground IS NOT NULL)),
  CHECK (masked = 1 OR reason <> '')
) STRICT;
CREATE INDEX minute_maskings_by_meeting ON minute_maskings (meeting_id, id);
CREATE TRIGGER minute_maskings_are_never_changed BEFORE UPDATE ON minute_maskings
BEGIN
  SELECT RAISE(ABORT, 'a decision to mask is immutable');
END;
CREATE TRIGGER minute_maskings_are_never_removed BEFORE DELETE ON minute_maskings
BEGIN
  SELECT RAISE(ABORT, 'a decision to mask is immutable');
END;

-- Who may read a file beyond the committee, since when, why (LAW PUB-2); the last one of its sitting stands.
CREATE TABLE minute_accesses (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  file_id INTEGER NOT NULL REFERENCES minute_files (id),
  access TEXT NOT NULL CHECK (access IN ('internal', 'applicant', 'communicable', 'published')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  ruled_at TEXT NOT NULL,
  ruled_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX minute_accesses_by_meeting ON minute_accesses (meeting_id, id);
CREATE TRIGGER minute_accesses_are_never_changed BEFORE UPDATE ON minute_accesses
BEGIN
  SELECT RAISE(ABORT, 'a decision on access is immutable');
END;
CREATE TRIGGER minute_accesses_are_never_removed BEFORE DELETE ON minute_accesses
BEGIN
  SELECT RAISE(ABORT, 'a decision on access is immutable');
END;
