-- Where speakers enter, and what BigBlueButton told of who was there.
CREATE TABLE room_hosts (
  occurrence_id INTEGER PRIMARY KEY REFERENCES occurrences (id),
  address TEXT NOT NULL,                       -- of whoever conducts; '' : that of everybody
  rehearsal TEXT NOT NULL                      -- another room, to try; '' : none
) STRICT;

-- The link of one speaker; only its hash is kept, it is derived from the nonce.
CREATE TABLE host_links (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  name TEXT NOT NULL CHECK (name <> ''),
  nonce TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  made_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE INDEX host_links_by_date ON host_links (occurrence_id);

-- Each time that somebody was in a BigBlueButton room, as its callback tells it; sent twice, it is the same.
CREATE TABLE bbb_events (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  internal_id TEXT NOT NULL CHECK (internal_id <> ''), -- of the meeting: a room opened again is another one
  user_id TEXT NOT NULL,                       -- ours, as it was given when joining: 'registration:12', 'host:3'
  joined_at TEXT NOT NULL,
  left_at TEXT,                                -- NULL: not told
  received_at TEXT NOT NULL,
  UNIQUE (occurrence_id, internal_id, user_id, joined_at)
) STRICT;
