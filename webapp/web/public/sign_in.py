"""Signing in, by password, by a printed slip or by a code received by telephone, and signing out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webapp.accounts import codes, queries, service, slips
from webapp.accounts.model import AccountRefusal, Admission
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, navigation
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.wording.devices import device
from webapp.wording.phrases import phrase

bp = Blueprint("sign_in", __name__)

Answer = str | Response | tuple[str, int]


class SignInForm(Form):
    login = StringField("Identifiant", [InputRequired("Saisissez votre identifiant."), Length(max=250)])
    password = PasswordField("Mot de passe", [InputRequired("Saisissez votre mot de passe."), Length(max=1000)])
    suite = HiddenField()


class SlipForm(Form):
    code = StringField("Code du bulletin", [InputRequired("Recopiez le code imprimé sur votre bulletin.")])


class CodeForm(Form):
    name = StringField("Nom de famille ou identifiant", [InputRequired("Saisissez votre nom."), Length(max=250)])
    digits = StringField("Code reçu par téléphone", [InputRequired("Saisissez les huit chiffres du code.")])


@bp.get("/connexion")
@access.public
def page() -> Answer:
    """Ask who is there; somebody already signed in goes on."""
    if (who := access.person()) is not None:
        return redirect(access.local_path(request.args.get("suite")) or navigation.first_page(who))
    return _page(SignInForm(suite=request.args.get("suite", "")))


@bp.post("/connexion")
@access.public
def sign_in() -> Answer:
    """Let in who knows the password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form), 400
    try:
        admission = service.sign_in(
            db(),
            form.login.data or "",
            form.password.data or "",
            address=request.remote_addr or "",
            device=device(request.user_agent.string),
            lasts=access.session_length(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form), _status(refusal)
    return _go_on(admission, access.local_path(form.suite.data), lasting=False)


def _page(form: SignInForm | None = None, slip_form: SlipForm | None = None, code_form: CodeForm | None = None) -> str:
    """Show the ways in; those that were not tried are blank."""
    forms = {
        "form": form or SignInForm(formdata=None),
        "slip_form": slip_form or SlipForm(formdata=None),
        "code_form": code_form or CodeForm(formdata=None),
    }
    return render_template("public/sign_in.html", has_errors=any(each.errors for each in forms.values()), **forms)


def _status(refusal: Refusal) -> int:
    return 429 if refusal.reason is AccountRefusal.TOO_MANY_ATTEMPTS else 400


def _go_on(admission: Admission, suite: str | None, *, lasting: bool) -> Response:
    access.admit(admission, lasting=lasting)
    entered = queries.signed_in(db(), admission.token, now=clock.now())
    return redirect(suite or (navigation.first_page(entered) if entered else url_for("sign_in.page")), code=303)


@bp.post("/connexion/bulletin")
@access.public
def typed_slip() -> Answer:
    """Read the code that a hand has typed, and show whose slip it is."""
    form = SlipForm()
    code = slips.read_code(form.code.data or "")
    if form.validate_on_submit() and code is not None:
        return redirect(url_for("sign_in.slip", code=code), code=303)
    if not form.errors:
        form.refuse(Refusal(AccountRefusal.SLIP_UNKNOWN), "code")
    return _page(slip_form=form), 400


@bp.post("/connexion/code")
@access.public
def dictated_code() -> Answer:
    """Let in who says their name and the code that the secretariat has dictated to them."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(code_form=form), 400
    try:
        admission = service.redeem_code(
            db(),
            form.name.data or "",
            codes.read_code(form.digits.data or ""),
            address=request.remote_addr or "",
            device=device(request.user_agent.string),
            lasts=access.session_length(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal, "digits" if refusal.reason is AccountRefusal.CODE_UNREADABLE else None)
        return _page(code_form=form), _status(refusal)
    return _go_on(admission, None, lasting=True)


@bp.get("/connexion/bulletin/<code>")
@access.public
def slip(code: str) -> Answer:
    """Ask « Vous êtes … ? »: opening the link consumes nothing, since telephones open links to preview them."""
    try:
        found = queries.slip(db(), slips.read_code(code), now=clock.now())
    except Refusal as refusal:
        return _refused(refusal)
    return render_template("public/slip.html", slip=found, code=code, here=access.person())


@bp.post("/connexion/bulletin/<code>")
@access.public
def redeem(code: str) -> Answer:
    """Consume the slip and let its holder in."""
    try:
        admission = service.redeem_slip(
            db(),
            slips.read_code(code),
            device=device(request.user_agent.string),
            lasts=access.session_length(),
            now=clock.now(),
        )
    except Refusal as refusal:
        return _refused(refusal)
    return _go_on(admission, None, lasting=True)


def _refused(refusal: Refusal) -> tuple[str, int]:
    status = 404 if refusal.reason is AccountRefusal.SLIP_UNKNOWN else 410
    return render_template("public/slip_refused.html", text=phrase(refusal.reason, **refusal.facts)), status


@bp.post("/deconnexion")
@access.public
def sign_out() -> Answer:
    """End the session, on the server's side too."""
    access.dismiss()
    flash("Vous êtes déconnecté.", "success")
    return redirect(url_for("home.page"), code=303)
