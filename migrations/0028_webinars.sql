-- Webinars: what is shown and kept of them; their dates and sign-ups are those of a campaign ('webinar:12').
CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''), -- its address
  name TEXT NOT NULL CHECK (name <> ''),
  about TEXT NOT NULL
) STRICT;

CREATE TABLE webinars (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''), -- its address
  channel_id INTEGER REFERENCES channels (id),
  series TEXT NOT NULL,                         -- webinars of one series carry the same words; '' : none
  state TEXT NOT NULL CHECK (state IN ('prepared', 'published', 'cancelled')),
  title TEXT NOT NULL CHECK (title <> ''),
  summary TEXT NOT NULL,
  description TEXT NOT NULL,
  audience TEXT NOT NULL,
  threshold INTEGER NOT NULL CHECK (threshold BETWEEN 1 AND 100), -- percent of its duration that a certificate asks for
  search TEXT NOT NULL,                         -- without case nor accents
  published_at TEXT,
  cancelled_at TEXT,
  cancel_reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by INTEGER REFERENCES people (id),
  version INTEGER NOT NULL,
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK (state = 'prepared' OR published_at IS NOT NULL OR cancelled_at IS NOT NULL)
) STRICT;
CREATE INDEX webinars_by_channel ON webinars (channel_id);

CREATE TABLE speakers (
  webinar_id INTEGER NOT NULL REFERENCES webinars (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  name TEXT NOT NULL CHECK (name <> ''),
  title TEXT NOT NULL,
  PRIMARY KEY (webinar_id, position)
) STRICT, WITHOUT ROWID;

-- Who may prepare and conduct it.
CREATE TABLE webinar_organisers (
  webinar_id INTEGER NOT NULL REFERENCES webinars (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  role TEXT NOT NULL CHECK (role IN ('lead', 'organiser', 'stand_in')),
  PRIMARY KEY (webinar_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webinar_organisers_by_person ON webinar_organisers (person_id);

-- The room of one date: its address is shown by nobody, the personal link leads there.
CREATE TABLE rooms (
  occurrence_id INTEGER PRIMARY KEY REFERENCES occurrences (id),
  kind TEXT NOT NULL CHECK (kind IN ('link', 'bigbluebutton')),
  address TEXT NOT NULL,                        -- '' : not known yet
  dial_in TEXT NOT NULL,
  overflow TEXT NOT NULL,                       -- another room when the first is full
  capacity INTEGER CHECK (capacity >= 1),       -- of the tool, which is not the number of seats; NULL: unknown
  opens_minutes INTEGER NOT NULL CHECK (opens_minutes BETWEEN 0 AND 240),
  version INTEGER NOT NULL
) STRICT;

-- Forms sent twice do one act.
CREATE TABLE webinar_acts (
  key TEXT PRIMARY KEY,
  webinar_id INTEGER NOT NULL REFERENCES webinars (id),
  act TEXT NOT NULL,
  result INTEGER,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
