-- A message sent anew follows another, which stays as it was: an address mended, a doubt settled.
ALTER TABLE messages ADD COLUMN follows INTEGER REFERENCES messages (id);
CREATE UNIQUE INDEX messages_followed ON messages (follows) WHERE follows IS NOT NULL;
