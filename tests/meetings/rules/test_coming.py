"""Whom to expect: mandates announced before the sitting, in order of receipt, and the quorum that they would make."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.refusing import refused
from webapp.meetings.model import MandateRefusal, Mode, VotingSettings
from webapp.meetings.rules.coming import check_holder, declared, expected, holders, to_enter
from webapp.meetings.rules.mandates import judge_mandates
from webapp.meetings.rules.vote import Frame, attendance_of
from webapp.meetings.sitting import (
    Form,
    GivenMandate,
    HolderRefusal,
    Occupancy,
    Occupant,
    Presence,
    Reply,
    ReplyKind,
)

NOON = datetime(2026, 12, 8, 12, tzinfo=UTC)
EXCUSED, ROOM, REMOTE, SUBSTITUTE = ReplyKind.EXCUSED, ReplyKind.ROOM, ReplyKind.REMOTE, ReplyKind.SUBSTITUTE


def frame(composing: int = 5, *, most: int = 1, mode: Mode = Mode.MIXED, second_notice: bool = False) -> Frame:
    return Frame(
        seats=frozenset(range(1, composing + 1)),
        titulars={seat: 100 + seat for seat in range(1, composing + 1)},
        mode=mode,
        second_notice=second_notice,
        voting=VotingSettings(composing=composing, max_mandates=most),
        quorum_from=None,
    )


def reply(seat: int, kind: ReplyKind = ROOM, *, holder: int | None = None, minute: int = 0) -> Reply:
    return Reply(
        meeting_id=1,
        seat=seat,
        kind=ReplyKind.MANDATE if holder else kind,
        substitute_id=900 + seat if kind is SUBSTITUTE else None,
        holder=holder,
        replied_by=100 + seat,
        replied_at=NOON + timedelta(minutes=minute),
    )


def replies(*said: Reply) -> dict[int, Reply]:
    return {each.seat: each for each in said}


def noted(mandator: int, holder: int, *, minute: int = 0) -> GivenMandate:
    return GivenMandate(
        fact_id=mandator,
        mandator=mandator,
        holder=holder,
        received_at=NOON + timedelta(minutes=minute),
        ended_at=None,
        end=None,
    )


def there(*seats: int, person: int | None = None, mandates: tuple[GivenMandate, ...] = ()) -> Presence:
    """Seats taken at one o'clock by their titular, or by `person`."""
    taken = {
        seat: Occupancy(
            seat=seat,
            occupant=Occupant(person_id=person or 100 + seat, form=Form.ROOM, since=NOON, fact_id=seat),
            others=(),
            replaced=person is not None,
        )
        for seat in seats
    }
    return Presence(at=NOON + timedelta(hours=1), seats=taken, mandates=mandates)


# The examples of the law (LAW 7.4, n = 26, quorum 13), as they are expected before the sitting.
@pytest.mark.parametrize(
    ("coming", "mandates", "counted"),
    [
        (13, (), 13),
        (12, (), 12),
        (12, ((20, 1),), 13),
        (11, ((20, 1), (21, 1)), 12),
        (11, ((20, 1), (21, 2)), 13),
        (12, ((20, 19),), 12),
    ],
)
def test_quo_2_what_is_announced_is_counted_as_in_the_sitting(
    coming: int, mandates: tuple[tuple[int, int], ...], counted: int
) -> None:
    said = [reply(seat) for seat in range(1, coming + 1)]
    said += [reply(giver, holder=holder, minute=giver) for giver, holder in mandates]
    found = expected(frame(26), replies(*said), ())
    assert (found.quorum.counted, found.quorum.required, found.margin) == (counted, 13, counted - 13)


def test_a_member_replaced_by_a_substitute_counts_once_and_carries_a_mandate() -> None:
    found = expected(frame(), replies(reply(1, SUBSTITUTE), reply(2, holder=1)), ())
    assert found.sure == {1, 2}
    assert found.quorum.counted == 2


