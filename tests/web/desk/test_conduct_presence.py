"""Presence at the desk: departures, mandates, withdrawals, presidency, persons heard, and undoing."""

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from webapp.meetings.sitting import Form


def seat(clerk: Clerk, room: Room, number: int) -> Clerk:
    clerk.opens(f"{clerk.conduct}?siege={room.seat(number)}")
    return clerk


def test_man_3_somebody_leaves_with_a_mandate_in_one_form(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)

    seat(sylvie, room, 4).presses("Noter le départ", within="depart", left_to=room.seat(2))

    assert room.seat(4) not in room.state().presence.seats
    assert "M. Camille Titulaire-4 à M. Camille Titulaire-2" in sylvie.says("presence")
    assert "Mandat à M. Camille Titulaire-2" in sylvie.says(f"s{room.seat(4)}")


def test_somebody_leaves_in_one_click(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    sylvie.opens()

    sylvie.presses("Départ", within=f"s{room.seat(4)}")

    assert "Absents (2)" in sylvie.says("presence")


def test_com_6_where_two_are_there_for_a_seat_each_may_leave_alone(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    substitute = room.person(2, substitute=1)
    sylvie.visitor.post(f"{sylvie.conduct}/arrivee", arrival=f"{room.seat(2)}.{substitute}.room")

    seat(sylvie, room, 2).presses("Départ de M. Camille Titulaire-2", within="depart")

    assert room.state().presence.seats[room.seat(2)].occupant.person_id == substitute


def test_man_2_a_second_mandate_is_kept_void_with_its_reason(room: Room, sylvie: Clerk) -> None:
    room.open(present=3)

    for mandator in (4, 5):
        seat(sylvie, room, mandator).presses("Enregistrer le mandat", within="mandat", holder=room.seat(2))

    said = sylvie.says("presence")
    assert "M. Camille Titulaire-4 à M. Camille Titulaire-2" in said
    assert "Valable" in said
    assert "Sans effet : le mandataire porte déjà un mandat (CRPA R133-9)" in said


def test_dep_1_a_withdrawal_is_noted_and_taken_back(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)

    seat(sylvie, room, 3).presses("Noter le déport", within="deport", item=room.item)
    assert "Déports sur le point 1 Mme Camille Titulaire-3" in sylvie.says("presence").replace("1Mme", "1 Mme")
    seat(sylvie, room, 3).presses("Reprend part", within="deport", item=room.item)

    assert room.state().presence.recusals == ()


def test_vot_5_another_presides_by_a_delegation(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)

    seat(sylvie, room, 2).presses("Préside désormais", within="presider", delegation="Arrêté du 5 janvier 2026")

    assert "Préside : M. Camille Titulaire-2 (Arrêté du 5 janvier 2026)" in sylvie.says("presidence")


def test_a_telephone_is_one_click_away_in_the_card_of_the_seat(room: Room, sylvie: Clerk) -> None:
    seat(sylvie, room, 2).presses("Téléphone", within=f"arrivee-{room.person(2)}")

    assert room.state().presence.seats[room.seat(2)].occupant.form is Form.TELEPHONE
    assert "Téléphone" in sylvie.says("sieges-presents")


def test_com_4_somebody_not_appointed_to_the_seat_takes_it_on_the_word_of_the_chair_only(
    room: Room, sylvie: Clerk
) -> None:
    bare = seat(sylvie, room, 2).presses("Salle", within="autre", person=room.person(3, substitute=1))
    assert "CRPA R133-3" in sylvie.says("autre")
    decided = sylvie.presses("Salle", within="autre", decision="Nommée ce matin, acte attendu")

    assert (bare.status_code, decided.status_code) == (409, 303)
    assert [each.reason for each in room.state().decisions] == ["Nommée ce matin, acte attendu"]
    assert room.state().presence.seats[room.seat(2)].occupant.person_id == room.person(3, substitute=1)


def test_com_9_a_person_heard_enters_and_leaves(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    sylvie.opens()

    sylvie.presses("Noter l’entrée", name="M. Octave Brindille, gérant")
    assert "Dans la salle M. Octave Brindille, gérant" in sylvie.says("point")
    sylvie.follows("Ouvrir le vote")
    assert "Encore parmi les personnes entendues : M. Octave Brindille" in sylvie.says("confirmation")
    sylvie.opens()
    sylvie.presses("Se retire", within="personnes")

    assert room.state().presence.guests == ()


def test_a_slip_is_undone_with_its_reason_and_stays_in_the_ledger_marked(room: Room, sylvie: Clerk) -> None:
    fact = room.arrive(1, 2).fact_id
    sylvie.opens(f"{sylvie.conduct}?annuler={fact}")

    bare = sylvie.presses("Annuler ce fait")
    assert "Il manque le motif" in sylvie.says(f"fait-{fact}")
    done = sylvie.presses("Annuler ce fait", reason="Erreur de ligne")

    assert (bare.status_code, done.status_code) == (409, 303)
    assert room.seat(2) not in room.state().presence.seats
    said = sylvie.says("registre")
    assert "M. Camille Titulaire-2 rejoint la séance dans la salle Annulé" in said
    assert "Un fait est annulé : Erreur de ligne" in said


def test_the_whole_ledger_is_one_link_away(room: Room, sylvie: Clerk) -> None:
    for _ in range(4):
        room.arrive(1, 2)
        room.depart(1)
        room.depart(2)

    short = sylvie.opens()
    whole = sylvie.follows("Voir tout le registre")

    assert short.count("quitte la séance") < whole.count("quitte la séance") == 8


def test_the_roll_is_found_by_the_words_of_titulars_and_substitutes(room: Room, sylvie: Clerk) -> None:
    sylvie.opens()

    words = sylvie.part(f"s{room.seat(2)}").get("data-words")

    assert {"titulaire-2", "suppléant-2"} <= set(words.split())


def test_man_3_leaving_and_coming_back_show_the_quorum_before_and_after(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    panel = sylvie.opens(f"{sylvie.conduct}?siege={room.seat(3)}")
    assert "En partant : Quorum : 4 comptés avant, 3 après ; il en faut 3. Il est atteint." in panel
    sylvie.presses("Noter le départ", within="depart", left_to=room.seat(2))
    assert room.state().quorum().counted == 4
    back = sylvie.opens(f"{sylvie.conduct}?siege={room.seat(3)}")
    assert "En prenant son siège : Quorum : 4 comptés avant, 4 après" in back
    sylvie.opens(f"{sylvie.conduct}?siege={room.seat(4)}")
    sylvie.presses("Noter le départ", within="depart")
    assert "Quorum : 4 comptés avant, 3 après" in sylvie.text


def test_persons_heard_are_awaited_enter_slip_and_stand_in_the_way_of_a_vote(room: Room, sylvie: Clerk) -> None:
    room.open(present=4)
    sylvie.opens()
    sylvie.presses("Prévoir", within="passage", name="Mme Capucine Eauvive, exploitante", at="15:40")
    assert "passage à 15 h 40 (point 1)" in sylvie.says("personnes")
    wrong = sylvie.presses("Annoncer le retard", within="personnes", minutes="vingt")
    assert wrong.status_code == 409
    sylvie.presses("Annoncer le retard", within="personnes", minutes="20")
    assert "passage à 16 h" in sylvie.says("personnes")
    token = room.state().meeting.screen_token
    screen = sylvie.visitor.text(f"/seances/{room.meeting_id}/ecran/{token}")
    assert "retardé de 20 minutes" in screen
    sylvie.opens()
    sylvie.presses("Entre", within="personnes")
    assert "Audition en cours" in sylvie.visitor.text(f"/seances/{room.meeting_id}/ecran/{token}")
    sylvie.opens()
    sylvie.follows("Ouvrir le vote")
    bare = sylvie.presses("Ouvrir le vote", within="confirmation")
    assert bare.status_code == 409
    assert "Mme Capucine Eauvive, exploitante est encore là" in sylvie.says("confirmation")
    sylvie.presses("Se retire", within="personnes")
    sylvie.follows("Ouvrir le vote")
    sylvie.presses("Ouvrir le vote", within="confirmation")
    assert "Vote ouvert" in sylvie.text


def test_two_keys_find_somebody_in_every_list_of_people(room: Room, sylvie: Clerk) -> None:
    room.open(present=3)
    room.open_vote()

    present, absent = (seat(sylvie, room, number).tree() for number in (3, 5))
    lists = [present.get_element_by_id(each) for each in ("mandat-depart", "parole-qui", "voix-siege")]
    lists += [absent.get_element_by_id(each) for each in ("mandataire", "autre-personne")]
    for listed in lists:
        names = [option.text_content() for option in listed.iter("option") if option.get("value")]
        assert names
        assert names == sorted(names)
        assert all(name.startswith(("Titulaire-", "Suppléant-")) for name in names)
    assert "Titulaire-4 Camille (absent)" in [
        option.text_content() for option in absent.get_element_by_id("mandataire")
    ]
