"""Questions that the house itself asks: where the manager is reached, for which kept seats somebody comes."""

from collections.abc import Iterable

from webapp.registrations import rules
from webapp.registrations import service as registrations
from webapp.registrations.model import MANAGER, ORIGIN, Field, FieldKind
from webapp.webinars import queries
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