def test_the_silent_are_possible_and_so_is_a_mandate_that_a_silent_member_would_carry() -> None:
    found = expected(frame(), replies(reply(1), reply(2, holder=3), reply(4, EXCUSED)), ())
    assert (found.sure, found.possible, found.absent) == ({1}, {2, 3, 5}, {4})
    assert [each.reason for each in found.mandates] == [MandateRefusal.HOLDER_ABSENT]
    assert (found.quorum.counted, found.best.counted) == (1, 4)


def test_a_vacant_seat_is_absent_and_never_possible() -> None:
    vacant = Frame(
        seats=frozenset({1, 2}),
        titulars={1: 101},
        mode=Mode.IN_PERSON,
        second_notice=False,
        voting=VotingSettings(composing=2),
        quorum_from=None,
    )
    assert expected(vacant, {}, ()).absent == {2}


def test_a_paper_that_the_desk_noted_counts_beside_the_replies_and_once() -> None:
    found = expected(frame(), replies(reply(1), reply(3, holder=2)), (noted(2, 1), noted(3, 1, minute=5)))
    assert [(each.mandator, each.reason) for each in found.mandates] == [
        ("2", None),
        ("3", MandateRefusal.HOLDER_FULL),
    ]


def test_under_a_second_notice_no_quorum_is_to_be_reached() -> None:
    assert not expected(frame(second_notice=True), {}, ()).quorum.applies


def test_man_2_first_received_wins_and_the_others_are_offered() -> None:
    said = replies(reply(1), reply(2, holder=1), reply(4, EXCUSED))
    found = holders(3, range(1, 6), said, (), frame())
    assert found == {
        1: HolderRefusal.HAS_A_MANDATE,
        2: HolderRefusal.WILL_BE_ABSENT,
        4: HolderRefusal.WILL_BE_ABSENT,
        5: None,
    }
    with refused(HolderRefusal.HAS_A_MANDATE):
        check_holder(found, 1, name="M. Plein")
    check_holder(found, 5, name="M. Libre")
    with refused(HolderRefusal.NOT_A_MEMBER):
        check_holder(found, 3, name="")
    with refused(HolderRefusal.NOT_A_MEMBER):
        check_holder(found, None, name="")


def test_man_2_a_mandate_given_again_is_not_in_its_own_way() -> None:
    assert holders(2, range(1, 6), replies(reply(2, holder=1)), (), frame())[1] is None


def test_man_2_a_paper_of_the_desk_takes_the_place_too() -> None:
    assert holders(3, range(1, 6), {}, (noted(2, 1),), frame())[1] is HolderRefusal.HAS_A_MANDATE
    assert holders(3, range(1, 6), {}, (noted(2, 1),), frame(most=2))[1] is None
    assert holders(3, range(1, 6), {}, (), frame(most=0))[1] is HolderRefusal.HAS_A_MANDATE


def test_man_7_in_writing_no_mandate_is_offered() -> None:
    assert holders(1, range(1, 6), {}, (), frame(mode=Mode.WRITTEN)) == {}


def test_man_3_a_mandator_who_came_enters_no_mandate_a_replaced_one_does() -> None:
    said = replies(reply(2, holder=1), reply(3, holder=1, minute=1))
    titulars = frame().titulars
    assert [each.mandator for each in to_enter(said, there(1, 2), titulars)] == [3]
    assert [each.mandator for each in to_enter(said, there(2, person=902), titulars)] == [2, 3]


def test_a_mandate_given_after_the_opening_on_paper_does_not_enter() -> None:
    said = replies(reply(2, holder=1, minute=61), reply(3, holder=1, minute=60))
    assert [each.mandator for each in to_enter(said, there(1), frame().titulars)] == [3]


def test_what_the_ledger_has_is_not_entered_twice() -> None:
    said = replies(reply(2, holder=1))
    assert to_enter(said, there(1, mandates=(noted(2, 4),)), frame().titulars) == ()


SEATS = st.integers(min_value=1, max_value=6)


