"""Replies to the notice: the member's own page, and what the desk reads and notes."""

from flask import Flask

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor
from webapp.meetings import queries
from webapp.meetings.sitting import ReplyKind


def answer(app: Flask, room: Room, person: int) -> Clerk:
    """A member's own browser, pressing the buttons it shows."""
    return Clerk(app, person, f"/seances/{room.meeting_id}")


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
