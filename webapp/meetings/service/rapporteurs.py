"""Entrusting items to services, what they hand over, and reminding them."""

from datetime import date, datetime

from webapp.accounts import queries as accounts
from webapp.accounts.model import Linking, Role
from webapp.audit.model import By
from webapp.documents import queries as documents
from webapp.documents.model import Document, Nature
from webapp.documents.service import Incoming
from webapp.jobs import service as jobs
from webapp.kernel import paths
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules import rapporteurs as rules
from webapp.meetings.service import dossier, letters
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act
from webapp.meetings.sitting import Entrusted, Item, MeetingRefusal, MeetingState
from webapp.storage.database import Database
from webapp.wording import documents as words
from webapp.wording.dates import day, in_paris

REMINDER = "meeting.rapporteur"
ENTRUSTED = "meeting.entrusted"


def entrust(
    db: Database,
    meeting_id: int,
    item_id: int,
    person_id: int,
    *,
    due_on: date,
    reminder_days: int,
    linking: Linking,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Entrust an item to a service until a day, and tell it; a reminder leaves by itself if something is missing near it.

    Saying the same again writes no second message; another day or another person does.
    """
    with act(db, meeting_id, "rapporteur.entrusted", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        dossier.check_true(unit)
        item = unit.item(item_id)
        known = accounts.people_with_role(db, Role.RAPPORTEUR, unit.meeting.committee_id)
        rules.check_entrusting(
            person_id,
            (each.id for each in known),
            due_on=due_on,
            today=in_paris(unit.at).date(),
            sits_on=unit.meeting.day,
        )
        before = store.entrusted(db, item.id)
        given = Entrusted(
            item_id=item.id,
            person_id=person_id,
            due_on=due_on,
            entrusted_by=by.person_id,
            entrusted_at=unit.at,
        )
        store.write_entrusted(db, given)
        due_at = rules.reminder_at(due_on, reminder_days)
        if due_at > unit.at:
            payload = {"meeting": meeting_id, "item": item.id, "due_on": due_on.isoformat()}
            jobs.enqueue(db, REMINDER, payload, now=unit.at, due_at=due_at)
        unit.journal("rapporteur.entrusted", item=item.id, person=person_id, on=due_on.isoformat())
        if before is None or (before.person_id, before.due_on) != (person_id, due_on):
            subject = f"Un point vous est confié, à déposer au plus tard le {day(due_on)} : {item.title}"
            _write(unit, given, linking, kind=ENTRUSTED, subject=subject, occasion=letters.occasion(unit))


def take_back(db: Database, meeting_id: int, item_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Take an item back: its rapporteur sees it no more, what they handed over stays in the file."""
    with act(db, meeting_id, "rapporteur.taken_back", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        given = _entrusted(unit, item_id)
        store.remove_entrusted(db, item_id)
        unit.journal("rapporteur.taken_back", item=item_id, person=given.person_id)


def deposit(
    db: Database,
    meeting_id: int,
    item_id: int,
    nature: Nature,
    incoming: Incoming,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Hand over a file for one's own item; what one handed over before gets a new version, nothing else is touched."""
    with act(db, meeting_id, "rapporteur.deposited", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        rules.check_deposit(store.entrusted(db, item_id), by.person_id, nature, today=in_paris(unit.at).date())
        item = unit.item(item_id)
        former = _deposited(unit, item, by.person_id).get(nature)
        if former is None:
            dossier.put(unit, item, incoming, title=words.NATURES[nature.value], nature=nature)
        else:
            dossier.put_version(unit, former.id, incoming)


def remind(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    linking: Linking,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Write to the rapporteur what is still to be handed over, and until when."""
    with act(db, meeting_id, "rapporteur.reminded", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        given = _entrusted(unit, item_id)
        if not _remind(unit, given, linking, occasion=letters.occasion(unit)):
            raise Refusal(MeetingRefusal.NOTHING_TO_REMIND)


def remind_when_due(
    db: Database, meeting_id: int, item_id: int, due_on: date, *, linking: Linking, by: By, now: datetime
) -> bool:
    """Write the reminder that was due, unless all was handed over, the day was changed or the sitting is closed."""
    meeting, given = store.meeting(db, meeting_id), store.entrusted(db, item_id)
    if meeting is None or meeting.state is MeetingState.CLOSED or given is None or given.due_on != due_on:
        return False
    with act(db, meeting_id, "rapporteur.reminded", by=by, now=now, states=NOT_CLOSED) as unit:
        return _remind(unit, _entrusted(unit, item_id), linking, occasion=f"due:{due_on.isoformat()}")


def _remind(unit: Unit, given: Entrusted, linking: Linking, *, occasion: str) -> bool:
    """Write what is still missing, and keep that it was written."""
    subject = f"Pièces à déposer au plus tard le {day(given.due_on)} : {unit.item(given.item_id).title}"
    lacking, written = _write(unit, given, linking, kind=REMINDER, subject=subject, occasion=occasion)
    if written:
        unit.journal("rapporteur.reminded", item=given.item_id, person=given.person_id)
    return lacking


def _write(
    unit: Unit, given: Entrusted, linking: Linking, *, kind: str, subject: str, occasion: str
) -> tuple[bool, bool]:
    """Leave the letter, once per occasion; return whether something is still lacking, and whether it was written now."""
    item, person = unit.item(given.item_id), accounts.find(unit.db, given.person_id)
    lacking = rules.missing(_deposited(unit, item, given.person_id))
    if person is None or not lacking:
        return False, False
    written = letters.post(
        unit,
        kind,
        person,
        version=f"{item.id}:{occasion}",
        subject=subject,
        page=paths.path("deposit", meeting_id=unit.meeting.id, item_id=item.id),
        linking=linking,
        item=item,
        due_on=given.due_on,
        lacking=[words.NATURES[each.value] for each in lacking],
    )
    return True, written is not None


def _entrusted(unit: Unit, item_id: int) -> Entrusted:
    item = unit.item(item_id)
    given = store.entrusted(unit.db, item.id)
    if given is None:
        raise Refusal(MeetingRefusal.NOT_ENTRUSTED)
    return given


def _deposited(unit: Unit, item: Item, person_id: int | None) -> dict[Nature, Document]:
    return rules.deposited(documents.of_scope(unit.db, unit.meeting.topic), item.topic, person_id)
