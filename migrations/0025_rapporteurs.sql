-- One role more may be given: the service that reports on the items entrusted to it.
CREATE TABLE grants_now (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  role TEXT NOT NULL CHECK (role IN ('administrator', 'secretariat', 'chair', 'organiser', 'auditor', 'rapporteur')),
  committee_id INTEGER,                -- NULL: every committee
  given_at TEXT NOT NULL,
  ended_at TEXT,
  CHECK (role <> 'administrator' OR committee_id IS NULL)
) STRICT;
INSERT INTO grants_now (id, person_id, role, committee_id, given_at, ended_at)
  SELECT id, person_id, role, committee_id, given_at, ended_at FROM grants;
DROP TABLE grants;
ALTER TABLE grants_now RENAME TO grants;
CREATE INDEX grants_by_person ON grants (person_id, ended_at);

-- Who is to hand over the report of an item, and by which day; never an item of a rehearsal.
CREATE TABLE entrusted_items (
  item_id INTEGER PRIMARY KEY REFERENCES agenda_items (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  due_on TEXT NOT NULL,                -- the last day, in Paris, on which a file is taken
  entrusted_by INTEGER REFERENCES people (id),
  entrusted_at TEXT NOT NULL
) STRICT;
CREATE INDEX entrusted_items_by_person ON entrusted_items (person_id);
