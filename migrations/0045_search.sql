-- The words of minutes, one row for each reading of them, found again in full text (unicode61, accents aside).
-- The texts are apart: a question goes through thousands of rows, and shows the text of twenty.
CREATE TABLE searched_minutes (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  reading TEXT NOT NULL CHECK (reading IN ('whole', 'published')), -- 'published': secrets and names masked (PUB-1)
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  held_on TEXT NOT NULL,                       -- the day in Paris
  UNIQUE (meeting_id, reading)
) STRICT;
CREATE INDEX searched_minutes_by_day ON searched_minutes (held_on, committee_id);
CREATE TABLE searched_texts (
  id INTEGER PRIMARY KEY REFERENCES searched_minutes (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE minutes_words USING fts5 (
  title, body, content = 'searched_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
-- What is purged does not linger in the index.
INSERT INTO minutes_words (minutes_words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER searched_texts_added AFTER INSERT ON searched_texts
BEGIN
  INSERT INTO minutes_words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;
CREATE TRIGGER searched_texts_removed AFTER DELETE ON searched_texts
BEGIN
  INSERT INTO minutes_words (minutes_words, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
END;
CREATE TRIGGER searched_texts_changed AFTER UPDATE ON searched_texts
BEGIN
  INSERT INTO minutes_words (minutes_words, rowid, title, body) VALUES ('delete', OLD.id, OLD.title, OLD.body);
  INSERT INTO minutes_words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;
