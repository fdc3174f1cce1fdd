"""One person in front of the tablet at the door, from their name to « Terminé »: no page of theirs serves the next one.

The passage is in the tablet's own sealed cookie. Its key is that of every form in between, so that an act sent twice is
done once, and a page found again by the « Back » key is told that it has served.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

from flask import session

from webapp.kernel import clock
from webapp.kernel.models import frozen

LASTS = timedelta(minutes=5)
_COOKIE = "passage"
_PARTS = 6


@frozen
class Passage:
    """Who is there, for which seat; `over` once what they came for is done."""

    meeting_id: int
    seat: int
    person_id: int
    key: str
    begun_at: int
    over: bool = False


def begin(meeting_id: int, seat: int, person_id: int, *, now: datetime) -> Passage:
    """Somebody has touched their name: whoever was there before is gone."""
    return _keep(
        Passage(
            meeting_id=meeting_id,
            seat=seat,
            person_id=person_id,
            key=token_urlsafe(12),
            begun_at=int(now.timestamp()),
        )
    )


def current(meeting_id: int) -> Passage | None:
    """Return who is in front of the tablet of this sitting, or None once they have gone or waited too long."""
    found = _read()
    if found is None or found.meeting_id != meeting_id:
        return None
    age = clock.now().timestamp() - found.begun_at
    return found if 0 <= age <= LASTS.total_seconds() + 1 else None


def finish(passage: Passage) -> None:
    """Nothing more is sent in this passage; its last page may still be read."""
    _keep(replace(passage, over=True))


def end() -> None:
    """Nobody is in front of the tablet any more."""
    session.pop(_COOKIE, None)


def _keep(passage: Passage) -> Passage:
    parts = (passage.meeting_id, passage.seat, passage.person_id, passage.key, passage.begun_at, int(passage.over))
    session[_COOKIE] = ".".join(str(part) for part in parts)
    return passage


def _read() -> Passage | None:
    parts = str(session.get(_COOKIE, "")).split(".")
    if len(parts) != _PARTS:
        return None
    return Passage(
        meeting_id=int(parts[0]),
        seat=int(parts[1]),
        person_id=int(parts[2]),
        key=parts[3],
        begun_at=int(parts[4]),
        over=parts[5] == "1",
    )
