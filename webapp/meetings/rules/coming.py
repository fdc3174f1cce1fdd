"""Who is expected: mandates announced before the sitting, and the quorum if those who said so come (CRPA R133-9, R133-10)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.model import Attendance, Mandate, MandateVerdict, Mode, Quorum, SeatId
from webapp.meetings.rules.mandates import judge_mandates
from webapp.meetings.rules.presence import running, seat_id
from webapp.meetings.rules.quorum import quorum
from webapp.meetings.rules.vote import Frame
from webapp.meetings.sitting import Declared, GivenMandate, HolderRefusal, Presence, Reply, ReplyKind

Replies = Mapping[int, Reply]


@frozen
class Expected:
    """The seats by what is known of them, and the quorum that those announced would make.

    `sure`: somebody announced for the seat, or a mandate whose holder is announced; `possible`: nothing said yet, or a
    mandate whose holder has said nothing; `absent`: the others. `best` is the quorum if every possible one came.
    """

    sure: frozenset[int]
    possible: frozenset[int]
    absent: frozenset[int]
    quorum: Quorum
    best: Quorum
    mandates: tuple[MandateVerdict, ...]

    @property
    def margin(self) -> int:
        """How many more than the quorum asks; below zero, how many are missing."""
        return self.quorum.counted - self.quorum.required


def declared(replies: Replies, noted: Collection[GivenMandate]) -> tuple[Declared, ...]:
    """Return the mandates announced, in order of receipt; one that the ledger has already is none of them."""
    there = {each.mandator for each in noted}
    found = (
        Declared(mandator=reply.seat, holder=reply.holder, received_at=reply.replied_at)
        for reply in replies.values()
        if reply.kind is ReplyKind.MANDATE and reply.holder is not None and reply.seat not in there
    )
    return tuple(sorted(found, key=lambda each: (each.received_at, each.mandator)))


def to_enter(replies: Replies, presence: Presence, titulars: Mapping[int, int]) -> tuple[Declared, ...]:
    """Return what enters the ledger at the opening: not a mandate whose mandator came, nor one given after that hour.

    A mandate that turns out void enters too: whether it counts is judged for each item (MAN-1, MAN-2, MAN-3).
    """
    came = {seat for seat, taken in presence.seats.items() if taken.occupant.person_id == titulars.get(seat)}
    return tuple(
        each
        for each in declared(replies, running(presence))
        if each.mandator not in came and each.received_at <= presence.at
    )


def holders(
    mandator: int, seats: Iterable[int], replies: Replies, noted: Collection[GivenMandate], frame: Frame
) -> dict[int, HolderRefusal | None]:
    """Say of each seat whether the mandator may give it mandate, and why not; first received wins (MAN-1, MAN-2).

    `seats`: those that have a titular. In writing nobody is there to hold a mandate (MAN-7).
    """
    if frame.mode is Mode.WRITTEN:
        return {}
    given = [(each.mandator, each.holder) for each in noted]
    given += [(each.mandator, each.holder) for each in declared(replies, noted)]
    held = Counter(holder for giver, holder in given if giver != mandator)
    givers = {giver for giver, _ in given}
    return {
        seat: _why_not(seat, replies, full=held[seat] >= frame.voting.max_mandates, gives=seat in givers)
        for seat in seats
        if seat != mandator
    }


def _why_not(seat: int, replies: Replies, *, full: bool, gives: bool) -> HolderRefusal | None:
    reply = replies.get(seat)
    if gives or (reply is not None and not reply.comes):
        return HolderRefusal.WILL_BE_ABSENT
    return HolderRefusal.HAS_A_MANDATE if full else None


def check_holder(found: Mapping[int, HolderRefusal | None], holder: int | None, *, name: str) -> None:
    """Refuse a mandate that could not serve; `found` is what `holders` said."""
    if holder is None or holder not in found:
        raise Refusal(HolderRefusal.NOT_A_MEMBER)
    reason = found[holder]
    if reason is not None:
        raise Refusal(reason, name=name)


def expected(frame: Frame, replies: Replies, noted: Collection[GivenMandate]) -> Expected:
    """Count the quorum to expect from what was replied and from the mandates noted, as it is counted in the sitting.

    Nobody present without a word; mandates in order of receipt, judged as on the day (QUO-2, MAN-1, MAN-2).
    """
    announced = {seat: reply for seat, reply in replies.items() if seat in frame.titulars and reply.comes}
    mandates = _in_order(replies, noted)
    givers = {each.mandator for each in noted} | {seat for seat, reply in replies.items() if not reply.comes}
    silent = frozenset(frame.titulars) - frozenset(announced) - givers
    sure = _attendance(frame, frozenset(announced), announced, mandates)
    best = _attendance(frame, frozenset(announced) | silent, announced, mandates)
    verdicts = judge_mandates(sure, frame.voting)
    counted = _seats(sure.present) | _seats(each.mandator for each in verdicts if each.valid)
    reachable = _seats(best.present) | _seats(
        each.mandator for each in judge_mandates(best, frame.voting) if each.valid
    )
    return Expected(
        sure=counted,
        possible=reachable - counted,
        absent=frame.seats - reachable - counted,
        quorum=quorum(sure, frame.voting),
        best=quorum(best, frame.voting),
        mandates=verdicts,
    )


def _in_order(replies: Replies, noted: Collection[GivenMandate]) -> tuple[Mandate, ...]:
    both = [*((each.received_at, each.mandator, each.holder) for each in noted)]
    both += [(each.received_at, each.mandator, each.holder) for each in declared(replies, noted)]
    return tuple(Mandate(mandator=seat_id(giver), holder=seat_id(holder)) for _, giver, holder in sorted(both))


def _attendance(frame: Frame, present: frozenset[int], announced: Replies, mandates: tuple[Mandate, ...]) -> Attendance:
    replaced = (seat for seat, reply in announced.items() if reply.kind is ReplyKind.SUBSTITUTE)
    return Attendance(
        seats=frozenset(seat_id(seat) for seat in frame.seats),
        mode=frame.mode,
        second_notice=frame.second_notice,
        present=frozenset(seat_id(seat) for seat in present),
        replaced=frozenset(seat_id(seat) for seat in replaced),
        mandates=mandates,
        recused=frozenset(),
        chair=None,
    )


def _seats(names: Iterable[SeatId]) -> frozenset[int]:
    return frozenset(int(name) for name in names)
