"""The ledger read as periods: who was there, who presided, who withdrew, from when to when (LAW 3.5)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from webapp.kernel.models import frozen
from webapp.meetings.rules.presence import standing
from webapp.meetings.sitting import Act, Fact, Form


@frozen
class Stay:
    """Somebody present for a seat in one form; `until` None: to the end. `paper`: the file of what they showed."""

    seat: int
    person_id: int
    form: Form
    since: datetime
    until: datetime | None = None
    paper: str | None = None


@frozen
class Term:
    """Somebody presiding."""

    seat: int | None
    person_id: int | None
    delegation: str
    since: datetime
    until: datetime | None = None


@frozen
class Withdrawal:
    """A member withdrawn from an item."""

    seat: int
    item_id: int
    person_id: int | None
    since: datetime
    until: datetime | None = None


@frozen
class Visit:
    """A guest's stay."""

    name: str
    since: datetime
    until: datetime | None = None


def stays(facts: Iterable[Fact]) -> tuple[Stay, ...]:
    """Return every presence in order of arrival; a change of form ends one and begins another (LAW QUO-6)."""
    found: list[Stay] = []
    for fact in standing(facts):
        if fact.act not in {Act.ARRIVAL, Act.DEPARTURE}:
            continue
        for index, stay in enumerate(found):
            if stay.until is None and stay.seat == fact.seat and fact.person_id in {None, stay.person_id}:
                found[index] = replace(stay, until=fact.effective_at)
        if fact.act is Act.ARRIVAL:
            found.append(
                Stay(
                    seat=fact.seat or 0,
                    person_id=fact.person_id or 0,
                    form=fact.form or Form.ROOM,
                    since=fact.effective_at,
                    paper=fact.paper,
                )
            )
    return tuple(found)


def terms(facts: Iterable[Fact], opened_at: datetime) -> tuple[Term, ...]:
    """Return who presided, from the opening on; whoever was named before the opening presides from it."""
    found: list[Term] = []
    for fact in standing(facts):
        if fact.act is not Act.CHAIR:
            continue
        since = max(fact.effective_at, opened_at)
        if found and found[-1].since == since:
            found.pop()
        elif found:
            found[-1] = replace(found[-1], until=since)
        found.append(Term(seat=fact.seat, person_id=fact.person_id, delegation=fact.text, since=since))
    return _without_repeats(found)


def _without_repeats(found: list[Term]) -> tuple[Term, ...]:
    kept: list[Term] = []
    for term in found:
        if kept and (kept[-1].person_id, kept[-1].delegation) == (term.person_id, term.delegation):
            kept[-1] = replace(kept[-1], until=term.until)
        else:
            kept.append(term)
    return tuple(kept)


def withdrawals(facts: Iterable[Fact]) -> tuple[Withdrawal, ...]:
    """Return every recusal in order (CRPA R133-12)."""
    found: list[Withdrawal] = []
    for fact in standing(facts):
        if fact.act is Act.RECUSAL:
            found.append(
                Withdrawal(
                    seat=fact.seat or 0, item_id=fact.item_id or 0, person_id=fact.person_id, since=fact.effective_at
                )
            )
        elif fact.act is Act.RECUSAL_ENDED:
            for index, each in enumerate(found):
                if each.until is None and (each.seat, each.item_id) == (fact.seat, fact.item_id):
                    found[index] = replace(each, until=fact.effective_at)
    return tuple(found)


def visits(facts: Iterable[Fact]) -> tuple[Visit, ...]:
    """Return who else was there, in order of arrival (CRPA R133-6)."""
    known = standing(facts)
    left = {fact.refers_to: fact.effective_at for fact in known if fact.act is Act.GUEST_DEPARTURE}
    return tuple(
        Visit(name=fact.text, since=fact.effective_at, until=left.get(fact.id))
        for fact in known
        if fact.act is Act.GUEST_ARRIVAL
    )


def overlaps(since: datetime, until: datetime | None, begun: datetime, ended: datetime | None) -> bool:
    """Whether two periods have an instant in common; touching ends do not count."""
    return (ended is None or since < ended) and (until is None or until > begun)
