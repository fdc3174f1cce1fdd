"""Votes at the desk: by voice, by a show of hands read back, confirmed, closed, settled, and touched late."""

import pytest
from flask import Flask

from tests.meetings.room import ABSTAIN, AGAINST, FOR, NO_PART, Room
from tests.web.desk.clerk import Clerk
from tests.web.desk.conftest import a_clerk
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.kernel import clock
from webapp.meetings.service import accidents
from webapp.meetings.sitting import Form
from webapp.web.kit import database


@pytest.fixture
def voting(room: Room, sylvie: Clerk) -> Clerk:
    """Four members in the room, the vote open, the secretary at its screen."""
    room.open(present=4)
    room.open_vote()
    sylvie.opens()
    return sylvie


def raise_hands(clerk: Clerk, **hands: str) -> None:
    clerk.follows("Vote à main levée")
    clerk.presses("Préparer la relecture", within="mains", **hands)


def test_a_show_of_hands_is_read_back_by_name_before_anything_is_recorded(room: Room, voting: Clerk) -> None:
    raise_hands(voting, **{f"hand__{room.seat(3)}": AGAINST, f"hand__{room.seat(4)}": ABSTAIN})

    assert (
        "« Je relis : 2 pour, 1 contre (Mme Camille Titulaire-3), 1 abstention (M. Camille Titulaire-4). "
        "Quelqu’un demande-t-il une rectification ? »"
    ) in voting.says("confirmation")
    vote = room.state().open
    assert vote is not None
    assert vote.voted == frozenset()


def test_a_show_of_hands_is_recorded_confirmed_by_a_second_person_and_closed(
    room: Room, voting: Clerk, bruno: Clerk
) -> None:
    raise_hands(voting, **{f"hand__{room.seat(3)}": AGAINST})
    voting.presses("Enregistrer le vote à main levée")
    assert "Avis favorable, à main levée (3)" in voting.says("liste")
    assert "(vous)" not in voting.says("liste")
    early = voting.visitor.post(voting.last_act[0].replace("main-levee", "cloture"))
    assert early.status_code == 409

    bruno.opens()
    bruno.presses("Confirmer la liste", confirmed_by=bruno.person_id)
    bruno.follows("Clore le vote")
    assert "Tous les sièges appelés à voter se sont prononcés" in bruno.says("confirmation")
    bruno.presses("Clore le vote", within="confirmation")

    assert "Avis favorable à la majorité (3 pour, 1 contre)" in bruno.says("point")


def test_who_entered_the_list_does_not_confirm_it(room: Room, voting: Clerk) -> None:
    raise_hands(voting)
    voting.presses("Enregistrer le vote à main levée")
    path, fields = voting.form("Confirmer la liste")
    named = [(name, value) for name, value in fields if name != "confirmed_by"]

    answer = voting.sends(path, [*named, ("confirmed_by", str(voting.person_id))])

    assert answer.status_code == 409
    assert "Qui a saisi les votes ne peut pas confirmer la liste" in voting.says("liste")


def test_a_rectification_keeps_the_hands_already_noted(room: Room, voting: Clerk) -> None:
    raise_hands(voting, **{f"hand__{room.seat(3)}": AGAINST})

    answer = voting.presses("Rectifier")

    assert answer.status_code == 200
    checked = voting.part("mains").xpath(".//input[@type='radio'][@checked]")
    assert [(each.get("name"), each.get("value")) for each in checked] == [
        (f"hand-{room.seat(1)}", FOR),
        (f"hand-{room.seat(2)}", FOR),
        (f"hand-{room.seat(3)}", AGAINST),
        (f"hand-{room.seat(4)}", FOR),
    ]


def test_a_member_at_a_distance_is_heard_by_name_before_hands_are_counted(room: Room, voting: Clerk) -> None:
    room.arrive(5, form=Form.VIDEO)
    voting.opens()

    raise_hands(voting, **{f"hand__{room.seat(2)}": AGAINST})

    assert "pas encore été entendus : Mme Camille Titulaire-5" in voting.says("refus")
    assert f"hand-{room.seat(2)}" in voting.part("mains").fields
    assert voting.part("mains").fields[f"hand-{room.seat(2)}"] == AGAINST
    voting.presses("Préparer la relecture", within="mains", **{f"heard__{room.seat(5)}": NO_PART})
    assert "1 sans prendre part au vote (Mme Camille Titulaire-5)" in voting.says("confirmation")


def test_the_same_show_of_hands_sent_twice_is_recorded_once(room: Room, voting: Clerk) -> None:
    raise_hands(voting)
    voting.presses("Enregistrer le vote à main levée")

    assert voting.sends(*voting.last_act).status_code == 303
    vote = room.state().open
    assert vote is not None
    assert len(vote.desk_entered) == 4


