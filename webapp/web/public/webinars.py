"""The webinars that people see, and the form by which anybody signs up."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations.service.signing import links_of
from webapp.web.kit import access, acts, afterwards
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Shown, WebinarState
from webapp.wording import webinars as words

bp = Blueprint("webinars", __name__, url_prefix="/webinaires")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.public
def catalogue() -> str:
    """The dates to come, or the past ones."""
    past = "passes" in request.args
    typed, channel = request.args.get("mots", ""), request.args.get("chaine", "")
    series = request.args.get("cycle", "")
    return render_template(
        "public/webinars/catalogue.html",
        listed=queries.catalogue(db(), now=clock.now(), words=typed, channel=channel, series=series, past=past),
        channels=queries.channels(db()),
        typed=typed,
        channel=channel,
        series=series,
        past=past,
        words=words,
    )


@bp.get("/<webinar_code>")
@access.public
def page(webinar_code: str) -> str:
    """One webinar, its dates, how to sign up."""
    shown = _shown()
    now = clock.now()
    return render_template(
        "public/webinars/page.html",
        shown=shown,
        coming=shown.coming(now),
        left=afterwards.of_webinar(shown, now=now),
        words=words,
    )


@bp.get("/<webinar_code>/<int:occurrence_id>/inscription")
@access.public
def form(webinar_code: str, occurrence_id: int) -> str:
    """The form of one date."""
    shown = _shown()
    return _form(shown, kit.form_of(shown.form))


@bp.post("/<webinar_code>/<int:occurrence_id>/inscription")
@access.public
def sign_up(webinar_code: str, occurrence_id: int) -> Answer:
    """Somebody signs up; sent twice, it is the same registration."""
    shown = _shown()
    sent = kit.form_of(shown.form)
    if not sent.validate_on_submit():
        return _form(shown, sent), 422
    try:
        received = webinars.sign_up(
            db(),
            shown,
            occurrence_id,
            kit.typed(sent, shown.form, companions=acts.text("companions")),
            key=acts.key() or "",
            means=kit.means(),
            now=clock.now(),
        )
    except Refusal as refusal:
        sent.refuse(refusal, kit.field_of(str(refusal.facts.get("field", "")), shown.form))
        return _form(shown, sent), 422
    if not received.anew or received.registration.nonce is None:
        return redirect(url_for("webinars.sent", webinar_code=webinar_code), 303)
    token = tokens.derive(kit.means().link_key, links_of(received.registration.nonce).manage)
    return redirect(url_for("registration.page", token=token, recue=1), 303)


@bp.get("/<webinar_code>/inscription-envoyee")
@access.public
def sent(webinar_code: str) -> str:
    """What is said to somebody who signs up again: the answer is in their mail."""
    return render_template("public/webinars/sent.html", webinar=g.webinar)


def _shown() -> Shown:
    if g.webinar.state is WebinarState.PREPARED:
        abort(404)
    return queries.shown(db(), g.webinar)


def _form(shown: Shown, filled: kit.SignUpForm) -> str:
    return render_template(
        "public/webinars/form.html",
        shown=shown,
        occurrence=g.occurrence,
        form=filled,
        questions=[(each, filled[f"{kit.PREFIX}{each.key}"]) for each in shown.form.fields],
        companions=request.form.get("companions", ""),
        key=acts.new_key(),
        words=words,
        now=clock.now(),
    )
