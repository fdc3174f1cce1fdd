-- Sign-ups: a campaign opens its form for one or several dates; a registration takes seats at one of them.
CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  topic TEXT NOT NULL UNIQUE,                  -- 'webinar:12': what people sign up for
  state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed')),
  approval TEXT NOT NULL CHECK (approval IN ('none', 'organiser', 'manager', 'both')),
  offer_hours INTEGER NOT NULL CHECK (offer_hours BETWEEN 1 AND 336),
  overbooking INTEGER NOT NULL CHECK (overbooking BETWEEN 0 AND 100),   -- percent of the seats
  largest_group INTEGER NOT NULL CHECK (largest_group BETWEEN 1 AND 50), -- people behind one screen; 1: nobody brings others
  group_takes TEXT NOT NULL CHECK (group_takes IN ('one', 'each')),     -- seats of such a group
  version INTEGER NOT NULL
) STRICT;

-- A form that was shown stays as it was: whoever answered it can be read with its questions.
CREATE TABLE form_versions (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  notice TEXT NOT NULL CHECK (json_valid(notice)),  -- what RGPD art. 13 has people told
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES people (id),
  UNIQUE (campaign_id, number)
) STRICT;
CREATE TRIGGER form_versions_are_never_changed BEFORE UPDATE ON form_versions
BEGIN
  SELECT RAISE(ABORT, 'a version of a form does not change');
END;
CREATE TRIGGER form_versions_are_never_removed BEFORE DELETE ON form_versions
BEGIN
  SELECT RAISE(ABORT, 'a version of a form is never removed');
END;

CREATE TABLE occurrences (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  closes_at TEXT NOT NULL,                     -- sign-ups are received until then, on the stroke included
  seats INTEGER CHECK (seats >= 1),            -- NULL: no limit
  state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
  sequence INTEGER NOT NULL CHECK (sequence >= 0), -- of its calendar entry
  version INTEGER NOT NULL,
  CHECK (ends_at > starts_at),
  CHECK (closes_at <= ends_at)
) STRICT;
CREATE INDEX occurrences_by_campaign ON occurrences (campaign_id, starts_at);
CREATE INDEX occurrences_by_day ON occurrences (starts_at);

-- Where seats are taken: those kept for one origin, and everybody's ('').
CREATE TABLE pools (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  origin TEXT NOT NULL,
  allowed INTEGER CHECK (allowed >= 0),        -- over-booking included; NULL: no limit
  held INTEGER NOT NULL CHECK (held >= 0),     -- one conditional update takes a seat
  UNIQUE (occurrence_id, origin)
) STRICT;

CREATE TABLE registrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,        -- the order of arrival, which is that of the waiting list
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  form_id INTEGER NOT NULL REFERENCES form_versions (id),
  key TEXT UNIQUE,                             -- of the form sent: sent again, it is the same registration
  status TEXT NOT NULL CHECK (status IN (
    'draft',        -- entered for somebody who has not signed up
    'submitted',    -- waits for the word of the person's manager, and holds its seats
    'pending',      -- waits for the organiser's word, and holds its seats
    'confirmed',
    'waitlisted',
    'offered',      -- a freed seat is kept for an answer, until the end of the offer
    'rejected',
    'cancelled',
    'anonymised'    -- counts stay, nobody is named
  )),
  pool_id INTEGER REFERENCES pools (id),       -- where its seats are held; NULL: it holds none
  seats INTEGER NOT NULL CHECK (seats BETWEEN 1 AND 50),
  last_name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  email TEXT NOT NULL,
  identity TEXT,                               -- address and name without case nor accents (WEB-2)
  origin TEXT NOT NULL,                        -- département, or partner that signed up its people
  service TEXT NOT NULL,
  search TEXT NOT NULL,                        -- what a list is searched by, without case nor accents
  nonce TEXT,                                  -- the links are derived from it by a key that is not here
  manage_hash TEXT UNIQUE,                     -- change, cancel, answer an offer
  entry_hash TEXT UNIQUE,                      -- the personal link, which opens the room
  manager_hash TEXT UNIQUE,                    -- the manager's page, where one is asked
  submitted_at TEXT NOT NULL,
  settled_at TEXT NOT NULL,                    -- when it reached its present status
  offer_ends_at TEXT,
  version INTEGER NOT NULL,
  CHECK ((pool_id IS NOT NULL) = (status IN ('submitted', 'pending', 'confirmed', 'offered'))),
  CHECK ((status = 'offered') = (offer_ends_at IS NOT NULL)),
  CHECK ((status = 'anonymised') = (identity IS NULL))
) STRICT;
CREATE UNIQUE INDEX registrations_once ON registrations (occurrence_id, identity)
  WHERE status IN ('draft', 'submitted', 'pending', 'confirmed', 'waitlisted', 'offered');
CREATE INDEX registrations_waiting ON registrations (occurrence_id, id) WHERE status = 'waitlisted';
CREATE INDEX registrations_offered ON registrations (offer_ends_at) WHERE status = 'offered';
CREATE INDEX registrations_listed ON registrations (occurrence_id, last_name, first_name, id);
CREATE INDEX registrations_by_status ON registrations (occurrence_id, status, id);
CREATE INDEX registrations_by_email ON registrations (email);

-- Others behind the same screen, each by name.
CREATE TABLE companions (
  registration_id INTEGER NOT NULL REFERENCES registrations (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  last_name TEXT NOT NULL CHECK (last_name <> ''),
  first_name TEXT NOT NULL,
  PRIMARY KEY (registration_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  registration_id INTEGER NOT NULL REFERENCES registrations (id),
  field TEXT NOT NULL,                         -- its key in the form's version
  value TEXT NOT NULL CHECK (value <> ''),
  purge_on TEXT NOT NULL,                      -- the day told to the person
  PRIMARY KEY (registration_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_to_purge ON answers (purge_on);
