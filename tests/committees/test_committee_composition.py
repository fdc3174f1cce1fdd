"""Who sits: LAW 7.2, each rule by its code."""

from datetime import date

import pytest

from tests.committees.counting import queries_counted
from tests.factories import FIRST_DAY, LAST_DAY, NOW, TODAY, a_committee, a_person, the_seats
from webapp.accounts.model import PersonFields
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees import queries, rules
from webapp.committees.model import CommitteeRefusal, CommitteeSettings, CommitteeWarning, Rank, SeatType
from webapp.committees.service import appointments, seats, setup
from webapp.committees.service.appointments import Candidate
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database


def test_com_1_a_session_after_the_term_is_refused_until_a_renewal_is_recorded(db: Database) -> None:
    committee = setup.found(db, setup.create(db, code="C1", name="C", template="blank", by=SYSTEM, now=NOW))
    with pytest.raises(Refusal) as found:
        rules.check_in_term(queries.terms(db, committee.id), TODAY)
    assert found.value.reason is CommitteeRefusal.NO_TERM
    setup.add_term(
        db, committee.id, act="Arrêté A", starts_on=date(2023, 12, 1), ends_on=date(2026, 11, 30), by=SYSTEM, now=NOW
    )
    with pytest.raises(Refusal) as found:
        rules.check_in_term(queries.terms(db, committee.id), TODAY)
    assert found.value.reason is CommitteeRefusal.OUT_OF_TERM
    assert found.value.facts["act"] == "Arrêté A"
    renewal = setup.add_term(
        db, committee.id, act="Arrêté B", starts_on=date(2026, 12, 1), ends_on=date(2029, 11, 30), by=SYSTEM, now=NOW
    )
    assert rules.check_in_term(queries.terms(db, committee.id), TODAY).id == renewal
    term = queries.term_on(db, committee.id, TODAY)
    assert term is not None
    assert term.act == "Arrêté B"
    assert queries.term_on(db, committee.id, date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "covered"),
    [(FIRST_DAY, True), (LAST_DAY, True), (date(2025, 12, 31), False), (date(2029, 1, 1), False)],
    ids=["first day", "last day", "day before", "day after"],
)
def test_com_1_both_days_of_a_term_are_in_it(db: Database, day: date, covered: bool) -> None:
    committee = a_committee(db, filled=False)
    assert (queries.term_on(db, committee.id, day) is not None) is covered


def test_com_1_a_term_needs_its_act_and_its_two_days_in_order(db: Database) -> None:
    committee = a_committee(db, filled=False)
    for act, first, last, reason in (
        (" ", FIRST_DAY, LAST_DAY, CommitteeRefusal.TERM_ACT_MISSING),
        ("A", None, LAST_DAY, CommitteeRefusal.TERM_DATES_MISSING),
        ("A", LAST_DAY, FIRST_DAY, CommitteeRefusal.TERM_DATES_REVERSED),
    ):
        with pytest.raises(Refusal) as found:
            setup.add_term(db, committee.id, act=act, starts_on=first, ends_on=last, by=SYSTEM, now=NOW)
        assert found.value.reason is reason


