"""What everybody may read of a sitting, and what nobody may who is not of the house."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.documents.papers import a_pdf, put_in
from tests.meetings.room import FOR, Room
from tests.web.desk.clerk import Clerk
from tests.web.desk.conftest import a_clerk
from tests.web.visitors import plain
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.documents.model import Access, Secret
from webapp.meetings.service import conduct, dossier, voting
from webapp.storage.database import unit_of_work
from webapp.web.kit import database


@pytest.fixture
def room(app: Flask, at_the_sitting: None) -> Room:
    """A committee that publishes its file, its sitting in preparation."""
    settings = CommitteeSettings(publish_file=True, recording_rules="Délibération du 3 février 2026")
    return Room(database.of(app), seats=3, settings=settings)


@pytest.fixture
def sylvie(app: Flask, room: Room) -> Clerk:
    return a_clerk(app, room)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "files" / "documents"


def address(room: Room) -> str:
    return f"/commissions/{room.committee.code}/{room.state().meeting.day.isoformat()}"


def publish(room: Room) -> None:
    dossier.publish_page(room.db, room.meeting_id, True, by=SYSTEM, now=room.tick())


def rule(room: Room, number: int, access: Access, secret: Secret | None = None) -> None:
    dossier.rule(
        room.db,
        room.meeting_id,
        number,
        1,
        access,
        secret=secret,
        reason="Motif" if secret else "",
        by=SYSTEM,
        now=room.tick(),
    )


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return plain(answer)


def test_what_is_not_published_is_not_there(client: FlaskClient, room: Room, shelf: Path) -> None:
    number = put_in(room.db, shelf, room.meeting_id, room.item, now=room.tick())
    rule(room, number, Access.PUBLISHED)

    for path in (address(room), f"{address(room)}/{number}/1", "/commissions/aucune/2026-12-10"):
        assert client.get(path).status_code == 404, path
    assert room.committee.name not in read(client, "/commissions")

    publish(room)
    assert room.committee.name in read(client, "/commissions")
    assert "Extension d’un élevage" in read(client, address(room))
    for path in (f"/commissions/{room.committee.code}/demain", f"/commissions/{room.committee.code}/2026-12-11"):
        assert client.get(path).status_code == 404, path


def test_cnv_9_only_published_documents_leave(client: FlaskClient, room: Room, shelf: Path) -> None:
    titles = {
        "Rapport publié": (Access.PUBLISHED, None),
        "Note interne": (Access.INTERNAL, None),
        "Plan des accès": (Access.INTERNAL, Secret.PUBLIC_SAFETY),
        "Mémoire communicable": (Access.COMMUNICABLE, None),
        "Procédé": (Access.APPLICANT, Secret.MANUFACTURING),
    }
    publish(room)
    numbers = {}
    for title, (access, secret) in titles.items():
        numbers[title] = put_in(room.db, shelf, room.meeting_id, room.item, title=title, now=room.tick())
        rule(room, numbers[title], access, secret)

    page = read(client, address(room))

    assert [title for title in titles if title in page] == ["Rapport publié"]
    for title, number in numbers.items():
        answer = client.get(f"{address(room)}/{number}/1")
        answer.close()
        assert answer.status_code == (200 if title == "Rapport publié" else 404), title


def test_a_published_document_comes_with_safe_headers(client: FlaskClient, room: Room, shelf: Path) -> None:
    number = put_in(room.db, shelf, room.meeting_id, room.item, title="Rapport", now=room.tick())
    rule(room, number, Access.PUBLISHED)
    publish(room)
    answer = client.get(f"{address(room)}/{number}/1")

    assert answer.data == a_pdf("Rapport")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client.get(f"{address(room)}/{number}/2").status_code == 404
    answer.close()


def test_a_withdrawn_document_leaves_the_public_page(client: FlaskClient, room: Room, shelf: Path) -> None:
    number = put_in(room.db, shelf, room.meeting_id, room.item, title="Rapport", now=room.tick())
    rule(room, number, Access.PUBLISHED)
    publish(room)
    dossier.withdraw(room.db, room.meeting_id, number, reason="Erreur", by=SYSTEM, now=room.tick())

    assert "Rapport" not in read(client, address(room))
    assert client.get(f"{address(room)}/{number}/1").status_code == 404


def test_pub_1_only_those_who_sit_by_function_or_elected_mandate_are_named(client: FlaskClient, room: Room) -> None:
    kinds = {0: "function", 1: "elected", 2: "organisation"}
    for index, kind in kinds.items():
        _write(room, "UPDATE seats SET seat_type = ? WHERE id = ?", (kind, room.seat(index + 1)))
    publish(room)
    page = read(client, address(room))

    shown = {kinds[index]: _name(room, index + 1) in page for index in kinds}
    assert shown == {"function": True, "elected": True, "organisation": False}


def _write(room: Room, statement: str, values: tuple[object, ...]) -> None:
    with unit_of_work(room.db):
        room.db.change(statement, values)


def _name(room: Room, number: int) -> str:
    seat = room.state().roster.seat(room.seat(number))
    assert seat is not None
    assert seat.titular is not None
    return seat.titular.person.display_name


def test_an_opinion_is_public_once_announced_and_the_sitting_closed(client: FlaskClient, room: Room) -> None:
    publish(room)
    room.open(present=3)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: FOR})
    room.close()
    voting.announce(room.db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    assert "Ensemble du texte :" not in read(client, address(room))

    conduct.end_item(room.db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert "Ensemble du texte : " in read(client, address(room))


def test_the_desk_publishes_and_takes_back_the_page(client: FlaskClient, room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/publication")
    sylvie.follows("Publier la page de cette séance")
    sylvie.opens(f"{sylvie.base}/publication?confirmer=page")
    assert "seuls sont nommés ceux qui siègent par fonction" in sylvie.text
    sylvie.presses("Publier la page de cette séance")
    assert client.get(address(room)).status_code == 200

    sylvie.presses("Retirer la page publique")

    assert client.get(address(room)).status_code == 404


def test_cnv_9_the_desk_decides_document_by_document_with_a_reason(room: Room, shelf: Path, sylvie: Clerk) -> None:
    put_in(room.db, shelf, room.meeting_id, room.item, title="Plan", now=room.tick())
    sylvie.opens(f"{sylvie.base}/publication")
    assert "À décider : interne en attendant" in sylvie.text
    sylvie.presses("Enregistrer la décision", access="published", secret="defence", reason="Site protégé")
    assert "Choisissez un accès plus étroit." in plain(sylvie.page)  # type: ignore[arg-type]  # a page was opened

    sylvie.presses("Enregistrer la décision", access="internal", secret="defence", reason="Site protégé")

    assert "Défense nationale · Site protégé" in sylvie.text
