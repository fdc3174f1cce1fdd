"""The file as members read it: who may, what is kept from them, headers, ranges, the archive."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import factories
from tests.documents.papers import a_pdf, put_in
from tests.meetings.room import Room
from tests.web.visitors import Visitor, plain
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.meetings.service import dossier
from webapp.web.kit import database


@pytest.fixture
def room(app: Flask, at_the_sitting: None) -> Room:
    """Five seats and their substitutes, two items, the sitting open."""
    room = Room(database.of(app), seats=5, substitutes=True)
    room.add_motion(room.add_item())
    return room.open(present=4)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "files" / "documents"


@pytest.fixture
def report(room: Room, shelf: Path) -> str:
    """The address of a document of the first item, in its first version."""
    number = put_in(room.db, shelf, room.meeting_id, room.item, title="Rapport", now=room.tick())
    return f"/seances/{room.meeting_id}/dossier/{number}/1"


def got(visitor: Visitor, path: str, **headers: str) -> TestResponse:
    """Ask for a document, take it whole and let its file go."""
    answer = visitor.get(path, **headers)
    assert answer.data is not None
    answer.close()
    return answer


def with_role(app: Flask, room: Room, role: Role) -> Visitor:
    person = factories.a_person(room.db, role.value)
    accounts.grant_role(room.db, person, role, committee_id=room.committee.id, by=SYSTEM, now=factories.NOW)
    return Visitor(app).enter(person)


def test_members_substitutes_chair_and_desk_read_the_file(app: Flask, room: Room, report: str) -> None:
    readers = [
        Visitor(app).enter(room.person(2)),
        Visitor(app).enter(room.person(2, 1)),
        with_role(app, room, Role.CHAIR),
        with_role(app, room, Role.SECRETARIAT),
    ]
    for reader in readers:
        assert "Rapport" in reader.text(f"/seances/{room.meeting_id}/dossier")
        assert got(reader, report).data == a_pdf("Rapport")


def test_nobody_else_reads_it(app: Flask, room: Room, report: str) -> None:
    others = factories.a_committee(room.db, seat_count=1, code="autre")
    elsewhere = factories.the_seats(room.db, others)[0].titular
    assert elsewhere is not None
    strangers = [
        Visitor(app).enter(elsewhere.person_id),
        Visitor(app).enter(factories.a_person(room.db, "Passant")),
        with_role(app, room, Role.AUDITOR),
    ]
    for stranger in strangers:
        for path in (f"/seances/{room.meeting_id}/dossier", f"/seances/{room.meeting_id}/dossier.zip", report):
            assert stranger.get(path).status_code == 403, path
    assert Visitor(app).get(report).status_code == 302


def test_a_document_is_reached_through_its_own_sitting_only(app: Flask, room: Room, report: str) -> None:
    other = room.prepare()
    member = Visitor(app).enter(room.person(2))

    assert member.get(report.replace(f"/seances/{room.meeting_id}/", f"/seances/{other}/")).status_code == 404
    assert member.get(report.removesuffix("/1") + "/2").status_code == 404


def test_dep_1_who_withdrew_from_an_item_sees_none_of_its_documents(
    app: Flask, room: Room, shelf: Path, report: str
) -> None:
    put_in(room.db, shelf, room.meeting_id, room.state().items[1].id, title="Plan", now=room.tick())
    room.recuse(2, room.item)
    recused, other = Visitor(app).enter(room.person(2)), Visitor(app).enter(room.person(3))

    said = recused.text(f"/seances/{room.meeting_id}/dossier")
    assert "Ses pièces ne vous sont pas montrées" in said
    assert report not in said
    assert "Plan" in said
    assert recused.get(report).status_code == 403
    assert [name for name in names(recused, room) if name.endswith(".pdf")] == [
        "02. Extension d’un élevage/01. Plan.pdf"
    ]
    assert got(other, report).status_code == 200


def test_a_document_comes_with_headers_that_let_it_do_nothing(app: Flask, room: Room, report: str) -> None:
    member = Visitor(app).enter(room.person(2))
    kept, shown = got(member, report), got(member, f"{report}?afficher=1")

    assert kept.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert kept.headers["Cache-Control"] == "private, no-store"
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Content-Type"] == "application/pdf"
    assert kept.headers["Content-Disposition"] == "attachment; filename=rapport.pdf"
    assert shown.headers["Content-Disposition"] == "inline; filename=rapport.pdf"


def test_a_document_is_read_by_parts(app: Flask, room: Room, report: str) -> None:
    member, content = Visitor(app).enter(room.person(2)), a_pdf("Rapport")
    part = got(member, report, Range="bytes=10-19")
    beyond = got(member, report, Range=f"bytes={len(content) + 5}-")

    assert (part.status_code, part.data) == (206, content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(content)}"
    assert part.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert beyond.status_code == 416


def test_the_archive_holds_what_stands_and_an_inventory_of_hashes(
    app: Flask, room: Room, shelf: Path, report: str
) -> None:
    gone = put_in(room.db, shelf, room.meeting_id, room.item, title="Brouillon", now=room.tick())
    dossier.withdraw(room.db, room.meeting_id, gone, reason="Remplacé", by=SYSTEM, now=room.tick())
    put_in(room.db, shelf, room.meeting_id, room.item, title="Plan : coupe 1/2", now=room.tick())
    archive = opened(Visitor(app).enter(room.person(2)), room)

    folder = "01. Extension d’un élevage"
    assert archive.namelist() == [
        f"{folder}/01. Rapport.pdf",
        f"{folder}/02. Plan coupe 1 2.pdf",
        "inventaire.txt",
    ]
    assert archive.testzip() is None
    for line in archive.read("inventaire.txt").decode().splitlines():
        sha256, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(name)).hexdigest() == sha256


def test_the_archive_leaves_piece_by_piece(app: Flask, room: Room, shelf: Path) -> None:
    heavy = a_pdf("x" * 3_000_000)
    put_in(room.db, shelf, room.meeting_id, room.item, content=heavy, now=room.tick())
    answer = Visitor(app).enter(room.person(2)).client.get(f"/seances/{room.meeting_id}/dossier.zip", buffered=False)

    pieces = [len(piece) for piece in answer.response]
    assert sum(pieces) > len(heavy)
    assert max(pieces) < 1_200_000


def test_a_file_that_the_disk_lost_is_said_whole_or_in_the_archive(
    app: Flask, room: Room, shelf: Path, report: str
) -> None:
    [kept] = shelf.iterdir()
    reader = Visitor(app).enter(room.person(2))
    for spoil in (lambda: kept.write_bytes(b"%PDF-1.4"), kept.unlink):
        spoil()
        for path in (report, f"/seances/{room.meeting_id}/dossier.zip"):
            answer = got(reader, path)
            assert answer.status_code == 409
            assert "Prévenez l’administrateur" in plain(answer)


def opened(visitor: Visitor, room: Room) -> zipfile.ZipFile:
    answer = visitor.get(f"/seances/{room.meeting_id}/dossier.zip")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(".zip")
    return zipfile.ZipFile(io.BytesIO(answer.data))


def names(visitor: Visitor, room: Room) -> list[str]:
    return opened(visitor, room).namelist()
