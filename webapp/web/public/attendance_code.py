"""The code that somebody shows at the door of a room, by the link of their registration."""

from flask import Blueprint, abort, render_template

from webapp.kernel import clock
from webapp.kernel.paths import link
from webapp.pdf.square import square
from webapp.registrations import queries as registrations
from webapp.web.kit import access
from webapp.web.kit.afterwards import shows_code
from webapp.web.kit.database import db, settings
from webapp.webinars import queries
from webapp.webinars.service.attendance import door_code

bp = Blueprint("attendance_code", __name__)


@bp.get("/inscription/<token>/code")
@access.public
def page(token: str) -> str:
    """One's own code, until the end of the session."""
    found = registrations.of_link(db(), token)
    occurrence = None if found is None else registrations.occurrence(db(), found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    if found is None or occurrence is None or webinar is None or not shows_code(found, occurrence, now=clock.now()):
        abort(404)
    place = link(settings().public_address, "webinar_door", webinar_id=webinar.id, occurrence_id=occurrence.id)
    code = door_code(found, settings().link_key)
    return render_template(
        "public/webinars/code.html",
        registration=found,
        occurrence=occurrence,
        webinar=webinar,
        square=square(f"{place}?inscription={found.id}&code={code}"),
        token=token,
    )
