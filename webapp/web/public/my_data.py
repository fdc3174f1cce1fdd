"""What is known of oneself, by the link of one's registration: see it, take it away, correct it, ask that it goes."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, RegistrationRefusal
from webapp.registrations.model.retention import Category
from webapp.web.kit import access, acts, copies
from webapp.web.kit import rights as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars.queries import rights as known
from webapp.webinars.service import rights
from webapp.wording import retention as words
from webapp.wording.phrases import phrase

bp = Blueprint("my_data", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/inscription/<token>/mes-donnees")
@access.public
def page(token: str) -> Answer:
    """All that is held of one's registration, and what one may ask."""
    found = registrations.of_link(db(), token)
    return _unknown() if found is None else _page(token, found)


@bp.post("/inscription/<token>/mes-donnees/copie")
@access.public
def copy(token: str) -> Answer:
    """A copy to take away; that it was asked is kept."""
    found = registrations.of_link(db(), token)
    if found is None:
        return _unknown()
    try:
        held = rights.copy_mine(db(), token, key=acts.key() or "", now=clock.now())
    except Refusal as refusal:
        return _page(token, found, refusal=refusal), 409
    return copies.handed([held], acts.text("forme"))


@bp.post("/inscription/<token>/mes-donnees/correction")
@access.public
def correct(token: str) -> Answer:
    """Correct who one is."""
    found, form = registrations.of_link(db(), token), kit.PersonForm()
    if found is None:
        return _unknown()
    try:
        rights.rectify_mine(
            db(), token, form.typed(found), version=acts.figure("version"), key=acts.key() or "", now=clock.now()
        )
    except Refusal as refusal:
        form.show(refusal)
        return _page(token, found, form=form), 422
    return redirect(url_for("my_data.page", token=token, corrige=1), 303)


@bp.post("/inscription/<token>/mes-donnees/demande")
@access.public
def ask(token: str) -> Answer:
    """Ask to be forgotten, or object: an administrator answers."""
    found = registrations.of_link(db(), token)
    if found is None:
        return _unknown()
    try:
        rights.ask_erasure(db(), token, kit.right(acts.text("droit")), key=acts.key() or "", now=clock.now())
    except Refusal as refusal:
        return _page(token, found, refusal=refusal), 409
    return redirect(url_for("my_data.page", token=token, demande=1), 303)


def _page(
    token: str, found: Registration, *, form: kit.PersonForm | None = None, refusal: Refusal | None = None
) -> str:
    held = registrations.held(db(), found)
    rule = registrations.adopted(db()).get(Category.REGISTRANTS)
    return render_template(
        "public/webinars/my_data.html",
        held=held,
        registration=found,
        webinar=queries.of_campaign(db(), held.occurrence.campaign_id),
        messages=known.messages(db(), held),
        besides=dict(known.besides(db(), found)),
        form=form or kit.PersonForm(obj=found),
        term=None if rule is None else rule.term(held.occurrence),
        token=token,
        asking=request.args.get("demander", "") if request.args.get("demander") in kit.ASKED else "",
        asked="demande" in request.args,
        corrected="corrige" in request.args,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )


def _unknown() -> tuple[str, int]:
    return render_template("public/webinars/unknown.html", said=phrase(RegistrationRefusal.UNKNOWN_REGISTRATION)), 404
