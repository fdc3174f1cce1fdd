"""The evaluation of a date: its questions, its opening, what it says from five answers on."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars.model.afterwards import Evaluation, Question, QuestionKind
from webapp.webinars.queries import afterwards as queries
from webapp.webinars.rules.afterwards import QUESTIONS_MOST, USUAL_QUESTIONS
from webapp.webinars.service import afterwards
from webapp.wording import attendance as words
from webapp.wording.phrases import phrase

bp = Blueprint(
    "evaluations", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/dates/<int:occurrence_id>/evaluation"
)

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """The questions while nobody is asked, then what is answered."""
    return _page()


@bp.post("/questions")
@access.organiser_of_webinar
def prepare(webinar_id: int, occurrence_id: int) -> Answer:
    """Write the questions."""
    typed: tuple[Question, ...] = ()
    try:
        typed = _typed()
        afterwards.prepare_evaluation(
            db(), webinar_id, g.occurrence, typed, by=access.by(), now=clock.now(), key=acts.key()
        )
    except Refusal as refusal:
        return _page(refusal, typed), 422
    return _back()


@bp.post("/ouverture")
@access.organiser_of_webinar
def begin(webinar_id: int, occurrence_id: int) -> Answer:
    """Ask those who came."""
    try:
        afterwards.open_evaluation(
            db(),
            webinar_id,
            g.occurrence,
            means=kit.means(),
            tell=bool(acts.text("tell")),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


@bp.post("/cloture")
@access.organiser_of_webinar
def close(webinar_id: int, occurrence_id: int) -> Answer:
    """Take no more answers."""
    try:
        afterwards.close_evaluation(db(), webinar_id, g.occurrence, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


def _typed() -> tuple[Question, ...]:
    """Return the questions as typed, empty lines included."""
    return tuple(
        Question(
            kind=acts.chosen(QuestionKind, f"kind-{place}"),
            label=acts.text(f"label-{place}"),
        )
        for place in range(QUESTIONS_MOST)
    )


def _page(refusal: Refusal | None = None, typed: tuple[Question, ...] = ()) -> str:
    found = queries.evaluation(db(), g.occurrence.id)
    return render_template(
        "organiser/after/evaluation.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        evaluation=found,
        questions=_lines(found, typed),
        results=None if found is None or found.state == "prepared" else queries.results(db(), found),
        over=clock.now() >= g.occurrence.ends_at,
        asking=request.args.get("confirmer", ""),
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )


def _lines(found: Evaluation | None, typed: tuple[Question, ...]) -> list[Question]:
    """Return as many lines as an evaluation may have: those typed, else those kept, else the usual ones."""
    known = list(typed or (found.questions if found is not None else USUAL_QUESTIONS))
    empty = Question(kind=QuestionKind.TEXT, label="")
    return known + [empty] * (QUESTIONS_MOST - len(known))


def _back() -> Response:
    return redirect(url_for("evaluations.page", webinar_id=g.webinar.id, occurrence_id=g.occurrence.id), 303)
