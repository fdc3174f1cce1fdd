"""The room on the day: changed at once for all, closed for all; the speakers' links, the rehearsal, the stand-in."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts import queries as accounts
from webapp.accounts.model import Person, Role
from webapp.kernel import clock, paths, tokens
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Hosting, OrganiserRole, Room, RoomKind
from webapp.wording import webinars as words
from webapp.wording.phrases import phrase

bp = Blueprint(
    "control_rooms", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/regie/<int:occurrence_id>"
)

Answer = str | Response | tuple[str, int]


@bp.get("/salle")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """Where the date takes place, and how to move it."""
    return _room()


@bp.post("/salle")
@access.organiser_of_webinar
def change(webinar_id: int, occurrence_id: int) -> Answer:
    """Move to another room: whoever follows their personal link next is led there."""
    return _done(
        lambda: webinars.set_rooms(
            db(), webinar_id, [occurrence_id], _typed_room(), by=access.by(), now=clock.now(), key=acts.key()
        ),
        "La salle est changée : les liens personnels y mènent dès maintenant.",
        _room,
        "control_rooms.page",
    )


def _typed_room() -> Room:
    """Read the form; an address left empty is kept, for it is shown to nobody."""
    before = queries.room(db(), g.occurrence.id)
    kind = acts.chosen(RoomKind, "kind") if request.form.get("kind") else before.kind
    overflow = "" if request.form.get("no_overflow") else acts.text("overflow") or before.overflow
    return replace(
        before,
        kind=kind,
        address=acts.text("address") or before.address,
        dial_in=acts.text("dial_in"),
        overflow=overflow,
        opens_minutes=min(acts.figure("opens_minutes"), 240),
    )


@bp.post("/salle/presents")
@access.organiser_of_webinar
def look(webinar_id: int, occurrence_id: int) -> Answer:
    """Ask the BigBlueButton room how many are there; it changes nothing."""
    try:
        found = webinars.look_into_room(db(), g.webinar, g.occurrence, means=kit.means())
    except Refusal as refusal:
        return _room(phrase(refusal.reason, **refusal.facts)), 409
    flash(words.room_state(found.running, found.people), "info")
    return redirect(url_for("control_rooms.page", webinar_id=webinar_id, occurrence_id=occurrence_id), 303)


@bp.post("/salle/fermeture")
@access.organiser_of_webinar
def end(webinar_id: int, occurrence_id: int) -> Answer:
    """Close the BigBlueButton room for all."""
    return _done(
        lambda: webinars.end_room(
            db(), g.webinar, g.occurrence, means=kit.means(), by=access.by(), now=clock.now(), key=acts.key()
        ),
        "La salle est fermée pour tous.",
        _room,
        "control_rooms.page",
    )


@bp.get("/intervenants")
@access.organiser_of_webinar
def speakers(webinar_id: int, occurrence_id: int) -> str:
    """The links of those who conduct, the rehearsal, the stand-in."""
    return _speakers()


@bp.post("/intervenants")
@access.organiser_of_webinar
def make_link(webinar_id: int, occurrence_id: int) -> Answer:
    """Make the link of one speaker."""
    return _done(
        lambda: webinars.make_host_link(
            db(),
            webinar_id,
            occurrence_id,
            acts.text("name"),
            means=kit.means(),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        ),
        "Le lien est fait : copiez-le, ou lisez-le au téléphone.",
        _speakers,
        "control_rooms.speakers",
    )


@bp.post("/intervenants/<int:link_id>/annulation")
@access.organiser_of_webinar
def revoke(webinar_id: int, occurrence_id: int, link_id: int) -> Answer:
    """Make a link open nothing any more."""
    return _done(
        lambda: webinars.revoke_host_link(
            db(), webinar_id, occurrence_id, link_id, by=access.by(), now=clock.now(), key=acts.key()
        ),
        "Ce lien n’ouvre plus rien.",
        _speakers,
        "control_rooms.speakers",
    )


@bp.post("/intervenants/salle")
@access.organiser_of_webinar
def hosting(webinar_id: int, occurrence_id: int) -> Answer:
    """Say where those enter who conduct, and where they rehearse; an address left empty is kept."""
    before = queries.hosting(db(), occurrence_id)
    typed = Hosting(
        address="" if request.form.get("no_address") else acts.text("address") or before.address,
        rehearsal="" if request.form.get("no_rehearsal") else acts.text("rehearsal") or before.rehearsal,
    )
    return _done(
        lambda: webinars.set_hosting(
            db(), webinar_id, occurrence_id, typed, by=access.by(), now=clock.now(), key=acts.key()
        ),
        "Les salles des intervenants sont enregistrées.",
        _speakers,
        "control_rooms.speakers",
    )


@bp.post("/remplacant")
@access.organiser_of_webinar
def stand_in(webinar_id: int, occurrence_id: int) -> Answer:
    """Name who takes over if the organiser cannot."""

    def name() -> None:
        person_id = acts.number("person")
        if person_id not in {each.id for each in _to_choose()}:
            raise Refusal(acts.FormRefusal.CHOICE_MISSING)
        webinars.set_organiser(db(), webinar_id, person_id, OrganiserRole.STAND_IN, by=access.by(), now=clock.now())

    return _done(name, "Le remplaçant est nommé.", _speakers, "control_rooms.speakers")


def _done(act: Callable[[], object], said: str, again: Callable[[str], str], view: str) -> Answer:
    try:
        act()
    except Refusal as refusal:
        return again(phrase(refusal.reason, **refusal.facts)), 409
    flash(said, "success")
    return redirect(url_for(view, webinar_id=g.webinar.id, occurrence_id=g.occurrence.id), 303)


def _room(refused: str = "") -> str:
    room = queries.room(db(), g.occurrence.id)
    return render_template(
        "organiser/control/room.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        room=room,
        host=_host(room.address),
        overflow_host=_host(room.overflow),
        conference=kit.means().conference is not None,
        asked=request.args.get("confirmer", ""),
        typed=request.form,
        refused=refused,
        key=acts.new_key(),
    )


def _host(address: str) -> str:
    """Return what of a room's address may be shown: where it is, not how one enters."""
    return urlsplit(address).hostname or ""


def _speakers(refused: str = "") -> str:
    found = queries.hosting(db(), g.occurrence.id)
    people = {each.id: each for each in accounts.people_with_role(db(), Role.ORGANISER, None)}
    team = [
        (each.role, people[each.person_id])
        for each in queries.organisers(db(), g.webinar.id)
        if each.person_id in people
    ]
    return render_template(
        "organiser/control/speakers.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        room=queries.room(db(), g.occurrence.id),
        links=[(each, _address(each.nonce)) for each in queries.host_links(db(), g.occurrence.id)],
        host=_host(found.address),
        rehearsal_host=_host(found.rehearsal),
        team=team,
        to_choose=_to_choose(),
        typed=request.form,
        refused=refused,
        key=acts.new_key(),
        words=words,
    )


def _to_choose() -> list[Person]:
    """Return the organisers of the house who are not in the team yet."""
    team = {each.person_id for each in queries.organisers(db(), g.webinar.id)}
    return [each for each in accounts.people_with_role(db(), Role.ORGANISER, None) if each.id not in team]


def _address(nonce: tokens.Nonce) -> str:
    kept = settings()
    return paths.link(kept.public_address, "host", token=tokens.derive(kept.link_key, nonce))
