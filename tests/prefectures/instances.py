"""Two prefectures, each with its own database, that share webinars."""

from datetime import datetime
from pathlib import Path

from tests.factories import NOW, a_person
from tests.webinars.seminar import Seminar
from webapp.audit.model import By
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, Received, SignUp
from webapp.sharing import queries, service
from webapp.sharing.model import Came, House, Partner, SharedDate
from webapp.storage.database import Database
from webapp.webinars import queries as webinars
from webapp.webinars import service as webinars_service
from webapp.webinars.model import Shown
from webapp.webinars.service.letters import Means

NOTE = "Les deux préfectures sont responsables conjointes (RGPD, article 26)."


class Instance:
    """One prefecture's instance, and what its people do."""

    def __init__(self, folder: Path, migrated: bytes, name: str, seed: str) -> None:
        folder.mkdir()
        (folder / "collegiale.db").write_bytes(migrated)
        self.db = Database.open(folder / "collegiale.db")
        self.house = House(
            name=name,
            seed=seed * 32,
            link_key=f"clé de {name}",
            public_address=f"https://{seed}.example",
            files=folder,
        )
        self.means = Means(link_key=self.house.link_key, public_address=self.house.public_address, files=folder)
        self.by = By(person_id=a_person(self.db, f"Administrateur {seed}"), name="Administrateur")
        self.now = NOW
        self.keys = 0

    @property
    def key(self) -> str:
        return service.identity(self.house)

    def knows(self, other: "Instance", *, trusted: bool = True) -> int:
        """Add another instance as a partner, its fingerprint compared."""
        number = service.add_partner(
            self.db, other.house.name, other.key, "donnees@ici.example", house=self.house, by=self.by, now=self.now
        )
        if trusted:
            service.trust(self.db, number, house=self.house, by=self.by, now=self.now)
        return number

    @property
    def partner(self) -> Partner:
        return queries.partners(self.db)[0]

    def export(self) -> bytes:
        """Return the bundle for the partner."""
        return service.export(self.db, self.partner.id, self.house, by=self.by, now=self.now).encode()

    def receive(self, content: bytes) -> Came:
        return service.receive(self.db, content, self.house, by=self.by, now=self.now)

    def offer(self, seminar: Seminar, seats: int) -> None:
        service.offer(
            self.db,
            seminar.shown.webinar,
            seminar.date_id,
            self.partner.id,
            seats,
            house=self.house,
            by=self.by,
            now=self.now,
        )

    @property
    def share(self) -> SharedDate:
        return queries.shared(self.db, self.partner.id)[0]

    def record_note(self, text: str = NOTE) -> None:
        on = self.now.date() if text else None
        service.set_note(self.db, self.partner.id, text, on, house=self.house, by=self.by, now=self.now)

    @property
    def came(self) -> Shown:
        """Return the one webinar that came from the partner."""
        (line,) = {webinar.id: webinar for webinar, _ in queries.dates_from(self.db, self.partner)}.values()
        return webinars.shown(self.db, line)

    @property
    def came_date(self) -> Occurrence:
        return self.came.occurrences[0]

    def sign_up(self, last_name: str, *, now: datetime | None = None) -> Received:
        """Sign one of this instance's people up for what came."""
        self.keys += 1
        typed = SignUp(last_name=last_name, first_name="Anne", email=f"{last_name.lower()}@ici.example", service="Eau")
        return webinars_service.sign_up(
            self.db, self.came, self.came_date.id, typed, key=f"clé {self.keys}", means=self.means, now=now or self.now
        )

    def withdraw(self, received: Received) -> None:
        """Withdraw somebody by their own link."""
        from webapp.kernel import tokens  # noqa: PLC0415 — same words as the page's

        nonce = received.registration.nonce
        assert nonce is not None
        webinars_service.withdraw(self.db, tokens.derive(self.house.link_key, nonce), means=self.means, now=self.now)

    def subjects(self) -> list[str]:
        """Return the subjects of the messages written here, the earliest first."""
        return [row["subject"] for row in self.db.rows("SELECT subject FROM messages ORDER BY id")]

    def status(self, received: Received) -> str:
        found = registrations.find(self.db, received.registration.id)
        assert found is not None
        return found.status

    def written(self) -> dict[str, int]:
        """Count the rows of what a bundle could change."""
        tables = ("webinars", "occurrences", "registrations", "messages", "journal", "hosted_dates", "shared_people")
        return {name: int(self.db.value(f"SELECT count(*) FROM {name}")) for name in tables}  # noqa: S608 — constants


def exchange(one: Instance, other: Instance) -> None:
    """Hand each other's bundle over, there and back and there again, so that each knows what the other has read."""
    other.receive(one.export())
    one.receive(other.export())
    other.receive(one.export())
