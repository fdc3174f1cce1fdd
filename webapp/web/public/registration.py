"""One's own registration, by the link received: follow it, answer an offer, withdraw, enter the room."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import RegistrationRefusal
from webapp.registrations.service.signing import links_of
from webapp.web.kit import access, afterwards
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint("registration", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/inscription/<token>")
@access.public
def page(token: str) -> Answer:
    """Where one stands, and what one may do."""
    return _page(token)


@bp.post("/inscription/<token>/desinscription")
@access.public
def withdraw(token: str) -> Answer:
    """Give one's seat back."""
    try:
        webinars.withdraw(db(), token, means=kit.means(), now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    return redirect(url_for("registration.page", token=token), 303)


@bp.post("/inscription/<token>/place")
@access.public
def accept(token: str) -> Answer:
    """Take the seat that is offered."""
    try:
        webinars.accept(db(), token, means=kit.means(), now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    return redirect(url_for("registration.page", token=token), 303)


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    known = registrations.known_by_link(db(), token)
    occurrence = None if known is None else registrations.occurrence(db(), known.registration.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    if known is None or occurrence is None or webinar is None or known.registration.nonce is None:
        return render_template(
            "public/webinars/unknown.html", said=phrase(RegistrationRefusal.UNKNOWN_REGISTRATION)
        ), 404
    now = clock.now()
    said = render_template(
        "public/webinars/registration.html",
        after=afterwards.of_registration(known.registration, webinar, occurrence, now=now),
        known=known,
        registration=known.registration,
        occurrence=occurrence,
        webinar=webinar,
        form=registrations.form(db(), known.registration.form_id),
        room=queries.room(db(), occurrence.id),
        entry=tokens.derive(kit.means().link_key, links_of(known.registration.nonce).entry),
        token=token,
        received="recue" in request.args,
        asking="desinscrire" in request.args,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        words=words,
        now=now,
    )
    return said, 200 if refusal is None else 409
