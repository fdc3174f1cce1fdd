"""The secretariat's work across its committees, and the sittings it creates."""

from datetime import date, datetime, time

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from webapp.accounts.model import Role
from webapp.committees import queries as committees
from webapp.committees.model import Committee
from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.rules.notice import term_of, urgency_needed
from webapp.meetings.service import conduct
from webapp.meetings.sitting import ClosingKind, Meeting, MeetingDraft, MeetingRefusal, MeetingState, WrittenRefusal
from webapp.minutes import queries as minutes
from webapp.minutes.model import MinutesState
from webapp.web.kit import access, acts, mail
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.wording import dates, votes
from webapp.wording import minutes as minutes_words
from webapp.wording.dates import in_paris

bp = Blueprint("sittings", __name__)

Answer = str | Response | tuple[str, int]
_TASKS = {
    MinutesState.DRAFT: "todo",
    MinutesState.SUBMITTED: "doing",
    MinutesState.APPROVED: "doing",
    MinutesState.FINAL: "doing",
    MinutesState.SIGNED: "done",
}
# The field that each refusal is about.
_FIELDS: dict[Reason, str] = {
    MeetingRefusal.OUT_OF_TERM: "day",
    MeetingRefusal.MODE_NEEDS_RULES: "mode",
    MeetingRefusal.MODE_NEEDS_DECISION: "mode_decision",
    MeetingRefusal.SECOND_NOTICE_NEEDS_FINDING: "first_meeting",
    WrittenRefusal.NO_SECOND_NOTICE: "second_notice",
}
_LINE = Length(max=500, message="Au plus 500 caractères.")
_MODES = choices((mode.value, votes.MODES[mode.value].capitalize()) for mode in Mode)


class SittingForm(Form):
    """What is known of a sitting before it opens."""

    day = DateField("Jour", [InputRequired("Indiquez le jour de la séance.")])
    hour = TimeField("Heure", [InputRequired("Indiquez l’heure de la séance.")])
    title = StringField("Intitulé", [_LINE], description="Seulement s’il ajoute quelque chose au nom de la commission.")
    mode = RadioField("Comment se tient-elle ?", choices=_MODES, default=Mode.IN_PERSON.value)
    mode_decision = StringField(
        "Décision du président de se réunir à distance ou par écrit",
        [_LINE],
        description="Pour une conférence ou une consultation écrite (ordonnance 2014-1329, art. 2 et 3) : sa date et sa forme.",
    )
    place = StringField("Lieu", [_LINE])
    connection = TextAreaField(
        "Pour participer à distance",
        [Length(max=2000)],
        description="Adresse de la conférence, numéro de téléphone, code.",
    )
    secretary = StringField("Secrétaire de séance", [_LINE])
    notice_sent_on = DateField(
        "Convocation envoyée le",
        [Optional()],
        description="Seulement si elle est partie hors de l’application. Les membres la reçoivent cinq jours au moins avant la séance (CRPA R133-8).",
    )
    notice_urgency = StringField("Motif d’urgence", [_LINE], description="Si ce délai n’a pas pu être tenu.")
    second_notice = BooleanField("Seconde convocation, sans condition de quorum (CRPA R133-10)")
    first_meeting = SelectField("Séance levée faute de quorum", coerce=int, choices=choices([(0, "Aucune")]), default=0)

    def offer_first_meetings(self, committee: Committee) -> None:
        """List the sittings of the committee that were closed for lack of quorum."""
        failed = [
            each
            for each in meetings.listed(db(), frozenset({committee.id}))
            if each.closing_kind is ClosingKind.NO_QUORUM and each.mode is not Mode.WRITTEN
        ]
        self.first_meeting.choices = choices(
            [(0, "Aucune"), *((each.id, dates.moment(each.starts_at)) for each in failed)]
        )

    def follow(self, first_meeting_id: int | None) -> None:
        """Propose a second notice after a sitting closed for lack of quorum, where the address asks for it."""
        if first_meeting_id in [value for value, *_ in self.first_meeting.iter_choices()]:
            self.second_notice.data = True
            self.first_meeting.data = first_meeting_id

    def draft(self) -> MeetingDraft:
        """Return what was typed."""
        day, hour = self.day.data or date.min, self.hour.data or time.min
        return MeetingDraft(
            title=self.title.data or "",
            mode=Mode(self.mode.data),
            mode_decision=self.mode_decision.data or "",
            starts_at=acts.on_the_clocks(datetime.combine(day, hour)),
            place=self.place.data or "",
            connection=self.connection.data or "",
            secretary=self.secretary.data or "",
            second_notice=self.second_notice.data,
            first_meeting_id=self.first_meeting.data or None,
            notice_sent_on=self.notice_sent_on.data,
            notice_urgency=self.notice_urgency.data or "",
        )

    def fill(self, meeting: Meeting) -> None:
        """Show what is known."""
        local = dates.in_paris(meeting.starts_at)
        self.day.data, self.hour.data = local.date(), local.time()
        self.mode.data = meeting.mode.value
        self.first_meeting.data = meeting.first_meeting_id or 0
        for name in (
            "title", "mode_decision", "place", "connection", "secretary", "notice_sent_on", "notice_urgency", "second_notice",
        ):  # fmt: skip
            self[name].data = getattr(meeting, name)


