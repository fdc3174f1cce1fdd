"""The control desk of the day: who comes, what is ready, what is asked of the speakers, a message to all."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts, fragments, streams
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.webinars.model import Audience, MessageKind, OrganiserRole
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint("control", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/regie")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.organiser_of_webinar
def choose(webinar_id: int) -> Answer:
    """The date under way, else the next one, else the last one."""
    shown = queries.shown(db(), g.webinar)
    coming = shown.coming(clock.now()) or shown.occurrences[-1:]
    if not coming:
        return render_template("organiser/control/none.html", webinar=g.webinar)
    return redirect(url_for("control.page", webinar_id=webinar_id, occurrence_id=coming[0].id))


@bp.get("/<int:occurrence_id>")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """One date on one screen."""
    return _page()


@bp.get("/<int:occurrence_id>/etat")
@access.organiser_of_webinar
def live(webinar_id: int, occurrence_id: int) -> Response:
    """The parts that change, for who follows without reloading."""
    return fragments.fragment(render_template("organiser/control/live.html", **_context()))


@bp.get("/<int:occurrence_id>/flux")
@access.organiser_of_webinar
def stream(webinar_id: int, occurrence_id: int) -> FlaskResponse:
    """Tell the desk that something changed."""
    return streams.follow(g.webinar.topic)


@bp.post("/<int:occurrence_id>/controle")
@access.organiser_of_webinar
def check(webinar_id: int, occurrence_id: int) -> Answer:
    """Tick or untick one thing to see to."""
    try:
        webinars.tick(
            db(),
            webinar_id,
            occurrence_id,
            acts.text("point"),
            done=acts.text("fait") == "oui",
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts)), 409
    return redirect(
        url_for("control.page", webinar_id=webinar_id, occurrence_id=occurrence_id, _anchor="controle"), 303
    )


@bp.get("/<int:occurrence_id>/message")
@access.organiser_of_webinar
def write(webinar_id: int, occurrence_id: int) -> str:
    """A message to all, in two acts: write it, then confirm to how many it goes."""
    return _message()


@bp.post("/<int:occurrence_id>/message")
@access.organiser_of_webinar
def preview(webinar_id: int, occurrence_id: int) -> Answer:
    """Show what will be sent and to how many people; nothing leaves."""
    try:
        audience = acts.chosen(Audience, "audience")
        rules.message(acts.text("subject"), acts.text("body"))
        people = queries.audience_size(db(), occurrence_id, audience)
        rules.check_people(people, people)
    except Refusal as refusal:
        return _message(refused=phrase(refusal.reason, **refusal.facts)), 422
    return _message(asking=audience, people=people)


@bp.post("/<int:occurrence_id>/message/envoi")
@access.organiser_of_webinar
def send(webinar_id: int, occurrence_id: int) -> Answer:
    """Send it, if it still goes to as many as was confirmed."""
    try:
        audience = acts.chosen(Audience, "audience")
        people = acts.figure("people")
        webinars.broadcast(
            db(),
            webinar_id,
            occurrence_id,
            audience,
            (acts.text("subject"), acts.text("body")),
            people=people,
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _message(refused=phrase(refusal.reason, **refusal.facts)), 409
    flash(words.broadcast_sent(people), "success")
    return redirect(url_for("control.write", webinar_id=webinar_id, occurrence_id=occurrence_id), 303)


def _page(refused: str = "") -> str:
    return render_template("organiser/control/page.html", refused=refused, **_context())


def _context() -> dict[str, object]:
    """Gather what the desk shows of its date."""
    version = streams.version(g.webinar.topic)  # read before the facts: a change in between wakes the page again
    room, shown = queries.room(db(), g.occurrence.id), queries.shown(db(), g.webinar)
    return {
        "live_version": version,
        "webinar": g.webinar,
        "occurrence": g.occurrence,
        "dates": shown.occurrences,
        "room": room,
        "opens_at": room.opens_at(g.occurrence),
        "counts": queries.desk_counts(db(), g.occurrence),
        "questions": queries.questions(db(), g.occurrence.id),
        "written": queries.written(db(), shown.form, g.occurrence),
        "ready": _ready(),
        "checked": queries.checked(db(), g.occurrence.id),
        "now": clock.now(),
        "key": acts.new_key(),
        "words": words,
    }


def _ready() -> list[dict[str, str]]:
    """Say what the house knows by itself of what is ready."""
    number = {"webinar_id": g.webinar.id, "occurrence_id": g.occurrence.id}
    room = queries.room(db(), g.occurrence.id)
    team = queries.organisers(db(), g.webinar.id)
    off = queries.messages_off(db(), g.webinar.id)
    beyond = rules.seats_beyond_room(g.occurrence, room)
    known = rules.is_known(room, conference=kit.means().conference is not None)
    return [
        _task(
            "La salle",
            known and not beyond,
            words.room_said(room.capacity, beyond),
            url_for("control_rooms.page", **number),
        ),
        _task(
            "Les liens des intervenants",
            bool(queries.host_links(db(), g.occurrence.id)),
            "",
            url_for("control_rooms.speakers", **number),
        ),
        _task(
            "Un remplaçant",
            len(team) > 1 or any(each.role is OrganiserRole.STAND_IN for each in team),
            "",
            url_for("control_rooms.speakers", **number),
        ),
        _task(
            "Le message d’une heure avant",
            MessageKind.HOUR not in off,
            "",
            url_for("webinar_messages.page", webinar_id=g.webinar.id),
        ),
    ]


def _task(title: str, done: bool, detail: str, url: str) -> dict[str, str]:
    return {"title": title, "state": "done" if done else "todo", "detail": detail, "url": url}


def _message(refused: str = "", asking: Audience | None = None, people: int = 0) -> str:
    return render_template(
        "organiser/control/message.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        counts=queries.desk_counts(db(), g.occurrence),
        sent=queries.broadcasts(db(), g.occurrence.id),
        typed=request.form,
        asking=asking,
        people=people,
        refused=refused,
        key=acts.new_key(),
        words=words,
        audiences=list(Audience),
    )