def test_hands_are_not_recorded_when_the_room_is_no_longer_the_one_that_was_read_back(
    room: Room, voting: Clerk
) -> None:
    raise_hands(voting, **{f"hand__{room.seat(3)}": AGAINST})
    room.depart(4)

    answer = voting.presses("Enregistrer le vote à main levée")

    assert answer.status_code == 409
    assert "Préparez une nouvelle relecture" in voting.says("confirmation")
    assert voting.part("mains").fields[f"hand-{room.seat(3)}"] == AGAINST
    voting.presses("Préparer la relecture", within="mains")
    assert "Je relis : 2 pour, 1 contre" in voting.says("confirmation")
    assert voting.presses("Enregistrer le vote à main levée").status_code == 303


def test_a_voice_is_entered_as_such_and_its_member_is_no_longer_awaited(room: Room, voting: Clerk) -> None:
    voting.presses("Défavorable", within="voix", seat=room.seat(3))

    vote = room.state().open
    assert vote is not None
    assert vote.desk_entered == {room.seat(3)}
    assert "Avis défavorable, de vive voix (1) : Mme Camille Titulaire-3" in voting.says("liste")
    assert str(room.seat(3)) not in voting.part("voix-siege").value_options


def test_a_voice_without_a_name_is_refused_beside_its_list(room: Room, voting: Clerk) -> None:
    answer = voting.presses("Favorable", within="voix")

    assert answer.status_code == 409
    assert "Il manque un choix dans la liste" in voting.says("voix")


def test_vot_1_closing_names_who_has_not_voted_and_says_it_is_no_abstention(room: Room, voting: Clerk) -> None:
    room.votes({1: FOR, 2: FOR, 3: AGAINST})

    voting.opens()
    voting.follows("Clore le vote")

    said = voting.says("confirmation")
    assert "N’a pas voté : M. Camille Titulaire-4. Il sera noté comme n’ayant pas pris part au vote" in said
    assert "La clôture est définitive" in said


def test_an_unconfirmed_list_is_closed_on_the_word_of_the_chair_and_its_reason_only(room: Room, voting: Clerk) -> None:
    raise_hands(voting)
    voting.presses("Enregistrer le vote à main levée")
    voting.follows("Clore le vote")

    bare = voting.presses("Clore le vote", within="confirmation")
    assert "Une seconde personne doit confirmer la liste" in voting.says("confirmation")
    decided = voting.presses("Clore le vote", within="confirmation", decision="Personne d’autre au secrétariat")

    assert (bare.status_code, decided.status_code) == (409, 303)
    assert [each.reason for each in room.state().decisions] == ["Personne d’autre au secrétariat"]


def test_the_last_call_is_made_once(room: Room, voting: Clerk) -> None:
    voting.presses("Dernier appel")

    assert "Dernier appel" in voting.says("point")
    assert not voting.offers("Dernier appel")


def test_vot_10_a_vote_cancelled_before_its_first_ballot_may_be_opened_again(room: Room, voting: Clerk) -> None:
    bare = voting.presses("Annuler le vote")
    assert "Il manque le motif" in voting.says("arret")
    voting.presses("Annuler le vote", reason="Le texte affiché n’était pas le bon")

    assert bare.status_code == 409
    assert "Ce sera le vote n° 2" in voting.text
    assert "Vote n° 1 annulé" in voting.text
    assert voting.offers("Ouvrir le vote")
    assert voting.offers("Modifier le texte")


@pytest.mark.parametrize(("ballots", "fate"), [(0, "annulé"), (2, "interrompu")])
def test_a_vote_stopped_stays_on_the_screen_marked_and_after_the_closing_too(
    room: Room, voting: Clerk, ballots: int, fate: str
) -> None:
    room.votes(dict.fromkeys(range(1, ballots + 1), FOR))
    accidents.stop_vote(room.db, room.meeting_id, room.motion, reason="Mauvais texte", by=SYSTEM, now=room.tick())
    said = f"Vote n° 1 {fate} « Ensemble », à "
    assert said in voting.opens()

    accidents.end_early(room.db, room.meeting_id, reason="Fin", by=SYSTEM, now=room.tick())

    page = voting.opens(f"{voting.conduct}?point={room.item}")
    assert said in page
    assert "Motif : Mauvais texte" in page
    assert not voting.offers("Refaire le vote")


def test_a_vote_with_ballots_is_interrupted_and_says_how_many_are_kept(room: Room, voting: Clerk) -> None:
    room.cast(2, FOR)
    voting.opens()
    assert "1 bulletin a été reçu : il sera gardé et ne comptera pas" in voting.text
    voting.presses("Interrompre le vote", reason="Coupure de la salle")
    assert "1 bulletin gardé, non compté" in voting.text
    voting.follows("Ouvrir le vote")
    voting.presses("Ouvrir le vote", within="confirmation")
    assert "Vote ouvert, n° 2" in voting.text


