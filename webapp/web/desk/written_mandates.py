"""A mandate received on paper: who gives it, to whom, when it came, and its photograph, for the desk alone."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateTimeLocalField, FileField, HiddenField, SelectField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from webapp.committees.model import SeatOnDay
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.rules.presence import running
from webapp.meetings.service import presence
from webapp.meetings.service.scans import Scan
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access, acts, scans
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.kit.papers import shelf
from webapp.web.kit.scans import Paper

bp = Blueprint("written_mandates", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/mandats")


class MandateForm(Form):
    """What a paper says."""

    mandator = SelectField("Membre qui donne mandat", [InputRequired("Choisissez qui donne mandat.")])
    holder = SelectField("Membre à qui mandat est donné", [InputRequired("Choisissez à qui mandat est donné.")])
    received_at = DateTimeLocalField(
        "Reçu le",
        [Optional()],
        format=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M"],
        description="Le premier mandat reçu l’emporte (CRPA R133-9). Laissez vide s’il arrive à l’instant.",
    )
    paper = FileField("Photographie ou PDF du mandat", description="JPEG, PNG ou PDF. Seul le secrétariat le voit.")
    key = HiddenField(validators=[Length(8, 64)])

    def offer(self, sitting: Sitting) -> None:
        """List who may give a mandate, those who gave none, and who may hold one."""
        gave = {each.mandator for each in running(sitting.presence)}
        held = [seat for seat in sitting.roster.seats if seat.titular is not None]
        first = ("", "Choisissez un membre")
        self.mandator.choices = choices([first, *(_named(seat) for seat in held if seat.seat.id not in gave)])
        self.holder.choices = choices([first, *map(_named, held)])

    def validate_holder(self, field: SelectField) -> None:
        """Refuse a mandate to oneself before the file is read."""
        if field.data and field.data == self.mandator.data:
            message = "On ne se donne pas mandat à soi-même."
            raise ValidationError(message)


def _named(seat: SeatOnDay) -> tuple[str, str]:
    name = "" if seat.titular is None else seat.titular.person.formal_name
    return str(seat.seat.id), f"{name}, {seat.seat.label}"


@bp.route("/nouveau", methods=["GET", "POST"])
@access.desk_of_committee
def note(meeting_id: int) -> str | Response | tuple[str, int]:
    """Enter a mandate received on paper, before the sitting or during it."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    if sitting.meeting.state is MeetingState.CLOSED:
        return redirect(url_for("prepare.page", meeting_id=meeting_id), 303)
    form, paper = MandateForm(), scans.sent() if request.method == "POST" else Paper(content=b"")
    form.offer(sitting)
    if form.validate_on_submit() and _has_paper(form, paper) and _entered(form, paper, meeting_id):
        scans.forget(paper)
        flash("Le mandat est noté, et sa pièce gardée.", "success")
        return redirect(_back(sitting), 303)
    if form.is_submitted():
        paper = scans.kept(paper) if not form.paper.errors else Paper(content=b"")
    else:
        form.key.data = acts.new_key()
    page = render_template(
        "desk/meetings/written_mandate.html", form=form, sitting=sitting, paper=paper, back=_back(sitting)
    )
    return (page, 400) if form.is_submitted() else page


def _has_paper(form: MandateForm, paper: Paper) -> bool:
    if paper.content:
        return True
    form.paper.errors = ["Choisissez la photographie ou le PDF du mandat."]
    return False


def _entered(form: MandateForm, paper: Paper, meeting_id: int) -> bool:
    try:
        presence.give_mandate(
            db(),
            meeting_id,
            int(form.mandator.data),
            int(form.holder.data),
            at=_instant(form.received_at.data),
            paper=Scan(content=paper.content, folder=shelf()),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        form.refuse(refusal, "paper" if refusal.reason.name == "PAPER_KIND" else None)
        return False
    return True


def _instant(typed: datetime | None) -> datetime | None:
    return None if typed is None else acts.on_the_clocks(typed)


def _back(sitting: Sitting) -> str:
    """Return where the desk works at this point of the sitting."""
    endpoint = "replies.page" if sitting.meeting.state is MeetingState.PREPARED else "conduct.page"
    return url_for(endpoint, meeting_id=sitting.meeting.id)
