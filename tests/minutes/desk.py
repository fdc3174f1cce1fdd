"""The desk on the morning after the reference sitting."""

from datetime import date, datetime, timedelta

from webapp.audit.model import By
from webapp.cli.demo.reference import Reference
from webapp.committees import queries as committees
from webapp.minutes import queries, service
from webapp.minutes.model import MinutesState
from webapp.storage.database import Database


class Desk:
    """Whoever writes the minutes; one second passes with each act."""

    def __init__(self, db: Database, played: Reference, now: datetime) -> None:
        self.db, self.played, self.clock = db, played, now
        self.meeting_id = played.meeting_id

    @property
    def by(self) -> By:
        return self.played.secretary

    def tick(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def item(self, number: int) -> int:
        return self.played.items[number - 1]

    def save(self, item: int | None, body: str, expected: int = 0) -> int:
        return service.save_text(
            self.db,
            self.meeting_id,
            None if item is None else self.item(item),
            body,
            expected=expected,
            by=self.by,
            now=self.tick(),
        )

    def correct(self, fact: str, typed: str, reason: str = "erreur de saisie") -> None:
        service.correct_fact(self.db, self.meeting_id, fact, typed, reason=reason, by=self.by, now=self.tick())

    def step(self, new: MinutesState, expected: MinutesState, reason: str = "") -> None:
        service.take_step(self.db, self.meeting_id, new, expected=expected, reason=reason, by=self.by, now=self.tick())

    def to(self, state: MinutesState) -> "Desk":
        order = list(MinutesState)
        while (now_at := queries.state(self.db, self.meeting_id)) is not state:
            self.step(order[order.index(now_at) + 1], now_at)
        return self

    def member(self, number: int) -> tuple[int, int]:
        """Return a seat and its holder."""
        seat = committees.roster_on(self.db, self.played.committee_id, date(2026, 12, 10)).seats[number - 1]
        assert seat.titular is not None
        return seat.seat.id, seat.titular.person_id

    def disagree(self, number: int, item: int, body: str = "") -> int:
        seat, person = self.member(number)
        return service.disagree(
            self.db,
            self.meeting_id,
            self.item(item),
            seat=seat,
            person_id=person,
            body=body,
            by=self.by,
            now=self.tick(),
        )

    def dossier(self) -> queries.Dossier:
        return queries.dossier(self.db, self.meeting_id, now=self.tick())
