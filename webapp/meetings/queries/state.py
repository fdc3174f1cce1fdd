"""Everything a page of the sitting shows, read at once in a constant number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from webapp.accounts.model import Person
from webapp.audit import queries as audit
from webapp.committees import queries as committees
from webapp.committees import rules as composition
from webapp.committees.model import Appointment, Committee, CommitteeSettings, Roster, SeatOnDay
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.model import MandateVerdict, Mode, Quorum
from webapp.meetings.rules.mandates import judge_mandates
from webapp.meetings.rules.presence import presence_at, running
from webapp.meetings.rules.vote import Frame, attendance_of, frame_of, quorum_at
from webapp.meetings.rules.written import voters
from webapp.meetings.sitting import (
    Consultation,
    Decision,
    Fact,
    FloorRequest,
    FloorState,
    GivenMandate,
    Hearing,
    Item,
    ItemKind,
    LateEntry,
    Meeting,
    MeetingRefusal,
    MeetingState,
    Motion,
    MotionState,
    Presence,
)
from webapp.polls.model import Channel, Right, RightState
from webapp.storage.database import Database

KEPT_FOR = timedelta(seconds=5)
MOST_KEPT = 8


@frozen
class Framed:
    """What does not move during a sitting: its frame for the rules, and where it comes from."""

    frame: Frame
    roster: Roster
    committee: Committee
    settings: CommitteeSettings
    composing: int


@frozen
class JudgedMandate:
    """A mandate and what it is worth now; `verdict` is None once it has ended."""

    mandate: GivenMandate
    verdict: MandateVerdict | None


@frozen
class OpenVote:
    """The vote that is open: rights by seat, and, for the desk alone, who has voted and what the desk entered."""

    motion: Motion
    item: Item
    rights: Mapping[int, Right]
    voted: frozenset[int]
    desk_entered: frozenset[int]
    entered_by: frozenset[int]

    @property
    def entitled(self) -> tuple[int, ...]:
        return tuple(seat for seat, right in self.rights.items() if right.state is RightState.GRANTED)

    @property
    def awaited(self) -> tuple[int, ...]:
        """Entitled seats without a ballot or a declaration: whom the last call names."""
        return tuple(seat for seat in self.entitled if seat not in self.voted)

    @property
    def seats_of(self) -> Mapping[int, tuple[int, ...]]:
        """Seats for which each person casts: their own and those of their mandates."""
        found: dict[int, tuple[int, ...]] = {}
        for seat in self.entitled:
            person_id = self.rights[seat].person_id
            if person_id is not None:
                found[person_id] = (*found.get(person_id, ()), seat)
        return found

    @property
    def list_to_confirm(self) -> bool:
        """Whether a second person must still confirm what the desk entered."""
        return bool(self.desk_entered) and self.motion.list_confirmed_at is None


@frozen
class Sitting:
    """A sitting as its pages show it at one instant; `observed`: somebody to be heard wrote to the committee."""

    at: datetime
    meeting: Meeting
    committee: Committee
    settings: CommitteeSettings
    composing: int
    frame: Frame
    roster: Roster
    items: tuple[Item, ...]
    motions: tuple[Motion, ...]
    facts: tuple[Fact, ...]
    presence: Presence
    decisions: tuple[Decision, ...]
    late: tuple[LateEntry, ...]
    open: OpenVote | None
    floor: tuple[FloorRequest, ...]
    hearings: tuple[Hearing, ...]
    observed: bool
    people: Mapping[int, Person]
    consultation: Consultation | None = None

    @property
    def item(self) -> Item | None:
        """The item in hand."""
        return next((each for each in self.items if each.id == self.meeting.item_in_hand), None)

    @property
    def pending_late(self) -> tuple[LateEntry, ...]:
        return tuple(each for each in self.late if each.decision_id is None)

    def item_of(self, item_id: int) -> Item | None:
        return next((each for each in self.items if each.id == item_id), None)

    def motion_of(self, motion_id: int) -> Motion | None:
        return next((each for each in self.motions if each.id == motion_id), None)

    def motions_of(self, item_id: int) -> tuple[Motion, ...]:
        return tuple(each for each in self.motions if each.item_id == item_id)

    def opinions_of(self, item_id: int) -> tuple[Motion, ...]:
        """The votes of an item whose opinion is issued: the sitting closed, the result announced."""
        if self.meeting.state is not MeetingState.CLOSED:
            return ()
        announced = (each for each in self.motions_of(item_id) if each.state is MotionState.ANNOUNCED)
        return tuple(each for each in announced if each.result is not None)

    def next_motion(self, item_id: int) -> Motion | None:
        """The first motion of an item that was not put to the vote yet."""
        item = self.item_of(item_id)
        if item is None or item.kind is ItemKind.INFORMATION:
            return None
        return next((each for each in self.motions_of(item_id) if each.state is MotionState.PENDING), None)

    def seat(self, seat_id: int) -> SeatOnDay | None:
        return self.roster.seat(seat_id)

    def person_name(self, person_id: int | None) -> str:
        """Return somebody's formal name, empty for nobody."""
        found = self.people.get(person_id) if person_id is not None else None
        return "" if found is None else found.formal_name

    def seat_name(self, seat_id: int) -> str:
        """Return who sits for a seat, or else who holds it, or else what it is."""
        taken = self.presence.seats.get(seat_id)
        if taken is not None:
            return self.person_name(taken.occupant.person_id)
        seat = self.roster.seat(seat_id)
        if seat is None:
            return ""
        return seat.titular.person.formal_name if seat.titular is not None else seat.seat.label

    def seats_held_by(self, person_id: int) -> tuple[tuple[SeatOnDay, Appointment], ...]:
        """Return the seats for which somebody is appointed today, with the appointment."""
        return tuple(
            (seat, appointment)
            for seat in self.roster.seats
            for appointment in seat.people
            if appointment.person_id == person_id
        )

    def titular_seat_of(self, person_id: int) -> SeatOnDay | None:
        """Return the seat of which somebody is the titular today."""
        held = (seat for seat in self.roster.seats if seat.titular is not None)
        return next((seat for seat in held if seat.titular and seat.titular.person_id == person_id), None)

    def seat_taken_by(self, person_id: int) -> int | None:
        """Return the seat in which somebody sits and votes now."""
        return next((seat for seat, each in self.presence.seats.items() if each.occupant.person_id == person_id), None)

    @property
    def awaited_hearings(self) -> tuple[Hearing, ...]:
        """Those to be heard who have not entered yet."""
        return tuple(each for each in self.hearings if each.fact_id is None)

    def place_on_floor(self, person_id: int) -> int | None:
        """Return where somebody stands among those who asked to speak: 0 speaks, 1 is next; None did not ask."""
        speaking = bool(self.floor) and self.floor[0].state is FloorState.SPEAKING
        order = [each.person_id for each in self.floor]
        return order.index(person_id) + (0 if speaking else 1) if person_id in order else None

    def quorum(self, item_id: int | None = None) -> Quorum:
        """Count the quorum now: of this item, of the item in hand, or of the sitting."""
        return quorum_at(self.frame, self.facts, self.at, item_id if item_id is not None else self.meeting.item_in_hand)

    def mandates(self, item_id: int | None = None) -> tuple[JudgedMandate, ...]:
        """Judge every mandate received, for this item or for the item in hand, in order of receipt (MAN-1 to MAN-6)."""
        return judged(self.frame, self.presence, item_id if item_id is not None else self.meeting.item_in_hand)


