"""One's links again, by mail: the same answer to everybody, whatever the address has."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.webinars import service as webinars

bp = Blueprint("find_link", __name__, url_prefix="/webinaires/mon-lien")

Answer = str | Response | tuple[str, int]


class AddressForm(Form):
    email = StringField("Adresse électronique", description="Celle que vous avez donnée en vous inscrivant.")


@bp.get("")
@access.public
def page() -> str:
    """Ask for the address."""
    return _page(AddressForm())


@bp.post("")
@access.public
def send() -> Answer:
    """Send the links of an address; the answer tells nobody who is signed up."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        kit.check_pace(form.email.data or "")
        webinars.send_links(db(), form.email.data or "", means=kit.means(), now=clock.now())
    except Refusal as refusal:
        paced = isinstance(refusal.reason, kit.SignUpRefusal)
        form.refuse(refusal, None if paced else "email")
        return _page(form), 429 if paced else 422
    return redirect(url_for("find_link.sent"), 303)


@bp.get("/envoye")
@access.public
def sent() -> str:
    """What is said to everybody."""
    return render_template("public/webinars/link_sent.html", mail=settings().sends_mail)


def _page(form: AddressForm) -> str:
    return render_template("public/webinars/find_link.html", form=form)
