"""A date of a webinar as calendars read it: the room's address is not in it, the personal link is in the message."""

from collections.abc import Iterable
from datetime import datetime

from webapp.kernel import paths, tokens
from webapp.kernel.tokens import Nonce
from webapp.outbox import calendar
from webapp.outbox.calendar import Entry
from webapp.registrations.model import Occurrence
from webapp.webinars.model import Webinar
from webapp.wording import webinar_pages as words

PRODUCT = "Webinaire"


def uid_of(occurrence: Occurrence, link_key: str) -> str:
    """Return what calendars know a date by: the same whatever changes, and that of no other installation."""
    return f"{tokens.derive(link_key, Nonce(f'calendar:{occurrence.id}')).lower()}@collegiale"


def entry_of(
    webinar: Webinar,
    occurrence: Occurrence,
    *,
    link_key: str,
    public_address: str,
    stamped_at: datetime,
    withdrawn: bool = False,
) -> Entry:
    """Return a date as an event; `withdrawn`: its person no longer comes, their calendar drops it."""
    page = paths.link(public_address, "webinar", webinar_code=webinar.code)
    return Entry(
        uid=uid_of(occurrence, link_key),
        sequence=occurrence.sequence,
        stamped_at=stamped_at,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        title=f"{webinar.title}{words.CALENDAR_CANCELLED if occurrence.cancelled else ''}",
        place=words.CALENDAR_PLACE,
        description="\n".join(
            each
            for each in (webinar.content.summary, words.CALENDAR_LINK, words.CALENDAR_PAGE.format(page=page))
            if each
        ),
        page=page,
        cancelled=occurrence.cancelled or withdrawn,
    )


def file_of(entry: Entry) -> bytes:
    """Write the file that is joined to messages."""
    return calendar.file_of(entry, product=PRODUCT)


def feed_of(entries: Iterable[Entry], *, name: str) -> bytes:
    """Write the calendar that people subscribe to."""
    return calendar.feed_of(tuple(entries), product=PRODUCT, name=name)
