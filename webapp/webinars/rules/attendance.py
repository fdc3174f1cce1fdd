"""What makes a presence and when it is attested (WEB-6): values in, a decision or a refusal out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.registrations.model import Occurrence
from webapp.registrations.rules import plain
from webapp.webinars.model.attendance import AttendanceRefusal, Interval, Presence

REASON_MOST = 500
GAP = timedelta(minutes=5)  # a page that gave no sign for longer was closed, or its device slept: nobody knows
PAUSE = timedelta(seconds=30)  # two signs nearer than that are one
NUMBER_SIGNS = 12  # 60 bits: nobody reaches another's certificate by trying
MARGIN = timedelta(hours=12)  # a declared hour further than that from the session is a slip of the hand


def merged(intervals: Iterable[Interval], session: Interval) -> tuple[Interval, ...]:
    """Return the time that these intervals cover together, cut to the session: two at once are not added twice (WEB-6)."""
    found: list[Interval] = []
    for each in sorted(intervals):
        since, until = max(each.since, session.since), min(each.until, session.until)
        if until <= since:
            continue
        if found and since <= found[-1].until:
            found[-1] = Interval(found[-1].since, max(found[-1].until, until))
        else:
            found.append(Interval(since, until))
    return tuple(found)


def presence(intervals: Iterable[Interval], session: Interval) -> Presence:
    """Return what was seen of somebody, whatever the order of its lines and however they are cut (WEB-6)."""
    seen = tuple(intervals)
    return Presence(intervals=merged(seen, session), seen=bool(seen))


def session_of(occurrence: Occurrence) -> Interval:
    """Return the hours that a presence is measured against: those that people were told."""
    return Interval(occurrence.starts_at, occurrence.ends_at)


def reaches(presence: Presence, session: Interval, threshold: int) -> bool:
    """Whether somebody followed at least that percentage of the session: 48 minutes of 60 at 80 %, not 47 (WEB-6)."""
    return presence.lasts * 100 >= session.lasts * threshold


def sign_of_life(last: Interval | None, now: datetime) -> Interval | None:
    """Return what a page kept open proves at this instant; None: it said so a moment ago.

    It was open since its last sign unless that sign is too old: then only this instant is known.
    """
    if last is None or now - last.until > GAP:
        return Interval(now, now)
    return None if now - last.until < PAUSE else Interval(last.until, now)


def entrance(last: Interval | None, now: datetime) -> Interval | None:
    """Return what going into the room proves: that instant; None: a second click of the same."""
    return None if last is not None and now - last.until < PAUSE else Interval(now, now)


def leaving(last: Interval | None, now: datetime) -> Interval:
    """Return what a departure noted at the door proves, from the arrival noted there."""
    if last is None or last.since != last.until or now <= last.until:
        raise Refusal(AttendanceRefusal.NOT_ARRIVED)
    return Interval(last.until, now)


def check_declared(interval: Interval, session: Interval, reason: str) -> str:
    """Return the reason of a declared presence; its hours must be in order and near the session's."""
    if interval.until <= interval.since or not (
        session.since - MARGIN <= interval.since <= interval.until <= session.until + MARGIN
    ):
        raise Refusal(AttendanceRefusal.HOURS_UNREADABLE)
    return check_reason(reason)


def check_reason(typed: str) -> str:
    """Return a reason as it is kept."""
    reason = plain(typed)
    if not reason:
        raise Refusal(AttendanceRefusal.REASON_MISSING)
    if len(reason) > REASON_MOST:
        raise Refusal(AttendanceRefusal.REASON_TOO_LONG, most=REASON_MOST)
    return reason


def check_over(occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse to attest a session before its end, or one that did not take place (WEB-6)."""
    if occurrence.cancelled or now < occurrence.ends_at:
        raise Refusal(AttendanceRefusal.NOT_OVER)


def draw_number() -> str:
    """Draw the number of a certificate, in three groups for a hand to type."""
    signs = tokens.draw()[-NUMBER_SIGNS:]
    return "-".join(signs[start : start + 4] for start in range(0, NUMBER_SIGNS, 4))


def read_number(typed: str) -> str:
    """Return a certificate's number as it is kept, whatever the case, spaces and dashes of who typed it."""
    signs = "".join(sign for sign in typed.upper()[:100] if sign in tokens.ALPHABET)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def hash_of(facts: Mapping[str, Any]) -> str:
    """Return the fingerprint of what a certificate says: the same facts, the same fingerprint."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def masked(name: str) -> str:
    """Return what the public page shows of a name: the initials, enough to hold against the paper in hand."""
    return " ".join(f"{word[0].upper()}." for word in name.split())
