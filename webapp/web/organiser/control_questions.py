"""Questions to the speakers, as the desk sorts them: answered aloud or in writing, set aside, published afterwards."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import QuestionState
from webapp.wording.phrases import phrase

bp = Blueprint(
    "control_questions",
    __name__,
    url_prefix="/organisation/webinaires/<int:webinar_id>/regie/<int:occurrence_id>/questions",
)

Answer = str | Response | tuple[str, int]
STATES = {
    "repondue": QuestionState.ANSWERED,
    "ecartee": QuestionState.DISMISSED,
    "reprise": QuestionState.ASKED,
}


@bp.post("")
@access.organiser_of_webinar
def note(webinar_id: int, occurrence_id: int) -> Answer:
    """Note a question that came aloud or by the room's chat."""
    typed, key = acts.text("text"), acts.key()
    return _done(
        lambda: webinars.note_question(db(), webinar_id, occurrence_id, typed, by=access.by(), now=clock.now(), key=key)
    )


@bp.post("/inscriptions")
@access.organiser_of_webinar
def take(webinar_id: int, occurrence_id: int) -> Answer:
    """Put among the questions one that came with a sign-up."""
    return _done(
        lambda: webinars.take_written(
            db(),
            webinar_id,
            occurrence_id,
            acts.number("registration"),
            acts.text("field"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    )


@bp.post("/<int:question_id>/tete")
@access.organiser_of_webinar
def first(webinar_id: int, occurrence_id: int, question_id: int) -> Answer:
    """Put it before all others."""
    return _done(
        lambda: webinars.put_question_first(
            db(), webinar_id, occurrence_id, question_id, by=access.by(), now=clock.now(), key=acts.key()
        )
    )


@bp.post("/<int:question_id>/suite")
@access.organiser_of_webinar
def settle(webinar_id: int, occurrence_id: int, question_id: int) -> Answer:
    """Say that it was answered aloud, set it aside, or take it up again."""
    state = STATES.get(acts.text("suite"))
    found = queries.question(db(), occurrence_id, question_id) or abort(404)
    if state is None:
        return _done(_nothing_chosen)
    return _done(
        lambda: webinars.settle_question(
            db(),
            webinar_id,
            occurrence_id,
            question_id,
            state,
            text=found.text,
            answer=found.answer,
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    )


def _nothing_chosen() -> None:
    raise Refusal(acts.FormRefusal.CHOICE_MISSING)


@bp.get("/<int:question_id>")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int, question_id: int) -> str:
    """Write its answer, and publish both."""
    return _page(question_id)


@bp.post("/<int:question_id>")
@access.organiser_of_webinar
def answer(webinar_id: int, occurrence_id: int, question_id: int) -> Answer:
    """Keep the answer; published, the question and it are read by all, without who asked."""
    try:
        webinars.settle_question(
            db(),
            webinar_id,
            occurrence_id,
            question_id,
            QuestionState.ANSWERED,
            text=acts.text("text"),
            answer=acts.text("answer"),
            published=acts.text("published") == "1",
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(question_id, phrase(refusal.reason, **refusal.facts)), 422
    flash("La réponse est enregistrée.", "success")
    return _back()


def _done(act: Callable[[], object]) -> Answer:
    try:
        act()
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return _back()


def _back() -> Response:
    number = {"webinar_id": g.webinar.id, "occurrence_id": g.occurrence.id}
    return redirect(url_for("control.page", **number, _anchor="questions"), 303)


def _page(question_id: int, refused: str = "") -> str:
    return render_template(
        "organiser/control/question.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        question=queries.question(db(), g.occurrence.id, question_id) or abort(404),
        typed=request.form,
        refused=refused,
        key=acts.new_key(),
    )
