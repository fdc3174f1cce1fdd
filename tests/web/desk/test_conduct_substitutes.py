"""In the panel of a seat: somebody new sits for it, somebody who cannot come in is given a slip or a code."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import NOW, TODAY, a_committee, a_person, the_seats
from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor, plain
from webapp.accounts import service as accounts
from webapp.accounts.model import PersonFields, Role
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import Rank
from webapp.committees.service import appointments
from webapp.committees.service.appointments import Candidate
from webapp.kernel import clock
from webapp.meetings.sitting import Form

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 un papier"
PAPER = f"{hashlib.sha256(JPEG).hexdigest()}.jpg"
ODILE = {"civility": "Mme", "first_name": "Odile", "last_name": "Brindeneuve", "title": "Directrice adjointe"}


def panel(clerk: Clerk, room: Room, number: int) -> Clerk:
    clerk.opens(f"{clerk.conduct}?siege={room.seat(number)}")
    return clerk


def seats(
    clerk: Clerk, label: str = "Faire siéger", file: tuple[bytes, str] | None = None, **typed: str
) -> TestResponse:
    """Fill the form of the newcomer and press one of its buttons, with a file where there is one."""
    path, fields = clerk.form(label, within="nouvelle", **typed)
    data: dict[str, object] = {name: value for name, value in fields if name != "paper"}
    if file is not None:
        data["paper"] = (io.BytesIO(file[0]), file[1])
    answer = clerk.visitor.client.post(path, data=data, content_type="multipart/form-data")
    clerk.page = clerk.visitor.client.get(answer.location) if answer.status_code == 303 else answer
    return answer


def files_of(app: Flask, folder: str) -> list[Path]:
    return sorted((app.extensions["collegiale.settings"].files / folder).glob("*"))


def occupant(room: Room, number: int) -> int:
    return room.state().presence.seats[room.seat(number)].occupant.person_id


def test_somebody_nobody_expected_sits_by_four_fields_and_one_button(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    panel(sylvie, room, 5)
    body = sylvie.part("nouvelle-organisme").get("value")

    answer = seats(sylvie, **ODILE)

    assert answer.status_code == 303
    assert body == "Organisme 5"  # nothing to type where the body is the titular's own
    assert "Mme Odile Brindeneuve suppléant" in sylvie.says(f"s{room.seat(5)}")
    assert "Quorum : 4 comptés avant, 5 après" in sylvie.text
    assert room.state().presence.seats[room.seat(5)].occupant.form is Form.ROOM


def test_the_new_substitute_enters_with_a_slip_and_votes(app: Flask, room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    seats(panel(sylvie, room, 5), **ODILE)
    room.open_vote()

    member = Visitor(app).enter(occupant(room, 5))

    assert "Voter" in member.text(f"/seances/{room.meeting_id}")


def test_com_5_another_body_is_told_the_rule_and_sits_once_the_chair_has_decided(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    panel(sylvie, room, 5)

    bare = seats(sylvie, organisation="Ailleurs", **ODILE)
    said = sylvie.says("nouvelle")
    kept = sylvie.part("nouvelle-nom").get("value")
    decided = seats(sylvie, decision="Désignée ce matin par le préfet")

    assert (bare.status_code, decided.status_code) == (409, 303)
    assert "que par une personne du même organisme (CRPA R133-3)" in said
    assert kept == "Brindeneuve"
    assert [each.rule for each in room.state().decisions] == ["COM-5"]


def test_a_homonym_is_offered_and_the_photograph_waits_with_the_form(app: Flask, room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    known = accounts.create_person(
        room.db,
        PersonFields(first_name="Odile", last_name="BRINDENEUVE"),
        home_committee=room.committee.id,
        by=SYSTEM,
        now=clock.now(),
    )
    panel(sylvie, room, 5)

    first = seats(sylvie, file=(JPEG, "papier.jpg"), **ODILE)
    said = sylvie.says("nouvelle")
    second = seats(sylvie, "C’est cette personne")

    assert (first.status_code, second.status_code) == (409, 303)
    assert "Dites si c’est la même personne, ou une autre." in said
    assert "Gardée : papier.jpg." in said
    assert occupant(room, 5) == known
    assert [each.name for each in files_of(app, "papers")] == [PAPER]
    assert files_of(app, "waiting") == []


def test_whoever_bears_the_same_name_may_be_somebody_else(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    panel(sylvie, room, 5)

    seats(sylvie, first_name="Camille", last_name="Titulaire-2", title="Directeur")
    seats(sylvie, "C’est une autre personne")

    assert occupant(room, 5) not in {room.person(2), room.person(5)}
    assert "Camille Titulaire-2" in sylvie.says(f"s{room.seat(5)}")


def test_the_paper_is_for_the_desk_alone_and_never_opened_in_the_page(app: Flask, room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    seats(panel(sylvie, room, 5), file=(JPEG, "../../photo<b>.html"), **ODILE)
    link = next(each for each in sylvie.part("registre").iter("a") if each.text == "Pièce justificative").get("href")

    answer = sylvie.visitor.get(link)

    assert (answer.data, answer.mimetype) == (JPEG, "image/jpeg")
    assert re.fullmatch(r'attachment; filename="piece-\d+\.jpg"', answer.headers["Content-Disposition"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Pièce de Mme Odile Brindeneuve" in panel(sylvie, room, 5).says("siege")
    assert Visitor(app).enter(room.person(2)).get(link).status_code == 403
    assert sylvie.visitor.get(f"{sylvie.conduct}/pieces/1").status_code == 404


def test_a_paper_that_changed_on_the_disk_is_not_handed_over(app: Flask, room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    seats(panel(sylvie, room, 5), file=(JPEG, "p.jpg"), **ODILE)
    files_of(app, "papers")[0].write_bytes(b"<script>")
    link = next(each for each in sylvie.part("registre").iter("a") if each.text == "Pièce justificative").get("href")

    answer = sylvie.visitor.get(link)

    assert answer.status_code == 409
    assert "n’est plus celui qui a été déposé" in answer.text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<html><script>alert(1)</script></html>", id="a page called an image"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", id="a drawing that runs"),
        pytest.param(b"\x7fELF" + b"\x00" * 1000, id="an executable"),
        pytest.param(b"GIF89a", id="another image"),
    ],
)
def test_a_hostile_paper_is_refused_with_a_sentence_and_not_kept(
    app: Flask, room: Room, sylvie: Clerk, content: bytes
) -> None:
    room.open(present=4)
    panel(sylvie, room, 5)

    answer = seats(sylvie, file=(content, "../../etc/papier.jpg"), **ODILE)

    assert answer.status_code == 409
    assert "ni une image JPEG ou PNG, ni un PDF" in sylvie.says("nouvelle")
    assert sylvie.part("nouvelle-nom").get("value") == "Brindeneuve"
    assert room.seat(5) not in room.state().presence.seats
    assert files_of(app, "papers") + files_of(app, "waiting") == []


def test_a_paper_beyond_the_setting_is_refused_before_it_is_read(app: Flask, room: Room, sylvie: Clerk) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000  # the setting `upload_megabytes`, made small
    room.open(present=4)
    panel(sylvie, room, 5)

    answer = seats(sylvie, file=(JPEG + b"\x00" * 100_000, "p.jpg"), **ODILE)

    assert answer.status_code == 413
    assert "dépasse la taille permise" in answer.text
    assert room.seat(5) not in room.state().presence.seats
    assert files_of(app, "papers") == []


def test_the_name_of_a_file_is_shown_and_never_obeyed(app: Flask, room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    panel(sylvie, room, 5)

    refused = seats(sylvie, file=(JPEG, '../../<script>alert(1)</script>".php'), last_name="Brindeneuve", title="")

    assert refused.status_code == 409
    assert "<script>alert" not in refused.text
    assert {each.suffix for each in files_of(app, "waiting")} == {".bin", ".json"}
    assert files_of(app, "papers") == []


def test_the_photograph_of_another_desk_is_not_taken_by_its_token(
    app: Flask, room: Room, sylvie: Clerk, bruno: Clerk
) -> None:
    room.open(present=4)
    seats(panel(sylvie, room, 5), file=(JPEG, "p.jpg"), last_name="Brindeneuve", title="")
    token = sylvie.part("nouvelle").fields["paper_kept"]
    path, fields = panel(bruno, room, 5).form("Faire siéger", within="nouvelle", **ODILE)

    bruno.sends(path, [*((name, value) for name, value in fields if name != "paper"), ("paper_kept", token)])

    assert occupant(room, 5)
    assert files_of(app, "papers") == []


def test_the_form_sent_twice_seats_one_person(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    path, fields = panel(sylvie, room, 5).form("Faire siéger", within="nouvelle", **ODILE)
    fields = [each for each in fields if each[0] != "paper"]

    first, second = (sylvie.sends(path, fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert room.db.value("SELECT count(*) FROM people WHERE last_name = 'Brindeneuve'") == 1


@pytest.mark.parametrize("forged", [{"seat": "9999"}, {"form": "nulle-part"}, {"form": ""}, {"at": "25:70"}])
def test_a_forged_newcomer_is_refused(room: Room, sylvie: Clerk, forged: dict[str, str]) -> None:
    room.open(present=4)
    path, fields = panel(sylvie, room, 5).form("Faire siéger", within="nouvelle", **ODILE)
    kept = [each for each in fields if each[0] not in {"paper", *forged}]

    answer = sylvie.sends(path, [*kept, *forged.items()])

    assert answer.status_code == 409
    assert room.db.value("SELECT count(*) FROM people WHERE last_name = 'Brindeneuve'") == 0


# Who cannot come in.


def code_in(clerk: Clerk) -> str:
    found = re.search(r"\d{4} \d{4}", clerk.says("acces"))
    assert found, clerk.says("acces")
    return found.group()


def enters(visitor: Visitor, name: str, digits: str) -> TestResponse:
    return visitor.post("/connexion/code", name=name, digits=digits)


def test_a_code_is_dictated_from_the_panel_and_lets_its_holder_in(app: Flask, room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    answer = panel(sylvie, room, 2).presses("Dicter un code par téléphone", within="acces")
    said, code = sylvie.says("acces"), code_in(sylvie)

    member = Visitor(app)
    entered = enters(member, "titulaire 2", code)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Code de M. Camille Titulaire-2" in said
    assert "http://localhost/connexion" in said
    assert entered.status_code == 303
    assert "Camille Titulaire-2" in member.text("/profil")
    assert "Code dicté par téléphone" in member.text("/profil")
    assert enters(Visitor(app), "Titulaire-2", code).status_code == 400


def test_a_code_is_shown_once(room: Room, sylvie: Clerk) -> None:
    panel(sylvie, room, 2).presses("Dicter un code par téléphone", within="acces")
    code = code_in(sylvie)

    panel(sylvie, room, 2)

    assert code not in sylvie.text
    assert code not in plain(sylvie.visitor.get(f"{sylvie.conduct}/etat?siege={room.seat(2)}"))


def test_the_journal_says_who_dictated_to_whom_and_never_what(room: Room, sylvie: Clerk) -> None:
    panel(sylvie, room, 2).presses("Dicter un code par téléphone", within="acces")

    entry = next(each for each in audit.entries(room.db) if each.act == "code.dictated")
    assert (entry.actor, entry.subject) == (sylvie.person_id, f"person:{room.person(2)}")
    assert code_in(sylvie).replace(" ", "") not in entry.details


def test_a_slip_is_printed_from_the_panel(room: Room, sylvie: Clerk) -> None:
    answer = panel(sylvie, room, 2).presses("Imprimer un bulletin", within="acces")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert room.db.value("SELECT count(*) FROM access_slips WHERE person_id = ?", (room.person(2),)) == 1


def test_no_code_is_dictated_to_who_also_sits_in_a_committee_of_others(room: Room, sylvie: Clerk) -> None:
    """Seating somebody whom others also appoint must not let a desk vote elsewhere in their name."""
    elsewhere = a_committee(room.db, code="AILLEURS")
    shared = the_seats(room.db, elsewhere)[1].titular
    assert shared is not None
    appointments.appoint(
        room.db,
        room.committee.id,
        room.seat(2),
        Candidate(person=shared.person_id, rank=Rank.SUBSTITUTE, act="Arrêté", starts_on=TODAY),
        by=SYSTEM,
        now=NOW,
    )
    path = f"{sylvie.conduct}/code"

    answer = sylvie.visitor.post(path, person=shared.person_id, panel=room.seat(2), place="acces")

    assert answer.status_code == 409
    assert "siège aussi dans une commission que vous ne tenez pas" in plain(answer)
    assert room.db.value("SELECT count(*) FROM dictated_codes") == 0


def test_no_code_is_dictated_to_who_has_no_seat_here_or_more_power(room: Room, sylvie: Clerk) -> None:
    stranger = a_person(room.db, "Étrangère", "Iris")
    accounts.grant_role(room.db, room.person(3), Role.ADMINISTRATOR, by=SYSTEM, now=clock.now())

    answers = [
        sylvie.visitor.post(f"{sylvie.conduct}/code", person=person, panel=room.seat(3), place="acces")
        for person in (stranger, room.person(3), 9999)
    ]

    assert [each.status_code for each in answers] == [409, 409, 409]
    assert "Étrangère" not in plain(answers[0])
    assert "dépasse vos commissions" in plain(answers[1])
    assert room.db.value("SELECT count(*) FROM dictated_codes") == 0


def test_a_wrong_or_dead_code_says_what_to_do(app: Flask, room: Room, sylvie: Clerk) -> None:
    panel(sylvie, room, 2).presses("Dicter un code par téléphone", within="acces")
    code = code_in(sylvie)
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"
    visitor = Visitor(app)

    answers = [enters(visitor, "Titulaire-2", wrong) for _ in range(5)]
    dead = enters(visitor, "Titulaire-2", code)

    assert [each.status_code for each in (*answers, dead)] == [400] * 6
    for each in (answers[0], dead):
        assert "rappelez le secrétariat, qui en dicte un autre" in plain(each)
    assert 'value="Titulaire-2"' in dead.text


def test_what_is_no_code_is_said_beside_its_field(app: Flask) -> None:
    answer = enters(Visitor(app), "Exemple", "12")

    assert answer.status_code == 400
    assert re.search(r'id="digits-erreur".*Un code dicté par téléphone compte huit chiffres', answer.text, re.DOTALL)


def test_codes_tried_beyond_the_limit_are_told_when_to_come_back(app: Flask) -> None:
    visitor = Visitor(app)

    statuses = [enters(visitor, "Exemple", "00000000").status_code for _ in range(9)]

    assert statuses == [400] * 8 + [429]


def test_the_session_of_a_code_outlives_the_browser(app: Flask, room: Room, sylvie: Clerk) -> None:
    panel(sylvie, room, 2).presses("Dicter un code par téléphone", within="acces")

    entered = enters(Visitor(app), "Titulaire-2", code_in(sylvie))

    assert any("collegiale=" in each and "Expires=" in each for each in entered.headers.getlist("Set-Cookie"))
