"""Convening: the notice checked and sent in one act, then what became of it for each member."""

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.jobs import queries as jobs
from webapp.jobs.model import Job
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Following, Sitting
from webapp.meetings.rules import notice as rules
from webapp.meetings.service import notices, receptions
from webapp.meetings.sitting import Item, MeetingState, Notice, Proof
from webapp.web.kit import access, acts
from webapp.web.kit import notices as kit
from webapp.web.kit.database import db, settings
from webapp.wording import dates, votes
from webapp.wording import notices as words
from webapp.wording.phrases import phrase
from webapp.wording.typography import spaced

bp = Blueprint("notice", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/convocation")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """What is due, the notice to send or to amend, and what became of it for each member."""
    return _page()


def _page(**typed: object) -> str:
    now = clock.now()
    sitting = meetings.state(db(), g.meeting.id, now=now)
    found = meetings.following(db(), sitting)
    replies = meetings.standing_replies(db(), sitting)
    reminded = rules.reminded_today(meetings.reminded_at(db(), sitting.meeting.topic), now)
    return render_template(
        "desk/notice/page.html",
        sitting=sitting,
        meeting=sitting.meeting,
        found=found,
        due=meetings.due(db(), sitting, found, replies=len(replies), now=now),
        work=_work(found.latest),
        applicants=meetings.applicants(sitting),
        convened=_convened(sitting),
        changed=_changed(sitting, found),
        urgent=rules.urgency_needed(dates.in_paris(now).date(), sitting.meeting.day, rules.term_of(sitting.settings)),
        last_day=rules.last_day(sitting.meeting.day, rules.term_of(sitting.settings)),
        prepared=sitting.meeting.state is MeetingState.PREPARED,
        to_remind=[each for each in found.silent if each.recipient.person_id not in reminded],
        passed=sitting.meeting.starts_at <= now,
        today=dates.in_paris(now).date(),
        modes=votes.MODES,
        words=words,
        paper=[each for each in Proof if each.on_paper],
        asked=request.args.get("confirmer", ""),
        papered=request.args.get("papier", type=int),
        key=acts.new_key(),
        **{"refused": "", "urgency": sitting.meeting.notice_urgency, "reason": "", **typed},
    )


@frozen
class Convened:
    """To how many a notice sent now is addressed, and how many of them have no mail address."""

    titulars: int
    substitutes: int
    without: int


def _convened(sitting: Sitting) -> Convened:
    seats = sitting.roster.seats
    titulars = {seat.titular.person_id: seat.titular.person for seat in seats if seat.titular is not None}
    others = {each.person_id: each.person for seat in seats for each in seat.substitutes}
    return Convened(
        titulars=len(titulars),
        substitutes=len(others.keys() - titulars.keys()),
        without=sum(person.email is None for person in (others | titulars).values()),
    )


def _work(latest: Notice | None) -> Job | None:
    """The work that still makes the files of the last version."""
    if latest is None or latest.rendered_at is not None or latest.job_id is None:
        return None
    return jobs.get(db(), latest.job_id)


def _changed(sitting: Sitting, found: Following) -> str | None:
    """Say what a new version would change; None where it would change nothing, or none stands."""
    if found.standing is None:
        return None
    now = notices.facts_now(
        sitting, authority=settings().prefecture, urgency="", first=found.standing.facts.first_sitting
    )
    said = [words.CHANGES[each] for each in rules.changes(found.standing.facts, now)]
    return spaced(", ".join(said)) if said else None


@bp.post("")
@access.desk_of_committee
def send(meeting_id: int) -> Answer:
    """Send the notice, or a new version of it."""
    urgency = acts.text("urgency")
    try:
        notices.send(
            db(),
            meeting_id,
            authority=settings().prefecture,
            urgency=urgency,
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts), urgency=urgency), 409
    flash("La convocation est partie. Ses messages sont écrits dès que le PDF est prêt.", "success")
    return _back("suivi")


@bp.post("/annulation")
@access.desk_of_committee
def cancel(meeting_id: int) -> Answer:
    """Tell everybody that the sitting is not held."""
    reason = acts.text("reason")
    try:
        notices.cancel(db(), meeting_id, reason=reason, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts), reason=reason), 409
    flash("La séance est annulée. Chaque personne convoquée en est avertie.", "success")
    return _back("suivi")


@bp.post("/rappel")
@access.desk_of_committee
def remind(meeting_id: int) -> Answer:
    """Send it again to the silent."""
    try:
        receptions.remind(db(), meeting_id, linking=access.linking(), by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts)), 409
    flash("Le rappel est parti.", "success")
    return _back("suivi")


@bp.post("/papier/<int:person_id>")
@access.desk_of_committee
def paper(meeting_id: int, person_id: int) -> Answer:
    """Note a notice delivered on paper, with its day."""
    try:
        receptions.note_paper(
            db(),
            meeting_id,
            person_id,
            acts.chosen(Proof, "proof"),
            _day("received_on"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts)), 409
    return _back(f"membre-{person_id}")


@bp.post("/demandeurs/<int:item_id>")
@access.desk_of_committee
def applicant(meeting_id: int, item_id: int) -> Answer:
    """Note that the applicant of an item was told of the sitting."""
    try:
        receptions.inform_applicant(
            db(),
            meeting_id,
            item_id,
            on=_day("on"),
            of=acts.text("of"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts)), 409
    if g.meeting.state is MeetingState.OPEN:
        return redirect(url_for("conduct.page", meeting_id=meeting_id, _anchor="point"), 303)
    return _back("demandeurs")


@bp.get("/<int:notice_id>.pdf")
@access.desk_of_committee
def download(meeting_id: int, notice_id: int) -> Response:
    """Hand over a version."""
    return kit.pdf(_version(notice_id))


@bp.get("/<int:notice_id>.ics")
@access.desk_of_committee
def event(meeting_id: int, notice_id: int) -> Response:
    """Hand over a version's calendar file."""
    return kit.event(_version(notice_id))


def _version(notice_id: int) -> Notice:
    found = meetings.notice(db(), g.meeting.id, notice_id)
    if found is None:
        raise NotFound
    return found


def _day(name: str) -> date:
    try:
        return date.fromisoformat(acts.text(name))
    except ValueError as fault:
        raise Refusal(kit.DayRefusal.UNREADABLE) from fault


def _back(anchor: str) -> Response:
    return redirect(url_for("notice.page", meeting_id=g.meeting.id, _anchor=anchor), 303)


def untold(sitting: Sitting, item: Item | None) -> bool:
    """Whether the vote on an item waits for its applicant to be told, or for the chair's decision (LAW CNV-8)."""
    if item is None or not rules.applicant_to_inform(item) or item.applicant_informed is not None:
        return False
    return not any(each.rule == "CNV-8" and each.item_id == item.id for each in sitting.decisions)
