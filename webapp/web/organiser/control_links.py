"""« Je n’ai pas mon lien » : find somebody by name, tell them their link aloud, or send it again."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock, paths, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, RegistrationRefusal
from webapp.registrations.service.signing import links_of
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.webinars import rules
from webapp.webinars import service as webinars
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase
from webapp.wording.typography import alphabetically

bp = Blueprint(
    "control_links", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/regie/<int:occurrence_id>/liens"
)

Answer = str | Response | tuple[str, int]
MOST = 20  # beyond, the name is not precise enough to choose from


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """Those who bear the name asked for."""
    return _page()


@bp.post("/<int:registration_id>/montrer")
@access.organiser_of_webinar
def show(webinar_id: int, occurrence_id: int, registration_id: int) -> Answer:
    """Show one link, to be read aloud; the journal says that it was shown."""
    try:
        found = webinars.show_link(db(), webinar_id, occurrence_id, registration_id, by=access.by(), now=clock.now())
        address, spelled = _link(found)
    except Refusal as refusal:
        return _page(phrase(refusal.reason, **refusal.facts)), 409
    return render_template(
        "organiser/control/link.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        registration=found,
        address=address,
        spelled=spelled,
        words=words,
    )


@bp.post("/<int:registration_id>/renvoi")
@access.organiser_of_webinar
def resend(webinar_id: int, occurrence_id: int, registration_id: int) -> Answer:
    """Send one link again, to the address that its holder gave."""
    try:
        webinars.resend_link(
            db(),
            webinar_id,
            occurrence_id,
            registration_id,
            means=kit.means(),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(phrase(refusal.reason, **refusal.facts)), 409
    flash("Le lien part à l’adresse donnée à l’inscription.", "success")
    named = acts.text("nom")
    return redirect(
        url_for("control_links.page", webinar_id=webinar_id, occurrence_id=occurrence_id, nom=named or None), 303
    )


def _link(found: Registration) -> tuple[str, str]:
    """Return a personal link whole, and its last part as it is spelled: by four."""
    if found.nonce is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    kept = settings()
    token = tokens.derive(kept.link_key, links_of(found.nonce).entry)
    spelled = " ".join(token[place : place + 4] for place in range(0, len(token), 4))
    return paths.link(kept.public_address, "entry", token=token), spelled


def _page(refused: str = "") -> str:
    named = request.values.get("nom", "").strip()[:100]
    found = registrations.bearing(db(), g.occurrence.id, named, most=MOST + 1) if named else []
    return render_template(
        "organiser/control/links.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        named=named,
        found=alphabetically(found[:MOST], "last_name"),
        more=len(found) > MOST,
        standing=rules.STANDING,
        refused=refused,
        key=acts.new_key(),
        words=words,
    )
