"""Links received by mail: opening one shows a question, its button lets in; asking for another."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from webapp.accounts import queries, service, slips
from webapp.accounts.model import AccessLink, AccountRefusal
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, navigation
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import links
from webapp.wording.devices import device
from webapp.wording.phrases import phrase

bp = Blueprint("link", __name__, url_prefix="/connexion/lien")

Answer = str | Response | tuple[str, int]
SENT = (
    "Si cette adresse ou cet identifiant est connu ici, un message part avec un lien. Il ne sert qu’une fois, dans les "
    "24 heures. Rien ne vient ? Appelez le secrétariat."
)


class AskForm(Form):
    who = StringField(
        "Votre adresse électronique ou votre identifiant",
        [InputRequired("Saisissez votre adresse ou votre identifiant."), Length(max=250)],
    )


@bp.get("")
@access.public
def ask() -> Answer:
    """Offer to receive a link by mail."""
    return _ask_page(AskForm())


@bp.post("")
@access.public
def send() -> Answer:
    """Send a link to who is known; the answer never says who is."""
    form = AskForm()
    if not form.validate_on_submit():
        return _ask_page(form), 400
    try:
        service.ask_link(
            db(), form.who.data or "", address=request.remote_addr or "", linking=access.linking(), now=clock.now()
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _ask_page(form), 429
    flash(SENT, "success")
    return redirect(url_for("sign_in.page"), 303)


def _ask_page(form: AskForm) -> str:
    return render_template("public/link_ask.html", form=form, has_errors=bool(form.errors), mail=settings().sends_mail)


@bp.get("/<token>")
@access.public
def page(token: str) -> Answer:
    """Ask « Vous êtes … ? »: opening the link consumes nothing, since mail scanners open links."""
    try:
        link = queries.access_link(db(), slips.read_code(token), now=clock.now())
    except Refusal as refusal:
        return _refused(refusal, token, None)
    here = access.person()
    if here is not None and here.person.id == link.person.id:
        return redirect(access.local_path(link.page) or navigation.first_page(here))
    if link.fault is not None:
        return _refused(link.fault, token, link)
    return render_template("public/link.html", link=link, token=token, here=here, opens=links.opens(link.page))


@bp.post("/<token>")
@access.public
def enter(token: str) -> Answer:
    """Consume the link and let its holder in, at its page."""
    try:
        admission, leads_to = service.redeem_link(
            db(),
            slips.read_code(token),
            device=device(request.user_agent.string),
            lasts=access.session_length(),
            now=clock.now(),
        )
    except Refusal as refusal:
        return redirect(url_for("link.page", token=token), 303) if _is_dead(refusal) else _refused(refusal, token, None)
    access.admit(admission, lasting=True)
    return redirect(access.local_path(leads_to) or url_for("member_home.page"), 303)


def _is_dead(refusal: Refusal) -> bool:
    """Whether the link's own page says why, or leads on who has just come in by another window."""
    return refusal.reason is not AccountRefusal.LINK_UNKNOWN


@bp.post("/<token>/nouveau")
@access.public
def renew(token: str) -> Answer:
    """Send a new link to the address of one that no longer serves."""
    try:
        service.renew_link(
            db(),
            slips.read_code(token),
            address=request.remote_addr or "",
            linking=access.linking(),
            now=clock.now(),
        )
    except Refusal as refusal:
        return _refused(refusal, token, None)
    flash(SENT, "success")
    return redirect(url_for("sign_in.page"), 303)


def _refused(refusal: Refusal, token: str, link: AccessLink | None) -> tuple[str, int]:
    status = {AccountRefusal.LINK_UNKNOWN: 404, AccountRefusal.TOO_MANY_ATTEMPTS: 429}.get(refusal.reason, 410)  # type: ignore[call-overload]  # any reason may come
    renewable = link is not None and link.person.active and link.person.email
    page = render_template(
        "public/link_refused.html",
        text=phrase(refusal.reason, **refusal.facts),
        token=token,
        hidden=links.hidden(link.person.email) if link and renewable else None,
    )
    return page, int(status)
