"""What the pages of a webinar show once it is over: to everybody, and to somebody who signed up."""

from dataclasses import dataclass
from datetime import datetime

from webapp.kernel.paths import link
from webapp.pdf.square import square
from webapp.registrations.model import Occurrence, Registration, Status
from webapp.web.kit.database import db, settings
from webapp.webinars.model import Shown, Webinar
from webapp.webinars.model.afterwards import Material
from webapp.webinars.model.attendance import Certificate
from webapp.webinars.queries import afterwards, certificates
from webapp.webinars.service.afterwards import token_of
from webapp.webinars.service.attendance import door_code
from webapp.wording.dates import in_paris


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What somebody finds on the page of their registration; `evaluation`: the token of their link, '' where not asked."""

    certificates: list[Certificate]
    materials: list[Material]
    evaluation: str
    door: str


def of_registration(registration: Registration, webinar: Webinar, occurrence: Occurrence, *, now: datetime) -> After:
    """Gather what follows a date for somebody; before its end, the code that they show at the door."""
    confirmed = registration.status is Status.CONFIRMED and not occurrence.cancelled
    over = now > occurrence.ends_at
    return After(
        certificates=certificates.of_registration(db(), registration) if over else [],
        materials=afterwards.open_to_person(db(), registration, today=in_paris(now).date()),
        evaluation=token_of(registration, settings().link_key)
        if over and afterwards.is_asked(db(), registration)
        else "",
        door=_door(registration, webinar) if confirmed and not over else "",
    )


def _door(registration: Registration, webinar: Webinar) -> str:
    path = link(
        settings().public_address, "webinar_door", webinar_id=webinar.id, occurrence_id=registration.occurrence_id
    )
    return square(f"{path}?inscription={registration.id}&code={door_code(registration, settings().link_key)}")


def of_webinar(shown: Shown, *, now: datetime) -> list[tuple[Occurrence, list[Material]]]:
    """Return what is published of each date of a webinar, the latest first, dates of which nothing is left out."""
    found = afterwards.published(db(), [each.id for each in shown.occurrences], today=in_paris(now).date())
    left = [(date, [each for each in found if each.occurrence_id == date.id]) for date in shown.occurrences]
    return [(date, listed) for date, listed in reversed(left) if listed]