@st.composite
def anything(draw: st.DrawFn) -> tuple[Frame, dict[int, Reply], tuple[GivenMandate, ...]]:
    """Draw what replies and papers can come to, whether a form would have let them through or not."""
    said = {}
    for seat in draw(st.lists(SEATS, unique=True)):
        holder = draw(st.none() | SEATS.filter(lambda other, own=seat: other != own))
        kind = draw(st.sampled_from([ROOM, REMOTE, SUBSTITUTE, EXCUSED]))
        said[seat] = reply(seat, ROOM if holder else kind, holder=holder, minute=draw(st.integers(0, 9)))
    papers = draw(st.lists(st.tuples(SEATS, SEATS).filter(lambda pair: pair[0] != pair[1]), max_size=3))
    most = draw(st.integers(min_value=0, max_value=2))
    return (
        frame(6, most=most),
        said,
        tuple(noted(giver, holder, minute=place) for place, (giver, holder) in enumerate(papers)),
    )


@given(anything())
def test_no_seat_is_counted_twice_and_no_holder_beyond_the_rule(
    case: tuple[Frame, dict[int, Reply], tuple[GivenMandate, ...]],
) -> None:
    frame_, said, papers = case
    found = expected(frame_, said, papers)
    assert found.sure | found.possible | found.absent == frame_.seats
    assert len(found.sure) + len(found.possible) + len(found.absent) == len(frame_.seats)
    assert len(found.sure) == found.quorum.counted <= found.best.counted == len(found.sure | found.possible)
    valid = [each.holder for each in found.mandates if each.valid]
    assert all(valid.count(holder) <= frame_.voting.max_mandates for holder in valid)


@given(st.lists(st.tuples(SEATS, SEATS | st.none()), max_size=20), st.integers(min_value=0, max_value=2))
def test_no_sequence_of_replies_declares_more_mandates_than_the_rule_and_the_first_keeps_its_place(
    asked: list[tuple[int, int | None]], most: int
) -> None:
    """Each asks for a mandate, or says that they come; what `holders` refuses changes nothing."""
    rules, said = frame(6, most=most), {}
    for minute, (seat, holder) in enumerate(asked):
        before = declared(said, ())
        if holder is None:
            said[seat] = reply(seat, minute=minute)
        elif holders(seat, rules.seats, said, (), rules).get(holder, HolderRefusal.NOT_A_MEMBER) is None:
            said[seat] = reply(seat, holder=holder, minute=minute)
        now = declared(said, ())
        held = [each.holder for each in now]
        assert all(held.count(each) <= most for each in held)
        assert [each for each in before if each.mandator != seat] == [each for each in now if each.mandator != seat]
    assert [each.received_at for each in declared(said, ())] == sorted(each.received_at for each in declared(said, ()))


@given(anything(), st.sets(SEATS))
def test_man_2_what_enters_the_ledger_is_in_order_of_receipt_and_never_counts_beyond_the_rule(
    case: tuple[Frame, dict[int, Reply], tuple[GivenMandate, ...]], came: set[int]
) -> None:
    rules, said, papers = case
    presence = there(*came, mandates=papers)
    entering = to_enter(said, presence, rules.titulars)
    assert [each.received_at for each in entering] == sorted(each.received_at for each in entering)
    assert not {each.mandator for each in entering} & ({each.mandator for each in papers} | came)

    facts = [
        GivenMandate(
            fact_id=100 + place,
            mandator=each.mandator,
            holder=each.holder,
            received_at=each.received_at,
            ended_at=None,
            end=None,
        )
        for place, each in enumerate(entering)
    ]
    ledger = sorted((*papers, *facts), key=lambda each: (each.received_at, each.fact_id))
    asked = attendance_of(rules, there(*came, mandates=tuple(ledger)), None)
    verdicts = judge_mandates(asked, rules.voting)
    for holder in asked.present:
        mine = [each for each in verdicts if each.holder == holder and (each.valid or each.reason == "holder_full")]
        assert [each.valid for each in mine] == [place < rules.voting.max_mandates for place in range(len(mine))]
