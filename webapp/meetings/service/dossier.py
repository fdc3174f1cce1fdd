"""The file of a sitting: documents of its items, who may read them beyond the committee, its public page."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.documents import queries as reading
from webapp.documents import service as documents
from webapp.documents.model import Access, DocumentRefusal, Nature, Secret
from webapp.documents.service import Incoming
from webapp.kernel.errors import Refusal
from webapp.meetings.service.unit import EVER, Unit, act
from webapp.meetings.sitting import Item
from webapp.storage.database import Database


def add(
    db: Database,
    meeting_id: int,
    item_id: int,
    incoming: Incoming,
    *,
    title: str,
    nature: Nature,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Add a document to an item; return its number. Late or not it is taken, and its date says it (LAW CNV-4)."""
    with act(db, meeting_id, "document.added", by=by, now=now, key=key, states=EVER) as unit:
        if not unit.done:
            check_true(unit)
            unit.result = put(unit, unit.item(item_id), incoming, title=title, nature=nature)
        return unit.result or 0


def replace(
    db: Database,
    meeting_id: int,
    document_id: int,
    incoming: Incoming,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Put another version in the place of the current one; both stay, with their hashes."""
    with act(db, meeting_id, "document.replaced", by=by, now=now, key=key, states=EVER) as unit:
        if unit.done:
            return
        put_version(unit, document_id, incoming)


def describe(
    db: Database,
    meeting_id: int,
    document_id: int,
    *,
    title: str,
    nature: Nature,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Give a document another title or nature."""
    with act(db, meeting_id, "document.changed", by=by, now=now, key=key, states=EVER) as unit:
        if unit.done:
            return
        before = documents.describe(db, unit.meeting.topic, document_id, title=title, nature=nature)
        unit.journal(
            "document.changed", document=document_id, title=title.strip(), before=before.title, nature=nature.value
        )


def move(
    db: Database, meeting_id: int, document_id: int, position: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Put a document at a place among those of its item, 1 being the first."""
    with act(db, meeting_id, "document.moved", by=by, now=now, key=key, states=EVER) as unit:
        if unit.done:
            return
        moved = documents.move(db, unit.meeting.topic, document_id, position)
        unit.journal("document.moved", document=document_id, title=moved.title, position=position)


def withdraw(
    db: Database, meeting_id: int, document_id: int, *, reason: str, by: By, now: datetime, key: str | None = None
) -> None:
    """Withdraw a document with its reason: it stays in the file, marked."""
    with act(db, meeting_id, "document.withdrawn", by=by, now=now, key=key, states=EVER) as unit:
        if unit.done:
            return
        withdrawn = documents.withdraw(db, unit.meeting.topic, document_id, reason=reason, at=unit.at)
        unit.journal("document.withdrawn", document=document_id, title=withdrawn.title, reason=reason.strip())


def rule(
    db: Database,
    meeting_id: int,
    document_id: int,
    version: int,
    access: Access,
    *,
    secret: Secret | None = None,
    reason: str = "",
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Decide who may read a document beyond the committee (CSP L1416-1; LAW CNV-9, PUB-2)."""
    with act(db, meeting_id, "document.ruled", by=by, now=now, key=key, states=EVER) as unit:
        if unit.done:
            return
        ruled = documents.rule(
            db,
            unit.meeting.topic,
            document_id,
            version,
            access,
            secret=secret,
            reason=reason,
            may_publish=unit.framed().settings.publish_file,
            by=by,
            at=unit.at,
        )
        unit.journal(
            "document.ruled",
            document=document_id,
            title=ruled.title,
            version=version,
            access=access.value,
            secret=secret and secret.value,
            reason=reason.strip(),
        )


def publish_page(db: Database, meeting_id: int, shown: bool, *, by: By, now: datetime, key: str | None = None) -> None:
    """Let everybody read the sitting's page, or take it back; what is already so changes nothing."""
    name = "public_page.published" if shown else "public_page.withdrawn"
    with act(db, meeting_id, name, by=by, now=now, key=key, states=EVER) as unit:
        check_true(unit)
        topic = unit.meeting.topic
        if unit.done or shown == (reading.published_at(db, topic) is not None):
            return
        if shown:
            documents.publish_page(db, topic, by=by, at=unit.at)
        else:
            documents.unpublish_page(db, topic)
        unit.journal(name)


def put(unit: Unit, item: Item, incoming: Incoming, *, title: str, nature: Nature) -> int:
    """Add a document to an item, inside an act; return its number."""
    number = documents.add(
        unit.db, unit.meeting.topic, item.topic, incoming, title=title, nature=nature, by=unit.by, at=unit.at
    )
    unit.journal(
        "document.added",
        item=item.id,
        document=number,
        title=title.strip(),
        name=incoming.name,
        sha256=incoming.draft.sha256,
    )
    return number


def put_version(unit: Unit, document_id: int, incoming: Incoming) -> None:
    """Put another version in the place of the current one, inside an act."""
    before = documents.replace(unit.db, unit.meeting.topic, document_id, incoming, by=unit.by, at=unit.at)
    unit.journal(
        "document.replaced",
        document=document_id,
        title=before.title,
        version=before.current.number + 1,
        former_sha256=before.current.sha256,
        sha256=incoming.draft.sha256,
    )


def carry(db: Database, item: Item, meeting_id: int, item_id: int, *, by: By, at: datetime) -> None:
    """Take the documents of an item along to the sitting that takes it up; they stay in the first file too.

    Each keeps the day it was handed over: the committee has had it since then (CRPA R133-8; LAW CNV-4).
    """
    topic = f"meeting:{meeting_id}"
    found = documents.carry(db, (f"meeting:{item.meeting_id}", item.topic), (topic, f"item:{item_id}"))
    if found:
        hashes = [each.current.sha256 for each in found]
        titles = ", ".join(each.title for each in found)
        audit.record(
            db, "document.carried", topic, by=by, now=at, scope=topic, item=item_id, titles=titles, sha256=hashes
        )


def check_true(unit: Unit) -> None:
    """Refuse documents and pages of a rehearsal: it copies none, and nothing of it leaves the house (LAW ARC-1)."""
    if unit.meeting.rehearsal:
        raise Refusal(DocumentRefusal.OF_A_REHEARSAL)
