"""The desk's pages of the file: put in, replace, withdraw, decide; what is too heavy is refused unread."""

import errno
import io
import os
from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.documents.papers import a_pdf
from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import plain
from webapp.audit.model import SYSTEM
from webapp.documents import queries
from webapp.documents.model import Document
from webapp.meetings.service import conduct
from webapp.meetings.sitting import MeetingDraft
from webapp.web.kit import requests

DECLARED = 2 * 1024**3


class Endless(io.RawIOBase):
    """A body that never ends, and counts what is read of it."""

    def __init__(self) -> None:
        self.read_bytes = self.place = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = DECLARED if whence else offset
        return self.place

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]  # what io calls it with
        into[:] = b"0" * len(into)
        self.read_bytes += len(into)
        return len(into)


def documents(room: Room) -> list[Document]:
    return queries.of_scope(room.db, f"meeting:{room.meeting_id}")


def sends(clerk: Clerk, path: str, label: str, content: bytes, name: str = "rapport.pdf", **typed: str) -> int:
    """Choose a file in the form of a page, and press its button; return the status of the answer."""
    clerk.opens(path)
    action, fields = clerk.form(label, **typed)
    data: dict[str, object] = {key: value for key, value in fields if key != "file"}
    answer = clerk.visitor.client.post(action, data={**data, "file": (io.BytesIO(content), name)})
    clerk.page = clerk.visitor.client.get(answer.location) if answer.status_code == 303 else answer
    answer.request.environ["wsgi.input"].close()  # a refused body is not read to its end
    return answer.status_code


def put_in(clerk: Clerk, room: Room, content: bytes, title: str = "Rapport de l’inspection") -> int:
    path = f"{clerk.base}/points/{room.item}/pieces"
    return sends(clerk, path, "Ajouter la pièce", content, title=title, nature="report")


@pytest.fixture
def noticed(room: Room) -> Room:
    """The sitting of two days later, its notice sent a week ago."""
    room.meeting_id = conduct.create(
        room.db,
        room.committee.id,
        MeetingDraft(
            starts_at=factories.NOW + timedelta(days=2), notice_sent_on=(factories.NOW - timedelta(days=7)).date()
        ),
        by=SYSTEM,
        now=room.tick(),
    ).id
    room.item = room.add_item()
    return room


def test_a_document_is_put_in_and_listed_under_its_item(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/preparer")
    assert sylvie.offers("Ajouter une pièce")

    assert put_in(sylvie, room, a_pdf()) == 303

    assert "Rapport de l’inspection" in sylvie.text
    assert "Reçu après" not in sylvie.text
    assert [each.current.name for each in documents(room)] == ["rapport.pdf"]


def test_cnv_4_a_late_version_is_visibly_so_with_both_hashes(app: Flask, noticed: Room, sylvie: Clerk) -> None:
    sylvie.base = f"/secretariat/seances/{noticed.meeting_id}"
    put_in(sylvie, noticed, a_pdf())
    assert "Reçu moins de 5 jours avant" in sylvie.text
    number = documents(noticed)[0].id
    sends(sylvie, f"{sylvie.base}/pieces/{number}/version", "Remplacer par ce fichier", a_pdf("Bis"))

    for version in documents(noticed)[0].versions:
        assert version.sha256 in sylvie.text
    member = Clerk(app, noticed.person(2), f"/seances/{noticed.meeting_id}")
    member.opens(f"{member.base}/dossier")
    assert "Reçu moins de 5 jours avant" in member.text
    for version in documents(noticed)[0].versions:
        assert version.sha256 in member.text


def test_what_is_no_known_form_is_refused_with_a_sentence_and_the_title_stays(room: Room, sylvie: Clerk) -> None:
    assert put_in(sylvie, room, b"<!doctype html><script>alert(1)</script>") == 400

    assert "est une page web ou un dessin SVG" in sylvie.text
    assert 'value="Rapport de l’inspection"' in sylvie.page.text  # type: ignore[union-attr]  # a page was opened
    assert documents(room) == []


def test_a_body_declared_too_heavy_is_refused_unread(room: Room, sylvie: Clerk) -> None:
    body = Endless()
    answer = sylvie.visitor.client.post(
        f"{sylvie.base}/points/{room.item}/pieces",
        input_stream=body,
        content_length=DECLARED,
        content_type="multipart/form-data; boundary=borne",
    )

    assert answer.status_code == 413
    assert "dépasse la taille permise" in plain(answer)
    assert body.read_bytes < 1024**2


def test_a_disk_that_is_full_is_said_and_leaves_no_file(
    app: Flask, room: Room, sylvie: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status = put_in(sylvie, room, a_pdf())
    monkeypatch.undo()

    assert (status, documents(room)) == (503, [])
    assert "ne peut pas enregistrer pour le moment" in sylvie.text
    assert list(app.extensions["collegiale.settings"].documents.iterdir()) == []


def test_a_document_may_be_heavier_than_other_files_and_no_heavier_than_its_setting(
    app: Flask, room: Room, sylvie: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    assert put_in(sylvie, room, a_pdf("x" * 5000)) == 303

    monkeypatch.setattr(requests, "SPARE_MEGABYTES", -99)  # a megabyte in all
    assert put_in(sylvie, room, a_pdf("y" * 1_100_000)) == 413
    assert len(documents(room)) == 1


def test_a_document_is_moved_described_and_withdrawn_with_its_reason(room: Room, sylvie: Clerk) -> None:
    for title in ("Rapport", "Plan"):
        put_in(sylvie, room, a_pdf(title), title)
    sylvie.presses("Monter Plan")
    assert [each.title for each in documents(room)] == ["Plan", "Rapport"]

    sylvie.follows("Plan")
    sylvie.presses("Enregistrer", title="Plan de masse", nature="plan")
    sylvie.follows("Plan de masse")
    sylvie.opens(f"{sylvie.base}/pieces/{documents(room)[0].id}?retirer=1")
    sylvie.presses("Retirer la pièce du dossier", reason="")
    assert "Écrivez le motif." in plain(sylvie.page)  # type: ignore[arg-type]  # a page was opened
    sylvie.presses("Retirer la pièce du dossier", reason="Plan d’un autre site")

    assert "Plan d’un autre site" in sylvie.text
    assert [each.withdrawn for each in documents(room)] == [True, False]
