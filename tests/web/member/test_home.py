"""What is asked of me, until when."""

from flask import Flask

from tests.meetings.room import Room
from tests.web.visitors import PASSWORD, Visitor
from webapp.audit.model import SYSTEM
from webapp.meetings.service import conduct
from webapp.minutes import service as minutes
from webapp.minutes.model import MinutesState


def test_an_open_vote_comes_first_with_its_button(room: Room, second: Visitor) -> None:
    room.open_vote()

    page = second.text("/accueil")

    assert "Le vote sur le point 1 est ouvert" in page
    assert "Voter sur le point 1" in page


def test_somebody_who_sits_nowhere_sees_an_empty_state(room: Room, app: Flask) -> None:
    stranger = Visitor(app).enter(room.desk.person_id or 0)

    assert "Rien ne vous est demandé" in stranger.text("/accueil")


def test_a_stranger_may_not_follow_the_sitting(room: Room, app: Flask) -> None:
    stranger = Visitor(app).enter(room.desk.person_id or 0)

    assert stranger.get(f"/seances/{room.meeting_id}").status_code == 403


def test_minutes_are_asked_to_be_read_while_they_are_submitted_and_not_before_or_after(
    room: Room, second: Visitor
) -> None:
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert "Procès-verbal à lire" not in second.text("/accueil")

    for state, before, asked in (
        (MinutesState.SUBMITTED, MinutesState.DRAFT, True),
        (MinutesState.APPROVED, MinutesState.SUBMITTED, False),
    ):
        minutes.take_step(room.db, room.meeting_id, state, expected=before, by=SYSTEM, now=room.tick())
        page = second.text("/accueil")
        assert (f'href="/seances/{room.meeting_id}/proces-verbal"' in page) is asked
        assert ("Rien ne vous est demandé" in page) is not asked


def test_who_came_by_a_slip_is_offered_a_password_until_they_have_one(room: Room, second: Visitor) -> None:
    assert 'href="/profil/mot-de-passe"' in second.text("/accueil")

    second.post("/profil/mot-de-passe", new=PASSWORD, again=PASSWORD)

    assert 'href="/profil/mot-de-passe"' not in second.text("/accueil")
