-- The consultation held wholly in writing (ordonnance 2014-1329 art. 3, décret 2014-1627): debate first, then the vote.
ALTER TABLE agenda_items ADD COLUMN nature TEXT CHECK (nature IN ('sanction', 'draft_text')); -- NULL: neither

-- A ballot that its voter sent before the end is still received until then, from whoever had signed in before the end.
ALTER TABLE polls ADD COLUMN received_until TEXT CHECK (received_until >= closes_at); -- NULL: the end itself
CREATE TRIGGER polls_window_is_frozen BEFORE UPDATE OF closes_at, received_until ON polls
BEGIN
  SELECT RAISE(ABORT, 'the window of a vote is frozen at its opening');
END;

-- Who takes part for each seat, and by which means: every sitting member must be able to, or the mode is refused.
CREATE TABLE written_means (
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  person_id INTEGER NOT NULL REFERENCES people (id), -- the titular, or the substitute whom the titular named
  means TEXT CHECK (means IN ('own', 'provided')),   -- NULL: named, and not confirmed yet
  place TEXT NOT NULL,                               -- where a workstation is provided
  entered_by INTEGER REFERENCES people (id),
  entered_at TEXT NOT NULL,
  PRIMARY KEY (meeting_id, seat_id),
  CHECK ((means IS 'provided') = (place <> ''))
) STRICT, WITHOUT ROWID;

-- The instants of a consultation; what is true at a moment follows from them and from the hour, from nothing else.
CREATE TABLE consultations (
  meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
  announced_at TEXT NOT NULL,
  debate_opens_at TEXT NOT NULL,
  debate_closes_at TEXT NOT NULL,      -- contributions are received until then; moves forward only
  terms TEXT NOT NULL CHECK (terms <> ''),
  debate_closed_at TEXT,               -- the chair's message that closes the debate
  vote_opens_at TEXT,
  vote_closes_at TEXT,
  vote_closed_at TEXT,                 -- the closing act of all its votes
  results_sent_at TEXT,
  CHECK (announced_at <= debate_opens_at AND debate_opens_at < debate_closes_at),
  CHECK (debate_closed_at >= debate_closes_at),
  CHECK ((vote_opens_at IS NULL) = (vote_closes_at IS NULL)),
  CHECK (vote_opens_at IS NULL OR (debate_closed_at IS NOT NULL AND vote_opens_at >= debate_closed_at)),
  CHECK (vote_closes_at > vote_opens_at),
  CHECK (vote_closed_at IS NULL OR (vote_closes_at IS NOT NULL AND vote_closed_at > vote_closes_at)),
  CHECK (results_sent_at IS NULL OR (vote_closed_at IS NOT NULL AND results_sent_at >= vote_closed_at))
) STRICT;
CREATE TRIGGER consultations_are_announced_once BEFORE UPDATE OF meeting_id, announced_at, debate_opens_at, terms ON consultations
BEGIN
  SELECT RAISE(ABORT, 'what was announced does not change');
END;
CREATE TRIGGER consultations_are_extended_forward BEFORE UPDATE OF debate_closes_at ON consultations
  WHEN NEW.debate_closes_at <= OLD.debate_closes_at OR OLD.debate_closed_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a debate is extended forward, before its closing');
END;
CREATE TRIGGER consultations_go_one_way BEFORE UPDATE ON consultations
  WHEN (OLD.debate_closed_at IS NOT NULL AND NEW.debate_closed_at IS NOT OLD.debate_closed_at)
    OR (OLD.vote_opens_at IS NOT NULL AND NEW.vote_opens_at IS NOT OLD.vote_opens_at)
    OR (OLD.vote_closes_at IS NOT NULL AND NEW.vote_closes_at IS NOT OLD.vote_closes_at)
    OR (OLD.vote_closed_at IS NOT NULL AND NEW.vote_closed_at IS NOT OLD.vote_closed_at)
    OR (OLD.results_sent_at IS NOT NULL AND NEW.results_sent_at IS NOT OLD.results_sent_at)
BEGIN
  SELECT RAISE(ABORT, 'what a consultation has gone through does not change');
END;
CREATE TRIGGER consultations_are_never_removed BEFORE DELETE ON consultations
BEGIN
  SELECT RAISE(ABORT, 'a consultation is never removed');
END;

CREATE TABLE extensions (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES consultations (meeting_id),
  before TEXT NOT NULL,
  after TEXT NOT NULL CHECK (after > before),
  reason TEXT NOT NULL CHECK (reason <> ''),
  made_at TEXT NOT NULL,
  made_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX extensions_by_meeting ON extensions (meeting_id);
CREATE TRIGGER extensions_are_never_changed BEFORE UPDATE ON extensions
BEGIN
  SELECT RAISE(ABORT, 'extensions are append-only');
END;
CREATE TRIGGER extensions_are_never_removed BEFORE DELETE ON extensions
BEGIN
  SELECT RAISE(ABORT, 'extensions are append-only');
END;

-- What members wrote, as they wrote it; a correction is a new one that names the first.
CREATE TABLE contributions (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES consultations (meeting_id),
  item_id INTEGER REFERENCES agenda_items (id),      -- NULL: on the whole
  seat_id INTEGER NOT NULL REFERENCES seats (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  text TEXT NOT NULL CHECK (text <> ''),
  corrects INTEGER REFERENCES contributions (id),
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX contributions_by_meeting ON contributions (meeting_id, id);
CREATE TRIGGER contributions_are_never_changed BEFORE UPDATE ON contributions
BEGIN
  SELECT RAISE(ABORT, 'contributions are append-only');
END;
CREATE TRIGGER contributions_are_never_removed BEFORE DELETE ON contributions
BEGIN
  SELECT RAISE(ABORT, 'contributions are append-only');
END;

-- Opinions on a draft text that their writer asked to have annexed to the minutes (CRPA R133-7).
CREATE TABLE annexed_opinions (
  contribution_id INTEGER PRIMARY KEY REFERENCES contributions (id),
  asked_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER annexed_opinions_are_never_removed BEFORE DELETE ON annexed_opinions
BEGIN
  SELECT RAISE(ABORT, 'an opinion asked to be annexed stays so');
END;

-- What came too late, without what it said: refused, and told so.
CREATE TABLE late_arrivals (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES consultations (meeting_id),
  kind TEXT NOT NULL CHECK (kind IN ('contribution', 'ballot')),
  person_id INTEGER NOT NULL REFERENCES people (id),
  ended_at TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX late_arrivals_by_meeting ON late_arrivals (meeting_id);
CREATE TRIGGER late_arrivals_are_never_changed BEFORE UPDATE ON late_arrivals
BEGIN
  SELECT RAISE(ABORT, 'the trace of what came too late is append-only');
END;
CREATE TRIGGER late_arrivals_are_never_removed BEFORE DELETE ON late_arrivals
BEGIN
  SELECT RAISE(ABORT, 'the trace of what came too late is append-only');
END;

-- A rehearsal is purged, and nothing of a consultation ever is: the one is never the other.
CREATE TRIGGER written_means_are_of_true_sittings BEFORE INSERT ON written_means
  WHEN EXISTS (SELECT 1 FROM meetings WHERE id = NEW.meeting_id AND rehearsal_of IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'a consultation in writing is never a rehearsal');
END;
CREATE TRIGGER consultations_are_of_true_sittings BEFORE INSERT ON consultations
  WHEN EXISTS (SELECT 1 FROM meetings WHERE id = NEW.meeting_id AND rehearsal_of IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'a consultation in writing is never a rehearsal');
END;
