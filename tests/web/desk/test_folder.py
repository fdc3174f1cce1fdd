"""The day's folder at the desk: one button, then files to print."""

from pathlib import Path

from flask import Flask

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.meetings.service import conduct
from webapp.meetings.sitting import ItemKind
from webapp.settings import Settings
from webapp.wording.folder import PARTS


def works(room: Room, folder: Path) -> None:
    settings = Settings(instance=folder, prefecture="Préfecture", mark="test")
    while worker.do_next(room.db, settings, worker.HANDLERS):
        pass


def test_one_button_of_the_sitting_asks_for_everything(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/preparer")
    sylvie.follows("Dossier du jour")
    assert all(name in sylvie.text for name in PARTS.values())

    answer = sylvie.presses("Préparer le dossier du jour")

    assert answer.location.endswith("/dossier-du-jour#documents")
    assert sylvie.text.count("En attente du travailleur") == len(PARTS)
    assert not sylvie.offers("Préparer le dossier du jour")


def test_each_part_is_printed_once_made_and_only_what_a_change_touches_is_made_again(
    room: Room, sylvie: Clerk, tmp_path: Path
) -> None:
    sylvie.opens(f"{sylvie.base}/dossier-du-jour")
    sylvie.presses("Préparer le dossier du jour")
    works(room, tmp_path)

    sylvie.opens(f"{sylvie.base}/dossier-du-jour")
    link = sylvie.part("documents").getparent().xpath("//a[contains(., 'émargement')]/@href")[0]
    paper = sylvie.visitor.get(link)

    assert paper.data.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="emargement-salle-5-2026-12-10.pdf"'
    assert paper.headers["Cache-Control"] == "no-store"
    assert "La séance a changé depuis" not in sylvie.text

    room.add_item(ItemKind.INFORMATION)

    sylvie.opens(f"{sylvie.base}/dossier-du-jour")
    assert "La séance a changé depuis" in sylvie.text
    sylvie.presses("Refaire ce qui a changé")

    waiting = room.db.rows("SELECT part FROM folder_files WHERE sha256 IS NULL")
    assert {row["part"] for row in waiting} == {"notice", "script", "whole"}


def test_a_part_not_made_yet_is_not_handed_over(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/dossier-du-jour")
    sylvie.presses("Préparer le dossier du jour")

    sylvie.opens(f"{sylvie.base}/dossier-du-jour")
    answer = sylvie.visitor.get(f"{sylvie.base}/dossier-du-jour/documents/1.pdf")

    assert answer.status_code == 303
    assert "n’est pas encore prêt" in sylvie.visitor.get(answer.location).text


def test_the_waiting_list_is_the_same_page_until_something_is_made(app: Flask, room: Room, sylvie: Clerk) -> None:
    path = f"{sylvie.base}/dossier-du-jour/documents"
    tag = sylvie.visitor.get(path).headers["ETag"]

    assert sylvie.visitor.client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_after_the_end_only_the_certificates_are_offered(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    sylvie.opens(f"{sylvie.base}/dossier-du-jour")

    assert "Attestations de présence" in sylvie.text
    assert "Script du président" not in sylvie.text
    assert sylvie.offers("Préparer")


def test_the_folder_is_one_touch_away_while_the_sitting_goes_on(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)

    sylvie.opens()
    sylvie.follows("Dossier du jour")

    assert sylvie.offers("Préparer le dossier du jour")
    assert sylvie.offers("Revenir à la séance")
