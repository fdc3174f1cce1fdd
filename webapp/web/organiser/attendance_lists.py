"""A tool's list of participants: sent, its strangers attached or left out, set aside."""

import hashlib

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.committees.roster.model import MAX_BYTES
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.webinars.model.attendance import AttendanceRefusal, Who
from webapp.webinars.queries import attendance as queries
from webapp.webinars.service import attendance_lists as service
from webapp.wording import attendance as words
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase

bp = Blueprint(
    "attendance_lists",
    __name__,
    url_prefix="/organisation/webinaires/<int:webinar_id>/dates/<int:occurrence_id>/presence/liste",
)

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """Where a list is sent, and the rows that wait for a word."""
    return _page()


@bp.post("")
@access.organiser_of_webinar
def bring_in(webinar_id: int, occurrence_id: int) -> Answer:
    """Read the list and note whom it names."""
    try:
        content, filename = _sent()
        read = service.bring_in(
            db(), webinar_id, g.occurrence, content, filename, by=access.by(), now=clock.now(), key=_key(content)
        )
    except Refusal as refusal:
        return _page(refusal), 422
    unread = f" ; {count(read.unread, 'ligne illisible', 'lignes illisibles')}" if read.unread else ""
    flash(f"Liste importée : {count(len(read.rows), 'ligne')}{unread}.", "success")
    return _back()


@bp.post("/inconnus/<int:unknown_id>")
@access.organiser_of_webinar
def settle(webinar_id: int, occurrence_id: int, unknown_id: int) -> Answer:
    """Say whom a row names, or that it names nobody who signed up."""
    try:
        if acts.text("act") == "leave":
            service.leave_out(
                db(), webinar_id, g.occurrence, unknown_id, by=access.by(), now=clock.now(), key=acts.key()
            )
        else:
            who = Who(*acts.places("who", 2))
            service.attach(
                db(), webinar_id, g.occurrence, unknown_id, who, by=access.by(), now=clock.now(), key=acts.key()
            )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


@bp.post("/<int:list_id>/ecarter")
@access.organiser_of_webinar
def set_aside(webinar_id: int, occurrence_id: int, list_id: int) -> Answer:
    """Set aside all that a list brought."""
    try:
        service.set_list_aside(
            db(),
            webinar_id,
            g.occurrence,
            list_id,
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


def _sent() -> tuple[bytes, str]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refusal(AttendanceRefusal.FILE_MISSING)
    return sent.stream.read(MAX_BYTES + 1), sent.filename


def _key(content: bytes) -> str | None:
    """Return a key that the same form bearing another file does not have."""
    key = acts.key()
    return key and hashlib.sha256(key.encode() + hashlib.sha256(content).digest()).hexdigest()


def _page(refusal: Refusal | None = None) -> str:
    waiting = queries.unknown(db(), g.occurrence.id)
    typed = request.args.get("mots", "")[:200]
    return render_template(
        "organiser/attendance/list.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        lists=queries.lists(db(), g.occurrence.id),
        waiting=waiting,
        people=queries.attendees(db(), g.occurrence, words=typed) if waiting else [],
        more=registrations.expected_number(db(), g.occurrence.id, words=typed) > queries.PAGE if waiting else False,
        typed=typed,
        setting_aside=request.args.get("ecarter", type=int),
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )


def _back() -> Response:
    return redirect(url_for("attendance_lists.page", webinar_id=g.webinar.id, occurrence_id=g.occurrence.id), 303)
