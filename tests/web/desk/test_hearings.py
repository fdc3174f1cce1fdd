"""The person heard, from the desk that gives the link to the page it opens; nothing else of the sitting is there."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor, plain
from webapp.kernel import paths, tokens
from webapp.meetings import queries
from webapp.meetings.service import conduct, hearings, rehearsal
from webapp.meetings.sitting import HearingLink
from webapp.outbox import queries as outbox
from webapp.storage.database import Database
from webapp.web.kit import database

NAME = "Mme Capucine Eauvive"
ADDRESS = "capucine@val-imaginaire.example"
BODY = "Nous demandons un délai de six mois."


@pytest.fixture
def desk(room: Room, sylvie: Clerk) -> Clerk:
    """The page of the persons to be heard, one being planned."""
    sylvie.opens(f"{sylvie.base}/preparer")
    sylvie.follows("Personnes à entendre")
    sylvie.presses("Prévoir le passage", name=NAME, item=room.item, at="14:35")
    assert "Passage à 14 h 35" in sylvie.text
    return sylvie


def page_of(app: Flask, room: Room) -> str:
    """Return the address that the last message carries."""
    link = outbox.about(room.db, f"meeting:{room.meeting_id}")[-1].letter.link
    assert link is not None
    with app.app_context():
        return paths.path(link.page, token=tokens.derive(database.settings().link_key, link.nonce))


def guest(app: Flask, path: str) -> Clerk:
    """Somebody without account in front of their page."""
    clerk = Clerk.__new__(Clerk)
    clerk.visitor, clerk.base, clerk.page = Visitor(app), path, None
    clerk.opens(path)
    return clerk


def link(room: Room) -> HearingLink:
    return next(iter(queries.hearing_links(room.db, room.meeting_id).values()))


def rows(db: Database) -> list[object]:
    return [
        db.rows("SELECT * FROM hearing_links"),
        db.rows("SELECT count(*) AS n FROM journal"),
        db.rows("SELECT * FROM versions"),
    ]


def test_the_desk_gives_a_link_and_the_person_reads_and_writes(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS)
    assert "Lien donné" in desk.text
    heard = guest(app, page_of(app, room))
    assert f"{NAME}, vous pouvez être entendu" in heard.text
    assert "14 h 35" in heard.text
    assert "La commission émet un avis favorable" not in heard.text

    heard.presses("J’ai pris connaissance")
    heard.presses("Envoyer mes observations", body=BODY)
    heard.sends(*heard.last_act)

    assert heard.text.count(BODY) == 1
    assert not heard.offers("J’ai pris connaissance")
    desk.opens(f"{desk.base}/auditions")
    assert "A pris connaissance" in desk.text
    assert BODY in desk.text
    assert BODY in Clerk(app, room.person(2), "").opens(f"/seances/{room.meeting_id}/points/{room.item}")


def test_opening_the_page_writes_nothing_as_mail_scanners_open_links(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS)
    path, before = page_of(app, room), rows(room.db)
    for _ in range(3):
        answer = Visitor(app).get(path)
        assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex")
    Visitor(app).client.head(path)
    assert rows(room.db) == before


def test_the_draft_is_shown_where_the_desk_says_so(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS, draft="1")
    assert "La commission émet un avis favorable" in guest(app, page_of(app, room)).text
    assert "avec le projet" in desk.text
    assert "Texte changé" not in desk.text
    room.add_motion(room.item, "Un autre texte.")
    assert "Texte changé" in desk.opens(f"{desk.base}/auditions")


def test_the_page_shows_nothing_else_of_the_sitting(app: Flask, room: Room, desk: Clerk) -> None:
    other = room.add_item()
    room.add_motion(other, "Texte d’une autre affaire.")
    hearings.plan(room.db, room.meeting_id, other, "M. Autre Demandeur", planned_at=None, by=room.desk, now=room.tick())
    desk.presses("Donner le lien", address=ADDRESS, draft="1")
    room.open(present=3)
    text = guest(app, page_of(app, room)).text
    for hidden in ("Autre", "autre affaire", "quorum", "Titulaire", "présents", "vote est ouvert"):
        assert hidden not in text, hidden


def test_a_delay_is_told_and_counted_in(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS)
    heard = guest(app, page_of(app, room))
    hearings.slip(room.db, room.meeting_id, 25, by=room.desk, now=room.tick())
    heard.follows("Actualiser")
    assert "15 h 00" in heard.text
    assert "25 minutes de retard" in heard.text


def test_a_link_replaced_revoked_or_invented_opens_the_same_page(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS)
    first = page_of(app, room)
    desk.presses("Donner un autre lien", address=ADDRESS)
    second = page_of(app, room)
    desk.follows("Annuler le lien de " + NAME)
    desk.presses("Annuler ce lien")
    assert "Lien annulé" in desk.text
    answers = [Visitor(app).get(path) for path in (first, second, f"/audition/{tokens.draw()}", "/audition/x")]
    assert {each.status_code for each in answers} == {404}
    assert len({re.sub(r'name="csrf_token"[^>]*', "", each.text) for each in answers}) == 1
    assert NAME not in plain(answers[0])
    for act in ("connaissance", "observations"):
        assert Visitor(app).post(f"{second}/{act}", body=BODY, key="observation-0001").status_code == 404
    assert queries.hearing_observations(room.db, room.meeting_id) == []


def test_what_cannot_be_taken_is_said_beside_what_was_typed(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address="capucine")
    assert "L’adresse électronique est incomplète" in desk.text
    desk.presses("Prévoir le passage", name="", item=room.item)
    assert desk.page is not None
    assert desk.page.status_code == 409
    desk.presses("Donner le lien", address=ADDRESS)
    heard = guest(app, page_of(app, room))
    assert heard.presses("Envoyer mes observations", body="  ").status_code == 409
    assert "Écrivez vos observations avant de les envoyer." in heard.text


def test_after_the_sitting_the_page_is_neutral(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS, draft="1")
    path = page_of(app, room)
    heard = guest(app, path)
    heard.presses("Envoyer mes observations", body=BODY)
    late = heard.form("J’ai pris connaissance")
    room.open(present=3)
    conduct.end_item(room.db, room.meeting_id, room.item, reason="Entendue", by=room.desk, now=room.tick())
    assert "les observations écrites ne se reçoivent plus" in heard.opens(path)
    conduct.close_sitting(room.db, room.meeting_id, by=room.desk, now=room.tick())
    assert "La séance est terminée" in heard.opens(path)
    for hidden in ("La commission émet", BODY, "14 h 35"):
        assert hidden not in heard.text
    assert heard.sends(*late).status_code == 303
    assert link(room).read_at is None


def test_the_desk_sees_the_page_before_sending_it(room: Room, desk: Clerk) -> None:
    desk.follows("Voir sa page")
    assert "Voici ce que verra" in desk.text
    assert not desk.offers("J’ai pris connaissance")
    assert desk.visitor.get(f"{desk.base}/auditions/999999/apercu").status_code == 404


def test_a_hearing_of_another_sitting_is_not_reached(app: Flask, room: Room, desk: Clerk) -> None:
    hearing = room.state().hearings[0].id
    other = Room(room.db, seats=3)
    base = f"/secretariat/seances/{other.meeting_id}/auditions/{hearing}"
    assert desk.visitor.post(f"{base}/lien", address=ADDRESS, key="audition-0001").status_code == 403
    room.meeting_id = room.prepare()
    same = f"/secretariat/seances/{room.meeting_id}/auditions/{hearing}"
    assert desk.visitor.post(f"{same}/lien", address=ADDRESS, key="audition-0001").status_code == 409
    assert desk.visitor.get(f"{same}/apercu").status_code == 404
    assert room.db.rows("SELECT * FROM hearing_links") == []


def test_a_rehearsal_writes_to_nobody_and_shows_where_to_try_the_link(app: Flask, room: Room, desk: Clerk) -> None:
    copied = rehearsal.copy(room.db, room.meeting_id, by=room.desk, now=room.tick())
    desk.opens(f"/secretariat/seances/{copied}/auditions")
    desk.presses("Donner le lien", address=ADDRESS)
    assert outbox.about(room.db, f"meeting:{copied}") == []
    found = re.search(r"/audition/[0-9A-Z]{26}", desk.page.text if desk.page else "")
    assert found is not None
    answer = Visitor(app).get(found.group())
    assert answer.status_code == 200
    assert "Répétition" in plain(answer)


def test_the_page_outlives_its_sitting_thirty_days(app: Flask, room: Room, desk: Clerk) -> None:
    desk.presses("Donner le lien", address=ADDRESS)
    path = page_of(app, room)
    with app.app_context():
        token = path.rpartition("/")[2]
        assert queries.passage_page(room.db, token, now=room.clock + timedelta(days=29)).name == NAME
