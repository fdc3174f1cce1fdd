-- What is left of a date for those who may read it: replay and documents, each under a rule of access and until a day.
CREATE TABLE materials (
  id INTEGER PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  kind TEXT NOT NULL CHECK (kind IN ('replay', 'document')),
  title TEXT NOT NULL CHECK (title <> ''),
  address TEXT NOT NULL,                        -- '' : a file of ours
  file TEXT,                                    -- its SHA-256, where it is a file of ours
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER,
  captions INTEGER NOT NULL CHECK (captions IN (0, 1)),
  transcript TEXT NOT NULL,
  access TEXT NOT NULL CHECK (access IN ('all', 'registrants', 'attendees')),
  ends_on TEXT,                                 -- the last day; NULL: as long as the page
  state TEXT NOT NULL CHECK (state IN ('prepared', 'published', 'withdrawn')),
  version INTEGER NOT NULL,
  CHECK ((address = '') = (file IS NOT NULL)),
  CHECK (state <> 'published' OR kind <> 'replay' OR ((captions = 1 OR transcript <> '') AND ends_on IS NOT NULL))
) STRICT;
CREATE INDEX materials_of_date ON materials (occurrence_id, id);

CREATE TABLE evaluations (
  occurrence_id INTEGER PRIMARY KEY REFERENCES occurrences (id),
  questions TEXT NOT NULL CHECK (json_valid(questions)),
  state TEXT NOT NULL CHECK (state IN ('prepared', 'open', 'closed')),
  version INTEGER NOT NULL
) STRICT;

-- Who was asked, and whether they answered: a set, without instant nor order (the key is drawn).
CREATE TABLE evaluation_turnout (
  token_hash TEXT PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  registration_id INTEGER NOT NULL UNIQUE REFERENCES registrations (id),
  answered INTEGER NOT NULL CHECK (answered IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluation_turnout_of_date ON evaluation_turnout (occurrence_id);

-- What was answered: nothing says by whom nor when, and the key is drawn so that the order of the rows says nothing.
CREATE TABLE evaluation_answers (
  key TEXT PRIMARY KEY,
  occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
  answers TEXT NOT NULL CHECK (json_valid(answers))
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluation_answers_of_date ON evaluation_answers (occurrence_id, key);
