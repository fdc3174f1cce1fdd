"""A consultation in writing, from its announcement to its results (ordonnance 2014-1329 art. 3, décret 2014-1627)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from webapp.accounts.model import Linking, Person
from webapp.audit.model import By
from webapp.committees import queries as committees
from webapp.kernel import clock, paths
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.model import Mode
from webapp.meetings.rules import written as rules
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.rules.vote import quorum_at, rights_of
from webapp.meetings.service import approval, letters
from webapp.meetings.service.ledger import write
from webapp.meetings.service.sequel import after_closing
from webapp.meetings.service.unit import PREPARED, Unit, act, check_lengths, check_reason
from webapp.meetings.service.voting import count, mark_of, open_poll
from webapp.meetings.sitting import (
    Act,
    ClosingKind,
    Consultation,
    Extension,
    Item,
    ItemKind,
    ItemState,
    Meeting,
    MeetingRefusal,
    Motion,
    MotionState,
    Opening,
    WrittenRefusal,
)
from webapp.outbox import queries as outbox
from webapp.outbox import service as posting
from webapp.storage.database import Database
from webapp.wording.sitting import NOT_HALF

_OPENED = "written_opened"


def in_writing(unit: Unit) -> None:
    """Refuse what belongs to a consultation alone."""
    if unit.meeting.mode is not Mode.WRITTEN:
        raise Refusal(WrittenRefusal.NOT_IN_WRITING)


def announced(unit: Unit) -> Consultation:
    """Return the consultation, or refuse while it is not announced."""
    found = store.consultation(unit.db, unit.meeting.id)
    if found is None:
        raise Refusal(WrittenRefusal.NOT_ANNOUNCED)
    return found


def addressees(unit: Unit) -> list[Person]:
    """Return every member to whom messages go: who holds a seat, and the substitute who takes part for it."""
    found: dict[int, Person] = {}
    for seat in unit.framed().roster.seats:
        taking_part = unit.frame.voters.get(seat.seat.id)
        for each in seat.people:
            if each is seat.titular or each.person_id == taking_part:
                found.setdefault(each.person_id, each.person)
    return list(found.values())


def announce(
    db: Database,
    meeting_id: int,
    closes_at: datetime,
    terms: str,
    *,
    linking: Linking,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Announce the consultation to every member: start, earliest closing, technical terms (ECR-1, ECR-2).

    The debate opens at the sitting's own hour, by itself; a second message is written now and leaves then. Settings,
    the number composing and who takes part are frozen from here on.
    """
    check_lengths((), (terms,))
    with act(db, meeting_id, "written.announced", by=by, now=now, key=key, states=PREPARED) as unit:
        if unit.done:
            return
        in_writing(unit)
        framed, meeting = unit.framed(), unit.meeting
        if committees.term_on(db, meeting.committee_id, meeting.composed_on) is None:
            raise Refusal(MeetingRefusal.OUT_OF_TERM, day=meeting.composed_on.isoformat())
        items = store.items(db, meeting_id)
        if not items:
            raise Refusal(MeetingRefusal.AGENDA_EMPTY)
        means = store.means(db, meeting_id)
        rules.check_conditions(framed.settings, meeting.mode_decision, items, framed.roster, means)
        rules.check_announced(meeting.starts_at, closes_at, at=unit.at, least_hours=framed.settings.min_debate_hours)
        if not terms.strip():
            raise Refusal(WrittenRefusal.TERMS_MISSING)
        _check_texts(items, store.motions(db, meeting_id))
        _preside(unit)
        store.write_opened(db, meeting_id, settings=framed.settings, composing=framed.composing, at=unit.at)
        found = Consultation(
            meeting_id=meeting_id,
            announced_at=unit.at,
            debate_opens_at=meeting.starts_at,
            debate_closes_at=closes_at,
            terms=terms.strip(),
            debate_closed_at=None,
            vote_opens_at=None,
            vote_closes_at=None,
            vote_closed_at=None,
            results_sent_at=None,
        )
        store.add_consultation(db, found)
        unit.journal(
            "written.announced",
            composing=framed.composing,
            opens_at=clock.to_text(found.debate_opens_at),
            closes_at=clock.to_text(closes_at),
            seats={str(seat): person for seat, person in sorted(unit.frame.voters.items())},
        )
        _to_all(unit, "written_announced", "Consultation écrite", linking, found=found, items=items)
        _tell_opening(unit, found, linking)


