"""A correction of final minutes is a new version that names the first, which is kept (LAW PV-4)."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.minutes import queries, store
from webapp.minutes.model import MinutesRefusal, MinutesState, Rectification, SigningRefusal
from webapp.minutes.service.rendering import check_there
from webapp.minutes.service.writing import LONGEST_BODY
from webapp.storage.database import Database, unit_of_work


def rectify(db: Database, meeting_id: int, *, reason: str, expected: MinutesState, by: By, now: datetime) -> None:
    """Open a rectifying version on final minutes; `expected` is the state that was before the eyes of whoever asks."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(MinutesRefusal.REASON_MISSING)
    if len(reason) > LONGEST_BODY:
        raise Refusal(MinutesRefusal.TEXT_TOO_LONG, most=LONGEST_BODY)
    with unit_of_work(db):
        check_there(db, meeting_id)
        record = store.record(db, meeting_id)
        if record.state is MinutesState.DRAFT and record.rectifies is not None and record.rectifies.reason == reason:
            return
        if not record.final:
            raise Refusal(SigningRefusal.NOTHING_TO_RECTIFY)
        if record.state is not expected:
            raise Refusal(MinutesRefusal.STATE_MOVED)
        standing = queries.signing(db, meeting_id, ())
        if standing.file is None or standing.sha256 is None:
            raise Refusal(SigningRefusal.NOT_RENDERED)
        topic = f"meeting:{meeting_id}"
        at = audit.effective_instant(db, now, scope=topic)
        opened = Rectification(
            number=1 if record.rectifies is None else record.rectifies.number + 1,
            file_id=standing.file.id,
            sha256=standing.sha256,
            signed=record.state is MinutesState.SIGNED,
            reason=reason,
            opened_at=at,
        )
        store.add_rectification(db, meeting_id, opened, by=by.person_id)
        store.write_state(db, meeting_id, MinutesState.DRAFT, at=at, by=by.person_id, reason=reason)
        audit.record(
            db,
            "minutes.rectified",
            topic,
            by=by,
            now=at,
            scope=topic,
            number=opened.number,
            sha256=opened.sha256,
            reason=reason,
        )
        audit.touch(db, f"{topic}:minutes")
