-- Who may sign up for a webinar; without a row, everybody.
CREATE TABLE webinar_access (
  webinar_id INTEGER PRIMARY KEY REFERENCES webinars (id),
  kind TEXT NOT NULL CHECK (kind IN (
    'open',       -- everybody
    'listed',     -- seen in the catalogue; the invited and the domains below sign up
    'hidden'      -- the same, and not in the catalogue
  )),
  domains TEXT NOT NULL CHECK (json_valid(domains)),  -- of addresses that may sign up
  walk_ins INTEGER NOT NULL CHECK (walk_ins IN (0, 1)) -- by name at the link, without signing up
) STRICT;

CREATE TABLE invitations (
  id INTEGER PRIMARY KEY,
  webinar_id INTEGER NOT NULL REFERENCES webinars (id),
  last_name TEXT NOT NULL,                     -- '' : an address alone was given
  first_name TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email <> ''),
  service TEXT NOT NULL,
  identity TEXT NOT NULL,                      -- address and name without case nor accents (WEB-2)
  nonce TEXT NOT NULL,                         -- the personal link is derived from it by a key that is not here
  token_hash TEXT NOT NULL UNIQUE,
  added_at TEXT NOT NULL,
  sent_at TEXT,
  reminded_at TEXT,
  answer TEXT NOT NULL CHECK (answer IN ('none', 'signed_up', 'declined')),
  answered_at TEXT,
  UNIQUE (webinar_id, identity),
  CHECK ((answer = 'none') = (answered_at IS NULL))
) STRICT;
CREATE INDEX invitations_by_email ON invitations (webinar_id, email);
