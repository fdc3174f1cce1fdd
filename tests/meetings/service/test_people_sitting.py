"""LAW 7.2 and 7.5: who sits, who stands in, whose mandate is worth what."""

from datetime import timedelta

import pytest

from tests import factories
from tests.meetings.room import AGAINST, FOR, Room
from tests.refusing import refused
from webapp.accounts.model import PersonFields
from webapp.accounts.service import people
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.committees.service import setup
from webapp.meetings import queries
from webapp.meetings.model import MandateRefusal, Mode
from webapp.meetings.queries import preview_act
from webapp.meetings.service import conduct, presence
from webapp.meetings.sitting import Act, Form, MeetingDraft, MeetingRefusal
from webapp.polls.model import PollRefusal
from webapp.storage.database import Database


def a_term_ending_in_november(db: Database):
    committee_id = setup.create(
        db,
        code="finie",
        name="Commission finie",
        template="blank",
        parent_id=None,
        starts_on=factories.FIRST_DAY,
        by=SYSTEM,
        now=factories.NOW,
    )
    setup.add_term(
        db,
        committee_id,
        act="Arrêté du 15 décembre 2023",
        starts_on=factories.FIRST_DAY,
        ends_on=factories.TODAY.replace(month=11, day=30),
        by=SYSTEM,
        now=factories.NOW,
    )
    return committee_id


def test_com_1_a_sitting_outside_the_term_is_refused(db: Database) -> None:
    committee_id = a_term_ending_in_november(db)
    with refused(MeetingRefusal.OUT_OF_TERM):
        conduct.create(db, committee_id, MeetingDraft(starts_at=factories.NOW), by=SYSTEM, now=factories.NOW)
    setup.add_term(
        db,
        committee_id,
        act="Arrêté de prorogation du 20 novembre 2026",
        starts_on=factories.TODAY.replace(day=1),
        ends_on=factories.LAST_DAY,
        by=SYSTEM,
        now=factories.NOW,
    )
    assert conduct.create(db, committee_id, MeetingDraft(starts_at=factories.NOW), by=SYSTEM, now=factories.NOW).id


def test_com_4_only_somebody_appointed_on_the_day_sits_with_a_vote(db: Database) -> None:
    room = Room(db)
    entered = PersonFields(last_name="Visiteur")
    stranger = people.create_person(db, entered, home_committee=room.committee.id, by=SYSTEM, now=factories.NOW)

    def arrive(decision: str = ""):
        return presence.arrive(
            db, room.meeting_id, room.seat(2), stranger, Form.ROOM, by=SYSTEM, now=room.tick(), decision=decision
        )

    with refused(MeetingRefusal.NOT_APPOINTED):
        arrive()
    arrive("Arrêté signé ce matin, en cours de publication")
    assert [each.rule for each in queries.decisions(db, room.meeting_id)] == ["COM-4"]
    assert room.state().seat_taken_by(stranger) == room.seat(2)


def test_people_of_another_committee_are_unknown_here(db: Database) -> None:
    """Neither seated by a decision nor named by the refusal: a desk learns nothing of whom it does not keep."""
    room = Room(db)
    other = factories.a_committee(db, code="AILLEURS")
    elsewhere = factories.the_seats(db, other)[1].titular
    assert elsewhere is not None
    for decision in ("", "Décision du président"):
        with refused(MeetingRefusal.UNKNOWN_PERSON):
            presence.arrive(
                db,
                room.meeting_id,
                room.seat(2),
                elsewhere.person_id,
                Form.ROOM,
                by=SYSTEM,
                now=room.tick(),
                decision=decision,
            )


def test_an_unknown_person_or_seat_is_refused(db: Database) -> None:
    room = Room(db)
    with refused(MeetingRefusal.UNKNOWN_PERSON):
        presence.arrive(db, room.meeting_id, room.seat(2), 999, Form.ROOM, by=SYSTEM, now=room.tick(), decision="x")
    with refused(MeetingRefusal.UNKNOWN_SEAT):
        presence.arrive(db, room.meeting_id, 999, room.person(2), Form.ROOM, by=SYSTEM, now=room.tick())


def test_com_6_titular_and_substitute_together_count_once_and_the_titular_votes(db: Database) -> None:
    room = Room(db, substitutes=True)
    substitute = room.person(2, 1)
    room.arrive(1, 3)
    presence.arrive(db, room.meeting_id, room.seat(2), substitute, Form.VIDEO, by=SYSTEM, now=room.tick())
    room.arrive(2)
    room.open()
    room.open_vote()
    taken = room.state().presence.seats[room.seat(2)]
    assert not taken.replaced
    assert [each.person_id for each in taken.others] == [substitute]
    assert room.state().quorum().present == 3
    with refused(PollRefusal.NO_RIGHT):
        room.cast(2, FOR, substitute=1)
    room.cast(2, FOR)
    assert room.close().counts.entitled == 3


