"""Convening a sitting: a version sent in one act, its files made by the worker, its messages posted once they exist."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from webapp.accounts.model import Linking
from webapp.audit.model import SYSTEM, By
from webapp.committees import queries as committees
from webapp.jobs import service as jobs
from webapp.kernel import paths
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import calendar, document, store
from webapp.meetings.model import Mode
from webapp.meetings.queries.state import Sitting
from webapp.meetings.rules import notice as rules
from webapp.meetings.service.letters import post
from webapp.meetings.service.unit import PREPARED, Unit, act, check_lengths, check_reason
from webapp.meetings.sitting import (
    Item,
    ItemState,
    Meeting,
    MeetingState,
    Notice,
    NoticedItem,
    NoticeFacts,
    NoticeKind,
    NoticeRefusal,
    Recipient,
)
from webapp.outbox.model import Joined
from webapp.pdf.render import render_in_child
from webapp.storage import files
from webapp.storage.database import Database
from webapp.wording import dates
from webapp.wording import notices as words

JOB = "notice.render"
ANY = frozenset(MeetingState)
UID_BYTES = 16
Report = Callable[[int, str], None]


@frozen
class Means:
    """What an installation lends to the making of a notice: where files are kept, its address, how links are made."""

    files: Path
    public_address: str
    linking: Linking


def send(
    db: Database, meeting_id: int, *, authority: str, urgency: str = "", by: By, now: datetime, key: str | None = None
) -> int:
    """Send a notice of the sitting as it stands, or a new version of it; return its number.

    Addressed to every titular and, for information, to the substitutes; its messages leave when its files are made.
    """
    check_lengths((urgency,))
    with act(db, meeting_id, "notice.sent", by=by, now=now, key=key, states=PREPARED) as unit:
        if not unit.done:
            facts = facts_of(unit, authority=authority, urgency=urgency.strip())
            unit.result = _send(unit, facts)
        return unit.result or 0


def _send(unit: Unit, facts: NoticeFacts) -> int:
    _check_true(unit)
    before = store.latest_notice(unit.db, unit.meeting.id)
    rules.check_sending(facts, before, now=unit.at, term=rules.term_of(unit.framed().settings))
    if unit.meeting.second_notice:
        rules.check_second(store.items(unit.db, unit.meeting.id), _first_items(unit))
    anew = before is None or before.cancels
    if anew:
        store.forget_late(unit.db, unit.meeting.id)
        facts = replace(facts, agenda=tuple(replace(each, late=False) for each in facts.agenda))
    first = NoticeKind.SECOND if unit.meeting.second_notice else NoticeKind.FIRST
    return _write(unit, first if anew else NoticeKind.AMENDED, facts, before)


def cancel(db: Database, meeting_id: int, *, reason: str, by: By, now: datetime, key: str | None = None) -> int:
    """Tell everybody who was convened that the sitting is not held; their calendars take it away."""
    reason = check_reason(reason)
    check_lengths((reason,))
    with act(db, meeting_id, "notice.cancelled", by=by, now=now, key=key, states=PREPARED) as unit:
        if not unit.done:
            _check_true(unit)
            before = standing(unit)
            unit.result = _write(unit, NoticeKind.CANCELLED, replace(before.facts, cancelled_for=reason), before)
        return unit.result or 0


def standing(unit: Unit) -> Notice:
    """Return the last version, or refuse where none was sent or it cancels."""
    found = store.latest_notice(unit.db, unit.meeting.id)
    if found is None:
        raise Refusal(NoticeRefusal.NOT_SENT)
    if found.cancels:
        raise Refusal(NoticeRefusal.CANCELLED)
    return found


def _write(unit: Unit, kind: NoticeKind, facts: NoticeFacts, before: Notice | None) -> int:
    digest = agenda_hash(facts)
    number = store.add_notice(
        unit.db,
        unit.meeting.id,
        kind,
        facts,
        version=1 if before is None else before.version + 1,
        uid=f"{secrets.token_hex(UID_BYTES)}@collegiale" if before is None else before.uid,
        agenda_hash=digest,
        by=unit.by.person_id,
        at=unit.at,
    )
    convened = _recipients(unit, number, kind, before)
    if not convened:
        raise Refusal(NoticeRefusal.NOBODY_TO_CONVENE)
    store.write_recipients(unit.db, convened)
    store.write_notice_job(
        unit.db, number, jobs.enqueue(unit.db, JOB, {"meeting": unit.meeting.id, "notice": number}, now=unit.at)
    )
    _write_convened(unit, number, kind, facts, before)
    act_name = "notice.cancelled" if kind is NoticeKind.CANCELLED else "notice.sent"
    unit.journal(
        act_name,
        version=1 if before is None else before.version + 1,
        kind=kind,
        recipients=len(convened),
        sha256=digest,
        reason=facts.cancelled_for or facts.urgency,
    )
    return number


def _recipients(unit: Unit, number: int, kind: NoticeKind, before: Notice | None) -> list[Recipient]:
    """Address a notice to who is appointed; a cancellation to those whom the notice reached."""
    if kind is NoticeKind.CANCELLED and before is not None:
        return [replace(each, notice_id=number) for each in store.recipients(unit.db, before.id)]
    found: dict[int, Recipient] = {}
    seats = unit.framed().roster.seats
    held = [(seat, seat.titular, True) for seat in seats if seat.titular is not None]
    held += [(seat, each, False) for seat in seats for each in seat.substitutes]
    for seat, each, titular in held:
        recipient = Recipient(notice_id=number, person_id=each.person_id, seat=seat.seat.id, titular=titular)
        found.setdefault(each.person_id, recipient)
    return list(found.values())


def _write_convened(unit: Unit, number: int, kind: NoticeKind, facts: NoticeFacts, before: Notice | None) -> None:
    """Write on the sitting since when it is convened: a version for the same day does not begin the delay anew."""
    same = before is not None and not before.cancels and before.facts.day == facts.day
    on = unit.meeting.notice_sent_on if same else dates.in_paris(unit.at).date()
    cancelled = kind is NoticeKind.CANCELLED
    store.write_convened(
        unit.db, unit.meeting.id, number, on=None if cancelled else on, urgency="" if cancelled else facts.urgency
    )


def _check_true(unit: Unit) -> None:
    if unit.meeting.rehearsal:
        raise Refusal(NoticeRefusal.REHEARSAL)


def _first_items(unit: Unit) -> list[Item]:
    first = unit.meeting.first_meeting_id
    return [] if first is None else store.items(unit.db, first)


def facts_of(unit: Unit, *, authority: str, urgency: str) -> NoticeFacts:
    """Return what a notice sent now would say."""
    meeting, framed = unit.meeting, unit.framed()
    first = None if meeting.first_meeting_id is None else store.meeting(unit.db, meeting.first_meeting_id)
    return _facts(
        meeting,
        framed.committee.name,
        framed.settings.max_mandates,
        store.items(unit.db, meeting.id),
        authority=authority,
        urgency=urgency,
        first=None if first is None else first.day,
    )


def facts_now(sitting: Sitting, *, authority: str, urgency: str, first: date | None) -> NoticeFacts:
    """Return the same of a sitting that is read; `first` is the day of the first sitting of a second notice."""
    return _facts(
        sitting.meeting,
        sitting.committee.name,
        sitting.settings.max_mandates,
        sitting.items,
        authority=authority,
        urgency=urgency,
        first=first,
    )


def _facts(
    meeting: Meeting,
    committee: str,
    max_mandates: int,
    items: Iterable[Item],
    *,
    authority: str,
    urgency: str,
    first: date | None,
) -> NoticeFacts:
    over = {ItemState.WITHDRAWN, ItemState.ADJOURNED, ItemState.JOINED}
    return NoticeFacts(
        authority=authority,
        committee=committee,
        title=meeting.title,
        mode=meeting.mode,
        mode_decision=meeting.mode_decision,
        starts_at=meeting.starts_at,
        place="" if meeting.mode is Mode.CONFERENCE else meeting.place,
        connection="" if meeting.mode is Mode.IN_PERSON else meeting.connection,
        urgency=urgency,
        cancelled_for="",
        first_sitting=first if meeting.second_notice else None,
        max_mandates=max_mandates,
        agenda=tuple(_noticed(each) for each in items if each.state not in over),
    )


def _noticed(item: Item) -> NoticedItem:
    return NoticedItem(
        id=item.id,
        label=item.label,
        title=item.title,
        nature="approval" if item.approves is not None else item.kind.value,
        commune=item.commune,
        applicant=item.applicant,
        late=item.late,
    )


def agenda_hash(facts: NoticeFacts) -> str:
    """Return the fingerprint of an agenda as a notice announces it."""
    agenda = [asdict(each) for each in facts.agenda]
    return hashlib.sha256(json.dumps(agenda, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def render(
    db: Database, meeting_id: int, notice_id: int, *, means: Means, report: Report, now: datetime
) -> dict[str, Any]:
    """Make the files of a version, then post its messages in the unit that ends the work: all of them, or none.

    Run twice, it posts nothing more; made after a later version's, it posts nothing: nobody reads the old one last.
    """
    notice = store.notice(db, meeting_id, notice_id)
    if notice is None:
        raise Refusal(NoticeRefusal.NOT_SENT)
    if notice.rendered_at is not None:
        return {"notice": notice_id, "file": notice.pdf}
    report(20, "Mise en page")
    page = paths.link(means.public_address, "meeting", meeting_id=meeting_id)
    pdf = f"{files.keep(means.files, render_in_child(document.letter_of(notice)), 'pdf')}.pdf"
    event = f"{files.keep(means.files, calendar.event_of(notice, page=page), 'ics')}.ics"
    report(90, "Écriture des messages")
    with act(db, meeting_id, "notice.rendered", by=SYSTEM, now=now, states=ANY) as unit:
        made = store.write_notice_files(db, notice_id, pdf=pdf, calendar=event, at=unit.at)
        if made:
            posted = _post_all(unit, replace(notice, pdf=pdf, calendar=event), means.linking)
            unit.journal("notice.rendered", version=notice.version, messages=posted, sha256=pdf.partition(".")[0])
        if made and notice.job_id is not None:
            jobs.done_within(db, notice.job_id, {"notice": notice_id, "file": pdf}, now=unit.at)
    return {"notice": notice_id, "file": pdf}


def _post_all(unit: Unit, notice: Notice, linking: Linking) -> int:
    every = store.notices(unit.db, unit.meeting.id)
    overtaken = any(each.version > notice.version and each.rendered_at is not None for each in every)
    found = [] if overtaken else store.recipients(unit.db, notice.id)
    return sum(post_notice(unit, notice, found, linking=linking, version=str(notice.version)))


def post_notice(
    unit: Unit, notice: Notice, found: list[Recipient], *, linking: Linking, version: str, reminder: bool = False
) -> list[bool]:
    """Write a version's message to each of these recipients; say of each whether it was written."""
    people = committees.people(unit.db, [each.person_id for each in found])
    before = _before(unit, notice)
    subject = words.SUBJECTS[notice.kind].format(
        committee=notice.facts.committee, moment=dates.moment(notice.facts.starts_at)
    )
    kind = "cancelled" if notice.cancels else "reminder" if reminder else "notice"
    return [
        post(
            unit,
            f"meeting.{kind}",
            people[each.person_id],
            version=version,
            subject=words.REMINDER.format(subject=subject) if reminder else subject,
            page=paths.path("reply" if each.titular else "meeting", meeting_id=unit.meeting.id),
            linking=linking,
            joined=_joined(notice),
            facts=notice.facts,
            sending=notice.kind,
            titular=each.titular,
            natures=words.NATURES,
            answer_by=notice.facts.day - timedelta(days=1),
            changed=_changed(before, notice),
        )
        is not None
        for each in found
    ]


def _before(unit: Unit, notice: Notice) -> Notice | None:
    earlier = [each for each in store.notices(unit.db, unit.meeting.id) if each.version < notice.version]
    return earlier[-1] if earlier else None


def _changed(before: Notice | None, notice: Notice) -> str:
    found = () if before is None else rules.changes(before.facts, notice.facts)
    return ", ".join(words.CHANGES[each] for each in found)


def _joined(notice: Notice) -> tuple[Joined, ...]:
    names = ((notice.pdf, "pdf", "application/pdf"), (notice.calendar, "ics", "text/calendar"))
    stem = f"{words.FILES['pdf']}-{notice.facts.day.isoformat()}"
    return tuple(
        Joined(name=f"{stem}.{ending}", media_type=kind, file=file) for file, ending, kind in names if file is not None
    )


def read(folder: Path, name: str | None) -> bytes:
    """Read a version's file back, held against its hash."""
    if name is None:
        raise Refusal(NoticeRefusal.NOT_MADE)
    try:
        return files.read(folder, name)
    except (FileNotFoundError, files.FileDamagedError) as fault:
        raise Refusal(NoticeRefusal.FILE_LOST) from fault
