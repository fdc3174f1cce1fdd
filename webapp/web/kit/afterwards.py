"""What the pages of a webinar show once it is over: to everybody, and to somebody who signed up."""

from datetime import datetime

from webapp.kernel.models import frozen
from webapp.registrations.model import Occurrence, Registration, Status
from webapp.web.kit.database import db, settings
from webapp.webinars.model import Shown
from webapp.webinars.model.afterwards import Material
from webapp.webinars.model.attendance import Certificate
from webapp.webinars.queries import afterwards, certificates
from webapp.webinars.service.afterwards import token_of
from webapp.wording.dates import in_paris


@frozen
class After:
    """What somebody finds on the page of their registration; `evaluation`: the token of their link, '' where not asked."""

    certificates: list[Certificate]
    materials: list[Material]
    evaluation: str
    door: bool


def of_registration(registration: Registration, occurrence: Occurrence, *, now: datetime) -> After:
    """Gather what follows a date for somebody; before its end, whether they have a code to show at the door."""
    over = now > occurrence.ends_at
    return After(
        certificates=[each for each in certificates.of_registration(db(), registration) if each.is_handed_over]
        if over
        else [],
        materials=afterwards.open_to_person(db(), registration, today=in_paris(now).date()),
        evaluation=token_of(registration, settings().link_key)
        if over and afterwards.is_asked(db(), registration)
        else "",
        door=shows_code(registration, occurrence, now=now),
    )


def shows_code(registration: Registration, occurrence: Occurrence, *, now: datetime) -> bool:
    """Whether somebody has a code to show at the door: the confirmed, until the end."""
    return registration.status is Status.CONFIRMED and not occurrence.cancelled and now <= occurrence.ends_at


def of_webinar(shown: Shown, *, now: datetime) -> list[tuple[Occurrence, list[Material]]]:
    """Return what is published of each date of a webinar, the latest first, dates of which nothing is left out."""
    found = afterwards.published(db(), [each.id for each in shown.occurrences], today=in_paris(now).date())
    left = [(date, [each for each in found if each.occurrence_id == date.id]) for date in shown.occurrences]
    return [(date, listed) for date, listed in reversed(left) if listed]