def test_a_closed_vote_is_redone_with_the_reason_of_the_chair(room: Room, voting: Clerk) -> None:
    room.votes({1: FOR, 2: FOR, 3: AGAINST})
    room.close()
    voting.opens()
    bare = voting.presses("Refaire le vote")
    voting.presses("Refaire le vote", reason="Le texte lu n’était pas le bon")

    assert bare.status_code == 409
    assert "il avait donné : avis favorable à la majorité (2 pour, 1 contre)" in voting.text
    assert "Ce sera le vote n° 2" in voting.text


def test_a_secret_vote_on_paper_is_opened_on_a_decision_and_closed_by_its_count(room: Room, sylvie: Clerk) -> None:
    room.open(present=5)
    sylvie.opens()
    sylvie.follows("Vote secret sur papier")
    bare = sylvie.presses("Ouvrir le vote sur papier", within="confirmation")
    sylvie.presses("Ouvrir le vote sur papier", within="confirmation", decision="Vote sur une personne")
    assert bare.status_code == 409
    assert not sylvie.offers("Clore le vote")

    figures = {"distributed": 5, "found": 5, "in_favour": 3, "against": 1, "blank": 1}
    missing = sylvie.presses("Enregistrer le dépouillement", scrutineers="Mme Brumeval", **figures)
    assert missing.status_code == 409
    assert "Il manque un nombre" in sylvie.says("depouillement")
    assert sylvie.part("papier-distributed").value == "5"
    wrong = sylvie.presses("Enregistrer le dépouillement", void="1")
    assert "Les totaux ne s’accordent pas : pour, contre, blancs et nuls font 6" in sylvie.says("depouillement")
    sylvie.presses("Enregistrer le dépouillement", void="0")

    assert wrong.status_code == 409
    assert "Avis favorable à la majorité" in sylvie.text


def test_vot_6_a_tie_without_a_casting_ballot_is_settled_by_the_public_word_of_the_chair(
    app: Flask, at_the_sitting: None
) -> None:
    settings = CommitteeSettings(recording_rules="Délibération du 3 février 2026", casting_declaration=True)
    room = Room(database.of(app), seats=4, settings=settings).open(present=4)
    clerk = a_clerk(app, room)
    room.open_vote()
    room.votes({1: ABSTAIN, 2: FOR, 3: AGAINST})
    room.close()

    clerk.opens()
    assert "Partage des voix" in clerk.says("partage")
    clerk.presses("Le président déclare : favorable")
    assert "voix prépondérante du président (1 pour, 1 contre, 1 abstention)" in clerk.says("point")
    clerk.presses("Annoncer le résultat")

    assert "Annoncé" in clerk.says("point")


def test_vot_6_where_no_declaration_is_offered_the_desk_says_so(app: Flask, at_the_sitting: None) -> None:
    settings = CommitteeSettings(recording_rules="Délibération du 3 février 2026", casting_declaration=False)
    room = Room(database.of(app), seats=4, settings=settings).open(present=4)
    clerk = a_clerk(app, room)
    room.open_vote()
    room.votes({1: ABSTAIN, 2: FOR, 3: AGAINST})
    room.close()

    clerk.opens()

    assert "Il n’y a pas de déclaration possible : les réglages de la commission ne la prévoient pas" in clerk.text
    assert not clerk.offers("Le président déclare : favorable")


def test_a_late_departure_asks_for_a_decision_and_its_reason_on_each_vote_it_touches(room: Room, sylvie: Clerk) -> None:
    room.clock = clock.now()
    room.open(present=4)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: FOR})
    room.close()
    room.depart(4, at=room.the_motion().opened_at)

    page = sylvie.opens()
    assert "Une saisie tardive touche un vote" in page
    place = sylvie.tree().xpath("//*[starts-with(@id, 'tardif-')]/@id")[0]
    sylvie.presses("Recalculer le résultat", within=place)
    assert "Il manque le motif" in sylvie.says(place)
    sylvie.presses("Recalculer le résultat", within=place, reason="Départ constaté par la préfète")

    assert room.state().pending_late == ()
    assert "Une saisie tardive" not in sylvie.text
    assert "Recalculé sur décision du président" in sylvie.says("point")


def test_a_vote_whose_text_is_missing_leads_to_its_text(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    room.open_vote()
    room.close()
    room.add_motion(room.item, text="")

    sylvie.opens()
    sylvie.presses("Annoncer le résultat")

    assert "Le vote ne peut pas s’ouvrir" in sylvie.says("point")
    assert sylvie.offers("Écrire le texte")


def test_man_5_the_confirmation_names_void_mandates_and_withdrawals(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    room.mandate(5, 4)
    room.recuse(4)

    sylvie.opens()
    sylvie.follows("Ouvrir le vote")

    said = sylvie.says("confirmation")
    assert "Ne votent pas, s’étant retirés de ce point : M. Camille Titulaire-4 (CRPA R133-12)" in said
    assert "Mandat sans effet : Mme Camille Titulaire-5 à M. Camille Titulaire-4" in said
    assert "3 sièges voteront" in said
