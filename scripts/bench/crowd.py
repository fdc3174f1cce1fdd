"""Webinars and those who sign up for them, for a bench: one open now, or a house of sixty thousand registrations."""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe

import load
import scene
from lib import ROOT

sys.path.insert(0, str(ROOT))

from tests import factories
from tests.webinars.seminar import NOTICE, QUESTION
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.kernel import clock, tokens
from webapp.registrations.model import SignUp
from webapp.settings import load as settings
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit import database, streams
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Content, OrganiserRole, Room, Shown
from webapp.webinars.service.letters import Means
from webapp.webinars.service.preparing import Day

RUNS = 15
LOT = 5_000
READING_PAGES = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A webinar that people may sign up for; `form` is the address of its form."""

    id: int
    date: int
    form: str


def a_webinar(instance: Path, *, seats: int) -> Made:
    """Publish a webinar of one date on an instance that nobody serves yet."""
    _from_everywhere(instance)
    with _opened(instance) as db:
        return _webinar(db, "Gérer l’eau en été", seats=seats)


def _from_everywhere(instance: Path) -> None:
    """Let all who come from this one machine be taken, as they would be from as many places."""
    file = instance / "settings.toml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if "signups_per_minute =" not in line]
    file.write_text("\n".join([*kept, "signups_per_minute = 1_000_000", ""]), encoding="utf-8")


def _webinar(db: Database, title: str, *, seats: int, days: int = 30) -> Made:
    now = clock.now()
    starts_at = now + timedelta(days=days)
    day = Day(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), seats=seats)
    number = webinars.create(
        db,
        Content(title=title, summary="Une heure pour comprendre les règles de partage de l’eau."),
        days=[day],
        room=Room(address="https://visio.val-imaginaire.example/salle"),
        asked=[QUESTION],
        notice=NOTICE,
        by=SYSTEM,
        now=now,
    )
    webinars.publish(db, number, by=SYSTEM, now=now)
    shown = _shown(db, number)
    date = shown.occurrences[0].id
    return Made(id=number, date=date, form=f"/webinaires/{shown.webinar.code}/{date}/inscription")


def _shown(db: Database, number: int) -> Shown:
    webinar = queries.find(db, number)
    if webinar is None:
        message = "the webinar was not kept"
        raise RuntimeError(message)
    return queries.shown(db, webinar)


@contextmanager
def _opened(instance: Path) -> Iterator[Database]:
    db = Database.open(settings(instance).database)
    try:
        yield db
    finally:
        db.close()


def held(instance: Path) -> int:
    """Return how many seats are held, as the pools count them and as the registrations do: they must agree."""
    counted, listed = _numbers(
        instance,
        "SELECT sum(held) FROM pools",
        "SELECT coalesce(sum(seats), 0) FROM registrations WHERE pool_id IS NOT NULL",
    )
    if counted != listed:
        message = f"{counted} seats are held, {listed} are given"
        raise RuntimeError(message)
    return counted


def registered(instance: Path) -> int:
    """Return how many signed up."""
    return _numbers(instance, "SELECT count(*) FROM registrations")[0]


def _numbers(instance: Path, *questions: str) -> list[int]:
    with _opened(instance) as db:
        return [int(db.value(each)) for each in questions]


def voting_page_seconds(instance: Path, port: int) -> float:
    """Return the median time of a sitting's page for a member, over HTTP."""
    found = scene.read(instance)
    times = []
    for number in range(READING_PAGES):
        request = scene.got(found.address, found.members[number % len(found.members)])
        started = time.perf_counter()
        load.once(port, request)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


