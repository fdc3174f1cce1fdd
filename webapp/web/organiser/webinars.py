"""The organiser's own webinars: listed, made, published."""

from datetime import datetime

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional

from webapp.accounts.model import Role
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Content, Room
from webapp.webinars.service.preparing import Day
from webapp.wording import webinars as words
from webapp.wording.dates import PARIS
from webapp.wording.phrases import phrase

bp = Blueprint("organising", __name__, url_prefix="/organisation/webinaires")

Answer = str | Response | tuple[str, int]


class WebinarForm(Form):
    """A webinar with its first date."""

    title = StringField("Titre", [InputRequired("Écrivez le titre.")])
    summary = TextAreaField("Résumé", description="Une ou deux phrases, lues dans le catalogue.")
    day = DateField("Jour", [InputRequired("Indiquez le jour.")])
    begins = TimeField("Début", [InputRequired("Indiquez l’heure du début.")])
    ends = TimeField("Fin", [InputRequired("Indiquez l’heure de la fin.")])
    seats = IntegerField("Nombre de places", [Optional()], description="Laissez vide s’il n’y a pas de limite.")
    room = StringField("Lien de la salle", description="Montré à personne : chacun entre par son lien personnel.")


@bp.get("")
@access.organiser
def listing() -> str:
    """The webinars that one organises; all of them to administrators."""
    who = access.me()
    mine = None if who.has(Role.ADMINISTRATOR) else who.person.id
    return render_template("organiser/list.html", listed=queries.organised_by(db(), mine), words=words)


@bp.route("/creer", methods=["GET", "POST"])
@access.organiser
def create() -> Answer:
    """A new webinar, that nobody sees yet."""
    form = WebinarForm()
    if not form.validate_on_submit():
        return render_template("organiser/create.html", form=form), 422 if form.errors else 200
    day = Day(starts_at=_at(form, form.begins), ends_at=_at(form, form.ends), seats=form.seats.data)
    content = Content(title=form.title.data or "", summary=form.summary.data or "")
    room = Room(address=form.room.data or "")
    try:
        number = webinars.create(db(), content, days=[day], room=room, by=access.by(), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("organiser/create.html", form=form), 422
    return redirect(url_for("organising.page", webinar_id=number), 303)


def _at(form: WebinarForm, hour: TimeField) -> datetime:
    return datetime.combine(form.day.data, hour.data, tzinfo=PARIS)  # type: ignore[arg-type]  # both are required


@bp.get("/<int:webinar_id>")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """One webinar: what is ready, what is missing."""
    return _page()


@bp.post("/<int:webinar_id>/publication")
@access.organiser_of_webinar
def publish(webinar_id: int) -> Answer:
    """Show it and open its sign-ups."""
    try:
        webinars.publish(db(), webinar_id, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("organising.page", webinar_id=webinar_id), 303)


def _page(refusal: Refusal | None = None) -> str:
    return render_template(
        "organiser/page.html",
        shown=queries.shown(db(), g.webinar),
        asking=request.args.get("confirmer") == "publier",
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )
