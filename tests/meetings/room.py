"""A sitting that a test plays: seats are named by their number, each act comes one second after the one before."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests import factories
from webapp.audit.model import SYSTEM, By
from webapp.committees.model import CommitteeSettings, SeatOnDay
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.queries import Sitting
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import Form, ItemDraft, ItemKind, MeetingDraft, Motion, MotionDraft, MotionKind, VoteResult
from webapp.polls.model import Choice, Receipt
from webapp.storage.database import Database

FOR, AGAINST, ABSTAIN, NO_PART = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.NO_PART


class Room:
    """A committee of `seats` seats, the first the chair's, in a sitting with one item that has one motion."""

    def __init__(
        self,
        db: Database,
        *,
        seats: int = 5,
        settings: CommitteeSettings | None = None,
        mode: Mode = Mode.MIXED,
        substitutes: bool = False,
        second_notice: bool = False,
        first_meeting_id: int | None = None,
    ) -> None:
        self.db = db
        self.clock = factories.NOW
        self.settings = settings or CommitteeSettings(recording_rules="Délibération du 3 février 2026")
        self.committee = factories.a_committee(
            db, seat_count=seats, settings=self.settings, substitutes=substitutes, code=f"salle-{seats}"
        )
        self.roster = factories.the_seats(db, self.committee)
        self.keys = 0
        self.meeting_id = self.prepare(mode=mode, second_notice=second_notice, first_meeting_id=first_meeting_id)
        self.item = self.add_item()
        self.motion = self.add_motion(self.item)
        self.desk = By(person_id=factories.a_person(db, "Greffe", "Claude"), name="Claude Greffe")

    def tick(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def key(self) -> str:
        self.keys += 1
        return f"formulaire-{self.keys:06d}"

    def prepare(
        self, *, mode: Mode = Mode.MIXED, second_notice: bool = False, first_meeting_id: int | None = None
    ) -> int:
        draft = MeetingDraft(
            starts_at=factories.NOW,
            mode=mode,
            mode_decision="Décision du président du 1er décembre 2026",
            second_notice=second_notice,
            first_meeting_id=first_meeting_id,
        )
        return conduct.create(self.db, self.committee.id, draft, by=SYSTEM, now=self.tick()).id

    def seat(self, number: int) -> int:
        return self._held(number).seat.id

    def person(self, number: int, substitute: int | None = None) -> int:
        held = self._held(number)
        if substitute is not None:
            return held.substitutes[substitute - 1].person_id
        assert held.titular is not None
        return held.titular.person_id

    def _held(self, number: int) -> SeatOnDay:
        return self.roster[number - 1]

    def by(self, number: int, substitute: int | None = None) -> By:
        return By(person_id=self.person(number, substitute), name=f"Membre {number}")

    def add_item(self, kind: ItemKind = ItemKind.VOTE) -> int:
        draft = ItemDraft(title="Extension d’un élevage", kind=kind)
        return agenda.add_item(self.db, self.meeting_id, draft, by=SYSTEM, now=self.tick())

    def add_motion(self, item: int, text: str = "La commission émet un avis favorable.") -> int:
        draft = MotionDraft(kind=MotionKind.WHOLE, title="Ensemble", text=text)
        return agenda.add_motion(self.db, self.meeting_id, item, draft, by=SYSTEM, now=self.tick())

    def arrive(self, *numbers: int, form: Form = Form.ROOM, at: datetime | None = None) -> presence.Entered:
        entered = presence.Entered(fact_id=0)
        for number in numbers:
            entered = presence.arrive(
                self.db,
                self.meeting_id,
                self.seat(number),
                self.person(number),
                form,
                by=SYSTEM,
                now=self.tick(),
                at=at,
            )
        return entered

    def depart(self, number: int, *, at: datetime | None = None, mandate_to: int | None = None) -> presence.Entered:
        return presence.depart(
            self.db,
            self.meeting_id,
            self.seat(number),
            by=SYSTEM,
            now=self.tick(),
            at=at,
            mandate_to=None if mandate_to is None else self.seat(mandate_to),
        )

    def mandate(self, mandator: int, holder: int) -> presence.Entered:
        return presence.give_mandate(
            self.db, self.meeting_id, self.seat(mandator), self.seat(holder), by=SYSTEM, now=self.tick()
        )

    def recuse(self, number: int, item: int | None = None, at: datetime | None = None) -> presence.Entered:
        return presence.recuse(
            self.db, self.meeting_id, self.seat(number), item or self.item, by=SYSTEM, now=self.tick(), at=at
        )

    def open(self, present: int = 0, chair: int | None = None) -> "Room":
        """Open the sitting with the first `present` members in the room, the item in hand."""
        self.arrive(*range(1, present + 1))
        conduct.open_sitting(
            self.db,
            self.meeting_id,
            chair_seat=None if chair is None else self.seat(chair),
            by=SYSTEM,
            now=self.tick(),
        )
        conduct.begin_item(self.db, self.meeting_id, self.item, by=SYSTEM, now=self.tick())
        return self

    def open_vote(self, motion: int | None = None, in_presence: str = "") -> None:
        voting.open_vote(
            self.db, self.meeting_id, motion or self.motion, in_presence=in_presence, by=SYSTEM, now=self.tick()
        )

    def cast(
        self,
        seat: int,
        choice: Choice,
        *,
        person: int | None = None,
        substitute: int | None = None,
        key: str | None = None,
        at: datetime | None = None,
    ) -> Receipt:
        return voting.cast(
            self.db,
            self.meeting_id,
            self.motion,
            self.seat(seat),
            choice,
            key=key or self.key(),
            by=self.by(person or seat, substitute),
            received_at=at or self.tick(),
        )

    def votes(self, choices: Mapping[int, Choice]) -> None:
        for seat, choice in choices.items():
            self.cast(seat, choice)

    def close(self, motion: int | None = None, decision: str = "") -> VoteResult:
        return voting.close_vote(
            self.db, self.meeting_id, motion or self.motion, by=SYSTEM, now=self.tick(), decision=decision
        )

    def state(self) -> Sitting:
        return queries.state(self.db, self.meeting_id, now=self.tick())

    def the_motion(self, motion: int | None = None) -> Motion:
        found = self.state().motion_of(motion or self.motion)
        assert found is not None
        return found
