"""Who is awaited for minutes to go on, and when they are reminded by themselves (LAW PV-4)."""

from datetime import date, datetime, timedelta

from webapp.kernel.errors import Refusal
from webapp.minutes.model import MinutesState, Record, ReminderRefusal, Signing
from webapp.minutes.model.reminding import Await, Awaited
from webapp.minutes.rules.signing import signs_as_chair
from webapp.wording.dates import in_paris

CHAIR = "président"


def awaited(record: Record, signing: Signing | None, *, rehearsal: bool) -> Awaited | None:
    """Return who is awaited: the chair to approve what is submitted, then each signer in their order; None: nobody."""
    if rehearsal:
        return None
    if record.state is MinutesState.SUBMITTED:
        since = record.reached(MinutesState.SUBMITTED)
        return None if since is None else Awaited(what=Await.APPROVAL, role=CHAIR, chair=True, since=since)
    if record.state is not MinutesState.FINAL or signing is None or signing.file is None or signing.awaited is None:
        return None
    place = signing.awaited
    role = signing.signers[place]
    last = max((each.recorded_at for each in signing.signed if each.place is not None), default=None)
    since = last or signing.file.rendered_at
    return None if since is None else Awaited(what=Await.SIGNATURE, role=role, chair=signs_as_chair(role), since=since)


def check_may_remind(found: Awaited | None, last: datetime | None, *, now: datetime) -> Awaited:
    """Return who is to be reminded; nobody is twice on one day."""
    if found is None:
        raise Refusal(ReminderRefusal.NOBODY_AWAITED)
    if last is not None and in_paris(last).date() >= in_paris(now).date():
        raise Refusal(ReminderRefusal.REMINDED_TODAY)
    return found


def due_on(found: Awaited, last: datetime | None, days: int) -> date | None:
    """Return on which day a reminder leaves by itself, counted from the last one; 0 days: never."""
    if not days:
        return None
    since = found.since if last is None else max(found.since, last)
    return in_paris(since).date() + timedelta(days=days)
