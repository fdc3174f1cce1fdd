"""The tablet at the door, touched as people do who are standing and in a hurry."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from tests.meetings.room import FOR, Room
from tests.web.public.tablet import Tablet, link
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM
from webapp.meetings.service import agenda, conduct, door, from_paper, presence
from webapp.meetings.sitting import Form, ItemDraft
from webapp.storage.database import unit_of_work
from webapp.web.kit import database
from webapp.web.public.door import ACTS_A_MINUTE


@pytest.fixture
def room(app: Flask, at_the_sitting: None) -> Room:
    """Five seats and their substitutes, a sitting in preparation whose hour has come."""
    return Room(database.of(app), seats=5, substitutes=True)


@pytest.fixture
def tablet(app: Flask, room: Room) -> Tablet:
    return Tablet(app, room)


def there(room: Room) -> dict[int, int]:
    return {seat: each.occupant.person_id for seat, each in room.state().presence.seats.items()}


def names(tablet: Tablet) -> list[str]:
    return [" ".join(each.text_content().split()) for each in tablet.part("noms").xpath(".//li/a/span[1]")]


# The list of names.


def test_the_list_says_each_name_its_title_its_college_and_who_is_there(room: Room, tablet: Tablet) -> None:
    room.arrive(2)

    page = tablet.opens()

    assert "Titulaire-1 Camille titulaire, Membres" in page
    assert "Suppléant-1 Camille suppléante de Mme Camille Titulaire-1, Membres" in page
    assert page.count("Présence notée") == 1
    assert names(tablet) == sorted(names(tablet))
    assert len(names(tablet)) == 10


@pytest.mark.parametrize(
    "typed", ["ti", "TI", "  tìt ", "camille ti"], ids=["two letters", "capitals", "accents", "both"]
)
def test_without_script_two_letters_of_a_name_shorten_the_list(tablet: Tablet, typed: str) -> None:
    tablet.opens()

    tablet.opens(f"{tablet.base}?nom={typed}")

    assert names(tablet) == [f"Titulaire-{number} Camille" for number in range(1, 6)]


def test_com_4_a_name_that_is_not_there_leads_to_the_secretariat(tablet: Tablet) -> None:
    page = tablet.opens(f"{tablet.base}?nom=inconnu")

    assert "Aucun nom ne correspond" in page
    assert "adressez-vous au secrétariat" in page
    assert tablet.offers("Voir toute la liste")


def test_a_committee_of_nobody_says_so(app: Flask, at_the_sitting: None) -> None:
    room = Room(database.of(app), seats=0)

    assert "La liste est vide" in Tablet(app, room).opens()


def test_a_hundred_members_and_their_substitutes_hold_on_the_page(app: Flask, at_the_sitting: None) -> None:
    room = Room(database.of(app), seats=100, substitutes=True)
    tablet = Tablet(app, room)
    tablet.opens()

    assert len(names(tablet)) == 200
    tablet.signs(87)
    assert there(room) == {room.seat(87): room.person(87)}


# Signing.


def test_somebody_signs_their_presence_and_declares_no_interest(room: Room, tablet: Tablet) -> None:
    page = tablet.touches(2)
    assert "Est-ce bien vous ?" in page
    assert re.search(
        r"Vous êtes M\. Camille Titulaire-2, Organisme 2, titulaire du siège « Siège 2 » ; il est \d+ h \d\d\.", page
    )

    assert tablet.presses("Je signe ma présence").status_code == 303
    assert "M. Camille Titulaire-2, un point vous concerne-t-il personnellement ?" in tablet.text
    tablet.presses("Aucun point ne me concerne")
    assert (
        "C’est noté M. Camille Titulaire-2, titulaire du siège « Siège 2 » : votre présence est notée à" in tablet.text
    )
    tablet.follows("Terminé")

    assert "Qui êtes-vous ?" in tablet.text
    assert there(room) == {room.seat(2): room.person(2)}


def test_dep_2_somebody_withdraws_from_an_item_at_check_in(room: Room, tablet: Tablet) -> None:
    agenda.add_item(
        room.db,
        room.meeting_id,
        ItemDraft(title="Carrière", commune="Val", applicant="SARL"),
        by=SYSTEM,
        now=room.tick(),
    )
    tablet.signs(2)
    assert "2. Carrière SARL, Val" in tablet.text

    ticks(tablet, "Un point coché me concerne", room.item)
    assert "vous retirez-vous de ce point ?" in tablet.text
    assert room.state().presence.recusals == ()
    tablet.presses("Je me retire de ce point")

    assert "Vous vous retirez du point 1, Extension d’un élevage." in tablet.text
    assert room.state().presence.recused(room.item) == {room.seat(2)}


def ticks(tablet: Tablet, label: str, *items: int) -> int:
    """Tick items and press a button; return how it was answered."""
    path, fields = tablet.form(label)
    return tablet.sends(path, [*fields, *(("items", str(item)) for item in items)]).status_code


def test_dep_2_to_be_concerned_by_an_item_not_said_is_asked_again(room: Room, tablet: Tablet) -> None:
    tablet.signs(2)

    ticks(tablet, "Un point coché me concerne")
    assert "Cochez le point qui vous concerne" in tablet.text
    ticks(tablet, "Aucun point ne me concerne", room.item)
    assert "Un point est coché." in tablet.text
    assert room.state().presence.recusals == ()


def test_without_any_item_left_nothing_is_asked(room: Room, tablet: Tablet) -> None:
    agenda.remove_item(room.db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())

    tablet.signs(2)

    assert "C’est noté" in tablet.text


def test_the_desk_sees_who_has_signed_at_the_door(app: Flask, room: Room, tablet: Tablet) -> None:
    tablet.signs(2)

    desk = secretary(app, room)
    assert "M. Camille Titulaire-2 rejoint la séance dans la salle (à l’entrée)" in desk.text(
        f"/secretariat/seances/{room.meeting_id}/conduire"
    )
    assert "tablette de l’entrée" in desk.text(f"/secretariat/seances/{room.meeting_id}/journal")


def secretary(app: Flask, room: Room) -> Visitor:
    person = factories.a_person(room.db, "Encrebleue", "Sylvie")
    service.grant_role(room.db, person, Role.SECRETARIAT, committee_id=room.committee.id, by=SYSTEM, now=factories.NOW)
    return Visitor(app).enter(person)


# What signing does to others.


def test_man_3_who_gave_a_mandate_is_told_that_it_ends_and_that_the_quorum_stays(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    room.mandate(5, 2)

    page = tablet.touches(5)
    assert (
        "Vous avez donné mandat à M. Camille Titulaire-2 : il prend fin quand vous signez, et vous votez vous-même. Le quorum ne change pas."
        in page
    )
    tablet.presses("Je signe ma présence")

    assert [each.end for each in room.state().presence.mandates] == ["mandator_arrived"]


def test_a_void_mandate_promises_nothing_of_the_quorum(room: Room, tablet: Tablet) -> None:
    room.open(present=3)
    room.mandate(4, 5)

    page = tablet.touches(4)

    assert "Vous avez donné mandat à Mme Camille Titulaire-5" in page
    assert "quorum" not in page


def test_com_6_the_titular_takes_the_seat_back_from_the_substitute(room: Room, tablet: Tablet) -> None:
    tablet.signs(2, substitute=1)

    page = tablet.touches(2)
    assert "M. Camille Suppléant-2 siège à votre place. En signant, vous reprenez votre siège et votre vote." in page
    tablet.presses("Je signe ma présence")

    assert there(room) == {room.seat(2): room.person(2)}


def test_com_6_a_substitute_is_told_that_the_titular_votes(room: Room, tablet: Tablet) -> None:
    room.arrive(2)

    page = tablet.touches(2, substitute=1)
    assert "M. Camille Titulaire-2 siège et vote pour ce siège. Vous pouvez assister, sans voter." in page
    tablet.presses("Je signe ma présence")

    assert "C’est noté" in tablet.text
    assert "siège et vote pour ce siège. Vous assistez sans voter." in tablet.text
    assert there(room) == {room.seat(2): room.person(2)}


def test_a_substitute_is_told_that_the_mandate_of_the_titular_does_not_serve(room: Room, tablet: Tablet) -> None:
    room.open(present=3)
    room.mandate(5, 2)

    assert (
        "Un mandat est donné à M. Camille Titulaire-2 pour ce siège : il ne compte pas tant que vous siégez."
        in tablet.touches(5, substitute=1)
    )


def test_somebody_who_followed_by_video_signs_in_the_room(room: Room, tablet: Tablet) -> None:
    room.arrive(2, form=Form.VIDEO)

    assert "Votre présence est notée en visioconférence" in tablet.touches(2)
    tablet.presses("Je signe ma présence")

    assert room.state().presence.seats[room.seat(2)].occupant.form is Form.ROOM


def test_somebody_who_sits_in_another_seat_is_told_so(room: Room, tablet: Tablet) -> None:
    presence.arrive(
        room.db, room.meeting_id, room.seat(4), room.person(3), Form.ROOM, decision="Oui", by=SYSTEM, now=room.tick()
    )

    page = tablet.touches(3)

    assert "Votre présence est notée pour un autre siège, « Siège 4 »" in page
    assert not tablet.offers("Je signe ma présence")
    assert "sur décision du président" in tablet.follows("Voir ma présence")


def test_com_4_who_sat_on_the_word_of_the_chair_leaves_here_and_comes_back_by_the_desk(
    room: Room, tablet: Tablet
) -> None:
    guest = service.create_person(
        room.db,
        PersonFields(last_name="Imprévu", first_name="Léo"),
        home_committee=room.committee.id,
        by=SYSTEM,
        now=room.tick(),
    )
    presence.arrive(
        room.db, room.meeting_id, room.seat(4), guest, Form.ROOM, decision="Oui", by=SYSTEM, now=room.tick()
    )
    assert "Imprévu Léo sur décision du président, Membres" in tablet.opens()
    tablet.opens(f"{tablet.base}/{room.seat(4)}/{guest}")
    tablet.follows("Je pars")

    tablet.presses("Je pars")

    assert "votre départ est noté à" in tablet.text
    assert tablet.visitor.get(f"{tablet.base}/{room.seat(4)}/{guest}").status_code == 403
    assert there(room) == {}


# Leaving and coming back.


def test_man_3_somebody_leaves_with_a_mandate(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    tablet.touches(4)
    tablet.follows("Je pars")
    assert "quorum" not in tablet.text

    tablet.presses("Je pars", left_to=room.seat(2))

    assert "votre départ est noté à" in tablet.text
    assert "Vous laissez mandat à M. Camille Titulaire-2." in tablet.text
    assert room.seat(4) not in there(room)
    assert [(each.mandator, each.holder) for each in room.state().presence.mandates] == [(room.seat(4), room.seat(2))]


def test_man_2_who_holds_as_many_mandates_as_they_may_is_not_offered(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    room.mandate(5, 2)
    tablet.touches(4)

    page = tablet.follows("Je pars")

    assert "Oui, à Mme Camille Titulaire-1" in page
    assert "Titulaire-2" not in page


def test_man_1_a_substitute_leaves_no_mandate(room: Room, tablet: Tablet) -> None:
    room.arrive(1)
    tablet.signs(2, substitute=1)
    tablet.touches(2, substitute=1)

    assert "mandat" not in tablet.follows("Je pars")


def test_a_mandate_to_somebody_who_left_meanwhile_is_not_taken(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    tablet.touches(4)
    tablet.follows("Je pars")
    room.depart(2)

    answer = tablet.presses("Je pars", left_to=room.seat(2))

    assert answer.status_code == 409
    assert room.seat(4) in there(room)


def test_who_presides_is_told_to_warn_the_desk_before_leaving(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    presence.preside(room.db, room.meeting_id, room.seat(2), by=SYSTEM, now=room.tick())
    tablet.touches(2)

    assert "Prévenez le secrétariat avant de partir" in tablet.follows("Je pars")


def test_somebody_comes_back_and_the_declaration_is_not_asked_twice(room: Room, tablet: Tablet) -> None:
    tablet.signs(2)
    tablet.presses("Aucun point ne me concerne")
    tablet.touches(2)
    tablet.follows("Je pars")
    tablet.presses("Je pars")

    assert "Vous revenez" in tablet.touches(2)
    tablet.presses("Je signe ma présence")

    assert "C’est noté" in tablet.text
    assert there(room) == {room.seat(2): room.person(2)}


def test_somebody_there_may_still_declare_an_interest(room: Room, tablet: Tablet) -> None:
    room.arrive(2)
    tablet.touches(2)
    tablet.follows("Un point me concerne")

    ticks(tablet, "Un point coché me concerne", room.item)
    tablet.presses("Je me retire de ce point")

    assert room.state().presence.recused(room.item) == {room.seat(2)}


# The next person does not act for the former one.


def test_a_signature_touched_twice_is_one_arrival(room: Room, tablet: Tablet) -> None:
    tablet.touches(2)
    form = tablet.form("Je signe ma présence")

    answers = [tablet.visitor.client.post(form[0], data=dict(form[1])).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(room.state().facts) == 1


def test_the_back_key_finds_no_form_that_still_serves(room: Room, tablet: Tablet) -> None:
    tablet.touches(2)
    signature = tablet.form("Je signe ma présence")
    tablet.presses("Je signe ma présence")
    declaration = tablet.form("Aucun point ne me concerne")
    tablet.presses("Aucun point ne me concerne")
    tablet.follows("Terminé")

    for form in (signature, declaration):
        answer = tablet.sends(*form)
        assert answer.status_code == 409
        assert "Retrouvez votre nom dans la liste" in tablet.text
    assert len(room.state().facts) == 1


def test_the_form_of_the_former_does_not_serve_the_next(room: Room, tablet: Tablet) -> None:
    tablet.touches(2)
    before = tablet.form("Je signe ma présence")
    tablet.touches(3)

    assert tablet.sends(*before).status_code == 409
    assert there(room) == {}


@pytest.mark.parametrize("part", ["points", "depart", "fini"])
def test_the_pages_of_the_former_lead_to_the_list(tablet: Tablet, part: str) -> None:
    tablet.signs(2)
    tablet.opens()

    answer = tablet.visitor.get(f"{tablet.base}/{part}")

    assert (answer.status_code, answer.location) == (303, tablet.base)


def test_what_is_noted_may_be_read_again_but_nothing_more_is_sent(tablet: Tablet) -> None:
    tablet.signs(2)
    declaration = tablet.form("Aucun point ne me concerne")
    tablet.presses("Aucun point ne me concerne")

    assert "C’est noté" in tablet.opens(f"{tablet.base}/fini")
    assert tablet.sends(*declaration).status_code == 409
    assert tablet.visitor.get(f"{tablet.base}/points").location == tablet.base


def test_a_page_left_open_no_longer_serves(room: Room, tablet: Tablet, tmp_path: Path) -> None:
    tablet.touches(2)
    form = tablet.form("Je signe ma présence")
    ahead = factories.NOW + timedelta(hours=1, minutes=6) - datetime.now(UTC)
    (tmp_path / "offset").write_text(str(ahead.total_seconds()))

    assert tablet.sends(*form).status_code == 409
    assert there(room) == {}


def test_the_form_of_another_tablet_does_not_serve_here(app: Flask, room: Room, tablet: Tablet) -> None:
    other = Tablet(app, room)
    tablet.touches(2)
    other.touches(3)
    (path, fields), (_, others) = tablet.form("Je signe ma présence"), other.form("Je signe ma présence")
    forged = [(name, dict(others)["key"] if name == "key" else value) for name, value in fields]

    assert tablet.sends(path, forged).status_code == 409


def test_two_tablets_sign_at_once(app: Flask, room: Room, tablet: Tablet) -> None:
    other = Tablet(app, room)
    tablet.touches(2)
    other.touches(3)

    tablet.presses("Je signe ma présence")
    other.presses("Je signe ma présence")

    assert set(there(room)) == {room.seat(2), room.seat(3)}


def test_no_page_of_the_tablet_stays_in_its_browser(tablet: Tablet) -> None:
    kept = []
    for opens in (tablet.opens, lambda: tablet.touches(2), lambda: tablet.signs(2)):
        opens()
        assert tablet.page is not None
        kept.append(tablet.page.headers["Cache-Control"])

    assert kept == ["no-store"] * 3


def test_beyond_a_human_pace_the_tablet_waits(room: Room, tablet: Tablet) -> None:
    tablet.touches(2)
    form = tablet.form("Je signe ma présence")
    answers = [tablet.visitor.client.post(form[0], data=dict(form[1])).status_code for _ in range(ACTS_A_MINUTE)]

    last = tablet.sends(*form)

    assert (set(answers), last.status_code) == ({303}, 429)
    assert "Attendez une minute" in tablet.text


# When the link opens nothing.


def test_a_revoked_link_answers_a_clear_page(room: Room, tablet: Tablet) -> None:
    tablet.touches(2)
    form = tablet.form("Je signe ma présence")
    door.revoke_link(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    for part in ("", "/liste", "/points", "/fini"):
        answer = tablet.visitor.get(tablet.base + part)
        assert answer.status_code == 404
        assert "Ce lien n’ouvre plus l’émargement" in answer.text
    assert tablet.visitor.get(f"{tablet.base}/flux").status_code == 404
    assert tablet.sends(*form).status_code == 404
    assert there(room) == {}


def test_once_the_sitting_is_closed_nobody_signs(room: Room, tablet: Tablet) -> None:
    room.open(present=3)
    tablet.touches(4)
    form = tablet.form("Je signe ma présence")
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert tablet.sends(*form).status_code == 410
    assert "La séance est levée" in tablet.text
    assert tablet.visitor.get(tablet.base).status_code == 410


def test_on_the_eve_the_tablet_says_when_people_sign(room: Room, tablet: Tablet, tmp_path: Path) -> None:
    (tmp_path / "offset").write_text(str((factories.NOW - timedelta(days=1) - datetime.now(UTC)).total_seconds()))

    answer = tablet.visitor.get(tablet.base)

    assert answer.status_code == 403
    assert "jeudi 10\u00a0décembre\u00a02026" in answer.text


def test_while_the_desk_enters_a_sitting_held_on_paper_people_sign_the_sheet(room: Room, tablet: Tablet) -> None:
    room.open(present=3)
    from_paper.begin(room.db, room.meeting_id, room.tick(), reason="Coupure", by=SYSTEM, now=room.tick())

    assert "feuille d’émargement" in tablet.visitor.get(tablet.base).text


def test_the_link_of_one_committee_opens_nothing_of_another(app: Flask, room: Room, tablet: Tablet) -> None:
    other = Room(database.of(app), seats=4)

    crossed = tablet.base.replace(f"/seances/{room.meeting_id}/", f"/seances/{other.meeting_id}/")
    assert tablet.visitor.get(crossed).status_code == 404
    stranger = tablet.visitor.get(f"{tablet.base}/{other.seat(2)}/{other.person(2)}")
    assert stranger.status_code == 403
    assert "Adressez-vous au secrétariat" in stranger.text
    assert "Titulaire-2" not in stranger.text


# What it shows, and what it does not.


def test_the_tablet_shows_no_vote_no_text_no_address(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    room.open_vote()
    room.cast(1, FOR)
    pages = [tablet.opens(), tablet.touches(5), tablet.signs(5).text]

    for page in pages:
        assert "@" not in page
        assert "émet un avis" not in page
        assert "favorable" not in page


def test_vot_9_a_ballot_changes_no_byte_of_the_tablet(room: Room, tablet: Tablet) -> None:
    room.open(present=4)
    room.open_vote()
    before = [tablet.opens(), tablet.visitor.get(f"{tablet.base}/liste").headers["ETag"], tablet.touches(1)]

    room.cast(1, FOR)

    assert [tablet.opens(), tablet.visitor.get(f"{tablet.base}/liste").headers["ETag"], tablet.touches(1)] == before


def test_a_mayor_is_not_said_twice_to_be_of_the_same_place(room: Room, tablet: Tablet) -> None:
    with unit_of_work(room.db):
        room.db.run(
            "UPDATE appointments SET title = 'Maire de Lac-Rêvé', organisation = 'Commune de Lac-Rêvé' WHERE seat_id = ?",
            (room.seat(2),),
        )

    assert "Vous êtes M. Camille Titulaire-2, maire de Lac-Rêvé, titulaire du siège" in tablet.touches(2)


def test_the_live_list_answers_304_until_something_changes(room: Room, tablet: Tablet) -> None:
    path = f"{tablet.base}/liste"
    first = tablet.visitor.get(path)

    same = tablet.visitor.get(path, **{"If-None-Match": first.headers["ETag"]})
    room.arrive(2)
    changed = tablet.visitor.get(path, **{"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_signing_in_at_the_tablet_opens_no_session(app: Flask, room: Room, tablet: Tablet) -> None:
    tablet.signs(2)

    assert tablet.visitor.get("/accueil").status_code == 302
    assert link(room) == tablet.base
