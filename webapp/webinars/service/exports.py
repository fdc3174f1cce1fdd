"""Taking the sign-ups of a webinar away as a table: what it may hold, and the journal's note of it."""

from datetime import datetime

from webapp.audit.model import By
from webapp.registrations.model import Field
from webapp.storage.database import Database
from webapp.webinars.model import Shown
from webapp.webinars.service.unit import act


def columns(shown: Shown) -> tuple[Field, ...]:
    """Return the questions whose answers an export holds: a sensitive one would outlive its erasure there (WEB-10)."""
    return tuple(each for each in shown.form.fields if not each.sensitive)


def note(db: Database, webinar_id: int, form: str, *, by: By, now: datetime) -> None:
    """Journal that somebody took the sign-ups away."""
    with act(db, webinar_id, "attendance.exported", by=by, now=now, cancelled=True) as unit:
        unit.journal("attendance.exported", form=form.upper())
