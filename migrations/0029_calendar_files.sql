-- The calendar file of a date: written once for all who sign up, anew when the date or what is shown of it changes.
CREATE TABLE calendar_files (
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  webinar_version INTEGER NOT NULL,             -- its title and summary are in the file
  method TEXT NOT NULL CHECK (method IN ('PUBLISH', 'CANCEL')),
  file TEXT NOT NULL CHECK (file <> ''),
  made_at TEXT NOT NULL,
  PRIMARY KEY (occurrence_id, sequence, webinar_version, method)
) STRICT, WITHOUT ROWID;
