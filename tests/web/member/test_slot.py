"""The slot takes plain ballots before the application; whatever else comes is the application's to judge."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask, request, request_started
from werkzeug.test import TestResponse

from tests.meetings.room import FOR, Room
from tests.web.visitors import Visitor, csrf
from webapp.accounts import queries as accounts
from webapp.accounts import service as accounts_service
from webapp.accounts.model import SessionToken
from webapp.kernel import clock
from webapp.storage.database import unit_of_work
from webapp.web.kit import database


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str | None]]:
    """The views that the application was asked for, in order."""
    seen: list[str | None] = []

    def note(_: Flask, **__: object) -> None:
        seen.append(request.endpoint)

    with request_started.connected_to(note, app):
        yield seen


@pytest.fixture
def token(room: Room, second: Visitor) -> str:
    """The vote is open; the second member has chosen, and has the page to check in front of them."""
    room.open_vote()
    where = f"/seances/{room.meeting_id}/points/{room.item}"
    second.get(f"{where}/voter")
    return csrf(second.post(f"{where}/verifier", motion=room.motion, seat=room.seat(2), choice=FOR).text)


def ballot(room: Room, token: str, **changes: str) -> dict[str, str]:
    fields = {"csrf_token": token, "motion": str(room.motion), "seat": str(room.seat(2)), "choice": FOR}
    return {**fields, "key": "une-cle-de-bulletin", **changes}


def cast(room: Room, who: Visitor, fields: dict[str, str], **sent: object) -> TestResponse:
    options = {"data": urlencode(fields), "content_type": "application/x-www-form-urlencoded", **sent}
    return who.client.post(f"/seances/{room.meeting_id}/points/{room.item}/voter", **options)


def ballots(room: Room) -> int:
    return int(room.db.value("SELECT count(*) FROM ballots"))


def test_a_plain_ballot_is_taken_without_asking_the_application(
    room: Room, second: Visitor, token: str, asked: list[str | None]
) -> None:
    before = len(asked)

    answer = cast(room, second, ballot(room, token))

    assert (answer.status_code, asked[before:], ballots(room)) == (303, [], 1)
    assert "Votre vote est reçu" in second.text(answer.location)


def test_both_ways_answer_alike_and_give_one_receipt(room: Room, second: Visitor, token: str) -> None:
    short = cast(room, second, ballot(room, token))
    long = cast(room, second, ballot(room, token, more="1"))

    own = {"Content-Length", "Content-Type"}  # the application adds a page that nobody sees
    assert short.status_code == long.status_code
    assert {k: v for k, v in short.headers if k not in own} == {k: v for k, v in long.headers if k not in own}
    assert ballots(room) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"csrf_token": "x"}, 400, id="a forged token"),
        pytest.param({"csrf_token": ""}, 400, id="no token"),
        pytest.param({"choice": "maybe"}, 400, id="no such choice"),
        pytest.param({"key": "x"}, 400, id="a malformed key"),
        pytest.param({"motion": "999"}, 409, id="no such vote"),
        pytest.param({"seat": "999"}, 409, id="no such seat"),
        pytest.param({"seat": "9" * 400}, 400, id="a huge number"),
    ],
)
def test_what_is_not_a_ballot_is_told_by_the_application(
    room: Room, second: Visitor, token: str, changes: dict[str, str], status: int
) -> None:
    answer = cast(room, second, ballot(room, token, **changes))

    assert (answer.status_code, ballots(room)) == (status, 0)
    assert "<h1" in answer.text


def test_the_form_of_another_browser_is_refused(room: Room, app: Flask, second: Visitor, token: str) -> None:
    third = Visitor(app).enter(room.person(3))
    third.get(f"/seances/{room.meeting_id}")

    answer = cast(room, third, ballot(room, token, seat=str(room.seat(3))))

    assert (answer.status_code, ballots(room)) == (400, 0)


def test_a_session_that_was_ended_casts_nothing(room: Room, app: Flask, second: Visitor, token: str) -> None:
    base = database.of(app)
    with second.client.session_transaction() as kept:
        entered = accounts.signed_in(base, SessionToken(kept["_user_id"]), now=clock.now())
    assert entered is not None
    accounts_service.sign_out(base, entered, now=clock.now())

    answer = cast(room, second, ballot(room, token))

    assert (answer.status_code, ballots(room)) == (401, 0)


def test_a_session_due_for_refresh_is_kept_alive_by_the_application(
    room: Room, second: Visitor, token: str, asked: list[str | None]
) -> None:
    with unit_of_work(room.db):
        room.db.run("UPDATE sessions SET seen_at = '2020-01-01T00:00:00.000Z'")

    answer = cast(room, second, ballot(room, token))

    assert (answer.status_code, asked[-1], ballots(room)) == (303, "voting.cast", 1)
    assert room.db.value("SELECT min(seen_at) FROM sessions") > "2020-01-02"


def test_a_browser_without_its_cookie_is_asked_to_sign_in(room: Room, app: Flask, second: Visitor, token: str) -> None:
    assert cast(room, Visitor(app), ballot(room, token)).status_code in {400, 401}
    assert ballots(room) == 0


def test_over_tls_a_ballot_from_a_page_of_elsewhere_is_refused(room: Room, second: Visitor, token: str) -> None:
    secure = {"base_url": "https://localhost"}
    cookie = second.client.get_cookie("collegiale")
    assert cookie is not None
    sent = {"Cookie": f"collegiale={cookie.value}"}

    elsewhere = cast(room, second, ballot(room, token), headers={**sent, "Referer": "https://ailleurs/"}, **secure)
    nowhere = cast(room, second, ballot(room, token), headers=sent, **secure)
    assert (elsewhere.status_code, nowhere.status_code, ballots(room)) == (400, 400, 0)
    ours = cast(room, second, ballot(room, token), headers={**sent, "Referer": "https://localhost/seances/1"}, **secure)

    assert (ours.status_code, ballots(room)) == (303, 1)
