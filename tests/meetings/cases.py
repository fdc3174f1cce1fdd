"""Sittings in few words: seats are s1 … s26, the chair is s1."""

from webapp.meetings.model import Attendance, Choice, Counts, Mandate, Mode, Quorum, SeatId, VotingSettings
from webapp.meetings.rules.quorum import quorum

SEATS = frozenset(SeatId(f"s{number}") for number in range(1, 27))
CODERST = VotingSettings(composing=26)


def seats(*numbers: int) -> frozenset[SeatId]:
    return frozenset(SeatId(f"s{number}") for number in numbers)


def first(number: int) -> frozenset[SeatId]:
    """The seats s1 … s<number>."""
    return seats(*range(1, number + 1))


def mandates(*pairs: str) -> tuple[Mandate, ...]:
    """Read "s20 > s1" in order of receipt."""
    return tuple(
        Mandate(mandator=SeatId(mandator), holder=SeatId(holder))
        for mandator, holder in (pair.split(" > ") for pair in pairs)
    )


def attendance(
    present: frozenset[SeatId],
    *,
    given: tuple[Mandate, ...] = (),
    replaced: frozenset[SeatId] = frozenset(),
    recused: frozenset[SeatId] = frozenset(),
    chair: str | None = "s1",
    mode: Mode = Mode.IN_PERSON,
    second_notice: bool = False,
) -> Attendance:
    return Attendance(
        seats=SEATS,
        mode=mode,
        second_notice=second_notice,
        present=present,
        replaced=replaced,
        mandates=given,
        recused=recused,
        chair=None if chair is None else SeatId(chair),
    )


def votes(**choices: str) -> dict[SeatId, Choice]:
    return {SeatId(seat): Choice(choice) for seat, choice in choices.items()}


def ballots(in_favour: int, against: int, abstain: int, *, chair: str | None = None) -> dict[SeatId, Choice]:
    """So many ballots of each sort by s1 … sN, the chair's (s1) being one of them where it is said."""
    choices = ["for"] * in_favour + ["against"] * against + ["abstain"] * abstain
    if chair is not None:
        choices.remove(chair)
        choices.insert(0, chair)
    return {SeatId(f"s{number}"): Choice(choice) for number, choice in enumerate(choices, start=1)}


def counts(in_favour: int, against: int, abstain: int, did_not_vote: int = 0) -> Counts:
    return Counts(
        in_favour=in_favour,
        against=against,
        abstain=abstain,
        did_not_vote=did_not_vote,
        entitled=in_favour + against + abstain + did_not_vote,
    )


def a_quorum(*, reached: bool = True) -> Quorum:
    return quorum(attendance(first(26 if reached else 2)), CODERST)
