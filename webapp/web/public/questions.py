"""Questions to the speakers: asked by those signed up, on a page of theirs; answers that were published, for all."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts, webinar_links
from webapp.web.kit.database import db
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint("questions", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/inscription/<token>/questions")
@access.public
def page(token: str) -> Answer:
    """What one asked, what became of it, and a form to ask."""
    return _page(token)


@bp.post("/inscription/<token>/questions")
@access.public
def ask(token: str) -> Answer:
    """Ask the speakers something."""
    try:
        webinars.ask(db(), token, acts.text("text"), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(token, refusal)
    flash("Votre question est transmise aux intervenants.", "success")
    return redirect(url_for("questions.page", token=token), 303)


@bp.get("/webinaires/<webinar_code>/questions")
@access.public
def published(webinar_code: str) -> str:
    """The answers that the organisers published, without who asked."""
    shown = webinar_links.shown_to_all(g.webinar)
    return render_template(
        "public/webinars/answers.html",
        webinar=g.webinar,
        answers=queries.published_questions(db(), [each.id for each in shown.occurrences]),
    )


def _page(token: str, refusal: Refusal | None = None) -> tuple[str, int]:
    mine = webinar_links.of_token(token)
    if mine is None:
        return webinar_links.unknown_link()
    now = clock.now()
    said = render_template(
        "public/webinars/questions.html",
        mine=mine,
        questions=queries.questions_of(db(), mine.registration.id),
        open=now <= mine.occurrence.ends_at
        and not mine.occurrence.cancelled
        and mine.registration.status in rules.STANDING,
        most=rules.QUESTION_MOST,
        typed=request.form,
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )
    return said, 200 if refusal is None else 422
