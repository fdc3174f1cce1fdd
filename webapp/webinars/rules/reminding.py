"""When reminders leave, until when they are worth sending, and who may still say whether they come."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from webapp.kernel.errors import Refusal
from webapp.registrations.model import HOLDING, Occurrence, Registration, RegistrationRefusal, Status
from webapp.webinars.model import Due, MessageKind, Round, Webinar, WebinarRefusal
from webapp.wording.dates import in_paris

THANKED_AFTER = timedelta(minutes=30)
THANKED_UNTIL = timedelta(days=7)
STANDING = HOLDING | {Status.WAITLISTED}

# Which switch holds back a message; one that is not here always leaves (WEB-5).
SWITCHES: Mapping[str, MessageKind] = {
    "confirmed": MessageKind.CONFIRMED,
    "submitted": MessageKind.RECEIVED,
    "pending": MessageKind.RECEIVED,
    "waitlisted": MessageKind.RECEIVED,
    "offered": MessageKind.OFFERED,
    "rejected": MessageKind.REJECTED,
    "cancelled": MessageKind.WITHDRAWN,
    "changed": MessageKind.CHANGED,
    "date_cancelled": MessageKind.CANCELLED,
}
_ROUNDS = {
    Round.WEEK: {MessageKind.WEEK},
    Round.EVE: {MessageKind.EVE, MessageKind.COMING},
    Round.HOUR: {MessageKind.HOUR},
    Round.THANKS: {MessageKind.THANKS},
}


def hours(occurrence: Occurrence) -> dict[Round, tuple[datetime, datetime]]:
    """Return when each round of a date leaves and until when (WEB-5): a late one gives way to the next.

    A week and a day before are counted on the clocks of Paris, so that a change of hour between moves nothing.
    """
    starts_at = in_paris(occurrence.starts_at)
    week, eve = starts_at - timedelta(days=7), starts_at - timedelta(days=1)
    hour = occurrence.starts_at - timedelta(hours=1)
    thanks = occurrence.ends_at + THANKED_AFTER
    return {
        Round.WEEK: (week, eve),
        Round.EVE: (eve, hour),
        Round.HOUR: (hour, occurrence.ends_at),
        Round.THANKS: (thanks, thanks + THANKED_UNTIL),
    }


def due(
    webinar: Webinar,
    occurrence: Occurrence,
    *,
    begun: Iterable[Round],
    off: frozenset[MessageKind],
    moved_at: datetime | None,
    now: datetime,
) -> list[Due]:
    """Return the rounds of a date that are still to leave, now or later (WEB-5).

    One whose hour was past when the webinar was published or the date moved is not made up for: those messages said it.
    """
    known = max(each for each in (webinar.published_at, moved_at) if each is not None) if webinar.published_at else now
    return [
        Due(webinar=webinar, occurrence=occurrence, round=each, due_at=due_at, until=until, off=off)
        for each, (due_at, until) in hours(occurrence).items()
        if each not in begun and now < until and due_at >= known and not off >= _ROUNDS[each]
    ]


def is_reminded(registration: Registration, round_due: Due) -> bool:
    """Whether somebody is written to: whoever was confirmed since has just had all of it in another message."""
    at = round_due.occurrence.ends_at if round_due.round is Round.THANKS else round_due.due_at
    return registration.settled_at <= at


def check_asked(registration: Registration, occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse an answer to « viendrez-vous ? » where nothing is asked any more."""
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if registration.status not in STANDING or now >= occurrence.starts_at:
        raise Refusal(WebinarRefusal.NOTHING_ASKED)
