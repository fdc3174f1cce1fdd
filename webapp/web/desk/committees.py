"""Committees of this secretariat: the list, making one, its page as a task list, its terms and its settings."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.committees import queries, rules
from webapp.committees.model import TEMPLATES, CommitteeRefusal, Remark
from webapp.committees.service import setup
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.web.desk.settings_form import GROUPS, group_form, values_of
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.wording import dates
from webapp.wording.phrases import phrase

bp = Blueprint("committees", __name__, url_prefix="/secretariat/commissions")

Answer = str | Response | tuple[str, int]
SITTINGS_SHOWN = 5
_LINE = Length(max=300, message="Au plus 300 caractères.")


class CommitteeForm(Form):
    """What a committee is, before its composition."""

    template = RadioField("De quelle commission s’agit-il ?", [InputRequired("Choisissez un modèle.")])
    name = StringField("Nom complet", [InputRequired("Écrivez le nom de la commission."), _LINE])
    code = StringField(
        "Sigle",
        [InputRequired("Donnez un sigle.")],
        description="Court et unique, par exemple CODERST. Il sert dans les adresses, les listes et les commandes.",
    )


class NameForm(Form):
    name = StringField("Nom complet", [InputRequired("Écrivez le nom de la commission."), _LINE])


class TermForm(Form):
    """An act that appoints, renews or extends."""

    act = StringField(
        "Arrêté",
        [InputRequired("Nommez l’arrêté, avec sa date."), _LINE],
        description="Par exemple : arrêté préfectoral n° 2026-12 du 15 janvier 2026.",
    )
    starts_on = DateField("Premier jour du mandat", [InputRequired("Donnez le premier jour du mandat.")])
    ends_on = DateField("Dernier jour du mandat", [InputRequired("Donnez le dernier jour du mandat."), Optional()])


class ReasonForm(Form):
    reason = StringField(
        "Pourquoi la composition n’est-elle pas celle du texte ?",
        [InputRequired("Écrivez la raison."), _LINE],
        description="Conservée au journal et montrée avec la composition.",
    )


def said(remarks: tuple[Remark, ...]) -> list[str]:
    """Say warnings in French."""
    return [phrase(each.warning, **each.facts) for each in remarks]


@bp.get("")
@access.desk
def listing() -> str:
    """The committees that this secretariat keeps."""
    kept = queries.listed(db(), access.me().committees(Role.SECRETARIAT))
    return render_template(
        "desk/committees/list.html",
        committees=[each for each in kept if each.parent_id is None],
        formations={each.id: [one for one in kept if one.parent_id == each.id] for each in kept},
        orphans=[each for each in kept if each.parent_id and each.parent_id not in {one.id for one in kept}],
    )


@bp.route("/nouvelle", methods=["GET", "POST"])
@access.desk
def create() -> Answer:
    """Make a committee from a template or blank; who makes it keeps it."""
    form = CommitteeForm()
    form.template.choices = choices((key, plan.name) for key, plan in TEMPLATES.items() if key != "coderst_formation")
    return _create(form, parent_id=None)


@bp.route("/<int:committee_id>/formations/nouvelle", methods=["GET", "POST"])
@access.desk_of_committee
def create_formation(committee_id: int) -> Answer:
    """Make a specialised formation, with its own roster and quorum (LAW COM-8)."""
    form = CommitteeForm()
    form.template.label.text = "De quelle formation s’agit-il ?"
    form.template.choices = choices((key, TEMPLATES[key].name) for key in ("coderst_formation", "blank"))
    return _create(form, parent_id=committee_id)


def _create(form: CommitteeForm, *, parent_id: int | None) -> Answer:
    if form.validate_on_submit():
        try:
            committee_id = setup.create(
                db(),
                code=form.code.data or "",
                name=form.name.data or "",
                template=form.template.data,
                parent_id=parent_id,
                by=access.by(),
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal, "name" if refusal.reason is CommitteeRefusal.NAME_MISSING else "code")
        else:
            _keep(committee_id)
            flash("La commission est créée. Voici ce qu’il reste à faire avant sa première séance.", "success")
            return redirect(url_for("committees.page", committee_id=committee_id), 303)
    return _answer(form, "desk/committees/create.html", parent=g.committee if parent_id else None)


def _keep(committee_id: int) -> None:
    """Give the new committee to the secretariat that made it, unless it keeps them all already."""
    me = access.me()
    if not me.has(Role.SECRETARIAT, committee_id):
        accounts.grant_role(
            db(), me.person.id, Role.SECRETARIAT, committee_id=committee_id, by=access.by(), now=clock.now()
        )


def _answer(form: Form, template: str, **more: object) -> str | tuple[str, int]:
    page = render_template(template, form=form, has_errors=bool(form.errors), **more)
    return (page, 400) if form.is_submitted() else page


@bp.get("/<int:committee_id>")
@access.desk_of_committee
def page(committee_id: int) -> str:
    """What there is to do about one committee."""
    today = dates.in_paris(clock.now()).date()
    roster = queries.roster_on(db(), committee_id, today)
    terms = queries.terms(db(), committee_id)
    sittings = meetings.listed(db(), frozenset({committee_id}))
    return render_template(
        "desk/committees/page.html",
        committee=g.committee,
        parent=queries.find(db(), g.committee.parent_id) if g.committee.parent_id else None,
        formations=queries.formations(db(), committee_id),
        article=TEMPLATES[g.committee.template].article,
        roster=roster,
        held=sum(not each.vacant for each in roster.seats),
        composing=rules.composing(roster, g.committee.settings),
        term=next((term for term in reversed(terms) if term.covers(today)), None),
        terms=terms,
        remarks=said(rules.remarks(g.committee, roster, terms)),
        sittings=sittings[:SITTINGS_SHOWN],
        today=today,
    )


@bp.route("/<int:committee_id>/nom", methods=["GET", "POST"])
@access.desk_of_committee
def rename(committee_id: int) -> Answer:
    """Give the committee another name."""
    form = NameForm(data={"name": g.committee.name})
    if form.validate_on_submit():
        try:
            setup.rename(db(), committee_id, form.name.data or "", by=access.by(), now=clock.now())
            return redirect(url_for("committees.page", committee_id=committee_id), 303)
        except Refusal as refusal:
            form.refuse(refusal, "name")
    return _answer(form, "desk/committees/rename.html", committee=g.committee)


@bp.route("/<int:committee_id>/mandats", methods=["GET", "POST"])
@access.desk_of_committee
def terms(committee_id: int) -> Answer:
    """The acts that appoint, renew or extend the committee, and one more (LAW COM-1)."""
    form = TermForm()
    if form.validate_on_submit():
        try:
            setup.add_term(
                db(),
                committee_id,
                act=form.act.data or "",
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=access.by(),
                now=clock.now(),
            )
            flash("L’arrêté est enregistré.", "success")
            return redirect(url_for("committees.terms", committee_id=committee_id), 303)
        except Refusal as refusal:
            form.refuse(refusal, "act" if refusal.reason is CommitteeRefusal.TERM_ACT_MISSING else "ends_on")
    known = queries.terms(db(), committee_id)
    today = dates.in_paris(clock.now()).date()
    return _answer(form, "desk/committees/terms.html", committee=g.committee, terms=known, today=today)


@bp.route("/<int:committee_id>/composition/raison", methods=["GET", "POST"])
@access.desk_of_committee
def reason(committee_id: int) -> Answer:
    """Say why the composition is not its text's (LAW COM-2)."""
    form = ReasonForm(data={"reason": g.committee.composition_reason})
    if form.validate_on_submit():
        try:
            setup.explain_composition(db(), committee_id, form.reason.data or "", by=access.by(), now=clock.now())
            flash("La raison est enregistrée : un autre nombre de sièges est désormais admis.", "success")
            return redirect(url_for("composition.page", committee_id=committee_id), 303)
        except Refusal as refusal:
            form.refuse(refusal, "reason")
    plan = TEMPLATES[g.committee.template]
    return _answer(form, "desk/committees/reason.html", committee=g.committee, plan=plan)


