"""Questions that the house itself asks: where the manager is reached, for which kept seats somebody comes."""

from collections.abc import Iterable
from dataclasses import replace

from webapp.registrations import rules
from webapp.registrations import service as registrations
from webapp.registrations.model import MANAGER, ORIGIN, Field, FieldKind, PrivacyNotice
from webapp.webinars import queries
from webapp.webinars.model import RoomKind
from webapp.webinars.service.unit import Unit
from webapp.wording import organising as words

KEPT_DAYS = 365
ORIGIN_QUESTION = Field(
    key=ORIGIN, kind=FieldKind.CHOICE, label=words.ORIGIN_LABEL, help=words.ORIGIN_HELP, keep_days=KEPT_DAYS
)
MANAGER_QUESTION = Field(
    key=MANAGER,
    kind=FieldKind.EMAIL,
    label=words.MANAGER_LABEL,
    help=words.MANAGER_HELP,
    required=True,
    keep_days=KEPT_DAYS,
)


def ask_origins(unit: Unit, origins: Iterable[str]) -> None:
    """Have the form ask for the origins that seats are kept for (WEB-9), inside the caller's act."""
    listed = sorted(origins)
    if not listed:
        return
    shown = queries.shown(unit.db, unit.webinar)
    asked = rules.with_origins(shown.form.fields, listed, ORIGIN_QUESTION)
    if asked != shown.form.fields:
        registrations.set_form(unit.db, shown.campaign, asked, shown.form.notice, by=unit.by, now=unit.now)


def tell_recording(unit: Unit, notice: PrivacyNotice | None = None) -> None:
    """Have the notice say that a room may record, as long as one does, inside the caller's act (RGPD art. 13).

    `notice`: the one to keep from now on, instead of the one in use.
    """
    shown = queries.shown(unit.db, unit.webinar)
    rooms = queries.rooms(unit.db, [each.id for each in shown.occurrences]).values()
    recording = words.RECORDING if any(each.kind is RoomKind.BIGBLUEBUTTON for each in rooms) else ""
    kept = replace(notice or shown.form.notice, recording=recording)
    if notice is not None or kept != shown.form.notice:
        registrations.set_form(unit.db, shown.campaign, shown.form.fields, kept, by=unit.by, now=unit.now)
