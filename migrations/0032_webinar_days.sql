-- The day of a webinar: its messages, who says whether they come, its desk, its room when BigBlueButton holds it.

-- A kind of message that a webinar does without; all the others leave (WEB-5).
CREATE TABLE webinar_messages_off (
  webinar_id INTEGER NOT NULL REFERENCES webinars (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  PRIMARY KEY (webinar_id, kind)
) STRICT, WITHOUT ROWID;

-- A round of reminders, begun once for the hour at which the date is held: a date that moves has its own rounds.
CREATE TABLE reminder_rounds (
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  round TEXT NOT NULL CHECK (round IN ('week', 'eve', 'hour', 'thanks')),
  starts_at TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  ended_at TEXT,
  PRIMARY KEY (occurrence_id, round, starts_at)
) STRICT, WITHOUT ROWID;

-- The hours that a date had before.
CREATE TABLE date_moves (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  former_starts_at TEXT NOT NULL,
  former_ends_at TEXT NOT NULL,
  moved_at TEXT NOT NULL
) STRICT;
CREATE INDEX date_moves_by_date ON date_moves (occurrence_id, id);

-- Whether somebody comes, as they said it for the hour that the date then had; silence is no row.
CREATE TABLE coming_replies (
  registration_id INTEGER NOT NULL REFERENCES registrations (id),
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  starts_at TEXT NOT NULL,
  comes INTEGER NOT NULL CHECK (comes IN (0, 1)),
  at TEXT NOT NULL,
  PRIMARY KEY (registration_id, starts_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX coming_replies_by_date ON coming_replies (occurrence_id, starts_at);

-- What was written to everybody at once.
CREATE TABLE broadcasts (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  audience TEXT NOT NULL CHECK (audience IN ('confirmed', 'waiting', 'everybody')),
  subject TEXT NOT NULL CHECK (subject <> ''),
  body TEXT NOT NULL CHECK (body <> ''),
  people INTEGER NOT NULL CHECK (people >= 1),
  sent_at TEXT NOT NULL,
  sent_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX broadcasts_by_date ON broadcasts (occurrence_id);

-- Questions to the speakers; who asked is never published.
CREATE TABLE questions (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  registration_id INTEGER REFERENCES registrations (id), -- NULL: noted by the organisers, from the room's chat
  rank INTEGER NOT NULL,                       -- their order, the smallest first
  text TEXT NOT NULL CHECK (text <> ''),
  state TEXT NOT NULL CHECK (state IN ('asked', 'answered', 'dismissed')),
  answer TEXT NOT NULL,                        -- '' : answered aloud
  published INTEGER NOT NULL CHECK (published IN (0, 1)),
  asked_at TEXT NOT NULL,
  settled_at TEXT,
  CHECK ((state = 'asked') = (settled_at IS NULL)),
  CHECK (published = 0 OR (state = 'answered' AND answer <> ''))
) STRICT;
CREATE INDEX questions_by_date ON questions (occurrence_id, rank);
CREATE INDEX questions_by_registration ON questions (registration_id);

-- What somebody of the team has ticked before it begins.
CREATE TABLE desk_checks (
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  item TEXT NOT NULL CHECK (item <> ''),
  checked_by INTEGER REFERENCES people (id),
  checked_at TEXT NOT NULL,
  PRIMARY KEY (occurrence_id, item)
) STRICT, WITHOUT ROWID;
