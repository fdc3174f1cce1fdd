"""Who came to a date: the list, one person's lines, what the organiser declares or sets aside, the sheet."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration
from webapp.web.kit import access, acts, papers
from webapp.web.kit.database import db, settings
from webapp.webinars.model.attendance import AttendanceRefusal, Interval, Who
from webapp.webinars.queries import attendance as queries
from webapp.webinars.queries import certificates as issued
from webapp.webinars.service import attendance, certificates
from webapp.wording import attendance as words
from webapp.wording.dates import in_paris
from webapp.wording.phrases import phrase

bp = Blueprint(
    "attendance", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/dates/<int:occurrence_id>/presence"
)

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """Those expected, fifty at a time, with what was seen of each."""
    typed, page = request.args.get("mots", "")[:200], max(request.args.get("page", 1, type=int), 1)
    number = queries.expected_number(db(), occurrence_id, words=typed)
    return render_template(
        "organiser/attendance/page.html",
        people=queries.attendees(db(), g.occurrence, words=typed, page=page),
        number=number,
        came=queries.came_numbers(db(), [occurrence_id]).get(occurrence_id, 0),
        waiting=len(queries.unknown(db(), occurrence_id)),
        typed=typed,
        page=page,
        pages=-(-number // queries.PAGE),
        **_date(),
    )


@bp.get("/<int:registration_id>")
@access.organiser_of_webinar
def person(webinar_id: int, occurrence_id: int, registration_id: int) -> str:
    """What each source saw of somebody and of those beside them."""
    return _person(_found(registration_id))


@bp.post("/<int:registration_id>/declarer")
@access.organiser_of_webinar
def declare(webinar_id: int, occurrence_id: int, registration_id: int) -> Answer:
    """Keep the organiser's word that somebody was there."""
    found = _found(registration_id)
    try:
        attendance.declare(
            db(),
            webinar_id,
            g.occurrence,
            Who(registration_id, acts.number("position")),
            Interval(_hour("since"), _hour("until")),
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _person(found, refusal), 409
    return _back(found)


@bp.post("/<int:registration_id>/groupe")
@access.organiser_of_webinar
def share(webinar_id: int, occurrence_id: int, registration_id: int) -> Answer:
    """Keep the organiser's word that those beside somebody followed with them."""
    found = _found(registration_id)
    try:
        attendance.share(
            db(),
            webinar_id,
            g.occurrence,
            registration_id,
            acts.numbers("position"),
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _person(found, refusal), 409
    return _back(found)


@bp.post("/<int:registration_id>/lignes/<int:line_id>/ecarter")
@access.organiser_of_webinar
def set_aside(webinar_id: int, occurrence_id: int, registration_id: int, line_id: int) -> Answer:
    """Set a wrong line aside."""
    found = _found(registration_id)
    try:
        attendance.set_aside(
            db(),
            webinar_id,
            g.occurrence,
            line_id,
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _person(found, refusal), 409
    return _back(found)


@bp.get("/feuille")
@access.organiser_of_webinar
def sheet(webinar_id: int, occurrence_id: int) -> str:
    """The attendance sheet on the screen, and its PDF as soon as it is made."""
    latest = issued.latest_sheet(db(), occurrence_id)
    return render_template(
        "organiser/attendance/sheet.html",
        facts=certificates.sheet_facts(db(), g.webinar, g.occurrence, authority=settings().prefecture, at=clock.now()),
        latest=latest,
        work=None if latest is None or latest.sha256 else issued.work_on(db(), latest),
        **_date(),
    )


@bp.post("/feuille")
@access.organiser_of_webinar
def ask_sheet(webinar_id: int, occurrence_id: int) -> Response:
    """Have the sheet made as a PDF."""
    certificates.ask_sheet(db(), webinar_id, g.occurrence, by=access.by(), now=clock.now(), key=acts.key())
    return redirect(url_for("attendance.sheet", webinar_id=webinar_id, occurrence_id=occurrence_id), 303)


@bp.get("/feuille.pdf")
@access.organiser_of_webinar
def download_sheet(webinar_id: int, occurrence_id: int) -> Response:
    """Hand over the last sheet, held against its hash."""
    latest = issued.latest_sheet(db(), occurrence_id)
    if latest is None or latest.sha256 is None:
        flash(phrase(AttendanceRefusal.FILE_NOT_MADE), "warning")
        return redirect(url_for("attendance.sheet", webinar_id=webinar_id, occurrence_id=occurrence_id), 303)
    content = certificates.read(settings().files, latest.sha256)
    return papers.handed_over(content, f"feuille-de-presence-{in_paris(g.occurrence.starts_at):%Y-%m-%d}.pdf")


def _hour(name: str) -> datetime:
    found = acts.hour(name, g.occurrence.starts_at)
    if found is None:
        raise Refusal(AttendanceRefusal.HOURS_UNREADABLE)
    return found.astimezone(UTC)


def _found(registration_id: int) -> Registration:
    found = registrations.find(db(), registration_id)
    if found is None or found.occurrence_id != g.occurrence.id:
        abort(404)
    return found


def _person(found: Registration, refusal: Refusal | None = None) -> str:
    return render_template(
        "organiser/attendance/person.html",
        people=queries.of_registration(db(), g.occurrence, found),
        registration=found,
        setting_aside=request.args.get("ecarter", type=int),
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        **_date(),
    )


def _back(found: Registration) -> Response:
    return redirect(
        url_for("attendance.person", webinar_id=g.webinar.id, occurrence_id=g.occurrence.id, registration_id=found.id),
        303,
    )


def _date() -> dict[str, object]:
    return {"webinar": g.webinar, "occurrence": g.occurrence, "key": acts.new_key(), "words": words}
