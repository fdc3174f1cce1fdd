-- Messages that wait to leave: written with the fact that they announce, sent later by the one courier of the worker.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,                -- 'notice:12:3:person:40': the same fact never makes two messages
  kind TEXT NOT NULL,                      -- 'meeting.notice'; what it is, in `wording`
  about TEXT NOT NULL,                     -- 'meeting:12'
  committee_id INTEGER,                    -- whose secretariat may see it; NULL: the administrators
  person_id INTEGER REFERENCES people (id),-- NULL: somebody without account
  name TEXT NOT NULL CHECK (name <> ''),   -- to whom, as the letter says it
  address TEXT,                            -- NULL: none is known, to be printed
  subject TEXT NOT NULL CHECK (subject <> ''),
  body TEXT NOT NULL,                      -- finished text; the mark of the link is replaced when it leaves
  link_page TEXT,                          -- a name of kernel.paths that takes a token
  link_nonce TEXT,                         -- the token is derived from it by a key that is not in the database
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN (
    'waiting',       -- due, or put off after a passing refusal
    'handing',       -- being given to the relay; found so at a start, nobody knows whether it left
    'uncertain',     -- the service stopped at that very moment: somebody must decide
    'sent',          -- accepted by the relay, which is not yet received
    'refused',       -- for good, in the relay's own words
    'bounced',       -- came back after it was accepted
    'printed',       -- given as a letter
    'withdrawn'      -- what it announced no longer holds
  )),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  words TEXT NOT NULL DEFAULT '',          -- the relay's last words
  created_at TEXT NOT NULL,
  settled_at TEXT,                         -- when it reached its present state, NULL while it waits
  CHECK ((link_page IS NULL) = (link_nonce IS NULL))
) STRICT;
CREATE INDEX messages_waiting ON messages (state, due_at, id);
CREATE INDEX messages_about ON messages (about, id);
CREATE INDEX messages_by_committee ON messages (committee_id, id);

-- Files joined to a message, kept under their own hash in the instance.
CREATE TABLE message_files (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  file TEXT NOT NULL,                      -- its SHA-256 and its ending
  PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

-- Why nothing leaves: the relay does not answer, since when, in its words, and when the courier knocks again.
CREATE TABLE relay_trouble (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since TEXT NOT NULL,
  words TEXT NOT NULL,
  tries INTEGER NOT NULL,
  again_at TEXT NOT NULL
) STRICT;

-- Links sent by mail that let one person in, once, and lead to one page; the token itself is never kept.
CREATE TABLE access_links (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  token_hash TEXT NOT NULL UNIQUE,
  page TEXT NOT NULL,                      -- '/seances/12/reponse'
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX access_links_by_person ON access_links (person_id);

-- SQLite changes no CHECK in place: a table whose words grow is written anew, under the same number for every row.
CREATE TABLE sessions_anew (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES people (id),
  method TEXT NOT NULL CHECK (method IN ('password', 'slip', 'code', 'link')),
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
