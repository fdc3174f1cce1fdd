"""What an organiser's program may read, by its token: their webinars, and the registrations that changed."""

from flask import g
from flask_smorest import Blueprint
from marshmallow import RAISE

from webapp.registrations import queries as registrations
from webapp.registrations.model import Change, FormVersion
from webapp.web.api import schemas
from webapp.web.kit import programs
from webapp.web.kit.database import db
from webapp.webinars import queries

bp = Blueprint("organisers", __name__, description="Pour les organisateurs, avec leur jeton.")

TOKEN: list[dict[str, list[str]]] = [{"token": []}]


@bp.get("/organiser/webinars")
@programs.bearer
@bp.doc(security=TOKEN)
@bp.doc(summary="Les webinaires du titulaire du jeton")
@bp.response(200, schemas.OrganisedList)
def organised() -> dict[str, object]:
    """The webinars of the token's owner."""
    who = programs.me()
    return {"webinars": queries.organised_by(db(), None if who.every_webinar else who.person_id)}


@bp.get("/organiser/webinars/<int:webinar_id>/registrations")
@programs.bearer_of_webinar
@bp.doc(security=TOKEN)
@bp.arguments(schemas.Since, location="query", unknown=RAISE)
@bp.doc(summary="Les inscriptions qui ont changé depuis le dernier appel")
@bp.response(200, schemas.Changes)
def changes(asked: dict[str, int], webinar_id: int) -> dict[str, object]:
    """The registrations that changed since the last call."""
    dates = [each.id for each in queries.shown(db(), g.webinar).occurrences]
    found = registrations.changes(db(), dates, since=asked["since"], limit=asked["size"] + 1)
    kept = found[: asked["size"]]
    answers = registrations.answers_of(db(), [each.registration.id for each in kept])
    forms: dict[int, frozenset[str]] = {}
    return {
        "registrations": [_line(each, answers.get(each.registration.id, {}), forms) for each in kept],
        "next": kept[-1].sequence if kept else asked["since"],
        "more": len(found) > len(kept),
    }


def _line(change: Change, answers: dict[str, str], forms: dict[int, frozenset[str]]) -> dict[str, object]:
    each = change.registration
    if answers and each.form_id not in forms:
        forms[each.form_id] = _open_fields(registrations.form(db(), each.form_id))
    return {
        "id": each.id,
        "date": each.occurrence_id,
        "status": each.status,
        "last_name": each.last_name,
        "first_name": each.first_name,
        "email": each.email,
        "service": each.service,
        "seats": each.seats,
        "submitted_at": each.submitted_at,
        "settled_at": each.settled_at,
        "answers": {key: value for key, value in answers.items() if key in forms[each.form_id]},
    }


def _open_fields(form: FormVersion | None) -> frozenset[str]:
    """Return the questions whose answers may leave: never a sensitive one (WEB-10)."""
    return frozenset() if form is None else frozenset(each.key for each in form.fields if not each.sensitive)
