-- What people ask of their data (RGPD art. 15 to 21): the request is kept, and names nobody (RGP-2).
CREATE TABLE rights_requests (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('access', 'rectification', 'erasure', 'objection')),
  way TEXT NOT NULL CHECK (way IN ('link', 'desk')), -- by one's own link, or heard by an administrator
  state TEXT NOT NULL CHECK (state IN ('received', 'done', 'refused')),
  received_at TEXT NOT NULL,
  received_by INTEGER REFERENCES people (id),
  due_on TEXT NOT NULL,                        -- a month later (art. 12)
  settled_at TEXT,
  settled_by INTEGER REFERENCES people (id),
  reason TEXT NOT NULL,                        -- why it was refused, told to the person
  key TEXT NOT NULL UNIQUE,
  CHECK ((state = 'received') = (settled_at IS NULL)),
  CHECK ((state = 'refused') = (reason <> ''))
) STRICT;
CREATE INDEX rights_requests_by_state ON rights_requests (state, id);

-- Which registrations a request is about; once anonymised, these name nobody.
CREATE TABLE rights_request_registrations (
  request_id INTEGER NOT NULL REFERENCES rights_requests (id),
  registration_id INTEGER NOT NULL REFERENCES registrations (id),
  PRIMARY KEY (request_id, registration_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rights_request_registrations_by_registration ON rights_request_registrations (registration_id);
