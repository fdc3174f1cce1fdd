"""The persons to be heard: when, the link given to each, what they have read and written."""

from functools import partial

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock, paths
from webapp.kernel.errors import Refusal
from webapp.kernel.tokens import Token
from webapp.meetings import queries as meetings
from webapp.meetings.rules.hearings import draft_of
from webapp.meetings.service import hearings, invitations
from webapp.meetings.service.invitations import PAGE
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings
from webapp.wording.phrases import phrase

bp = Blueprint("hearings", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/auditions")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """Everybody to be heard, in the order of passage."""
    return _shown(meeting_id)


@bp.post("")
@access.desk_of_committee
def plan(meeting_id: int) -> Answer:
    """Somebody is to be heard on an item."""
    act = partial(hearings.plan, db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    try:
        act(acts.number("item"), acts.text("name"), planned_at=acts.hour("at", g.meeting.starts_at))
    except Refusal as refusal:
        return _shown(meeting_id, refusal=refusal, place="prevoir"), 409
    flash("Le passage est prévu.", "success")
    return redirect(url_for("hearings.page", meeting_id=meeting_id), 303)


@bp.post("/<int:hearing_id>/lien")
@access.desk_of_committee
def invite(meeting_id: int, hearing_id: int) -> Answer:
    """Give somebody a link, in the place of an earlier one."""
    try:
        token = invitations.invite(
            db(),
            meeting_id,
            hearing_id,
            address=acts.text("address"),
            with_draft=bool(acts.text("draft")),
            linking=access.linking(),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _shown(meeting_id, refusal=refusal, place=f"audition-{hearing_id}"), 409
    flash(_given(token, written_to=bool(acts.text("address"))), "success")
    return redirect(url_for("hearings.page", meeting_id=meeting_id, _anchor=f"audition-{hearing_id}"), 303)


def _given(token: Token | None, *, written_to: bool) -> str:
    """Say what becomes of the link; of a rehearsal's, which is sent to nobody, where to try it."""
    if g.meeting.rehearsal:
        where = "" if token is None else f" Pour l’essayer : {paths.link(settings().public_address, PAGE, token=token)}"
        return f"Le lien est fait ; une répétition n’écrit à personne.{where}"
    return "Le lien part par courriel." if written_to else "La lettre qui porte le lien attend d’être imprimée."


@bp.post("/<int:hearing_id>/lien/annulation")
@access.desk_of_committee
def revoke(meeting_id: int, hearing_id: int) -> Answer:
    """Close somebody's page."""
    try:
        invitations.revoke(db(), meeting_id, hearing_id, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _shown(meeting_id, refusal=refusal, place=f"audition-{hearing_id}"), 409
    flash("Le lien est annulé : il n’ouvre plus rien.", "success")
    return redirect(url_for("hearings.page", meeting_id=meeting_id, _anchor=f"audition-{hearing_id}"), 303)


@bp.get("/<int:hearing_id>/apercu")
@access.desk_of_committee
def preview(meeting_id: int, hearing_id: int) -> str:
    """What somebody to be heard will see: with the draft transmitted, or with the one that would be."""
    link = meetings.hearing_links(db(), meeting_id).get(hearing_id)
    standing = link is not None and link.revoked_at is None
    draft = link.draft if link is not None and standing else _draft(meeting_id, hearing_id)
    found = meetings.passage_preview(db(), meeting_id, hearing_id, draft=draft) or abort(404)
    return render_template(
        "public/hearing.html", page=found, meeting=g.meeting, preview=True, token="", fault="", typed="", key=""
    )


def _draft(meeting_id: int, hearing_id: int) -> str:
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    heard = next((each for each in sitting.hearings if each.id == hearing_id), None)
    return "" if heard is None else draft_of(sitting.motions_of(heard.item_id))


def _shown(meeting_id: int, *, refusal: Refusal | None = None, place: str = "") -> str:
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    return render_template(
        "desk/meetings/hearings.html",
        sitting=sitting,
        links=meetings.hearing_links(db(), meeting_id),
        wrote=meetings.hearing_observations(db(), meeting_id),
        drafts={each.id: draft_of(sitting.motions_of(each.id)) for each in sitting.items},
        open=sitting.meeting.state is not MeetingState.CLOSED,
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        place=place,
        typed=request.form,
        key=acts.new_key(),
    )
