-- A reply is that of a person: once the seat has another titular, or the holder of a mandate left theirs, it stands no more.
ALTER TABLE replies ADD COLUMN titular_id INTEGER REFERENCES people (id);   -- NULL: written before this was kept
ALTER TABLE replies ADD COLUMN holder_id INTEGER REFERENCES people (id);    -- of a mandate: who is to carry it; NULL: the same
UPDATE replies SET
  titular_id = (
    SELECT person_id FROM appointments a
    WHERE a.seat_id = replies.seat_id AND a.rank = 'titular' AND a.starts_on <= substr(replied_at, 1, 10)
      AND (a.ends_on IS NULL OR a.ends_on >= substr(replied_at, 1, 10))
    ORDER BY a.id DESC LIMIT 1
  ),
  holder_id = (
    SELECT person_id FROM appointments a
    WHERE a.seat_id = replies.holder_seat_id AND a.rank = 'titular' AND a.starts_on <= substr(replied_at, 1, 10)
      AND (a.ends_on IS NULL OR a.ends_on >= substr(replied_at, 1, 10))
    ORDER BY a.id DESC LIMIT 1
  );
