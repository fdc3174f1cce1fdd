"""The words of a sitting: who is there, who may vote, what the votes make."""

from collections.abc import Container, Mapping
from enum import StrEnum, auto
from typing import NewType

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen

SeatId = NewType("SeatId", str)


class Mode(StrEnum):
    """How a sitting is held; `written` is ordonnance 2014-1329 art. 3, the others CRPA R133-10."""

    IN_PERSON = auto()
    CONFERENCE = auto()
    MIXED = auto()
    WRITTEN = auto()


class Choice(StrEnum):
    """What a ballot can say (VOT-1); taking no part is not a ballot."""

    FOR = auto()
    AGAINST = auto()
    ABSTAIN = auto()


class MajorityBase(StrEnum):
    """Whose majority makes the opinion: the votes expressed, or those present or represented (CRPA R133-11)."""

    EXPRESSED = auto()
    PRESENT = auto()


class Sense(StrEnum):
    """What a vote says under one majority base; `no_majority` exists under the base `present` alone."""

    FAVOURABLE = auto()
    UNFAVOURABLE = auto()
    NO_MAJORITY = auto()
    TIE = auto()
    NO_VOTE_EXPRESSED = auto()


class MandateRefusal(Reason):
    """Why a mandate is void for an item, in the order in which the reasons are looked at."""

    UNKNOWN_SEAT = auto()
    NOT_IN_WRITING = auto()
    MANDATOR_PRESENT = auto()
    MANDATOR_REPLACED = auto()
    ALREADY_GIVEN = auto()
    HOLDER_ABSENT = auto()
    HOLDER_FULL = auto()
    MANDATOR_RECUSED = auto()
    HOLDER_RECUSED = auto()


class BallotRefusal(Reason):
    """Why a seat has no ballot, in the order in which the reasons are looked at."""

    UNKNOWN_SEAT = auto()
    CHAIR_WITHOUT_VOTE = auto()
    RECUSED = auto()
    MANDATE_VOID = auto()
    ABSENT = auto()


class QuorumRefusal(Reason):
    """Why no vote can be opened (QUO-3, ECR-9)."""

    NOT_REACHED = auto()
    HALF_DID_NOT_TAKE_PART = auto()


@frozen
class VotingSettings:
    """What a committee settles where the law leaves a choice (LAW 7.1); `composing` is R133-10's "composant"."""

    composing: int
    quorum_applies: bool = True
    max_mandates: int = 1
    mandates_in_writing: bool = False
    recused_counts_in_quorum: bool = False
    majority_base: MajorityBase = MajorityBase.EXPRESSED
    chair_votes: bool = True
    casting_vote: bool = True


@frozen
class Mandate:
    """A vote entrusted by the seat `mandator` to the seat `holder` (CRPA R133-9)."""

    mandator: SeatId
    holder: SeatId


@frozen
class MandateVerdict:
    """Whether a mandate counts for the item in hand, and if not, the first reason why."""

    mandator: SeatId
    holder: SeatId
    reason: MandateRefusal | None

    @property
    def valid(self) -> bool:
        """The holder votes for the mandator, who counts in the quorum."""
        return self.reason is None

    @property
    def fallen(self) -> bool:
        """Good for the sitting, and set aside on this item by a recusal alone (MAN-5)."""
        return self.reason in {MandateRefusal.MANDATOR_RECUSED, MandateRefusal.HOLDER_RECUSED}


@frozen
class Attendance:
    """Who is there when an item is voted: the facts that quorum, mandates and ballots are judged on.

    `seats` knows every seat of the committee. `present`: seats in the room or connected, a substitute sitting for
    the seat; in writing, seats that took part. `replaced`: those of them whose substitute sits. `mandates` are in
    order of receipt, those ended or withdrawn left out. `chair`: the seat that presides.
    """

    seats: Container[SeatId]
    mode: Mode = Mode.IN_PERSON
    second_notice: bool = False
    present: frozenset[SeatId] = frozenset()
    replaced: frozenset[SeatId] = frozenset()
    mandates: tuple[Mandate, ...] = ()
    recused: frozenset[SeatId] = frozenset()
    chair: SeatId | None = None


@frozen
class Quorum:
    """The quorum of one item, with every figure that explains it.

    `counted` = `present` + `represented` - `recused` - `fallen`, where `present` are all seats present, `represented`
    the mandators whose mandate is good for the sitting, `recused` the seats present taken out by their recusal and
    `fallen` the mandates that fall with a recusal (both 0 where the committee counts recused members).
    """

    applies: bool
    composing: int
    required: int
    counted: int
    reached: bool
    source: str
    present: int
    represented: int
    recused: int
    fallen: int
    mode: Mode
    second_notice: bool

    @property
    def lacking(self) -> bool:
        """It is required and not reached: nothing can be voted, and what was voted says nothing."""
        return self.applies and not self.reached

    @property
    def margin(self) -> int:
        """How many may still leave (negative: how many are missing)."""
        return self.counted - self.required


@frozen
class RefusedBallot:
    """The ballot of a seat that may not vote; it does not count."""

    seat: SeatId
    reason: BallotRefusal


@frozen
class SortedBallots:
    """Ballots that count, by seat, and those refused in the order they came."""

    counted: Mapping[SeatId, Choice]
    refused: tuple[RefusedBallot, ...]


@frozen
class Counts:
    """How many ballots say what; `did_not_vote` are the entitled seats without a ballot (VOT-12)."""

    in_favour: int
    against: int
    abstain: int
    did_not_vote: int
    entitled: int


class PaperRefusal(Reason):
    """Why the count of a secret vote on paper is not taken."""

    NO_SCRUTINEER = auto()
    NEGATIVE = auto()
    TOTALS_DISAGREE = auto()
    MORE_THAN_DISTRIBUTED = auto()
    MORE_THAN_ENTITLED = auto()


@frozen
class PaperCount:
    """The count of a secret vote on paper: `found` papers in the urn, of the `distributed` ones.

    `in_favour + against + blank + void = found <= distributed`; never by college, never by name (LAW SEC-7).
    """

    scrutineers: tuple[str, ...]
    distributed: int
    found: int
    in_favour: int
    against: int
    blank: int
    void: int


@frozen
class Outcome:
    """What a vote makes under both majority bases; `sense` and `wording` are None where the quorum is lacking."""

    expressed: Sense
    present: Sense
    sense: Sense | None
    diverges: bool
    casting_vote_used: bool
    unanimous: bool
    wording: str | None


@frozen
class Judgement:
    """Everything the rules say of one vote."""

    mandates: tuple[MandateVerdict, ...]
    quorum: Quorum
    refused_ballots: tuple[RefusedBallot, ...]
    counts: Counts
    outcome: Outcome
