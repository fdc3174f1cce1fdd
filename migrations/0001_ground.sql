-- The journal: append-only, each entry sealed by the hash of the one before (LAW JRN-1).
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor INTEGER,                       -- people.id, NULL for the system itself
  actor_name TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,               -- 'meeting:12', 'committee:3', 'person:7', 'system'
  scope TEXT,                          -- 'meeting:12' or 'committee:3' where the act belongs to one
  details TEXT NOT NULL CHECK (json_valid(details)),
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX journal_by_scope ON journal (scope, id);
CREATE INDEX journal_by_subject ON journal (subject, id);
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- What open pages watch: a number per topic, grown in the unit that changes it.
CREATE TABLE versions (topic TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'claimed', 'done', 'failed')),
  due_at TEXT NOT NULL,
  claimed_at TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  progress INTEGER NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  message TEXT,
  result TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE INDEX jobs_due ON jobs (state, due_at);

-- Attempts counted across processes: one row per key and window.
CREATE TABLE throttles (
  key TEXT NOT NULL,
  window_start TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (key, window_start)
) STRICT, WITHOUT ROWID;
