"""Signing up and conducting the day with the keyboard alone, on a screen of 360 pixels, with scripts and without."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.factories import NOW
from tests.journeys.house import PASSWORD, House
from tests.journeys.keyboard import ByKeyboard
from tests.journeys.people import Person
from tests.journeys.registry import PHONE
from tests.webinars.seminar import ROOM, Seminar
from webapp import settings as configuration
from webapp.accounts import service as accounting
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole

pytestmark = pytest.mark.journey

TITLE = "Gérer l’eau en été"


@pytest.fixture
def seminar(house: House) -> Seminar:
    """A webinar of thirty seats in ten days; Anne Exemple is signed up."""
    house.set_clock(NOW + timedelta(hours=1))
    seminar = Seminar(house.db, seats=30)
    key = configuration.load(house.folder).link_key
    seminar.means = type(seminar.means)(link_key=key, public_address=house.address, files=house.folder / "files")
    seminar.sign_up("Exemple", question="Combien ?")
    return seminar


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_one_signs_up_corrects_and_withdraws_with_the_keyboard_alone(
    seminar: Seminar, comes: Callable[..., Person], scripts: bool
) -> None:
    anne = comes("Anne, au clavier", ByKeyboard, java_script_enabled=scripts, **PHONE)
    anne.goes_to("/webinaires")
    anne.follows_by_tab(TITLE)
    anne.follows_by_tab("S’inscrire")
    anne.types_into("Nom", "Clavier")
    anne.types_into("Prénom", "Anne")
    anne.types_into("Adresse électronique", "anne.clavier@val-imaginaire")
    anne.strikes("Enter")
    anne.reads("Cette adresse n’est pas complète")
    anne.follows_by_tab(re.compile("Cette adresse n’est pas complète"), moves=False)
    expect(anne.page.get_by_role("textbox", name="Adresse électronique")).to_be_focused()
    anne.page.keyboard.press("End")
    anne.page.keyboard.type(".example")
    anne.tabs_to("button", "M’inscrire")
    anne.strikes("Space")
    anne.reads("Confirmée")
    anne.follows_by_tab("Corriger mon inscription")
    anne.types_into("Service ou organisme (facultatif)", "Mairie")
    anne.tabs_to("button", "Enregistrer mes corrections")
    anne.strikes("Enter")
    anne.reads("Vos corrections sont enregistrées")
    anne.follows_by_tab("Me désinscrire")
    anne.tabs_to("button", "Me désinscrire")
    anne.strikes("Enter")
    anne.reads("Annulée")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_desk_of_the_day_is_held_with_the_keyboard_alone(
    house: House, seminar: Seminar, comes: Callable[..., Person], scripts: bool
) -> None:
    fields = PersonFields(first_name="Clémence", last_name="Webinette", login="clemence")
    person = accounting.create_person(house.db, fields, by=SYSTEM, now=NOW)
    accounting.grant_role(house.db, person, Role.ORGANISER, committee_id=None, by=SYSTEM, now=NOW)
    accounting.set_password(house.db, person, PASSWORD, by=SYSTEM, now=NOW)
    webinars.set_organiser(house.db, seminar.id, person, OrganiserRole.LEAD, by=SYSTEM, now=NOW)
    clemence = comes("Clémence, au clavier", ByKeyboard, java_script_enabled=scripts, **PHONE)
    clemence.signs_in("clemence")
    clemence.goes_to("/organisation/webinaires")
    clemence.follows_by_tab(TITLE)
    clemence.follows_by_tab("Régie du jour")
    clemence.types_into("Nom de la personne", "exem", role="searchbox")
    clemence.strikes("Enter")
    clemence.tabs_to("button", "Montrer le lien, pour le lire")
    clemence.strikes("Enter")
    clemence.reads("Lisez-le à cette seule personne")
    clemence.follows_by_tab("Revenir à la régie")
    clemence.types_into("Noter une question posée à l’oral ou dans la discussion de la salle", "Et les puits ?")
    clemence.strikes("Enter")
    clemence.tabs_to("button", "Répondue à l’oral")
    clemence.strikes("Enter")
    clemence.reads("À l’oral")
    clemence.tabs_to("button", "C’est fait")
    clemence.strikes("Space")
    expect(clemence.page.get_by_role("button", name="Ce n’est pas fait")).to_be_visible()
    clemence.follows_by_tab("Changer de salle")
    clemence.types_into("Lien de la nouvelle salle", ROOM.replace("secrete", "claire"))
    clemence.strikes("Enter")
    assert queries.room(house.db, seminar.date_id).address.endswith("claire")
    clemence.goes_to(f"/organisation/webinaires/{seminar.id}/regie/{seminar.date_id}")
    clemence.follows_by_tab("Écrire à tous")
    clemence.types_into("Objet", "La salle change")
    clemence.types_into("Message", "Reprenez votre lien.")
    clemence.tabs_to("button", "Relire avant d’envoyer")
    clemence.strikes("Enter")
    clemence.tabs_to("button", "Envoyer à 1 personne")
    clemence.strikes("Enter")
    clemence.reads("Le message part vers 1 personne")