class Crowd:
    """An instance in this process with so many registrations for one of its webinars."""

    def __init__(self, instance: Path, *, registrations: int, webinars: int = 0) -> None:
        self.followers = 0
        self.app = create_app(settings(instance))
        self.db = database.of(self.app)
        self.registrations = registrations
        self.made = _webinar(self.db, "Le grand webinaire", seats=registrations + 10_000)
        self.desk = _organiser(self)
        self._fill(registrations)
        for number in range(webinars):
            _webinar(self.db, f"Webinaire {number} sur la sécheresse", seats=100, days=1 + number % 300)
        self.db.rows("SELECT count(*) FROM registrations")

    def close(self) -> None:
        """Leave the instance."""
        streams.of(self.app).stop()
        self.db.close()

    def _fill(self, wanted: int) -> None:
        form = _shown(self.db, self.made.id).form.id
        pool = self.db.value("SELECT id FROM pools WHERE occurrence_id = ?", (self.made.date,))
        now = clock.to_text(clock.now())
        for first in range(0, wanted, LOT):
            with unit_of_work(self.db):
                for number in range(first, min(first + LOT, wanted)):
                    self._add(number, form, pool, now)
        with unit_of_work(self.db):
            self.db.run("UPDATE pools SET held = ? WHERE id = ?", (wanted, pool))

    def _add(self, number: int, form: int, pool: int, now: str) -> None:
        service = f"Service {number % 40}"
        person = SignUp(
            last_name=f"Exemple {number}", first_name="Anne", email=f"anne{number}@val.example", service=service
        )
        nonce = tokens.new_nonce()
        self.db.run(
            "INSERT INTO registrations (occurrence_id, form_id, key, status, pool_id, seats, last_name, first_name,"
            " email, identity, origin, service, search, nonce, manage_hash, entry_hash, submitted_at, settled_at,"
            " version) VALUES (?, ?, ?, 'confirmed', ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                *(self.made.date, form, f"lot {number}", pool, person.last_name, person.first_name, person.email),
                *(person.identity, str(number % 13), service, person.search, nonce),
                *(tokens.hash_of(f"{nonce}:m"), tokens.hash_of(f"{nonce}:e"), now, now),
            ),
        )

    def cost_of_a_sign_up(self, times: int = 40) -> float:
        """Return the median seconds of one more sign-up, in process, commit included; each call signs new people up."""
        shown = _shown(self.db, self.made.id)
        means = Means(link_key="banc", public_address="http://localhost", files=self.db.path.parent)
        spent = []
        for _ in range(times):
            self.followers += 1
            number = self.followers
            typed = SignUp(last_name=f"Suivant {number}", first_name="Anne", email=f"suivant{number}@val.example")
            started = time.perf_counter()
            webinars.sign_up(self.db, shown, self.made.date, typed, key=token_urlsafe(12), means=means, now=clock.now())
            spent.append(time.perf_counter() - started)
        return statistics.median(spent)

    def pages(self) -> Iterator[tuple[str, float]]:
        """Yield what the heaviest pages cost, in milliseconds of server time."""
        desk = f"/organisation/webinaires/{self.made.id}"
        listed = f"{desk}/inscrits?date={self.made.date}"
        for path in ("/webinaires", "/webinaires?mots=secheresse+1999", desk, listed, f"{listed}&mots=exemple+59999"):
            yield path, self._milliseconds(path)

    def export_megabytes(self) -> float:
        """Return by how much this process grew, at its highest, while every row left as a stream."""
        before = _resident("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the highest weight begins anew
        answer = self.desk.post(f"/organisation/webinaires/{self.made.id}/statistiques/export", form="csv")
        rows = sum(piece.count(b"\n") for piece in answer.response)
        answer.close()
        if rows <= self.registrations:
            message = f"{rows} lines left, for {self.registrations} registrations"
            raise RuntimeError(message)
        return _resident("VmHWM") - before

    def _milliseconds(self, path: str) -> float:
        times = []
        for number in range(RUNS + 1):
            started = time.perf_counter()
            answer = self.desk.get(path)
            if answer.status_code != 200:  # noqa: PLR2004 — the page
                message = f"{path}: {answer.status_code}"
                raise RuntimeError(message)
            if number:
                times.append((time.perf_counter() - started) * 1000)
        return statistics.median(times)


def _resident(what: str) -> float:
    """Return a figure of this process's memory, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def _organiser(crowd: Crowd) -> scene.Visitor:
    factories.NOW = clock.now()  # their fixed day may be to come, and the journal would stand there
    person_id = factories.a_person(crowd.db, "Organisatrice")
    accounts.grant_role(crowd.db, person_id, Role.ORGANISER, by=SYSTEM, now=clock.now())
    webinars.set_organiser(crowd.db, crowd.made.id, person_id, OrganiserRole.LEAD, by=SYSTEM, now=clock.now())
    return scene.Visitor(crowd.app).enter(person_id)
