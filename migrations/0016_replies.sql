-- What each titular member said of their coming, before the sitting; the last reply stands, the journal keeps the others.
CREATE TABLE replies (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  kind TEXT NOT NULL CHECK (kind IN ('room', 'remote', 'substitute', 'excused')),
  substitute_id INTEGER REFERENCES people (id),
  replied_by INTEGER REFERENCES people (id),       -- the member, or who heard them on the telephone
  replied_at TEXT NOT NULL,
  PRIMARY KEY (meeting_id, seat_id),
  CHECK ((kind = 'substitute') = (substitute_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
