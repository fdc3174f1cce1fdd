"""What goes of the proofs of a convocation, under a rule or a visa that the floor above checks (LAW ARC-1)."""

from datetime import datetime
from functools import partial
from pathlib import Path

from webapp.meetings import store
from webapp.meetings.service.scans import FOLDER
from webapp.meetings.sitting import Meeting
from webapp.outbox import service as outbox
from webapp.storage.database import Database


def eliminate(db: Database, meeting: Meeting, *, at: datetime) -> None:
    """Remove proofs, replies and messages, inside the caller's unit of work; what a notice said stays."""
    store.forget_proofs(db, meeting.id)
    outbox.forget_topic(db, meeting.topic, now=at)


def remove_files(db: Database, meeting: Meeting, folder: Path) -> None:
    """Have the files of notices and the papers shown removed once the unit is durable; rows keep their hashes."""
    notices = [name for each in store.notices(db, meeting.id) for name in (each.pdf, each.calendar) if name is not None]
    papers = {each.paper for each in store.ledger(db, meeting.id) if each.paper is not None}
    for file in (*(folder / name for name in notices), *(folder / FOLDER / name for name in sorted(papers))):
        db.after_commit(partial(file.unlink, missing_ok=True))
