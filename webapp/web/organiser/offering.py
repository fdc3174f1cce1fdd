"""Which seats of a webinar's dates are offered to partner prefectures, and what these said of them."""

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.sharing import queries
from webapp.sharing import service as sharing
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.sharing import house
from webapp.webinars import queries as webinars
from webapp.wording.phrases import phrase

bp = Blueprint("offering", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/partage")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """The seats offered, date by date and partner by partner."""
    return _page()


@bp.post("/<int:occurrence_id>")
@access.organiser_of_webinar
def offer(webinar_id: int, occurrence_id: int) -> Answer:
    """Offer seats of a date to a partner, more, fewer or none; the same number again changes nothing."""
    try:
        sharing.offer(
            db(),
            g.webinar,
            occurrence_id,
            acts.number("partner"),
            acts.figure("seats"),
            house=house(),
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return redirect(url_for("offering.page", webinar_id=webinar_id), 303)


def _page(refusal: Refusal | None = None) -> str:
    shown = webinars.shown(db(), g.webinar)
    shares = queries.shared_of(db(), [each.id for each in shown.occurrences])
    return render_template(
        "organiser/sharing/offering.html",
        shown=shown,
        host=queries.host_of(db(), g.webinar.id),
        partners=[each for each in queries.partners(db()) if each.trusted_at is not None],
        shares={(each.occurrence_id, each.partner_id): each for each in shares},
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        now=clock.now(),
    )
