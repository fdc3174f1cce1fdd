-- What was masked of minutes goes with them (LAW ARC-1): the words masked are the ones that had to be kept from others.

DROP TRIGGER minute_maskings_are_never_removed;
CREATE TRIGGER minute_maskings_go_with_their_minutes BEFORE DELETE ON minute_maskings
WHEN NOT EXISTS (SELECT 1 FROM minutes WHERE meeting_id = old.meeting_id AND eliminated_at IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'a decision to mask goes with its minutes alone');
END;
