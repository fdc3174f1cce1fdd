"""The morning after the reference sitting, in front of browsers: the desk, members, the worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from flask import Flask

from tests.web.visitors import Visitor
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.cli.demo.reference import STARTS_AT, Reference
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.minutes.model import MinutesState
from webapp.settings import Settings
from webapp.web.kit import database, streams


class House:
    """An instance that holds the reference sitting."""

    def __init__(self, app: Flask, settings: Settings, played: Reference) -> None:
        self.app, self.settings, self.played = app, settings, played
        self.db = database.of(app)
        self.base = f"/secretariat/seances/{played.meeting_id}/proces-verbal"
        self.public = f"/seances/{played.meeting_id}/proces-verbal"

    def desk(self, person_id: int | None = None) -> Visitor:
        person = person_id or self.played.secretary.person_id or 0
        return self.with_role(Role.SECRETARIAT, person)

    def with_role(self, role: Role, person_id: int) -> Visitor:
        accounts.grant_role(self.db, person_id, role, committee_id=self.played.committee_id, by=SYSTEM, now=clock.now())
        return Visitor(self.app).enter(person_id)

    def member(self, number: int) -> Visitor:
        seat = committees.roster_on(self.db, self.played.committee_id, STARTS_AT.date()).seats[number - 1]
        assert seat.titular is not None
        return Visitor(self.app).enter(seat.titular.person_id)

    def item(self, number: int) -> int:
        return self.played.items[number - 1]

    def work(self) -> None:
        while worker.do_next(self.db, self.settings, worker.HANDLERS):
            pass

    def later(self) -> None:
        """Move the clock on ten minutes: final minutes that were copied were made a few seconds ahead of it."""
        offset = Path(self.settings.clock_offset_file)
        offset.write_text(str(float(offset.read_text(encoding="ascii")) + 600), encoding="ascii")

    def move_to(self, desk: Visitor, state: MinutesState) -> None:
        order = list(MinutesState)
        for before, after in pairwise(order[: order.index(state) + 1]):
            answer = desk.post(f"{self.base}/etape", state=after.value, expected=before.value)
            assert answer.status_code == 303


@contextmanager
def house(folder: Path, reference_sitting: tuple[bytes, Reference]) -> Iterator[House]:
    """Open the instance, its clock moved to the morning after."""
    content, played = reference_sitting
    (folder / "collegiale.db").write_bytes(content)
    (folder / "files").mkdir()
    with opened(folder, played) as made:
        yield made


@contextmanager
def opened(folder: Path, played: Reference) -> Iterator[House]:
    """Open an instance that is there, its clock moved to the morning after."""
    offset = folder / "offset"
    offset.write_text(str((STARTS_AT + timedelta(hours=19) - clock.now()).total_seconds()), encoding="ascii")
    settings = Settings(
        instance=folder,
        session_key="test",
        mark="test",
        prefecture="Préfecture du Val-Imaginaire",
        public_address="http://localhost",
        clock_offset_file=str(offset),
    )
    app = create_app(settings)
    app.testing = True
    try:
        yield House(app, settings, played)
    finally:
        clock.shift_by_file(None)
        streams.of(app).stop()
        database.of(app).close()
