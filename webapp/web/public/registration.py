"""One's own registration, by the link received: follow it, correct it, answer an offer, withdraw, enter the room."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from webapp.kernel import clock, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import HOLDING, FormVersion, Known, Occurrence, RegistrationRefusal, Status
from webapp.registrations.service.signing import links_of
from webapp.web.kit import access, acts, afterwards
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import calendar, queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Webinar
from webapp.wording import webinar_pages, zones
from webapp.wording import webinars as words
from webapp.wording.departements import origin_name
from webapp.wording.phrases import phrase

bp = Blueprint("registration", __name__)

Answer = str | Response | tuple[str, int]
Mine = tuple[Known, Occurrence, Webinar, FormVersion]


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


@bp.get("/inscription/<token>/modifier")
@access.public
def correcting(token: str) -> Answer:
    """What one entered, to be corrected."""
    mine = _mine(token)
    return (
        _unknown()
        if mine is None
        else _correcting(mine, token, kit.with_origins(kit.filled(mine[0], mine[3]), mine[1]))
    )


@bp.post("/inscription/<token>/modifier")
@access.public
def correct(token: str) -> Answer:
    """Correct what one entered, unless another page did so first."""
    mine = _mine(token)
    if mine is None:
        return _unknown()
    version = mine[3]
    sent = kit.with_origins(kit.form_of(version), mine[1])
    if not sent.validate_on_submit():
        return _correcting(mine, token, sent), 422
    typed = kit.typed(sent, version, origin=mine[0].registration.origin)
    try:
        if sent.origin.choices:
            typed = replace(typed, origin=kit.origin_of(sent, mine[1]))
        webinars.correct(db(), token, typed, version=acts.number("version"), means=kit.means(), now=clock.now())
    except Refusal as refusal:
        status = kit.refuse(sent, refusal, typed, version, queries.shown(db(), mine[2]).campaign.terms)
        return _correcting(mine, token, sent), status
    return redirect(url_for("registration.page", token=token, corrigee=1), 303)


@bp.get("/inscription/<token>/agenda.ics")
@access.public
def event(token: str) -> FlaskResponse:
    """The date for one's calendar, once one's seat is sure."""
    mine = _mine(token)
    if mine is None or mine[0].registration.status is not Status.CONFIRMED:
        abort(404)
    known, occurrence, webinar, _ = mine
    entry = calendar.entry_of(
        webinar,
        occurrence,
        link_key=kit.means().link_key,
        public_address=kit.means().public_address,
        stamped_at=known.registration.settled_at,
    )
    headers = {"Content-Disposition": f'attachment; filename="{webinar_pages.CALENDAR_FILE}.ics"'}
    return FlaskResponse(calendar.file_of(entry), content_type="text/calendar; charset=utf-8", headers=headers)


def _mine(token: str) -> Mine | None:
    known = registrations.known_by_link(db(), token)
    occurrence = None if known is None else registrations.occurrence(db(), known.registration.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db(), occurrence.campaign_id)
    form = None if known is None else registrations.form(db(), known.registration.form_id)
    if known is None or occurrence is None or webinar is None or form is None or known.registration.nonce is None:
        return None
    return known, occurrence, webinar, form


def _unknown() -> tuple[str, int]:
    return render_template("public/webinars/unknown.html", said=phrase(RegistrationRefusal.UNKNOWN_REGISTRATION)), 404


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    mine = _mine(token)
    if mine is None:
        return _unknown()
    known, occurrence, webinar, form = mine
    nonce, now = known.registration.nonce, clock.now()
    standing = known.registration.status in HOLDING | {Status.WAITLISTED}
    said = render_template(
        "public/webinars/registration.html",
        after=afterwards.of_registration(known.registration, occurrence, now=now),
        known=known,
        registration=known.registration,
        occurrence=occurrence,
        webinar=webinar,
        form=form,
        room=queries.room(db(), occurrence.id),
        entry="" if nonce is None else tokens.derive(kit.means().link_key, links_of(nonce).entry),
        token=token,
        origin=origin_name(known.registration.origin),
        may_change=standing and now <= occurrence.ends_at and not occurrence.cancelled,
        received="recue" in request.args,
        corrected="corrigee" in request.args,
        asking="desinscrire" in request.args,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        zone=zones.chosen(request.args.get("fuseau", "")),
        zones=zones,
        words=words,
        now=now,
    )
    return said, 200 if refusal is None else 409


def _correcting(mine: Mine, token: str, filled: kit.SignUpForm) -> str:
    known, occurrence, webinar, version = mine
    return render_template(
        "public/webinars/correcting.html",
        known=known,
        webinar=webinar,
        occurrence=occurrence,
        form=filled,
        questions=kit.questions(filled, version, occurrence),
        terms=queries.shown(db(), webinar).campaign.terms,
        version=request.form.get("version", type=int) or known.registration.version,
        token=token,
    )
