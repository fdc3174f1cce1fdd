"""A member who uses the keyboard alone signs in and votes; somebody ends a session at will; an auditor reads the journal."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.house import PASSWORD, House
from tests.journeys.keyboard import ByKeyboard
from tests.journeys.member import Member
from tests.journeys.people import Person
from webapp.audit.model import SYSTEM
from webapp.cli.demo import prefecture
from webapp.committees import queries as committees
from webapp.committees.service import rosters, setup
from webapp.kernel import clock
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import Form, ItemDraft, MeetingDraft, MotionDraft

pytestmark = pytest.mark.journey

MAYOR = "theodore.lanuee@val-imaginaire.example"


@pytest.fixture
def vote_open(house: House) -> int:
    """A sitting of twenty-six, all there, with a vote open; its number."""
    db, number, now = house.db, house.committee, clock.now()
    reading = rosters.read(db, setup.found(db, number), prefecture.ROSTER.read_bytes(), "coderst.csv")
    rosters.apply_roster(db, number, reading, dry_run=False, by=SYSTEM, now=now)
    house.give_password(MAYOR)
    meeting = conduct.create(db, number, MeetingDraft(starts_at=now + timedelta(minutes=1)), by=SYSTEM, now=now).id
    item = agenda.add_item(db, meeting, ItemDraft(title="Extension d’un élevage"), by=SYSTEM, now=now)
    motion = MotionDraft(title="Projet d’arrêté", text="Article unique. L’élevage est étendu.")
    motion_id = agenda.add_motion(db, meeting, item, motion, by=SYSTEM, now=now)
    for held in committees.roster_on(db, number, now.date()).seats:
        assert held.titular is not None
        presence.arrive(db, meeting, held.seat.id, held.titular.person_id, Form.ROOM, by=SYSTEM, now=clock.now())
    conduct.open_sitting(db, meeting, by=SYSTEM, now=clock.now())
    conduct.begin_item(db, meeting, item, by=SYSTEM, now=clock.now())
    voting.open_vote(db, meeting, motion_id, by=SYSTEM, now=clock.now())
    return meeting


def test_a_member_signs_in_and_votes_with_the_keyboard_alone(
    house: House, vote_open: int, comes: Callable[..., Person]
) -> None:
    mayor = comes("M. Lanuée, au clavier", ByKeyboard)
    mayor.goes_to("/connexion")
    mayor.types_into("Identifiant", MAYOR)
    mayor.types_into("Mot de passe", PASSWORD)
    mayor.strikes("Enter")
    mayor.reads("Ce qui vous est demandé")
    mayor.tabs_to("link", "Voter sur le point 1")
    mayor.strikes("Enter")
    mayor.tabs_to("button", "Avis favorable")
    mayor.strikes("Space")
    mayor.reads("Vérifiez avant d’envoyer")
    mayor.tabs_to("button", "Voter : avis favorable")
    mayor.strikes("Enter")
    mayor.reads("Votre vote est reçu")


def test_a_session_is_ended_from_another_device(house: House, vote_open: int, comes: Callable[..., Person]) -> None:
    telephone = comes("M. Lanuée, sur un téléphone prêté", Member, width=360, height=740)
    computer = comes("M. Lanuée, à son bureau", Member)
    for each in (telephone, computer):
        each.signs_in(MAYOR)
    computer.goes_to("/profil")
    computer.presses("Mettre fin à toutes les autres")
    telephone.page.goto(f"/seances/{vote_open}")
    expect(telephone.page).to_have_url(re.compile("/connexion"))


def test_an_auditor_reads_the_journal_and_checks_its_chain(
    house: House, vote_open: int, comes: Callable[..., Person]
) -> None:
    auditor = comes("Ninon, auditrice", Person)
    auditor.signs_in("ninon")
    auditor.goes_to(f"/secretariat/seances/{vote_open}/journal")
    auditor.reads("Chaque acte est scellé")
    auditor.follows("Vérifier la chaîne")
    auditor.reads("La chaîne est intacte")
