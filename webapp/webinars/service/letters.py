"""Messages of a webinar: written from a template, in the unit of the act that they announce."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.kernel.errors import Refusal
from webapp.kernel.tokens import Nonce
from webapp.outbox import service as outbox
from webapp.outbox.model import LINK, Letter, Link
from webapp.registrations import queries as registrations
from webapp.registrations.model import HOLDING, Move, Occurrence, Registration, RegistrationRefusal, Status
from webapp.storage.database import Database
from webapp.webinars.model import Webinar
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What an installation lends to messages: the key of links, its address, where files are kept."""

    link_key: str = field(repr=False)
    public_address: str
    files: Path


def tell(db: Database, webinar: Webinar, moves: Iterable[Move], *, means: Means, now: datetime) -> None:
    """Write to each who moved what became of their registration."""
    for each in moves:
        post(db, webinar, TOLD[each.registration.status], each.registration, means=means, now=now, before=each.before)


def remind(db: Database, webinar: Webinar, registration: Registration, *, means: Means, now: datetime) -> None:
    """Send somebody who signed up again the link that they have: the page tells nobody that they are known (WEB-2)."""
    if registration.status in HOLDING or registration.status is Status.WAITLISTED:
        post(db, webinar, "again", registration, means=means, now=now, once=f"{now:%Y%m%d%H}")


def tell_changed(
    db: Database, webinar: Webinar, occurrence_id: int, before: Occurrence, *, means: Means, now: datetime
) -> None:
    """Write to everybody who signed up for a date that its hours changed."""
    for each in registrations.of_occurrence(db, occurrence_id, HOLDING | {Status.WAITLISTED}):
        post(db, webinar, "changed", each, means=means, now=now, former=before)


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
    link: Link | None = None,
    **facts: object,
) -> int | None:
    """Leave a message for one person, inside the caller's unit; `once` tells it from an earlier one of its kind.

    Its link is that of their registration, unless another is given.
    """
    occurrence = registrations.occurrence(db, registration.occurrence_id)
    if occurrence is None or registration.nonce is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    body = (
        _environment()
        .get_template(f"{kind}.txt")
        .render(webinar=webinar, occurrence=occurrence, registration=registration, link=LINK, **facts)
    )
    version = once or f"{registration.version}.{occurrence.sequence}"
    letter = Letter(
        key=f"webinar.{kind}:{registration.id}:{version}",
        kind=f"webinar.{kind}",
        about=webinar.topic,
        committee_id=None,
        person_id=None,
        name=registration.name,
        address=registration.email,
        subject=words.SUBJECTS[kind].format(title=webinar.title),
        body=body,
        link=(link or Link(page="registration", nonce=Nonce(registration.nonce))) if LINK in body else None,
    )
    return outbox.post(db, letter, now=now)


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
