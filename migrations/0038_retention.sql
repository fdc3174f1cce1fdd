-- How long each category of what is known of people is kept, by a visa or a tableau de gestion: adopted once (ARC-1).
CREATE TABLE retention_rules (
  id INTEGER PRIMARY KEY,
  category TEXT NOT NULL CHECK (category IN (
    'registrants',   -- names, addresses, links, companions and answers of those who signed up
    'sensitive',     -- answers such as a need of accessibility
    'presence',      -- who came, certificates
    'messages'       -- what was written to them
  )),
  reference TEXT NOT NULL CHECK (reference <> ''), -- of the visa or of the tableau de gestion
  days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 36500), -- after the end of the date
  adopted_at TEXT NOT NULL,
  adopted_by INTEGER REFERENCES people (id),
  key TEXT NOT NULL UNIQUE                     -- of the form sent: sent again, it is the same rule
) STRICT;
CREATE INDEX retention_rules_by_category ON retention_rules (category, id);
CREATE TRIGGER retention_rules_are_never_changed BEFORE UPDATE ON retention_rules
BEGIN
  SELECT RAISE(ABORT, 'a rule of retention does not change: the next one replaces it');
END;
CREATE TRIGGER retention_rules_are_never_removed BEFORE DELETE ON retention_rules
BEGIN
  SELECT RAISE(ABORT, 'a rule of retention is never removed');
END;

-- What was erased, under which rule, when: a certificate that names nobody.
CREATE TABLE purges (
  id INTEGER PRIMARY KEY,
  erased TEXT NOT NULL CHECK (erased IN ('registrants', 'answers', 'sensitive', 'presence', 'messages')),
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  rule_id INTEGER NOT NULL REFERENCES retention_rules (id),
  cause TEXT NOT NULL CHECK (cause IN ('term', 'request')),
  number INTEGER NOT NULL CHECK (number >= 1),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX purges_by_date ON purges (occurrence_id, erased);
CREATE TRIGGER purges_are_never_changed BEFORE UPDATE ON purges
BEGIN
  SELECT RAISE(ABORT, 'a certificate of purge does not change');
END;
CREATE TRIGGER purges_are_never_removed BEFORE DELETE ON purges
BEGIN
  SELECT RAISE(ABORT, 'a certificate of purge is never removed');
END;

-- Where a registration stood when it was anonymised: the counts stay.
ALTER TABLE registrations ADD COLUMN former TEXT CHECK ((former IS NOT NULL) = (status = 'anonymised'));
