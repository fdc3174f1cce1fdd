"""Who meets in a series of webinars: its organiser at a desk, those who sign up on a telephone, and what their mail brings."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Locator, expect

from tests.awaiting import until
from tests.journeys.people import Person
from tests.journeys.story import IN_FULL
from tests.outbox.postoffice import PostOffice

HERE = "/organisation/webinaires"
TITLE = "Gérer l’eau en été"
PHONE = {"width": 360, "height": 740}
BETWEEN_SIGNS = 4  # minutes: a page that gives no sign for five was closed
MAIL_SECONDS = 120.0  # for some hundreds of messages, on a machine that does other things meanwhile


class Visitor(Person):
    """Somebody whose pages are judged in the whole story; the gate audits them all, full of people, in `tests/web/skin`."""

    def looks(self) -> None:
        if IN_FULL:
            super().looks()


class Organiser(Visitor):
    """Clémence, who leads one webinar."""

    webinar = 0

    @property
    def base(self) -> str:
        return f"{HERE}/{self.webinar}"

    def comes_back(self) -> None:
        """Sign in again: days have passed."""
        self.context.clear_cookies()
        self.signs_in("clemence")
        self.goes_to(self.base)

    def creates(self) -> None:
        self.goes_to(HERE)
        self.reads("Aucun webinaire pour le moment")
        self.follows("Créer un webinaire")
        self.fills("Titre", TITLE)
        self.fills("Résumé", "Une heure pour comprendre les règles de partage de l’eau.")
        self.fills("Présentation", "Le cadre, puis vos questions.")
        self.fills("Intervenants", "Aurore Brumeval, préfète\nOndine Clairejauge, hydrologue")
        self.fills("Cycle", "L’eau et nous")
        self.presses("Créer le webinaire")
        self.webinar = int(self.page.url.rsplit("/", 1)[1])

    def adds_dates(self, first: datetime, *, times: int, seats: int, room: str) -> None:
        self.follows("Dates et salles")
        self.follows("Ajouter des dates")
        self.fills("Jour", f"{first:%Y-%m-%d}", exact=True)
        self.fills("Début", f"{first:%H:%M}")
        self.fills("Fin", f"{first.replace(hour=first.hour + 1):%H:%M}")
        self.fills("Nombre de places", str(seats))
        self.fills("Combien de dates", str(times))
        self.fills("Lien de la salle", room)
        self.fills("Nombre de personnes que la salle tient", str(seats + 50))
        self.presses("Ajouter")
        self.reads(f"{times} dates ajoutées")

    def is_not_let_publish(self) -> None:
        """RGP-1: not before people are told what becomes of their data."""
        self.goes_to(self.base)
        self.follows("Publication")
        self.reads("L’information sur les données personnelles est incomplète")

    def publishes(self) -> None:
        self.goes_to(self.base)
        self.follows("Information sur les données")
        self.fills("Contact", "donnees@val-imaginaire.example")
        self.presses("Enregistrer l’information")
        self.follows("Aperçu")
        self.reads("Inscription confirmée")
        self.goes_to(self.base)
        self.follows("Publication")
        self.presses("Publier et ouvrir les inscriptions")
        self.reads("Le webinaire est publié")

    def _date(self, label: str) -> Locator:
        return self.page.locator(".fr-card", has_text=label).first

    def moves(self, label: str, to: datetime) -> None:
        """Change the hours of a date, found by what its card says."""
        self.follows("Dates et salles")
        self.follows("Changer", within=self._date(label))
        self.fills("Début", f"{to:%H:%M}")
        self.fills("Fin", f"{to.replace(hour=to.hour + 1):%H:%M}")
        self.presses("Voir ce qui va se passer")

    def cancels(self, label: str, reason: str) -> None:
        self.follows("Annuler", within=self._date(label))
        self.fills("Motif", reason)
        self.presses("Voir ce qui va se passer")

    def declares(self, date: int, name: str, *, since: str, until_hour: str, reason: str) -> None:
        self.goes_to(f"{self.base}/dates/{date}/presence?mots={name.replace(' ', '+')}")
        self.follows(f"Anne {name}")
        self.fills("De", since, exact=True)
        self.fills("À", until_hour, exact=True)
        self.fills("Motif", reason, exact=True)
        self.presses("Déclarer cette présence")

    def brings_in(self, date: int, rows: Iterable[Mapping[str, str]]) -> None:
        """Import the list of participants as a tool exports it."""
        file = io.StringIO()
        writer = csv.DictWriter(file, ["Nom", "Adresse e-mail", "Arrivée", "Départ"], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        self.goes_to(f"{self.base}/dates/{date}/presence/liste")
        self.page.get_by_label("Fichier").set_input_files(
            {"name": "participants.csv", "mimeType": "text/csv", "buffer": file.getvalue().encode()}
        )
        self.presses("Importer cette liste")

    def is_handed(self, button: str, folder: Path) -> Path:
        """Return what a button downloads."""
        with self.page.expect_download() as handed:
            self.page.get_by_role("button", name=button).click()
        handed.value.save_as(folder / handed.value.suggested_filename)
        return folder / handed.value.suggested_filename


class Participant(Visitor):
    """Somebody without account; the videoconference behind the room's link is a page of one sentence."""

    def signs_up(self, last_name: str, email: str, *, waits: bool = False) -> None:
        self.goes_to("/webinaires")
        self.follows(TITLE)
        self.follows("S’inscrire sur la liste d’attente" if waits else "S’inscrire")
        self.fills("Nom", last_name, exact=True)
        self.fills("Prénom", "Anne")
        self.fills("Adresse électronique", email)
        self.presses("M’inscrire")

    def opens(self, link: str) -> None:
        """Follow the link of a message."""
        self.goes_to(link.removeprefix(self.address))

    def enters(self, link: str, room: str) -> None:
        """Go into the room by the personal link; the room opens beside the page."""
        self.context.route(
            f"{room}*", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>La salle</p>")
        )
        self.page.clock.install()
        self.opens(link)
        with self.context.expect_page() as beside:
            self.page.get_by_role("button", name="Entrer dans la salle").click()
        expect(beside.value).to_have_url(room)
        self.reads("Gardez cette page ouverte jusqu’à la fin")

    def stays(self, minutes: int, passes: Callable[[float], None]) -> None:
        """Keep the page of the link open: each of its own minutes, here four of everybody's, it says that it is."""
        for _ in range(0, minutes, BETWEEN_SIGNS):
            passes(BETWEEN_SIGNS)
            with self.page.expect_response(re.compile("/presence$")) as answered:
                self.page.clock.fast_forward(60_000)
            assert answered.value.status == 204

    def gives_an_opinion(self, link: str) -> None:
        self.opens(link)
        self.page.get_by_role("radio", name="5").first.check()
        self.presses("Envoyer mon avis")
        self.reads("Votre avis est enregistré")


