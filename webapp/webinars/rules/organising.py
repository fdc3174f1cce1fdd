"""What the organisers may set: the team, how sign-ups are taken, the form's questions, series of dates."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.registrations.model import MANAGER, ORIGIN, Field, Occurrence, Terms
from webapp.webinars.model import Organiser, OrganiserRole, OrganisingRefusal, Webinar, WebinarRefusal
from webapp.webinars.rules.webinars import code_of

MOST_DATES = 26  # half a year of weeks
LONGEST_OFFER = 336
LARGEST_GROUP = 50
KEEP_MOST = 3650


# What the prefecture that organises a webinar decides, wherever else people sign up for it.
OF_THE_HOST = frozenset(
    {
        "webinar.changed",
        "webinar.published",
        "webinar.cancelled",
        "dates.added",
        "date.changed",
        "date.cancelled",
        "rooms.changed",
        "room.ended",
        "hosting.changed",
        "host.linked",
        "form.changed",
        "notice.changed",
        "terms.changed",
    }
)


def check_ours(webinar: Webinar, act: str) -> None:
    """Refuse an act that changes a webinar of another prefecture: its people and ours would see two webinars."""
    if webinar.hosted and act in OF_THE_HOST:
        raise Refusal(WebinarRefusal.HOSTED)


def check_team(before: Iterable[Organiser], after: Iterable[Organiser]) -> None:
    """Refuse a team that had somebody to lead it and has nobody any more."""
    led = any(each.role is OrganiserRole.LEAD for each in before)
    if led and not any(each.role is OrganiserRole.LEAD for each in after):
        raise Refusal(OrganisingRefusal.LEAD_MISSING)


def check_terms(terms: Terms) -> None:
    """Refuse figures that cannot be kept: hours of an offer, percentage of over-booking, size of a group."""
    if not (
        1 <= terms.offer_hours <= LONGEST_OFFER
        and 0 <= terms.overbooking <= 100  # noqa: PLR2004 — percent
        and 1 <= terms.largest_group <= LARGEST_GROUP
    ):
        raise Refusal(OrganisingRefusal.TERMS_UNREADABLE)


def check_number_of_dates(number: int) -> None:
    """Refuse more dates at once than a series may have."""
    if not 1 <= number <= MOST_DATES:
        raise Refusal(OrganisingRefusal.SERIES_TOO_LONG, most=MOST_DATES)


def with_question(asked: Sequence[Field], question: Field, *, key: str | None) -> tuple[Field, ...]:
    """Return a form with a question added at its end, or put in the place of that of this key."""
    if not 0 <= question.keep_days <= KEEP_MOST:
        raise Refusal(OrganisingRefusal.TERMS_UNREADABLE)
    if key is None:
        found = replace(question, key=question.key or _free_key(asked, question.label))
        return (*asked, found)
    if not any(each.key == key for each in asked):
        raise Refusal(OrganisingRefusal.QUESTION_UNKNOWN)
    return tuple(replace(question, key=key) if each.key == key else each for each in asked)


def _free_key(asked: Sequence[Field], label: str) -> str:
    taken = {each.key for each in asked} | {ORIGIN, MANAGER}
    stem = re.sub("-", "_", code_of(label))[:40]
    return next(key for number in count(1) if (key := stem if number == 1 else f"{stem}_{number}") not in taken)


def without_question(asked: Sequence[Field], key: str) -> tuple[Field, ...]:
    """Return a form without a question, refused while another one hangs on it."""
    if any(each.when is not None and each.when.field == key for each in asked):
        raise Refusal(OrganisingRefusal.QUESTION_NEEDED)
    found = tuple(each for each in asked if each.key != key)
    if len(found) == len(asked):
        raise Refusal(OrganisingRefusal.QUESTION_UNKNOWN)
    return found


def with_question_earlier(asked: Sequence[Field], key: str) -> tuple[Field, ...]:
    """Return a form where a question comes one place earlier."""
    places = [place for place, each in enumerate(asked) if each.key == key]
    if not places:
        raise Refusal(OrganisingRefusal.QUESTION_UNKNOWN)
    moved, place = list(asked), places[0]
    if place:
        moved[place - 1 : place + 1] = [asked[place], asked[place - 1]]
    return tuple(moved)


def quotas(typed: str) -> dict[str, int]:
    """Read the seats kept for each origin, one a line: « Gers = 20 » (WEB-9)."""
    found: dict[str, int] = {}
    for line in typed.splitlines():
        if not line.strip():
            continue
        origin, separator, number = line.replace(":", "=").rpartition("=")
        origin, number = registrations.plain(origin), number.strip()
        if not separator or not origin or len(origin) > 80 or not re.fullmatch("[1-9][0-9]{0,4}", number):  # noqa: PLR2004 — a name's length
            raise Refusal(OrganisingRefusal.QUOTA_UNREADABLE, line=line.strip()[:80])
        found[origin] = found.get(origin, 0) + int(number)
    return found


def seats_opened(before: Occurrence, seats: int | None) -> int:
    """Return how many seats a new number of them adds; 0 when it adds none, or when there was no limit."""
    if before.seats is None:
        return 0
    return before.waiting if seats is None else max(seats - before.seats, 0)
