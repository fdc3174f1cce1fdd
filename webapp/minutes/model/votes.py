"""What the minutes and the named record state of votes, and of the quorum under which they were held."""

from datetime import datetime

from webapp.kernel.models import frozen
from webapp.meetings.model import Quorum

NAMED = "collegiale.named-record/1"
REHEARSED_BY_NAME = "collegiale.rehearsal-record/1"


@frozen
class QuorumLine:
    """A quorum with every figure that explains it (LAW QUO-5)."""

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
    second_notice: bool


@frozen
class VoteMandate:
    """A mandate as one vote judged it."""

    mandator: str
    holder: str
    reason: str | None


@frozen
class NamedVote:
    """A ballot by name, where the committee's minutes name the votes."""

    name: str
    cast_by: str
    choice: str


@frozen
class Divergence:
    """The outcome under each majority base, printed only where the committee says so (LAW VOT-7)."""

    expressed: str
    present: str


@frozen
class FirstResult:
    """What a vote had said before a late entry was let in: both results are printed."""

    in_favour: int
    against: int
    abstain: int
    did_not_vote: int
    entitled: int
    wording: str | None


@frozen
class EarlierVote:
    """A vote on the same question that does not stand: `fate` is cancelled, interrupted or redone.

    The figures are those of a vote that was closed and is redone; None of one that was stopped, whose ballots are
    counted nowhere.
    """

    number: int
    fate: str
    opened_at: datetime
    closed_at: datetime
    ballots: int
    in_favour: int | None
    against: int | None
    abstain: int | None
    did_not_vote: int | None
    wording: str | None
    reason: str
    at: datetime
    by: str


@frozen
class PaperLine:
    """How a secret vote on paper was counted (LAW SEC-6); `in_favour` and `against` are those of the vote."""

    scrutineers: tuple[str, ...]
    distributed: int
    found: int
    blank: int
    void: int


@frozen
class VoteLine:
    """One vote of an item; `held` false: the motion was not put to the vote, or not again after `earlier` ones.

    `in_favour + against + abstain + no_part + silent = entitled`; `device + hands + voices + sheets` are the ballots and
    declarations by the way they came in. `presided_by`: who presided at the closing.
    """

    number: int
    kind: str
    title: str
    text: str
    text_hash: str
    held: bool
    opened_at: datetime | None
    closed_at: datetime | None
    quorum: QuorumLine | None
    entitled: int
    in_favour: int
    against: int
    abstain: int
    no_part: int
    silent: int
    device: int
    hands: int
    voices: int
    sheets: int
    list_confirmed_by: str
    presided_by: str
    casting_vote_used: bool
    casting_declaration: str | None
    sense: str | None
    wording: str | None
    divergence: Divergence | None
    mandates: tuple[VoteMandate, ...]
    names: tuple[NamedVote, ...]
    first: FirstResult | None
    attempt: int
    earlier: tuple[EarlierVote, ...]
    paper: PaperLine | None


@frozen
class BallotLine:
    """One line of the named record: who, through whom, what, how, and the receipt its voter holds."""

    seat: str
    name: str
    cast_by: str
    choice: str
    channel: str
    receipt: str


@frozen
class RecordedVote:
    """The named record of one vote; `silent`: seats entitled that neither voted nor declared anything."""

    item: str
    item_title: str
    number: int
    title: str
    text_hash: str
    closed_at: datetime
    ballots: tuple[BallotLine, ...]
    silent: tuple[str, ...]


@frozen
class NamedRecord:
    """Every vote of a sitting by name: an annex with its own access, never part of the minutes."""

    authority: str
    committee: str
    starts_at: datetime
    votes: tuple[RecordedVote, ...]
    schema: str = NAMED


def quorum_line(found: Quorum) -> QuorumLine:
    """Return a quorum as the minutes print it."""
    return QuorumLine(
        applies=found.applies,
        composing=found.composing,
        required=found.required,
        counted=found.counted,
        reached=found.reached,
        source=found.source,
        present=found.present,
        represented=found.represented,
        recused=found.recused,
        fallen=found.fallen,
        second_notice=found.second_notice,
    )
