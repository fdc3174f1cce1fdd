-- The words of minutes, one row for each reading of them, found again in full text (unicode61, accents aside).
CREATE TABLE searched_minutes (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  reading TEXT NOT NULL CHECK (reading IN ('whole', 'published')), -- 'published': secrets and names masked (PUB-1)
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  held_on TEXT NOT NULL,                       -- the day in Paris
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (meeting_id, reading)
) STRICT;
CREATE INDEX searched_minutes_by_committee ON searched_minutes (committee_id, held_on);

CREATE VIRTUAL TABLE minutes_words USING fts5 (
  title, body, content = 'searched_minutes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
-- What is purged does not linger in the index.
INSERT INTO minutes_words (minutes_words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER searched_minutes_added AFTER INSERT ON searched_minutes
BEGIN
  INSERT INTO minutes_words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;
CREATE TRIGGER searched_minutes_removed AFTER DELETE ON searched_minutes
BEGIN
  INSERT INTO minutes_words (minutes_words, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
END;
CREATE TRIGGER searched_minutes_changed AFTER UPDATE ON searched_minutes
BEGIN
  INSERT INTO minutes_words (minutes_words, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
  INSERT INTO minutes_words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;
