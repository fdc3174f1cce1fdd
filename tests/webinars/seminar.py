"""A webinar ready to be signed up for, of « Val-Imaginaire »."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.factories import NOW
from webapp.audit.model import SYSTEM, By
from webapp.kernel import tokens
from webapp.kernel.tokens import Nonce
from webapp.registrations import queries as registrations
from webapp.registrations.model import (
    Companion,
    Field,
    FieldKind,
    PrivacyNotice,
    Received,
    Registration,
    SignUp,
    Terms,
)
from webapp.registrations.service.signing import links_of
from webapp.storage.database import Database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Content, Room, Shown
from webapp.webinars.service.letters import Means
from webapp.webinars.service.preparing import Day

LINK_KEY = "clé des essais"
STARTS_AT = NOW + timedelta(days=10)
ROOM = "https://visio.val-imaginaire.example/salle-secrete"
NOTICE = PrivacyNotice(
    controller="La préfecture du Val-Imaginaire",
    contact="donnees@val-imaginaire.example",
    purpose="organiser le webinaire",
    basis="mission d’intérêt public",
    recipients="le service organisateur",
    kept="trois mois après le webinaire",
    rights="Vous pouvez consulter, corriger et faire effacer vos données.",
    complaint="Vous pouvez saisir la CNIL.",
)
QUESTION = Field(key="question", kind=FieldKind.LONG_TEXT, label="Votre question", keep_days=90)


def means(files: Path) -> Means:
    """Return what messages need in a test."""
    return Means(link_key=LINK_KEY, public_address="http://localhost", files=files)


def token(registration: Registration, link: str = "manage") -> str:
    """Return the token of one of somebody's links."""
    assert registration.nonce is not None
    return tokens.derive(LINK_KEY, getattr(links_of(registration.nonce), link))


class Seminar:
    """A published webinar of one date, and what people do with it."""

    def __init__(
        self,
        db: Database,
        *,
        seats: int | None = 2,
        quotas: dict[str, int] | None = None,
        terms: Terms | None = None,
        by: By = SYSTEM,
        starts_at: datetime = STARTS_AT,
        title: str = "Gérer l’eau en été",
    ) -> None:
        self.db = db
        self.means = means(db.path.parent)
        self.keys = 0
        day = Day(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), seats=seats, quotas=quotas or {})
        self.id = webinars.create(
            db,
            Content(title=title),
            days=[day],
            room=Room(address=ROOM),
            terms=terms,
            asked=[QUESTION],
            notice=NOTICE,
            by=by,
            now=NOW,
        )
        webinars.publish(db, self.id, by=by, now=NOW)

    @property
    def shown(self) -> Shown:
        webinar = queries.find(self.db, self.id)
        assert webinar is not None
        return queries.shown(self.db, webinar)

    @property
    def date_id(self) -> int:
        return self.shown.occurrences[0].id

    def sign_up(
        self,
        last_name: str,
        *,
        email: str = "",
        origin: str = "",
        others: int = 0,
        key: str = "",
        now: datetime = NOW,
        **answers: str,
    ) -> Received:
        """Sign up « Anne <last_name> », with `others` behind the same screen."""
        self.keys += 1
        typed = SignUp(
            last_name=last_name,
            first_name="Anne",
            email=email or f"{last_name.lower()}@val-imaginaire.example",
            origin=origin,
            answers=answers,
            companions=tuple(
                Companion(last_name=f"Voisin {letter}", first_name="Zoé") for letter in "ABCDEFGH"[:others]
            ),
        )
        return webinars.sign_up(
            self.db, self.shown, self.date_id, typed, key=key or f"clé {self.keys}", means=self.means, now=now
        )

    def reread(self, registration: Registration) -> Registration:
        """Return a registration as it stands now."""
        found = registrations.find(self.db, registration.id)
        assert found is not None
        return found

    def derived(self, nonce: Nonce) -> str:
        """Return the token that a letter's link would carry."""
        return tokens.derive(self.means.link_key, nonce)

    def change_room(self, address: str) -> None:
        """Move the date to another room."""
        room = replace(queries.room(self.db, self.date_id), address=address)
        webinars.set_rooms(self.db, self.id, [self.date_id], room, by=SYSTEM, now=NOW)
