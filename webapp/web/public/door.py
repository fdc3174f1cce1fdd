"""The tablet at the door: people say who they are and sign their presence, by the sitting's own revocable link.

Nobody signs in there. A person touches their name, reads a whole sentence, signs; every act is a POST of their own
passage, which « Terminé » ends.
"""

from enum import auto

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.door import sits
from webapp.meetings.service import door as service
from webapp.meetings.sitting import DoorRefusal
from webapp.web.kit import access, acts, pace, streams
from webapp.web.kit.database import db
from webapp.web.public import door_passage as passages
from webapp.web.public import door_view as view
from webapp.web.public.door_passage import Passage
from webapp.wording.phrases import phrase

bp = Blueprint("door", __name__, url_prefix="/seances/<int:meeting_id>/emargement")

Answer = str | BaseResponse | tuple[str, int]
ACTS_A_MINUTE = 90  # three tablets at the rush hour of a hundred people


class DoorFormRefusal(Reason):
    """Why what was sent from the tablet is not taken as it is."""

    PAGE_USED = auto()
    TOO_MANY = auto()
    NOTHING_TICKED = auto()
    SOMETHING_TICKED = auto()
    HOLDER_GONE = auto()


TITLES = {
    DoorRefusal.LINK_REVOKED: "Ce lien ne sert plus",
    DoorRefusal.NOT_YET: "Il est trop tôt pour signer",
    DoorRefusal.CLOSED: "La séance est levée",
    DoorRefusal.ENTERED_AFTERWARDS: "On signe sur papier",
    DoorFormRefusal.PAGE_USED: "Recommencez depuis votre nom",
    DoorFormRefusal.TOO_MANY: "Un instant",
    DoorFormRefusal.HOLDER_GONE: "Ce mandat ne peut plus être donné",
}
STATUSES = {
    DoorRefusal.LINK_REVOKED: 404,
    DoorRefusal.CLOSED: 410,
    DoorRefusal.NOT_YET: 403,
    DoorRefusal.ENTERED_AFTERWARDS: 403,
    DoorRefusal.MAY_NOT_SIT: 403,
    DoorFormRefusal.TOO_MANY: 429,
}
SAID_AGAIN = {"rien": DoorFormRefusal.NOTHING_TICKED, "coche": DoorFormRefusal.SOMETHING_TICKED}
SHUT = {DoorRefusal.LINK_REVOKED, DoorRefusal.CLOSED, DoorRefusal.NOT_YET, DoorRefusal.ENTERED_AFTERWARDS}


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> tuple[str, int]:
    """Say why on the tablet, and lead back to the list where there is one."""
    page = render_template(
        "public/door/refused.html",
        title=TITLES.get(refusal.reason, "Adressez-vous au secrétariat"),
        text=phrase(refusal.reason, **refusal.facts),
        home=None if refusal.reason in SHUT else _to("page"),
    )
    return page, STATUSES.get(refusal.reason, 409)


@bp.get("")
@access.desk_of_committee
def lead(meeting_id: int) -> BaseResponse:
    """Lead the secretariat to the tablet's page, or to where its link is made."""
    if g.meeting.door_token is None:
        return redirect(url_for("prepare.page", meeting_id=meeting_id, _anchor="emargement"))
    return redirect(url_for("door.page", meeting_id=meeting_id, door=g.meeting.door_token))


@bp.get("/<door>")
@access.public
def page(meeting_id: int, door: str) -> str:
    """« Qui êtes-vous ? »: whoever was there before is gone."""
    context = _list(meeting_id, door)
    passages.end()
    return render_template("public/door/home.html", **context)


@bp.get("/<door>/liste")
@access.public
def live(meeting_id: int, door: str) -> BaseResponse:
    """The list of names, and who is there; unchanged, 304."""
    response = make_response(render_template("public/door/_list.html", **_list(meeting_id, door)))
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/<door>/flux")
@access.public
def stream(meeting_id: int, door: str) -> Response:
    """Tell the page that something changed, never what."""
    base = db()
    meeting = meetings.at_the_door(base, meeting_id, door, now=clock.now())
    return streams.follow(meeting.topic, holds=lambda: meetings.find_by_door(base, meeting_id, door) is not None)


