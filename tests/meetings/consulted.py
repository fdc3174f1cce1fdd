"""A consultation in writing that a test plays: seats are named by their number, the hour is what the test says it is."""

from datetime import UTC, datetime, timedelta

from tests import factories
from webapp.accounts.model import Linking
from webapp.audit.model import SYSTEM, By
from webapp.committees.model import CommitteeSettings, SeatOnDay
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.queries import Sitting
from webapp.meetings.service import agenda, conduct, contributions, means, written
from webapp.meetings.sitting import ItemDraft, ItemKind, MeetingDraft, Motion, MotionDraft, Nature
from webapp.polls.model import Choice, Receipt
from webapp.storage.database import Database

LINKING = Linking(key="a" * 64, lasts=timedelta(days=30))
START = datetime(2026, 12, 14, 8, 0, tzinfo=UTC)
LIMIT = datetime(2026, 12, 22, 17, 0, tzinfo=UTC)  # 18 h in Paris
MS = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)
DECISION = "Décision du président du 20 novembre 2026"
RULES = "Délibération du 3 février 2026"


class Consulted:
    """A committee of `seats` seats, the first the chair's, consulted on one item that has one motion."""

    def __init__(
        self,
        db: Database,
        *,
        seats: int = 5,
        settings: CommitteeSettings | None = None,
        substitutes: bool = False,
        nature: Nature | None = None,
    ) -> None:
        self.db = db
        self.clock = factories.NOW + HOUR
        self.committee = factories.a_committee(
            db,
            seat_count=seats,
            settings=settings or CommitteeSettings(recording_rules=RULES),
            substitutes=substitutes,
            code=f"ecrit-{seats}",
        )
        self.roster = factories.the_seats(db, self.committee)
        self.keys = 0
        draft = MeetingDraft(
            starts_at=START, mode=Mode.WRITTEN, mode_decision=DECISION, secretary="Mme Claude Greffe, secrétaire"
        )
        self.meeting_id = conduct.create(db, self.committee.id, draft, by=SYSTEM, now=self.clock).id
        self.item, self.motion = self.add_item(nature=nature)

    @staticmethod
    def with_grace(minutes: int) -> CommitteeSettings:
        return CommitteeSettings(recording_rules=RULES, closing_grace=minutes)

    def add_item(self, title: str = "Extension d’un élevage", *, nature: Nature | None = None) -> tuple[int, int]:
        item = agenda.add_item(
            self.db,
            self.meeting_id,
            ItemDraft(title=title, kind=ItemKind.VOTE, nature=nature),
            by=SYSTEM,
            now=self.clock,
        )
        draft = MotionDraft(title=title, text="La commission émet un avis favorable.")
        return item, agenda.add_motion(self.db, self.meeting_id, item, draft, by=SYSTEM, now=self.clock)

    def key(self) -> str:
        self.keys += 1
        return f"formulaire-{self.keys:06d}"

    def held(self, number: int) -> SeatOnDay:
        return self.roster[number - 1]

    def seat(self, number: int) -> int:
        return self.held(number).seat.id

    def person(self, number: int) -> int:
        titular = self.held(number).titular
        assert titular is not None
        return titular.person_id

    def by(self, number: int) -> By:
        return By(person_id=self.person(number), name=f"Membre {number}")

    def at(self, instant: datetime) -> "Consulted":
        self.clock = instant
        return self

    def confirm(self, *numbers: int) -> "Consulted":
        for number in numbers:
            means.confirm(self.db, self.meeting_id, self.seat(number), by=self.by(number), now=self.clock)
        return self

    def announce(self, closes_at: datetime = LIMIT) -> "Consulted":
        written.announce(
            self.db, self.meeting_id, closes_at, "Par la page de la séance", linking=LINKING, by=SYSTEM, now=self.clock
        )
        return self

    def announced(self) -> "Consulted":
        return self.confirm(*range(1, len(self.roster) + 1)).announce()

    def extend(self, closes_at: datetime) -> None:
        written.extend(self.db, self.meeting_id, closes_at, "Pièce ajoutée", linking=LINKING, by=SYSTEM, now=self.clock)

    def post(self, number: int, text: str = "Je lis.", *, item: int | None = None, key: str | None = None) -> int:
        return contributions.contribute(
            self.db,
            self.meeting_id,
            self.seat(number),
            item,
            text,
            by=self.by(number),
            received_at=self.clock,
            key=key,
        )

    def close_debate(self) -> "Consulted":
        written.close_debate(self.db, self.meeting_id, linking=LINKING, by=SYSTEM, now=self.clock)
        return self

    def open_votes(self, hours: int = 24) -> "Consulted":
        written.open_votes(self.db, self.meeting_id, hours, linking=LINKING, by=SYSTEM, now=self.clock)
        return self

    def voting(self) -> "Consulted":
        """Go to the moment when the votes open, an hour after the announced limit."""
        return self.announced().at(LIMIT + HOUR).close_debate().open_votes()

    @property
    def end(self) -> datetime:
        found = self.state().consultation
        assert found is not None
        assert found.vote_closes_at is not None
        return found.vote_closes_at

    def cast(
        self,
        number: int,
        choice: Choice = Choice.FOR,
        *,
        key: str | None = None,
        motion: int | None = None,
        by: By | None = None,
        signed_in_at: datetime | None = None,
    ) -> Receipt:
        return contributions.cast(
            self.db,
            self.meeting_id,
            motion or self.motion,
            self.seat(number),
            choice,
            key=key or self.key(),
            by=by or self.by(number),
            received_at=self.clock,
            signed_in_at=signed_in_at,
        )

    def close_votes(self) -> "Consulted":
        written.close_votes(self.db, self.meeting_id, by=SYSTEM, now=self.clock)
        return self

    def send_results(self) -> "Consulted":
        written.send_results(self.db, self.meeting_id, linking=LINKING, by=SYSTEM, now=self.clock)
        return self

    def finished(self, votes: int = 0) -> "Consulted":
        """Play the whole of it, the first `votes` members voting in favour."""
        self.voting()
        for number in range(1, votes + 1):
            self.cast(number)
        return self.at(self.end + MS).close_votes().send_results()

    def state(self) -> Sitting:
        return queries.state(self.db, self.meeting_id, now=self.clock)

    def the_motion(self) -> Motion:
        found = self.state().motion_of(self.motion)
        assert found is not None
        return found
