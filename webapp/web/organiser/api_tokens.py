"""The tokens by which one's own programs enter the JSON interface: made, shown once, revoked."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.wording.phrases import phrase

bp = Blueprint("api_tokens", __name__, url_prefix="/organisation/webinaires/jetons")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser
def page() -> str:
    """One's tokens, and how to make one."""
    return _page()


@bp.post("")
@access.organiser
def make() -> Answer:
    """A new token, shown on this very page and never again."""
    who = access.me()
    try:
        token = webinars.make_api_token(db(), who.person.id, acts.text("label"), by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _page(refusal), 422
    return _page(token=token)


@bp.post("/<int:token_id>/revocation")
@access.organiser
def revoke(token_id: int) -> Answer:
    """A token that opens nothing more."""
    try:
        webinars.revoke_api_token(db(), access.me().person.id, token_id, by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("api_tokens.page"), 303)


def _page(refusal: Refusal | None = None, token: str = "") -> str:
    return render_template(
        "organiser/api_tokens.html",
        tokens=queries.api_tokens_of(db(), access.me().person.id),
        token=token,
        asking=request.args.get("revoquer", type=int),
        typed=acts.text("label") if refusal else "",
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        address=f"{settings().public_address.rstrip('/')}/api/v1",
        now=clock.now(),
    )
