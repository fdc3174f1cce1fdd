-- What a member writes for themselves beside a page of a document; shown to nobody else, and none of it is a record.
CREATE TABLE document_notes (
  person_id INTEGER NOT NULL REFERENCES people (id),
  document_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  page INTEGER NOT NULL CHECK (page > 0),
  body TEXT NOT NULL CHECK (body <> ''),
  saved_at TEXT NOT NULL,
  PRIMARY KEY (person_id, document_id, version, page),
  FOREIGN KEY (document_id, version) REFERENCES document_versions (document_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_notes_by_document ON document_notes (document_id, version);
