"""The certificates of a date: delivered to those who reach the threshold, revoked, taken in one file."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.archives import Piece, archive
from webapp.web.kit.database import db, settings
from webapp.webinars.queries import certificates as queries
from webapp.webinars.service import certificates
from webapp.wording import attendance as words
from webapp.wording.dates import in_paris
from webapp.wording.phrases import phrase

bp = Blueprint(
    "certificates",
    __name__,
    url_prefix="/organisation/webinaires/<int:webinar_id>/dates/<int:occurrence_id>/attestations",
)

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """Those delivered, and how many are due."""
    return _page()


@bp.post("")
@access.organiser_of_webinar
def issue(webinar_id: int, occurrence_id: int) -> Answer:
    """Attest to all who reach the threshold."""
    try:
        certificates.issue(
            db(),
            webinar_id,
            g.occurrence,
            authority=settings().prefecture,
            means=kit.means(),
            tell=bool(acts.text("tell")),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


@bp.post("/revocation")
@access.organiser_of_webinar
def revoke(webinar_id: int, occurrence_id: int) -> Answer:
    """Say that a certificate attests nothing any more."""
    try:
        certificates.revoke(
            db(),
            webinar_id,
            g.occurrence,
            acts.text("number"),
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


@bp.post("/telechargement")
@access.organiser_of_webinar
def download(webinar_id: int, occurrence_id: int) -> Response:
    """Hand over all those that stand, in one file; the journal keeps that they were taken."""
    found = [each for each in queries.of_date(db(), occurrence_id) if each.stands and each.sha256]
    certificates.note_download(db(), webinar_id, len(found), by=access.by(), now=clock.now())
    pieces = [
        Piece(
            name=f"attestation-{each.number}.pdf",
            at=each.issued_at,
            file=certificates.place_of(settings().files, each),
        )
        for each in found
    ]
    return archive(pieces, f"attestations-{in_paris(g.occurrence.starts_at):%Y-%m-%d}.zip")


def _page(refusal: Refusal | None = None) -> str:
    issued = queries.of_date(db(), g.occurrence.id)
    standing = [each for each in issued if each.is_handed_over]
    made = sum(each.sha256 is not None for each in standing)
    work = queries.making(db(), g.occurrence.id)
    return render_template(
        "organiser/after/certificates.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        issued=issued,
        standing=len(standing),
        made=made,
        made_percent=100 * made // max(len(standing), 1),
        busy=made < len(standing) and work is not None and not work.is_over,
        due=len(certificates.due(db(), g.webinar, g.occurrence)),
        over=clock.now() >= g.occurrence.ends_at and not g.occurrence.cancelled,
        asking=request.args.get("confirmer", ""),
        revoking=request.args.get("revoquer", ""),
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )


def _back() -> Response:
    return redirect(url_for("certificates.page", webinar_id=g.webinar.id, occurrence_id=g.occurrence.id), 303)
