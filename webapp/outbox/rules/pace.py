"""How long the courier waits: for the relay, which is everybody's, and for one address put off by its own server."""

from datetime import timedelta

# The relay does not answer: one growing pause for all, and the messages wait behind it.
KNOCKS = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))

# A passing refusal of one message (greylisting, a full mailbox): two days in all, then it is refused.
PUT_OFF = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    *[timedelta(hours=4)] * 11,
)


def until_next_knock(tries: int) -> timedelta:
    """Return the pause after so many knocks without answer, this one excepted."""
    return KNOCKS[min(tries, len(KNOCKS) - 1)]


def until_next_attempt(attempts: int) -> timedelta | None:
    """Return the pause after so many attempts, this one excepted; None: enough."""
    return PUT_OFF[attempts] if attempts < len(PUT_OFF) else None
