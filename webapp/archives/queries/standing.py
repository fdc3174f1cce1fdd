"""What is left here of a sitting, part by part, and what its elimination may stand on (ARC-1)."""

from collections.abc import Sequence
from datetime import datetime

from webapp.archives import rules, store
from webapp.archives.model import PARTS, Elimination, Export, Going, Standing
from webapp.documents import queries as documents
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import Meeting
from webapp.minutes import queries as minutes
from webapp.minutes.model import fingerprint
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model.retention import Category
from webapp.storage.database import Database
from webapp.wording import archives as words


def exports(db: Database, meeting_id: int) -> list[Export]:
    """Return the exports made of a sitting, the latest first."""
    return store.exports(db, meeting_id)


def eliminations(db: Database, meeting_id: int) -> dict[Category, Elimination]:
    """Return the certificates of a sitting, by part."""
    return store.eliminations(db, meeting_id, registrations.rules_adopted(db))


def elimination(db: Database, meeting_id: int, number: int) -> Elimination | None:
    """Return one certificate of this sitting, or None."""
    return next((each for each in eliminations(db, meeting_id).values() if each.id == number), None)


def standing(db: Database, meeting: Meeting, *, now: datetime) -> tuple[Standing, ...]:
    """Say of each part what an elimination would remove, and whether a rule allows it."""
    gone = eliminations(db, meeting.id)
    adopted = registrations.adopted(db)
    closed_at = meeting.closed_at or now
    return tuple(
        Standing(
            part=part,
            going=() if part in gone else going(db, meeting, part),
            ground=rules.ground_of(adopted.get(part), closed_at, now=now),
            gone=gone.get(part),
        )
        for part in PARTS
    )


def fingerprint_of(listed: Sequence[Going]) -> str:
    """Return the SHA-256 of what goes, as its certificate will keep it."""
    return fingerprint(store.listed(listed).encode())


def going(db: Database, meeting: Meeting, part: Category) -> tuple[Going, ...]:
    """List what an elimination of a part removes."""
    match part:
        case Category.MINUTES:
            return _minutes(db, meeting)
        case Category.FILE:
            return tuple(
                Going(
                    what=words.DOCUMENT,
                    name=f"{each.title}, {words.OLD_VERSION} {version.number}",
                    sha256=version.sha256,
                )
                for each in documents.of_scope(db, meeting.topic)
                for version in each.versions
            )
        case _:
            return _proofs(db, meeting)


def _minutes(db: Database, meeting: Meeting) -> tuple[Going, ...]:
    files = [
        Going(what=words.KEPT_AS[ending], name=ending.upper(), sha256=sha256)
        for sha256, ending in minutes.kept_names(db, meeting.id)
    ]
    texts = minutes.written_of(db, meeting.id)
    return (*files, *(Going(what=words.WRITTEN[kind], name=str(number)) for kind, number in texts.items() if number))


def _proofs(db: Database, meeting: Meeting) -> tuple[Going, ...]:
    found = [
        Going(what=f"{words.NOTICE} {each.version}", name=_ending(kept), sha256=kept.partition(".")[0])
        for each in meetings.notices(db, meeting.id)
        for kept in (each.pdf, each.calendar)
        if kept is not None
    ]
    papers = dict.fromkeys(each.paper for each in meetings.ledger(db, meeting.id) if each.paper is not None)
    found += [Going(what=words.PAPER, name=_ending(each), sha256=each.partition(".")[0]) for each in papers]
    counts = (
        (words.RECEPTIONS, len(meetings.receptions(db, meeting.id))),
        (words.MESSAGES, len(outbox.about(db, meeting.topic))),
    )
    return (*found, *(Going(what=what, name=str(number)) for what, number in counts if number))


def _ending(kept: str) -> str:
    return kept.partition(".")[2].upper()
