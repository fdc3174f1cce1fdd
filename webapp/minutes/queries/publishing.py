"""Who may read the publishable version of a sitting's minutes (LAW PUB-2)."""

from webapp.documents.model import Access
from webapp.minutes import store
from webapp.minutes.model.publishing import AccessRuling, Published
from webapp.storage.database import Database


def accesses(db: Database, meeting_id: int) -> list[AccessRuling]:
    """Return every decision, the last one first."""
    return store.accesses(db, meeting_id)[::-1]


def last_access(db: Database, meeting_id: int) -> AccessRuling | None:
    """Return the decision that stands, None while nobody decided."""
    return next(iter(accesses(db, meeting_id)), None)


def published(db: Database, meeting_id: int) -> Published | None:
    """Return what everybody may read, None while nothing is published or once all is eliminated; rectified since, it is told out of date."""
    ruling = last_access(db, meeting_id)
    if ruling is None or ruling.access is not Access.PUBLISHED or store.eliminated(db, meeting_id):
        return None
    file = store.file(db, ruling.file_id)
    if file is None or file.sha256 is None:
        return None
    rectified = {each.file_id for each in store.rectifications(db, meeting_id)}
    return Published(file=file, ruling=ruling, out_of_date=file.of_file in rectified)
