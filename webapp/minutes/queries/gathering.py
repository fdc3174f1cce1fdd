"""The facts of a sitting, put together from what the other packages' queries give: nothing here is typed by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from webapp.committees.model import CommitteeSettings
from webapp.committees.model.settings import MEANINGS
from webapp.documents.model import Document
from webapp.kernel import clock
from webapp.meetings.model import Mode
from webapp.meetings.queries import Exchange, Sitting
from webapp.meetings.sitting import Act, ClosingKind, Decision, Fact, HearingObservation, Item, ItemState, MotionState
from webapp.minutes.model import Facts, Record, Rectification
from webapp.minutes.model.facts import (
    REHEARSED,
    SCHEMA,
    AfterwardsLine,
    AnnexLine,
    DecisionLine,
    DisagreementLine,
    ItemLine,
    LateLine,
    Notice,
    RectifiedLine,
    RecusalLine,
    RuleLine,
    SuspensionLine,
    VoidedLine,
    WroteLine,
    to_minute,
)
from webapp.minutes.model.votes import QuorumLine
from webapp.minutes.queries import people, votes
from webapp.minutes.queries.considered import considered
from webapp.minutes.queries.moments import Moments
from webapp.minutes.queries.written import written_line
from webapp.minutes.rules import spans
from webapp.wording import minutes as words

_TOLD_APART = frozenset({"suspended", "resumed", "afterwards", "live_again"})
_RULES = (
    "quorum_moment", "chair_counts", "vacant_seats_count", "recused_counts_in_quorum", "max_mandates", "majority_base",
    "chair_votes", "casting_vote", "revote",
)  # fmt: skip


def gather(
    moments: Moments,
    record: Record,
    ballots: votes.Ballots,
    *,
    annex: AnnexLine,
    authority: str,
    number: str,
    formation_of: str,
    first_sitting: date | None,
    approved: Mapping[int, date],
    wrote: Sequence[HearingObservation] = (),
    documents: Sequence[Document] = (),
    exchange: Exchange | None = None,
) -> Facts:
    """Put together the facts of a sitting, before any correction by hand."""
    sitting = moments.sitting
    meeting = sitting.meeting
    closing = meeting.closing_kind
    return Facts(
        authority=authority,
        committee=sitting.committee.name,
        code=sitting.committee.code,
        formation_of=formation_of,
        number=number,
        title=meeting.title,
        mode=meeting.mode.value,
        mode_basis=words.MODE_BASIS.get(meeting.mode.value, ""),
        mode_decision=meeting.mode_decision if meeting.mode is not Mode.IN_PERSON else "",
        place=meeting.place,
        starts_at=to_minute(meeting.starts_at),
        opened_at=None if meeting.opened_at is None else to_minute(meeting.opened_at),
        closed_at=None if meeting.closed_at is None else to_minute(meeting.closed_at),
        closing="" if closing is None else closing.value,
        secretary=meeting.secretary,
        notice=_notice(sitting, first_sitting),
        presided=people.presided(sitting),
        quorum=_opening_quorum(moments),
        members=people.members(moments, record.excused),
        mandates=people.mandates(moments),
        guests=people.guests(sitting),
        agenda=tuple(
            replace(
                _item(moments, record, item, ballots, approved),
                wrote=_wrote(wrote, item),
                documents=tuple(considered(sitting, item, documents)),
            )
            for item in sitting.items
        ),
        suspensions=tuple(_suspensions(sitting)),
        afterwards=tuple(_afterwards(sitting)),
        decisions=tuple(
            _decision(moments, each)
            for each in sitting.decisions
            if each.item_id is None and each.decision not in _TOLD_APART
        ),
        voided=tuple(_voided(sitting)),
        rules=tuple(_rules(sitting.settings)),
        signers=sitting.settings.signers,
        annex=annex,
        schema=REHEARSED if meeting.rehearsal else SCHEMA,
        written=None if exchange is None else written_line(exchange),
        rectifies=None if record.rectifies is None else _rectified(record.rectifies),
        journal=record.sealed,
    )


def _rectified(opened: Rectification) -> RectifiedLine:
    return RectifiedLine(
        number=opened.number,
        opened_at=to_minute(opened.opened_at),
        signed=opened.signed,
        sha256=opened.sha256,
        reason=opened.reason,
    )


def _notice(sitting: Sitting, first_sitting: date | None) -> Notice:
    sent_on = sitting.meeting.notice_sent_on
    return Notice(
        sent_on=sent_on,
        days_before=None if sent_on is None else (sitting.meeting.day - sent_on).days,
        urgency=sitting.meeting.notice_urgency,
        second_notice=sitting.meeting.second_notice,
        first_sitting=first_sitting,
    )


def _opening_quorum(moments: Moments) -> QuorumLine:
    """Count the quorum when the sitting opened; where it was found lacking, and in writing, when it was closed."""
    meeting = moments.sitting.meeting
    at_the_end = meeting.closing_kind is ClosingKind.NO_QUORUM or meeting.mode is Mode.WRITTEN
    at = meeting.closed_at if at_the_end else meeting.opened_at
    return moments.quorum(at or moments.sitting.at, None)


def _item(
    moments: Moments, record: Record, item: Item, ballots: votes.Ballots, approved: Mapping[int, date]
) -> ItemLine:
    sitting = moments.sitting
    motions = sitting.motions_of(item.id)
    begun, ended = item.begun_at, item.ended_at
    called = None if sitting.meeting.mode is Mode.WRITTEN else begun
    return ItemLine(
        label=item.label,
        kind=item.kind.value,
        title=item.title,
        commune=item.commune,
        applicant=item.applicant,
        legal_basis=item.legal_basis,
        mandatory=item.mandatory,
        conforming=item.conforming,
        rapporteur=item.rapporteur,
        state=item.state.value,
        reason=item.state_reason,
        begun_at=None if begun is None else to_minute(begun),
        ended_at=None if ended is None else to_minute(ended),
        quorum=None if called is None else moments.quorum(called, item.id),
        quorum_at_end=_quorum_at_end(moments, item),
        recusals=tuple(_recusals(sitting, item)),
        heard=tuple(_heard(sitting, item)),
        votes=tuple(
            votes.vote_line(moments, item, motion, number, ballots) for number, motion in enumerate(motions, start=1)
        ),
        disagreements=tuple(_disagreements(sitting, record, item)),
        decisions=tuple(
            _decision(moments, each)
            for each in sitting.decisions
            if each.item_id == item.id and each.rule not in {"late_entry", "vote"}
        ),
        late=tuple(_late(sitting, item)),
        approves=approved.get(item.approves or 0),
        after_notice=item.late or None,
    )


def _quorum_at_end(moments: Moments, item: Item) -> QuorumLine | None:
    """Count the quorum when an item was left without its votes: it says whether it was for want of it (QUO-3)."""
    waiting = any(each.state is MotionState.PENDING for each in moments.sitting.motions_of(item.id))
    if moments.sitting.meeting.mode is Mode.WRITTEN:
        return None
    if item.begun_at is None or item.ended_at is None or not waiting or item.state is ItemState.PENDING:
        return None
    return moments.quorum(item.ended_at, item.id)


def _recusals(sitting: Sitting, item: Item) -> Iterator[RecusalLine]:
    for each in spans.withdrawals(sitting.facts):
        if each.item_id != item.id:
            continue
        who = people.someone(sitting, each.person_id, each.seat)
        until = each.until or item.ended_at
        yield RecusalLine(
            name=who.name,
            quality=who.quality,
            since=to_minute(max(each.since, item.begun_at or each.since)),
            until=None if until is None else to_minute(until),
        )


def _heard(sitting: Sitting, item: Item) -> Iterator[str]:
    if item.begun_at is None:
        return
    for visit in spans.visits(sitting.facts):
        if spans.overlaps(visit.since, visit.until, item.begun_at, item.ended_at):
            yield visit.name


def _wrote(found: Sequence[HearingObservation], item: Item) -> tuple[WroteLine, ...] | None:
    """Return what those to be heard on an item wrote, in the order of its receipt; None for nothing."""
    own = (each for each in found if each.item_id == item.id)
    return (
        tuple(WroteLine(name=each.name, received_at=to_minute(each.received_at), body=each.body) for each in own)
        or None
    )


def _disagreements(sitting: Sitting, record: Record, item: Item) -> Iterator[DisagreementLine]:
    for each in record.disagreements:
        if each.item_id == item.id and each.withdrawn_at is None:
            who = people.someone(sitting, each.person_id, each.seat_id)
            yield DisagreementLine(name=who.name, quality=who.quality, body=each.body)


def _decision(moments: Moments, decision: Decision) -> DecisionLine:
    motion = None if decision.motion_id is None else moments.sitting.motion_of(decision.motion_id)
    return DecisionLine(
        rule=decision.rule,
        decision=decision.decision,
        what=words.decision_said(decision.rule, decision.decision, decision.details),
        reason=decision.reason,
        at=to_minute(decision.taken_at),
        by=moments.chair_at(decision.taken_at),
        vote="" if motion is None else motion.title,
    )


def _afterwards(sitting: Sitting) -> Iterator[AfterwardsLine]:
    """Pair each stretch entered from paper with the hour at which the desk wrote live again."""
    acts = [each for each in sitting.decisions if each.rule == "sitting"]
    for place, each in enumerate(acts):
        if each.decision != "afterwards":
            continue
        after = next((later for later in acts[place + 1 :] if later.decision == "live_again"), None)
        details: Mapping[str, Any] = each.details
        yield AfterwardsLine(
            since=to_minute(each.taken_at),
            until=None if after is None else to_minute(after.taken_at),
            entered_at=to_minute(clock.from_text(details["entered_at"])),
            entered_by=sitting.person_name(each.taken_by),
            reason=each.reason,
        )


def _suspensions(sitting: Sitting) -> Iterator[SuspensionLine]:
    """Pair each suspension with the resumption that followed it."""
    acts = [each for each in sitting.decisions if each.rule == "sitting"]
    for place, each in enumerate(acts):
        if each.decision != "suspended":
            continue
        after = next((later for later in acts[place + 1 :] if later.decision == "resumed"), None)
        quorum: Mapping[str, Any] = {} if after is None or not after.details["applies"] else after.details
        yield SuspensionLine(
            since=to_minute(each.taken_at),
            until=None if after is None else to_minute(after.taken_at),
            reason=each.reason,
            counted=quorum.get("counted"),
            required=quorum.get("required"),
            reached=quorum.get("reached"),
        )


def _late(sitting: Sitting, item: Item) -> Iterator[LateLine]:
    taken = {each.id: each for each in sitting.decisions}
    for entry in sitting.late:
        motion = sitting.motion_of(entry.motion_id)
        if entry.item_id != item.id or motion is None:
            continue
        decision = taken.get(entry.decision_id or 0)
        yield LateLine(
            fact=_said(sitting, entry.fact),
            effective_at=to_minute(entry.fact.effective_at),
            entered_at=to_minute(entry.fact.entered_at),
            vote=motion.title,
            decision="pending" if decision is None else decision.decision,
            reason="" if decision is None else decision.reason,
        )


def _voided(sitting: Sitting) -> Iterator[VoidedLine]:
    by_id = {fact.id: fact for fact in sitting.facts}
    for fact in sitting.facts:
        if fact.act is Act.VOIDED and fact.refers_to in by_id:
            aside = by_id[fact.refers_to]
            yield VoidedLine(fact=_said(sitting, aside), effective_at=to_minute(aside.effective_at), reason=fact.text)


def _said(sitting: Sitting, fact: Fact) -> str:
    """Say one line of the ledger in French, without its hour."""
    by_id = {each.id: each for each in sitting.facts}
    refers = by_id.get(fact.refers_to or 0)
    item = None if fact.item_id is None else sitting.item_of(fact.item_id)
    return words.ledger_line(
        fact.act.value,
        who=people.someone(sitting, fact.person_id, fact.seat).name,
        other="" if fact.other_seat is None else people.someone(sitting, None, fact.other_seat).name,
        item="" if item is None else item.label,
        form="" if fact.form is None else fact.form.value,
        text=refers.text if fact.act is Act.GUEST_DEPARTURE and refers is not None else fact.text,
        undone=_said(sitting, refers) if fact.act is Act.VOIDED and refers is not None else "",
    )


def _rules(settings: CommitteeSettings) -> Iterator[RuleLine]:
    for name in _RULES:
        meaning, value = MEANINGS[name], getattr(settings, name)
        said = dict(meaning.choices).get(value) if meaning.choices else None
        if isinstance(value, bool):
            said = "oui" if value else "non"
        yield RuleLine(label=meaning.label, value=str(value) if said is None else said, article=meaning.article)
