"""A sitting where everything goes wrong, held with everybody's devices; the minutes tell it exactly."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.accesses import Doorkeeper
from tests.journeys.album import Album
from tests.journeys.door import Door
from tests.journeys.house import ROSTER, House
from tests.journeys.means import Live, photograph, prepares
from tests.journeys.member import Member
from tests.journeys.people import Person
from tests.journeys.story import (
    ANGLER,
    COMMISSIONER,
    COUNCILLOR,
    DEBATE,
    DOCTOR,
    EXCHANGE,
    FARMER,
    IN_FULL,
    MAYOR,
    PLAYED,
    WITH_A_DEVICE,
    instant,
)
from tests.journeys.told import differences, expected_facts, expected_lines, facts_alone, renew, told_by
from tests.journeys.witnesses import AFTER, Witnesses, it_was_rehearsed
from webapp.accounts.model import Role

pytestmark = pytest.mark.journey

MAILS = {
    MAYOR: "theodore.lanuee@val-imaginaire.example",
    COUNCILLOR: "penelope.dumirage@val-imaginaire.example",
    DOCTOR: "tiphaine.gueritout@val-imaginaire.example",
    FARMER: "firmin.grandepi@val-imaginaire.example",
}
HELD: dict[str, tuple[str, dict[str, object]]] = {
    ANGLER: ("M. Truitebleue, au téléphone portable", {"width": 390, "height": 844, "has_touch": True}),
    COMMISSIONER: ("M. Vieusage, sans scripts", {"java_script_enabled": False}),
    MAYOR: ("M. Lanuée, à distance", {}),
    COUNCILLOR: ("Mme Dumirage", {}),
    DOCTOR: ("Dr Guéritout", {"width": 820, "height": 1180, "has_touch": True}),
    FARMER: ("M. Grandépi", {}),
}
DEVICES = {name: device for name, device in HELD.items() if name in WITH_A_DEVICE}
CHAIR = "aurore.brumeval@val-imaginaire.example"


def test_a_sitting_where_everything_goes_wrong(
    house: House, comes: Callable[..., Person], album: Album, tmp_path: Path
) -> None:
    people = everybody_comes(house, comes, album, tmp_path)
    if IN_FULL:
        it_was_rehearsed(people)
    live = Live(
        people.sylvie,
        people.bruno,
        photograph(tmp_path),
        house=house,
        door=people.door,
        members=people.members,
    )
    for hour, scene in PLAYED.scenes:
        live.at(hour)
        scene(live)
        if scene in AFTER:
            AFTER[scene](people)
    house.set_clock(instant("18:30"))
    the_notes_open_the_summary(people.sylvie)
    told = told_by(people.sylvie, tmp_path)
    renew(told)
    assert told.lines == expected_lines()
    assert list(differences(told)) == []
    assert facts_alone(told) == expected_facts()


def the_notes_open_the_summary(sylvie: Doorkeeper) -> None:
    """What two secretaries noted is there to be read again; nothing of it is in the minutes before."""
    sylvie.opens_the_minutes()
    sylvie.follows(re.compile(r"^Point 2\."))
    written = sylvie.page.get_by_role("textbox", name="Texte")
    expect(written).to_have_value(re.compile(re.escape(DEBATE)))
    expect(written).to_have_value(re.compile(re.escape(EXCHANGE)))


def everybody_comes(house: House, comes: Callable[..., Person], album: Album, folder: Path) -> Witnesses:
    """Two secretaries, a tablet for who presides, the projector, members: one on a telephone, one without scripts."""
    house.members(ROSTER)
    earlier = house.earlier_sitting(instant("09:00").replace(month=11, day=12))
    sylvie, bruno = comes("Sylvie, secrétaire", Doorkeeper), comes("Bruno, second secrétaire", Doorkeeper)
    for each, login in ((sylvie, "sylvie"), (bruno, "bruno")):
        each.signs_in(login)
    meeting = prepares(sylvie, house.committee)
    bruno.meeting, bruno.conduct = sylvie.meeting, sylvie.conduct
    slips = {name: sylvie.is_handed_a_slip(name, folder) for name in (ANGLER, COMMISSIONER)}
    sylvie.goes_to(f"/secretariat/seances/{meeting}/preparer")
    screen = comes("La salle", Person, width=1920, height=1080)
    screen.goes_to(sylvie.page.get_by_role("link", name="/ecran/").get_attribute("href"))
    sylvie.presses("Faire le lien de la tablette")
    door = comes("La tablette à l’entrée", Door, width=820, height=1180, has_touch=True)
    door.goes_to(sylvie.page.get_by_role("link", name="/emargement/").get_attribute("href"))
    members = {name: comes(called, Member, **device) for name, (called, device) in DEVICES.items()}
    for name, code in slips.items():
        members[name].enters_by_slip(code, f"M. {name}")
    for name in [each for each in members if each not in slips]:
        house.give_password(MAILS[name])
        members[name].signs_in(MAILS[name])
    for member in members.values():
        member.follows_the_sitting(meeting)
    house.give_password(CHAIR, role=Role.CHAIR)
    chair = comes("La préfète, sa tablette", Person, width=820, height=1180, has_touch=True)
    chair.signs_in(CHAIR)
    chair.goes_to(f"/seances/{meeting}")
    chair.follows("Présider la séance")
    return Witnesses(
        house=house,
        sylvie=sylvie,
        bruno=bruno,
        chair=chair,
        door=door,
        screen=screen,
        members=members,
        earlier=earlier,
        album=album,
    )
