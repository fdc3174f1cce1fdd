"""Two services on one machine that share by their feeds alone, each fetched by the other's worker."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.awaiting import until
from tests.factories import a_person
from tests.prefectures.instances import Instance
from tests.webinars.seminar import Seminar
from webapp.audit.model import By
from webapp.cli import _sharing
from webapp.kernel import clock, paths, tokens
from webapp.registrations import queries as registrations
from webapp.settings import load
from webapp.sharing import queries, service
from webapp.sharing.model import House, SharingRefusal
from webapp.storage.database import Database
from webapp.wording.phrases import phrase

ROOT = Path(__file__).parents[2]


class Served:
    """One prefecture's service as its administrator sets it up, and its database beside it."""

    def __init__(self, folder: Path, migrated: bytes, name: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        folder.mkdir()
        (folder / "collegiale.db").write_bytes(migrated)
        written = {"mark": "test", "prefecture": name, "public_address": self.address, "port": self.port}
        (folder / "settings.toml").write_text(
            "\n".join(f"{key} = {json.dumps(value)}" for key, value in written.items())
        )
        self.house: House = _sharing.house(load(folder))
        self.db = Database.open(folder / "collegiale.db")
        self.by = By(person_id=a_person(self.db, "Administrateur"), name="Administrateur")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def knows(self, other: "Served") -> None:
        number = service.add_partner(
            self.db,
            other.house.name,
            service.identity(other.house),
            "donnees@ici.example",
            house=self.house,
            by=self.by,
            now=clock.now(),
        )
        service.trust(self.db, number, house=self.house, by=self.by, now=clock.now())

    def feed(self) -> str:
        """Return the address of the feed that is this partner's."""
        (partner,) = queries.partners(self.db)
        return paths.link(self.address, "share_feed", token=tokens.derive(self.house.link_key, partner.feed_nonce))

    def fetches(self, address: str) -> None:
        service.set_feed(self.db, 1, address, by=self.by, now=clock.now())

    def fetch_now(self) -> None:
        """Press « Relever maintenant », and wait until the worker has done it."""
        before = queries.partners(self.db)[0].fetched_at
        service.schedule(self.db, now=clock.now(), due_at=clock.now())
        until(lambda: queries.partners(self.db)[0].fetched_at not in (None, before), seconds=30)

    @contextmanager
    def running(self) -> Iterator[None]:
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", "serve"],
            cwd=ROOT,
            env={**os.environ, "COLLEGIALE_INSTANCE": str(self.folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        try:
            assert self.address in process.stdout.readline()
            yield
        finally:
            process.terminate()
            process.communicate(timeout=10)

    def ask(self, path: str, body: dict[str, str] | None = None) -> Any:
        headers = {"Content-Type": "application/json", "Idempotency-Key": "agent-mont-1"}
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}{path}", content, headers)  # noqa: S310 — on this machine
        with urllib.request.urlopen(request) as answer:  # noqa: S310 — same
            return json.load(answer)


@pytest.fixture
def both(tmp_path: Path, migrated: bytes) -> Iterator[tuple[Served, Served]]:
    val = Served(tmp_path / "val", migrated, "Préfecture du Val-Imaginaire")
    mont = Served(tmp_path / "mont", migrated, "Préfecture du Mont-Fictif")
    val.knows(mont)
    mont.knows(val)
    yield val, mont
    val.db.close()
    mont.db.close()


def test_web_9_two_services_share_by_feed_alone(both: tuple[Served, Served]) -> None:
    val, mont = both
    seminar = Seminar(val.db, seats=5)
    day = registrations.occurrence(val.db, seminar.date_id)
    assert day is not None
    service.offer(val.db, seminar.shown.webinar, seminar.date_id, 1, 2, house=val.house, by=val.by, now=clock.now())
    with val.running(), mont.running():
        mont.fetches(val.feed())
        val.fetches(mont.feed())
        until(lambda: queries.dates_from(mont.db, queries.partners(mont.db)[0]), seconds=30)

        (listed,) = mont.ask("/api/v1/webinars")["listed"]
        assert listed["date"]["seats"] == 2
        person = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@mont.example"}
        signed = mont.ask(f"/api/v1/webinars/{listed['code']}/dates/{listed['date']['id']}/registrations", person)
        assert signed["status"] == "confirmed"

        mont.fetch_now()
        val.fetch_now()
        until(lambda: queries.shared(val.db, 1)[0].taken == 1)
        assert queries.people(val.db, queries.shared(val.db, 1)[0].id) == []
        with pytest.raises(urllib.error.HTTPError, match="404"):
            mont.ask("/partage/flux/INCONNU")


def test_a_feed_that_does_not_answer_is_said_and_changes_nothing(val: Instance, mont: Instance) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/flux"
        service.set_feed(val.db, 1, address, by=val.by, now=val.now)

        assert service.fetch(val.db, 1, val.house, now=val.now) is None
    assert queries.partners(val.db)[0].fetch_fault == phrase(SharingRefusal.FEED_SILENT)
