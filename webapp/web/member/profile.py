"""One's own account: what is known of me, where I am signed in, my password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField, TelField
from wtforms.validators import EqualTo, InputRequired, Length

from webapp.accounts import queries, service
from webapp.accounts.model import AccountRefusal
from webapp.accounts.rules import PASSWORD_LEAST
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.wording import dates, roles
from webapp.wording.devices import METHODS

bp = Blueprint("profile", __name__)

Answer = str | Response | tuple[str, int]


class ContactForm(Form):
    email = EmailField("Adresse électronique", [Length(max=200, message="Au plus 200 caractères.")])
    phone = TelField("Téléphone", [Length(max=200, message="Au plus 200 caractères.")])


class PasswordForm(Form):
    current = PasswordField("Mot de passe actuel")
    new = PasswordField("Nouveau mot de passe", [InputRequired("Saisissez un nouveau mot de passe.")])
    again = PasswordField(
        "Le même, une seconde fois",
        [EqualTo("new", message="Les deux saisies diffèrent. Saisissez deux fois le même mot de passe.")],
    )


@bp.get("/profil")
@access.signed_in
def page() -> str:
    """What is known of me and where I am signed in."""
    me, now = access.me(), clock.now()
    return render_template(
        "member/profile/page.html",
        me=me,
        roles=_roles(),
        seats=committees.of_person(db(), me.person.id, dates.in_paris(now).date()),
        sessions=queries.sessions(db(), me.person.id, now=now),
        methods=METHODS,
    )


def _roles() -> list[str]:
    grants = access.me().grants
    named = {each.id: each.name for each in committees.listed(db(), None)} if grants else {}
    return [roles.grant(each.role, named.get(each.committee_id or 0)) for each in grants]


@bp.route("/profil/coordonnees", methods=["GET", "POST"])
@access.signed_in
def contact() -> Answer:
    """Correct my address and telephone."""
    form = ContactForm(obj=access.me().person)
    if not form.validate_on_submit():
        return render_template("member/profile/contact.html", form=form, has_errors=bool(form.errors)), _status(form)
    try:
        service.change_own_contact(db(), access.me(), email=form.email.data, phone=form.phone.data, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal, "email" if refusal.reason is AccountRefusal.EMAIL_INVALID else None)
        return render_template("member/profile/contact.html", form=form, has_errors=True), 400
    flash("Vos coordonnées sont enregistrées.", "success")
    return redirect(url_for("profile.page"), code=303)


@bp.route("/profil/mot-de-passe", methods=["GET", "POST"])
@access.signed_in
def password() -> Answer:
    """Choose or change my password; my other sessions end."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _password_page(form), _status(form)
    try:
        login = service.change_password(
            db(),
            access.me(),
            current=form.current.data or "",
            new=form.new.data or "",
            address=request.remote_addr or "",
            now=clock.now(),
        )
    except Refusal as refusal:
        about_current = refusal.reason in {AccountRefusal.PASSWORD_WRONG, AccountRefusal.TOO_MANY_ATTEMPTS}
        form.refuse(refusal, "current" if about_current else "new")
        return _password_page(form), 400
    flash(f"Votre mot de passe est enregistré. Votre identifiant est « {login} ». Vos autres connexions ont pris fin.")
    return redirect(url_for("profile.page"), code=303)


def _password_page(form: PasswordForm) -> str:
    return render_template(
        "member/profile/password.html",
        form=form,
        has_errors=bool(form.errors),
        asks_current=service.needs_current(access.me()),
        least=PASSWORD_LEAST,
    )


def _status(form: Form) -> int:
    return 400 if form.errors else 200


@bp.post("/profil/connexions/<int:session_id>/fin")
@access.signed_in
def end_session(session_id: int) -> Answer:
    """End one of my sessions; the present one is ended by signing out."""
    me = access.me()
    if session_id == me.session_id:
        access.dismiss()
        return redirect(url_for("home.page"), code=303)
    service.end_session(db(), me.person.id, session_id, by=me.by, now=clock.now())
    flash("Cette connexion a pris fin.", "success")
    return redirect(url_for("profile.page"), code=303)


@bp.post("/profil/connexions/fin")
@access.signed_in
def end_other_sessions() -> Answer:
    """End all my sessions but this one."""
    me = access.me()
    service.end_sessions(db(), me.person.id, but=me.session_id, by=me.by, now=clock.now())
    flash("Vos autres connexions ont pris fin.", "success")
    return redirect(url_for("profile.page"), code=303)
