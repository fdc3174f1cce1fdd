"""Who composes a committee: colleges, seats, titulars and substitutes on a day; one page per seat, one per act."""

from datetime import date
from typing import get_args

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from webapp.accounts.rules import fold
from webapp.committees import queries, rules
from webapp.committees.model import TEMPLATES, Rank, Seat, SeatOnDay
from webapp.committees.service import exports, seats
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.desk.committees import said
from webapp.web.desk.composition_forms import SEAT_TYPES, CloseForm, CollegeForm, NewSeatForm, SeatForm, field_of
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.wording import dates

bp = Blueprint("composition", __name__, url_prefix="/secretariat/commissions/<int:committee_id>")

Answer = str | Answered | tuple[str, int]

# The roster.


@bp.get("/composition")
@access.desk_of_committee
def page(committee_id: int) -> str:
    """Who composes the committee on a day, with a search."""
    day = _day(request.args.get("jour"))
    words = request.args.get("q", "")[:100].strip()
    roster = queries.roster_on(db(), committee_id, day)
    terms = queries.terms(db(), committee_id)
    shown = [each for each in roster.seats if _holds(each, words)]
    return render_template(
        "desk/committees/composition.html",
        committee=g.committee,
        roster=roster,
        by_college=[
            (college, [each for each in shown if each.seat.college_id == college.id]) for college in roster.colleges
        ],
        shown=shown,
        words=words,
        day=day,
        today=today(),
        composing=rules.composing(roster, g.committee.settings),
        remarks=said(rules.remarks(g.committee, roster, terms)),
        formats=get_args(exports.Format),
        has_text=TEMPLATES[g.committee.template].total is not None,
    )


@bp.get("/composition/membres.<kind>")
@access.desk_of_committee
def export(committee_id: int, kind: str) -> Response:
    """The roster of a day as CSV, XLSX or ODS, which the import reads back."""
    chosen = next((each for each in exports.WRITERS if each == kind), None)
    if chosen is None:
        abort(404)
    day = _day(request.args.get("jour"))
    content = exports.write(queries.roster_on(db(), committee_id, day), chosen)
    name = f"membres-{g.committee.code.lower()}-{day.isoformat()}.{chosen}"
    return Response(
        content,
        content_type=exports.TYPES[chosen],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _holds(each: SeatOnDay, words: str) -> bool:
    """Whether a seat or somebody in it answers every word looked for, case and accents aside."""
    people = [f"{held.person.formal_name} {held.title} {held.organisation}" for held in each.people]
    text = fold(" ".join([each.seat.label, each.seat.college_name, *people]))
    return all(word in text for word in fold(words).split())


def today() -> date:
    """Return the day in Paris."""
    return dates.in_paris(clock.now()).date()


def _day(text: str | None) -> date:
    """Return the day asked for; today when there is none or it cannot be read."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return today()


# Colleges and seats.


@bp.route("/colleges/nouveau", methods=["GET", "POST"])
@access.desk_of_committee
def add_college(committee_id: int) -> Answer:
    """Add a college."""
    form = CollegeForm()
    if form.validate_on_submit():
        try:
            seats.add_college(
                db(),
                committee_id,
                name=form.name.data or "",
                expected_seats=form.expected_seats.data,
                by=access.by(),
                now=clock.now(),
            )
            return redirect(url_for("composition.page", committee_id=committee_id), 303)
        except Refusal as refusal:
            form.refuse(refusal, "name")
    return answer(form, "desk/committees/college.html")


@bp.route("/sieges/nouveau", methods=["GET", "POST"])
@access.desk_of_committee
def add_seat(committee_id: int) -> Answer:
    """Add a seat to a college."""
    form = NewSeatForm(data={"college": request.args.get("college", type=int)})
    form.college.choices = choices((each.id, each.name) for each in queries.colleges(db(), committee_id))
    if form.validate_on_submit():
        try:
            seat_id = seats.add_seat(
                db(),
                committee_id,
                form.college.data,
                label=form.label.data or "",
                seat_type=form.seat_type.data,
                physician=form.physician.data,
                is_chair=form.is_chair.data,
                starts_on=form.starts_on.data,
                reason=form.reason.data or "",
                by=access.by(),
                now=clock.now(),
            )
            return redirect(url_for("composition.seat", committee_id=committee_id, seat_id=seat_id), 303)
        except Refusal as refusal:
            form.refuse(refusal, field_of(refusal, form))
    return answer(form, "desk/committees/seat_new.html")


@bp.get("/sieges/<int:seat_id>")
@access.desk_of_committee
def seat(committee_id: int, seat_id: int) -> str:
    """One seat: who holds it, who held it."""
    here, day = _seat(committee_id, seat_id), today()
    history = queries.history_of(db(), seat_id)
    now_held = [each for each in history if each.runs_on(day)]
    return render_template(
        "desk/committees/seat.html",
        committee=g.committee,
        seat=here,
        titular=next((each for each in now_held if each.rank is Rank.TITULAR), None),
        substitutes=[each for each in now_held if each.rank is Rank.SUBSTITUTE],
        history=history,
        kind=SEAT_TYPES[here.seat_type],
    )


@bp.route("/sieges/<int:seat_id>/decrire", methods=["GET", "POST"])
@access.desk_of_committee
def describe(committee_id: int, seat_id: int) -> Answer:
    """Say better what a seat is."""
    here = _seat(committee_id, seat_id)
    form = SeatForm(data={"label": here.label, "seat_type": here.seat_type.value, "physician": here.physician})
    if form.validate_on_submit():
        try:
            seats.describe_seat(
                db(),
                committee_id,
                seat_id,
                label=form.label.data or "",
                seat_type=form.seat_type.data,
                physician=form.physician.data,
                by=access.by(),
                now=clock.now(),
            )
            return _to_seat(seat_id)
        except Refusal as refusal:
            form.refuse(refusal, "label")
    return answer(form, "desk/committees/seat_edit.html", seat=here)


@bp.route("/sieges/<int:seat_id>/fermer", methods=["GET", "POST"])
@access.desk_of_committee
def close(committee_id: int, seat_id: int) -> Answer:
    """End a seat; its past stays."""
    here = _seat(committee_id, seat_id)
    form = CloseForm(data={"on": today()})
    if form.validate_on_submit():
        try:
            seats.close_seat(
                db(),
                committee_id,
                seat_id,
                on=form.on.data or today(),
                reason=form.reason.data or "",
                by=access.by(),
                now=clock.now(),
            )
            flash("Le siège est fermé. Son histoire reste.", "success")
            return _to_seat(seat_id)
        except Refusal as refusal:
            form.refuse(refusal, field_of(refusal, form))
    return answer(form, "desk/committees/seat_close.html", seat=here)


def _seat(committee_id: int, seat_id: int) -> Seat:
    return queries.find_seat(db(), committee_id, seat_id) or abort(404)


def _to_seat(seat_id: int) -> Answered:
    return redirect(url_for("composition.seat", committee_id=g.committee.id, seat_id=seat_id), 303)


def answer(form: Form, template: str, **more: object) -> str | tuple[str, int]:
    """Show a form's page; one that was refused is told so by the status too."""
    shown = render_template(template, form=form, committee=g.committee, has_errors=bool(form.errors), **more)
    return (shown, 400) if form.is_submitted() else shown
