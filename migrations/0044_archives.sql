-- Archives of sittings (LAW ARC-1, ARC-2). SQLite changes no CHECK in place: the rules are written anew, rows as they were.
CREATE TABLE retention_rules_anew (
  id INTEGER PRIMARY KEY,
  category TEXT NOT NULL CHECK (category IN (
    'registrants',   -- names, addresses, links, companions and answers of those who signed up
    'sensitive',     -- answers such as a need of accessibility
    'presence',      -- who came, certificates
    'messages',      -- what was written to them
    'minutes',       -- of a sitting: its minutes in every version, their texts and facts
    'file',          -- of a sitting: the documents considered
    'proofs',        -- of a sitting: notices, receptions, messages, papers shown
    'connections'    -- who was signed in, on which device, from when to when
  )),
  reference TEXT NOT NULL CHECK (reference <> ''), -- of the visa or of the tableau de gestion
  days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 36500), -- after the end of the date, of the sitting, of the session
  fate TEXT NOT NULL CHECK (fate IN ('eliminate', 'keep')), -- at the term; 'keep': transferred, never eliminated under this rule
  adopted_at TEXT NOT NULL,
  adopted_by INTEGER REFERENCES people (id),
  key TEXT NOT NULL UNIQUE,                    -- of the form sent: sent again, it is the same rule
  CHECK (fate = 'eliminate' OR category IN ('minutes', 'file', 'proofs'))
) STRICT;
INSERT INTO retention_rules_anew (id, category, reference, days, fate, adopted_at, adopted_by, key)
  SELECT id, category, reference, days, 'eliminate', adopted_at, adopted_by, key FROM retention_rules;
DROP TABLE retention_rules;
ALTER TABLE retention_rules_anew RENAME TO retention_rules;
CREATE INDEX retention_rules_by_category ON retention_rules (category, id);
CREATE TRIGGER retention_rules_are_never_changed BEFORE UPDATE ON retention_rules
BEGIN
  SELECT RAISE(ABORT, 'a rule of retention does not change: the next one replaces it');
END;
CREATE TRIGGER retention_rules_are_never_removed BEFORE DELETE ON retention_rules
BEGIN
  SELECT RAISE(ABORT, 'a rule of retention is never removed');
END;

-- Each export of a true sitting for the archives, by the SHA-256 of its manifest.
CREATE TABLE archive_exports (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  manifest TEXT NOT NULL CHECK (length(manifest) = 64),
  files INTEGER NOT NULL CHECK (files > 0),
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES people (id),
  key TEXT NOT NULL UNIQUE                     -- of the form sent: sent again, it is the same export
) STRICT;
CREATE INDEX archive_exports_by_meeting ON archive_exports (meeting_id, id);
CREATE TRIGGER archive_exports_are_never_changed BEFORE UPDATE ON archive_exports
BEGIN
  SELECT RAISE(ABORT, 'an export is kept as it was made');
END;
CREATE TRIGGER archive_exports_are_never_removed BEFORE DELETE ON archive_exports
BEGIN
  SELECT RAISE(ABORT, 'an export is kept as it was made');
END;

-- The certificate of each elimination: what went, with its hashes, under which rule or visa, when, by whom.
CREATE TABLE eliminations (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  category TEXT NOT NULL CHECK (category IN ('minutes', 'file', 'proofs')),
  rule_id INTEGER REFERENCES retention_rules (id),
  visa_number TEXT NOT NULL,
  visa_on TEXT,
  visa_authority TEXT NOT NULL,
  express INTEGER NOT NULL CHECK (express IN (0, 1)), -- the visa names what the rule keeps for ever
  listing TEXT NOT NULL CHECK (json_valid(listing)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),   -- of the listing
  number INTEGER NOT NULL CHECK (number > 0),
  at TEXT NOT NULL,
  by INTEGER REFERENCES people (id),
  UNIQUE (meeting_id, category),
  CHECK ((visa_number = '') = (visa_on IS NULL) AND (visa_number = '') = (visa_authority = '')),
  CHECK (rule_id IS NOT NULL OR visa_number <> ''),
  CHECK (express = 0 OR visa_number <> '')
) STRICT;
CREATE TRIGGER eliminations_are_never_changed BEFORE UPDATE ON eliminations
BEGIN
  SELECT RAISE(ABORT, 'a certificate of elimination does not change');
END;
CREATE TRIGGER eliminations_are_never_removed BEFORE DELETE ON eliminations
BEGIN
  SELECT RAISE(ABORT, 'a certificate of elimination is never removed');
END;

-- The minutes whose texts and files are gone under a visa: nothing is rendered of them any more.
ALTER TABLE minutes ADD COLUMN eliminated_at TEXT;
