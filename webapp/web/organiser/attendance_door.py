"""At the door of a room: the code of each is read by a telephone, arrivals and departures are noted."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings
from webapp.webinars.model.attendance import Attendee, Source, Who
from webapp.webinars.queries import attendance as queries
from webapp.webinars.service import attendance
from webapp.wording import attendance as words
from webapp.wording.phrases import phrase

bp = Blueprint(
    "attendance_door",
    __name__,
    url_prefix="/organisation/webinaires/<int:webinar_id>/dates/<int:occurrence_id>/entree",
)

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """The person whose code was read, or those whom a name finds."""
    try:
        people = _scanned() if "code" in request.args else _looked_for()
    except Refusal as refusal:
        return _page([], refusal)
    return _page(people)


@bp.post("")
@access.organiser_of_webinar
def note(webinar_id: int, occurrence_id: int) -> Answer:
    """Note an arrival or a departure."""
    try:
        leaves = bool(acts.text("leave"))
        who = Who(*acts.places("leave" if leaves else "arrive", 2))
        noted = attendance.leave if leaves else attendance.arrive
        noted(db(), webinar_id, g.occurrence, who, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(_looked_for(), refusal), 409
    return redirect(
        url_for("attendance_door.page", webinar_id=webinar_id, occurrence_id=occurrence_id, note=who.registration_id),
        303,
    )


def _scanned() -> list[Attendee]:
    found = attendance.of_code(
        db(),
        g.occurrence,
        request.args.get("inscription", 0, type=int),
        request.args.get("code", ""),
        link_key=settings().link_key,
    )
    return queries.of_registration(db(), g.occurrence, found)


def _looked_for() -> list[Attendee]:
    typed = request.args.get("mots", "")[:200]
    return queries.attendees(db(), g.occurrence, words=typed) if typed.strip() else []


def _page(people: list[Attendee], refusal: Refusal | None = None) -> str:
    done = request.args.get("note", 0, type=int)
    return render_template(
        "organiser/attendance/door.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        people=[(each, _last_at_the_door(each)) for each in people],
        typed=request.args.get("mots", "")[:200],
        done=done,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )


def _last_at_the_door(each: Attendee) -> str:
    """Say what was last noted of somebody at the door: 'in', 'out', or nothing."""
    seen = [line.interval for line in each.lines if line.stands and line.source is Source.DOOR]
    if not seen:
        return ""
    last = max(seen, key=lambda interval: (interval.until, interval.since))
    return "in" if last.since == last.until else "out"
