"""The webinars that people see, and the form by which anybody signs up."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock, paths, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import rules
from webapp.registrations.service.signing import links_of
from webapp.sharing import queries as sharing
from webapp.web.kit import access, acts, afterwards, pressed
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Channel, Shown, Sought, WebinarState
from webapp.wording import webinars as words
from webapp.wording import zones

bp = Blueprint("webinars", __name__, url_prefix="/webinaires")

Answer = str | Response | tuple[str, int]
A_PAGE = 20


@bp.get("")
@access.public
def catalogue() -> str:
    """The dates to come, or the past ones."""
    return _catalogue(None, request.args.get("chaine", ""))


@bp.get("/chaines/<channel_code>")
@access.public
def channel(channel_code: str) -> str:
    """A service's own page."""
    found = queries.channel_by_code(db(), channel_code) or abort(404)
    return _catalogue(found, found.code)


@bp.get("/<webinar_code>")
@access.public
def page(webinar_code: str) -> str:
    """One webinar, its dates, how to sign up."""
    shown, now = _shown(), clock.now()
    return render_template(
        "public/webinars/page.html",
        shown=shown,
        coming=shown.coming(now),
        left=afterwards.of_webinar(shown, now=now),
        cancelled=[each for each in shown.occurrences if each.cancelled and each.ends_at >= now],
        channel=queries.channel(db(), shown.webinar.content.channel_id or 0),
        host=sharing.host_of(db(), shown.webinar.id),
        zone=zones.chosen(request.args.get("fuseau", "")),
        zones=zones,
        answered=queries.published_questions(db(), [each.id for each in shown.occurrences]),
        words=words,
        is_open=partial(rules.is_open, shown.campaign, now=now),
    )


@bp.get("/<webinar_code>/<int:occurrence_id>/inscription")
@access.public
def form(webinar_code: str, occurrence_id: int) -> str:
    """The form of one date."""
    shown, known, date = _shown(), kit.prefilled(), g.occurrence
    if known or not pressed.serves_here():
        return _form(shown, kit.form_of(shown.form, data=known))
    is_open = _is_open(shown)
    says = (shown.webinar, shown.campaign, shown.form, kit.planned(date), _zone(), is_open)
    return pressed.page(says, partial(_written, shown, is_open=is_open), key=acts.new_key(), left=_left())


@bp.post("/<webinar_code>/<int:occurrence_id>/inscription")
@access.public
def sign_up(webinar_code: str, occurrence_id: int) -> Answer:
    """Somebody signs up; sent twice, it is the same registration."""
    shown, means = _shown(), kit.means()
    sent = kit.with_origins(kit.form_of(shown.form), g.occurrence)
    if not sent.validate_on_submit():
        return _form(shown, sent), 422
    typed = kit.typed(sent, shown.form)
    try:
        kit.check_sender(sent)
        typed = replace(typed, origin=kit.origin_of(sent, g.occurrence))
        received = webinars.sign_up(
            db(), shown, occurrence_id, typed, key=acts.key() or "", means=means, now=clock.now()
        )
    except Refusal as refusal:
        status = kit.refuse(sent, refusal, typed, shown.form, shown.campaign.terms)
        return _form(shown, sent), status
    nonce = received.registration.nonce
    if nonce is None or not (received.anew or received.resent) or kit.by_mail_alone(shown.webinar.id):
        return redirect(url_for("webinars.sent", webinar_code=webinar_code), 303)
    token = tokens.derive(means.link_key, links_of(nonce).manage)
    zone = zones.chosen(request.form.get("fuseau", "")) or None
    return redirect(url_for("registration.page", token=token, recue=1, fuseau=zone), 303)


@bp.get("/<webinar_code>/inscription-envoyee")
@access.public
def sent(webinar_code: str) -> str:
    """What is said to somebody who signs up again: the answer is in their mail."""
    return render_template("public/webinars/sent.html", webinar=g.webinar)


def _catalogue(channel: Channel | None, channel_code: str) -> str:
    sought = Sought(
        words=request.args.get("mots", ""),
        channel=channel_code,
        series=request.args.get("cycle", ""),
        past="passes" in request.args,
        free="places" in request.args,
    )
    number = max(request.args.get("page", type=int) or 1, 1)
    now = clock.now()
    listing = queries.listing(db(), sought, now=now, most=A_PAGE, skipped=(number - 1) * A_PAGE)
    address = settings().public_address
    return render_template(
        "public/webinars/catalogue.html",
        listing=listing,
        sought=sought,
        channel=channel,
        channels=[] if channel else queries.channels(db()),
        series=queries.series(db()),
        number=number,
        pages=-(-listing.total // A_PAGE),
        inset=f"{paths.link(address, 'inset')}{f'?chaine={channel.code}' if channel else ''}",
        zone=zones.chosen(request.args.get("fuseau", "")),
        zones=zones,
        words=words,
        now=now,
    )


def _shown() -> Shown:
    if g.webinar.state is WebinarState.PREPARED:
        abort(404)
    return queries.shown(db(), g.webinar, date=g.get("occurrence"))


def _form(shown: Shown, filled: kit.SignUpForm) -> str:
    return _written(shown, filled, is_open=_is_open(shown), key=acts.new_key(), left=_left())


def _written(shown: Shown, filled: kit.SignUpForm | None = None, *, is_open: bool, key: str, left: str) -> str:
    form = kit.with_origins(filled or kit.form_of(shown.form), g.occurrence)
    return render_template(
        "public/webinars/form.html",
        shown=shown,
        occurrence=kit.planned(g.occurrence),
        is_open=is_open,
        form=form,
        questions=kit.questions(form, shown.form, g.occurrence),
        left=left,
        key=key,
        zone=_zone(),
        zones=zones,
    )


def _left() -> str:
    return words.seats_left(g.occurrence.left, g.occurrence.waiting)


def _is_open(shown: Shown) -> bool:
    return rules.is_open(shown.campaign, g.occurrence, now=clock.now())


def _zone() -> str:
    return zones.chosen(request.values.get("fuseau", ""))