@bp.get("/<int:committee_id>/reglages")
@access.desk_of_committee
def settings(committee_id: int) -> str:
    """Every setting with its value, one sentence and its article (LAW 7.1)."""
    groups = [(slug, title, values_of(g.committee.settings, title)) for slug, title in GROUPS.items()]
    return render_template("desk/committees/settings.html", committee=g.committee, groups=groups)


@bp.route("/<int:committee_id>/reglages/<group>", methods=["GET", "POST"])
@access.desk_of_committee
def change_settings(committee_id: int, group: str) -> Answer:
    """Change one group of settings."""
    if group not in GROUPS:
        abort(404)
    form = group_form(GROUPS[group], g.committee.settings)
    if form.validate_on_submit():
        try:
            wanted = form.settings(g.committee.settings)
            changes = setup.change_settings(db(), committee_id, wanted, by=access.by(), now=clock.now())
            flash("Les réglages sont enregistrés." if changes else "Rien n’a changé.", "success")
            return redirect(url_for("committees.settings", committee_id=committee_id) + f"#{group}", 303)
        except Refusal as refusal:
            form.refuse(refusal, str(refusal.facts["name"]) if "name" in refusal.facts else None)
    return _answer(
        form,
        "desk/committees/settings_group.html",
        committee=g.committee,
        group=group,
        heading=GROUPS[group],
        frozen=request.args.get("seance"),
    )
