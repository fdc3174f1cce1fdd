"""Who organises a webinar, and the channels: a service's own page."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from webapp.accounts import queries as accounts
from webapp.accounts.model import Person, Role
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.organiser import pages
from webapp.web.organiser.pages import Answer
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole
from webapp.wording import organising as said

bp = Blueprint("organising_team", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/equipe")
channels_bp = Blueprint("organising_channels", __name__, url_prefix="/organisation/webinaires/chaines")

NO_COMMITTEE = 0  # the role is held for the whole house


@frozen
class Teammate:
    """Somebody of the team, by name."""

    person: Person
    role: OrganiserRole


class TeammateForm(Form):
    person = SelectField("Personne", [InputRequired("Choisissez une personne.")])
    role = SelectField("Rôle", choices=choices(said.ROLES.items()), default=OrganiserRole.ORGANISER)


class ChannelForm(Form):
    name = StringField("Nom", [InputRequired("Écrivez le nom.")])
    about = TextAreaField("Présentation", render_kw={"rows": 4})


@bp.route("", methods=["GET", "POST"])
@access.organiser_of_webinar
def page(webinar_id: int) -> Answer:
    """Who does what; all may do the same acts."""
    team = _team()
    mine = {each.person.id for each in team}
    others = [each for each in accounts.people_with_role(db(), Role.ORGANISER, NO_COMMITTEE) if each.id not in mine]
    form = TeammateForm()
    form.person.choices = choices((str(each.id), each.display_name) for each in others)
    if form.validate_on_submit():
        try:
            _set(int(form.person.data), OrganiserRole(form.role.data))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _to_team()
    page = _page(form, team, others=bool(others))
    return (page, 422) if form.errors else page


@bp.post("/role")
@access.organiser_of_webinar
def role(webinar_id: int) -> Answer:
    """Give somebody of the team another part, or take it back."""
    team = _team()
    asked = acts.text("role")
    try:
        person_id = acts.number("person")
        if person_id not in {each.person.id for each in team}:
            abort(404)
        _set(person_id, acts.chosen(OrganiserRole, "role") if asked else None)
    except Refusal as refusal:
        form = TeammateForm(formdata=None)
        form.person.choices = []
        return _page(form, team, others=False, refusal=refusal), 409
    if asked or person_id != access.me().person.id:
        return _to_team()
    return redirect(url_for("organising.listing"), 303)


def _page(form: TeammateForm, team: list[Teammate], *, others: bool, refusal: Refusal | None = None) -> str:
    return render_template(
        "organiser/team.html",
        form=form,
        team=team,
        others=others,
        refused=pages.said(refusal),
        crumbs=pages.trail(),
        said=said,
        webinar=g.webinar,
    )


def _set(person_id: int, role: OrganiserRole | None) -> None:
    webinars.set_organiser(db(), g.webinar.id, person_id, role, by=access.by(), now=clock.now())


def _team() -> list[Teammate]:
    listed = queries.organisers(db(), g.webinar.id)
    people = accounts.find_many(db(), [each.person_id for each in listed])
    return [Teammate(person=people[each.person_id], role=each.role) for each in listed if each.person_id in people]


def _to_team() -> Response:
    return redirect(url_for("organising_team.page", webinar_id=g.webinar.id), 303)


@channels_bp.route("", methods=["GET", "POST"])
@access.organiser
def listing() -> Answer:
    """Every channel, and one more."""
    form = ChannelForm()
    if form.validate_on_submit():
        try:
            webinars.add_channel(db(), form.name.data or "", form.about.data or "", by=access.by(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal, "name")
        else:
            return redirect(url_for(".listing"), 303)
    page = render_template("organiser/channels.html", form=form, channels=queries.channels(db()), crumbs=pages.trail())
    return (page, 422) if form.errors else page


@channels_bp.route("/<int:channel_id>", methods=["GET", "POST"])
@access.organiser
def edit(channel_id: int) -> Answer:
    """The words of one channel; its address stays."""
    form = ChannelForm()
    if form.validate_on_submit():
        try:
            webinars.change_channel(
                db(), channel_id, form.name.data or "", form.about.data or "", by=access.by(), now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("La chaîne est enregistrée.", "success")
            return redirect(url_for(".listing"), 303)
    found = next((each for each in queries.channels(db()) if each.id == channel_id), None) or abort(404)
    if request.method == "GET":
        form.name.data, form.about.data = found.name, found.about
    back = url_for(".listing")
    return pages.form_page(
        form,
        title="Modifier la chaîne",
        label="Enregistrer la chaîne",
        back=back,
        crumbs=pages.trail(("Chaînes", back)),
    )
