-- What a sitting that goes astray needs: suspended, entered from paper, its items joined or carried over, voted on sheets.
ALTER TABLE meetings ADD COLUMN suspended_at TEXT;   -- since when the sitting is suspended, NULL while it goes on
ALTER TABLE meetings ADD COLUMN entry_hour TEXT;     -- the hour that the desk enters from paper, NULL while it writes live

-- SQLite changes no CHECK in place: a table whose words grow is written anew, under the same number for every row.
CREATE TABLE ballots_anew (
  id INTEGER PRIMARY KEY,
  poll_id INTEGER NOT NULL REFERENCES polls (id),
  seat_id TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain', 'no_part')),
  cast_by INTEGER,                      -- people.id of who cast it
  channel TEXT NOT NULL CHECK (channel IN ('device', 'voice', 'show_of_hands', 'sheet')),
  key TEXT NOT NULL UNIQUE,             -- made by the client: the same one twice is the same ballot
  received_at TEXT NOT NULL,
  receipt TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO ballots_anew (id, poll_id, seat_id, choice, cast_by, channel, key, received_at, receipt)
  SELECT id, poll_id, seat_id, choice, cast_by, channel, key, received_at, receipt FROM ballots;
DROP TABLE ballots;
ALTER TABLE ballots_anew RENAME TO ballots;
CREATE INDEX ballots_by_poll ON ballots (poll_id, seat_id, id);
CREATE TRIGGER ballots_are_never_changed BEFORE UPDATE ON ballots
BEGIN
  SELECT RAISE(ABORT, 'ballots are append-only');
END;
CREATE TRIGGER ballots_are_never_removed BEFORE DELETE ON ballots
BEGIN
  SELECT RAISE(ABORT, 'ballots are append-only');
END;

CREATE TABLE agenda_items_anew (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,                        -- '1', '4a'
  kind TEXT NOT NULL CHECK (kind IN ('vote', 'information')),
  title TEXT NOT NULL CHECK (title <> ''),
  commune TEXT NOT NULL DEFAULT '',
  applicant TEXT NOT NULL DEFAULT '',
  legal_basis TEXT NOT NULL DEFAULT '',
  consultation TEXT NOT NULL DEFAULT 'mandatory' CHECK (consultation IN ('mandatory', 'optional')),
  opinion TEXT NOT NULL DEFAULT 'simple' CHECK (opinion IN ('simple', 'conforming')),
  rapporteur TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'in_hand', 'done', 'adjourned', 'withdrawn', 'joined')),
  state_reason TEXT NOT NULL DEFAULT '',
  carried_from INTEGER REFERENCES agenda_items (id), -- the item of an earlier sitting that this one takes up
  begun_at TEXT,
  ended_at TEXT
) STRICT;
INSERT INTO agenda_items_anew (id, meeting_id, position, label, kind, title, commune, applicant, legal_basis,
    consultation, opinion, rapporteur, state, state_reason, begun_at, ended_at)
    SELECT id, meeting_id, position, label, kind, title, commune, applicant, legal_basis, consultation, opinion,
    rapporteur, state, state_reason, begun_at, ended_at FROM agenda_items;
DROP TABLE agenda_items;
ALTER TABLE agenda_items_anew RENAME TO agenda_items;
CREATE INDEX agenda_items_by_meeting ON agenda_items (meeting_id, position);

CREATE TABLE minute_files_anew (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER REFERENCES agenda_items (id),
  kind TEXT NOT NULL CHECK (kind IN ('minutes', 'extract', 'annex', 'no_quorum', 'opinions')),
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
INSERT INTO minute_files_anew (id, meeting_id, item_id, kind, state, job_id, sha256, twin_sha256, facts_sha256,
    source_hash, bytes, requested_at, rendered_at)
    SELECT id, meeting_id, item_id, kind, state, job_id, sha256, twin_sha256, facts_sha256, source_hash, bytes,
    requested_at, rendered_at FROM minute_files;
DROP TABLE minute_files;
ALTER TABLE minute_files_anew RENAME TO minute_files;
CREATE INDEX minute_files_by_meeting ON minute_files (meeting_id, kind, id);
