"""What people ask of their data, heard by an administrator: found by exact address, answered, decided (RGP-2)."""

from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts import queries as accounts
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, Status
from webapp.web.kit import access, acts, copies
from webapp.web.kit import rights as kit
from webapp.web.kit import webinars as webinars_kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars.service import rights
from webapp.wording import retention as words
from webapp.wording import webinars
from webapp.wording.phrases import phrase

bp = Blueprint("rights", __name__, url_prefix="/secretariat/droits")

Answer = str | Response | tuple[str, int]
LISTED = 100


@bp.get("")
@access.administrator
def page() -> str:
    """The search by address, and the requests, those to decide first."""
    return _page()


@bp.post("/recherche")
@access.administrator
def search() -> Answer:
    """Find every registration of an address; it travels in no address of a page."""
    try:
        return _found(acts.text("adresse"))
    except Refusal as refusal:
        return _page(refusal), 422


@bp.post("/copie")
@access.administrator
def copy() -> Answer:
    """A copy of all that is held of an address."""
    email = acts.text("adresse")
    try:
        held = rights.copy_at_address(db(), email, key=acts.key() or "", by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _page(refusal), 409
    return copies.handed(held, acts.text("forme"))


@bp.post("/demandes")
@access.administrator
def record() -> Answer:
    """Keep that somebody asks to be forgotten, or objects."""
    email, chosen = acts.text("adresse"), acts.numbers("inscription")
    try:
        kind = kit.right(acts.text("droit"))
        rights.record_erasure(db(), chosen, email, kind, key=acts.key() or "", by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _found(email, refusal), 409
    return redirect(url_for("rights.page", recue=1), 303)


@bp.route("/inscriptions/<int:number>", methods=["GET", "POST"])
@access.administrator
def correct(number: int) -> Answer:
    """Correct who somebody is."""
    found = registrations.find(db(), number)
    if found is None or found.status is Status.ANONYMISED:
        abort(404)
    if request.method == "GET":
        return _correcting(found, kit.PersonForm(obj=found))
    form = kit.PersonForm()
    try:
        rights.rectify(
            db(),
            found.id,
            form.typed(found),
            version=acts.figure("version"),
            key=acts.key() or "",
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.show(refusal)
        return _correcting(found, form), 422
    return redirect(url_for("rights.page", corrigee=1), 303)


@bp.get("/demandes/<int:request_id>")
@access.administrator
def asked(request_id: int) -> str:
    """One request: whom it concerns, what accepting it does."""
    return _asked(request_id)


@bp.post("/demandes/<int:request_id>")
@access.administrator
def decide(request_id: int) -> Answer:
    """Answer a request."""
    try:
        rights.decide(
            db(),
            request_id,
            accepted=acts.text("reponse") == "accepter",
            reason=acts.text("motif"),
            means=webinars_kit.means(),
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        return _asked(request_id, refusal), 409
    return redirect(url_for("rights.asked", request_id=request_id), 303)


def _page(refusal: Refusal | None = None) -> str:
    return render_template(
        "desk/rights/page.html",
        requests=registrations.requests(db(), limit=LISTED),
        received="recue" in request.args,
        corrected="corrigee" in request.args,
        refused=_said(refusal),
        words=words,
    )


def _found(email: str, refusal: Refusal | None = None) -> str:
    found = rights.at_address(db(), email)
    return render_template(
        "desk/rights/found.html",
        email=email,
        lines=[_line(each) for each in found],
        refused=_said(refusal),
        key=acts.new_key(),
        words=webinars,
    )


def _correcting(found: Registration, form: kit.PersonForm) -> str:
    return render_template(
        "desk/rights/correct.html",
        form=form,
        line=_line(found),
        version=found.version,
        key=acts.new_key(),
    )


def _asked(request_id: int, refusal: Refusal | None = None) -> str:
    found = registrations.request(db(), request_id) or abort(404)
    concerned = [each for number in found.registrations if (each := registrations.find(db(), number)) is not None]
    by = None if found.settled_by is None else accounts.find(db(), found.settled_by)
    return render_template(
        "desk/rights/asked.html",
        asked=found,
        lines=[_line(each) for each in concerned],
        by=by,
        asking=request.args.get("reponse", ""),
        refused=_said(refusal),
        key=acts.new_key(),
        words=words,
        statuses=webinars.STATUSES,
    )


def _line(registration: Registration) -> tuple[Registration, str, datetime]:
    """Return a registration with its webinar's title and the hour of its date."""
    held = registrations.occurrence(db(), registration.occurrence_id) or abort(404)
    webinar = queries.of_campaign(db(), held.campaign_id)
    return registration, "" if webinar is None else webinar.title, held.starts_at


def _said(refusal: Refusal | None) -> str:
    return "" if refusal is None else phrase(refusal.reason, **refusal.facts)
