"""Who is there at an instant, folded from any ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOW
from webapp.meetings.rules.presence import presence_at, standing
from webapp.meetings.sitting import Act, Fact, Form, Presence

TITULARS: Mapping[int, int] = {seat: seat * 10 for seat in range(1, 6)}
MINUTE = timedelta(minutes=1)


def a_fact(number: int, act: Act, seat: int | None = None, *, at: datetime = NOW, **fields: object) -> Fact:
    values: dict[str, object] = {
        "id": number,
        "meeting_id": 1,
        "act": act,
        "seat": seat,
        "other_seat": None,
        "person_id": None,
        "item_id": None,
        "form": None,
        "text": "",
        "refers_to": None,
        "effective_at": at,
        "entered_at": at,
        "entered_by": None,
    }
    return Fact(**{**values, **fields})


def arrival(number: int, seat: int, *, at: datetime = NOW, person: int | None = None, form: Form = Form.ROOM) -> Fact:
    return a_fact(number, Act.ARRIVAL, seat, at=at, person_id=person or TITULARS[seat], form=form)


def fold(facts: Sequence[Fact], at: datetime = NOW + 60 * MINUTE) -> Presence:
    return presence_at(facts, at, TITULARS)


def test_an_empty_ledger_is_an_empty_room() -> None:
    presence = fold([])
    assert (presence.seats, presence.mandates, presence.guests, presence.chair) == ({}, (), (), None)
    assert not presence.chair_sits


def test_a_fact_counts_from_its_hour_on_and_not_before() -> None:
    facts = [arrival(1, 1, at=NOW + MINUTE)]
    assert fold(facts, NOW).seats == {}
    assert set(fold(facts, NOW + MINUTE).seats) == {1}


def test_com_6_the_first_substitute_sits_until_the_titular_comes() -> None:
    facts = [arrival(1, 1, person=77, at=NOW), arrival(2, 1, person=78, at=NOW + MINUTE)]
    assert fold(facts).seats[1].occupant.person_id == 77
    both = fold([*facts, arrival(3, 1, at=NOW + 2 * MINUTE)]).seats[1]
    assert (both.occupant.person_id, both.replaced, len(both.others)) == (10, False, 2)


def test_man_3_a_mandate_ends_when_its_mandator_comes_not_when_a_substitute_does() -> None:
    given_away = a_fact(1, Act.MANDATE_GIVEN, 1, other_seat=2)
    assert fold([given_away, arrival(2, 1, person=77)]).mandates[0].ended_at is None
    ended = fold([given_away, arrival(2, 1, at=NOW + MINUTE)]).mandates[0]
    assert (ended.ended_at, ended.end) == (NOW + MINUTE, "mandator_arrived")


def test_a_recusal_is_the_persons_and_not_their_substitutes() -> None:
    facts = [arrival(1, 1), a_fact(2, Act.RECUSAL, 1, item_id=4, person_id=10)]
    assert fold(facts).recused(4) == {1}
    assert fold(facts).recused(5) == frozenset()
    replaced = [*facts, a_fact(3, Act.DEPARTURE, 1), arrival(4, 1, person=77)]
    assert fold(replaced).recused(4) == frozenset()
    gone = [*facts, a_fact(3, Act.DEPARTURE, 1)]
    assert fold(gone).recused(4) == {1}
    assert fold([*facts, a_fact(3, Act.RECUSAL_ENDED, 1, item_id=4)]).recused(4) == frozenset()


def test_dep_5_who_presides_without_sitting_is_known_to() -> None:
    facts = [arrival(1, 1), a_fact(2, Act.CHAIR, 1, person_id=10, text="délégation")]
    assert fold(facts).chair_sits
    assert not fold([*facts, a_fact(3, Act.DEPARTURE, 1)]).chair_sits
    assert not fold([a_fact(1, Act.CHAIR, None, person_id=10)]).chair_sits


def test_a_fact_set_aside_counts_at_no_hour() -> None:
    facts = [arrival(1, 1), a_fact(2, Act.VOIDED, refers_to=1, text="erreur")]
    assert fold(facts).seats == {}
    assert standing(facts) == []


acts = st.one_of(
    st.builds(
        lambda seat, form: {"act": Act.ARRIVAL, "seat": seat, "form": form},
        st.sampled_from(range(1, 6)),
        st.sampled_from(Form),
    ),
    st.builds(lambda seat: {"act": Act.DEPARTURE, "seat": seat}, st.sampled_from(range(1, 6))),
    st.builds(
        lambda seat, other: {"act": Act.MANDATE_GIVEN, "seat": seat, "other_seat": other},
        st.sampled_from(range(1, 6)),
        st.sampled_from(range(1, 6)),
    ),
    st.builds(
        lambda seat, item: {"act": Act.RECUSAL, "seat": seat, "item_id": item},
        st.sampled_from(range(1, 6)),
        st.sampled_from([1, 2]),
    ),
)


def ledger(drawn: list[tuple[dict[str, object], int]]) -> list[Fact]:
    return [
        a_fact(
            number,
            **fields,
            at=NOW + minutes * MINUTE,
            person_id=TITULARS[fields["seat"]] if fields["act"] is not Act.MANDATE_GIVEN else None,
        )
        for number, (fields, minutes) in enumerate(drawn, start=1)
    ]


ledgers = st.lists(st.tuples(acts, st.integers(0, 59)), max_size=25).map(ledger)


@given(facts=ledgers, seed=st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters_only_the_hours_do(facts: list[Fact], seed) -> None:
    shuffled = list(facts)
    seed.shuffle(shuffled)
    assert fold(shuffled) == fold(facts)


@given(facts=ledgers, minutes=st.integers(0, 60))
def test_what_comes_later_changes_nothing_earlier(facts: list[Fact], minutes: int) -> None:
    at = NOW + minutes * MINUTE
    assert fold(facts, at) == fold([fact for fact in facts if fact.effective_at <= at], at)


@given(facts=ledgers)
def test_a_seat_has_one_occupant_and_nobody_absent_has_a_seat(facts: list[Fact]) -> None:
    for seat, taken in fold(facts).seats.items():
        assert taken.seat == seat
        last = [fact for fact in standing(facts) if fact.seat == seat and fact.act in {Act.ARRIVAL, Act.DEPARTURE}]
        assert last[-1].act is Act.ARRIVAL


@given(facts=ledgers)
def test_setting_every_fact_aside_empties_the_room(facts: list[Fact]) -> None:
    voids = [a_fact(len(facts) + fact.id, Act.VOIDED, refers_to=fact.id) for fact in facts]
    presence = fold([*facts, *voids])
    assert (presence.seats, presence.mandates, presence.recusals) == ({}, (), ())
