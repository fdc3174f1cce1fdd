"""The fictitious webinars: one to come with a waiting list, one on invitation, one that is not finished; their sign-ups."""

from datetime import datetime, timedelta
from pathlib import Path

from webapp.audit.model import By
from webapp.kernel.models import frozen
from webapp.registrations.model import Approval, Field, FieldKind, PrivacyNotice, SignUp, Terms
from webapp.storage.database import Database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Access, AccessKind, Content, Guest, OrganiserRole, Room, Shown, Speaker
from webapp.webinars.service.letters import Means
from webapp.webinars.service.preparing import Day
from webapp.wording.dates import PARIS, in_paris

NOTICE = PrivacyNotice(
    controller="La préfète du Val-Imaginaire",
    contact="donnees@val-imaginaire.example",
    purpose="organiser le webinaire et établir les attestations de présence",
    basis="mission d’intérêt public (RGPD, article 6, 1, e)",
    recipients="l’équipe d’organisation du webinaire",
    kept="un an après le webinaire",
    rights="Vous pouvez consulter vos données, les corriger, les faire effacer et vous opposer à leur usage.",
    complaint="Vous pouvez adresser une réclamation à la CNIL.",
)
QUESTIONS = (
    Field(key="fonction", kind=FieldKind.TEXT, label="Votre fonction", keep_days=365),
    Field(
        key="question",
        kind=FieldKind.LONG_TEXT,
        label="Votre question aux intervenants",
        help="Elle sera lue avant la séance.",
        keep_days=90,
    ),
)
SERVICES = ("DDT", "DREAL", "Agence régionale de santé", "Mairie de Lac-Rêvé", "Mairie de Bourg-Fictif", "DDPP")
NAMES = (
    "Abeillon Rose", "Bruyère Émile", "Chantelune Inès", "Dorval Hugo", "Églantine Paule", "Fontvive Marc",
    "Grandpré Lise", "Hautefeuille Noé", "Îlevert Jeanne", "Joliot-Brume Paul", "Kermer Maël", "Lunois Ève",
    "Moulinfort Yann", "Neigeclair Zoé",
)  # fmt: skip
ROOM = "https://visio.val-imaginaire.example/salle-"


@frozen
class Stage:
    """What the webinars stand on: who organises, who stands in, what messages need, the hour."""

    organiser: By
    stand_in: int
    means: Means
    now: datetime


def play(db: Database, *, organiser: By, stand_in: int, link_key: str, files: Path, now: datetime) -> None:
    """Make three webinars and the sign-ups of two."""
    means = Means(link_key=link_key, public_address="http://127.0.0.1", files=files)
    stage = Stage(organiser=organiser, stand_in=stand_in, means=means, now=now)
    _drought(db, stage)
    _on_invitation(db, stage)
    webinars.create(db, Content(title="Lire un plan de prévention des risques"), by=organiser, now=now)


def _drought(db: Database, stage: Stage) -> None:
    """A series of three, the first one full, a request waiting for the organisers' word."""
    content = Content(
        title="Gérer l’eau en période de sécheresse",
        summary="Les arrêtés de restriction, leur suivi et ce que chacun peut faire : trois rendez-vous.",
        description="Une heure d’exposé, une demi-heure de questions. Le support est envoyé ensuite.",
        audience="Agents des services de l’eau et élus",
        series="L’eau dans le département",
        channel_id=webinars.add_channel(
            db, "Service de l’eau", "Les webinaires du service de l’eau.", by=stage.organiser, now=stage.now
        ),
        speakers=(Speaker(name="Ondine Clairfontaine", title="hydrologue"),),
    )
    first = _evening(stage.now, 9)
    days = [
        Day(
            starts_at=first + timedelta(weeks=number),
            ends_at=first + timedelta(weeks=number, minutes=90),
            seats=12 if number == 0 else 250,
        )
        for number in range(3)
    ]
    shown = _published(
        db,
        stage,
        content,
        days=days,
        room=Room(address=f"{ROOM}eau", capacity=200),
        terms=Terms(approval=Approval.NONE),
    )
    webinars.set_organiser(
        db, shown.webinar.id, stage.stand_in, OrganiserRole.STAND_IN, by=stage.organiser, now=stage.now
    )
    for number, name in enumerate(NAMES):
        _sign_up(db, stage, shown, name, service=SERVICES[number % len(SERVICES)])
    _sign_up(db, stage, shown, NAMES[0], place=1, service=SERVICES[0])


def _on_invitation(db: Database, stage: Stage) -> None:
    """A webinar for the mayors, whose requests wait for the organisers' word."""
    content = Content(
        title="Préparer le plan communal de sauvegarde",
        summary="Un atelier pour les communes, sur invitation.",
        description="Avec le service interministériel de défense et de protection civiles.",
        audience="Maires et agents communaux",
    )
    day = _evening(stage.now, 16)
    days = [Day(starts_at=day, ends_at=day + timedelta(hours=2), seats=30)]
    shown = _published(
        db, stage, content, days=days, room=Room(address=f"{ROOM}sauvegarde"), terms=Terms(approval=Approval.ORGANISER)
    )
    number = shown.webinar.id
    limits = Access(kind=AccessKind.LISTED, domains=("lac-reve.example",))
    webinars.set_access(db, number, limits, by=stage.organiser, now=stage.now)
    listed = [_guest(name) for name in NAMES[:8]]
    webinars.add_guests(db, number, listed, means=stage.means, by=stage.organiser, now=stage.now)
    webinars.send(db, number, means=stage.means, by=stage.organiser, now=stage.now)
    for name in NAMES[:3]:
        _sign_up(db, stage, shown, name, service="Mairie de Lac-Rêvé")


def _published(db: Database, stage: Stage, content: Content, *, days: list[Day], room: Room, terms: Terms) -> Shown:
    number = webinars.create(
        db,
        content,
        days=days,
        room=room,
        terms=terms,
        asked=QUESTIONS,
        notice=NOTICE,
        by=stage.organiser,
        now=stage.now,
    )
    webinars.publish(db, number, by=stage.organiser, now=stage.now)
    webinar = queries.find(db, number)
    if webinar is None:
        raise LookupError(number)
    return queries.shown(db, webinar)


def _sign_up(db: Database, stage: Stage, shown: Shown, name: str, *, place: int = 0, service: str) -> None:
    guest = _guest(name)
    date_id = shown.occurrences[place].id
    typed = SignUp(last_name=guest.last_name, first_name=guest.first_name, email=guest.email, service=service)
    webinars.sign_up(db, shown, date_id, typed, key=f"demo:{date_id}:{name}", means=stage.means, now=stage.now)


def _guest(name: str) -> Guest:
    last_name, _, first_name = name.partition(" ")
    place = NAMES.index(name) + 1
    return Guest(last_name=last_name, first_name=first_name, email=f"participant{place}@val-imaginaire.example")


def _evening(now: datetime, days: int) -> datetime:
    """Return 14 h in Paris, so many days later."""
    day = in_paris(now).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 14, tzinfo=PARIS)
