"""What leaves by itself: offers that ended go on, reminders are written, each once whatever is restarted."""

from collections.abc import Iterable
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM, By
from webapp.jobs import service as jobs
from webapp.kernel import clock
from webapp.registrations import queries as signed
from webapp.registrations.model import Registration, Status
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import Due, MessageKind, Round
from webapp.webinars.queries import attendance
from webapp.webinars.service import letters, signing
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import act

ROUND = "webinar.round"
BATCH = 200  # letters in one unit: nobody who votes meanwhile waits long


def set_messages(
    db: Database, webinar_id: int, off: Iterable[MessageKind], *, by: By, now: datetime, key: str | None = None
) -> None:
    """Say which messages a webinar does without (WEB-5); what has left already has left."""
    with act(db, webinar_id, "messages.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        kinds = frozenset(off)
        store.write_messages_off(db, webinar_id, sorted(kinds))
        unit.journal("webinar.messages_changed", off=len(kinds))


def sweep(db: Database, *, means: Means, now: datetime) -> datetime | None:
    """Do what fell due by itself; return when something next does, None: when somebody has written."""
    for occurrence_id in signed.dates_to_settle(db, now=now):
        signing.settle(db, occurrence_id, means=means, now=now)
    rounds = queries.rounds(db, now=now)
    for each in rounds:
        if each.due_at <= now:
            _begin(db, each, now=now)
    return queries.next_look(db, (each for each in rounds if each.due_at > now), now=now)


def _begin(db: Database, due: Due, *, now: datetime) -> None:
    """Leave a round to be written: begun once, it is a piece of work that is tried again when it fails."""
    starts_at = due.occurrence.starts_at
    with unit_of_work(db):
        if store.begin_round(db, due.occurrence.id, due.round, starts_at, at=now):
            payload = {"occurrence": due.occurrence.id, "round": due.round, "starts_at": clock.to_text(starts_at)}
            jobs.enqueue(db, ROUND, payload, now=now)


def write_round(
    db: Database, occurrence_id: int, which: Round, starts_at: datetime, *, means: Means, now: datetime
) -> int:
    """Write to each confirmed person; cut short and begun again, it writes to nobody twice. Return how many letters."""
    written, last = 0, 0
    while True:
        with unit_of_work(db):
            due = _still_due(db, occurrence_id, which, starts_at, now=now)
            people = [] if due is None else _confirmed(db, occurrence_id, last)
            came = _came(db, people, which)
            for each in people:
                if due is not None and rules.is_reminded(each, due):
                    written += _write(db, due, each, came=each.id in came, means=means, now=now)
            if len(people) < BATCH:
                _end(db, occurrence_id, which, starts_at, due, now=now)
                return written
            last = people[-1].id


def _confirmed(db: Database, occurrence_id: int, after: int) -> list[Registration]:
    return signed.next_of(db, occurrence_id, frozenset({Status.CONFIRMED}), after=after, most=BATCH)


def _still_due(db: Database, occurrence_id: int, which: Round, starts_at: datetime, *, now: datetime) -> Due | None:
    """Return the round unless the date was cancelled or moved, its hour passed, or its message was switched off."""
    occurrence = signed.occurrence(db, occurrence_id)
    if occurrence is None or occurrence.cancelled or occurrence.starts_at != starts_at:
        return None
    webinar = queries.of_campaign(db, occurrence.campaign_id)
    if webinar is None:
        return None
    off = queries.messages_off(db, webinar.id)
    found = rules.due(webinar, occurrence, begun=(), off=off, moved_at=None, now=now)
    return next((each for each in found if each.round is which), None)


def _came(db: Database, people: Iterable[Registration], which: Round) -> frozenset[int]:
    """Return who of these was seen there: they alone are thanked for it, all are told where the rest is."""
    if which is not Round.THANKS:
        return frozenset()
    return attendance.came_among(db, [each.id for each in people])


def _write(db: Database, due: Due, registration: Registration, *, came: bool, means: Means, now: datetime) -> bool:
    asks = due.round is Round.EVE and MessageKind.COMING not in due.off
    page = "entry" if due.round is Round.HOUR else "coming" if asks else "registration"
    number = letters.post(
        db,
        due.webinar,
        due.round,
        registration,
        means=means,
        now=now,
        once=clock.to_text(due.occurrence.starts_at),
        page=page,
        asks=asks,
        came=came,
    )
    return number is not None


def _end(
    db: Database, occurrence_id: int, which: Round, starts_at: datetime, due: Due | None, *, now: datetime
) -> None:
    if store.end_round(db, occurrence_id, which, starts_at, at=now) and due is not None:
        webinar = due.webinar
        audit.record(db, "webinar.reminded", webinar.topic, by=SYSTEM, now=now, scope=webinar.topic, round=which)
        audit.touch(db, webinar.topic)