@bp.get("/<door>/<int:seat>/<int:person>")
@access.public
def who(meeting_id: int, door: str, seat: int, person: int) -> str:
    """Say who they are in a whole sentence, and what signing does; or, already there, what they may do."""
    sitting = _sitting(meeting_id, door)
    standing = view.standing_of(sitting, seat, person)
    if not standing.may_sign:
        raise Refusal(DoorRefusal.MAY_NOT_SIT)
    passage = passages.begin(meeting_id, seat, person, now=clock.now())
    return render_template(
        "public/door/who.html",
        **_shown(sitting, passage, standing),
        items=view.waiting_items(sitting) if standing.votes else [],
    )


@bp.post("/<door>/signature")
@access.public
def sign(meeting_id: int, door: str) -> BaseResponse:
    """« Je signe ma présence »."""
    passage = _sent(meeting_id, door)
    service.arrive(db(), meeting_id, door, passage.seat, passage.person_id, now=clock.now(), key=passage.key)
    sitting = _sitting(meeting_id, door)
    asked = (
        sits(sitting.presence, passage.seat, passage.person_id)
        and view.first_signature(sitting, passage.seat, passage.person_id)
        and view.waiting_items(sitting)
    )
    return redirect(_to("interests" if asked else "done"), 303)


@bp.get("/<door>/points")
@access.public
def interests(meeting_id: int, door: str) -> Answer:
    """« Un point vous concerne-t-il personnellement ? »."""
    passage = passages.current(meeting_id)
    sitting = _sitting(meeting_id, door)
    if passage is None or passage.over or not sits(sitting.presence, passage.seat, passage.person_id):
        return redirect(_to("page"), 303)
    ticked = request.args.getlist("items", type=int)
    refused = SAID_AGAIN.get(request.args.get("dire", ""))
    left = view.withdrawn_from(sitting, passage.seat, passage.person_id)
    return render_template(
        "public/door/interests.html",
        **_shown(sitting, passage),
        items=[item for item in view.waiting_items(sitting) if item not in left],
        left=left,
        ticked=ticked,
        refused=None if refused is None else phrase(refused),
        has_errors=refused is not None,
    )


@bp.post("/<door>/points")
@access.public
def choose(meeting_id: int, door: str) -> Answer:
    """Take « Aucun point ne me concerne », or lead on to the items ticked; each page that follows can be come back to."""
    passage = _sent(meeting_id, door)
    ticked = acts.numbers("items")
    none = "none" in request.form
    if none and not ticked:
        return _declare(passage, door, [])
    if none or not ticked:
        return redirect(_to("interests", items=ticked, dire="coche" if none else "rien"), 303)
    return redirect(_to("confirm", items=ticked), 303)


@bp.get("/<door>/deports")
@access.public
def confirm(meeting_id: int, door: str) -> Answer:
    """Ask whether they withdraw from the items ticked."""
    passage = passages.current(meeting_id)
    sitting = _sitting(meeting_id, door)
    asked = request.args.getlist("items", type=int)
    ticked = [item for item in view.waiting_items(sitting) if item.id in asked]
    if passage is None or passage.over or not ticked:
        return redirect(_to("page"), 303)
    return render_template("public/door/confirm.html", **_shown(sitting, passage), ticked=ticked)


@bp.post("/<door>/deports")
@access.public
def recuse(meeting_id: int, door: str) -> BaseResponse:
    """« Je me retire de ce point » (CRPA R133-12)."""
    return _declare(_sent(meeting_id, door), door, acts.numbers("items"))


@bp.get("/<door>/depart")
@access.public
def leaving(meeting_id: int, door: str) -> Answer:
    """Ask whether they leave a mandate."""
    passage = passages.current(meeting_id)
    sitting = _sitting(meeting_id, door)
    if passage is None or passage.over:
        return redirect(_to("page"), 303)
    standing = view.standing_of(sitting, passage.seat, passage.person_id)
    if standing.present is None:
        return redirect(_to("page"), 303)
    return render_template(
        "public/door/leaving.html", **_shown(sitting, passage, standing), holders=view.holders(sitting, standing)
    )


