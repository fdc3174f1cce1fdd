"""The accounts of people: administrators see all, a secretariat those tied to its committees."""

from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than this class
from wtforms.validators import InputRequired, Length

from webapp.accounts import queries, rules, service
from webapp.accounts.model import AccountRefusal, PersonFields, Role
from webapp.committees import queries as committees
from webapp.committees.model import Committee
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.pdf.model import RenderFailed
from webapp.web.desk import keys
from webapp.web.kit import access
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import dates, roles
from webapp.wording.devices import METHODS
from webapp.wording.numbers import count

bp = Blueprint("accounts", __name__, url_prefix="/secretariat/comptes")

Answer = str | Response | tuple[str, int]
PAGE = 40
WHOLE_COMMITTEE = 250  # its slips are printed together
OF_A_DESK = (Role.CHAIR, Role.SECRETARIAT, Role.RAPPORTEUR)
GIVEN = (*OF_A_DESK, Role.AUDITOR, Role.ORGANISER, Role.ADMINISTRATOR)
WHOLE = 0  # the choice « toutes les commissions »
CIVILITIES = [SelectChoice("", "Aucune"), SelectChoice("Mme", "Mme"), SelectChoice("M.", "M.")]
_SHORT = Length(max=200, message="Au plus 200 caractères.")


class PersonForm(Form):
    civility = SelectField("Civilité", choices=CIVILITIES)
    first_name = StringField("Prénom", [_SHORT])
    last_name = StringField("Nom", [InputRequired("Saisissez le nom de famille."), _SHORT])
    email = EmailField("Adresse électronique", [_SHORT])
    phone = TelField("Téléphone", [_SHORT])
    login = StringField(
        "Identifiant",
        [_SHORT],
        description="Pour se connecter par mot de passe. Laissez vide pour qui n’entre que par bulletin d’accès.",
    )
    committee = SelectField("Commission", coerce=int, description="Son secrétariat verra et tiendra ce compte.")

    def fields(self) -> PersonFields:
        """Return what was typed about the person."""
        return PersonFields(
            last_name=self.last_name.data or "",
            first_name=self.first_name.data or "",
            civility=self.civility.data or "",
            email=self.email.data,
            phone=self.phone.data,
            login=self.login.data,
        )


class RoleForm(Form):
    role = SelectField("Rôle")
    committee = SelectField("Commission", coerce=int)


