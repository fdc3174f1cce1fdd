"""Conducting a sitting from one screen: its one next act at each moment, refusals said in place, nothing done twice."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.committees.counting import queries_counted
from tests.meetings.room import AGAINST, FOR, Room
from tests.web.desk.clerk import Clerk
from tests.web.desk.conftest import a_clerk
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.service import conduct
from webapp.meetings.sitting import ItemKind


def opened(room: Room, sylvie: Clerk, present: int = 4) -> str:
    """Open the sitting with the first members in the room, its item in hand."""
    room.open(present=present)
    return sylvie.opens()


def primary(sylvie: Clerk) -> list[str]:
    """The labels of the primary buttons and links of the item in hand."""
    found = sylvie.part("point").xpath(".//*[self::button or self::a][@class='fr-btn']")
    return [sylvie._label(each) for each in found]  # noqa: SLF001 — the clerk reads labels


def test_a_whole_vote_is_conducted_by_the_one_button_shown_at_each_moment(room: Room, sylvie: Clerk) -> None:
    sylvie.opens()
    seen = []
    for _ in range(3):
        sylvie.presses("Salle", within="sieges-absents")
    seen.append(primary(sylvie))
    sylvie.presses("Ouvrir la séance")
    seen.append(primary(sylvie))
    sylvie.presses("Appeler le point 1")
    seen.append(primary(sylvie))
    sylvie.follows("Ouvrir le vote")
    seen.append(primary(sylvie))
    sylvie.presses("Ouvrir le vote")
    seen.append(primary(sylvie))
    for number in (1, 2, 3):
        room.cast(number, FOR)
    sylvie.opens()
    sylvie.follows("Clore le vote")
    seen.append(primary(sylvie))
    sylvie.presses("Clore le vote")
    seen.append(primary(sylvie))
    sylvie.presses("Annoncer le résultat")
    seen.append(primary(sylvie))
    sylvie.presses("Terminer le point 1")
    seen.append(primary(sylvie))
    sylvie.follows("Lever la séance", within="point")
    sylvie.presses("Lever la séance", within="confirmation")
    seen.append(primary(sylvie))

    assert seen == [
        ["Ouvrir la séance"],
        ["Appeler le point 1"],
        ["Ouvrir le vote"],
        ["Ouvrir le vote"],
        ["Clore le vote"],
        ["Clore le vote"],
        ["Annoncer le résultat"],
        ["Terminer le point 1"],
        ["Lever la séance"],
        ["Aller au procès-verbal"],
    ]
    assert "La séance est levée" in sylvie.text


def test_quo_3_the_quorum_is_not_lost_before_it_could_be(room: Room, sylvie: Clerk) -> None:
    before = sylvie.opens()
    sylvie.presses("Salle", within="sieges-absents")
    sylvie.presses("Ouvrir la séance")

    assert "Quorum pas encore atteint : 0 sur 5" in before
    assert "perdu" not in before
    assert "Quorum non atteint : 1 sur 5" in sylvie.text


def test_a_roll_call_goes_on_with_the_next_name(room: Room, sylvie: Clerk) -> None:
    sylvie.opens()

    first = sylvie.presses("Salle", within=f"s{room.seat(2)}")
    last = sylvie.presses("Visio", within=f"s{room.seat(5)}")

    assert first.location.endswith(f"#s{room.seat(3)}")
    assert last.location.endswith("#presence")
    assert list(room.state().presence.seats) == [room.seat(2), room.seat(5)]


def test_com_6_a_substitute_arrives_in_one_click_beside_the_titular(room: Room, sylvie: Clerk) -> None:
    sylvie.opens()
    row = next(
        each
        for each in sylvie.part("sieges-absents").xpath("./li")
        if "ou M. Camille Suppléant-2" in each.text_content()
    )
    button = row.xpath(".//button")[0]

    sylvie.visitor.post(f"{sylvie.conduct}/arrivee", arrival=button.get("value"))

    assert room.state().presence.seats[room.seat(2)].occupant.person_id == room.person(2, substitute=1)
    assert "M. Camille Suppléant-2 suppléant" in sylvie.opens()


def test_the_same_form_sent_twice_does_one_act(room: Room, sylvie: Clerk) -> None:
    sylvie.opens()
    sylvie.presses("Noter l’entrée", within="personnes", name="M. Octave Brindille, gérant")

    again = sylvie.sends(*sylvie.last_act)

    assert again.status_code == 303
    assert [guest.name for guest in room.state().presence.guests] == ["M. Octave Brindille, gérant"]


def test_two_acts_of_one_page_are_both_done(room: Room, sylvie: Clerk) -> None:
    sylvie.opens()
    acts = [sylvie.form("Salle", within=f"s{room.seat(number)}") for number in (1, 2)]

    answers = [sylvie.sends(*each).status_code for each in acts]

    assert answers == [303, 303]
    assert len(room.state().presence.seats) == 2


def test_a_refusal_is_said_above_and_beside_what_was_typed_which_stays(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.conduct}?siege={room.seat(3)}")

    answer = sylvie.presses("Enregistrer le mandat", within="siege", at="25h70", holder=room.seat(1))

    assert answer.status_code == 409
    assert "Rien n’a été enregistré" in sylvie.says("refus")
    assert "« 25h70 » n’est pas une heure" in sylvie.says("refus")
    assert "« 25h70 » n’est pas une heure" in sylvie.says("mandat")
    assert sylvie.part("heure-mandat").value == "25h70"
    assert sylvie.part("mandataire").value == str(room.seat(1))
    assert "<title>Erreur" in answer.text
    assert room.state().facts == ()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("arrivee", {"arrival": "1.2"}),
        ("arrivee", {"arrival": "un.deux.room"}),
        ("arrivee", {"arrival": "1.1.balcon"}),
        ("arrivee", {"seat": "", "person": "", "form": ""}),
        ("depart", {}),
        ("mandat", {"mandator": "1", "holder": ""}),
        ("deport", {"seat": "999999", "item": "1"}),
        ("annulation", {"fact": "12", "reason": ""}),
        ("personnes", {"name": "  "}),
    ],
    ids=[
        "an arrival of two parts",
        "an arrival in words",
        "an arrival nobody knows",
        "an arrival of nobody",
        "a departure of nobody",
        "a mandate to nobody",
        "a withdrawal from no seat",
        "an undoing without a reason",
        "a guest without a name",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    room: Room, sylvie: Clerk, path: str, fields: dict[str, object]
) -> None:
    answer = sylvie.visitor.post(f"{sylvie.conduct}/{path}", fields)

    assert answer.status_code == 409
    assert "Rien n’a été enregistré" in answer.text
    assert room.state().facts == ()


def test_an_hour_typed_as_the_french_write_it_is_the_hour_of_the_fact(room: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.conduct}?siege={room.seat(2)}")

    sylvie.presses("Salle", within="siege", at="14 h 35")

    fact = room.state().facts[-1]
    assert (fact.effective_at.hour, fact.effective_at.minute) == (13, 35)
    assert "14 h 35 M. Camille Titulaire-2 rejoint la séance dans la salle (saisi à" in sylvie.says("registre")


def test_the_live_parts_answer_304_until_something_changes(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie)
    room.open_vote()
    path = f"{sylvie.conduct}/etat"
    first = sylvie.visitor.get(path)

    same = sylvie.visitor.get(path, **{"If-None-Match": first.headers["ETag"]})
    room.cast(2, FOR)
    changed = sylvie.visitor.get(path, **{"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, same.status_code, changed.status_code) == (200, 304, 200)
    assert same.text == ""
    assert "1 sur 4" in changed.text.replace("\u00a0", " ")


def test_vot_9_the_desk_sees_who_voted_and_never_what(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie)
    room.open_vote()
    room.cast(2, AGAINST)

    page = sylvie.opens()

    assert "1 sur 4 bulletins reçus" in page
    assert "M. Camille Titulaire-2" not in sylvie.says("point").replace(sylvie.says("parole"), "")
    assert "défavorable" not in sylvie.says("point").replace("Défavorable", "")


def test_quo_3_without_quorum_the_vote_is_not_offered_and_why_is_said(room: Room, sylvie: Clerk) -> None:
    page = opened(room, sylvie, present=2)

    assert "Le vote ne peut pas s’ouvrir" in page
    assert "Le quorum n’est pas atteint : 2 sur 5, il en faut 3 (CRPA R133-10)" in page
    assert not sylvie.offers("Ouvrir le vote")
    assert sylvie.offers("Constater l’absence de quorum")


def test_quo_8_a_lack_of_quorum_is_found_and_leads_to_a_second_notice(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie, present=2)

    sylvie.follows("Constater l’absence de quorum")
    sylvie.presses("Constater l’absence de quorum", within="confirmation")
    sylvie.follows("Créer la séance sur seconde convocation")

    assert sylvie.part("second_notice").checked
    assert sylvie.part("first_meeting").value == str(room.meeting_id)


def test_a_sitting_with_an_open_vote_is_not_closed_and_why_is_said(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie)
    room.open_vote()

    page = sylvie.opens(f"{sylvie.conduct}?confirmer=lever")
    forced = sylvie.visitor.post(f"{sylvie.conduct}/levee")

    assert "Un vote est ouvert" in page
    assert not sylvie.offers("Lever la séance", within="point")
    assert forced.status_code == 409


def test_an_item_is_put_off_with_its_reason_only(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie)

    bare = sylvie.presses("Ajourner", within="sort")
    assert "Il manque le motif" in sylvie.says("sort")
    done = sylvie.presses("Ajourner", within="sort", reason="Pièces manquantes")

    assert (bare.status_code, done.status_code) == (409, 303)
    assert "ajourné Pièces manquantes" in sylvie.says("ordre-du-jour")


def test_an_item_called_by_mistake_goes_back_among_those_to_come(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie)

    sylvie.presses("Appelé par erreur : le remettre à venir", within="sort")

    assert room.state().item is None
    assert sylvie.offers("Appeler le point 1")


def test_on_a_long_agenda_what_is_over_folds_away(room: Room, sylvie: Clerk) -> None:
    items = [room.add_item(ItemKind.INFORMATION) for _ in range(8)]
    room.open(present=4)
    conduct.adjourn_item(room.db, room.meeting_id, room.item, reason="Reporté", by=SYSTEM, now=room.tick())
    for item in items[:7]:
        conduct.begin_item(room.db, room.meeting_id, item, by=SYSTEM, now=room.tick())
        conduct.end_item(room.db, room.meeting_id, item, by=SYSTEM, now=room.tick())

    sylvie.opens()

    folded = sylvie.part("ordre-du-jour").xpath(".//details//li")
    assert (len(folded), len(sylvie.part("ordre-du-jour").xpath(".//li"))) == (8, 9)


def test_a_second_secretary_and_a_reload_see_the_same_screen(room: Room, sylvie: Clerk, bruno: Clerk) -> None:
    opened(room, sylvie)
    sylvie.follows("Ouvrir le vote")
    sylvie.presses("Ouvrir le vote")

    seen = [each.opens() for each in (sylvie, bruno)]

    assert seen[0] == seen[1]
    assert "Vote ouvert" in seen[0]


def test_the_secretariat_of_another_committee_stays_out(room: Room, sylvie: Clerk) -> None:
    other = Room(room.db, seats=3)

    answers = [
        sylvie.visitor.get(f"/secretariat/seances/{other.meeting_id}/conduire/etat"),
        sylvie.visitor.post(f"/secretariat/seances/{other.meeting_id}/conduire/levee"),
    ]

    assert [each.status_code for each in answers] == [403, 403]


def test_the_screen_asks_as_many_questions_of_the_database_at_30_members_as_at_3(app: Flask, room: Room) -> None:
    asked = []
    for seats in (3, 30):
        larger = Room(room.db, seats=seats, substitutes=True).open(present=seats)
        larger.mandate(2, 1)
        larger.open_vote()
        clerk = a_clerk(app, larger)
        clerk.opens()
        larger.depart(3)  # what was kept of the sitting is no longer good
        with queries_counted(room.db) as statements:
            clerk.opens()
        asked.append(len([each for each in statements if each.startswith("SELECT")]))

    assert asked[0] == asked[1]
    assert asked[0] <= 25


def test_no_form_of_the_screen_lacks_its_key(room: Room, sylvie: Clerk) -> None:
    opened(room, sylvie)
    room.open_vote()
    sylvie.opens(f"{sylvie.conduct}?siege={room.seat(3)}")

    forms = sylvie.part("contenu").xpath(".//form[@method='post']")

    assert len(forms) > 8
    assert [each.get("action") for each in forms if not {"key", "expected"} & set(each.fields.keys())] == []
    assert re.fullmatch(r"[\w-]{16}", forms[0].fields["key"])


def test_a_sitting_is_suspended_and_resumed(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    sylvie.opens()
    sylvie.follows("Suspendre la séance")
    sylvie.presses("Suspendre la séance", within="confirmation", reason="Dix minutes")
    assert "La séance est suspendue" in sylvie.says("point")
    assert not sylvie.offers("Ouvrir le vote")
    sylvie.presses("Reprendre la séance")

    assert sylvie.offers("Ouvrir le vote")


def test_a_sitting_ended_early_offers_the_sittings_to_come_and_keeps_what_was_typed(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    to = room.prepare()
    sylvie.opens()
    sylvie.follows("Lever la séance")
    bare = sylvie.presses("Lever la séance et reporter", within="confirmation", next=to)
    assert bare.status_code == 409
    assert sylvie.part("report").value == str(to)
    sylvie.presses("Lever la séance et reporter", within="confirmation", reason="Il est tard")

    assert "La séance est levée" in sylvie.text
    assert [item.carried_from for item in meetings.items(room.db, to)] == [room.item]


def test_an_item_is_split_joined_moved_and_taken_for_information_at_the_desk(room: Room, sylvie: Clerk) -> None:
    other = room.add_item()
    room.open(present=4)
    sylvie.opens()
    bare = sylvie.presses("Diviser", within="forme", second="")
    assert bare.status_code == 409
    assert "Il manque un intitulé" in sylvie.says("forme")
    sylvie.presses("Diviser", within="forme", first="La demande", second="Les prescriptions")
    assert [each.label for each in meetings.items(room.db, room.meeting_id)] == ["1a", "1b", "2"]
    sylvie.presses("Prendre pour information, sans vote", within="forme")
    sylvie.opens(f"{sylvie.conduct}?point={other}")
    sylvie.presses("Déplacer", within="forme", before=room.item)
    assert [each.label for each in meetings.items(room.db, room.meeting_id)] == ["2", "1a", "1b"]
    sylvie.opens(f"{sylvie.conduct}?point={other}")
    sylvie.presses("Joindre", within="forme", to=room.item)

    told = [(each.label, each.kind, each.state) for each in meetings.items(room.db, room.meeting_id)]
    assert told[0] == ("2", "vote", "joined")
    assert told[1][:2] == ("1a", "information")


def test_a_sitting_held_on_paper_is_entered_at_its_hours(room: Room, sylvie: Clerk) -> None:
    room.arrive(1, 2, 3)
    sylvie.opens()
    sylvie.follows("Saisir après coup")
    bare = sylvie.presses("Saisir après coup", within="confirmation", reason="Coupure de courant")
    assert bare.status_code == 409
    assert "Il manque l’heure" in sylvie.says("confirmation")
    sylvie.presses("Saisir après coup", within="confirmation", hour="14:30")
    assert "Saisie après coup : il était 14 h 30" in sylvie.text
    late = sylvie.presses("Changer l’heure", within="saisie", hour="23:59")
    assert late.status_code == 409
    assert "Cette heure n’est pas encore venue" in sylvie.says("saisie")
    sylvie.presses("Revenir au direct", within="saisie")

    assert "Saisie après coup" not in sylvie.says("point")


def test_after_a_restart_the_desk_reads_where_the_sitting_stood_until_its_next_act(
    room: Room, sylvie: Clerk, app: Flask
) -> None:
    room.open(present=4)
    room.open_vote()
    room.cast(2, FOR)
    app.extensions["collegiale.started_at"] = clock.now() + timedelta(minutes=2)

    sylvie.opens()
    assert "Le service s’est arrêté, puis a repris" in sylvie.says("point")
    assert "Dernier acte noté" in sylvie.text
    assert "Vote ouvert" in sylvie.text
    assert "1 bulletin reçu et confirmé sur 4" in sylvie.text

    app.extensions["collegiale.started_at"] = clock.now() - timedelta(hours=1)
    sylvie.opens()
    assert "Le service s’est arrêté" not in sylvie.text
