"""The notice of a sitting: whether it may leave, when it was received in time, what came after it (CRPA R133-5 to R133-10)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from webapp.committees.model import CommitteeSettings
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.model import Mode
from webapp.meetings.sitting import (
    Item,
    ItemKind,
    ItemState,
    Meeting,
    MeetingState,
    Notice,
    NoticeFacts,
    NoticeRefusal,
    Reception,
)
from webapp.wording.dates import in_paris

# Articles that give the applicant a day before the committee (code de la santé publique, code de l’environnement).
_HEARS_APPLICANT = re.compile(r"\bR[*.\s]*(?:1321-7|181-(?:39|40)|512-46-17)(?![\d-])")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–−", "-"))


class Delay(StrEnum):
    """How long before the sitting somebody has its notice (LAW CNV-2)."""

    KEPT = auto()
    EXACT = auto()
    SHORT = auto()
    UNKNOWN = auto()


class Change(StrEnum):
    """What differs between two versions of a notice."""

    MOMENT = auto()
    PLACE = auto()
    MODE = auto()
    ITEM_ADDED = auto()
    ITEM_REMOVED = auto()
    AGENDA = auto()


@frozen
class Term:
    """How many days before the sitting its notice is received, and how they are counted (settings of the committee)."""

    days: int
    clear: bool


def term_of(settings: CommitteeSettings) -> Term:
    """Return what a committee settled of the delay (LAW 7.1: delai_convocation, mode_delai)."""
    return Term(days=settings.notice_days, clear=settings.notice_count == "clear")


def last_day(day: date, term: Term) -> date:
    """Return the last day on which a reception keeps the delay (CRPA R133-8)."""
    return day - timedelta(days=term.days + (1 if term.clear else 0))


def delay(received_on: date | None, day: date, term: Term) -> Delay:
    """Judge a reception (CRPA R133-8; CNV-2): exactly the days asked for is in time, and discussed; it is said."""
    if received_on is None:
        return Delay.UNKNOWN
    left = (day - received_on).days
    if left > term.days:
        return Delay.KEPT
    return Delay.EXACT if left == term.days and not term.clear else Delay.SHORT


def urgency_needed(sent_on: date, day: date, term: Term) -> bool:
    """Whether a notice sent that day cannot be received in time by anybody (CRPA R133-8; CNV-2, CNV-7)."""
    return sent_on > last_day(day, term)


def check_sending(facts: NoticeFacts, before: Notice | None, *, now: datetime, term: Term) -> None:
    """Refuse a notice that says nothing, or too little, or nothing new, or that is too late without its reason.

    Without agenda it does not leave (CRPA R133-5, R133-8; CNV-1). A new room, an item withdrawn or words corrected begin
    no new delay.
    """
    if facts.mode is Mode.WRITTEN:
        raise Refusal(NoticeRefusal.IN_WRITING)
    if not facts.agenda:
        raise Refusal(NoticeRefusal.AGENDA_EMPTY)
    if facts.starts_at <= now:
        raise Refusal(NoticeRefusal.HOUR_PASSED)
    if facts.mode is not Mode.CONFERENCE and not facts.place:
        raise Refusal(NoticeRefusal.PLACE_MISSING)
    if facts.mode is not Mode.IN_PERSON and not facts.connection:
        raise Refusal(NoticeRefusal.CONNECTION_MISSING)
    anew = before is None or before.cancels
    changed = () if before is None else changes(before.facts, facts)
    if not anew and not changed:
        raise Refusal(NoticeRefusal.NOTHING_CHANGED)
    begins = anew or Change.MOMENT in changed or Change.ITEM_ADDED in changed
    if begins and urgency_needed(in_paris(now).date(), facts.day, term) and not facts.urgency:
        raise Refusal(NoticeRefusal.URGENCY_MISSING, days=term.days)


def check_second(items: Iterable[Item], first_items: Iterable[Item]) -> None:
    """Refuse a second notice whose votes are not those of the first agenda: the quorum is waived for it alone.

    CRPA R133-10; CNV-5, CNV-6.
    """
    known = {each.id for each in first_items}
    added = [each for each in items if each.kind is ItemKind.VOTE and each.carried_from not in known]
    if added:
        raise Refusal(NoticeRefusal.NOT_THE_FIRST_AGENDA, items=", ".join(each.label for each in added))


def agenda_is_fixed(meeting: Meeting, items: Iterable[Item]) -> bool:
    """Whether the agenda is that of the first notice, to be read only (CRPA R133-10; CNV-6)."""
    return meeting.second_notice and any(each.carried_from is not None for each in items)


def takes_no_vote(meeting: Meeting, items: Iterable[Item]) -> bool:
    """Whether nothing to vote on may be added or rewritten: the second notice announced it (CRPA R133-10; CNV-6)."""
    announced = meeting.state is MeetingState.OPEN or meeting.notice_id is not None
    return meeting.second_notice and (announced or agenda_is_fixed(meeting, items))


def taken_up(items: Iterable[Item]) -> list[Item]:
    """Return what a second notice takes up: all that the first sitting left for want of a quorum."""
    over = {ItemState.DONE, ItemState.WITHDRAWN, ItemState.JOINED}
    return [each for each in items if each.state not in over]


def changes(before: NoticeFacts, after: NoticeFacts) -> tuple[Change, ...]:
    """Return what a version says that the one before did not."""
    old, new = {each.id for each in before.agenda}, {each.id for each in after.agenda}
    kept = [[replace(each, late=False) for each in facts.agenda if each.id in old & new] for facts in (before, after)]
    found = {
        Change.MOMENT: before.starts_at != after.starts_at,
        Change.PLACE: (before.place, before.connection) != (after.place, after.connection),
        Change.MODE: before.mode is not after.mode,
        Change.ITEM_ADDED: bool(new - old),
        Change.ITEM_REMOVED: bool(old - new),
        Change.AGENDA: _said(kept[0]) != _said(kept[1]),
    }
    return tuple(change for change, holds in found.items() if holds)


def _said(agenda: Iterable[object]) -> list[tuple[str, ...]]:
    """Return the order and words of an agenda; numbers follow when an item goes, which changes nothing."""
    return [(getattr(each, "title", ""), getattr(each, "nature", "")) for each in agenda]


def counted(notices: Sequence[Notice]) -> list[Notice]:
    """Return the versions whose reception counts, of those in order: since the last that set this day, none cancelled."""
    found: list[Notice] = []
    for each in reversed(notices):
        if each.cancels or (found and each.facts.day != found[0].facts.day):
            break
        found.append(each)
    return found[::-1]


def first_reception(receptions: Iterable[Reception], person_id: int, versions: Collection[int]) -> Reception | None:
    """Return the earliest proof that somebody has the notice: an act of their own, or a paper (LAW CNV-2)."""
    own = [each for each in receptions if each.person_id == person_id and each.notice_id in versions]
    return min(own, key=lambda each: (each.received_on, each.entered_at), default=None)


def reminded_today(last: Mapping[int, datetime], now: datetime) -> frozenset[int]:
    """Return who was reminded already on this day in Paris: nobody gets two reminders of one sitting a day."""
    today = in_paris(now).date()
    return frozenset(person_id for person_id, at in last.items() if in_paris(at).date() == today)


def applicant_to_inform(item: Item) -> bool:
    """Whether the law gives the applicant a day before the committee on this item.

    CSP R1321-7; code de l’environnement R181-39, R181-40, R512-46-17 (CNV-8).
    """
    named = _HEARS_APPLICANT.search(item.legal_basis.translate(_HYPHENS))
    return item.kind is ItemKind.VOTE and item.approves is None and named is not None


def check_applicant(item: Item) -> None:
    """Refuse a vote whose applicant was not told of the sitting, unless the chair decides otherwise (CNV-8)."""
    if applicant_to_inform(item) and item.applicant_informed is None:
        raise Refusal(NoticeRefusal.APPLICANT_NOT_INFORMED, item=item.label)


def check_paper(received_on: date, notice: Notice, today: date) -> None:
    """Refuse a paper received before it was sent, or after today."""
    if not notice.sent_on <= received_on <= today:
        raise Refusal(NoticeRefusal.DAY_IMPOSSIBLE)


class Stage(StrEnum):
    """A stage of a sitting, in the order in which it is due."""

    DEPOSIT = auto()
    DOCUMENTS = auto()
    NOTICE = auto()
    RECEPTION = auto()
    APPLICANTS = auto()
    REPLIES = auto()
    SITTING = auto()
    MINUTES = auto()


@frozen
class Due:
    """One line of the timeline; `by`: the last day, None where no text sets one; `about`: which item, where it is of one."""

    stage: Stage
    by: date | None
    done: bool
    overdue: bool
    about: str = ""


@frozen
class Deposit:
    """What a service is to hand over for an item, by which day, and whether all of it is there."""

    item: str
    by: date
    done: bool


def timeline(
    day: date, term: Term, done: Mapping[Stage, bool], today: date, deposits: Iterable[Deposit] = ()
) -> tuple[Due, ...]:
    """Say what is due when before a sitting, and what is overdue; nothing is due after it but its minutes.

    Documents go with the notice, the last day on which members receive both is that of R133-8; the notice leaves a day
    before it, so that it can be read on that day.
    """
    last = last_day(day, term)
    days: dict[Stage, date | None] = {
        Stage.DOCUMENTS: last - timedelta(days=1),
        Stage.NOTICE: last - timedelta(days=1),
        Stage.RECEPTION: last,
        Stage.APPLICANTS: last,
        Stage.REPLIES: day - timedelta(days=1),
        Stage.SITTING: day,
        Stage.MINUTES: None,
    }
    stages = [
        Due(
            stage=stage,
            by=by,
            done=done.get(stage, False),
            overdue=stage in done and not done[stage] and by is not None and today > by,
        )
        for stage, by in days.items()
    ]
    handed = [
        Due(stage=Stage.DEPOSIT, by=each.by, done=each.done, overdue=not each.done and today > each.by, about=each.item)
        for each in deposits
    ]
    return tuple(sorted([*handed, *stages], key=lambda each: each.by or date.max))


def without_document(items: Iterable[Item], documented: Collection[str]) -> list[Item]:
    """Return the items to vote on that no document explains yet: the file goes with the notice (CRPA R133-8).

    Earlier minutes to approve are a document of their own.
    """
    return [
        each
        for each in items
        if each.kind is ItemKind.VOTE and each.approves is None and not each.over and each.topic not in documented
    ]
