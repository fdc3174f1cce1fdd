"""A prefecture at full size for a bench: 100 members in a sitting whose vote is open, 40 items, 30 past sittings."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from lib import ROOT

sys.path.insert(0, str(ROOT))

from flask import Flask

from tests import factories
from tests.web.visitors import Visitor, csrf
from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings.model import Mode
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import Form, ItemDraft, MeetingDraft, MotionDraft
from webapp.settings import load
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit import database, streams

MEMBERS, ITEMS, PAST = 100, 40, 30
INTERVAL = timedelta(days=10)
VOTED_ITEMS = 8  # of each past sitting
TEXT = "La commission émet un avis favorable, sous réserve des prescriptions du service instructeur.\n" * 5


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody signed in: what their browser sends with every request; `seat` is 0 for the secretariat."""

    seat: int
    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Where everything is: the sitting under way, its open vote, and the browsers of its people."""

    meeting: int
    item: int
    motion: int
    to_come: tuple[tuple[int, int], ...]  # the items not called yet, each with its motion
    past: tuple[int, ...]
    screen: str
    members: tuple[Browser, ...]
    desk: Browser

    @property
    def address(self) -> str:
        """The members' page of the sitting."""
        return f"/seances/{self.meeting}"

    def flow(self, pages: int) -> list[bytes]:
        """Return the requests by which that many open pages follow the sitting, its members in turn."""
        return [got(f"{self.address}/flux", self.members[page % len(self.members)]) for page in range(pages)]

    def acted(self, path: str, **fields: str) -> bytes:
        """Return a request of the secretariat's on the sitting it leads."""
        body = urlencode({"csrf_token": self.desk.token, "key": token_urlsafe(12), **fields})
        return posted(f"/secretariat/seances/{self.meeting}/conduire{path}", self.desk, body)

    @property
    def vote(self) -> str:
        """The address of the open vote for its members."""
        return f"/seances/{self.meeting}/points/{self.item}/voter"

    def ballot(self, member: Browser, number: int = 0) -> bytes:
        """Return a whole request that casts a member's ballot, with a key of its own."""
        choice = ("for", "against", "abstain")[number % 3]
        body = (
            f"csrf_token={member.token}&motion={self.motion}&seat={member.seat}&choice={choice}&key={token_urlsafe(16)}"
        )
        return posted(self.vote, member, body)


def posted(path: str, browser: Browser, body: str) -> bytes:
    """Return a POST of a form as a browser sends it, the connection kept."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: collegiale={browser.cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def got(path: str, browser: Browser) -> bytes:
    """Return a GET of a page as a browser sends it, the connection kept."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: collegiale={browser.cookie}\r\n\r\n".encode()


