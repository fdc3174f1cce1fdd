"""Ten minutes before a vote, on a telephone: a substitute is seated, a member who cannot come in is dictated a code."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.people import Person
from webapp.audit.model import SYSTEM
from webapp.cli.demo import prefecture
from webapp.committees import queries as committees
from webapp.committees.model import SeatOnDay, SeatType
from webapp.committees.service import rosters, setup
from webapp.kernel import clock
from webapp.meetings.service import agenda, conduct, presence
from webapp.meetings.sitting import Form, ItemDraft, MeetingDraft

pytestmark = pytest.mark.journey

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.fixture
def awaited(house: House) -> tuple[int, SeatOnDay]:
    """A sitting that is open, where one elected member is missing; its number and that seat."""
    db, number, now = house.db, house.committee, clock.now()
    reading = rosters.read(db, setup.found(db, number), prefecture.ROSTER.read_bytes(), "coderst.csv")
    rosters.apply_roster(db, number, reading, dry_run=False, by=SYSTEM, now=now)
    meeting = conduct.create(db, number, MeetingDraft(starts_at=now + timedelta(minutes=1)), by=SYSTEM, now=now).id
    agenda.add_item(db, meeting, ItemDraft(title="Extension d’un élevage"), by=SYSTEM, now=now)
    seats = committees.roster_on(db, number, now.date()).seats
    missing = next(each for each in seats if each.seat.seat_type is SeatType.ELECTED)
    for each in seats:
        if each is not missing and each.titular is not None:
            presence.arrive(db, meeting, each.seat.id, each.titular.person_id, Form.ROOM, by=SYSTEM, now=clock.now())
    conduct.open_sitting(db, meeting, by=SYSTEM, now=clock.now())
    return meeting, missing


def test_a_substitute_and_an_access_are_given_from_a_telephone(
    house: House, awaited: tuple[int, SeatOnDay], comes: Callable[..., Person], tmp_path: Path
) -> None:
    meeting, seat = awaited
    assert seat.titular is not None
    paper = tmp_path / "papier.png"
    paper.write_bytes(PNG)
    sylvie = comes("Sylvie, au téléphone", width=360, height=740)
    sylvie.signs_in("sylvie")

    sylvie.goes_to(f"/secretariat/seances/{meeting}/conduire?siege={seat.seat.id}")
    sylvie.page.get_by_text("Une personne nouvelle siège").click()
    expect(sylvie.page.get_by_label("Organisme, service ou assemblée")).to_have_value(seat.titular.organisation)
    form = sylvie.page.locator("#nouvelle")
    form.get_by_label("Civilité").select_option("M.")
    sylvie.fills("Prénom", "Gaspard", within=form)
    sylvie.fills("Nom", "Ventdouest", within=form, exact=True)
    sylvie.fills("Qualité", "Conseiller", within=form)
    form.get_by_label("Photographie du papier").set_input_files(paper)
    sylvie.looks()
    sylvie.presses("Faire siéger")
    sylvie.reads("M. Gaspard Ventdouest", within=sylvie.page.locator(f"#s{seat.seat.id}"))
    with sylvie.page.expect_download() as handed:
        sylvie.page.get_by_role("link", name="Pièce justificative").click()
    assert Path(handed.value.path()).read_bytes() == PNG

    sylvie.goes_to(f"/secretariat/seances/{meeting}/conduire?siege={seat.seat.id}")
    sylvie.page.get_by_text("N’arrive pas à se connecter").click()
    person = sylvie.page.locator("#acces p", has_text="Ventdouest")
    sylvie.presses("Dicter un code par téléphone", within=person.locator("xpath=following-sibling::div[1]"))
    shown = sylvie.page.locator(".fr-dictated").inner_text()
    assert re.fullmatch(r"\d{4} \d{4}", shown)
    assert sylvie.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    gaspard = comes("M. Ventdouest, sur son téléphone", width=360, height=740)
    gaspard.goes_to("/connexion")
    gaspard.fills("Nom de famille ou identifiant", "ventdouest")
    gaspard.fills("Code reçu par téléphone", shown)
    gaspard.presses("Entrer avec ce code")
    expect(gaspard.page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    gaspard.goes_to(f"/seances/{meeting}")
    gaspard.reads("Extension d’un élevage")
