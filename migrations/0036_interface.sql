-- The JSON interface: what an organiser's program enters by, and the order in which registrations changed.
CREATE TABLE api_tokens (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  label TEXT NOT NULL CHECK (label <> ''),     -- the program that uses it, in its owner's words
  hash TEXT NOT NULL UNIQUE,                   -- the token itself is shown once and kept nowhere
  made_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE INDEX api_tokens_by_person ON api_tokens (person_id);

-- One row per registration, moved to the end by each change: who asks « since 12 » misses nothing and reads nothing twice.
-- Kept by triggers, so that no act can forget it.
CREATE TABLE registration_changes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  registration_id INTEGER NOT NULL UNIQUE REFERENCES registrations (id),
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id)
) STRICT;
CREATE INDEX registration_changes_by_occurrence ON registration_changes (occurrence_id, sequence);

INSERT INTO registration_changes (registration_id, occurrence_id) SELECT id, occurrence_id FROM registrations ORDER BY id;

CREATE TRIGGER registrations_added AFTER INSERT ON registrations
BEGIN
  INSERT INTO registration_changes (registration_id, occurrence_id) VALUES (new.id, new.occurrence_id);
END;
CREATE TRIGGER registrations_changed AFTER UPDATE ON registrations
BEGIN
  DELETE FROM registration_changes WHERE registration_id = new.id;
  INSERT INTO registration_changes (registration_id, occurrence_id) VALUES (new.id, new.occurrence_id);
END;
CREATE TRIGGER registrations_removed BEFORE DELETE ON registrations
BEGIN
  DELETE FROM registration_changes WHERE registration_id = old.id;
END;
