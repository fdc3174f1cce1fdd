CREATE TABLE meetings (
  id INTEGER PRIMARY KEY,
  committee_id INTEGER NOT NULL REFERENCES committees (id),
  title TEXT NOT NULL DEFAULT '',
  mode TEXT NOT NULL CHECK (mode IN ('in_person', 'conference', 'mixed', 'written')),
  mode_decision TEXT NOT NULL DEFAULT '',    -- the chair's decision to meet at a distance
  starts_at TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  connection TEXT NOT NULL DEFAULT '',       -- how to join at a distance
  secretary TEXT NOT NULL DEFAULT '',
  second_notice INTEGER NOT NULL DEFAULT 0 CHECK (second_notice IN (0, 1)),
  first_meeting_id INTEGER REFERENCES meetings (id),
  notice_sent_on TEXT,
  notice_urgency TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'prepared' CHECK (state IN ('prepared', 'open', 'closed')),
  settings TEXT CHECK (settings IS NULL OR json_valid(settings)), -- frozen at the opening
  composing INTEGER,                          -- frozen at the opening
  opened_at TEXT,
  closed_at TEXT,
  closing_kind TEXT CHECK (closing_kind IN ('normal', 'no_quorum')),
  item_in_hand INTEGER,
  screen_token TEXT NOT NULL UNIQUE,          -- the projector's revocable link
  revision INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX meetings_by_committee ON meetings (committee_id, starts_at);

CREATE TABLE agenda_items (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,                        -- '1', '4a'
  kind TEXT NOT NULL CHECK (kind IN ('vote', 'information')),
  title TEXT NOT NULL CHECK (title <> ''),
  commune TEXT NOT NULL DEFAULT '',
  applicant TEXT NOT NULL DEFAULT '',
  legal_basis TEXT NOT NULL DEFAULT '',
  consultation TEXT NOT NULL DEFAULT 'mandatory' CHECK (consultation IN ('mandatory', 'optional')),
  opinion TEXT NOT NULL DEFAULT 'simple' CHECK (opinion IN ('simple', 'conforming')),
  rapporteur TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'in_hand', 'done', 'adjourned', 'withdrawn')),
  state_reason TEXT NOT NULL DEFAULT '',
  begun_at TEXT,
  ended_at TEXT
) STRICT;
CREATE INDEX agenda_items_by_meeting ON agenda_items (meeting_id, position);

-- An item's ordered votes, each on its own version of the text; the poll exists from the opening on.
CREATE TABLE motions (
  id INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL REFERENCES agenda_items (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('amendment', 'reservation', 'whole')),
  title TEXT NOT NULL CHECK (title <> ''),
  text TEXT NOT NULL DEFAULT '',
  poll_id INTEGER REFERENCES polls (id),
  opening TEXT CHECK (opening IS NULL OR json_valid(opening)), -- the quorum as it was when the vote opened
  last_call_at TEXT,                          -- « Dernier appel »: those awaited are named
  casting_declaration TEXT CHECK (casting_declaration IN ('for', 'against')),
  outcome TEXT CHECK (outcome IS NULL OR json_valid(outcome)), -- what the rules said at the closing
  announced_at TEXT,                          -- result shown to members and projector
  list_confirmed_by INTEGER REFERENCES people (id),  -- second person who confirmed desk-entered ballots
  list_confirmed_at TEXT
) STRICT;
CREATE INDEX motions_by_item ON motions (item_id, position);
CREATE INDEX motions_by_poll ON motions (poll_id);

-- The ledger of presence: append-only facts, each with its effective hour beside its entry hour.
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  act TEXT NOT NULL CHECK (act IN (
    'arrival',            -- seat, person, form: somebody sits for the seat
    'departure',          -- seat
    'mandate_given',      -- seat = mandator, other_seat = holder, received order = id
    'mandate_ended',      -- seat = mandator
    'recusal',            -- seat, item
    'recusal_ended',      -- seat, item
    'chair',              -- seat or person presides from then on, text = delegation
    'guest_arrival',      -- text = name and quality: a person heard, a service; never a vote (COM-9)
    'guest_departure',    -- refers_to = the guest_arrival
    'voided'              -- refers_to = the fact set aside, with its reason
  )),
  seat_id INTEGER REFERENCES seats (id),
  other_seat_id INTEGER REFERENCES seats (id),
  person_id INTEGER REFERENCES people (id),
  item_id INTEGER REFERENCES agenda_items (id),
  form TEXT CHECK (form IN ('room', 'video', 'telephone')),
  text TEXT NOT NULL DEFAULT '',
  refers_to INTEGER REFERENCES ledger (id),
  effective_at TEXT NOT NULL,
  entered_at TEXT NOT NULL,
  entered_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX ledger_by_meeting ON ledger (meeting_id, effective_at, id);
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_is_never_cut BEFORE DELETE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- What the chair decided: overrides of a hard rule, what becomes of a vote touched by a late entry (LAW 7, head).
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  item_id INTEGER REFERENCES agenda_items (id),
  motion_id INTEGER REFERENCES motions (id),
  ledger_id INTEGER REFERENCES ledger (id),
  rule TEXT NOT NULL,                         -- 'COM-4', 'late_entry', …
  decision TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)), -- a recomputed vote: both results
  taken_at TEXT NOT NULL,
  taken_by INTEGER REFERENCES people (id)     -- who entered it; the decision is the chair's
) STRICT;
CREATE INDEX decisions_by_meeting ON decisions (meeting_id);

-- A fact entered after its hour that would have changed a vote taken since: one decision of the chair for each.
CREATE TABLE late_entries (
  ledger_id INTEGER NOT NULL REFERENCES ledger (id),
  motion_id INTEGER NOT NULL REFERENCES motions (id),
  poll_id INTEGER NOT NULL REFERENCES polls (id),
  decision_id INTEGER REFERENCES decisions (id),
  PRIMARY KEY (ledger_id, motion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX late_entries_by_motion ON late_entries (motion_id);

-- Acts already done, by the key of their form: a double click does nothing twice.
CREATE TABLE acts_done (
  key TEXT PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meetings (id),
  act TEXT NOT NULL,
  result INTEGER,
  done_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
