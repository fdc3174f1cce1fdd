"""The chair's page and the floor: what to say, who asks to speak, what awaits a decision."""

from tests.meetings.room import ABSTAIN, AGAINST, FOR, Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor
from webapp.audit.model import SYSTEM
from webapp.meetings.service import accidents
from webapp.web.kit import database


def chair_reads(sylvie: Clerk, room: Room) -> str:
    return sylvie.opens(f"/seances/{room.meeting_id}/presider")


def test_the_script_follows_the_sitting_from_opening_to_announcement(room: Room, sylvie: Clerk) -> None:
    assert "0 membres sur 5 sont présents ou représentés ; il en faut 3." in chair_reads(sylvie, room)
    assert "Je déclare la séance ouverte." in sylvie.text
    room.open(present=5)
    assert "Je mets aux voix l’ensemble du texte : « Ensemble ». 5 membres sur 5" in chair_reads(sylvie, room)
    room.open_vote()
    assert "Le vote est ouvert sur l’ensemble du texte" in chair_reads(sylvie, room)
    assert "0 sur 5 bulletins reçus" in sylvie.text
    room.votes({1: FOR, 2: FOR, 3: AGAINST, 4: ABSTAIN})
    room.close()
    assert (
        "Le vote est clos. 2 pour, 1 contre, 1 abstention. En conséquence : avis favorable à la majorité. »"
        in chair_reads(sylvie, room)
    )


def test_the_divergence_of_the_two_bases_and_a_tie_are_decisions_asked_before_the_announcement(
    room: Room, sylvie: Clerk
) -> None:
    room.open(present=5)
    room.open_vote()
    room.votes({1: ABSTAIN, 2: FOR, 3: ABSTAIN, 4: ABSTAIN})
    room.close()
    page = chair_reads(sylvie, room)
    assert "Les deux façons de compter la majorité divergent" in page
    accidents.redo_vote(room.db, room.meeting_id, room.motion, reason="Refait", by=SYSTEM, now=room.tick())
    room.open_vote()
    room.votes({1: ABSTAIN, 2: FOR, 3: AGAINST})
    room.close()
    assert "Déclarez publiquement votre sens, ou annoncez le partage" in chair_reads(sylvie, room)


def test_the_margin_of_the_quorum_is_said_and_its_loss(room: Room, sylvie: Clerk) -> None:
    room.open(present=5)
    assert "2 départs possibles avant de le perdre" in chair_reads(sylvie, room)
    for number in (3, 4, 5):
        room.depart(number)
    assert "Attendre, ajourner le point, ou constater la carence" in chair_reads(sylvie, room)


def test_whoever_presides_reads_the_page_and_another_member_does_not(room: Room, sylvie: Clerk) -> None:
    room.open(present=5, chair=2)
    app = sylvie.visitor.client.application
    path = f"/seances/{room.meeting_id}/presider"
    assert Visitor(app).enter(room.person(2)).get(path).status_code == 200
    assert Visitor(app).enter(room.person(3)).get(path).status_code == 403


def test_a_member_asks_for_the_floor_sees_their_place_and_the_desk_gives_it(room: Room, sylvie: Clerk) -> None:
    room.open(present=5)
    app = sylvie.visitor.client.application
    member = Visitor(app).enter(room.person(3))
    here = f"/seances/{room.meeting_id}"
    assert "Demander la parole" in member.text(here)
    assert member.post(f"{here}/parole").status_code == 303
    assert "Vous parlerez ensuite" in member.text(here)
    sylvie.opens()
    sylvie.presses("Inscrire", within="parole", person=room.person(4))
    sylvie.presses("Passer en tête", within="parole")
    assert "Vous êtes 2e sur la liste" in member.text(here)
    assert "M. Camille Titulaire-4Mme Camille Titulaire-3" in chair_reads(sylvie, room).replace(" ", " ").replace(
        "Titulaire-4 Mme", "Titulaire-4Mme"
    )
    sylvie.opens()
    sylvie.presses("Donner la parole", within="parole")
    assert member.post(f"{here}/parole/retrait").status_code == 303
    assert "Demander la parole" in member.text(here)
    sylvie.opens()
    sylvie.presses("A parlé", within="parole")
    assert "Personne ne demande la parole" in sylvie.says("parole")


def test_who_has_left_is_told_why_the_floor_is_not_theirs_to_ask(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    member = Visitor(sylvie.visitor.client.application).enter(room.person(5))
    member.post(f"/seances/{room.meeting_id}/parole")
    assert "La parole se demande quand on est noté présent" in member.text(f"/seances/{room.meeting_id}")


def test_notes_are_saved_by_script_and_without_and_open_the_summary(room: Room, sylvie: Clerk, bruno: Clerk) -> None:
    room.open(present=5)
    sylvie.opens()
    path, fields = sylvie.form("Enregistrer les notes", within="notes", body="Le maire approuve.")
    kept = sylvie.visitor.client.post(path, data=dict(fields), headers={"Accept": "application/json"})
    assert (kept.status_code, kept.json["revision"]) == (200, 1)
    stale = {**dict(fields), "body": "Débit d’étiage."}
    joined = sylvie.visitor.client.post(path, data=stale, headers={"Accept": "application/json"})
    assert joined.json["body"] == "Le maire approuve.\n\nDébit d’étiage."
    assert "les deux textes sont gardés" in joined.json["said"]
    sylvie.sends(path, [*((name, value) for name, value in fields if name != "body"), ("body", "Loi sur l’eau.")])
    assert sylvie.part("notes-texte").text.strip() == "Le maire approuve.\n\nDébit d’étiage.\n\nLoi sur l’eau."
    assert "les deux textes sont gardés" in sylvie.text
    too_long = sylvie.sends(
        path, [*((name, value) for name, value in fields if name != "body"), ("body", "x" * 50_001)]
    )
    assert too_long.status_code == 409
    assert "Le texte est trop long" in sylvie.says("notes")

    bruno.opens()
    assert "Le maire approuve." in bruno.says("notes")
    bruno.presses("Enregistrer les notes", within="notes", body="L’agence précise le débit.")
    assert bruno.part("notes-texte").text.strip() == "L’agence précise le débit."
    summary = bruno.opens(f"{bruno.base}/proces-verbal/points/{room.item}")
    assert "Repris de vos notes de séance" in summary
    assert "Le maire approuve." in bruno.part("body").text
    assert database.of(sylvie.visitor.client.application).value("SELECT count(*) FROM minute_texts") == 0


def test_a_disagreement_is_asked_for_from_the_sitting_before_any_minutes_are_submitted(
    room: Room, sylvie: Clerk
) -> None:
    room.open(present=5)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: AGAINST})
    room.close()
    sylvie.opens()
    sylvie.presses("Annoncer le résultat")
    member = Visitor(sylvie.visitor.client.application).enter(room.person(3))
    here = f"/seances/{room.meeting_id}"
    assert "Faire mentionner mon désaccord" in member.text(here)
    assert "Mentionner mon désaccord" in member.text(f"{here}/proces-verbal?point={room.item}")
    assert member.post(f"{here}/proces-verbal/desaccord", item=room.item, body="Débit insuffisant").status_code == 303
    assert "Débit insuffisant" in member.text(f"{here}/proces-verbal")
