"""Messages of a webinar: written from a template, in the unit of the act that they announce."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.outbox import service as outbox
from webapp.outbox.model import LINK, Joined, Letter, Link
from webapp.registrations import queries as registrations
from webapp.registrations.model import HOLDING, MANAGER, Move, Occurrence, Registration, RegistrationRefusal, Status
from webapp.registrations.service.signing import links_of
from webapp.storage.database import Database
from webapp.webinars import calendar, queries, rules
from webapp.webinars.bigbluebutton import Server
from webapp.webinars.model import Invitation, Webinar
from webapp.webinars.service import calendars
from webapp.wording import dates
from webapp.wording import webinars as words
from webapp.wording.templates import FrenchSpaces

TOLD = {
    Status.SUBMITTED: "submitted",
    Status.PENDING: "pending",
    Status.CONFIRMED: "confirmed",
    Status.WAITLISTED: "waitlisted",
    Status.OFFERED: "offered",
    Status.REJECTED: "rejected",
    Status.CANCELLED: "cancelled",
}


@frozen
class Means:
    """What an installation lends: the key of links, its address, where files are kept, its BigBlueButton if it has one."""

    link_key: str = field(repr=False)
    public_address: str
    files: Path
    conference: Server | None = None


# Which messages touch the calendar of somebody who was confirmed.
ON_CALENDARS = {"confirmed", "changed", "date_cancelled", "cancelled"}


def tell(db: Database, webinar: Webinar, moves: Iterable[Move], *, means: Means, now: datetime) -> None:
    """Write to each who moved what became of their registration, and to the manager whose word it waits for (WEB-4)."""
    for each in moves:
        post(db, webinar, TOLD[each.registration.status], each.registration, means=means, now=now, before=each.before)
        if each.registration.status is Status.SUBMITTED:
            ask_manager(db, webinar, each.registration, now=now)


def remind(db: Database, webinar: Webinar, registration: Registration, *, means: Means, now: datetime) -> None:
    """Send somebody who signed up again the link that they have: the page tells nobody that they are known (WEB-2)."""
    if registration.status in HOLDING or registration.status is Status.WAITLISTED:
        post(db, webinar, "again", registration, means=means, now=now, once=f"{now:%Y%m%d%H}")


def ask_manager(
    db: Database, webinar: Webinar, registration: Registration, *, now: datetime, again: bool = False
) -> bool:
    """Write to the manager that somebody named; the page by which they answer needs no account.

    `again`: they have not answered, and are asked once more in the hour. False when there is nobody to write to, or
    it was written already.
    """
    address = registrations.known(db, registration).answer(MANAGER)
    occurrence = registrations.occurrence(db, registration.occurrence_id)
    if not address or occurrence is None or registration.nonce is None:
        return False
    subject, body = rendered("manager_asked", webinar=webinar, occurrence=occurrence, registration=registration)
    letter = Letter(
        key=f"webinar.manager_asked:{registration.id}:{f'{now:%Y%m%d%H}' if again else registration.version}",
        kind="webinar.manager_asked",
        about=webinar.topic,
        committee_id=None,
        person_id=None,
        name=address,
        address=address,
        subject=subject,
        body=body,
        link=Link(page="agreement", nonce=links_of(registration.nonce).manager),
    )
    return outbox.post(db, letter, now=now) is not None


def invite(
    db: Database,
    webinar: Webinar,
    coming: Sequence[Occurrence],
    kind: str,
    invitation: Invitation,
    *,
    means: Means,
    now: datetime,
) -> None:
    """Write an invitation, or the reminder of one, with its personal link."""
    subject, body = rendered(kind, webinar=webinar, coming=coming, invitation=invitation)
    letter = Letter(
        key=f"webinar.{kind}:{invitation.id}:{now:%Y%m%d%H%M}",
        kind=f"webinar.{kind}",
        about=webinar.topic,
        committee_id=None,
        person_id=None,
        name=invitation.name,
        address=invitation.guest.email,
        subject=subject,
        body=body,
        link=Link(page="invitation", nonce=invitation.nonce),
    )
    outbox.post(db, letter, now=now)


def rendered(kind: str, *, webinar: Webinar, **facts: object) -> tuple[str, str]:
    """Return the subject and the text of a message, as it is sent and as it is shown beforehand."""
    body = _environment().get_template(f"{kind}.txt").render(webinar=webinar, link=LINK, **facts)
    return words.SUBJECTS[kind].format(title=webinar.title, **facts), body


def tell_changed(
    db: Database, webinar: Webinar, occurrence_id: int, before: Occurrence, *, means: Means, now: datetime
) -> None:
    """Write to everybody who signed up for a date that its hours changed."""
    for each in registrations.of_occurrence(db, occurrence_id, HOLDING | {Status.WAITLISTED}):
        post(db, webinar, "changed", each, means=means, now=now, page="coming", former=before)


def tell_cancelled(
    db: Database,
    webinar: Webinar,
    occurrence_id: int,
    moves: Iterable[Move],
    reason: str,
    *,
    means: Means,
    now: datetime,
) -> None:
    """Write to everybody who signed up for a date that it does not take place."""
    for each in moves:
        post(db, webinar, "date_cancelled", each.registration, means=means, now=now, reason=reason)


def post(
    db: Database,
    webinar: Webinar,
    kind: str,
    registration: Registration,
    *,
    means: Means,
    now: datetime,
    once: str = "",
    page: str = "registration",
    link: Link | None = None,
    **facts: object,
) -> int | None:
    """Leave a message for one person, inside the caller's unit; `once` tells it from an earlier one of its kind.

    Somebody let in by name alone has no address: nothing is left for them. Its link leads to a `page` of `kernel.paths`,
    unless another is given. None when it was written already, or its webinar does without it.
    """
    if not registration.email or rules.SWITCHES.get(kind) in queries.messages_off(db, webinar.id):
        return None
    occurrence = registrations.occurrence(db, registration.occurrence_id)
    if occurrence is None or registration.nonce is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    subject, body = rendered(kind, webinar=webinar, occurrence=occurrence, registration=registration, **facts)
    version = once or f"{registration.version}.{occurrence.sequence}"
    letter = Letter(
        key=f"webinar.{kind}:{registration.id}:{version}",
        kind=f"webinar.{kind}",
        about=webinar.topic,
        committee_id=None,
        person_id=None,
        name=registration.name,
        address=registration.email,
        subject=subject,
        body=body,
        link=(link or _link(page, registration.nonce)) if LINK in body else None,
        joined=_joined(db, webinar, kind, registration, occurrence, before=facts.get("before"), means=means, now=now),
    )
    return outbox.post(db, letter, now=now)


def _joined(
    db: Database,
    webinar: Webinar,
    kind: str,
    registration: Registration,
    occurrence: Occurrence,
    *,
    before: object,
    means: Means,
    now: datetime,
) -> tuple[Joined, ...]:
    """Return the calendar file of a message, to those alone whose calendar has the date or is to have it."""
    withdrawn = kind == "cancelled"
    told = before if withdrawn else registration.status
    if kind not in ON_CALENDARS or told is not Status.CONFIRMED:
        return ()
    entry = calendar.entry_of(
        webinar,
        occurrence,
        link_key=means.link_key,
        public_address=means.public_address,
        stamped_at=now,
        withdrawn=withdrawn,
    )
    return (calendars.joined(db, webinar, occurrence, entry, files_in=means.files, now=now),)


def _link(page: str, nonce: Nonce) -> Link:
    links = links_of(nonce)
    return Link(page=page, nonce=links.entry if page == "entry" else links.manage)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=False,  # noqa: S701 — plain text: nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(day=dates.day, weekday=dates.weekday, hour=dates.hour, moment=dates.moment)
    return environment
