"""What is asked of me, until when."""

from flask import Flask

from tests.meetings.room import Room
from tests.web.visitors import Visitor


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
