"""The address of a conference becomes a link where it is safe, and nothing else of what is typed does."""

import pytest
from flask import Flask
from lxml import html

from tests.meetings.room import Room
from tests.web.visitors import Visitor
from webapp.audit.model import SYSTEM
from webapp.meetings.model import Mode
from webapp.meetings.service import conduct
from webapp.meetings.sitting import MeetingDraft
from webapp.web.kit import database
from webapp.web.kit.links import linked

ROOM = "https://visio.val-imaginaire.example/coderst?salle=2&code=1234"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (ROOM, ROOM),
        ("Adresse : https://visio.example/salle. Code 12 34", "https://visio.example/salle"),
        ("(https://visio.example:8443/a)", "https://visio.example:8443/a"),
        ("HTTPS://VISIO.EXAMPLE", "HTTPS://VISIO.EXAMPLE"),
        ("https://visio.example/a\nTéléphone : 05 55 00 00 00", "https://visio.example/a"),
    ],
    ids=["alone", "in a sentence", "between brackets", "in capitals", "above a number"],
)
def test_an_https_address_is_a_link_that_tells_nothing_of_us(text: str, address: str) -> None:
    (link,) = html.fromstring(f"<div>{linked(text)}</div>").xpath("//a")
    assert (link.get("href"), link.text) == (address, address)
    assert link.get("rel") == "noreferrer noopener"
    assert link.get("target") is None


@pytest.mark.parametrize(
    "text",
    [
        "http://visio.example/a",
        "javascript:alert(1)//https",
        "javascript:https://visio.example",
        "https://visio.example@autre.example/a",
        "https://visio.example:secret@autre.example/a",
        "https://visіo.example/a",
        "https://-visio.example",
        "data:text/html,https://visio.example",
        "https:///visio.example",
        "https://visio.example\\@autre.example",
    ],
    ids=[
        "not https", "a script", "a script before it", "a user", "a password", "a letter of another alphabet", "no host",
        "data", "three strokes", "a stroke backwards",
    ],
)  # fmt: skip
def test_whatever_else_stays_text(text: str) -> None:
    assert html.fromstring(f"<div>{linked(text)}</div>").xpath("//a") == []


def test_what_surrounds_an_address_is_text() -> None:
    made = html.fromstring(f"<div>{linked(f'<b onclick=x>{ROOM}</b>')}</div>")
    assert [each.tag for each in made.iter()] == ["div", "a"]
    (quoted,) = html.fromstring(f"<div>{linked('https://a.example/' + chr(34) + ' onmouseover=x')}</div>").xpath("//a")
    assert dict(quoted.attrib) == {"href": "https://a.example/", "rel": "noreferrer noopener"}


def test_a_page_names_the_conference_in_that_link_alone_and_fetches_nothing_there(
    app: Flask, at_the_sitting: None
) -> None:
    room = Room(database.of(app))
    draft = MeetingDraft(
        mode=Mode.MIXED,
        mode_decision="Décision du 1er décembre",
        starts_at=room.state().meeting.starts_at,
        place="Salle",
        connection=ROOM,
    )
    conduct.update(room.db, room.meeting_id, draft, by=SYSTEM, now=room.tick())
    page = html.fromstring(Visitor(app).enter(room.person(2)).get(f"/seances/{room.meeting_id}").text)

    named = [(each.tag, name) for each in page.iter() for name, value in each.attrib.items() if "visio" in value]
    assert named == [("a", "href")]
