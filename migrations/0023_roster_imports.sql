-- What each import of a roster wrote, row by row, so that it can be taken back in one act while nothing has used it.
CREATE TABLE roster_imports (
  id INTEGER PRIMARY KEY,
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  filename TEXT NOT NULL,
  accepted INTEGER NOT NULL CHECK (accepted > 0),
  entry INTEGER NOT NULL,                              -- journal.id of the import itself: what is later may have used it
  effects TEXT NOT NULL CHECK (json_valid(effects)),   -- by table, each row before and after
  imported_by TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  undone_at TEXT
) STRICT;
CREATE INDEX roster_imports_by_committee ON roster_imports (committee_id, id);

-- Numbers of rows that are gone, never given again: the journal keeps speaking of them.
CREATE TABLE retired_numbers (
  kind TEXT NOT NULL CHECK (kind IN ('people', 'colleges', 'seats', 'appointments')),
  number INTEGER NOT NULL,
  PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER retired_numbers_are_kept BEFORE DELETE ON retired_numbers
BEGIN
  SELECT RAISE(ABORT, 'a number is never given again');
END;
CREATE TRIGGER people_retire_their_number AFTER DELETE ON people
BEGIN
  INSERT INTO retired_numbers (kind, number) VALUES ('people', OLD.id);
END;
CREATE TRIGGER colleges_retire_their_number AFTER DELETE ON colleges
BEGIN
  INSERT INTO retired_numbers (kind, number) VALUES ('colleges', OLD.id);
END;
CREATE TRIGGER seats_retire_their_number AFTER DELETE ON seats
BEGIN
  INSERT INTO retired_numbers (kind, number) VALUES ('seats', OLD.id);
END;
CREATE TRIGGER appointments_retire_their_number AFTER DELETE ON appointments
BEGIN
  INSERT INTO retired_numbers (kind, number) VALUES ('appointments', OLD.id);
END;

-- The number of the next row of each kind: beyond every one ever given.
CREATE VIEW next_numbers AS
  SELECT 'people' AS kind, 1 + max(
    coalesce((SELECT max(id) FROM people), 0),
    coalesce((SELECT max(number) FROM retired_numbers WHERE kind = 'people'), 0)
  ) AS number
  UNION ALL SELECT 'colleges', 1 + max(
    coalesce((SELECT max(id) FROM colleges), 0),
    coalesce((SELECT max(number) FROM retired_numbers WHERE kind = 'colleges'), 0)
  )
  UNION ALL SELECT 'seats', 1 + max(
    coalesce((SELECT max(id) FROM seats), 0),
    coalesce((SELECT max(number) FROM retired_numbers WHERE kind = 'seats'), 0)
  )
  UNION ALL SELECT 'appointments', 1 + max(
    coalesce((SELECT max(id) FROM appointments), 0),
    coalesce((SELECT max(number) FROM retired_numbers WHERE kind = 'appointments'), 0)
  );
