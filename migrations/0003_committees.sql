CREATE TABLE committees (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  template TEXT NOT NULL CHECK (template IN ('coderst', 'coderst_formation', 'blank')),
  parent_id INTEGER REFERENCES committees (id),        -- a specialised formation (COM-8)
  settings TEXT NOT NULL CHECK (json_valid(settings)), -- LAW 7.1, keys in English
  composition_reason TEXT,                             -- COM-2: why another total than the template's
  created_at TEXT NOT NULL
) STRICT;

-- Acts that appoint, renew or extend the whole committee (COM-1).
CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  act TEXT NOT NULL CHECK (act <> ''),
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  CHECK (ends_on >= starts_on)
) STRICT;

CREATE TABLE colleges (
  id INTEGER PRIMARY KEY,
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  name TEXT NOT NULL CHECK (name <> ''),
  position INTEGER NOT NULL,
  expected_seats INTEGER,
  UNIQUE (committee_id, name)
) STRICT;

CREATE TABLE seats (
  id INTEGER PRIMARY KEY,
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  college_id INTEGER NOT NULL REFERENCES colleges (id),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  seat_type TEXT NOT NULL CHECK (seat_type IN ('function', 'elected', 'organisation', 'qualified')),
  is_chair INTEGER NOT NULL DEFAULT 0 CHECK (is_chair IN (0, 1)),
  physician INTEGER NOT NULL DEFAULT 0 CHECK (physician IN (0, 1)),
  starts_on TEXT NOT NULL,
  ends_on TEXT
) STRICT;
CREATE INDEX seats_by_committee ON seats (committee_id, position);

-- Who holds a seat, as titular or substitute, from when to when and by which act; never rewritten, only ended.
CREATE TABLE appointments (
  id INTEGER PRIMARY KEY,
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  rank TEXT NOT NULL CHECK (rank IN ('titular', 'substitute')),
  title TEXT NOT NULL DEFAULT '',       -- quality, as the minutes print it
  organisation TEXT NOT NULL DEFAULT '',
  act TEXT NOT NULL DEFAULT '',
  named_in_act INTEGER NOT NULL DEFAULT 1 CHECK (named_in_act IN (0, 1)),
  starts_on TEXT NOT NULL,
  ends_on TEXT,                         -- last day in the seat
  mandate_ends_on TEXT,                 -- the day the act runs to, kept when the seat falls vacant earlier (R133-4)
  end_reason TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX appointments_by_seat ON appointments (seat_id);
CREATE INDEX appointments_by_person ON appointments (person_id);
