"""The rules of one vote: when a ballot is in time, whose right it is, what is frozen. Values in, refusal or value out."""

import base64
import hashlib
import re
from datetime import datetime

from webapp.kernel.errors import Refusal
from webapp.polls.model import Choice, Poll, PollRefusal, Right, RightState, SeatId

KEY = re.compile(r"[0-9A-Za-z_-]{8,64}")


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text put to the vote, in hexadecimal (LAW VOT-10)."""
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_number(poll: Poll, seat_id: SeatId, choice: Choice, key: str) -> str:
    """Return a receipt's number: 60 bits of a hash over the ballot, its key and the frozen text: « K7QX-2M4P-ZR3D »."""
    sealed = "\n".join((str(poll.id), poll.text_hash, seat_id, choice, key))
    letters = base64.b32encode(hashlib.sha256(sealed.encode()).digest()).decode()[:12]
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def check_key(key: str) -> None:
    """Refuse an idempotence key that no page of ours makes: 8 to 64 letters, digits, '-' or '_'."""
    if not KEY.fullmatch(key):
        raise Refusal(PollRefusal.KEY_MALFORMED)


def check_window(poll: Poll, received_at: datetime, signed_in_at: datetime | None = None) -> None:
    """Refuse a ballot out of hours: `opens_at <= received_at <= closes_at`, on the stroke counts (LAW ECR-8).

    Where the vote leaves a tolerance, whoever had signed in before the end is still received for that long. Once the
    closing act is committed nothing is, whenever it left the voter's hand.
    """
    if poll.closed:
        raise Refusal(PollRefusal.NOT_RECEIVED, question=poll.question)
    if received_at < poll.opens_at:
        raise Refusal(PollRefusal.NOT_YET_OPEN, question=poll.question)
    if poll.closes_at is not None and received_at > _end_for(poll, poll.closes_at, signed_in_at):
        raise Refusal(PollRefusal.TOO_LATE, question=poll.question)


def _end_for(poll: Poll, closes_at: datetime, signed_in_at: datetime | None) -> datetime:
    if poll.received_until is None or signed_in_at is None or signed_in_at >= closes_at:
        return closes_at
    return poll.received_until


def check_right(right: Right | None) -> None:
    """Refuse a seat whose right is not granted (LAW VOT-2)."""
    if right is None or right.state is not RightState.GRANTED:
        raise Refusal(PollRefusal.NO_RIGHT, why=right.reason if right else "unknown_seat")


def check_closed(poll: Poll) -> None:
    """Refuse every result before the closing: no count, no choice, no order (LAW VOT-9)."""
    if not poll.closed:
        raise Refusal(PollRefusal.STILL_OPEN, question=poll.question)