def test_com_2_the_coderst_template_has_the_seats_of_its_text(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    roster = queries.roster_on(db, committee.id, TODAY)
    assert [
        (college.name, len(roster.of_college(college.id)), college.expected_seats) for college in roster.colleges
    ] == [
        ("Présidence", 1, 1),
        ("Services de l’État", 6, 6),
        ("Agence régionale de santé", 1, 1),
        ("Collectivités territoriales", 5, 5),
        ("Associations, professions et experts", 9, 9),
        ("Personnalités qualifiées", 4, 4),
    ]
    assert len(roster.seats) == 26
    assert roster.chair is not None
    assert sum(each.seat.physician for each in roster.seats) == 1
    assert committee.settings.qualified_substitutes
    assert committee.settings.publish_file


def test_com_2_another_total_is_refused_without_a_reason_and_accepted_with_one(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    last = the_seats(db, committee)[-1].seat
    with pytest.raises(Refusal) as found:
        seats.close_seat(db, committee.id, last.id, on=TODAY, by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.COMPOSITION_DIFFERS
    assert found.value.facts == {"total": 25, "expected": 26, "article": "CSP R1416-2"}
    assert setup.found(db, committee.id).composition_reason is None
    seats.close_seat(db, committee.id, last.id, on=TODAY, reason="Arrêté modificatif", by=SYSTEM, now=NOW)
    assert setup.found(db, committee.id).composition_reason == "Arrêté modificatif"
    assert len(the_seats(db, committee, date(2026, 12, 11))) == 25
    assert len(the_seats(db, committee)) == 26


def test_com_2_one_seat_more_than_the_text_is_refused_too(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    college = queries.colleges(db, committee.id)[3]
    with pytest.raises(Refusal) as found:
        seats.add_seat(db, committee.id, college.id, label="Sixième", seat_type="elected", by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.COMPOSITION_DIFFERS
    setup.explain_composition(db, committee.id, "Décision du préfet", by=SYSTEM, now=NOW)
    seats.add_seat(db, committee.id, college.id, label="Sixième", seat_type="elected", by=SYSTEM, now=NOW)
    assert len(the_seats(db, committee)) == 27


def test_com_2_a_blank_committee_has_the_seats_one_wants(db: Database) -> None:
    assert len(the_seats(db, a_committee(db, seat_count=7))) == 7


def test_com_3_a_missing_physician_is_a_warning_and_stops_nothing(db: Database) -> None:
    committee = a_committee(db, template="coderst")
    physician = next(each for each in the_seats(db, committee) if each.seat.physician)
    assert physician.titular is not None
    assert CommitteeWarning.NO_PHYSICIAN not in _warnings(db, committee.id, TODAY)
    appointments.end(
        db, committee.id, physician.titular.id, on=date(2026, 12, 9), reason="démission", by=SYSTEM, now=NOW
    )
    assert CommitteeWarning.NO_PHYSICIAN in _warnings(db, committee.id, TODAY)
    assert CommitteeWarning.NO_PHYSICIAN not in _warnings(db, committee.id, date(2026, 12, 9))
    assert rules.check_in_term(queries.terms(db, committee.id), TODAY)


def test_com_3_concerns_no_other_committee(db: Database) -> None:
    committee = a_committee(db)
    assert CommitteeWarning.NO_PHYSICIAN not in _warnings(db, committee.id, TODAY)


def _warnings(db: Database, committee_id: int, day: date) -> set[CommitteeWarning]:
    roster = queries.roster_on(db, committee_id, day)
    found = rules.remarks(setup.found(db, committee_id), roster, queries.terms(db, committee_id))
    return {remark.warning for remark in found}


def test_com_4_who_is_appointed_on_26_april_does_not_sit_on_1_march(db: Database) -> None:
    committee = a_committee(db, filled=False)
    seat = the_seats(db, committee)[1].seat
    person = a_person(db)
    appointments.appoint(
        db, committee.id, seat.id, Candidate(person=person, starts_on=date(2026, 4, 26)), by=SYSTEM, now=NOW
    )
    assert not queries.sits(db, committee.id, person, date(2026, 3, 1))
    assert queries.sits(db, committee.id, person, date(2026, 4, 26))
    with pytest.raises(Refusal) as found:
        rules.check_appointed(starts_on=date(2026, 4, 26), ends_on=None, on=date(2026, 3, 1))
    assert found.value.reason is CommitteeRefusal.NOT_APPOINTED
    rules.check_appointed(starts_on=date(2026, 4, 26), ends_on=date(2026, 4, 26), on=date(2026, 4, 26))


def test_com_4_old_rosters_stay_what_they_were(db: Database) -> None:
    committee = a_committee(db)
    seat = the_seats(db, committee)[2]
    assert seat.titular is not None
    appointments.replace(
        db,
        committee.id,
        seat.titular.id,
        Candidate(person=PersonFields(last_name="Successeur"), starts_on=date(2026, 7, 1)),
        reason="démission",
        by=SYSTEM,
        now=NOW,
    )
    before = queries.roster_on(db, committee.id, date(2026, 6, 30)).seat(seat.seat.id)
    after = queries.roster_on(db, committee.id, date(2026, 7, 1)).seat(seat.seat.id)
    assert before is not None
    assert before.titular is not None
    assert after is not None
    assert after.titular is not None
    assert before.titular.person.last_name == "Titulaire-3"
    assert after.titular.person.last_name == "Successeur"


def test_com_7_a_replacement_ends_with_the_original_mandate(db: Database) -> None:
    committee = a_committee(db, filled=False)
    seat = the_seats(db, committee)[1].seat
    first = appointments.appoint(
        db,
        committee.id,
        seat.id,
        Candidate(person=a_person(db), starts_on=FIRST_DAY, ends_on=date(2027, 6, 30)),
        by=SYSTEM,
        now=NOW,
    )
    appointments.end(db, committee.id, first.id, on=date(2026, 5, 3), reason="décès", by=SYSTEM, now=NOW)
    successor = appointments.replace(
        db,
        committee.id,
        first.id,
        Candidate(person=a_person(db, "Autre"), starts_on=date(2026, 9, 1), ends_on=date(2030, 1, 1)),
        reason="décès",
        by=SYSTEM,
        now=NOW,
    )
    made = queries.find_appointment(db, committee.id, successor.id)
    assert made is not None
    assert made.ends_on == date(2027, 6, 30)
    assert made.rank is Rank.TITULAR
    assert [each.vacant for each in the_seats(db, committee, date(2026, 6, 1)) if each.seat.id == seat.id] == [True]


def test_com_7_without_an_end_of_its_own_it_ends_with_the_term(db: Database) -> None:
    committee = a_committee(db)
    held = the_seats(db, committee)[1].titular
    assert held is not None
    successor = appointments.replace(
        db,
        committee.id,
        held.id,
        Candidate(person=PersonFields(last_name="Successeur"), starts_on=TODAY),
        reason="démission",
        by=SYSTEM,
        now=NOW,
    )
    made = queries.find_appointment(db, committee.id, successor.id)
    assert made is not None
    assert made.ends_on == LAST_DAY


def test_com_7_a_mandate_run_out_leaves_nothing_to_replace(db: Database) -> None:
    committee = a_committee(db, filled=False)
    seat = the_seats(db, committee)[1].seat
    ended = Candidate(person=a_person(db), starts_on=FIRST_DAY, ends_on=date(2026, 6, 30))
    first = appointments.appoint(db, committee.id, seat.id, ended, by=SYSTEM, now=NOW)
    successor = Candidate(person=a_person(db, "Autre"), starts_on=date(2026, 7, 1))
    with pytest.raises(Refusal) as found:
        appointments.replace(db, committee.id, first.id, successor, reason="x", by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.NOTHING_TO_REPLACE


def test_com_8_a_formation_has_its_own_roster_and_its_own_number(db: Database) -> None:
    council = a_committee(db, template="coderst")
    formation = a_committee(db, template="coderst_formation", code="FS", parent_id=council.id)
    assert queries.composing_on(db, council, TODAY) == 26
    assert queries.composing_on(db, formation, TODAY) == 11
    setup.change_settings(db, formation.id, CommitteeSettings(chair_counts=False), by=SYSTEM, now=NOW)
    assert queries.composing_on(db, setup.found(db, formation.id), TODAY) == 10
    of_council = {each.titular.person_id for each in the_seats(db, council) if each.titular}
    of_formation = {each.titular.person_id for each in the_seats(db, formation) if each.titular}
    assert not of_council & of_formation
    assert [each.code for each in queries.formations(db, council.id)] == ["FS"]
    with pytest.raises(Refusal) as found:
        a_committee(db, code="FS2", parent_id=formation.id)
    assert found.value.reason is CommitteeRefusal.FORMATION_OF_FORMATION


@pytest.mark.parametrize(
    ("settings", "composing"),
    [
        (CommitteeSettings(), 5),
        (CommitteeSettings(chair_counts=False), 4),
        (CommitteeSettings(vacant_seats_count=False), 4),
        (CommitteeSettings(chair_counts=False, vacant_seats_count=False), 3),
        (CommitteeSettings(composing=26), 26),
    ],
    ids=["every seat", "without the chair", "without vacant seats", "without both", "statutory number"],
)
def test_the_number_composing_follows_the_settings(db: Database, settings: CommitteeSettings, composing: int) -> None:
    committee = a_committee(db, settings=settings)
    held = the_seats(db, committee)[3].titular
    assert held is not None
    appointments.end(db, committee.id, held.id, on=date(2026, 12, 1), reason="démission", by=SYSTEM, now=NOW)
    assert queries.composing_on(db, committee, TODAY) == composing


def test_a_seat_has_one_titular_at_a_time_and_a_person_one_seat(db: Database) -> None:
    committee = a_committee(db)
    first, second, *_ = the_seats(db, committee)
    assert first.titular is not None
    with pytest.raises(Refusal) as found:
        appointments.appoint(
            db, committee.id, first.seat.id, Candidate(person=a_person(db), starts_on=TODAY), by=SYSTEM, now=NOW
        )
    assert found.value.reason is CommitteeRefusal.SEAT_TAKEN
    seat_id = seats.add_seat(
        db, committee.id, first.seat.college_id, label="Autre", seat_type="organisation", by=SYSTEM, now=NOW
    )
    with pytest.raises(Refusal) as found:
        appointments.appoint(
            db, committee.id, seat_id, Candidate(person=first.titular.person_id, starts_on=TODAY), by=SYSTEM, now=NOW
        )
    assert found.value.reason is CommitteeRefusal.PERSON_ALREADY_SEATED
    with pytest.raises(Refusal) as found:
        same_place = Candidate(person=first.titular.person_id, starts_on=TODAY, rank=Rank.SUBSTITUTE)
        appointments.appoint(db, committee.id, first.seat.id, same_place, by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.PERSON_ALREADY_APPOINTED
    assert second.titular is not None


def test_a_seat_somebody_holds_is_not_closed(db: Database) -> None:
    committee = a_committee(db)
    seat = the_seats(db, committee)[1]
    with pytest.raises(Refusal) as found:
        seats.close_seat(db, committee.id, seat.seat.id, on=TODAY, by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.SEAT_OCCUPIED


def test_another_committee_s_seat_is_not_found(db: Database) -> None:
    mine, other = a_committee(db, code="A"), a_committee(db, code="B")
    seat = the_seats(db, other)[0].seat
    assert queries.find_seat(db, mine.id, seat.id) is None
    with pytest.raises(Refusal) as found:
        seats.close_seat(db, mine.id, seat.id, on=TODAY, by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.UNKNOWN_SEAT


def test_an_act_entered_late_opens_the_seat_from_its_day(db: Database) -> None:
    committee = a_committee(db, filled=False)
    seat = the_seats(db, committee)[1].seat
    early = date(2025, 11, 3)
    appointments.appoint(db, committee.id, seat.id, Candidate(person=a_person(db), starts_on=early), by=SYSTEM, now=NOW)
    found = queries.find_seat(db, committee.id, seat.id)
    assert found is not None
    assert found.starts_on == early


def test_every_change_is_journaled_in_the_committee_s_scope(db: Database) -> None:
    committee = a_committee(db, filled=False)
    changed = CommitteeSettings(max_mandates=2)
    assert setup.change_settings(db, committee.id, changed, by=SYSTEM, now=NOW) == {"max_mandates": (1, 2)}
    assert setup.change_settings(db, committee.id, changed, by=SYSTEM, now=NOW) == {}
    setup.rename(db, committee.id, "Un autre nom", by=SYSTEM, now=NOW)
    seat = the_seats(db, committee)[1].seat
    seats.describe_seat(
        db, committee.id, seat.id, label="Maire", seat_type="elected", physician=False, by=SYSTEM, now=NOW
    )
    entries = audit.of_scope(db, f"committee:{committee.id}")
    acts = [entry.act for entry in entries]
    assert acts[-3:] == ["committee.settings_changed", "committee.renamed", "seat.described"]
    assert entries[-3].facts == {"changes": {"max_mandates": {"old": 1, "new": 2}}}
    described = queries.find_seat(db, committee.id, seat.id)
    assert described is not None
    assert described.seat_type is SeatType.ELECTED
    assert audit.check_chain(db).holds


@pytest.mark.parametrize(
    ("code", "name", "template", "reason"),
    [
        (" ", "Nom", "blank", CommitteeRefusal.CODE_MISSING),
        ("É t é", "Nom", "blank", CommitteeRefusal.CODE_INVALID),
        ("A" * 21, "Nom", "blank", CommitteeRefusal.CODE_INVALID),
        ("coderst", "Nom", "blank", CommitteeRefusal.CODE_TAKEN),
        ("C", " ", "blank", CommitteeRefusal.NAME_MISSING),
        ("C", "N" * 301, "blank", CommitteeRefusal.TEXT_TOO_LONG),
        ("C", "Nom", "autre", CommitteeRefusal.UNKNOWN_TEMPLATE),
    ],
    ids=["no code", "bad signs", "long code", "taken", "no name", "long name", "unknown template"],
)
def test_a_committee_that_cannot_be_is_refused_with_its_reason(
    db: Database, code: str, name: str, template: str, reason: CommitteeRefusal
) -> None:
    a_committee(db, code="CODERST", filled=False)
    with pytest.raises(Refusal) as found:
        setup.create(db, code=code, name=name, template=template, by=SYSTEM, now=NOW)
    assert found.value.reason is reason
    assert len(queries.listed(db, None)) == 1


def test_colleges_are_unique_and_stay_once_they_had_seats(db: Database) -> None:
    committee = a_committee(db, filled=False)
    with pytest.raises(Refusal) as found:
        seats.add_college(db, committee.id, name="MEMBRES", by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.COLLEGE_TAKEN
    college_id = seats.add_college(db, committee.id, name="Élus", by=SYSTEM, now=NOW)
    seats.remove_college(db, committee.id, college_id, by=SYSTEM, now=NOW)
    with pytest.raises(Refusal) as found:
        seats.remove_college(db, committee.id, queries.colleges(db, committee.id)[0].id, by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.COLLEGE_OCCUPIED


def test_seats_and_committees_of_a_person(db: Database) -> None:
    one, two = a_committee(db, code="A"), a_committee(db, code="B", filled=False)
    seat = the_seats(db, one)[1]
    assert seat.titular is not None
    person = seat.titular.person_id
    assert [each.code for each in queries.of_person(db, person, TODAY)] == ["A"]
    assert [each.seat.id for each in queries.seats_of(db, one.id, person, TODAY)] == [seat.seat.id]
    assert queries.of_person(db, person, date(2025, 1, 1)) == []
    assert [each.code for each in queries.listed(db, frozenset({two.id}))] == ["B"]
    found = queries.find_by_code(db, " b ")
    assert found is not None
    assert found.id == two.id


@pytest.mark.parametrize("count", [3, 100], ids=["3 members", "100 members"])
def test_a_roster_costs_three_queries_whatever_its_size(db: Database, count: int) -> None:
    committee = a_committee(db, seat_count=count)
    with queries_counted(db) as statements:
        roster = queries.roster_on(db, committee.id, TODAY)
    assert len(roster.seats) == count
    assert len(statements) == 3
    with queries_counted(db) as statements:
        assert queries.sits(db, committee.id, 1, TODAY)
    assert len(statements) == 1


def test_somebody_typed_again_is_known_by_name_and_address(db: Database) -> None:
    one, two = a_committee(db, code="A", filled=False), a_committee(db, code="B", filled=False)
    typed = PersonFields(last_name="Martin", first_name="Jeanne", email="jeanne@val.example")
    again = PersonFields(last_name="MARTIN", first_name="jeanne", email="Jeanne@val.example")
    made = [
        appointments.appoint(
            db, each.id, the_seats(db, each)[1].seat.id, Candidate(person=who, starts_on=TODAY), by=SYSTEM, now=NOW
        )
        for each, who in ((one, typed), (two, again))
    ]
    assert made[0].person_id == made[1].person_id
    facts = audit.of_scope(db, f"committee:{two.id}")[-1].facts
    assert facts["name"] == "Jeanne Martin"