@bp.get("/secretariat")
@access.desk
def work() -> str:
    """What there is to do, across the committees of this secretariat."""
    kept = access.me().committees(Role.SECRETARIAT)
    listed = committees.listed(db(), kept)
    known = meetings.with_rehearsals(db(), kept)
    by_state = {state: [each for each in known.sittings if each.state is state] for state in MeetingState}
    return render_template(
        "desk/work.html",
        committees={each.id: each for each in listed},
        open=by_state[MeetingState.OPEN],
        prepared=sorted(by_state[MeetingState.PREPARED], key=lambda each: each.starts_at),
        closed=by_state[MeetingState.CLOSED],
        unsent=_unsent(by_state[MeetingState.PREPARED], {each.id: each for each in listed}),
        minutes_tasks=_minutes_tasks(by_state[MeetingState.CLOSED]),
        rehearsals=known.rehearsals,
        mail=mail.queue(),
    )


def _unsent(prepared: list[Meeting], kept: dict[int, Committee]) -> set[int]:
    """Return the sittings to come that nobody is convened to, although the day to do so has passed (CRPA R133-8)."""
    now = clock.now()
    return {
        each.id
        for each in prepared
        if each.notice_sent_on is None
        and each.mode is not Mode.WRITTEN
        and each.starts_at > now
        and urgency_needed(in_paris(now).date(), each.day, term_of(kept[each.committee_id].settings))
    }


def _minutes_tasks(closed: list[Meeting]) -> dict[int, tuple[str, str]]:
    """Say of each sitting that is over how far its minutes are: the state of the task, and its words."""
    known = minutes.states(db(), [each.id for each in closed])
    states = {each.id: known.get(each.id, MinutesState.DRAFT) for each in closed}
    return {number: (_TASKS[state], minutes_words.STATES[state].lower()) for number, state in states.items()}


@bp.route("/secretariat/commissions/<int:committee_id>/seances/nouvelle", methods=["GET", "POST"])
@access.desk_of_committee
def create(committee_id: int) -> Answer:
    """Create a sitting."""
    form = SittingForm()
    form.offer_first_meetings(g.committee)
    if not form.is_submitted():
        form.follow(request.args.get("seconde", type=int))
    if form.validate_on_submit():
        try:
            made = conduct.create(db(), committee_id, form.draft(), by=access.by(), now=clock.now(), same_agenda=True)
            return redirect(url_for("prepare.page", meeting_id=made.id), 303)
        except Refusal as refusal:
            form.refuse(refusal, _FIELDS.get(refusal.reason))
    return _form(form, "Nouvelle séance", None)


@bp.route("/secretariat/seances/<int:meeting_id>/details", methods=["GET", "POST"])
@access.desk_of_committee
def details(meeting_id: int) -> Answer:
    """Change what is known of a sitting while it is prepared."""
    form = SittingForm()
    form.offer_first_meetings(g.committee)
    if form.validate_on_submit():
        try:
            conduct.update(db(), meeting_id, form.draft(), by=access.by(), now=clock.now())
            return redirect(url_for("prepare.page", meeting_id=meeting_id), 303)
        except Refusal as refusal:
            form.refuse(refusal, _FIELDS.get(refusal.reason))
    elif not form.is_submitted():
        form.fill(g.meeting)
    return _form(form, "Jour, lieu et mode de la séance", g.meeting)


def _form(form: SittingForm, title: str, meeting: Meeting | None) -> str | tuple[str, int]:
    page = render_template(
        "desk/meetings/details.html", form=form, heading=title, committee=g.committee, meeting=meeting
    )
    return (page, 400) if form.is_submitted() else page
