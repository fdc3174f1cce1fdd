"""Which status follows which, who may take a seat, and until when."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from webapp.kernel.errors import Refusal
from webapp.registrations.model import (
    Approval,
    Campaign,
    CampaignState,
    Occurrence,
    RegistrationRefusal,
    Status,
    Terms,
)

LAST_DAY = timedelta(hours=24)  # WEB-3: no offer waits for an answer in the last 24 hours
TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset(
        {Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.WAITLISTED, Status.CANCELLED, Status.ANONYMISED}
    ),
    Status.SUBMITTED: frozenset(
        {Status.PENDING, Status.CONFIRMED, Status.REJECTED, Status.CANCELLED, Status.ANONYMISED}
    ),
    Status.PENDING: frozenset({Status.CONFIRMED, Status.REJECTED, Status.CANCELLED, Status.ANONYMISED}),
    Status.CONFIRMED: frozenset({Status.CANCELLED, Status.ANONYMISED}),
    Status.WAITLISTED: frozenset(
        {Status.OFFERED, Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.REJECTED, Status.CANCELLED}
        | {Status.ANONYMISED}
    ),
    Status.OFFERED: frozenset(
        {Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.CANCELLED, Status.ANONYMISED}
    ),
    Status.REJECTED: frozenset({Status.ANONYMISED}),
    Status.CANCELLED: frozenset({Status.ANONYMISED}),
    Status.ANONYMISED: frozenset(),
}


def check_transition(before: Status, after: Status) -> None:
    """Refuse a status that does not follow the present one."""
    if after not in TRANSITIONS[before]:
        raise Refusal(RegistrationRefusal.TRANSITION_REFUSED, before=before, after=after)


def check_open(campaign: Campaign, occurrence: Occurrence, *, now: datetime, until_the_end: bool = False) -> None:
    """Refuse a sign-up before the opening and after the closing date, on whose stroke it still counts (WEB-11).

    `until_the_end`: the organiser enters people, and the room takes in those who come, as long as the date lasts.
    """
    if campaign.state is CampaignState.PREPARED:
        raise Refusal(RegistrationRefusal.NOT_OPEN)
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if campaign.state is CampaignState.CLOSED or now > (occurrence.ends_at if until_the_end else occurrence.closes_at):
        raise Refusal(RegistrationRefusal.CLOSED, at=occurrence.closes_at)


def is_open(campaign: Campaign, occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether anybody may sign up for a date (WEB-11)."""
    try:
        check_open(campaign, occurrence, now=now)
    except Refusal:
        return False
    return True


def check_stands(occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse a seat at a date that is cancelled or over."""
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if now > occurrence.ends_at:
        raise Refusal(RegistrationRefusal.CLOSED, at=occurrence.closes_at)


def status_with_seat(approval: Approval) -> Status:
    """Return where somebody stands who has a seat: confirmed, or waiting for somebody's word (WEB-4)."""
    if asks_manager(approval):
        return Status.SUBMITTED
    return Status.PENDING if approval is Approval.ORGANISER else Status.CONFIRMED


def status_after_manager(approval: Approval) -> Status:
    """Return where somebody stands whose manager agreed (WEB-4)."""
    return Status.PENDING if approval is Approval.BOTH else Status.CONFIRMED


def vouched(approval: Approval) -> Approval:
    """Return whose word is still waited for where the organiser enters somebody: their own is given (WEB-4)."""
    return {Approval.ORGANISER: Approval.NONE, Approval.BOTH: Approval.MANAGER}.get(approval, approval)


def asks_manager(approval: Approval) -> bool:
    """Whether the person's manager has a word to say (WEB-4)."""
    return approval in (Approval.MANAGER, Approval.BOTH)


def offer_ends_at(terms: Terms, occurrence: Occurrence, *, now: datetime) -> datetime | None:
    """Return until when a freed seat is kept for an answer; None in the last 24 hours: it is given at once (WEB-3)."""
    if occurrence.starts_at - now <= LAST_DAY:
        return None
    return min(now + timedelta(hours=terms.offer_hours), occurrence.starts_at)


def seats_taken(terms: Terms, people: int) -> int:
    """Return how many seats a group behind one screen takes, as the campaign counts it."""
    return people if terms.group_takes == "each" else 1


def allowed(seats: int | None, overbooking: int) -> int | None:
    """Return how many may be held when a percentage does not come: never less than the seats."""
    return None if seats is None else seats + seats * overbooking // 100


def shares(seats: int | None, quotas: Mapping[str, int], overbooking: int) -> dict[str, int | None]:
    """Return what each pool allows: the seats kept for each origin, the rest for everybody under '' (WEB-9).

    Refusal QUOTAS_EXCEED_SEATS when more are kept than there are.
    """
    if any(number < 1 for number in quotas.values()):
        raise Refusal(RegistrationRefusal.SEATS_UNREADABLE)
    kept = sum(quotas.values())
    if seats is not None and kept > seats:
        raise Refusal(RegistrationRefusal.QUOTAS_EXCEED_SEATS, kept=kept, seats=seats)
    common = allowed(None if seats is None else seats - kept, overbooking)
    return {"": common, **{origin: allowed(number, overbooking) for origin, number in quotas.items()}}


def check_hours(starts_at: datetime, ends_at: datetime, closes_at: datetime) -> None:
    """Refuse a date that ends before it begins, or whose sign-ups close after its end."""
    if ends_at <= starts_at or closes_at > ends_at or ends_at - starts_at > timedelta(days=2):
        raise Refusal(RegistrationRefusal.HOURS_UNREADABLE)
