"""The dates of a webinar and their rooms: added by one or by a series, changed, cancelled, each act saying what it does."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.kernel import clock, paths
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations import rules as sign_ups
from webapp.registrations.model import Occurrence
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.web.organiser import pages
from webapp.web.organiser.pages import Answer
from webapp.web.organiser.webinars import CancelForm
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.webinars.model import Room, Shown
from webapp.webinars.service.preparing import Day
from webapp.wording import organising as said
from webapp.wording.dates import in_paris, moment
from webapp.wording.departements import origin_name
from webapp.wording.numbers import count

bp = Blueprint("organising_dates", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/dates")

WHOLE = "Écrivez un nombre entier."
EVERY = (("1", "Chaque semaine"), ("2", "Une semaine sur deux"), ("4", "Toutes les quatre semaines"))


class DateForm(Form):
    """One date: its hours, until when people sign up, its seats and those kept for some."""

    day = DateField("Jour", [InputRequired("Indiquez le jour.")])
    begins = TimeField("Début", [InputRequired("Indiquez l’heure du début.")], description="Heure de Paris.")
    ends = TimeField("Fin", [InputRequired("Indiquez l’heure de la fin.")])
    closes_day = DateField(
        "Dernier jour des inscriptions",
        [Optional()],
        description="Laissez vide : elles ferment au début du webinaire.",
    )
    closes = TimeField("Dernière heure", [Optional()], description="Laissez vide : minuit moins une.")
    seats = IntegerField(
        "Nombre de places",
        [Optional(), NumberRange(1, 100_000, WHOLE)],
        description="Laissez vide s’il n’y a pas de limite.",
    )
    quotas = TextAreaField(
        "Places réservées",
        description="Une réservation par ligne : « Gers = 20 ». Le formulaire demandera à chacun d’où il vient.",
        render_kw={"rows": 3},
    )

    def of(self, occurrence: Occurrence, quotas: Mapping[str, int]) -> None:
        """Fill the form with a date as it is."""
        begins, ends, closes = (
            in_paris(each) for each in (occurrence.starts_at, occurrence.ends_at, occurrence.closes_at)
        )
        self.day.data, self.begins.data, self.ends.data = begins.date(), begins.time(), ends.time()
        if occurrence.closes_at != occurrence.starts_at:
            self.closes_day.data, self.closes.data = closes.date(), closes.time()
        self.seats.data = occurrence.seats
        self.quotas.data = "\n".join(f"{origin} = {number}" for origin, number in quotas.items())

    def planned(self, weeks: int = 0) -> Day:
        """Return the date as it was typed, so many weeks later at the same hours of Paris."""
        later = timedelta(weeks=weeks)
        if self.day.data is None:
            raise Refusal(acts.FormRefusal.HOUR_UNREADABLE, typed="")
        day = self.day.data + later
        begins, ends = pages.at(day, self.begins.data), pages.at(day, self.ends.data)
        if ends <= begins:
            ends = pages.at(day + timedelta(days=1), self.ends.data)
        return Day(
            starts_at=begins,
            ends_at=ends,
            closes_at=self._closing(later),
            seats=self.seats.data,
            quotas=rules.quotas(self.quotas.data or ""),
        )

    def _closing(self, later: timedelta) -> datetime | None:
        if self.closes_day.data is None:
            return None
        hour = self.closes.data or datetime.max.time().replace(second=0, microsecond=0)
        return pages.at(self.closes_day.data + later, hour)


class RoomForm(Form):
    """Where a date takes place."""

    address = StringField(
        "Lien de la salle",
        description="Montré à personne : chacun entre par son lien personnel. Il commence par https://.",
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )
    capacity = IntegerField(
        "Nombre de personnes que la salle tient",
        [Optional(), NumberRange(1, 100_000, WHOLE)],
        description="C’est la limite de l’outil, pas le nombre de places.",
    )
    opens_minutes = IntegerField(
        "Ouverture avant l’heure, en minutes",
        [InputRequired("Écrivez un nombre de minutes."), NumberRange(0, 240, WHOLE)],
        default=15,
    )
    overflow = StringField("Lien d’une seconde salle", description="Si la première est pleine.")
    dial_in = StringField("Numéro de téléphone", description="Pour qui n’a que le son.")

    def room(self, before: Room) -> Room:
        return Room(
            kind=before.kind,
            address=self.address.data or "",
            dial_in=self.dial_in.data or "",
            overflow=self.overflow.data or "",
            capacity=self.capacity.data,
            opens_minutes=pages.figure(self.opens_minutes),
        )


class ChangeRoomForm(RoomForm):
    everywhere = BooleanField("La même salle pour toutes les dates à venir")


class AddForm(DateForm):
    """One date, or several at the same hours, with the room of all."""

    times = IntegerField(
        "Combien de dates",
        [InputRequired("Écrivez un nombre."), NumberRange(1, 26, "Écrivez un nombre de 1 à 26.")],
        default=1,
        description="À la même heure ; chacune se change ensuite à part.",
    )
    every = SelectField("Rythme", choices=choices(EVERY), default="1")
    address = StringField("Lien de la salle", description="Montré à personne : chacun entre par son lien personnel.")
    capacity = IntegerField("Nombre de personnes que la salle tient", [Optional(), NumberRange(1, 100_000, WHOLE)])


@bp.get("")
@access.organiser_of_webinar
def listing(webinar_id: int) -> str:
    """Every date with its seats, its room, and what is wrong with them."""
    shown = queries.shown(db(), g.webinar)
    ids = [each.id for each in shown.occurrences]
    rooms = queries.rooms(db(), ids)
    return render_template(
        "organiser/dates.html",
        shown=shown,
        rooms=rooms,
        quotas=registrations.quotas(db(), ids),
        origin_name=origin_name,
        beyond={each.id: rules.seats_beyond_room(each, rooms[each.id]) for each in shown.occurrences},
        walk_ins=_walk_ins(shown) if queries.access(db(), webinar_id).walk_ins else {},
        now=clock.now(),
        crumbs=pages.trail(),
        said=said,
    )


def _walk_ins(shown: Shown) -> dict[int, str]:
    """Return where people come in to each date without having signed up."""
    code, address = shown.webinar.code, settings().public_address
    return {
        each.id: paths.link(address, "walk_in", webinar_code=code, occurrence_id=each.id)
        for each in shown.occurrences
        if not each.cancelled
    }


@bp.route("/ajouter", methods=["GET", "POST"])
@access.organiser_of_webinar
def add(webinar_id: int) -> Answer:
    """One more date, or a series of them, each a row of its own."""
    form = AddForm()
    if form.validate_on_submit():
        every = int(form.every.data)
        room = Room(address=form.address.data or "", capacity=form.capacity.data)
        try:
            days = [form.planned(number * every) for number in range(pages.figure(form.times))]
            webinars.add_dates(db(), webinar_id, days, room=room, by=access.by(), now=clock.now(), key=acts.key())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{count(len(days), 'date ajoutée', 'dates ajoutées')}.", "success")
            return _to_list()
    return pages.form_page(
        form, title="Ajouter des dates", label="Ajouter", back=_list(), crumbs=pages.trail(("Dates et salles", _list()))
    )


@bp.route("/<int:occurrence_id>", methods=["GET", "POST"])
@access.organiser_of_webinar
def edit(webinar_id: int, occurrence_id: int) -> Answer:
    """Change a date: one reads what that does before it is done, when anybody is told or waits."""
    form = DateForm()
    if form.validate_on_submit():
        try:
            day = form.planned()
            if not pages.confirmed():
                sign_ups.check_hours(day.starts_at, day.ends_at, day.closes_at or day.starts_at)
                sign_ups.shares(day.seats, day.quotas, 0)
                return _ask_to_change(day)
            webinars.change_date(
                db(),
                webinar_id,
                occurrence_id,
                day,
                version=acts.number("version"),
                means=kit.means(),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("La date est changée.", "success")
            return _to_list()
    elif request.method == "GET":
        form.of(g.occurrence, registrations.quotas(db(), [occurrence_id]).get(occurrence_id, {}))
    return pages.form_page(
        form,
        title="Changer la date",
        label="Voir ce qui va se passer",
        back=_list(),
        crumbs=pages.trail(("Dates et salles", _list())),
        lead=[f"Prévue {moment(g.occurrence.starts_at)}."],
        hidden={"version": g.occurrence.version},
    )


def _ask_to_change(day: Day) -> Answer:
    before: Occurrence = g.occurrence
    moved = (before.starts_at, before.ends_at) != (day.starts_at, day.ends_at)
    limit = sign_ups.allowed(day.seats, queries.shown(db(), g.webinar).campaign.terms.overbooking)
    return pages.confirm_page(
        title="Changer la date",
        sentences=said.changing_date(
            f"du {moment(before.starts_at)} au {moment(day.starts_at)}" if moved else "",
            told=pages.told(before.id),
            waiting=before.waiting,
            opened=rules.seats_opened(before, day.seats),
            taken_back=0 if limit is None else max(before.held - limit, 0),
        ),
        label="Changer la date",
        back=url_for(".edit", webinar_id=g.webinar.id, occurrence_id=before.id),
        crumbs=pages.trail(("Dates et salles", _list())),
        hidden=pages.sent_again(),
    )


@bp.route("/<int:occurrence_id>/annulation", methods=["GET", "POST"])
@access.organiser_of_webinar
def cancel(webinar_id: int, occurrence_id: int) -> Answer:
    """Cancel one date, once one has read who will be told."""
    form = CancelForm()
    if form.validate_on_submit():
        if not pages.confirmed():
            return _ask_to_cancel()
        try:
            webinars.cancel_date(
                db(),
                webinar_id,
                occurrence_id,
                form.reason.data or "",
                version=acts.number("version"),
                means=kit.means(),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("La date est annulée.", "success")
            return _to_list()
    return pages.form_page(
        form,
        title="Annuler la date",
        label="Voir ce qui va se passer",
        back=_list(),
        crumbs=pages.trail(("Dates et salles", _list())),
        lead=[f"Prévue {moment(g.occurrence.starts_at)}."],
        hidden={"version": g.occurrence.version},
    )


def _ask_to_cancel() -> Answer:
    return pages.confirm_page(
        title="Annuler la date",
        sentences=[*said.cancelling(pages.told(g.occurrence.id)), f"Motif : {acts.text('reason')}"],
        label="Annuler la date",
        kind="danger",
        back=_list(),
        crumbs=pages.trail(("Dates et salles", _list())),
        hidden=pages.sent_again(),
    )


@bp.route("/<int:occurrence_id>/salle", methods=["GET", "POST"])
@access.organiser_of_webinar
def room(webinar_id: int, occurrence_id: int) -> Answer:
    """Where a date takes place; personal links follow at once."""
    before = queries.room(db(), occurrence_id)
    form = ChangeRoomForm(obj=before)
    if form.validate_on_submit():
        try:
            _set_rooms(form, before)
        except Refusal as refusal:
            form.refuse(refusal, "address" if refusal.reason.name == "ROOM_UNREADABLE" else None)
        else:
            flash("La salle est changée : les liens personnels y mènent.", "success")
            return _to_list()
    beyond = rules.seats_beyond_room(g.occurrence, before)
    return pages.form_page(
        form,
        title="Salle",
        label="Enregistrer la salle",
        back=_list(),
        crumbs=pages.trail(("Dates et salles", _list())),
        lead=[f"Pour la date prévue {moment(g.occurrence.starts_at)}."],
        warnings=[said.beyond_room(beyond, before.capacity or 0)] if beyond else [],
    )


def _set_rooms(form: ChangeRoomForm, before: Room) -> None:
    coming = queries.shown(db(), g.webinar).coming(clock.now()) if form.everywhere.data else ()
    webinars.set_rooms(
        db(),
        g.webinar.id,
        {g.occurrence.id, *(each.id for each in coming)},
        form.room(before),
        by=access.by(),
        now=clock.now(),
        key=acts.key(),
    )


def _list() -> str:
    return url_for("organising_dates.listing", webinar_id=g.webinar.id)


def _to_list() -> Response:
    return redirect(_list(), 303)
