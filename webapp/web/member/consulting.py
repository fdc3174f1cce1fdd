"""A consultation in writing as a member follows it: what is asked, until when, what others wrote, what one did."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.service import contributions, means
from webapp.meetings.sitting import Contribution, MeetingState, Phase
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.member.consulting_view import context
from webapp.wording import written as words
from webapp.wording.phrases import phrase

bp = Blueprint("consulting", __name__, url_prefix="/seances/<int:meeting_id>")

Answer = str | Response | tuple[str, int]


class ContributionForm(Form):
    """What a member writes; nothing is published before it was read again."""

    item = SelectField("Sur quoi porte-t-elle ?", coerce=int)
    text = TextAreaField(
        "Votre observation",
        [InputRequired("Écrivez votre observation."), Length(max=50_000, message="Au plus 50 000 caractères.")],
    )
    corrects = HiddenField()
    key = HiddenField(validators=[Length(8, 64)])


@bp.route("/participer", methods=["GET", "POST"])
@access.member_of_meeting
def test_means(meeting_id: int) -> Answer:
    """« Je peux participer »: the page that opens on the very device one will use, reached from a message (ECR-1)."""
    shown = context()
    seats = shown["own"]
    if g.meeting.state is not MeetingState.PREPARED or not seats:
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    if request.method == "POST":
        substitute, now = acts.optional_number("substitute"), clock.now()
        if substitute:
            means.name_substitute(
                db(),
                meeting_id,
                seats[0],
                substitute,
                linking=access.linking(),
                by=access.by(),
                now=now,
                key=acts.key(),
            )
        else:
            means.confirm(db(), meeting_id, seats[0], by=access.by(), now=now, key=acts.key())
        flash("C’est noté. Un message vous dira quand les débats s’ouvriront.", "success")
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    return render_template("member/written/means.html", key=acts.new_key(), **shown)


@bp.get("/observations")
@access.takes_part
def listed(meeting_id: int) -> Answer:
    """Every observation, by item, and the form to write one while the debate is open."""
    shown = context()
    return _thread(_form(shown), shown)


@bp.post("/observations")
@access.member_of_meeting
def publish(meeting_id: int) -> Answer:
    """Show what is about to be published, then publish it for good (ECR-6)."""
    received_at = acts.received_at()
    shown = context()
    form = _form(shown)
    if not shown["own"]:
        abort(403)
    if not form.validate():
        return _thread(form, shown), 400
    if "publish" not in request.form:
        return render_template("member/written/check.html", form=form, **shown)
    try:
        number = contributions.contribute(
            db(),
            meeting_id,
            shown["own"][0],
            form.item.data or None,
            form.text.data or "",
            corrects=request.form.get("corrects", type=int),
            by=access.by(),
            received_at=received_at,
            key=acts.key(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _thread(form, context()), 409
    return redirect(url_for("consulting.listed", meeting_id=meeting_id, publiee=number), 303)


@bp.post("/observations/<int:number>/annexe")
@access.member_of_meeting
def annex(meeting_id: int, number: int) -> Response:
    """« Joindre mon opinion au procès-verbal » (CRPA R133-7; ECR-11)."""
    try:
        contributions.annex(db(), meeting_id, number, by=access.by(), now=clock.now(), key=acts.key())
        flash("Votre opinion sera jointe au procès-verbal.", "success")
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return redirect(url_for("consulting.listed", meeting_id=meeting_id, _anchor=f"observation-{number}"), 303)


def _form(shown: dict[str, Any]) -> ContributionForm:
    """Offer the items that one has not withdrawn from, and keep what a correction names."""
    form = ContributionForm()
    hidden = shown["recused"]
    form.item.choices = choices(
        [
            (0, words.ON_THE_WHOLE),
            *((each.id, f"{each.label}. {each.title}") for each in shown["sitting"].items if each.id not in hidden),
        ]
    )
    if not form.is_submitted():
        form.key.data = acts.new_key()
        _correct(form, shown["mine"])
    return form


def _correct(form: ContributionForm, mine: Iterable[Contribution]) -> None:
    """Begin from what one wrote before, where the address asks for it."""
    asked = request.args.get("corrige", type=int)
    first = next((each for each in mine if each.id == asked), None)
    if first is not None:
        form.item.data, form.text.data, form.corrects.data = first.item_id or 0, first.text, str(first.id)


def _thread(form: ContributionForm, shown: dict[str, Any]) -> str:
    return render_template(
        "member/written/thread.html",
        form=form,
        writes=shown["phase"] is Phase.DEBATE and bool(shown["own"]),
        published=request.args.get("publiee", type=int),
        asked=request.args.get("joindre", type=int),
        key=acts.new_key(),
        **shown,
    )
