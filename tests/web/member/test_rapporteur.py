"""The service that reports on an item: it deposits, replaces, reads the opinion, and enters nowhere else."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.documents.papers import a_pdf, put_in
from tests.meetings.consulted import LINKING
from tests.meetings.room import FOR, Room
from tests.web.visitors import Visitor, plain
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.meetings.service import conduct, rapporteurs, voting
from webapp.web.kit import database
from webapp.wording.dates import in_paris


@pytest.fixture
def stage(app: Flask, at_the_sitting: None) -> Room:
    return Room(database.of(app))


def a_rapporteur(app: Flask, room: Room, name: str = "Ripisylve") -> tuple[int, Visitor]:
    person = factories.a_person(room.db, name)
    accounts.grant_role(room.db, person, Role.RAPPORTEUR, committee_id=room.committee.id, by=SYSTEM, now=factories.NOW)
    return person, Visitor(app).enter(person)


def entrusted(app: Flask, room: Room) -> Visitor:
    person, visitor = a_rapporteur(app, room)
    rapporteurs.entrust(
        room.db,
        room.meeting_id,
        room.item,
        person,
        due_on=in_paris(room.clock).date(),
        reminder_days=5,
        linking=LINKING,
        by=SYSTEM,
        now=room.tick(),
    )
    return visitor


def page(room: Room) -> str:
    return f"/rapporteur/seances/{room.meeting_id}/points/{room.item}"


def deposit(visitor: Visitor, room: Room, content: bytes, nature: str = "report", key: str = "cle") -> int:
    sent = (io.BytesIO(content), "rapport.pdf")
    return visitor.post(page(room), {"nature": nature, "file": sent, "key": key}).status_code


def read(visitor: Visitor, address: str) -> bytes:
    answer = visitor.get(address)
    content = answer.data
    answer.close()
    return content


def test_the_rapporteur_deposits_replaces_and_reads_what_they_deposited(app: Flask, stage: Room) -> None:
    visitor = entrusted(app, stage)
    assert "À déposer au plus tard le" in visitor.text("/rapporteur")
    assert deposit(visitor, stage, a_pdf("un")) == 303
    assert deposit(visitor, stage, a_pdf("deux")) == 303

    shown = visitor.text(page(stage))
    assert "version 2" in shown
    address = next(part for part in visitor.get(page(stage)).text.split('"') if "/pieces/" in part)
    assert read(visitor, address) == a_pdf("deux")
    assert read(visitor, address.removesuffix("2") + "1") == a_pdf("un")


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(app: Flask, stage: Room) -> None:
    visitor = entrusted(app, stage)
    sent = (io.BytesIO(b"<html><script>alert(1)</script>"), "rapport.pdf")
    answer = visitor.post(page(stage), {"nature": "report", "file": sent, "key": "cle"})

    assert answer.status_code == 400
    assert "est une page web" in plain(answer)


def test_the_rapporteur_sees_nothing_else(app: Flask, stage: Room, tmp_path: Path) -> None:
    shelf = tmp_path / "files" / "documents"
    desk = put_in(stage.db, shelf, stage.meeting_id, stage.item, title="Note interne", now=stage.tick())
    visitor = entrusted(app, stage)
    other_item = stage.add_item()

    assert "Note interne" not in visitor.text(page(stage))
    assert visitor.get(f"{page(stage)}/pieces/{desk}/1").status_code == 404
    for path in (
        f"/seances/{stage.meeting_id}",
        f"/seances/{stage.meeting_id}/dossier",
        f"/seances/{stage.meeting_id}/dossier.zip",
        f"/seances/{stage.meeting_id}/dossier/{desk}/1",
        f"/secretariat/seances/{stage.meeting_id}/pieces",
        f"/secretariat/seances/{stage.meeting_id}/preparer",
        f"/rapporteur/seances/{stage.meeting_id}/points/{other_item}",
        "/secretariat",
        "/secretariat/comptes",
        "/secretariat/journal",
    ):
        assert visitor.get(path).status_code == 403, path


def test_another_rapporteur_of_the_committee_does_not_see_the_item(app: Flask, stage: Room) -> None:
    entrusted(app, stage)
    _, other = a_rapporteur(app, stage, "Houppier")

    assert "Aucun point ne vous est confié" in other.text("/rapporteur")
    assert other.get(page(stage)).status_code == 403
    assert deposit(other, stage, a_pdf()) == 403


def test_the_rapporteur_reads_the_opinion_once_the_sitting_is_closed(app: Flask, stage: Room) -> None:
    visitor = entrusted(app, stage)
    assert "Avis de la commission" not in visitor.text(page(stage))
    stage.open(present=4)
    stage.open_vote()
    stage.votes(dict.fromkeys(range(1, 5), FOR))
    stage.close()
    voting.announce(stage.db, stage.meeting_id, stage.motion, by=SYSTEM, now=stage.tick())
    assert "Avis favorable" not in visitor.text(page(stage))
    conduct.close_sitting(stage.db, stage.meeting_id, by=SYSTEM, now=stage.tick())

    shown = visitor.text(page(stage))
    assert "Avis de la commission" in shown
    assert "favorable" in shown
    assert "Déposer une pièce" not in shown
    assert deposit(visitor, stage, a_pdf()) == 400


def test_the_desk_entrusts_an_item_and_reminds(app: Flask, stage: Room) -> None:
    person, _ = a_rapporteur(app, stage)
    keeper = factories.a_person(stage.db, "Greffe")
    accounts.grant_role(
        stage.db, keeper, Role.SECRETARIAT, committee_id=stage.committee.id, by=SYSTEM, now=factories.NOW
    )
    desk = Visitor(app).enter(keeper)
    here = f"/secretariat/seances/{stage.meeting_id}/points/{stage.item}/rapporteur"
    assert "Confier le point" in desk.text(here)

    due = in_paris(stage.clock).date().isoformat()
    assert desk.post(here, person_id=person, due_on=due, key="cle").status_code == 303
    said = " ".join(re.sub("<[^>]+>", " ", desk.text(here)).split())
    assert "Confié à Anne Ripisylve" in said
    assert "Anne Greffe Se déconnecter" in said  # the reader stays who the page's head names
    assert "Confié jusqu’au" in desk.text(f"/secretariat/seances/{stage.meeting_id}/pieces")
    assert desk.post(f"{here}/rappel", key="cle").status_code == 303
    assert "Le rappel est prêt à partir" in desk.text(here)
    assert "Dès maintenant" not in desk.text(here)
    assert "ne voit plus le point" in desk.text(f"{here}?reprendre=1")
    assert desk.post(f"{here}/fin", key="cle").status_code == 303
    assert "Ne plus confier ce point" not in desk.text(here)
