"""What a form may ask, and what it must tell."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta

from webapp.kernel.errors import Refusal
from webapp.registrations.model import (
    MANAGER,
    ORIGIN,
    Field,
    FieldKind,
    Occurrence,
    PrivacyNotice,
    RegistrationRefusal,
)
from webapp.wording.dates import in_paris


def check_fields(asked: Iterable[Field]) -> None:
    """Refuse a form whose questions have no words, no choices, the same key twice, or hang on a later one."""
    seen: dict[str, Field] = {}
    for each in asked:
        chooses = each.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        if not each.key or not each.label.strip() or each.key in seen or (chooses and not each.choices):
            raise Refusal(RegistrationRefusal.FORM_UNREADABLE, label=each.label or each.key)
        if each.when is not None and each.when.field not in seen:
            raise Refusal(RegistrationRefusal.FORM_UNREADABLE, label=each.label)
        seen[each.key] = each


def check_notice(notice: PrivacyNotice) -> None:
    """Refuse to publish a form that does not tell people what RGPD art. 13 has them told (RGP-1)."""
    asked = (each.name for each in fields(notice) if each.name != "recording")
    missing = [name for name in asked if not str(getattr(notice, name)).strip()]
    if missing:
        raise Refusal(RegistrationRefusal.NOTICE_INCOMPLETE, missing=", ".join(missing))


def with_manager(asked: Iterable[Field], question: Field) -> tuple[Field, ...]:
    """Return a form that asks where the person's manager is reached: as `question` does, unless it does already."""
    found = tuple(asked)
    return found if any(each.key == MANAGER for each in found) else (*found, question)


def with_origins(asked: Iterable[Field], origins: Iterable[str], question: Field) -> tuple[Field, ...]:
    """Return a form that asks people's origin among those that seats are kept for, before what it asked already (WEB-9)."""
    found = tuple(asked)
    before = next((each for each in found if each.key == ORIGIN), question)
    asks = replace(before, choices=tuple(dict.fromkeys((*before.choices, *origins))))
    return (asks, *(each for each in found if each.key != ORIGIN))


def purge_on(asked: Field, occurrence: Occurrence) -> date:
    """Return the day on which an answer is erased, in Paris; the person is told so on the form."""
    return in_paris(occurrence.ends_at).date() + timedelta(days=asked.keep_days)