def _check_texts(items: list[Item], motions: list[Motion]) -> None:
    asked = {each.id for each in items if each.kind is ItemKind.VOTE}
    if not asked & {each.item_id for each in motions}:
        raise Refusal(WrittenRefusal.NOTHING_TO_VOTE)
    bare = next((each for each in motions if not each.text.strip()), None)
    if bare is not None:
        raise Refusal(MeetingRefusal.TEXT_MISSING, title=bare.title)


def _preside(unit: Unit) -> None:
    """Write who presides: whoever takes part for the chair's seat (VOT-5)."""
    chair = unit.framed().roster.chair
    person_id = None if chair is None else unit.frame.voters.get(chair.seat.id)
    if chair is None or person_id is None:
        raise Refusal(WrittenRefusal.CHAIR_SEAT_VACANT)
    write(unit, Act.CHAIR, unit.at, seat=chair.seat.id, person_id=person_id)


def extend(
    db: Database,
    meeting_id: int,
    closes_at: datetime,
    reason: str,
    *,
    linking: Linking,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Let the debate go on until later, before the chair closes it, and tell every member (ECR-5)."""
    reason = check_reason(reason)
    with act(db, meeting_id, "written.extended", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = announced(unit)
        rules.check_extension(found, closes_at)
        if closes_at <= unit.at:
            raise Refusal(WrittenRefusal.EXTENSION_BACKWARD)
        made = Extension(before=found.debate_closes_at, after=closes_at, reason=reason, made_at=unit.at)
        store.add_extension(db, meeting_id, made, by.person_id)
        unit.journal(
            "written.extended", before=clock.to_text(made.before), after=clock.to_text(made.after), reason=reason
        )
        _to_all(unit, "written_extended", "Débats prolongés", linking, made=made)
        if unit.at < found.debate_opens_at:
            _tell_opening_anew(unit, replace(found, debate_closes_at=closes_at), linking)


def _tell_opening_anew(unit: Unit, found: Consultation, linking: Linking) -> None:
    """Write the opening message again where it still waits: it recalls the limit that now holds (décret 2014-1627)."""
    for message in outbox.about(unit.db, unit.meeting.topic):
        if message.letter.kind == f"meeting.{_OPENED}":
            posting.withdraw(unit.db, message.letter.key, now=unit.at)
    _tell_opening(unit, found, linking)


def _tell_opening(unit: Unit, found: Consultation, linking: Linking) -> None:
    """Write the message that opens the debate, which leaves by itself at its hour."""
    _to_all(unit, _OPENED, "Les débats sont ouverts", linking, due_at=found.debate_opens_at, found=found)


def close_debate(
    db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime, key: str | None = None
) -> None:
    """Close the debate by the chair's message, never before the announced limit (ECR-4)."""
    with act(db, meeting_id, "written.debate_closed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = announced(unit)
        rules.check_debate_closing(found, unit.at)
        store.write_debate_closed(db, meeting_id, unit.at)
        unit.journal("written.debate_closed", limit=clock.to_text(found.debate_closes_at))
        _to_all(unit, "written_debate_closed", "Débats clos", linking, found=found)


def open_votes(
    db: Database, meeting_id: int, hours: int, *, linking: Linking, by: By, now: datetime, key: str | None = None
) -> None:
    """Open every vote of the agenda at once, for one duration that the message to all gives (ECR-8).

    Each text is frozen (VOT-10), each seat gets its right or the reason why it has none, and the tolerance is the one
    that was frozen at the announcement.
    """
    with act(db, meeting_id, "written.votes_opened", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found, settings = announced(unit), unit.framed().settings
        rules.check_vote_opening(found, hours, least_hours=settings.min_vote_hours)
        closes_at = unit.at + timedelta(hours=hours)
        store.write_votes(db, meeting_id, unit.at, closes_at)
        items = {each.id: each for each in store.items(db, meeting_id)}
        for motion in store.motions(db, meeting_id):
            if items[motion.item_id].kind is ItemKind.VOTE and not items[motion.item_id].over:
                _open(unit, motion, closes_at, settings.closing_grace, revote=settings.revote)
        unit.journal("written.votes_opened", closes_at=clock.to_text(closes_at), hours=hours)
        _to_all(
            unit, "written_votes_opened", "Votez", linking, page="written_votes", hours=hours, closes_at=closes_at,
            revote=settings.revote,
        )  # fmt: skip


def _open(unit: Unit, motion: Motion, closes_at: datetime, grace_minutes: int, *, revote: bool) -> None:
    facts = store.ledger(unit.db, unit.meeting.id)
    rights = rights_of(unit.frame, presence_at(facts, unit.at, unit.frame.titulars), motion.item_id)
    found = quorum_at(unit.frame, facts, unit.at, motion.item_id)
    open_poll(
        unit,
        motion,
        rights,
        Opening(quorum=found, mark=mark_of(facts)),
        revote=revote,
        closes_at=closes_at,
        received_until=rules.received_until(closes_at, grace_minutes) if grace_minutes else None,
    )


def close_votes(db: Database, meeting_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Record that the votes are over, once no ballot can be received any more, and judge each of them (ECR-9).

    The hour had ended them: this act writes what they made.
    """
    with act(db, meeting_id, "written.votes_closed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = announced(unit)
        if found.vote_closed_at is not None:
            return
        rules.check_vote_closing(found, unit.at, grace_minutes=unit.framed().settings.closing_grace)
        for motion in store.motions(db, meeting_id):
            if motion.state is MotionState.OPEN:
                count(unit, motion)
        store.write_votes_closed(db, meeting_id, unit.at)
        half = quorum_at(unit.frame, store.ledger(db, meeting_id), unit.at, None)
        unit.journal("written.votes_closed", counted=half.counted, required=half.required)


def send_results(
    db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime, key: str | None = None
) -> None:
    """Send the results to every member, those who took no part included, and end the consultation (ECR-10).

    Where fewer than half took part it is without effect, which nothing waives (ECR-9).
    """
    with act(db, meeting_id, "written.results_sent", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = announced(unit)
        if found.vote_closed_at is None:
            raise Refusal(WrittenRefusal.VOTES_NOT_CLOSED)
        items, motions = store.items(db, meeting_id), store.motions(db, meeting_id)
        half = quorum_at(unit.frame, store.ledger(db, meeting_id), unit.at, None)
        for motion in motions:
            if motion.result is not None:
                store.write_announced(db, motion.id, unit.at)
                approval.voted(unit, motion)
        _settle(unit, found, items, motions)
        store.write_results_sent(db, meeting_id, unit.at)
        kind = ClosingKind.NO_QUORUM if half.lacking else ClosingKind.NORMAL
        store.write_closed(db, meeting_id, kind, unit.at)
        unit.journal("written.results_sent", kind=kind, counted=half.counted, required=half.required)
        after_closing(unit)
        _to_all(
            unit, "written_results", "Résultats", linking, half=half,
            votes=[(item, motion) for item in items for motion in motions if motion.item_id == item.id],
        )  # fmt: skip


def tell_minutes(db: Database, meeting: Meeting, *, linking: Linking, by: By, at: datetime) -> None:
    """Send every member the minutes of a consultation on a draft text, inside the unit that makes them final (ECR-11)."""
    unit = Unit(db=db, meeting=meeting, by=by, now=at, at=at, entered=at)
    _to_all(unit, "written_minutes", "Procès-verbal", linking, page="meeting_minutes")
    unit.journal("written.minutes_sent")


def _settle(unit: Unit, found: Consultation, items: list[Item], motions: list[Motion]) -> None:
    """End each item: without effect where half did not take part in it."""
    for item in items:
        if item.over:
            continue
        lacking = any(
            each.item_id == item.id and each.result is not None and each.result.quorum.lacking for each in motions
        )
        store.write_item_state(
            unit.db,
            item,
            ItemState.ADJOURNED if lacking else ItemState.DONE,
            reason=NOT_HALF if lacking else "",
            begun_at=found.debate_opens_at,
            ended_at=found.vote_closed_at,
        )


def _to_all(
    unit: Unit,
    kind: str,
    subject: str,
    linking: Linking,
    *,
    page: str = "meeting",
    due_at: datetime | None = None,
    **facts: Any,
) -> None:
    for person in addressees(unit):
        letters.post(
            unit,
            f"meeting.{kind}",
            person,
            version=letters.occasion(unit),
            subject=f"{subject} : {unit.framed().committee.name}",
            page=paths.path(page, meeting_id=unit.meeting.id),
            linking=linking,
            due_at=due_at,
            **facts,
        )
