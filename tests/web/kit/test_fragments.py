"""A part of a page that says the same is answered 304, whatever its forms drew meanwhile."""

from flask import Flask

from tests.meetings.room import Room
from tests.web.visitors import Visitor
from webapp.audit.model import SYSTEM
from webapp.meetings.service import floor
from webapp.web.kit.fragments import fragment


def test_what_says_the_same_has_one_name_though_its_forms_have_new_keys(app: Flask) -> None:
    def name(csrf: str, key: str, said: str) -> str | None:
        hidden = f'<input type="hidden" name="csrf_token" value="{csrf}"><input type="hidden" name="key" value="{key}">'
        with app.test_request_context():
            return fragment(f"<p>{said}</p><form>{hidden}</form>").headers["ETag"]

    assert name("un", "a", "ouvert") == name("deux", "b", "ouvert")
    assert name("un", "a", "ouvert") != name("un", "a", "clos")


def test_a_member_who_has_the_part_already_is_told_so(room: Room, second: Visitor) -> None:
    path = f"/seances/{room.meeting_id}/etat"
    first = second.get(path)
    assert "Demander la parole" in first.text

    again = second.get(path, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_what_says_something_else_is_answered_in_full(room: Room, second: Visitor) -> None:
    path = f"/seances/{room.meeting_id}/etat"
    first = second.get(path)
    floor.ask(room.db, room.meeting_id, room.person(2), by=SYSTEM, now=room.tick())

    again = second.get(path, **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert "Parole demandée" in again.text