def test_com_6_the_substitute_votes_once_the_titular_has_left(db: Database) -> None:
    room = Room(db, substitutes=True)
    room.open(present=4)
    presence.arrive(db, room.meeting_id, room.seat(2), room.person(2, 1), Form.ROOM, by=SYSTEM, now=room.tick())
    room.open_vote()
    presence.depart(db, room.meeting_id, room.seat(2), person_id=room.person(2), by=SYSTEM, now=room.tick())
    room.cast(2, FOR, substitute=1)
    assert room.state().presence.seats[room.seat(2)].replaced


def test_com_9_a_person_heard_has_no_ballot(db: Database) -> None:
    room = Room(db)
    room.open(present=3)
    entered = presence.welcome_guest(db, room.meeting_id, "M. Exploitant, pétitionnaire", by=SYSTEM, now=room.tick())
    room.open_vote(in_presence="Le président garde l’exploitant dans la salle")
    state = room.state()
    assert [guest.name for guest in state.presence.guests] == ["M. Exploitant, pétitionnaire"]
    assert state.open is not None
    assert len(state.open.entitled) == 3
    presence.guest_leaves(db, room.meeting_id, entered.fact_id, by=SYSTEM, now=room.tick())
    assert room.state().presence.guests == ()
    with refused(MeetingRefusal.NO_GUEST):
        presence.guest_leaves(db, room.meeting_id, entered.fact_id, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.NAME_MISSING):
        presence.welcome_guest(db, room.meeting_id, "  ", by=SYSTEM, now=room.tick())


def test_somebody_present_is_not_recorded_twice_but_may_change_form(db: Database) -> None:
    room = Room(db)
    room.arrive(2)
    with refused(MeetingRefusal.ALREADY_PRESENT):
        room.arrive(2)
    room.arrive(2, form=Form.TELEPHONE)
    assert room.state().presence.seats[room.seat(2)].occupant.form is Form.TELEPHONE


def test_a_presence_at_a_distance_in_a_sitting_held_in_the_room_takes_a_decision(db: Database) -> None:
    room = Room(db, mode=Mode.IN_PERSON)
    with refused(MeetingRefusal.FORM_NOT_OFFERED):
        room.arrive(2, form=Form.VIDEO)
    presence.arrive(
        db,
        room.meeting_id,
        room.seat(2),
        room.person(2),
        Form.VIDEO,
        by=SYSTEM,
        now=room.tick(),
        decision="Neige sur le col",
    )
    assert queries.decisions(db, room.meeting_id)[0].rule == "R133-10"


def test_an_hour_to_come_or_of_another_day_is_refused(db: Database) -> None:
    room = Room(db)
    with refused(MeetingRefusal.HOUR_TO_COME):
        room.arrive(2, at=room.clock + timedelta(hours=1))
    with refused(MeetingRefusal.HOUR_TOO_EARLY):
        room.arrive(2, at=room.clock - timedelta(days=2))


def test_a_departure_of_somebody_absent_is_refused(db: Database) -> None:
    room = Room(db)
    with refused(MeetingRefusal.NOT_PRESENT):
        room.depart(2)


def test_man_1_a_mandate_to_an_absent_holder_is_kept_and_void(db: Database) -> None:
    room = Room(db).open(present=3)
    room.mandate(5, 4)
    (judged,) = room.state().mandates()
    assert judged.verdict is not None
    assert judged.verdict.reason is MandateRefusal.HOLDER_ABSENT
    assert len([fact for fact in queries.ledger(db, room.meeting_id) if fact.act is Act.MANDATE_GIVEN]) == 1
    room.arrive(4)
    assert room.state().mandates()[0].verdict.valid


def test_man_1_nobody_gives_a_mandate_to_oneself_or_to_an_unknown_seat(db: Database) -> None:
    room = Room(db)
    with refused(MeetingRefusal.MANDATE_TO_ONESELF):
        room.mandate(2, 2)
    with refused(MeetingRefusal.UNKNOWN_SEAT):
        presence.give_mandate(db, room.meeting_id, room.seat(2), 999, by=SYSTEM, now=room.tick())


def test_man_2_the_first_mandate_received_wins(db: Database) -> None:
    room = Room(db, seats=6).open(present=3)
    room.mandate(5, 2)
    room.mandate(4, 2)
    first, second = room.state().mandates()
    assert first.verdict.valid
    assert second.verdict.reason is MandateRefusal.HOLDER_FULL