def build(instance: Path, *, members: int = MEMBERS, items: int = ITEMS, past: int = PAST) -> Scene:
    """Fill a new instance and return its scene: the sitting is held today, the past ones every ten days before."""
    instance.mkdir(parents=True, exist_ok=True)
    _bring_to_today(past)
    app = create_app(load(instance))
    db = database.of(app)
    builder = _Builder(db, members)
    held = tuple(builder.past_sitting() for _ in range(past))
    meeting, agenda_items = builder.sitting(items)
    (item, motion), *to_come = agenda_items[items // 2 :]
    found = Scene(
        meeting=meeting,
        item=item,
        motion=motion,
        to_come=tuple(to_come),
        past=held,
        screen=db.value("SELECT screen_token FROM meetings WHERE id = ?", (meeting,)),
        members=tuple(
            entered(app, held.titular.person_id, held.seat.id) for held in builder.seats if held.titular is not None
        ),
        desk=entered(app, builder.secretary()),
    )
    streams.of(app).stop()
    db.close()
    return found


def _bring_to_today(past: int) -> None:
    """Move the factories' fixed calendar, so that the service runs on its own clock."""
    factories.NOW = clock.now() - INTERVAL * (past + 1) - timedelta(hours=2)
    factories.FIRST_DAY = factories.NOW.date() - timedelta(days=30)
    factories.LAST_DAY = factories.FIRST_DAY + timedelta(days=1000)


class _Builder:
    """Plays sittings of one committee through the services: every ten days, each act a second after the one before."""

    def __init__(self, db: Database, members: int) -> None:
        self.db = db
        self.clock = factories.NOW
        self.committee = factories.a_committee(db, seat_count=members, code="banc")
        self.seats = factories.the_seats(db, self.committee, clock.now().date())

    def secretary(self) -> int:
        person_id = factories.a_person(self.db, "Greffe", "Claude")
        for role in (Role.SECRETARIAT, Role.AUDITOR):
            people.grant_role(self.db, person_id, role, committee_id=self.committee.id, by=SYSTEM, now=factories.NOW)
        people.grant_role(self.db, person_id, Role.ADMINISTRATOR, by=SYSTEM, now=factories.NOW)
        return person_id

    def past_sitting(self) -> int:
        """Hold a sitting in which everybody is present and every item is voted by show of hands, and close it."""
        meeting, items = self._opened(VOTED_ITEMS)
        for item, motion in items:
            self._voted(meeting, item, motion)
        conduct.close_sitting(self.db, meeting, **self._by())
        with unit_of_work(self.db):
            self.db.run("DELETE FROM jobs")  # the papers of past evenings were issued long ago
        return meeting

    def sitting(self, count: int) -> tuple[int, list[tuple[int, int]]]:
        """Hold the day's sitting as far as the middle of its agenda, and open a vote there; return its agenda."""
        meeting, items = self._opened(count)
        for item, motion in items[: count // 2]:
            self._voted(meeting, item, motion)
        item, motion = items[count // 2]
        conduct.begin_item(self.db, meeting, item, **self._by())
        voting.open_vote(self.db, meeting, motion, **self._by())
        return meeting, items

    def _opened(self, count: int) -> tuple[int, list[tuple[int, int]]]:
        self.clock += INTERVAL
        draft = MeetingDraft(starts_at=self.clock, mode=Mode.IN_PERSON, place="Préfecture, salle Val-Imaginaire")
        meeting = conduct.create(self.db, self.committee.id, draft, **self._by()).id
        items = [self._item(meeting, number) for number in range(1, count + 1)]
        for held in self.seats:
            if held.titular is not None:
                presence.arrive(self.db, meeting, held.seat.id, held.titular.person_id, Form.ROOM, **self._by())
        conduct.open_sitting(self.db, meeting, **self._by())
        return meeting, items

    def _item(self, meeting: int, number: int) -> tuple[int, int]:
        draft = ItemDraft(title=f"Installation classée n° {number}", commune="Val-Imaginaire", applicant="SARL Exemple")
        item = agenda.add_item(self.db, meeting, draft, **self._by())
        motion = MotionDraft(title="Ensemble", text=f"Point {number}. {TEXT}")
        return item, agenda.add_motion(self.db, meeting, item, motion, **self._by())

    def _voted(self, meeting: int, item: int, motion: int) -> None:
        conduct.begin_item(self.db, meeting, item, **self._by())
        voting.open_vote(self.db, meeting, motion, **self._by())
        against, abstaining = self.seats[1].seat.id, self.seats[2].seat.id
        voting.show_of_hands(
            self.db,
            meeting,
            motion,
            read_back="Un contre, une abstention, les autres favorables.",
            key=token_urlsafe(16),
            against=[against],
            abstain=[abstaining],
            **self._by(),
        )
        voting.close_vote(self.db, meeting, motion, decision="Liste relue à voix haute.", **self._by())
        voting.announce(self.db, meeting, motion, **self._by())
        conduct.end_item(self.db, meeting, item, **self._by())

    def _by(self) -> Any:
        self.clock += timedelta(seconds=1)
        return {"by": SYSTEM, "now": self.clock}


def entered(app: Flask, person_id: int, seat: int = 0) -> Browser:
    """Sign somebody in; return what their browser then sends."""
    visitor = Visitor(app).enter(person_id)
    token = csrf(visitor.text("/profil"))
    cookie = visitor.client.get_cookie("collegiale")
    return Browser(seat=seat, cookie=cookie.value if cookie else "", token=token)


def main() -> int:
    """Build a scene in a folder and describe it there: a process of its own, that leaves its memory when it ends."""
    instance, members, items, past = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    found = build(instance, members=members, items=items, past=past)
    (instance / "scene.json").write_text(json.dumps(asdict(found)), encoding="utf-8")
    return 0


def built(instance: Path, *, members: int = MEMBERS, items: int = ITEMS, past: int = PAST) -> Path:
    """Have another process build a scene; return the instance's folder."""
    numbers = [str(number) for number in (members, items, past)]
    subprocess.run([sys.executable, __file__, str(instance), *numbers], check=True)
    return instance


def read(instance: Path) -> Scene:
    """Return the scene described in an instance's folder."""
    values = json.loads((instance / "scene.json").read_text(encoding="utf-8"))
    members = tuple(Browser(**each) for each in values.pop("members"))
    values["to_come"] = tuple((item, motion) for item, motion in values["to_come"])
    return Scene(**{**values, "past": tuple(values["past"]), "members": members, "desk": Browser(**values["desk"])})


if __name__ == "__main__":
    sys.exit(main())