@bp.get("")
@access.accounts_desk
def listing() -> str:
    """Everybody whom the reader may manage, by name, with a search."""
    words = request.args.get("q", "")[:100]
    committee_id = request.args.get("commission", type=int)
    own = _own_committees()
    chosen = next((each for each in own if each.id == committee_id), None)
    size = PAGE if chosen is None else WHOLE_COMMITTEE
    found = queries.listed(db(), words, among=_visible() if chosen is None else _of_committee(chosen.id))
    pages = max(1, -(-len(found) // size))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = [person.id for person in found[(page - 1) * size : page * size]]
    return render_template(
        "desk/accounts/list.html",
        accounts=queries.accounts(db(), shown, now=clock.now()),
        names=_committee_names(),
        own=own,
        chosen=chosen,
        ticked=request.args.get("cocher", ""),
        found=len(found),
        words=words,
        page=page,
        pages=pages,
        grant=roles.grant,
    )


def _of_committee(committee_id: int) -> frozenset[int]:
    """Return the people of one committee, among those the reader sees: its members of today, and who has a role there."""
    roster = committees.roster_on(db(), committee_id, dates.in_paris(clock.now()).date())
    ids = queries.tied_to(db(), [committee_id]) | {each.person_id for seat in roster.seats for each in seat.people}
    visible = _visible()
    return ids if visible is None else ids & visible


def _visible() -> frozenset[int] | None:
    """Return the people whom the reader may see; None is everybody."""
    me = access.me()
    held = None if me.has(Role.ADMINISTRATOR) else me.committees(Role.SECRETARIAT)
    return None if held is None else queries.tied_to(db(), held) | committees.ever_people(db(), held)


def _own_committees() -> list[Committee]:
    me = access.me()
    return committees.listed(db(), None if me.has(Role.ADMINISTRATOR) else me.committees(Role.SECRETARIAT))


def _committee_names() -> dict[int, str]:
    return {each.id: each.code for each in committees.listed(db(), None)}


def _is_over_all() -> bool:
    """Whether the reader may act beyond any one committee."""
    me = access.me()
    return me.has(Role.ADMINISTRATOR) or me.everywhere(Role.SECRETARIAT)


def _committee_choices(whole: str) -> list[SelectChoice]:
    """Offer the reader's committees; « all of them » comes last, so that nobody chooses it by default."""
    choices = [SelectChoice(each.id, f"{each.code} – {each.name}") for each in _own_committees()]
    return [*choices, SelectChoice(WHOLE, whole)] if _is_over_all() else choices


@bp.route("/nouveau", methods=["GET", "POST"])
@access.accounts_desk
def create() -> Answer:
    """Enter somebody."""
    form = PersonForm()
    form.committee.choices = _committee_choices("Aucune en particulier")
    if not form.validate_on_submit():
        return _form_page("desk/accounts/create.html", form), 400 if form.errors else 200
    try:
        person_id = service.create_person(
            db(), form.fields(), home_committee=form.committee.data or None, by=access.by(), now=clock.now()
        )
    except Refusal as refusal:
        return _refused("desk/accounts/create.html", form, refusal)
    flash("Le compte est créé. Donnez-lui un rôle, ou imprimez son bulletin d’accès.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


FIELD_OF = {
    AccountRefusal.NAME_MISSING: "last_name",
    AccountRefusal.EMAIL_INVALID: "email",
    AccountRefusal.LOGIN_INVALID: "login",
    AccountRefusal.LOGIN_TAKEN: "login",
    AccountRefusal.LOGIN_NEEDED: "login",
}


def _refused(template: str, form: PersonForm, refusal: Refusal) -> tuple[str, int]:
    field = FIELD_OF.get(refusal.reason) if isinstance(refusal.reason, AccountRefusal) else None
    form.refuse(refusal, field)
    return _form_page(template, form), 400


def _form_page(template: str, form: Form) -> str:
    return render_template(template, form=form, has_errors=bool(form.errors), account=g.get("account"))


@bp.get("/<int:person_id>")
@access.manages_account
def page(person_id: int) -> Answer:
    """One account: what is known, roles, sessions, and what may be done about them."""
    return _account_page(_role_form())


def _role_form() -> RoleForm:
    form = RoleForm()
    allowed = GIVEN if access.me().has(Role.ADMINISTRATOR) else OF_A_DESK
    form.role.choices = [SelectChoice(role.value, roles.role(role)) for role in allowed]
    form.committee.choices = _committee_choices("Toutes les commissions")
    return form


def _account_page(role_form: RoleForm) -> str:
    person_id, now = g.account.person.id, clock.now()
    sits_in = committees.ever_of_person(db(), person_id)
    return render_template(
        "desk/accounts/page.html",
        account=g.account,
        role_form=role_form,
        has_errors=bool(role_form.errors),
        sessions=queries.sessions(db(), person_id, now=now),
        methods=METHODS,
        seats=committees.listed(db(), sits_in),
        names=_committee_names(),
        beyond=_is_beyond(),
        asked=request.args.get("confirmer", ""),
        grant=roles.grant,
        slip_days=settings().slip_days,
    )


def _is_beyond() -> bool:
    """Whether the person may do more than the reader, who then only looks."""
    try:
        rules.check_may_manage(access.me(), g.account.grants)
    except Refusal:
        return True
    return False


@bp.route("/<int:person_id>/modifier", methods=["GET", "POST"])
@access.manages_account
def edit(person_id: int) -> Answer:
    """Correct what is known of somebody."""
    form = PersonForm(obj=g.account.person)
    del form.committee
    if not form.validate_on_submit():
        return _form_page("desk/accounts/edit.html", form), 400 if form.errors else 200
    try:
        if _opens_otherwise(form):
            keys.check_sits_here_alone([person_id])
        service.edit_person(db(), person_id, form.fields(), actor=access.me(), now=clock.now())
    except Refusal as refusal:
        return _refused("desk/accounts/edit.html", form, refusal)
    flash("Les changements sont enregistrés.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


def _opens_otherwise(form: PersonForm) -> bool:
    """Whether the login changes, or the address that links are sent to."""
    login, email = g.account.person.login or "", g.account.person.email or ""
    return rules.login_of(form.login.data) != login or (form.email.data or "").strip() != email


@bp.post("/<int:person_id>/roles")
@access.manages_account
def give_role(person_id: int) -> Answer:
    """Give a role, for one committee or for all."""
    form = _role_form()
    if not form.validate_on_submit():
        return _account_page(form), 400
    role = Role(form.role.data)
    committee_id = None if role is Role.ADMINISTRATOR else form.committee.data or None
    try:
        service.give_role(db(), person_id, role, committee_id=committee_id, actor=access.me(), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _account_page(form), 400
    flash("Le rôle est donné.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


@bp.post("/<int:person_id>/roles/fin")
@access.manages_account
def end_role(person_id: int) -> Answer:
    """End a role."""
    name = request.form.get("role", "")
    if name not in set(Role):
        abort(400)
    committee_id = request.form.get("committee", type=int) or None
    service.end_role(db(), person_id, Role(name), committee_id=committee_id, actor=access.me(), now=clock.now())
    flash("Le rôle a pris fin.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


@bp.post("/<int:person_id>/fermeture")
@access.manages_account
def close(person_id: int) -> Answer:
    """Close the account."""
    keys.check_sits_here_alone([person_id])
    service.close_account(db(), person_id, actor=access.me(), now=clock.now())
    flash("Le compte est fermé ; ses connexions et ses bulletins ne valent plus rien.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


@bp.post("/<int:person_id>/reouverture")
@access.manages_account
def reopen(person_id: int) -> Answer:
    """Open the account again."""
    keys.check_sits_here_alone([person_id])
    service.reopen_account(db(), person_id, actor=access.me(), now=clock.now())
    flash("Le compte est rouvert.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


@bp.post("/<int:person_id>/connexions/fin")
@access.manages_account
def end_sessions(person_id: int) -> Answer:
    """End every session of the person."""
    rules.check_may_manage(access.me(), g.account.grants)
    keys.check_sits_here_alone([person_id])
    ended = service.end_sessions(db(), person_id, by=access.by(), now=clock.now())
    flash(f"Fin de {count(ended, 'connexion')}.", "success")
    return redirect(url_for("accounts.page", person_id=person_id), code=303)


@bp.post("/<int:person_id>/bulletin")
@access.manages_account
def print_one(person_id: int) -> Answer:
    """Print one slip."""
    return _slips([person_id])


@bp.post("/bulletins")
@access.accounts_desk
def print_many() -> Answer:
    """Print the slips of the people ticked in the list."""
    ticked = request.form.getlist("person", type=int)
    visible = _visible()
    if visible is not None and not visible.issuperset(ticked):
        abort(403)
    if not ticked:
        flash("Cochez au moins une personne, puis imprimez.", "warning")
        return redirect(url_for("accounts.listing"), code=303)
    return _slips(ticked)


def _slips(person_ids: list[int]) -> Response:
    keys.check_sits_here_alone(person_ids)
    try:
        paper = service.print_slips(
            db(),
            person_ids,
            prefecture=settings().prefecture,
            public_address=settings().public_address,
            lasts=timedelta(days=settings().slip_days),
            actor=access.me(),
            now=clock.now(),
        )
    except RenderFailed as failure:
        flash(f"Les bulletins n’ont pas été imprimés, les précédents restent valables. {failure.reason}", "error")
        return redirect(url_for("accounts.listing"), code=303)
    headers = {"Content-Disposition": 'attachment; filename="bulletins-acces.pdf"', "Cache-Control": "no-store"}
    return Response(paper, mimetype="application/pdf", headers=headers)
