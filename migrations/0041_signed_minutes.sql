-- Minutes that are signed (LAW PV-4). SQLite changes no CHECK in place: both tables are written anew, rows as they were.
CREATE TABLE minutes_anew (
  meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'final', 'signed')),
  transmitted_on TEXT,
  transmitted_to TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 0,
  changed_at TEXT                             -- when anything that is printed last changed
) STRICT;
INSERT INTO minutes_anew (meeting_id, state, transmitted_on, transmitted_to, revision, changed_at)
  SELECT meeting_id, state, transmitted_on, transmitted_to, revision, changed_at FROM minutes;
DROP TABLE minutes;
ALTER TABLE minutes_anew RENAME TO minutes;

CREATE TABLE minute_steps_anew (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'final', 'signed')),
  taken_at TEXT NOT NULL,
  taken_by INTEGER REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO minute_steps_anew (id, meeting_id, state, taken_at, taken_by, reason)
  SELECT id, meeting_id, state, taken_at, taken_by, reason FROM minute_steps;
DROP TABLE minute_steps;
ALTER TABLE minute_steps_anew RENAME TO minute_steps;
CREATE INDEX minute_steps_by_meeting ON minute_steps (meeting_id, id);

-- Each signature of a final version, seal and time stamp, as it was measured when it came in; the last file stands.
CREATE TABLE minute_signatures (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  file_id INTEGER NOT NULL REFERENCES minute_files (id),
  place INTEGER CHECK (place >= 0),           -- the signer's, in the order set; NULL: a seal or a time stamp
  role TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('paper', 'outside', 'seal', 'certificate', 'stamp')),
  signer TEXT NOT NULL,                       -- as the certificate names them; by hand, as the desk wrote
  issuer TEXT NOT NULL,
  certificate TEXT CHECK (certificate IN ('self_signed', 'unknown_issuer', 'recognised')),
  quality TEXT CHECK (quality IN ('simple', 'advanced', 'qualified')),
  profile TEXT CHECK (profile IN ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  signed_at TEXT NOT NULL,                    -- the hour that the signature tells; by hand, the day
  lacking TEXT NOT NULL,                      -- claims of the file that no longer hold afterwards, parted by spaces
  before TEXT NOT NULL,                       -- the SHA-256 of the file that was signed
  sha256 TEXT NOT NULL,                       -- of the signed file; by hand, of the scan
  ending TEXT NOT NULL CHECK (ending IN ('pdf', 'jpg', 'png')),
  recorded_at TEXT NOT NULL,
  recorded_by INTEGER REFERENCES people (id),
  CHECK ((way = 'paper') = (certificate IS NULL)),
  CHECK ((quality IS NULL) = (certificate IS NULL) AND (profile IS NULL) = (certificate IS NULL)),
  CHECK ((place IS NULL) = (way IN ('seal', 'stamp')))
) STRICT;
CREATE INDEX minute_signatures_by_meeting ON minute_signatures (meeting_id, id);
CREATE UNIQUE INDEX minute_signatures_once ON minute_signatures (file_id, place) WHERE place IS NOT NULL;
CREATE UNIQUE INDEX minute_seal_once ON minute_signatures (file_id) WHERE way = 'seal';
CREATE TRIGGER minute_signatures_are_never_changed BEFORE UPDATE ON minute_signatures
BEGIN
  SELECT RAISE(ABORT, 'a signature is immutable');
END;
CREATE TRIGGER minute_signatures_are_never_removed BEFORE DELETE ON minute_signatures
BEGIN
  SELECT RAISE(ABORT, 'a signature is immutable');
END;

-- A correction of final minutes is a new version that names the one it corrects (LAW PV-4).
CREATE TABLE minute_rectifications (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  file_id INTEGER NOT NULL UNIQUE REFERENCES minute_files (id),  -- the final version that it corrects
  sha256 TEXT NOT NULL,                       -- of that version as it stood, signatures included
  signed INTEGER NOT NULL CHECK (signed IN (0, 1)),
  reason TEXT NOT NULL CHECK (reason <> ''),
  opened_at TEXT NOT NULL,
  opened_by INTEGER REFERENCES people (id),
  UNIQUE (meeting_id, number)
) STRICT;
CREATE TRIGGER minute_rectifications_are_never_changed BEFORE UPDATE ON minute_rectifications
BEGIN
  SELECT RAISE(ABORT, 'a rectification is immutable');
END;
CREATE TRIGGER minute_rectifications_are_never_removed BEFORE DELETE ON minute_rectifications
BEGIN
  SELECT RAISE(ABORT, 'a rectification is immutable');
END;
