"""What everybody may read of a committee's sittings: composition, agenda, published file, opinions (CSP L1416-1)."""

from datetime import date

from flask import Blueprint, Response, abort, render_template, request

from webapp.committees import queries as committees
from webapp.committees import rules
from webapp.committees.model import Committee, SeatOnDay
from webapp.documents import queries as documents
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Meeting
from webapp.minutes.queries import publishing as minutes
from webapp.web.kit import access
from webapp.web.kit import documents as handing
from webapp.web.kit.database import db
from webapp.wording import documents as words
from webapp.wording import votes

bp = Blueprint("public_sittings", __name__, url_prefix="/commissions")


@bp.get("")
@access.public
def listing() -> str:
    """The committees that published a sitting, and those sittings, the latest first."""
    scopes = documents.published_scopes(db())
    published: dict[int, list[Meeting]] = {}
    for each in meetings.listed(db(), None) if scopes else ():
        if each.topic in scopes:
            published.setdefault(each.committee_id, []).append(each)
    known = committees.listed(db(), frozenset(published)) if published else []
    return render_template(
        "public/sittings/listing.html", listed=[(each, published[each.id]) for each in known], modes=votes.MODES
    )


@bp.get("/<code>/<day>")
@access.public
def sitting(code: str, day: str) -> str:
    """The sittings of one committee on one day whose page is published."""
    committee, found = published(code, day)
    return render_template(
        "public/sittings/sitting.html",
        committee=committee,
        pages=[_page(meetings.state(db(), each.id, now=clock.now())) for each in found],
        modes=votes.MODES,
        motions=votes.MOTIONS,
        words=words,
    )


@bp.get("/<code>/<day>/<int:document>/<int:version>")
@access.public
def document(code: str, day: str, document: int, version: int) -> Response:
    """A published document; `?afficher` shows it instead of keeping it."""
    _, found = published(code, day)
    kept = (documents.find(db(), each.topic, document) for each in found)
    public = (each.current for each in kept if each is not None and each.public)
    wanted = next((each for each in public if each.number == version), None)
    return handing.handed(wanted or abort(404), shown="afficher" in request.args)


def published(code: str, day: str) -> tuple[Committee, list[Meeting]]:
    """Return a committee and its published sittings of a day; what is not published is not there."""
    committee = committees.find_by_code(db(), code) or abort(404)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        abort(404)
    scopes = documents.published_scopes(db())
    there = meetings.listed(db(), frozenset({committee.id}))
    found = [each for each in there if each.day == on and each.topic in scopes]
    return committee, found or abort(404)


def _page(sitting: Sitting) -> dict[str, object]:
    kept = documents.by_subject(each for each in documents.of_scope(db(), sitting.meeting.topic) if each.public)
    return {
        "meeting": sitting.meeting,
        "minutes": minutes.published(db(), sitting.meeting.id),
        "colleges": [
            (college, [_sits(seat) for seat in sitting.roster.of_college(college.id)])
            for college in sitting.roster.colleges
        ],
        "items": [(item, kept.get(item.topic, []), sitting.opinions_of(item.id)) for item in sitting.items],
    }


def _sits(seat: SeatOnDay) -> tuple[str, str]:
    """Return a seat's label and what is public of who holds it."""
    held = seat.titular
    if held is None:
        return seat.seat.label, "siège vacant"
    named = held.person.display_name if rules.named_in_public(seat.seat) else ""
    return seat.seat.label, ", ".join(part for part in (named, held.organisation) if part)