@dataclass(frozen=True, slots=True)
class Event:
    """What a message has a calendar do."""

    uid: str
    sequence: int
    method: str
    status: str
    starts_at: datetime
    content: bytes = field(repr=False)


class Mailboxes:
    """The messages that the relay has taken, by subject and recipient."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    def of(self, subject: str) -> dict[str, EmailMessage]:
        """Return the last message of each recipient whose subject begins so."""
        return {to: mail for to, mail in list(self.office.taken) if str(mail["Subject"]).startswith(subject)}

    def until(self, subject: str, number: int) -> dict[str, EmailMessage]:
        """Return them once so many people have one."""
        return until(lambda: found if len(found := self.of(subject)) >= number else None, seconds=MAIL_SECONDS)  # type: ignore[return-value]  # a true value is no None


def link_of(mail: EmailMessage, page: str = "/inscription/") -> str:
    """Return the personal link that a message carries."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://\S*{page}\S+", body.get_content())
    assert found is not None, body.get_content()
    return found[0]


def event_of(mail: EmailMessage) -> Event | None:
    """Return the calendar file joined to a message, if it has one."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            calendar = Calendar.from_ical(content)
            (event,) = calendar.walk("VEVENT")
            return Event(
                uid=str(event["UID"]),
                sequence=int(event["SEQUENCE"]),
                method=str(calendar["METHOD"]),
                status=str(event["STATUS"]),
                starts_at=event["DTSTART"].dt,
                content=content,
            )
    return None