def test_man_3_a_mandator_recorded_present_votes_himself_and_the_quorum_is_unchanged(db: Database) -> None:
    room = Room(db, seats=6).open(present=3)
    room.mandate(5, 2)
    before = room.state().quorum()
    effect = preview_act(room.state(), Act.ARRIVAL, seat=room.seat(5), person_id=room.person(5), form=Form.ROOM)
    room.arrive(5)
    state = room.state()
    (judged,) = state.mandates()
    assert (before.counted, effect.after.counted, state.quorum().counted) == (4, 4, 4)
    assert (judged.verdict, judged.mandate.end) == (None, "mandator_arrived")
    room.open_vote()
    with refused(PollRefusal.NO_RIGHT):
        room.cast(5, FOR, person=2)
    room.cast(5, FOR)


def test_man_3_a_mandator_who_arrives_during_the_vote_takes_the_ballot_back(db: Database) -> None:
    room = Room(db, seats=6).open(present=3)
    room.mandate(5, 2)
    room.open_vote()
    room.cast(5, AGAINST, person=2)
    room.arrive(5)
    room.cast(5, FOR)
    result = room.close()
    assert (result.counts.in_favour, result.counts.against, result.counts.entitled) == (1, 0, 4)


def test_man_3_leaving_with_a_mandate_is_one_act_that_shows_the_quorum_before_and_after(db: Database) -> None:
    room = Room(db).open(present=3)
    effect = preview_act(room.state(), Act.DEPARTURE, seat=room.seat(3))
    assert (effect.before.counted, effect.after.counted) == (3, 2)
    assert (effect.entitled_before, effect.entitled_after) == (3, 2)
    room.depart(3, mandate_to=2)
    assert room.state().quorum().counted == 3


def test_man_3_a_mandate_is_withdrawn_on_the_mandators_word(db: Database) -> None:
    room = Room(db, seats=6).open(present=3)
    room.mandate(5, 2)
    presence.end_mandate(db, room.meeting_id, room.seat(5), by=SYSTEM, now=room.tick())
    room.mandate(5, 3)
    old, new = room.state().mandates()
    assert old.mandate.end == "withdrawn"
    assert new.verdict.valid
    with refused(MeetingRefusal.NO_MANDATE):
        presence.end_mandate(db, room.meeting_id, room.seat(4), by=SYSTEM, now=room.tick())


def test_man_6_the_holder_votes_differently_for_the_mandator(db: Database) -> None:
    room = Room(db).open(present=3)
    room.mandate(5, 2)
    room.open_vote()
    state = room.state()
    assert state.open.seats_of[room.person(2)] == (room.seat(2), room.seat(5))
    room.cast(2, FOR)
    room.cast(5, AGAINST, person=2)
    result = room.close()
    assert (result.counts.in_favour, result.counts.against) == (1, 1)


def test_a_mandate_void_on_paper_gives_no_ballot_to_anybody(db: Database) -> None:
    room = Room(db).open(present=3)
    room.mandate(5, 4)
    room.open_vote()
    with refused(PollRefusal.NO_RIGHT):
        room.cast(5, FOR, person=4)


def test_one_person_sits_in_one_seat(db: Database) -> None:
    room = Room(db).open(present=2)
    with refused(MeetingRefusal.SITS_ELSEWHERE):
        presence.arrive(
            db,
            room.meeting_id,
            room.seat(3),
            room.person(2),
            Form.ROOM,
            by=SYSTEM,
            now=room.tick(),
            decision="erreur",
        )


@pytest.mark.parametrize("limit", [0, 2], ids=["no mandate allowed", "two allowed"])
def test_man_2_the_committee_says_how_many_mandates_one_may_hold(db: Database, limit: int) -> None:
    settings = CommitteeSettings(max_mandates=limit, recording_rules="Règles")
    room = Room(db, seats=6, settings=settings).open(present=3)
    room.mandate(5, 2)
    room.mandate(4, 2)
    assert sum(each.verdict.valid for each in room.state().mandates()) == limit


def test_a_name_is_shown_for_who_sits_and_for_who_is_away(db: Database) -> None:
    room = Room(db, substitutes=True).open(present=1)
    presence.arrive(db, room.meeting_id, room.seat(2), room.person(2, 1), Form.ROOM, by=SYSTEM, now=room.tick())
    state = room.state()
    assert "Suppléant" in state.seat_name(room.seat(2))
    assert "Titulaire" in state.seat_name(room.seat(3))
    assert state.seat_name(999) == state.person_name(None) == ""
