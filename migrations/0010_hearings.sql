-- Who is to be heard on an item, in which order and at what hour; `ledger_id` is the fact of their entry.
CREATE TABLE hearings (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER NOT NULL REFERENCES agenda_items (id),
  name TEXT NOT NULL CHECK (name <> ''),
  planned_at TEXT,
  ledger_id INTEGER REFERENCES ledger (id)
) STRICT;
CREATE INDEX hearings_by_meeting ON hearings (meeting_id, planned_at, id);

ALTER TABLE meetings ADD COLUMN delay_minutes INTEGER NOT NULL DEFAULT 0; -- how late the hearings run