@bp.post("/<door>/depart")
@access.public
def leave(meeting_id: int, door: str) -> BaseResponse:
    """« Je pars », with a mandate or without, in one act."""
    passage = _sent(meeting_id, door)
    mandate_to = acts.optional_number("left_to")
    _check_holder(_sitting(meeting_id, door), passage, mandate_to)
    service.leave(
        db(),
        meeting_id,
        door,
        passage.seat,
        passage.person_id,
        mandate_to=mandate_to,
        now=clock.now(),
        key=passage.key,
    )
    return redirect(_to("done"), 303)


@bp.get("/<door>/fini")
@access.public
def done(meeting_id: int, door: str) -> Answer:
    """Say what is noted; nothing more is sent in this passage."""
    passage = passages.current(meeting_id)
    sitting = _sitting(meeting_id, door)
    if passage is None:
        return redirect(_to("page"), 303)
    passages.finish(passage)
    return render_template(
        "public/door/done.html",
        **_shown(sitting, passage),
        gone_at=view.departure_of(sitting, passage.seat, passage.person_id),
        mandate_to=view.mandate_left(sitting, passage.seat),
        withdrawn=view.withdrawn_from(sitting, passage.seat, passage.person_id),
    )


def _sent(meeting_id: int, door: str) -> Passage:
    """Return whose form was sent: that of who is there now and of nobody else, at a human pace."""
    meetings.at_the_door(db(), meeting_id, door, now=clock.now())
    if not pace.take(f"door:{meeting_id}", most=ACTS_A_MINUTE):
        raise Refusal(DoorFormRefusal.TOO_MANY)
    passage = passages.current(meeting_id)
    if passage is None or passage.over or request.form.get("key") != passage.key:
        raise Refusal(DoorFormRefusal.PAGE_USED)
    return passage


def _check_holder(sitting: Sitting, passage: Passage, mandate_to: int | None) -> None:
    """Refuse a mandate to somebody who can no longer hold it; of who is gone already, the act itself judges."""
    standing = view.standing_of(sitting, passage.seat, passage.person_id)
    if mandate_to is None or standing.present is None:
        return
    if mandate_to not in dict(view.holders(sitting, standing)):
        raise Refusal(DoorFormRefusal.HOLDER_GONE)


def _declare(passage: Passage, door: str, items: list[int]) -> BaseResponse:
    service.declare(
        db(), passage.meeting_id, door, passage.seat, passage.person_id, items=items, now=clock.now(), key=passage.key
    )
    return redirect(_to("done"), 303)


def _to(view_name: str, **asked: object) -> str:
    """Return the address of another page of this very tablet."""
    parts = request.view_args or {}
    return url_for(f"door.{view_name}", meeting_id=parts["meeting_id"], door=parts.get("door", ""), **asked)  # type: ignore[arg-type]  # what a page is asked


def _sitting(meeting_id: int, door: str) -> Sitting:
    meetings.at_the_door(db(), meeting_id, door, now=clock.now())
    return meetings.state(db(), meeting_id, now=clock.now())


def _list(meeting_id: int, door: str) -> dict[str, object]:
    meeting = meetings.at_the_door(db(), meeting_id, door, now=clock.now())
    version = streams.version(meeting.topic)  # read before the facts: a change in between wakes the page again
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    typed = request.args.get("nom", "").strip()[:100]
    return {
        "sitting": sitting,
        "door": door,
        "lines": view.lines(sitting, typed),
        "typed": typed,
        "live_version": version,
    }


def _shown(sitting: Sitting, passage: Passage, standing: view.Standing | None = None) -> dict[str, object]:
    return {
        "sitting": sitting,
        "standing": standing or view.standing_of(sitting, passage.seat, passage.person_id),
        "key": passage.key,
        "now": clock.now(),
        "to": _to,
    }
