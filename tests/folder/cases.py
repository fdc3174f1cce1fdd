"""Committees at both ends of what is printed: one of a hundred with endless words, one that has almost nothing."""

from datetime import timedelta
from typing import Any

from tests import factories
from webapp.accounts.model import PersonFields
from webapp.audit.model import SYSTEM
from webapp.committees import queries as committees
from webapp.committees.model import College, Committee, CommitteeSettings, Rank, Seat, SeatType
from webapp.committees.service import appointments, seats, setup
from webapp.committees.service.appointments import Candidate
from webapp.meetings.model import Mode
from webapp.meetings.service import agenda, conduct, hearings
from webapp.meetings.sitting import ItemDraft, ItemKind, MeetingDraft, MotionDraft, MotionKind
from webapp.storage.database import Database, unit_of_work

BY: Any = {"by": SYSTEM, "now": factories.NOW}
LONG = "Intercommunalité anticonstitutionnellement désinstitutionnalisée de Saint-Symphorien-des-Bruyères "
COLLEGES = (
    ("Représentants des services de l’État et de ses établissements publics dans le département", 20),
    ("Représentants élus des collectivités territoriales et de leurs groupements à fiscalité propre", 30),
    ("Associations agréées, professions, exploitants et experts concernés par les affaires examinées", 30),
    ("Personnalités qualifiées", 20),
)
FAMILY = ("Brumevallée-Sautegrive", "Plumier", "Tournelune de la Haute-Rochétoile", "Clairsource", "Vaud’argent")
GIVEN = ("Marie-Antoinette-Célestine", "Côme", "Nathanaël-Barthélémy", "Anne", "Éloïse-Hyacinthe")
_SYLLABLES = ("ber", "lau", "mi", "nor", "pé", "rou", "tel")
QUALITY = (
    "Vice-présidente du conseil départemental, déléguée à la transition écologique et à la prévention des risques",
    "Maire de Bourg-Fictif",
    "Directeur adjoint de l’unité départementale de l’environnement, de l’aménagement et du logement",
)


def endless(db: Database, *, seats: int = 100, items: int = 40) -> int:
    """Prepare the sitting of a large committee with long names, qualities, titles and texts; return its number."""
    settings = CommitteeSettings(recording_rules="Délibération du 3 février 2026")
    committee = _committee(
        db, "GRANDE", "Commission interdépartementale du Val-Imaginaire et des Hautes-Brumes", settings
    )
    for name, share in COLLEGES:
        _fill(db, committee, name, seats * share // 100)
    draft = MeetingDraft(starts_at=factories.NOW, mode=Mode.MIXED, mode_decision=LONG, place=LONG, secretary=LONG)
    meeting = conduct.create(db, committee.id, draft, **BY).id
    for number in range(items):
        _long_item(db, meeting, number)
    return meeting


def almost_nothing(db: Database) -> int:
    """Prepare a sitting of three seats, one of them vacant, with one item that says nothing but its title."""
    committee = _committee(db, "PETIT", "Groupe de travail", CommitteeSettings())
    with unit_of_work(db):
        college = _college(db, committee, "Membres")
        for number, name in enumerate(("Exemple", "Modèle", "")):
            seat = _seat(db, committee, college, f"Siège {number + 1}", is_chair=not number)
            if name:
                _appoint(db, committee, seat, PersonFields(last_name=name))
    meeting = conduct.create(db, committee.id, MeetingDraft(starts_at=factories.NOW), **BY).id
    agenda.add_item(db, meeting, ItemDraft(title="Questions diverses"), **BY)
    return meeting


def _committee(db: Database, code: str, name: str, settings: CommitteeSettings) -> Committee:
    number = setup.create(db, code=code, name=name, template="blank", starts_on=factories.FIRST_DAY, **BY)
    act, first, last = "Arrêté du 15 décembre 2025", factories.FIRST_DAY, factories.LAST_DAY
    setup.add_term(db, number, act=act, starts_on=first, ends_on=last, **BY)
    setup.change_settings(db, number, settings, **BY)
    return setup.found(db, number)


def _fill(db: Database, committee: Committee, name: str, count: int) -> None:
    """Add a college whose seats have a titular, most of them one or two substitutes; one in twenty is vacant."""
    with unit_of_work(db):
        college = _college(db, committee, name)
        first = len(committees.all_seats(db, committee.id))
        for number in range(first, first + count):
            seat = _seat(db, committee, college, f"{name}, siège {number + 1}", is_chair=not number)
            if number % 20 == 19:
                continue
            _appoint(db, committee, seat, _somebody(number), title=QUALITY[number % 3])
            for place in range(number % 3):
                person = _somebody(100 * (place + 1) + number)
                _appoint(db, committee, seat, person, title=QUALITY[place], rank=Rank.SUBSTITUTE)


def _college(db: Database, committee: Committee, name: str) -> College:
    return seats.found_college(
        db, committee.id, seats.write_college(db, committee.id, name=name, expected_seats=None, **BY)
    )


def _seat(db: Database, committee: Committee, college: College, label: str, *, is_chair: bool) -> Seat:
    number = seats.write_seat(
        db,
        committee,
        college,
        label=label,
        seat_type=SeatType.FUNCTION if is_chair else SeatType.ORGANISATION,
        physician=False,
        is_chair=is_chair,
        starts_on=factories.FIRST_DAY,
        **BY,
    )
    return seats.found_seat(db, committee.id, number)


def _appoint(db: Database, committee: Committee, seat: Seat, person: PersonFields, **more: Any) -> None:
    candidate = Candidate(person=person, starts_on=factories.FIRST_DAY, **more)
    appointments.write(db, committee, seat, candidate, **BY)


def _somebody(number: int) -> PersonFields:
    return PersonFields(
        civility="Mme" if number % 2 else "M.",
        first_name=GIVEN[number % 5],
        last_name=f"{FAMILY[number // 5 % 5]}-{_SYLLABLES[number % 7]}{_SYLLABLES[number // 7 % 7]}{number}",
    )


def _long_item(db: Database, meeting: int, number: int) -> None:
    kind = ItemKind.INFORMATION if number % 40 == 2 else ItemKind.VOTE
    item = agenda.add_item(
        db, meeting, ItemDraft(title=LONG * 2, commune=LONG, applicant=LONG, rapporteur=LONG, kind=kind), **BY
    )
    if kind is ItemKind.INFORMATION:
        return
    if number % 4 == 0:
        amendment = MotionDraft(kind=MotionKind.AMENDMENT, title="Distance d’épandage", text=LONG)
        agenda.add_motion(db, meeting, item, amendment, **BY)
    agenda.add_motion(db, meeting, item, MotionDraft(title="Ensemble du texte", text=LONG * (1 + number % 20)), **BY)
    if number % 5 == 0:
        hearings.plan(db, meeting, item, LONG, planned_at=factories.NOW + timedelta(minutes=10 * number), **BY)
