"""Entrusting an item to a service that reports on it: to whom, until when, reminding, taking back."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than this class
from wtforms.validators import InputRequired

from webapp.accounts import queries as accounts
from webapp.accounts.model import Role
from webapp.documents import queries as documents
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.rules import rapporteurs as rules
from webapp.meetings.service import rapporteurs
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import documents as words
from webapp.wording.phrases import phrase

bp = Blueprint(
    "entrusting", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/points/<int:item_id>/rapporteur"
)

Answer = str | Response | tuple[str, int]


class EntrustingForm(Form):
    """To whom an item is entrusted, and until when."""

    person_id = SelectField("Service rapporteur", [InputRequired("Choisissez une personne.")], coerce=int)
    due_on = DateField("Dernier jour du dépôt", [InputRequired("Donnez le dernier jour du dépôt.")])


@bp.route("", methods=["GET", "POST"])
@access.desk_of_committee
def page(meeting_id: int, item_id: int) -> Answer:
    """Who reports on the item, what they handed over, and the form that entrusts it."""
    known = accounts.people_with_role(db(), Role.RAPPORTEUR, g.committee.id)
    form = EntrustingForm(obj=meetings.entrusted(db(), item_id))
    form.person_id.choices = [SelectChoice(each.id, each.display_name) for each in known]
    if form.validate_on_submit() and form.due_on.data:
        try:
            rapporteurs.entrust(
                db(),
                meeting_id,
                item_id,
                form.person_id.data,
                due_on=form.due_on.data,
                reminder_days=settings().deposit_reminder_days,
                linking=access.linking(),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal, "due_on")
        else:
            flash("Le point est confié ; le message au service est prêt à partir.", "success")
            return _here(meeting_id, item_id)
    shown = _page(form)
    return (shown, 400) if form.is_submitted() else shown


@bp.post("/rappel")
@access.desk_of_committee
def remind(meeting_id: int, item_id: int) -> Response:
    """Write to the rapporteur what is still missing."""
    try:
        rapporteurs.remind(
            db(), meeting_id, item_id, linking=access.linking(), by=access.by(), now=clock.now(), key=acts.key()
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    else:
        flash("Le rappel est prêt à partir.", "success")
    return _here(meeting_id, item_id)


@bp.post("/fin")
@access.desk_of_committee
def take_back(meeting_id: int, item_id: int) -> Response:
    """Take the item back; what was handed over stays in the file."""
    try:
        rapporteurs.take_back(db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
        return _here(meeting_id, item_id)
    flash("Le point n’est plus confié.", "success")
    return redirect(url_for("documents.page", meeting_id=meeting_id, _anchor=f"point-{item_id}"), 303)


def _here(meeting_id: int, item_id: int) -> Response:
    return redirect(url_for("entrusting.page", meeting_id=meeting_id, item_id=item_id), 303)


def _page(form: Form) -> str:
    given = meetings.entrusted(db(), g.item.id)
    found = given and rules.deposited(documents.of_scope(db(), g.meeting.topic), g.item.topic, given.person_id)
    return render_template(
        "desk/documents/entrusting.html",
        form=form,
        meeting=g.meeting,
        item=g.item,
        given=given,
        rapporteur=given and accounts.find(db(), given.person_id),
        lacking=rules.missing(found or {}),
        days=settings().deposit_reminder_days,
        taking_back=bool(request.args.get("reprendre")),
        words=words,
        key=acts.key() or acts.new_key(),
    )
