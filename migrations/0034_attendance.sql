-- Who came to a date of a webinar: each line is what one source saw, and stays; a wrong one is set aside with its reason.
CREATE TABLE attendance_lists (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  sha256 TEXT NOT NULL,                         -- the same file again brings nothing
  lines INTEGER NOT NULL CHECK (lines >= 0),
  brought_at TEXT NOT NULL,
  brought_by INTEGER REFERENCES people (id),
  set_aside_at TEXT
) STRICT;
CREATE UNIQUE INDEX attendance_lists_once ON attendance_lists (occurrence_id, sha256) WHERE set_aside_at IS NULL;

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  registration_id INTEGER NOT NULL REFERENCES registrations (id),
  position INTEGER NOT NULL CHECK (position >= 0), -- 0: who signed up; from 1, those behind the same screen
  source TEXT NOT NULL CHECK (source IN ('link', 'bigbluebutton', 'list', 'door', 'declared')),
  reference TEXT,                               -- what the source calls it: brought twice, it is one line
  since TEXT NOT NULL,
  until TEXT NOT NULL,                          -- the same as since: seen at that instant, nobody knows for how long
  reason TEXT NOT NULL,
  list_id INTEGER REFERENCES attendance_lists (id),
  recorded_at TEXT NOT NULL,
  recorded_by INTEGER REFERENCES people (id),
  CHECK (until >= since),
  CHECK (source <> 'declared' OR reason <> ''),
  CHECK ((source = 'list') = (list_id IS NOT NULL)),
  UNIQUE (registration_id, position, source, reference)
) STRICT;
CREATE INDEX attendance_of_date ON attendance (occurrence_id, registration_id, position);
CREATE INDEX attendance_of_list ON attendance (list_id) WHERE list_id IS NOT NULL;
CREATE TRIGGER attendance_is_never_changed BEFORE UPDATE ON attendance
BEGIN
  SELECT RAISE(ABORT, 'a line of attendance does not change');
END;

CREATE TABLE attendance_set_aside (
  attendance_id INTEGER PRIMARY KEY REFERENCES attendance (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  set_aside_at TEXT NOT NULL,
  set_aside_by INTEGER REFERENCES people (id)
) STRICT;

-- Lines of a tool's list whose person nobody recognised; once attached or left out, nothing of them stays here.
CREATE TABLE attendance_unknown (
  id INTEGER PRIMARY KEY,
  list_id INTEGER NOT NULL REFERENCES attendance_lists (id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  CHECK (until >= since)
) STRICT;
CREATE INDEX attendance_unknown_of_list ON attendance_unknown (list_id);

CREATE TABLE certificates (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,                  -- drawn, so that nobody reads another's by counting
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  registration_id INTEGER NOT NULL REFERENCES registrations (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  facts TEXT NOT NULL CHECK (json_valid(facts)), -- what it says, as it was issued
  hash TEXT NOT NULL,                           -- of those facts: printed on it, shown on its public page
  issued_at TEXT NOT NULL,
  issued_by INTEGER REFERENCES people (id),
  sha256 TEXT,                                  -- of its PDF, once the worker has made it
  bytes INTEGER,
  revoked_at TEXT,
  revoked_by INTEGER REFERENCES people (id),
  revoke_reason TEXT NOT NULL,
  CHECK ((revoked_at IS NULL) = (revoke_reason = '')),
  CHECK ((sha256 IS NULL) = (bytes IS NULL))
) STRICT;
CREATE UNIQUE INDEX certificates_once ON certificates (registration_id, position) WHERE revoked_at IS NULL;
CREATE INDEX certificates_of_date ON certificates (occurrence_id, id);
CREATE INDEX certificates_to_make ON certificates (occurrence_id, id) WHERE sha256 IS NULL AND revoked_at IS NULL;

-- The attendance sheet as a PDF, each time that it was asked for.
CREATE TABLE attendance_sheets (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  job_id INTEGER,
  requested_at TEXT NOT NULL,
  sha256 TEXT,
  bytes INTEGER,
  rendered_at TEXT,
  CHECK ((sha256 IS NULL) = (rendered_at IS NULL))
) STRICT;
CREATE INDEX attendance_sheets_of_date ON attendance_sheets (occurrence_id, id);
