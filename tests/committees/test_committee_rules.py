"""Who may sit for whom: COM-5, COM-6, pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.factories import FIRST_DAY, NOW, TODAY, a_committee, the_seats
from webapp.accounts.model import PersonFields
from webapp.audit.model import SYSTEM
from webapp.committees import queries, rules
from webapp.committees.model import CommitteeRefusal, CommitteeWarning, Rank, SeatType
from webapp.committees.rules import Occupant, Substitution, check_substitute, overlap, seat_voter
from webapp.committees.service import appointments, seats, setup
from webapp.committees.service.appointments import Candidate
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database

DAYS = some.dates(date(2026, 1, 1), date(2026, 3, 1))


def _ask(
    seat_type: SeatType, *, other: bool, named: bool, setting: bool = False, elected: bool = True
) -> rules.SubstituteVerdict:
    return check_substitute(
        Substitution(
            seat_type=seat_type,
            titular_body="Commune de Bel-Étang",
            substitute_body="Commune de Haute-Rive" if other else "commune de  BEL ETANG",
            elected=elected,
            named_in_act=named,
        ),
        qualified_substitutes=setting,
    )


def test_com_5_a_councillor_of_b_replaces_the_mayor_of_a_only_when_named_in_the_act() -> None:
    with pytest.raises(Refusal) as found:
        _ask(SeatType.ELECTED, other=True, named=False)
    assert found.value.reason is CommitteeRefusal.SUBSTITUTE_OF_OTHER_ASSEMBLY
    assert _ask(SeatType.ELECTED, other=True, named=True).warning is CommitteeRefusal.SUBSTITUTE_OF_OTHER_ASSEMBLY


@pytest.mark.parametrize(
    ("seat_type", "reason"),
    [
        (SeatType.FUNCTION, CommitteeRefusal.SUBSTITUTE_OF_OTHER_SERVICE),
        (SeatType.ELECTED, CommitteeRefusal.SUBSTITUTE_OF_OTHER_ASSEMBLY),
        (SeatType.ORGANISATION, CommitteeRefusal.SUBSTITUTE_OF_OTHER_BODY),
    ],
    ids=["function", "elected", "organisation"],
)
def test_com_5_the_same_body_may_always_substitute_another_only_by_the_act(
    seat_type: SeatType, reason: CommitteeRefusal
) -> None:
    assert _ask(seat_type, other=False, named=False).warning is None
    assert _ask(seat_type, other=True, named=True).warning is reason
    with pytest.raises(Refusal) as found:
        _ask(seat_type, other=True, named=False)
    assert found.value.reason is reason


def test_com_5_an_official_of_the_same_commune_who_is_not_elected_does_not_replace_its_mayor() -> None:
    with pytest.raises(Refusal):
        _ask(SeatType.ELECTED, other=False, named=False, elected=False)


@pytest.mark.parametrize("named", [True, False], ids=["named in the act", "not named"])
def test_com_5_a_qualified_person_is_replaced_only_by_a_special_rule(named: bool) -> None:
    with pytest.raises(Refusal) as found:
        _ask(SeatType.QUALIFIED, other=True, named=named)
    assert found.value.reason is CommitteeRefusal.SUBSTITUTE_OF_QUALIFIED
    assert _ask(SeatType.QUALIFIED, other=True, named=named, setting=True).warning is None


def test_com_5_the_doctor_of_a_coderst_may_have_a_substitute_elsewhere_not(db: Database) -> None:
    council = a_committee(db, template="coderst")
    doctor = next(each for each in the_seats(db, council) if each.seat.physician)
    substitute = Candidate(person=PersonFields(last_name="Suppléante"), rank=Rank.SUBSTITUTE, starts_on=FIRST_DAY)
    assert appointments.appoint(db, council.id, doctor.seat.id, substitute, by=SYSTEM, now=NOW).warning is None
    other = a_committee(db)
    seat_id = seats.add_seat(
        db, other.id, queries.colleges(db, other.id)[0].id, label="PQ", seat_type="qualified", by=SYSTEM, now=NOW
    )
    people_before = db.value("SELECT count(*) FROM people")
    with pytest.raises(Refusal) as found:
        appointments.appoint(db, other.id, seat_id, substitute, by=SYSTEM, now=NOW)
    assert found.value.reason is CommitteeRefusal.SUBSTITUTE_OF_QUALIFIED
    assert db.value("SELECT count(*) FROM people") == people_before


def test_com_5_a_substitute_of_another_body_named_in_the_act_is_accepted_with_the_warning(db: Database) -> None:
    committee = a_committee(db)
    seat = the_seats(db, committee)[1].seat
    elsewhere = Candidate(
        person=PersonFields(last_name="Ailleurs"), rank=Rank.SUBSTITUTE, organisation="Un autre", starts_on=FIRST_DAY
    )
    made = appointments.appoint(db, committee.id, seat.id, elsewhere, by=SYSTEM, now=NOW)
    assert made.warning is CommitteeRefusal.SUBSTITUTE_OF_OTHER_BODY
    roster = queries.roster_on(db, committee.id, TODAY)
    found = {
        each.warning for each in rules.remarks(setup.found(db, committee.id), roster, queries.terms(db, committee.id))
    }
    assert CommitteeWarning.SUBSTITUTE_AGAINST_R133_3 in found


def test_com_6_one_seat_one_count_the_titular_first() -> None:
    assert seat_voter(titular_present=True, substitute_present=True) is Occupant.TITULAR
    assert seat_voter(titular_present=False, substitute_present=True) is Occupant.SUBSTITUTE
    assert seat_voter(titular_present=False, substitute_present=False) is None


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_periods_overlap_exactly_when_they_share_a_day(one: date, two: date, three: date, four: date) -> None:
    first, last = sorted((one, two))
    other_first, other_last = sorted((three, four))
    shared = set(range(first.toordinal(), last.toordinal() + 1)) & set(
        range(other_first.toordinal(), other_last.toordinal() + 1)
    )
    assert overlap(first, last, other_first, other_last) is bool(shared)
