"""A relay on this machine, the way to it, and messages that wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.outbox.postoffice import PostOffice, opened
from webapp.outbox import queries, service
from webapp.outbox.model import Joined, Letter, Link, Means, Message, MessageState, Relay, Trouble
from webapp.outbox.service import Door
from webapp.storage.database import Database, unit_of_work

SENDER = "Secrétariat du CODERST <coderst@prefecture.example>"
ANNE = "anne@val-imaginaire.example"
TEXT = "Bonjour,\n\nSéance le jeudi 10 décembre 2026 à 14 h 30.\n.\n..fin\n"


def a_letter(subject: str, **fields: object) -> Letter:
    """A letter named by its subject."""
    usual = {
        "key": f"meeting.notice:12:{subject}",
        "kind": "meeting.notice",
        "about": "meeting:12",
        "committee_id": 1,
        "person_id": None,
        "name": "Mme Anne Exemple",
        "address": ANNE,
        "subject": subject,
        "body": TEXT,
    }
    return Letter(**{**usual, **fields})  # type: ignore[arg-type]  # the test names its own


@dataclass
class Round:
    """The courier's round in a test: what waits, the relay, the door to it, and the hour at which it began."""

    db: Database
    office: PostOffice
    door: Door
    means: Means
    now: datetime

    def post(self, subject: str, *, link: Link | None = None, joined: tuple[Joined, ...] = (), **fields: object) -> int:
        """Leave a message, named by its subject."""
        with unit_of_work(self.db):
            number = service.post(self.db, a_letter(subject, link=link, joined=joined, **fields), now=self.now)
        assert number is not None
        return number

    def deliver(self, at: datetime | None = None, *, door: Door | None = None) -> None:
        """Hand over whatever is due at an hour."""
        while service.hand_next(self.db, door or self.door, self.means, now=at or self.now):
            pass

    def found(self, number: int) -> Message:
        message = queries.find(self.db, number)
        assert message is not None
        return message

    def state(self, number: int) -> MessageState:
        return self.found(number).state

    def told(self, number: int) -> tuple[MessageState, str]:
        message = self.found(number)
        return message.state, message.words

    @property
    def trouble(self) -> Trouble:
        found = queries.trouble(self.db)
        assert found is not None
        return found


def relay_of(office: PostOffice, **circumstances: str) -> Relay:
    settings = {"security": "", "user": "", "password": "", **circumstances}
    return Relay(host="127.0.0.1", port=office.port, sender=SENDER, **settings)


@pytest.fixture
def mail(db: Database, tmp_path: Path, now: datetime) -> Iterator[Round]:
    means = Means(
        sender=SENDER, link_key="a" * 64, public_address="https://collegiale.example", files=tmp_path / "files"
    )
    with opened() as office:
        door = Door(relay_of(office))
        yield Round(db, office, door, means, now)
        door.close()
