"""The replay and the documents of a date that is over, to whom their rule of access lets in."""

from flask import Blueprint, abort, g, render_template
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.registrations import queries as registrations
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.materials import handed
from webapp.webinars import queries as webinars
from webapp.webinars.model import Webinar, WebinarState
from webapp.webinars.model.afterwards import Access, Material
from webapp.webinars.queries import afterwards as queries
from webapp.wording import attendance as words
from webapp.wording.dates import in_paris

bp = Blueprint("materials", __name__)


@bp.get("/webinaires/<webinar_code>/<int:occurrence_id>/suite/<int:material_id>")
@access.public
def page(webinar_code: str, occurrence_id: int, material_id: int) -> str:
    """One that everybody may open."""
    return _page(_for_all(material_id), g.webinar, "")


@bp.get("/webinaires/<webinar_code>/<int:occurrence_id>/suite/<int:material_id>/fichier")
@access.public
def file(webinar_code: str, occurrence_id: int, material_id: int) -> Response:
    """Its file."""
    return handed(_for_all(material_id))


@bp.get("/inscription/<token>/suite/<int:material_id>")
@access.public
def mine(token: str, material_id: int) -> str:
    """One that somebody opens by the link of their registration."""
    found, webinar = _for_me(token, material_id)
    return _page(found, webinar, token)


@bp.get("/inscription/<token>/suite/<int:material_id>/fichier")
@access.public
def my_file(token: str, material_id: int) -> Response:
    """Its file, by the same link."""
    return handed(_for_me(token, material_id)[0])


def _for_all(material_id: int) -> Material:
    found = queries.material(db(), material_id, g.occurrence.id)
    if found is None or g.webinar.state is WebinarState.PREPARED:
        abort(404)
    if found.draft.access is not Access.ALL or not found.open_on(in_paris(clock.now()).date()):
        abort(404)
    return found


def _for_me(token: str, material_id: int) -> tuple[Material, Webinar]:
    registration = registrations.of_link(db(), token)
    occurrence = None if registration is None else registrations.occurrence(db(), registration.occurrence_id)
    webinar = None if occurrence is None else webinars.of_campaign(db(), occurrence.campaign_id)
    if registration is None or webinar is None:
        abort(404)
    opened = queries.open_to_person(db(), registration, today=in_paris(clock.now()).date())
    found = next((each for each in opened if each.id == material_id), None)
    return found or abort(404), webinar


def _page(found: Material, webinar: Webinar, token: str) -> str:
    return render_template("public/webinars/material.html", material=found, webinar=webinar, token=token, words=words)
