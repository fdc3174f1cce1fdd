"""One act of a page of work: read what was sent, do it, and come back to the same place."""

import hashlib
from collections.abc import Callable
from datetime import datetime, time
from enum import auto
from secrets import token_urlsafe
from typing import TypeVar

from flask import request

from webapp.audit import queries as audit
from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.web.kit.database import db
from webapp.wording import dates
from webapp.wording.dates import in_paris

T = TypeVar("T")
LONGEST_FIGURE = 7
LONGEST_PLACE = 16


class FormRefusal(Reason):
    """What cannot be read in a form of work."""

    HOUR_UNREADABLE = auto()
    HOUR_SKIPPED = auto()
    CHOICE_MISSING = auto()
    FIGURE_MISSING = auto()


def key() -> str | None:
    """Return the key of what was sent, None from a form without one: the same page's form sent twice does one act.

    A page makes one key for all its forms; each act it can send has its own, drawn from what is sent and where.
    """
    if not request.form.get("key"):
        return None
    sent = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(repr((request.path, sent)).encode()).hexdigest()


def received_at() -> datetime:
    """Return when this whole request had arrived: by the clock, or by the journal where a clock was moved back (ECR-8).

    The journal first: whatever others write from here on makes nothing late that came in time.
    """
    last = audit.last_instant(db())
    now = clock.now()
    return now if last is None else max(now, last)


def new_key() -> str:
    """Make the key of a page about to be shown."""
    return token_urlsafe(12)


def text(name: str) -> str:
    """Return one line or text as it was typed."""
    return request.form.get(name, "").strip()


def number(name: str) -> int:
    """Return a number chosen in a list; nothing chosen is refused with a sentence."""
    found = request.form.get(name, type=int)
    if found is None:
        raise Refusal(FormRefusal.CHOICE_MISSING)
    return found


def figure(name: str) -> int:
    """Return a number that was typed, 0 or more; anything else is refused with a sentence."""
    typed = text(name)
    if not (typed.isascii() and typed.isdigit() and len(typed) < LONGEST_FIGURE):
        raise Refusal(FormRefusal.FIGURE_MISSING)
    return int(typed)


def optional_number(name: str) -> int | None:
    """Return a number chosen in a list, or None."""
    return request.form.get(name, type=int)


def numbers(name: str) -> list[int]:
    """Return every number ticked under one name."""
    return request.form.getlist(name, type=int)


def parts(name: str, count: int) -> list[str]:
    """Return the `count` words that one button sends, as « 12.34.room »; anything else is refused with a sentence."""
    found = request.form.get(name, "").split(".")
    if len(found) != count:
        raise Refusal(FormRefusal.CHOICE_MISSING)
    return found


def places(name: str, count: int) -> list[int]:
    """Return the `count` whole numbers that one button sends, as « 12.0 »; anything else is refused with a sentence."""
    found = parts(name, count)
    if not all(each.isascii() and each.isdigit() and len(each) < LONGEST_PLACE for each in found):
        raise Refusal(FormRefusal.CHOICE_MISSING)
    return [int(each) for each in found]


def chosen(make: Callable[[str], T], name: str) -> T:
    """Return a value of an enumeration, refused with a sentence when it is none."""
    try:
        return make(request.form.get(name, ""))
    except ValueError as fault:
        raise Refusal(FormRefusal.CHOICE_MISSING) from fault


def agreed(name: str) -> bool:
    """Return a yes or a no that was said; silence and anything else are refused with a sentence, never taken for a no."""
    said = {"oui": True, "non": False}.get(request.form.get(name, ""))
    if said is None:
        raise Refusal(FormRefusal.CHOICE_MISSING)
    return said


def hour(name: str, day: datetime) -> datetime | None:
    """Return « 14:35 » or « 14 h 35 » on the day of the sitting, in Paris; None when left empty."""
    typed = text(name)
    if not typed:
        return None
    try:
        clock_time = time.fromisoformat(_plain_hour(typed))
    except ValueError as fault:
        raise Refusal(FormRefusal.HOUR_UNREADABLE, typed=typed[:20]) from fault
    return on_the_clocks(datetime.combine(in_paris(day).date(), clock_time.replace(tzinfo=None)))


def on_the_clocks(typed: datetime) -> datetime:
    """Return the instant of an hour typed as on the clocks of Paris; one that they skip is refused with a sentence."""
    found = dates.on_the_clocks(typed)
    if found is None:
        raise Refusal(FormRefusal.HOUR_SKIPPED, day=dates.weekday(typed.date()), hour=f"{typed:%H:%M}")
    return found


def _plain_hour(typed: str) -> str:
    """Write « 9h5 », « 9 h », « 14 h 35 » or « 14:35 » as « 09:05 »; what is none of these stays unreadable."""
    hours, _, minutes = "".join(typed.lower().split()).replace("h", ":").partition(":")
    return f"{hours:0>2}:{minutes:0>2}"
