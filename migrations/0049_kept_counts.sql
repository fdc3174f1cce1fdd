-- How many came, once nothing says any more who: added up as presence is erased (ARC-1).
CREATE TABLE presence_counts (
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  service TEXT NOT NULL,                       -- '' where few had named it: it might tell who came
  origin TEXT NOT NULL,
  came INTEGER NOT NULL CHECK (came >= 1),
  PRIMARY KEY (occurrence_id, service, origin)
) STRICT, WITHOUT ROWID;

-- A certificate whose person was erased: its number stays checkable, its file is gone and is made no more.
ALTER TABLE certificates ADD COLUMN forgotten_at TEXT;
UPDATE certificates SET forgotten_at =
  (SELECT settled_at FROM registrations r WHERE r.id = registration_id AND r.status = 'anonymised');
DROP INDEX certificates_to_make;
CREATE INDEX certificates_to_make ON certificates (occurrence_id, id)
  WHERE sha256 IS NULL AND revoked_at IS NULL AND forgotten_at IS NULL;
CREATE INDEX certificates_of_registration ON certificates (registration_id);
