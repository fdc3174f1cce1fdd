"""Somebody's opinion on what they followed, by a link of their own; what they answer names nobody (WEB-8)."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.webinars import queries as webinars
from webapp.webinars.model.afterwards import EvaluationRefusal, EvaluationState
from webapp.webinars.queries import afterwards as queries
from webapp.webinars.rules.afterwards import QUESTIONS_MOST, offered
from webapp.webinars.service import afterwards
from webapp.wording import attendance as words
from webapp.wording.phrases import phrase

bp = Blueprint("evaluation", __name__, url_prefix="/evaluation")

Answer = str | Response | tuple[str, int]


@bp.get("/<token>")
@access.public
def page(token: str) -> Answer:
    """The questions, to whoever has not answered."""
    return _page(token)


@bp.post("/<token>")
@access.public
def answer(token: str) -> Answer:
    """Keep the answers, apart from who gave them."""
    typed = {place: request.form.get(f"question-{place}", "") for place in range(QUESTIONS_MOST)}
    try:
        afterwards.answer(db(), token, typed)
    except Refusal as refusal:
        return _page(token, refusal, typed)
    return render_template("public/evaluation/done.html")


def _page(token: str, refusal: Refusal | None = None, typed: dict[int, str] | None = None) -> tuple[str, int]:
    found = queries.of_link(db(), token)
    occurrence = None if found is None else registrations.occurrence(db(), found[0].occurrence_id)
    webinar = None if occurrence is None else webinars.of_campaign(db(), occurrence.campaign_id)
    if found is None or webinar is None:
        said = phrase(EvaluationRefusal.UNKNOWN_LINK)
        return render_template("public/webinars/unknown.html", said=said), 404
    evaluation, _, answered = found
    said = render_template(
        "public/evaluation/page.html",
        evaluation=evaluation,
        occurrence=occurrence,
        webinar=webinar,
        answered=answered,
        open=evaluation.state is EvaluationState.OPEN,
        choices=[offered(each) for each in evaluation.questions],
        typed=typed or {},
        token=token,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        words=words,
    )
    return said, 200 if refusal is None else 422
