-- Everybody known to the house; a person may sign in once a password or an access slip exists.
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  civility TEXT NOT NULL DEFAULT '',
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL CHECK (last_name <> ''),
  email TEXT,
  phone TEXT,
  login TEXT UNIQUE COLLATE NOCASE,
  password_hash TEXT,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  home_committee INTEGER,              -- committees.id of the secretariat that entered them; NULL: the administrators
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX people_by_name ON people (last_name COLLATE NOCASE, first_name COLLATE NOCASE);

-- Roles given by hand; "member" is never given here: it follows from holding a seat.
CREATE TABLE grants (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  role TEXT NOT NULL CHECK (role IN ('administrator', 'secretariat', 'chair', 'organiser', 'auditor')),
  committee_id INTEGER,                -- NULL: every committee
  given_at TEXT NOT NULL,
  ended_at TEXT,
  CHECK (role <> 'administrator' OR committee_id IS NULL)
) STRICT;
CREATE INDEX grants_by_person ON grants (person_id, ended_at);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES people (id),
  method TEXT NOT NULL CHECK (method IN ('password', 'slip')),
  device TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id, ended_at);

CREATE TABLE access_slips (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  code_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  created_by INTEGER REFERENCES people (id),
  expires_at TEXT NOT NULL,
  used_at TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX access_slips_by_person ON access_slips (person_id);
