"""Replies to the notice: the member's own page, and what the desk reads and notes."""

from datetime import datetime
from io import BytesIO

from flask import Flask

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor, plain
from webapp.meetings import queries
from webapp.meetings.sitting import ReplyKind
from webapp.outbox import queries as outbox
from webapp.storage.database import unit_of_work
from webapp.wording.dates import PARIS

JPEG = b"\xff\xd8\xff\xe0" + b"mandat" * 20


def answer(app: Flask, room: Room, person: int) -> Clerk:
    """A member's own browser, pressing the buttons it shows."""
    return Clerk(app, person, f"/seances/{room.meeting_id}")


def without_address(room: Room, number: int, phone: str | None = None) -> None:
    """Somebody whom no message reaches."""
    with unit_of_work(room.db):
        room.db.run(
            "UPDATE people SET last_name = 'Sans-Adresse', email = NULL, phone = ? WHERE id = ?",
            (phone, room.person(number)),
        )


def test_a_member_replies_in_one_touch_and_changes_their_mind(app: Flask, room: Room) -> None:
    member = answer(app, room, room.person(2))
    member.opens("/accueil")
    member.follows("Dire si vous viendrez")
    assert "Viendrez-vous à la séance ?" in member.text

    member.presses("Je participerai à distance")

    assert "Votre réponse est notée" in member.says("contenu") + member.tree().text_content()
    assert "Vous participerez à distance." in member.text
    assert "connectez-vous et faites-vous reconnaître" in member.text
    assert not member.offers("Je participerai à distance")
    assert "Vous participerez à distance." in member.opens("/accueil")
    member.opens(f"/seances/{room.meeting_id}/reponse")
    substitute = room.state().person_name(room.person(2, 1))
    member.presses(f"{substitute} me remplacera")
    assert f"{substitute} siégera à votre place." in member.text
    assert queries.replies(room.db, room.meeting_id)[room.seat(2)].substitute_id == room.person(2, 1)


def test_a_form_without_an_answer_says_what_to_do(app: Flask, room: Room) -> None:
    member = answer(app, room, room.person(2))
    member.opens(f"/seances/{room.meeting_id}/reponse")
    path, fields = member.form("Je viendrai dans la salle")
    assert member.sends(path, [each for each in fields if each[0] != "reply"]).status_code == 400
    assert "Choisissez une réponse." in member.text
    member.presses("Je donne mandat à ce membre")
    assert "Choisissez le membre à qui vous donnez mandat" in member.text
    assert queries.replies(room.db, room.meeting_id) == {}


def test_a_substitute_reads_who_replies_and_replies_nothing(app: Flask, room: Room) -> None:
    substitute = answer(app, room, room.person(2, 1))
    assert "c’est le titulaire du siège qui dit s’il vient" in substitute.opens(f"/seances/{room.meeting_id}/reponse")
    assert "Dire si vous viendrez" not in substitute.opens("/accueil")
    substitute.visitor.post(f"/seances/{room.meeting_id}/reponse", reply="room", key="reponse-0001")
    assert queries.replies(room.db, room.meeting_id) == {}


def test_a_forged_reply_is_refused_with_a_sentence(app: Flask, room: Room) -> None:
    forged = (
        Visitor(app)
        .enter(room.person(2))
        .post(f"/seances/{room.meeting_id}/reponse", reply=f"substitute.{room.person(3, 1)}", key="reponse-0001")
    )
    assert forged.status_code == 400
    assert queries.replies(room.db, room.meeting_id) == {}


def test_once_the_sitting_is_open_the_page_leads_to_it(app: Flask, room: Room) -> None:
    room.open(present=3)
    late = Visitor(app).enter(room.person(2)).get(f"/seances/{room.meeting_id}/reponse")
    assert (late.status_code, late.location) == (303, f"/seances/{room.meeting_id}")


