"""The fictitious prefecture of Val-Imaginaire: its people, who may do what, its committees and who sits there."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from webapp.accounts import queries as accounts
from webapp.accounts import service as accounting
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM, By
from webapp.committees import queries as committees
from webapp.committees.model import Rank, SeatType
from webapp.committees.service import appointments, rosters, seats, setup
from webapp.committees.service.appointments import Candidate
from webapp.kernel.models import frozen
from webapp.storage.database import Database

ROSTER = Path(__file__).with_name("coderst.csv")
PASSWORD = "vallée de brume claire"  # noqa: S105 — nothing here is real, and it is printed for whoever tries
FOUNDED = timedelta(days=60)
ACT = "Arrêté préfectoral portant composition"

SECRETARY = PersonFields(civility="Mme", first_name="Sylvie", last_name="Encrebleue", login="secretariat")
COLLEAGUE = PersonFields(civility="M.", first_name="Bruno", last_name="Dossier", login="secretariat2")
AUDITOR = PersonFields(civility="Mme", first_name="Ninon", last_name="Vérifine", login="controle")
RAPPORTEUR = PersonFields(
    civility="M.",
    first_name="Anselme",
    last_name="Clairrapport",
    login="rapporteur",
    email="anselme.clairrapport@val-imaginaire.example",
)
ORGANISER = PersonFields(civility="Mme", first_name="Clémence", last_name="Webinette", login="webinaires")
ADMINISTRATOR = PersonFields(civility="M.", first_name="Gaspard", last_name="Câblage", login="administrateur")

# Members with a password: who they are in the demonstration, and their address in the roster, which is their login.
MEMBERS = (
    ("présidente (préfète)", "aurore.brumeval@val-imaginaire.example"),
    ("membre présent, maire, avec un mandat", "theodore.lanuee@val-imaginaire.example"),
    ("membre absente, maire, mandat donné", "violette.courtebrise@val-imaginaire.example"),
    ("membre présente, médecin, a déjà voté", "tiphaine.gueritout@val-imaginaire.example"),
    ("membre, en visioconférence", "firmin.grandepi@val-imaginaire.example"),
    ("membre consulté par écrit, maire", "xavier.rivesonge@val-imaginaire.example"),
)

# The specialised formation of CSP R1416-5: seats in order, held by members of the CODERST.
FORMATION = (
    "aurore.brumeval", "basile.rochetoile", "delphine.grivesaule", "nathanael.clairsource", "penelope.dumirage",
    "theodore.lanuee", "zelie.justeprix", "doriane.bellefeuille", "joachim.beloeuvre", "tiphaine.gueritout",
    "valere.profondeau",
)  # fmt: skip

# The second committee, small and without a template.
LANDSCAPE = (
    ("Présidence", "Secrétaire général, président", SeatType.FUNCTION, "come.tournelune"),
    ("Services de l’État", "Direction départementale des territoires", SeatType.FUNCTION, "delphine.grivesaule"),
    ("Collectivités territoriales", "Maire de Lac-Rêvé", SeatType.ELECTED, "xavier.rivesonge"),
    ("Collectivités territoriales", "Conseillère départementale", SeatType.ELECTED, "penelope.dumirage"),
    ("Personnalités qualifiées", "Architecte", SeatType.QUALIFIED, "romane.tourdivoire"),
    ("Personnalités qualifiées", "Association de protection", SeatType.ORGANISATION, "doriane.bellefeuille"),
    ("Professions", "Profession agricole", SeatType.ORGANISATION, "garance.bledore"),
)


@frozen
class Prefecture:
    """What the sittings of the demonstration stand on."""

    coderst: int
    formation: int
    landscape: int
    secretary: By
    colleague: By
    rapporteur: int
    organiser: By


def found(db: Database, *, now: datetime) -> Prefecture:
    """Make people and committees, sixty days ago; return their numbers."""
    at = now - FOUNDED
    first, last = date(at.year, 1, 1), date(at.year + 2, 12, 31)
    secretary, colleague, auditor, rapporteur = (
        _person(db, fields, at) for fields in (SECRETARY, COLLEAGUE, AUDITOR, RAPPORTEUR)
    )
    organiser = _person(db, ORGANISER, at)
    accounting.create_administrator(db, ADMINISTRATOR, password=PASSWORD, now=at)
    coderst = _coderst(db, first, last, at)
    formation = _formation(db, coderst, first, last, at)
    landscape = _landscape(db, first, last, at)
    for committee in (coderst, formation, landscape):
        for person in (secretary, colleague):
            accounting.grant_role(db, person, Role.SECRETARIAT, committee_id=committee, by=SYSTEM, now=at)
    for person in (organiser, colleague):
        accounting.grant_role(db, person, Role.ORGANISER, committee_id=None, by=SYSTEM, now=at)
    accounting.grant_role(db, auditor, Role.AUDITOR, committee_id=None, by=SYSTEM, now=at)
    accounting.grant_role(db, rapporteur, Role.RAPPORTEUR, committee_id=coderst, by=SYSTEM, now=at)
    for _, login in MEMBERS:
        accounting.set_password(db, _somebody(db, login), PASSWORD, by=SYSTEM, now=at)
    return Prefecture(
        coderst=coderst,
        formation=formation,
        landscape=landscape,
        secretary=By(person_id=secretary, name=_name(SECRETARY)),
        colleague=By(person_id=colleague, name=_name(COLLEAGUE)),
        rapporteur=rapporteur,
        organiser=By(person_id=organiser, name=_name(ORGANISER)),
    )


def how_to_sign_in() -> str:
    """Say in which roles one can sign in, with which login, and the one password."""
    people = [
        ("secrétariat", str(SECRETARY.login)),
        ("secrétariat, seconde personne", str(COLLEAGUE.login)),
        *MEMBERS,
        ("service rapporteur, un dépôt attendu", str(RAPPORTEUR.login)),
        ("organisation des webinaires", str(ORGANISER.login)),
        ("contrôle (lecture)", str(AUDITOR.login)),
        ("administration", str(ADMINISTRATOR.login)),
    ]
    wide = max(len(role) for role, _ in people)
    lines = [f"  {role.ljust(wide)}  {login}" for role, login in people]
    return "\n".join(
        [
            "Préfecture du Val-Imaginaire (fictive). Comment se connecter :",
            *lines,
            f"  mot de passe de tous : {PASSWORD}",
            "Pour recommencer à neuf : arrêtez le service et supprimez le dossier instance/demo.",
        ]
    )


def roster_file(first: date, last: date) -> bytes:
    """Return the roster of the CODERST as a CSV, appointed from one day to another."""
    rows = list(csv.reader(io.StringIO(ROSTER.read_text(encoding="utf-8-sig")), delimiter=";"))
    start, end = rows[0].index("Début"), rows[0].index("Fin")
    for row in rows[1:]:
        row[start], row[end] = f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _person(db: Database, fields: PersonFields, at: datetime) -> int:
    person = accounting.create_person(db, fields, by=SYSTEM, now=at)
    accounting.set_password(db, person, PASSWORD, by=SYSTEM, now=at)
    return person


def _coderst(db: Database, first: date, last: date, at: datetime) -> int:
    name = "Conseil départemental de l’environnement et des risques sanitaires et technologiques"
    number = setup.create(db, code="CODERST", name=name, template="coderst", starts_on=first, by=SYSTEM, now=at)
    setup.add_term(db, number, act=f"{ACT} du CODERST", starts_on=first, ends_on=last, by=SYSTEM, now=at)
    committee = setup.found(db, number)
    reading = rosters.read(db, committee, roster_file(first, last), ROSTER.name)
    rosters.apply_roster(db, number, reading, dry_run=False, by=SYSTEM, now=at)
    _allow_conference(db, number, at)
    return number


def _formation(db: Database, parent: int, first: date, last: date, at: datetime) -> int:
    number = setup.create(
        db,
        code="CODERST-HABITAT",
        name="CODERST, formation spécialisée « habitat insalubre »",
        template="coderst_formation",
        parent_id=parent,
        starts_on=first,
        by=SYSTEM,
        now=at,
    )
    setup.add_term(db, number, act=f"{ACT} de la formation", starts_on=first, ends_on=last, by=SYSTEM, now=at)
    for seat, login in zip(committees.all_seats(db, number), FORMATION, strict=True):
        _appoint(db, (number, seat.id), login, (first, last), at)
    return number


def _landscape(db: Database, first: date, last: date, at: datetime) -> int:
    name = "Commission départementale de la nature, des paysages et des sites"
    number = setup.create(db, code="CDNPS", name=name, template="blank", starts_on=first, by=SYSTEM, now=at)
    setup.add_term(db, number, act=f"{ACT} de la CDNPS", starts_on=first, ends_on=last, by=SYSTEM, now=at)
    colleges: dict[str, int] = {}
    for position, (college, label, kind, login) in enumerate(LANDSCAPE):
        if college not in colleges:
            colleges[college] = seats.add_college(db, number, name=college, by=SYSTEM, now=at)
        seat = seats.add_seat(
            db,
            number,
            colleges[college],
            label=label,
            seat_type=kind,
            is_chair=position == 0,
            starts_on=first,
            by=SYSTEM,
            now=at,
        )
        _appoint(db, (number, seat), login, (first, last), at)
    _allow_conference(db, number, at)
    return number


def _appoint(db: Database, place: tuple[int, int], login: str, period: tuple[date, date], at: datetime) -> None:
    candidate = Candidate(
        person=_somebody(db, f"{login}@val-imaginaire.example"),
        rank=Rank.TITULAR,
        act=ACT,
        starts_on=period[0],
        ends_on=period[1],
    )
    committee, seat = place
    appointments.appoint(db, committee, seat, candidate, by=SYSTEM, now=at)


def _allow_conference(db: Database, committee: int, at: datetime) -> None:
    """Record the rules under which debates are kept, without which no sitting is held at a distance (LAW 7.1)."""
    settings = replace(setup.found(db, committee).settings, recording_rules="Délibération du Val-Imaginaire n° 1")
    setup.change_settings(db, committee, settings, by=SYSTEM, now=at)


def _somebody(db: Database, email: str) -> int:
    return accounts.matching(db, email=email)[0].id


def _name(fields: PersonFields) -> str:
    return f"{fields.first_name} {fields.last_name}"
