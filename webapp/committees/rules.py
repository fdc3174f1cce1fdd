"""Who may sit, and for whom: CRPA R133-3 and R133-4, CSP R1416-2 and R1416-5 (LAW 7.2). Values in, a decision or a refusal out."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum, auto

from webapp.committees.model import (
    TEMPLATES,
    Appointment,
    Committee,
    CommitteeRefusal,
    CommitteeSettings,
    CommitteeWarning,
    Remark,
    Roster,
    Seat,
    SeatType,
    Term,
)
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.wording import dates

ENDS_SOON = timedelta(days=90)

_SUBSTITUTE_REFUSALS = {
    SeatType.FUNCTION: CommitteeRefusal.SUBSTITUTE_OF_OTHER_SERVICE,
    SeatType.ELECTED: CommitteeRefusal.SUBSTITUTE_OF_OTHER_ASSEMBLY,
    SeatType.ORGANISATION: CommitteeRefusal.SUBSTITUTE_OF_OTHER_BODY,
    SeatType.QUALIFIED: CommitteeRefusal.SUBSTITUTE_OF_QUALIFIED,
}


class Occupant(StrEnum):
    """Who votes for a seat."""

    TITULAR = auto()
    SUBSTITUTE = auto()


@frozen
class Substitution:
    """Somebody asks to sit for a seat whose holder is away.

    Bodies are the service, assembly or organisation of each, as the roster writes them. `elected`: the substitute is an
    elected member of that body (asked of elected seats only). `named_in_act`: the appointing act names the substitute.
    """

    seat_type: SeatType
    titular_body: str
    substitute_body: str
    elected: bool = True
    named_in_act: bool = False


@frozen
class SubstituteVerdict:
    """An accepted substitute; `warning` says in what R133-3 would have had it otherwise, None where it agrees."""

    warning: CommitteeRefusal | None


def composing(roster: Roster, settings: CommitteeSettings) -> int:
    """Count the members composing a committee on the roster's day (CRPA R133-10).

    The statutory number when there is one; else the seats, less the chair's and the vacant ones where the committee's
    settings do not count them.
    """
    if settings.composing is not None:
        return settings.composing
    return sum(
        (settings.chair_counts or not each.seat.is_chair) and (settings.vacant_seats_count or not each.vacant)
        for each in roster.seats
    )


def check_total(committee: Committee, total: int) -> None:
    """Refuse a composition whose number of seats is not its text's, unless a reason is recorded (COM-2; CSP R1416-2)."""
    plan = TEMPLATES[committee.template]
    if plan.total is not None and total != plan.total and not committee.composition_reason:
        raise Refusal(CommitteeRefusal.COMPOSITION_DIFFERS, total=total, expected=plan.total, article=plan.article)


def check_in_term(terms: Iterable[Term], day: date) -> Term:
    """Return the term that covers a day; a sitting outside every term is refused (COM-1)."""
    known = sorted(terms, key=lambda term: term.starts_on)
    for term in reversed(known):
        if term.covers(day):
            return term
    if not known:
        raise Refusal(CommitteeRefusal.NO_TERM)
    before = [term for term in known if term.ends_on < day]
    nearest = before[-1] if before else known[0]
    raise Refusal(
        CommitteeRefusal.OUT_OF_TERM,
        day=dates.day(day),
        act=nearest.act,
        starts_on=dates.day(nearest.starts_on),
        ends_on=dates.day(nearest.ends_on),
    )


def check_appointed(*, starts_on: date, ends_on: date | None, on: date) -> None:
    """Refuse a vote to a person not appointed on the day of the sitting, both ends included (CRPA R133-3, R133-4; COM-4)."""
    if on < starts_on or (ends_on is not None and on > ends_on):
        raise Refusal(CommitteeRefusal.NOT_APPOINTED, day=dates.day(on))


def check_substitute(substitution: Substitution, *, qualified_substitutes: bool) -> SubstituteVerdict:
    """Accept or refuse a substitute by type of seat (CRPA R133-3; COM-5).

    The appointing act may name a substitute whom R133-3 would not: accepted with a warning, since acts commonly do. A
    qualified person is replaced only where a special rule lets the authority appoint a substitute
    (`qualified_substitutes`; CSP R1416-2 for a CODERST): R133-3, 3° leaves the act no choice.
    """
    refusal = _SUBSTITUTE_REFUSALS[substitution.seat_type]
    if substitution.seat_type is SeatType.QUALIFIED:
        if not qualified_substitutes:
            raise Refusal(refusal)
        return SubstituteVerdict(warning=None)
    if _meets_r133_3(substitution):
        return SubstituteVerdict(warning=None)
    if substitution.named_in_act:
        return SubstituteVerdict(warning=refusal)
    raise Refusal(refusal, titular_body=substitution.titular_body, substitute_body=substitution.substitute_body)


