-- Seats kept for an origin as they were asked, before any over-booking: shown again, and counted anew when its rate changes.
CREATE TABLE quotas (
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  origin TEXT NOT NULL CHECK (origin <> ''),
  seats INTEGER NOT NULL CHECK (seats >= 1),
  PRIMARY KEY (occurrence_id, origin)
) STRICT, WITHOUT ROWID;

-- A date's list is sorted by name without case nor accents, and searched, in this one index.
DROP INDEX registrations_listed;
CREATE INDEX registrations_searched ON registrations (occurrence_id, search, id, status);
