"""What the minutes state as facts: gathered from ledger, votes and journal, never typed (LAW 3.5, CRPA R133-13).

Nothing here that the pages do not show. Instants are kept to the minute, as the pages show them.
"""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from webapp.kernel.models import frozen
from webapp.minutes.model.consultation import WrittenLine
from webapp.minutes.model.evidence import DocumentLine, ElectionLine, JournalLine, ResultLine
from webapp.minutes.model.votes import NamedRecord, QuorumLine, VoteLine
from webapp.wording.dates import in_paris

SCHEMA = "collegiale.minutes/1"
REHEARSED = "collegiale.rehearsal/1"  # no program takes the facts of a rehearsal for those of a sitting
PUBLISHED = "urn:collegiale:schemas:faits:1"  # the `$id` of the schema, wherever it is served
VERSION = "1.1"  # the second figure grows when members are added: what was there stays as it was

_WHERE_TRUE = frozenset({"written", "after_notice", "wrote", "rectifies"})  # told where it is so, and nowhere else


@frozen
class Someone:
    """A name and its quality, as the minutes print them."""

    name: str
    quality: str


@frozen
class Sat:
    """Somebody present for a seat; `rank` is titular, substitute or other, `until` None: to the end.

    `paper`: the SHA-256 of what a last-minute substitute showed.
    """

    name: str
    quality: str
    rank: str
    form: str
    since: datetime
    until: datetime | None
    paper: str = ""


@frozen
class Member:
    """One seat of the day: `state` is present, represented, excused, absent or vacant."""

    seat: str
    college: str
    titular: Someone | None
    state: str
    sat: tuple[Sat, ...]
    represented_by: str


@frozen
class MandateLine:
    """A mandate in order of receipt; `reason` says why it was void for the sitting, None when it was good."""

    mandator: Someone
    holder: Someone
    received_at: datetime
    ended_at: datetime | None
    end: str | None
    reason: str | None


@frozen
class Presided:
    """Who presided, from when to when, by which delegation."""

    name: str
    quality: str
    since: datetime
    until: datetime | None
    delegation: str


@frozen
class GuestLine:
    """Somebody who was heard or assisted, without a vote (CRPA R133-6)."""

    name: str
    since: datetime
    until: datetime | None


@frozen
class RecusalLine:
    """A member withdrawn from an item (LAW DEP-4)."""

    name: str
    quality: str
    since: datetime
    until: datetime | None


@frozen
class WroteLine:
    """What somebody to be heard wrote to the committee, as it was sent (CRPA R133-6)."""

    name: str
    received_at: datetime
    body: str


@frozen
class DisagreementLine:
    """A disagreement whose mention a member asked for (CRPA R133-13)."""

    name: str
    quality: str
    body: str


@frozen
class DecisionLine:
    """A decision of the chair, with its reason: `what` was decided, in words, and `by` whom who presided then."""

    rule: str
    decision: str
    what: str
    reason: str
    at: datetime
    by: str
    vote: str


@frozen
class SuspensionLine:
    """A suspension of the sitting, and the quorum taken again when it was resumed; `until` None: never resumed."""

    since: datetime
    until: datetime | None
    reason: str
    counted: int | None
    required: int | None
    reached: bool | None


@frozen
class LateLine:
    """A fact entered after its hour which touches a vote, and what the chair decided."""

    fact: str
    effective_at: datetime
    entered_at: datetime
    vote: str
    decision: str
    reason: str


@frozen
class AfterwardsLine:
    """A part of the sitting held on paper and entered afterwards; `until` None: to its end."""

    since: datetime
    until: datetime | None
    entered_at: datetime
    entered_by: str
    reason: str


@frozen
class ItemLine:
    """One item of the agenda: everything that was decided on it; `approves`: the day of the sitting whose minutes it is on.

    `after_notice`: it was added after the notice (LAW CNV-5); `wrote`: what those to be heard wrote. None: nothing to tell.
    """

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
    after_notice: bool | None = None
    wrote: tuple[WroteLine, ...] | None = None
    documents: tuple[DocumentLine, ...] = ()

    @property
    def opinions(self) -> tuple[VoteLine, ...]:
        """The votes that say the item's opinion: those held on a whole text, several where items were joined, else the last one."""
        held = [vote for vote in self.votes if vote.held]
        return tuple(vote for vote in held if vote.kind == "whole") or tuple(held[-1:])

    @property
    def opinion(self) -> VoteLine | None:
        """The last of them."""
        return self.opinions[-1] if self.opinions else None


@frozen
class VoidedLine:
    """A line of the ledger that was set aside, with its reason."""

    fact: str
    effective_at: datetime
    reason: str


@frozen
class CorrectedLine:
    """A fact set right by hand: both values are kept and printed (LAW PV-3)."""

    fact: str
    label: str
    recorded: str
    corrected: str
    reason: str
    at: datetime
    by: str


@frozen
class RuleLine:
    """A choice of the committee where the law is silent, as it was frozen at the opening (LAW 7.1)."""

    label: str
    value: str
    article: str


@frozen
class Notice:
    """The notice of the sitting (CRPA R133-5, R133-8); `first_sitting` is the day of the one found without quorum."""

    sent_on: date | None
    days_before: int | None
    urgency: str
    second_notice: bool
    first_sitting: date | None


@frozen
class AnnexLine:
    """The named record, kept apart under its own access: how many votes it holds and the SHA-256 of its data."""

    votes: int
    sha256: str


@frozen
class RectifiedLine:
    """The final version that this one rectifies, by the SHA-256 of its file (LAW PV-4)."""

    number: int
    opened_at: datetime
    signed: bool
    sha256: str
    reason: str


@frozen
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
    version: str = VERSION
    written: WrittenLine | None = None
    rectifies: RectifiedLine | None = None
    results: tuple[ResultLine, ...] = ()
    journal: JournalLine | None = None
    elections: tuple[ElectionLine, ...] = ()

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


def to_json(facts: Facts | NamedRecord) -> bytes:
    """Write facts as the file carries them: sorted keys, UTF-8, hours of Paris to the minute; same facts, same bytes."""
    text = json.dumps(facts, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def plain(facts: Facts) -> dict[str, Any]:
    """Return facts as a reader of the file has them."""
    return dict(json.loads(to_json(facts)))


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def to_minute(instant: datetime) -> datetime:
    """Drop what the pages do not show of an instant."""
    return instant.replace(second=0, microsecond=0)


def _plain(value: Any) -> Any:
    """Give the JSON of what JSON does not know: a record, an instant, a day."""
    if isinstance(value, datetime):
        return in_paris(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    named = {name: getattr(value, name) for name in value.__slots__}
    told = {name: each for name, each in named.items() if each is not None or name not in _WHERE_TRUE}
    return {"$schema": PUBLISHED, **told} if isinstance(value, Facts) and not value.rehearsal else told
