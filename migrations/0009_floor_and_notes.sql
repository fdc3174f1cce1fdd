-- Who asks to speak on an item, in the order that the desk gives them; none of it goes into the minutes.
CREATE TABLE floor_requests (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER NOT NULL REFERENCES agenda_items (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  place INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'speaking', 'done', 'withdrawn')),
  asked_at TEXT NOT NULL
) STRICT;
CREATE INDEX floor_requests_by_meeting ON floor_requests (meeting_id, item_id, place);

-- What each secretary writes while the item is debated: everybody has their own, so nobody overwrites another's.
CREATE TABLE item_notes (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER NOT NULL REFERENCES agenda_items (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  body TEXT NOT NULL,
  revision INTEGER NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (item_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_notes_by_meeting ON item_notes (meeting_id);
