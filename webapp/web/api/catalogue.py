"""What is public: the catalogue, a webinar, the seats of a date, and signing up for it."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from flask import abort, g, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from webapp.kernel import clock
from webapp.registrations.model import Companion, SignUp
from webapp.web.api import schemas
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Listed, Shown, Sought, WebinarState

bp = Blueprint("catalogue", __name__, description="Ce que tout le monde peut voir, et s’inscrire.")

KNOWN = "Un message part à l’adresse donnée : il dit où en est l’inscription, et porte le lien personnel."


@bp.get("/webinars")
@access.public
@bp.arguments(schemas.CatalogueQuery, location="query", unknown=RAISE)
@bp.doc(summary="Les dates à venir, ou les passées")
@bp.response(200, schemas.Catalogue)
def catalogue(asked: dict[str, Any]) -> dict[str, object]:
    """The dates to come, or the past ones."""
    sought = Sought(words=asked["words"], channel=asked["channel"], series=asked["series"], past=asked["past"])
    skipped = (asked["page"] - 1) * asked["size"]
    found = queries.listing(db(), sought, now=clock.now(), most=asked["size"], skipped=skipped)
    return {"total": found.total, "listed": [_line(each) for each in found.listed]}


def _line(listed: Listed) -> dict[str, object]:
    content = listed.webinar.content
    return {
        "code": listed.webinar.code,
        "title": content.title,
        "summary": content.summary,
        "channel": None if listed.channel is None else listed.channel.code,
        "date": listed.occurrence,
    }


@bp.get("/webinars/<webinar_code>")
@access.public
@bp.doc(summary="Un webinaire, ses dates et son formulaire")
@bp.response(200, schemas.Webinar)
def webinar(webinar_code: str) -> dict[str, object]:
    """One webinar, its dates and its form."""
    shown = _shown()
    content = asdict(shown.webinar.content)
    return {
        **content,
        "code": webinar_code,
        "state": shown.webinar.state,
        "dates": shown.occurrences,
        "questions": shown.form.fields,
        "notice": asdict(shown.form.notice),
    }


@bp.get("/webinars/<webinar_code>/dates/<int:occurrence_id>")
@access.public
@bp.doc(summary="Les places d’une date")
@bp.response(200, schemas.Seats)
def seats(webinar_code: str, occurrence_id: int) -> object:
    """The seats of one date."""
    _shown()
    return g.occurrence


@bp.post("/webinars/<webinar_code>/dates/<int:occurrence_id>/registrations")
@access.public
@bp.arguments(schemas.SignUpHeaders, location="headers")
@bp.arguments(schemas.SignUp)
@bp.doc(summary="Inscrire une personne, comme le fait la page")
@bp.response(201, schemas.Received)
@bp.alt_response(202, schema=schemas.Received, description="Seul le message dit à la personne où elle en est.")
def sign_up(sent: dict[str, str], typed: dict[str, Any], webinar_code: str, occurrence_id: int) -> object:
    """Sign somebody up for a date, as the page does."""
    shown = _shown()
    kit.check_pace(typed["email"])
    key = _key(sent["key"], typed)
    received = webinars.sign_up(db(), shown, occurrence_id, _signed(typed), key=key, means=kit.means(), now=clock.now())
    if not (received.anew or received.resent) or kit.by_mail_alone(shown.webinar.id):
        return {"said": KNOWN}, 202
    return {"status": received.registration.status, "said": KNOWN}


def _key(sent: str, typed: dict[str, Any]) -> str:
    """Return the key of what was sent: the same key with another content, or for another date, is another sending."""
    content = json.dumps(typed, sort_keys=True, default=str)
    return hashlib.sha256(repr((request.path, sent, content)).encode()).hexdigest()


def _signed(typed: dict[str, Any]) -> SignUp:
    companions = tuple(Companion(**each) for each in typed["companions"])
    origin = kit.origin_said(typed["origin"], g.occurrence)
    return SignUp(**{**typed, "companions": companions, "origin": origin})


def _shown() -> Shown:
    if g.webinar.state is WebinarState.PREPARED:
        abort(404)
    return queries.shown(db(), g.webinar)
