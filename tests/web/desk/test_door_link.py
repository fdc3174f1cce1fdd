"""The link of the tablet at the door, from the page of preparation."""

import pytest

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from webapp.audit.model import SYSTEM
from webapp.meetings.service import conduct


@pytest.fixture
def prepare(sylvie: Clerk) -> str:
    return f"{sylvie.base}/preparer"


def test_the_link_is_made_shown_with_its_square_and_leads_to_the_list(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    assert room.state().meeting.door_token is None

    sylvie.presses("Faire le lien de la tablette")

    address = f"http://localhost/seances/{room.meeting_id}/emargement/{room.state().meeting.door_token}"
    assert address in sylvie.text
    assert sylvie.part("contenu").xpath(".//img[@class='fr-square']/@src")[0].startswith("data:image/svg+xml")
    assert "Qui êtes-vous ?" in sylvie.follows(address)


def test_another_link_revokes_the_former_one(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    sylvie.presses("Faire le lien de la tablette")
    former = room.state().meeting.door_token

    sylvie.presses("Faire un autre lien pour la tablette")

    assert room.state().meeting.door_token not in {former, None}
    assert sylvie.visitor.get(f"/seances/{room.meeting_id}/emargement/{former}").status_code == 404


def test_a_button_pressed_twice_makes_one_link(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    sylvie.presses("Faire le lien de la tablette")
    made = room.state().meeting.door_token

    sylvie.sends(*sylvie.last_act)

    assert room.state().meeting.door_token == made


def test_the_link_is_revoked_in_one_act(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    sylvie.presses("Faire le lien de la tablette")

    sylvie.presses("Ne plus signer à l’entrée")

    assert room.state().meeting.door_token is None
    assert sylvie.offers("Faire le lien de la tablette")


def test_the_short_address_leads_the_secretariat_to_the_list_or_to_where_its_link_is_made(
    room: Room, sylvie: Clerk, prepare: str
) -> None:
    short = f"/seances/{room.meeting_id}/emargement"
    assert sylvie.visitor.get(short).location == f"{prepare}#emargement"

    sylvie.opens(prepare)
    sylvie.presses("Faire le lien de la tablette")

    assert sylvie.visitor.get(short).location == f"{short}/{room.state().meeting.door_token}"


def test_a_closed_sitting_offers_no_link(room: Room, sylvie: Clerk, prepare: str) -> None:
    room.open(present=4)
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert "Tablette à l’entrée" not in sylvie.opens(prepare)


def test_the_journal_says_that_a_link_was_made_and_revoked(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    sylvie.presses("Faire le lien de la tablette")
    sylvie.presses("Ne plus signer à l’entrée")

    page = sylvie.opens(f"{sylvie.base}/journal")

    assert "Lien de la tablette de l’entrée fait" in page
    assert "Lien de la tablette de l’entrée annulé" in page
