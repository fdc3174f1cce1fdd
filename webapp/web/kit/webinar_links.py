"""What a personal link of a webinar opens, and what is said where it opens nothing."""

from flask import abort, render_template

from webapp.kernel.models import frozen
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, Registration, RegistrationRefusal
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars.model import Shown, Webinar, WebinarState
from webapp.wording.phrases import phrase


@frozen
class Mine:
    """What a personal link opens."""

    registration: Registration
    occurrence: Occurrence
    webinar: Webinar


def of_token(token: str, link: str = "manage") -> Mine | None:
    """Return what a personal link opens, or None."""
    found = registrations.of_link(db(), token, link)
    occurrence = None if found is None else registrations.occurrence(db(), found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    if found is None or occurrence is None or webinar is None:
        return None
    return Mine(registration=found, occurrence=occurrence, webinar=webinar)


def unknown_link() -> tuple[str, int]:
    """Say that a link opens nothing."""
    said = phrase(RegistrationRefusal.UNKNOWN_REGISTRATION)
    return render_template("public/webinars/unknown.html", said=said), 404


def shown_to_all(webinar: Webinar) -> Shown:
    """Return a webinar with its dates; one that is still prepared is simply not found."""
    if webinar.state is WebinarState.PREPARED:
        abort(404)
    return queries.shown(db(), webinar)
