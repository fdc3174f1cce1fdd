"""What the minutes state as facts: gathered from ledger, votes and journal, never typed (LAW 3.5, CRPA R133-13).

Nothing here that the pages do not show. Instants are kept to the minute, as the pages show them.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp.meetings.model import Quorum
from webapp.wording.dates import in_paris

SCHEMA = "collegiale.minutes/1"
NAMED = "collegiale.named-record/1"
REHEARSED_BY_NAME = "collegiale.rehearsal-record/1"
REHEARSED = "collegiale.rehearsal/1"  # no program takes the facts of a rehearsal for those of a sitting

_OF_ONE_FORM = frozenset({"written"})  # told of the sittings that are held so, and of no other


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A name and its quality, as the minutes print them."""

    name: str
    quality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """Somebody present for a seat; `rank` is titular, substitute or other, `until` None: to the end.

    `paper`: the SHA-256 of what a last-minute substitute showed; it stands in the facts, never on the pages.
    """

    name: str
    quality: str
    rank: str
    form: str
    since: datetime
    until: datetime | None
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One seat of the day: `state` is present, represented, excused, absent or vacant."""

    seat: str
    college: str
    titular: Someone | None
    state: str
    sat: tuple[Sat, ...]
    represented_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLine:
    """A mandate in order of receipt; `reason` says why it was void for the sitting, None when it was good."""

    mandator: Someone
    holder: Someone
    received_at: datetime
    ended_at: datetime | None
    end: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presided:
    """Who presided, from when to when, by which delegation."""

    name: str
    quality: str
    since: datetime
    until: datetime | None
    delegation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLine:
    """Somebody who was heard or assisted, without a vote (CRPA R133-6)."""

    name: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalLine:
    """A member withdrawn from an item (LAW DEP-4)."""

    name: str
    quality: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteMandate:
    """A mandate as one vote judged it."""

    mandator: str
    holder: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVote:
    """A ballot by name, where the committee's minutes name the votes."""

    name: str
    cast_by: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """The outcome under each majority base, printed only where the committee says so (LAW VOT-7)."""

    expressed: str
    present: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstResult:
    """What a vote had said before a late entry was let in: both results are printed."""

    in_favour: int
    against: int
    abstain: int
    did_not_vote: int
    entitled: int
    wording: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """How a secret vote on paper was counted (LAW SEC-6); `in_favour` and `against` are those of the vote."""

    scrutineers: tuple[str, ...]
    distributed: int
    found: int
    blank: int
    void: int


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementLine:
    """A disagreement whose mention a member asked for (CRPA R133-13)."""

    name: str
    quality: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision of the chair, with its reason: `what` was decided, in words, and `by` whom who presided then."""

    rule: str
    decision: str
    what: str
    reason: str
    at: datetime
    by: str
    vote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionLine:
    """A suspension of the sitting, and the quorum taken again when it was resumed; `until` None: never resumed."""

    since: datetime
    until: datetime | None
    reason: str
    counted: int | None
    required: int | None
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A fact entered after its hour which touches a vote, and what the chair decided."""

    fact: str
    effective_at: datetime
    entered_at: datetime
    vote: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterwardsLine:
    """A part of the sitting held on paper and entered afterwards; `until` None: to its end."""

    since: datetime
    until: datetime | None
    entered_at: datetime
    entered_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item of the agenda: everything that was decided on it; `approves`: the day of the sitting whose minutes it is on."""

    label: str
    kind: str
    title: str
    commune: str
    applicant: str
    legal_basis: str
    mandatory: bool
    conforming: bool
    rapporteur: str
    state: str
    reason: str
    begun_at: datetime | None
    ended_at: datetime | None
    quorum: QuorumLine | None
    quorum_at_end: QuorumLine | None
    recusals: tuple[RecusalLine, ...]
    heard: tuple[str, ...]
    votes: tuple[VoteLine, ...]
    disagreements: tuple[DisagreementLine, ...]
    decisions: tuple[DecisionLine, ...]
    late: tuple[LateLine, ...]
    approves: date | None = None

    @property
    def opinions(self) -> tuple[VoteLine, ...]:
        """The votes that say the item's opinion: those held on a whole text, several where items were joined, else the last one."""
        held = [vote for vote in self.votes if vote.held]
        return tuple(vote for vote in held if vote.kind == "whole") or tuple(held[-1:])

    @property
    def opinion(self) -> VoteLine | None:
        """The last of them."""
        return self.opinions[-1] if self.opinions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidedLine:
    """A line of the ledger that was set aside, with its reason."""

    fact: str
    effective_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedLine:
    """A fact set right by hand: both values are kept and printed (LAW PV-3)."""

    fact: str
    label: str
    recorded: str
    corrected: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A choice of the committee where the law is silent, as it was frozen at the opening (LAW 7.1)."""

    label: str
    value: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice of the sitting (CRPA R133-5, R133-8); `first_sitting` is the day of the one found without quorum."""

    sent_on: date | None
    days_before: int | None
    urgency: str
    second_notice: bool
    first_sitting: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexLine:
    """The named record, kept apart under its own access: how many votes it holds and the SHA-256 of its data."""

    votes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLine:
    """The debate of a consultation that was extended (LAW ECR-5)."""

    made_at: datetime
    before: datetime
    after: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """What came after the end, to the millisecond, and was refused; what it said is not kept (LAW ECR-4, ECR-8)."""

    kind: str
    name: str
    received: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """An opinion on a draft text, annexed because its writer asked (CRPA R133-7; LAW ECR-11)."""

    item: str
    title: str
    name: str
    quality: str
    received: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """A consultation in writing (LAW ECR-2 to ECR-11); `observations`: how many on each item, then on the whole."""

    announced_at: datetime
    debate_opens_at: datetime
    debate_closes_at: datetime
    debate_closed_at: datetime | None
    vote_opens_at: datetime | None
    vote_closes_at: datetime | None
    vote_closed_at: datetime | None
    results_sent_at: datetime | None
    terms: str
    recording_rules: str
    extensions: tuple[ExtensionLine, ...]
    observations: tuple[int, ...]
    refused: tuple[RefusedLine, ...]
    draft_texts: tuple[str, ...]
    opinions: tuple[OpinionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A sitting as its minutes tell it; `mode_basis` cites the texts of a remote sitting (LAW PV-8)."""

    authority: str
    committee: str
    code: str
    formation_of: str
    number: str
    title: str
    mode: str
    mode_basis: str
    mode_decision: str
    place: str
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    closing: str
    secretary: str
    notice: Notice
    presided: tuple[Presided, ...]
    quorum: QuorumLine
    members: tuple[Member, ...]
    mandates: tuple[MandateLine, ...]
    guests: tuple[GuestLine, ...]
    agenda: tuple[ItemLine, ...]
    suspensions: tuple[SuspensionLine, ...]
    afterwards: tuple[AfterwardsLine, ...]
    decisions: tuple[DecisionLine, ...]
    voided: tuple[VoidedLine, ...]
    rules: tuple[RuleLine, ...]
    signers: tuple[str, ...]
    annex: AnnexLine
    corrections: tuple[CorrectedLine, ...] = ()
    schema: str = SCHEMA
    written: WrittenLine | None = None

    @property
    def rehearsal(self) -> bool:
        return self.schema == REHEARSED

    @property
    def day(self) -> date:
        return in_paris(self.starts_at).date()

    @property
    def rapporteurs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.rapporteur for item in self.agenda if item.rapporteur))

    def of_state(self, *states: str) -> tuple[Member, ...]:
        """Return the seats in these states, in the order of the roster."""
        return tuple(member for member in self.members if member.state in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotLine:
    """One line of the named record: who, through whom, what, how, and the receipt its voter holds."""

    seat: str
    name: str
    cast_by: str
    choice: str
    channel: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRecord:
    """Every vote of a sitting by name: an annex with its own access, never part of the minutes."""

    authority: str
    committee: str
    starts_at: datetime
    votes: tuple[RecordedVote, ...]
    schema: str = NAMED


def to_json(facts: Facts | NamedRecord) -> bytes:
    """Write facts as the file carries them: sorted keys, UTF-8, hours of Paris to the minute; same facts, same bytes."""
    text = json.dumps(facts, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def to_minute(instant: datetime) -> datetime:
    """Drop what the pages do not show of an instant."""
    return instant.replace(second=0, microsecond=0)


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


def _plain(value: Any) -> Any:
    """Give the JSON of what JSON does not know: a record, an instant, a day."""
    if isinstance(value, datetime):
        return in_paris(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    named = {name: getattr(value, name) for name in value.__slots__}
    return {name: each for name, each in named.items() if each is not None or name not in _OF_ONE_FORM}
