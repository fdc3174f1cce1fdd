"""A consultation in writing behind the application's pages, its hour moved by the test."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from tests import factories
from tests.meetings.consulted import Consulted
from tests.web.desk.clerk import Clerk
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings.sitting import Nature
from webapp.web.kit import database


class Hour:
    """The application's clock, set to an instant from which it runs on."""

    def __init__(self, file: Path) -> None:
        self.file = file
        clock.shift_by_file(file)

    def at(self, instant: datetime) -> None:
        self.file.write_text(str((instant - datetime.now(UTC)).total_seconds()))


class House:
    """The application with one consultation, its secretariat and its members."""

    def __init__(
        self, app: Flask, file: Path, *, seats: int = 5, nature: Nature | None = None, substitutes: bool = False
    ) -> None:
        self.app = app
        self.case = Consulted(database.of(app), seats=seats, nature=nature, substitutes=substitutes)
        self.hour = Hour(file)
        self.hour.at(self.case.clock)
        self.address = f"/seances/{self.case.meeting_id}"
        self.desk_address = f"/secretariat{self.address}/consultation"
        self.keeper = factories.a_person(database.of(app), "Greffe", "Claude")
        service.grant_role(
            database.of(app),
            self.keeper,
            Role.SECRETARIAT,
            committee_id=self.case.committee.id,
            by=SYSTEM,
            now=factories.NOW,
        )

    def at(self, instant: datetime) -> "House":
        """Move the hour of the application and that of the acts that the test itself plays."""
        self.case.at(instant)
        self.hour.at(instant)
        return self

    def member(self, number: int) -> Clerk:
        """Return a member in front of their own browser; a session lasts hours, a consultation days."""
        return Clerk(self.app, self.case.person(number), self.address)

    def desk(self) -> Clerk:
        return Clerk(self.app, self.keeper, self.desk_address)
