-- The paper that a last-minute substitute showed: the name of its file, which is its SHA-256 and what it is.
ALTER TABLE ledger ADD COLUMN paper TEXT CHECK (
  length(paper) = 68 AND substr(paper, 1, 64) NOT GLOB '*[^0-9a-f]*' AND substr(paper, 65) IN ('.jpg', '.png', '.pdf')
);

-- Codes of eight digits dictated by telephone; one is live for a person, and each try is counted before it is judged.
CREATE TABLE dictated_codes (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  code_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by INTEGER REFERENCES people (id),
  expires_at TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  used_at TEXT,
  revoked_at TEXT
) STRICT;
CREATE UNIQUE INDEX dictated_codes_live ON dictated_codes (person_id) WHERE used_at IS NULL AND revoked_at IS NULL;

-- SQLite changes no CHECK in place: a table whose words grow is written anew, under the same number for every row.
CREATE TABLE sessions_anew (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES people (id),
  method TEXT NOT NULL CHECK (method IN ('password', 'slip', 'code')),
  device TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
INSERT INTO sessions_anew (id, token_hash, person_id, method, device, created_at, seen_at, expires_at, ended_at)
  SELECT id, token_hash, person_id, method, device, created_at, seen_at, expires_at, ended_at FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_anew RENAME TO sessions;
CREATE INDEX sessions_by_person ON sessions (person_id, ended_at);