def seat_voter(*, titular_present: bool, substitute_present: bool) -> Occupant | None:
    """Say who votes for a seat, which counts once: the titular when both are there (CRPA R133-3; COM-6)."""
    if titular_present:
        return Occupant.TITULAR
    return Occupant.SUBSTITUTE if substitute_present else None


def replacement_end(predecessor: Appointment, term: Term | None) -> date | None:
    """Return the day a replacement ends: that of the mandate it completes (CRPA R133-4; COM-7).

    The predecessor's own planned end, or the committee's term, or None where neither is known.
    """
    return predecessor.mandate_ends_on or (term.ends_on if term else None)


def overlap(starts_on: date, ends_on: date | None, other_starts_on: date, other_ends_on: date | None) -> bool:
    """Whether two periods, both days included, share a day; an absent end never comes."""
    last, other_last = ends_on or date.max, other_ends_on or date.max
    return starts_on <= other_last and other_starts_on <= last


def remarks(committee: Committee, roster: Roster, terms: Sequence[Term]) -> tuple[Remark, ...]:
    """Return what deserves attention in a composition, without stopping anything (COM-1, COM-3, COM-5)."""
    return (
        *_about_terms(roster.day, terms),
        *_about_seats(committee, roster),
        *_about_colleges(roster),
        *_about_substitutes(committee, roster),
    )


def _about_terms(day: date, terms: Sequence[Term]) -> Iterable[Remark]:
    current = [term for term in terms if term.covers(day)]
    if not current:
        yield Remark(warning=CommitteeWarning.NO_TERM_TODAY)
        return
    last = max(term.ends_on for term in terms)
    if last - day < ENDS_SOON:
        yield Remark(warning=CommitteeWarning.TERM_ENDS_SOON, facts={"ends_on": dates.day(last)})


def _about_seats(committee: Committee, roster: Roster) -> Iterable[Remark]:
    if roster.seats and roster.chair is None:
        yield Remark(warning=CommitteeWarning.NO_CHAIR)
    vacant = sum(each.vacant for each in roster.seats)
    if vacant:
        yield Remark(warning=CommitteeWarning.SEATS_VACANT, facts={"vacant": vacant})
    if committee.template != "blank" and not has_physician(roster):
        yield Remark(warning=CommitteeWarning.NO_PHYSICIAN)


def has_physician(roster: Roster) -> bool:
    """Whether a qualified seat kept for a physician has its titular (COM-3; CSP R1416-2, 4°)."""
    return any(
        each.seat.physician and each.seat.seat_type is SeatType.QUALIFIED and not each.vacant for each in roster.seats
    )


def _about_colleges(roster: Roster) -> Iterable[Remark]:
    for college in roster.colleges:
        found = len(roster.of_college(college.id))
        if college.expected_seats is not None and found != college.expected_seats:
            yield Remark(
                warning=CommitteeWarning.COLLEGE_COUNT,
                facts={"college": college.name, "found": found, "expected": college.expected_seats},
            )


def _about_substitutes(committee: Committee, roster: Roster) -> Iterable[Remark]:
    for each in roster.seats:
        for substitute in each.substitutes:
            if each.titular is not None and not _agrees(
                each.titular, substitute, each.seat.seat_type, committee.settings
            ):
                yield Remark(
                    warning=CommitteeWarning.SUBSTITUTE_AGAINST_R133_3,
                    facts={"substitute": substitute.person.formal_name, "titular": each.titular.person.formal_name},
                )


def substitution_of(titular: Appointment, substitute: Appointment, seat_type: SeatType) -> Substitution:
    """Put a titular and a substitute as the rule sees them; a body left empty is the titular's own."""
    return Substitution(
        seat_type=seat_type,
        titular_body=titular.organisation,
        substitute_body=substitute.organisation or titular.organisation,
        named_in_act=substitute.named_in_act,
    )


def _agrees(titular: Appointment, substitute: Appointment, seat_type: SeatType, settings: CommitteeSettings) -> bool:
    if seat_type is SeatType.QUALIFIED:
        return settings.qualified_substitutes
    substitution = substitution_of(titular, substitute, seat_type)
    return _meets_r133_3(substitution) or not titular.organisation


def _meets_r133_3(substitution: Substitution) -> bool:
    same_body = _plain(substitution.titular_body) == _plain(substitution.substitute_body) != ""
    return same_body and (substitution.seat_type is not SeatType.ELECTED or substitution.elected)


def _plain(name: str) -> str:
    """Compare names whatever their case, accents, apostrophes, hyphens and spaces."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def named_in_public(seat: Seat) -> bool:
    """Whether who holds a seat is named to everybody: by function or elected mandate; the others by their body alone.

    CRPA L312-1-2; LAW PUB-1.
    """
    return seat.seat_type in {SeatType.FUNCTION, SeatType.ELECTED}