@frozen
class _Kept:
    """A sitting as it was read, good while its version stands."""

    version: tuple[object, object]
    read_at: datetime
    sitting: Sitting


_KEPT: WeakKeyDictionary[Database, dict[int, _Kept]] = WeakKeyDictionary()


def judged(frame: Frame, presence: Presence, item_id: int | None) -> tuple[JudgedMandate, ...]:
    """Judge the mandates of one instant, those that ended being left as they are."""
    verdicts = iter(judge_mandates(attendance_of(frame, presence, item_id), frame.voting))
    live = {each.fact_id: next(verdicts) for each in running(presence)}
    return tuple(JudgedMandate(mandate=each, verdict=live.get(each.fact_id)) for each in presence.mandates)


def frame(db: Database, meeting: Meeting) -> Framed:
    """Read what does not move during a sitting: frozen at its opening, the committee's own before."""
    committee = committees.find(db, meeting.committee_id)
    if committee is None:
        raise Refusal(MeetingRefusal.UNKNOWN_COMMITTEE)
    roster = committees.roster_on(db, committee.id, meeting.composed_on)
    settings = meeting.settings or committee.settings
    composing = meeting.composing or composing_of(roster, settings)
    return Framed(
        frame=frame_of(meeting, roster, settings, composing, _voters(db, meeting)),
        roster=roster,
        committee=committee,
        settings=settings,
        composing=composing,
    )


def _voters(db: Database, meeting: Meeting) -> dict[int, int]:
    return voters(store.means(db, meeting.id).values()) if meeting.mode is Mode.WRITTEN else {}


def composing_of(roster: Roster, settings: CommitteeSettings) -> int:
    """Return the number of members composing the committee (CRPA R133-10)."""
    return settings.composing if settings.composing is not None else composition.composing(roster, settings)


