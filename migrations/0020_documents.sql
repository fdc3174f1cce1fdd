-- The file of a sitting: documents of an opaque subject ('item:12') in a scope ('meeting:3'), never those of a rehearsal.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL CHECK (scope <> ''),
  subject TEXT NOT NULL CHECK (subject <> ''),
  position INTEGER NOT NULL CHECK (position > 0),
  title TEXT NOT NULL CHECK (title <> ''),
  nature TEXT NOT NULL CHECK (nature IN ('report', 'draft_order', 'summary', 'plan', 'other')),
  withdrawn_at TEXT,                       -- it stays, marked
  withdrawn_reason TEXT,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
) STRICT;
CREATE INDEX documents_by_scope ON documents (scope, subject, position);

-- What was handed over, and when: a document that changes gets one more version, and none is ever lost.
CREATE TABLE document_versions (
  document_id INTEGER NOT NULL REFERENCES documents (id),
  number INTEGER NOT NULL CHECK (number > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size INTEGER NOT NULL CHECK (size > 0),
  kind TEXT NOT NULL CHECK (kind <> ''),   -- a word of documents.model, found in the content
  name TEXT NOT NULL CHECK (name <> ''),   -- the file's own name, made safe
  added_by INTEGER REFERENCES people (id), -- NULL: the service itself
  added_at TEXT NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT, WITHOUT ROWID;

-- Who may read a version beyond the committee, since when, why (LAW CNV-9, PUB-2); the last one stands.
CREATE TABLE document_rulings (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  access TEXT NOT NULL CHECK (access IN ('internal', 'applicant', 'communicable', 'published')),
  secret TEXT CHECK (secret IN ('defence', 'public_safety', 'manufacturing', 'business')),
  reason TEXT NOT NULL,
  ruled_by INTEGER REFERENCES people (id),
  ruled_at TEXT NOT NULL,
  FOREIGN KEY (document_id, version) REFERENCES document_versions (document_id, number),
  CHECK (secret IS NULL OR (access IN ('internal', 'applicant') AND reason <> ''))
) STRICT;
CREATE INDEX document_rulings_by_document ON document_rulings (document_id, id);

-- The scopes whose page everybody may read.
CREATE TABLE public_pages (
  scope TEXT PRIMARY KEY,
  published_by INTEGER REFERENCES people (id),
  published_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER document_stays BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'a document is withdrawn, never removed'); END;
CREATE TRIGGER document_keeps_its_subject BEFORE UPDATE OF scope, subject ON documents
BEGIN SELECT RAISE(ABORT, 'a document stays where it was put'); END;
CREATE TRIGGER document_version_stays BEFORE DELETE ON document_versions
BEGIN SELECT RAISE(ABORT, 'the versions of a document are append-only'); END;
CREATE TRIGGER document_version_holds BEFORE UPDATE ON document_versions
BEGIN SELECT RAISE(ABORT, 'the versions of a document are append-only'); END;
CREATE TRIGGER document_ruling_stays BEFORE DELETE ON document_rulings
BEGIN SELECT RAISE(ABORT, 'the rulings on a document are append-only'); END;
CREATE TRIGGER document_ruling_holds BEFORE UPDATE ON document_rulings
BEGIN SELECT RAISE(ABORT, 'the rulings on a document are append-only'); END;
