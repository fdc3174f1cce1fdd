"""The file of a sitting as its members read it: item by item, one document, or all in one archive."""

from flask import Blueprint, Response, abort, g, render_template, request

from webapp.documents import queries as documents
from webapp.documents.model import Document
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Item
from webapp.web.kit import access
from webapp.web.kit import documents as handing
from webapp.web.kit.database import db
from webapp.wording import documents as words

bp = Blueprint("dossier", __name__, url_prefix="/seances/<int:meeting_id>")


def _sitting() -> Sitting:
    return meetings.state(db(), g.meeting.id, now=clock.now())


def _recused(sitting: Sitting) -> set[int]:
    """Return the items from which the reader withdrew: neither debate nor documents (CRPA R133-12; LAW DEP-1)."""
    me = access.me().person.id
    return {each.item_id for each in sitting.presence.recusals if each.person_id == me}


def _listed(sitting: Sitting) -> list[tuple[Item, list[Document]]]:
    """Return the items of the agenda with the documents that the reader may see."""
    found = documents.by_subject(documents.of_scope(db(), sitting.meeting.topic))
    kept = _recused(sitting)
    return [(item, [] if item.id in kept else found.get(item.topic, [])) for item in sitting.items]


def recused_from(meeting_id: int) -> set[str]:
    """Return the subjects whose documents the reader is not shown."""
    return {f"item:{number}" for number in _recused(meetings.state(db(), meeting_id, now=clock.now()))}


@bp.get("/dossier")
@access.takes_part
def page(meeting_id: int) -> str:
    """Every item with its documents."""
    sitting = _sitting()
    listed = _listed(sitting)
    return render_template(
        "member/dossier.html",
        sitting=sitting,
        listed=listed,
        recused=_recused(sitting),
        held=any(not each.withdrawn for _, found in listed for each in found),
        came=handing.coming(sitting.meeting, sitting.settings),
        words=words,
    )


@bp.get("/dossier/<int:document_id>/<int:version>")
@access.takes_part
def document(meeting_id: int, document_id: int, version: int) -> Response:
    """One version of a document; `?afficher` shows it instead of keeping it."""
    if g.document.subject in recused_from(meeting_id):
        abort(403)
    return handing.handed(g.document.version(version) or abort(404), shown="afficher" in request.args)


@bp.get("/dossier.zip")
@access.takes_part
def archive(meeting_id: int) -> Response:
    """All that the reader may see, with an inventory of names and hashes."""
    found = handing.entries(_listed(_sitting()))
    return handing.archive(found, f"dossier-{g.committee.code}-{g.meeting.day.isoformat()}.zip")