def state(db: Database, meeting_id: int, *, now: datetime) -> Sitting:
    """Read a whole sitting, in at most twelve queries whatever its size; of a closed one, as it was at its closing.

    What acts change is kept between two acts of the sitting or of its committee, five seconds at most, so that a
    hundred pages woken together read it once; who has voted is read each time. A consultation in writing has all its
    votes open at once: `queries.written` reads them.
    """
    with db.reading(snapshot=True):
        meeting, version = _versioned(db, meeting_id)
        if meeting.mode is Mode.WRITTEN:
            return _read_in_writing(db, meeting, now)
        kept = _KEPT.setdefault(db, {})
        found = kept.get(meeting_id)
        if found is None or found.version != version or not found.read_at <= now < found.read_at + KEPT_FOR:
            found = _Kept(version=version, read_at=now, sitting=_read(db, meeting, now))
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[meeting_id] = found
        sitting = found.sitting
        opened = next((each for each in sitting.motions if each.state is MotionState.OPEN), None)
        item = None if opened is None else sitting.item_of(opened.item_id)
        if opened is None or item is None:
            return sitting
        return replace(sitting, open=open_vote(db, opened, item))


def _read_in_writing(db: Database, meeting: Meeting, now: datetime) -> Sitting:
    """Read a consultation anew each time: the hour alone changes where it stands, and no clock moved back moves it back."""
    at = max(now, audit.last_instant(db) or now)
    return replace(_read(db, meeting, at), consultation=store.consultation(db, meeting.id))


def _versioned(db: Database, meeting_id: int) -> tuple[Meeting, tuple[object, object]]:
    """Return the sitting's own row, with what changes at every act of the sitting or of its committee."""
    row = db.row(
        "SELECT meetings.*, (SELECT version FROM versions WHERE topic = 'meeting:' || meetings.id) AS acts,"
        " (SELECT max(id) FROM journal WHERE scope = 'committee:' || meetings.committee_id) AS committee_acts"
        " FROM meetings WHERE meetings.id = ?",
        (meeting_id,),
    )
    if row is None:
        raise Refusal(MeetingRefusal.UNKNOWN_MEETING)
    return store.meeting_of(row), (row["acts"], row["committee_acts"])


def _read(db: Database, meeting: Meeting, now: datetime) -> Sitting:
    framed = frame(db, meeting)
    motions = tuple(store.motions(db, meeting.id))
    facts, late = store.ledger_and_late(db, meeting.id)
    decisions = tuple(store.decisions(db, meeting.id))
    hearings, observed = store.hearings_and_writing(db, meeting.id)
    at = meeting.closed_at or max([now, *(fact.effective_at for fact in facts)])
    return Sitting(
        at=at,
        meeting=meeting,
        committee=framed.committee,
        settings=framed.settings,
        composing=framed.composing,
        frame=framed.frame,
        roster=framed.roster,
        items=tuple(store.items(db, meeting.id)),
        motions=motions,
        facts=tuple(facts),
        presence=presence_at(facts, at, framed.frame.titulars),
        decisions=decisions,
        late=tuple(late),
        open=None,
        floor=() if meeting.item_in_hand is None else tuple(store.floor(db, meeting.id, meeting.item_in_hand)),
        hearings=tuple(hearings),
        observed=observed,
        people=_people(db, framed.roster, facts, decisions, motions),
    )


def open_vote(db: Database, motion: Motion, item: Item) -> OpenVote:
    """Read, in one query, the rights of an open vote and which seats have a ballot; never what it says (VOT-9)."""
    votes = db.rows(
        "SELECT r.seat_id, r.state, r.reason, r.person_id, b.channel, b.cast_by FROM ballot_rights r LEFT JOIN ballots b"
        " ON b.id = (SELECT max(id) FROM ballots WHERE poll_id = r.poll_id AND seat_id = r.seat_id)"
        " WHERE r.poll_id = ? ORDER BY CAST(r.seat_id AS INTEGER)",
        (motion.poll_id,),
    )
    cast = [row for row in votes if row["channel"] is not None]
    by_desk = [row for row in cast if Channel(row["channel"]).by_the_desk]
    return OpenVote(
        motion=motion,
        item=item,
        rights={
            int(row["seat_id"]): Right(state=RightState(row["state"]), reason=row["reason"], person_id=row["person_id"])
            for row in votes
        },
        voted=frozenset(int(row["seat_id"]) for row in cast),
        desk_entered=frozenset(int(row["seat_id"]) for row in by_desk),
        entered_by=frozenset(row["cast_by"] for row in by_desk if row["cast_by"] is not None),
    )


def _people(
    db: Database,
    roster: Roster,
    facts: Collection[Fact],
    decisions: Collection[Decision],
    motions: Collection[Motion],
) -> dict[int, Person]:
    known = {each.person_id: each.person for seat in roster.seats for each in seat.people}
    named = {
        *(fact.person_id for fact in facts),
        *(fact.entered_by for fact in facts),
        *(decision.taken_by for decision in decisions),
        *(motion.list_confirmed_by for motion in motions),
    }
    missing = {person_id for person_id in named if person_id is not None and person_id not in known}
    return known | committees.people(db, missing) if missing else known
