-- Webinars shared between prefectures, with no platform between them: sealed bundles that each gives the other.
CREATE TABLE share_partners (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  public_key TEXT NOT NULL UNIQUE CHECK (length(public_key) = 64),
  contact TEXT NOT NULL CHECK (contact <> ''), -- whom people signed up here write to about their data
  trusted_at TEXT,                             -- its fingerprint was compared by telephone; NULL: nothing of it is read
  trusted_by INTEGER REFERENCES people (id),
  channel_id INTEGER REFERENCES channels (id), -- under which its webinars stand in the catalogue
  feed_address TEXT NOT NULL,                  -- where its bundles are fetched; '' : by file alone
  feed_nonce TEXT NOT NULL,                    -- the address of our feed derives from it
  feed_hash TEXT NOT NULL UNIQUE,
  note_text TEXT NOT NULL,                     -- the sharing note (RGPD art. 26); '' : counts alone
  note_on TEXT,                                -- the day it was signed
  note_at TEXT,                                -- recorded here: only people signed up since then are named
  note_by INTEGER REFERENCES people (id),
  their_note TEXT NOT NULL,                    -- the digest of the note that they recorded
  sent_serial INTEGER NOT NULL,
  sent_digest TEXT NOT NULL,                   -- of what it told, its date and acknowledgement apart
  sent_bundle TEXT NOT NULL,                   -- '' : none yet
  sent_at TEXT,
  seen_serial INTEGER NOT NULL,
  seen_digest TEXT NOT NULL,
  seen_at TEXT,
  acknowledged INTEGER NOT NULL,               -- the last serial of ours that they have read
  fetched_at TEXT,
  fetch_fault TEXT NOT NULL,
  CHECK ((trusted_at IS NULL) = (trusted_by IS NULL)),
  CHECK ((note_text = '') = (note_at IS NULL))
) STRICT;

-- Our dates that a partner may sign its people up for. The seats are held in everybody's pool as one block.
CREATE TABLE shared_dates (
  id INTEGER PRIMARY KEY,
  partner_id INTEGER NOT NULL REFERENCES share_partners (id),
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  seats INTEGER NOT NULL CHECK (seats BETWEEN 0 AND 10000),   -- offered; 0: no more
  held INTEGER NOT NULL CHECK (held >= 0),     -- lowered only once they have said what was taken
  pool_id INTEGER REFERENCES pools (id),
  published_seats INTEGER NOT NULL,            -- as our last bundle said
  published_in INTEGER NOT NULL,               -- the serial that first said so
  taken INTEGER NOT NULL,                      -- as they last said
  waiting INTEGER NOT NULL,
  told_at TEXT,
  entry_nonce TEXT NOT NULL,                   -- by which their people come in, without knowing the room's address
  entry_hash TEXT NOT NULL UNIQUE,
  UNIQUE (partner_id, occurrence_id)
) STRICT;
CREATE INDEX shared_dates_by_occurrence ON shared_dates (occurrence_id);

-- Who comes from a partner, under a sharing note that both recorded.
CREATE TABLE shared_people (
  shared_date_id INTEGER NOT NULL REFERENCES shared_dates (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  last_name TEXT NOT NULL CHECK (last_name <> ''),
  first_name TEXT NOT NULL,
  service TEXT NOT NULL,
  PRIMARY KEY (shared_date_id, position)
) STRICT, WITHOUT ROWID;

-- Partners' webinars in our catalogue, and their dates.
CREATE TABLE hosted_webinars (
  webinar_id INTEGER PRIMARY KEY REFERENCES webinars (id),
  partner_id INTEGER NOT NULL REFERENCES share_partners (id),
  remote INTEGER NOT NULL,                     -- its number over there
  digest TEXT NOT NULL,                        -- of its texts as last read
  UNIQUE (partner_id, remote)
) STRICT;
CREATE TABLE hosted_dates (
  occurrence_id INTEGER PRIMARY KEY REFERENCES occurrences (id),
  webinar_id INTEGER NOT NULL REFERENCES hosted_webinars (webinar_id),
  remote INTEGER NOT NULL,
  digest TEXT NOT NULL,
  UNIQUE (webinar_id, remote)
) STRICT;
