"""« Viendrez-vous ? », asked on the eve and when a date moves: « no » frees the seat, silence changes nothing."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, webinar_links
from webapp.web.kit import webinars as kit
from webapp.web.kit.acts import FormRefusal
from webapp.web.kit.database import db
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint("coming", __name__, url_prefix="/inscription")

Answer = str | Response | tuple[str, int]
ANSWERS = {"oui": True, "non": False}


@bp.get("/<token>/venir")
@access.public
def page(token: str) -> Answer:
    """The question, with what each answer does; looking answers nothing."""
    return _page(token)


@bp.post("/<token>/venir")
@access.public
def reply(token: str) -> Answer:
    """Say whether one comes."""
    comes = ANSWERS.get(request.form.get("vient", ""))
    if comes is None:
        return _page(token, Refusal(FormRefusal.CHOICE_MISSING))
    try:
        webinars.reply(db(), token, comes=comes, means=kit.means(), now=clock.now())
    except Refusal as refusal:
        return _page(token, refusal)
    return redirect(url_for("coming.page", token=token), 303)


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    mine = webinar_links.of_token(token)
    if mine is None:
        return webinar_links.unknown_link()
    now = clock.now()
    said = render_template(
        "public/webinars/coming.html",
        mine=mine,
        asked=mine.registration.status in rules.STANDING
        and now < mine.occurrence.starts_at
        and not mine.occurrence.cancelled,
        comes=queries.comes(db(), mine.registration.id, mine.occurrence.starts_at),
        former=queries.former_start(db(), mine.occurrence.id),
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        words=words,
    )
    return said, 200 if refusal is None else 409