def test_the_desk_reads_who_comes_and_notes_what_it_hears(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/preparer")
    assert "0 venue annoncée, 5 sans réponse" in sylvie.text
    sylvie.follows("Réponses des membres")
    assert "0 sur 5 sont annoncés, mandats compris ; il en faudra 3 pour le quorum." in sylvie.text
    sylvie.opens(f"{sylvie.base}/reponses/{room.seat(4)}")

    sylvie.presses("Noter la réponse", reply="excused")

    assert "Sans réponse : 4 membres" in sylvie.text
    assert "Absence annoncée" in sylvie.text
    assert queries.replies(room.db, room.meeting_id)[room.seat(4)].kind is ReplyKind.EXCUSED
    assert sylvie.visitor.get(f"{sylvie.base}/reponses/999999").status_code == 404


def test_man_2_a_member_gives_a_mandate_by_a_choice_and_a_button_and_the_holder_reads_it(
    app: Flask, room: Room
) -> None:
    first, second = answer(app, room, room.person(5)), answer(app, room, room.person(4))
    page = f"/seances/{room.meeting_id}/reponse"
    first.opens(page)
    second.opens(page)
    holder = room.state().seat_name(room.seat(2))

    first.presses("Je donne mandat à ce membre", holder=room.seat(2))

    assert f"Vous donnez mandat à {holder}." in first.text
    refused = second.presses("Je donne mandat à ce membre", holder=room.seat(2))
    assert refused.status_code == 400
    assert f"{holder} a déjà reçu autant de mandats" in second.text
    assert f"{holder} a déjà reçu un mandat" in second.text
    assert str(room.seat(2)) not in [each.get("value") for each in second.tree().xpath("//select/option")]
    held = answer(app, room, room.person(2))
    assert f"{room.state().seat_name(room.seat(5))} vous donne mandat" in held.opens(page)
    assert "Vous donnez mandat à un autre membre." in first.opens("/accueil")
    assert f"Vous donnez mandat à {holder}." in first.opens(f"/seances/{room.meeting_id}")
    assert "vous donne mandat." in held.opens(f"/seances/{room.meeting_id}")
    held.opens(page)
    held.presses("Je ne viendrai pas")
    assert "Ce membre ne viendra pas : votre mandat serait sans effet" in first.opens(page)


def test_a_member_takes_a_mandate_back_until_the_opening(app: Flask, room: Room) -> None:
    member = answer(app, room, room.person(5))
    member.opens(f"/seances/{room.meeting_id}/reponse")
    member.presses("Je donne mandat à ce membre", holder=room.seat(2))
    member.presses("Retirer mon mandat")
    assert not member.offers("Retirer mon mandat")
    assert member.offers("Je viendrai dans la salle")
    assert queries.replies(room.db, room.meeting_id) == {}


def test_a_substitute_withdraws_nothing(app: Flask, room: Room) -> None:
    substitute = Visitor(app).enter(room.person(5, 1))
    assert substitute.post(f"/seances/{room.meeting_id}/reponse/retrait").status_code == 403


def test_a_member_replies_for_their_own_seat_alone(app: Flask, room: Room) -> None:
    """The page takes no seat: whatever is sent, the reply is that of who is signed in."""
    member = Visitor(app).enter(room.person(2))
    member.post(
        f"/seances/{room.meeting_id}/reponse", reply="room", seat=room.seat(3), seat_id=room.seat(3), key="reponse-0001"
    )
    assert set(queries.replies(room.db, room.meeting_id)) == {room.seat(2)}


def test_the_desk_reads_the_margin_in_words_and_whom_to_call(room: Room, sylvie: Clerk) -> None:
    without_address(room, 4, phone="04 70 00 00 04")
    assert "Il manque 3 présences pour le quorum" in sylvie.opens(f"{sylvie.base}/reponses")
    assert "5 membres peuvent encore la compléter" in sylvie.text
    assert "04 70 00 00 04" in sylvie.text
    assert sylvie.tree().xpath("//a[@href='tel:0470000004']")
    for number in (1, 2):
        sylvie.opens(f"{sylvie.base}/reponses/{room.seat(number)}")
        sylvie.presses("Noter la réponse", reply="room")
    sylvie.opens(f"{sylvie.base}/reponses/{room.seat(3)}")
    sylvie.presses("Noter la réponse", reply="mandate", holder=room.seat(1))
    assert "Le quorum tout juste" in sylvie.text
    assert "Comptera" in sylvie.text
    assert "notée par Sylvie Encrebleue" in sylvie.text


def test_the_silent_are_reminded_in_one_act_after_reading_who_will_be(room: Room, sylvie: Clerk) -> None:
    without_address(room, 4)
    sylvie.opens(f"{sylvie.base}/reponses")
    sylvie.follows("Relancer par courriel")
    assert "Recevront un courriel" in sylvie.text
    assert "Sans-Adresse, aucun numéro connu" in sylvie.text
    assert outbox.about(room.db, f"meeting:{room.meeting_id}") == []
    sylvie.presses("Relancer 4 membres")
    sylvie.sends(*sylvie.last_act)
    written = outbox.about(room.db, f"meeting:{room.meeting_id}")
    assert {each.letter.person_id for each in written} == {room.person(number) for number in (1, 2, 3, 5)}
    assert "Pas d’adresse électronique" in sylvie.opens(f"{sylvie.base}/reponses")


def test_a_paper_mandate_is_noted_with_its_photograph_for_the_desk_alone(app: Flask, room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/reponses")
    sylvie.follows("Noter un mandat écrit")
    sylvie.presses("Noter le mandat", mandator=room.seat(5), holder=room.seat(5))
    assert "On ne se donne pas mandat à soi-même." in sylvie.text
    path, fields = sylvie.form("Noter le mandat", mandator=room.seat(5), holder=room.seat(1))
    typed = dict(fields) | {"paper": (BytesIO(JPEG), "mandat.jpg"), "received_at": "2026-11-01T09:30"}
    assert sylvie.visitor.client.post(path, data=typed).status_code == 303
    [fact] = [each for each in queries.ledger(room.db, room.meeting_id) if each.paper]
    assert (fact.seat, fact.other_seat) == (room.seat(5), room.seat(1))
    assert fact.effective_at == datetime(2026, 11, 1, 9, 30, tzinfo=PARIS)
    paper = f"{sylvie.conduct}/pieces/{fact.id}"
    assert sylvie.visitor.get(paper).data == JPEG
    assert Visitor(app).enter(room.person(1)).get(paper).status_code == 403
    assert "Pièce justificative" in sylvie.opens(f"{sylvie.base}/reponses")


def test_a_photograph_is_kept_while_the_rest_is_corrected(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/mandats/nouveau")
    path, fields = sylvie.form("Noter le mandat", mandator=room.seat(5))
    refused = sylvie.visitor.client.post(path, data=dict(fields) | {"paper": (BytesIO(JPEG), "mandat.jpg")})
    assert refused.status_code == 400
    sylvie.page = refused
    assert "Pièce gardée : mandat.jpg" in sylvie.text
    sylvie.presses("Noter le mandat", mandator=room.seat(5), holder=room.seat(1))
    assert [each.seat for each in queries.ledger(room.db, room.meeting_id) if each.paper] == [room.seat(5)]


def test_a_paper_that_is_no_image_is_refused_and_nothing_is_written(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/mandats/nouveau")
    path, fields = sylvie.form("Noter le mandat", mandator=room.seat(5), holder=room.seat(1))
    refused = sylvie.visitor.client.post(path, data=dict(fields) | {"paper": (BytesIO(b"<html>"), "mandat.pdf")})
    assert refused.status_code == 400
    assert "ni une image JPEG ou PNG, ni un PDF" in plain(refused)
    assert sylvie.visitor.client.post(path, data=dict(fields)).status_code == 400
    assert queries.ledger(room.db, room.meeting_id) == ()
