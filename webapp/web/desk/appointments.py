"""Who is appointed to a seat, whose mandate ends, who replaces whom: one page per act."""

from flask import Blueprint, abort, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from webapp.accounts.model import Role
from webapp.committees import queries
from webapp.committees.model import Appointment, Rank, Seat
from webapp.committees.service import appointments
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.desk.composition import answer, today
from webapp.web.desk.composition_forms import NEW, AppointForm, EndForm, PersonForm, ReplaceForm, field_of
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.forms import choices
from webapp.wording.phrases import phrase

bp = Blueprint("appointments", __name__, url_prefix="/secretariat/commissions/<int:committee_id>")

Answer = str | Response | tuple[str, int]


@bp.route("/sieges/<int:seat_id>/nommer/<any(titulaire, suppleant):rank>", methods=["GET", "POST"])
@access.desk_of_committee
def appoint(committee_id: int, seat_id: int, rank: str) -> Answer:
    """Appoint a titular or a substitute."""
    here, wanted = _seat(committee_id, seat_id), Rank.TITULAR if rank == "titulaire" else Rank.SUBSTITUTE
    form = AppointForm(data={"starts_on": today(), "named_in_act": True})
    _offer_people(form)
    if form.validate_on_submit():
        candidate = form.candidate(
            wanted, named_in_act=wanted is Rank.TITULAR or form.named_in_act.data, ends_on=form.ends_on.data
        )
        try:
            made = appointments.appoint(db(), committee_id, seat_id, candidate, by=access.by(), now=clock.now())
            _say_done("La nomination est enregistrée.", made)
            return _to_seat(seat_id)
        except Refusal as refusal:
            form.refuse(refusal, field_of(refusal, form))
    return answer(form, "desk/committees/appoint.html", seat=here, titular=wanted is Rank.TITULAR, rank=rank)


@bp.route("/mandats/<int:appointment_id>/fin", methods=["GET", "POST"])
@access.desk_of_committee
def end(committee_id: int, appointment_id: int) -> Answer:
    """End an appointment."""
    held = _appointment(committee_id, appointment_id)
    form = EndForm(data={"on": today()})
    if form.validate_on_submit():
        try:
            appointments.end(
                db(),
                committee_id,
                appointment_id,
                on=form.on.data or today(),
                reason=form.reason.data or "",
                by=access.by(),
                now=clock.now(),
            )
            flash("La fin du mandat est enregistrée.", "success")
            return _to_seat(held.seat_id)
        except Refusal as refusal:
            form.refuse(refusal, field_of(refusal, form))
    return answer(form, "desk/committees/end.html", held=held, seat=_seat(committee_id, held.seat_id))


@bp.route("/mandats/<int:appointment_id>/remplacer", methods=["GET", "POST"])
@access.desk_of_committee
def replace(committee_id: int, appointment_id: int) -> Answer:
    """Replace somebody for the rest of the mandate (LAW COM-7)."""
    held = _appointment(committee_id, appointment_id)
    form = ReplaceForm(data={"starts_on": today(), "organisation": held.organisation, "title": held.title})
    _offer_people(form)
    if form.validate_on_submit():
        try:
            made = appointments.replace(
                db(),
                committee_id,
                appointment_id,
                form.candidate(held.rank),
                reason=form.reason.data or "",
                by=access.by(),
                now=clock.now(),
            )
            _say_done("Le remplacement est enregistré.", made)
            return _to_seat(held.seat_id)
        except Refusal as refusal:
            form.refuse(refusal, field_of(refusal, form))
    return answer(form, "desk/committees/replace.html", held=held, seat=_seat(committee_id, held.seat_id))


def _offer_people(form: PersonForm) -> None:
    """List the people whom this secretariat may see, after « une personne nouvelle »."""
    kept = queries.listed(db(), access.me().committees(Role.SECRETARIAT))
    known = queries.people(db(), queries.ever_people(db(), [each.id for each in kept]))
    by_name = sorted(known.values(), key=lambda each: (each.last_name.casefold(), each.first_name.casefold()))
    listed = [(each.id, f"{each.last_name} {each.first_name}".strip()) for each in by_name]
    form.person.choices = choices([(NEW, "Une personne nouvelle"), *listed])


def _say_done(sentence: str, made: appointments.Appointed) -> None:
    flash(sentence, "success")
    if made.warning:
        flash(phrase(made.warning), "warning")


def _seat(committee_id: int, seat_id: int) -> Seat:
    return queries.find_seat(db(), committee_id, seat_id) or abort(404)


def _appointment(committee_id: int, appointment_id: int) -> Appointment:
    return queries.find_appointment(db(), committee_id, appointment_id) or abort(404)


def _to_seat(seat_id: int) -> Response:
    return redirect(url_for("composition.seat", committee_id=g.committee.id, seat_id=seat_id), 303)
