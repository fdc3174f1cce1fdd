"""The room's big screen: what everybody there may know, by its own link, and not a figure more."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.meetings.room import ABSTAIN, AGAINST, FOR, Room
from tests.web.visitors import plain
from webapp.audit.model import SYSTEM
from webapp.meetings.service import accidents, conduct, presence, voting
from webapp.web.kit import database


@pytest.fixture
def room(app: Flask) -> Room:
    """Five seats, a sitting in preparation."""
    return Room(database.of(app), seats=5)


def link(room: Room) -> str:
    return f"/seances/{room.meeting_id}/ecran/{room.state().meeting.screen_token}"


def shown(client: FlaskClient, room: Room) -> str:
    answer = client.get(link(room))
    assert answer.status_code == 200
    return plain(answer)


def test_before_the_opening_the_screen_says_when_the_sitting_opens(room: Room, client: FlaskClient) -> None:
    assert "La séance s’ouvrira le jeudi 10 décembre 2026 à 14 h 30" in shown(client, room)


def test_the_screen_says_the_item_and_the_quorum(room: Room, client: FlaskClient) -> None:
    room.open(present=4)

    page = shown(client, room)

    assert "Point 1. Extension d’un élevage" in page
    assert "<b>4</b> comptés sur 5" in page
    assert "<b>3</b> requis : quorum atteint" in page


def test_between_two_items_the_screen_says_the_quorum_but_not_while_the_sitting_is_suspended(
    room: Room, client: FlaskClient
) -> None:
    room.open(present=4)
    conduct.end_item(room.db, room.meeting_id, room.item, reason="Fini", by=SYSTEM, now=room.tick())
    between = shown(client, room)
    accidents.suspend(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    suspended = shown(client, room)

    assert "<b>4</b> comptés sur 5" in between
    assert "La séance est suspendue depuis" in suspended
    assert "comptés" not in suspended


def test_vot_9_nothing_is_counted_on_the_screen_before_the_announcement(room: Room, client: FlaskClient) -> None:
    room.open(present=4)
    room.open_vote()
    room.votes({1: FOR, 2: AGAINST, 3: ABSTAIN})
    during = shown(client, room)
    room.close()
    closed = shown(client, room)
    voting.announce(room.db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    announced = shown(client, room)

    assert "Le vote sur le point 1 est ouvert" in during
    assert "Le vote sur le point 1 est clos" in closed
    for page in (during, closed):
        assert "</b> pour</p>" not in page
        assert "bulletin" not in page
    assert "<b>1</b> pour" in announced
    assert "<b>1</b> contre" in announced


def test_com_9_while_somebody_is_heard_the_screen_is_neutral(room: Room, client: FlaskClient) -> None:
    room.open(present=4)
    presence.welcome_guest(room.db, room.meeting_id, "M. Octave Brindille", by=SYSTEM, now=room.tick())

    page = shown(client, room)

    assert "Audition en cours" in page
    assert "Brindille" not in page
    assert "comptés" not in page


def test_once_closed_the_screen_says_so(room: Room, client: FlaskClient) -> None:
    room.open(present=4)
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert "La séance est levée" in shown(client, room)


@pytest.mark.parametrize("part", ["", "/etat", "/flux"])
def test_a_revoked_link_opens_nothing(room: Room, client: FlaskClient, part: str) -> None:
    before = link(room)
    conduct.renew_screen(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert client.get(before + part).status_code == 404
    assert client.get(link(room)).status_code == 200


def test_the_link_of_one_sitting_does_not_open_another(room: Room, client: FlaskClient) -> None:
    other = room.prepare()

    assert client.get(link(room).replace(f"/{room.meeting_id}/", f"/{other}/")).status_code == 404


def test_the_live_part_answers_304_until_something_changes(room: Room, client: FlaskClient) -> None:
    room.open(present=4)
    path = f"{link(room)}/etat"
    first = client.get(path)

    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    room.open_vote()
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_the_screen_has_nothing_to_click_and_no_name_of_a_member(room: Room, client: FlaskClient) -> None:
    room.open(present=4)
    room.open_vote()

    page = shown(client, room)

    assert "<form" not in page
    assert "<a " not in page
    assert "Titulaire" not in page
