"""What a service entrusted with an item may hand over, and until when. Values in, refusal or value out."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from webapp.documents.model import Document, Nature
from webapp.kernel.errors import Refusal
from webapp.meetings.sitting import Entrusted, MeetingRefusal
from webapp.wording.dates import PARIS, day

DEPOSITED = (Nature.REPORT, Nature.DRAFT_ORDER, Nature.SUMMARY)
REMINDING_HOUR = time(8)


def check_entrusting(person_id: int, rapporteurs: Iterable[int], *, due_on: date, today: date, sits_on: date) -> None:
    """Refuse to entrust an item to whoever has not the role, or for a day that is past or after the sitting."""
    if person_id not in set(rapporteurs):
        raise Refusal(MeetingRefusal.NOT_A_RAPPORTEUR)
    if not today <= due_on <= sits_on:
        raise Refusal(MeetingRefusal.DUE_DAY_OUT)


def check_deposit(entrusted: Entrusted | None, person_id: int | None, nature: Nature, *, today: date) -> Entrusted:
    """Return what entitles a person to deposit, or refuse: their own items, three natures, the last day included."""
    if entrusted is None or entrusted.person_id != person_id or nature not in DEPOSITED:
        raise Refusal(MeetingRefusal.NOT_ENTRUSTED)
    if today > entrusted.due_on:
        raise Refusal(MeetingRefusal.DEPOSIT_OVER, day=day(entrusted.due_on))
    return entrusted


def deposited(documents: Iterable[Document], subject: str, person_id: int | None) -> dict[Nature, Document]:
    """Return what a person themselves put under an item, by nature; the rest of the file is not theirs to see."""
    return {
        each.nature: each
        for each in documents
        if each.subject == subject
        and each.nature in DEPOSITED
        and not each.withdrawn
        and all(version.added_by == person_id for version in each.versions)
    }


def missing(found: Iterable[Nature]) -> list[Nature]:
    """Return what is still to be handed over."""
    there = set(found)
    return [each for each in DEPOSITED if each not in there]


def reminder_at(due_on: date, days: int) -> datetime:
    """Return when a reminder leaves by itself: eight in the morning in Paris, so many days before the last day."""
    return datetime.combine(due_on - timedelta(days=days), REMINDING_HOUR, PARIS)
