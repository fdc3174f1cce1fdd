"""Preparing a sitting: created with its mode and notice, its agenda written, moved and pruned, its texts compared."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.meetings.room import AGAINST, FOR, Room
from tests.web.desk.clerk import Clerk
from tests.web.desk.conftest import a_clerk
from webapp.accounts import service as accounts
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.service import agenda, conduct, voting
from webapp.meetings.sitting import ItemDraft, ItemKind, MeetingDraft, MotionDraft, MotionKind
from webapp.polls.model import Choice
from webapp.web.kit import database

SITTING: dict[str, object] = {"day": "2026-12-17", "hour": "14:30", "mode": "in_person"}


def new(room: Room) -> str:
    return f"/secretariat/commissions/{room.committee.id}/seances/nouvelle"


@pytest.fixture
def prepare(room: Room, sylvie: Clerk) -> str:
    return f"{sylvie.base}/preparer"


def test_a_sitting_is_created_and_leads_to_its_preparation(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(new(room))

    answer = sylvie.presses("Créer la séance", **SITTING, place="Salle des Cartes")

    assert answer.location.endswith("/preparer")
    assert "jeudi 17 décembre 2026 à 14 h 30" in sylvie.text
    assert "Présentiel, Salle des Cartes" in sylvie.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": ""}, "day", "Indiquez le jour de la séance"),
        ({"day": "2040-01-01"}, "day", "Aucun arrêté ne couvre ce jour"),
        ({"mode": "mixed"}, "mode_decision", "sur décision du président (ordonnance 2014-1329"),
        ({"hour": "25:00"}, "hour", ""),
    ],
    ids=["without a day", "out of the term", "at a distance without a decision", "at an hour that is none"],
)
def test_a_sitting_refused_says_why_beside_its_field_and_keeps_what_was_typed(
    room: Room, sylvie: Clerk, typed: dict[str, object], field: str, sentence: str
) -> None:
    before = len(meetings.listed(room.db, None))
    sylvie.opens(new(room))

    answer = sylvie.presses("Créer la séance", **{**SITTING, "place": "Salle des Cartes", **typed})

    assert answer.status_code == 400
    assert sentence in sylvie.says(f"{field}-erreur")
    assert sylvie.part("place").value == "Salle des Cartes"
    assert len(meetings.listed(room.db, None)) == before


def test_a_mode_at_a_distance_needs_the_rules_of_the_committee(app: Flask, at_the_sitting: None) -> None:
    clerk = a_clerk(app, Room(database.of(app), seats=4, settings=CommitteeSettings(), mode=Mode.IN_PERSON))

    clerk.opens(f"{clerk.base}/details")
    answer = clerk.presses("Enregistrer", mode="conference", mode_decision="Décision du 1er décembre")

    assert answer.status_code == 400
    assert "adopter ses règles d’enregistrement" in clerk.says("mode-erreur")


def test_the_details_are_shown_as_they_were_written_and_changed(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    sylvie.follows("Jour, lieu et mode")

    assert sylvie.part("hour").value == "14:30"
    sylvie.presses("Enregistrer", hour="15:00", place="Salle des Cartes", notice_sent_on="2026-12-01")

    assert "jeudi 10 décembre 2026 à 15 h 00" in sylvie.text
    assert "Envoyée le 1er décembre 2026, hors de l’application" in sylvie.text


def test_an_item_that_is_voted_leads_to_its_first_vote(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(prepare)
    sylvie.follows("Ajouter un point")
    sylvie.presses("Enregistrer le point", title="Protection du captage", commune="Roche-Inventée")
    sylvie.presses("Enregistrer le vote", title="Projet d’arrêté", text="Article 1er.")

    item = meetings.items(room.db, room.meeting_id)[-1]
    assert (item.title, item.commune, item.kind) == ("Protection du captage", "Roche-Inventée", ItemKind.VOTE)
    assert "Ensemble du texte : Projet d’arrêté" in sylvie.says(f"point-{item.id}")


def test_an_item_for_information_asks_for_no_vote(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(f"{sylvie.base}/points/nouveau")

    sylvie.presses("Enregistrer le point", title="Bilan de l’inspection", kind="information")

    item = meetings.items(room.db, room.meeting_id)[-1]
    assert "Information, sans vote" in sylvie.says(f"point-{item.id}")
    assert not sylvie.offers("Ajouter un vote", within=f"point-{item.id}")


def test_the_same_item_sent_twice_is_added_once(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/points/nouveau")
    sylvie.presses("Enregistrer le point", title="Bilan", kind="information")

    sylvie.sends(*sylvie.last_act)

    assert [each.title for each in meetings.items(room.db, room.meeting_id)] == ["Extension d’un élevage", "Bilan"]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [("", "Écrivez l’intitulé du point"), ("x" * 501, "Au plus 500 caractères")],
    ids=["without a title", "with a title too long"],
)
def test_an_item_refused_keeps_what_was_typed(room: Room, sylvie: Clerk, title: str, sentence: str) -> None:
    sylvie.opens(f"{sylvie.base}/points/nouveau")

    answer = sylvie.presses("Enregistrer le point", title=title, commune="Roche-Inventée")

    assert answer.status_code == 400
    assert sentence in sylvie.says("title-erreur")
    assert sylvie.part("commune").value == "Roche-Inventée"


def test_items_and_votes_go_up_and_down(room: Room, sylvie: Clerk, prepare: str) -> None:
    second = room.add_item()
    whole = room.add_motion(room.item)
    sylvie.opens(prepare)

    sylvie.presses("Monter le point 2", within=f"point-{second}")
    assert [each.id for each in meetings.items(room.db, room.meeting_id)] == [second, room.item]
    sylvie.presses("Descendre le point 1", within=f"point-{second}")
    assert [each.id for each in meetings.items(room.db, room.meeting_id)] == [room.item, second]
    sylvie.presses("Monter ce vote", within=f"point-{room.item}")
    assert [each.id for each in room.state().motions_of(room.item)] == [whole, room.motion]


def test_an_item_is_removed_once_confirmed(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(f"{prepare}?supprimer=point-{room.item}")
    assert "« Extension d’un élevage » et 1 vote avec leur texte" in sylvie.says("confirmation")

    sylvie.presses("Supprimer le point", within="confirmation")

    assert meetings.items(room.db, room.meeting_id) == ()
    assert "L’ordre du jour est vide" in sylvie.text
    assert "Ajoutez au moins un point (CRPA R133-5)" in sylvie.text


def test_a_vote_is_removed_once_confirmed(room: Room, sylvie: Clerk, prepare: str) -> None:
    sylvie.opens(f"{prepare}?supprimer=vote-{room.motion}")

    sylvie.presses("Supprimer le vote", within="confirmation")

    assert room.state().motions == ()
    assert "Aucun vote : ajoutez-en un" in sylvie.says(f"point-{room.item}")


def test_vot_10_each_version_shows_what_changes_from_the_one_before(room: Room, sylvie: Clerk) -> None:
    other = room.add_motion(room.item, "La commission émet un avis très favorable.")

    sylvie.opens(f"{sylvie.base}/points/{room.item}/votes/{other}")

    assert sylvie.tree().xpath("//ins/text()")
    assert "très" in "".join(sylvie.tree().xpath("//ins/text()"))


def test_a_new_vote_starts_from_the_text_before_it(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/points/{room.item}/votes/nouveau")

    assert sylvie.part("text").value.strip() == "La commission émet un avis favorable."


def test_after_an_amendment_the_next_question_is_the_whole_as_it_then_stands(room: Room, sylvie: Clerk) -> None:
    draft = MotionDraft(kind=MotionKind.AMENDMENT, title="Amendement", text="Un passage amendé.")
    agenda.add_motion(room.db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())

    sylvie.opens(f"{sylvie.base}/points/{room.item}/votes/nouveau")

    assert sylvie.part("title").value.startswith("L’ensemble du texte : ")
    assert sylvie.part("text").value.strip() == "Un passage amendé."


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        pytest.param(FOR, "La commission émet un avis favorable, sous réserve.", id="adopted"),
        pytest.param(AGAINST, "La commission émet un avis favorable.", id="rejected"),
    ],
)
def test_the_next_text_starts_from_what_the_votes_before_it_left_standing(
    room: Room, sylvie: Clerk, choice: Choice, text: str
) -> None:
    amended = "La commission émet un avis favorable, sous réserve."
    draft = MotionDraft(kind=MotionKind.AMENDMENT, title="Une réserve", text=amended)
    amendment = agenda.add_motion(room.db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())
    empty = agenda.add_motion(room.db, room.meeting_id, room.item, MotionDraft(title="Fin"), by=SYSTEM, now=room.tick())
    room.open(present=4)
    votes = {room.motion: FOR, amendment: choice}
    for motion, said in votes.items():
        room.motion = motion
        room.open_vote()
        room.votes(dict.fromkeys((1, 2, 3), said))
        room.close()

    sylvie.opens(f"{sylvie.base}/points/{room.item}/votes/nouveau")
    assert sylvie.part("text").value.strip() == text
    sylvie.opens(f"{sylvie.base}/points/{room.item}/votes/{empty}")
    assert sylvie.part("text").value.strip() == text
    for motion in votes:
        voting.announce(room.db, room.meeting_id, motion, by=SYSTEM, now=room.tick())
    assert ("« Une réserve » n’a pas été adopté" in sylvie.opens()) is (choice is AGAINST)


def test_the_way_in_of_the_members_is_done_once_each_titular_has_one(room: Room, sylvie: Clerk, prepare: str) -> None:
    titulars = [each.titular.person_id for each in room.roster if each.titular is not None]
    assert "bulletins à imprimer" in sylvie.opens(prepare)
    for person_id in titulars:
        accounts.issue_slip(room.db, person_id, lasts=timedelta(days=1), by=SYSTEM, now=clock.now())

    assert "Chaque titulaire peut entrer" in sylvie.opens(prepare)


def test_during_the_sitting_a_text_is_changed_and_one_comes_back_to_the_item_in_hand(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    sylvie.opens()
    sylvie.follows("Modifier le texte")

    answer = sylvie.presses("Enregistrer le vote", text="La commission émet un avis favorable, amendé.")

    assert answer.location.endswith("/conduire#point")
    assert "amendé" in sylvie.says("point")


def test_a_text_put_to_the_vote_no_longer_changes(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    room.open_vote()
    sylvie.opens(f"{sylvie.base}/points/{room.item}/votes/{room.motion}")

    answer = sylvie.presses("Enregistrer le vote", text="Autre chose")

    assert answer.status_code == 400
    assert "il est figé" in sylvie.text
    assert room.the_motion().text == "La commission émet un avis favorable."


def test_the_link_of_the_screen_is_revoked_in_one_act(room: Room, sylvie: Clerk, prepare: str) -> None:
    before = room.state().meeting.screen_token
    sylvie.opens(prepare)

    sylvie.presses("Annuler ce lien et en faire un autre")

    assert room.state().meeting.screen_token != before
    assert before not in sylvie.text


def test_the_work_of_the_secretariat_lists_what_is_open_and_what_is_to_prepare(room: Room, sylvie: Clerk) -> None:
    before = sylvie.opens("/secretariat")
    room.open(present=3)
    after = sylvie.opens("/secretariat")

    assert "Séances à préparer" in before
    assert "Séances ouvertes" in after
    assert "À faire" in before
    assert "En cours" in after


def test_cnv_6_under_a_second_notice_nothing_to_vote_on_is_offered_to_change_and_the_page_says_why(
    room: Room, sylvie: Clerk, prepare: str
) -> None:
    assert sylvie.opens(prepare).count("Modifier le point") == 1
    room.open(present=1)
    conduct.close_sitting(room.db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    draft = MeetingDraft(
        starts_at=room.clock + timedelta(days=9), place="Salle", second_notice=True, first_meeting_id=room.meeting_id
    )
    second = conduct.create(room.db, room.committee.id, draft, by=SYSTEM, now=room.tick(), same_agenda=True)
    told = ItemDraft(title="Bilan", kind=ItemKind.INFORMATION)
    agenda.add_item(room.db, second.id, told, by=SYSTEM, now=room.tick())

    sylvie.opens(f"/secretariat/seances/{second.id}/preparer")
    voted, information = meetings.items(room.db, second.id)
    assert "L’ordre du jour est celui de la première convocation" in sylvie.text
    places = [f"point-{each.id}" for each in (voted, information)]
    assert [sylvie.offers("Modifier le point", within=each) for each in places] == [False, True]
    assert [bool(sylvie.part(each).xpath(f".//a[contains(@href, 'supprimer={each}')]")) for each in places] == [
        False,
        True,
    ]
    assert not sylvie.offers("Monter le point 2")
    assert sylvie.offers("Ajouter une pièce", within=f"point-{voted.id}")
