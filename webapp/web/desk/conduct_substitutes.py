"""A substitute whom nobody expected, seated from the panel of a seat; the paper they showed, for the desk alone."""

from flask import Blueprint, Response, abort, g, redirect, url_for

from webapp.committees.service import matching
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.rules import papers
from webapp.meetings.service import substitutes
from webapp.meetings.service.scans import read_paper
from webapp.meetings.service.substitutes import Newcomer
from webapp.meetings.sitting import Form, MeetingRefusal
from webapp.web.desk.conduct import Answer, refused
from webapp.web.desk.conduct_presence import circumstances, moved
from webapp.web.kit import access, acts, scans
from webapp.web.kit.database import db
from webapp.web.kit.papers import shelf

bp = Blueprint("conduct_substitutes", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire")

ANOTHER = "another"  # the button by which somebody is told apart from who bears the same name


@bp.post("/suppleant")
@access.desk_of_committee
def seat_newcomer(meeting_id: int) -> Answer:
    """Somebody new sits for a seat: known, appointed for the day and present, by one button."""
    paper = scans.sent()

    def act() -> None:
        substitutes.seat_newcomer(
            db(),
            meeting_id,
            acts.number("seat"),
            _newcomer(),
            acts.chosen(Form, "form"),
            paper=paper.content,
            folder=shelf(),
            decision=acts.text("decision"),
            **circumstances(),  # type: ignore[arg-type]  # the four keyword circumstances of every act
        )

    try:
        moved(act)()
    except Refusal as refusal:
        return refused(refusal, homonyms=_homonyms(refusal), paper=scans.kept(paper, refusal))
    scans.forget(paper)
    return redirect(url_for("conduct.page", meeting_id=meeting_id, _anchor=f"s{acts.number('seat')}"), 303)


def _newcomer() -> Newcomer:
    return Newcomer(
        civility=acts.text("civility"),
        first_name=acts.text("first_name"),
        last_name=acts.text("last_name"),
        title=acts.text("title"),
        organisation=acts.text("organisation"),
        known=acts.optional_number("known"),
        another=acts.text("known") == ANOTHER,
        named_in_act=bool(acts.text("named_in_act")),
    )


def _homonyms(refusal: Refusal) -> list[matching.Homonym]:
    """Return who already bears the name, where that is why the act was refused."""
    if refusal.reason is not MeetingRefusal.HOMONYM_KNOWN:
        return []
    return matching.homonyms(db(), g.committee.id, _newcomer().name)


@bp.get("/pieces/<int:fact_id>")
@access.desk_of_committee
def paper(meeting_id: int, fact_id: int) -> Response:
    """Hand over the paper that a substitute showed or that gave a mandate: to be saved, never opened in the page, under a name of ours."""
    facts = meetings.ledger(db(), meeting_id)
    name = next((each.paper for each in facts if each.id == fact_id and each.paper is not None), None) or abort(404)
    ending = name.partition(".")[2]
    headers = {"Content-Disposition": f'attachment; filename="piece-{fact_id}.{ending}"', "Cache-Control": "no-store"}
    return Response(read_paper(shelf(), name), mimetype=papers.TYPES[ending], headers=headers)
