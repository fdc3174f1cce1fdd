"""Who has signed up: found, counted, entered by hand, withdrawn, and those whose request waits for a word."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import HOLDING, STANDING, Occurrence, Status
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.web.organiser import pages
from webapp.web.organiser.pages import Answer
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Shown
from webapp.wording import organising as said
from webapp.wording import webinars as words
from webapp.wording.dates import moment
from webapp.wording.departements import origin_name
from webapp.wording.typography import folded

bp = Blueprint("registrants", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/inscrits")

PAGE = 50
MOST_WORDS = 5
TO_DECIDE = frozenset({Status.SUBMITTED, Status.PENDING})
FILTERS = {
    "confirmees": frozenset({Status.CONFIRMED}),
    "a-decider": TO_DECIDE,
    "attente": frozenset({Status.WAITLISTED, Status.OFFERED}),
    "annulees": frozenset({Status.CANCELLED, Status.REJECTED}),
}


@bp.get("")
@access.organiser_of_webinar
def listing(webinar_id: int) -> Answer:
    """The list of one date, the next one unless another is asked for."""
    shown = queries.shown(db(), g.webinar)
    chosen = _date(shown)
    if chosen is None:
        return redirect(url_for("organising_dates.listing", webinar_id=webinar_id), 303)
    counts = registrations.counts(db(), chosen.id)
    typed, kind = request.args.get("mots", "").strip()[:200], request.args.get("etat", "")
    number = max(request.args.get("page", 1, type=int), 1)
    found = registrations.listing(
        db(),
        chosen.id,
        words=folded(typed).split()[:MOST_WORDS],
        statuses=FILTERS.get(kind),
        counts=counts,
        skipped=(number - 1) * PAGE,
        most=PAGE,
    )
    return render_template(
        "organiser/registrants.html",
        shown=shown,
        chosen=chosen,
        found=found,
        tally={name: sum(counts.get(each, 0) for each in statuses) for name, statuses in FILTERS.items()},
        everybody=sum(counts.values()),
        holding=sum(counts.get(each, 0) for each in HOLDING),
        typed=typed,
        kind=kind if kind in FILTERS else "",
        number=number,
        pages=-(-found.total // PAGE),
        base=url_for(".listing", webinar_id=webinar_id, date=chosen.id, etat=kind or None, mots=typed or None),
        crumbs=pages.trail(),
        words=words,
        said=said,
        key=acts.new_key(),
    )


def _date(shown: Shown) -> Occurrence | None:
    """Return the date that is asked for, else the next one to come, else the last one."""
    asked = request.args.get("date", type=int)
    if asked is not None:
        return shown.occurrence(asked) or abort(404)
    coming = shown.coming(clock.now())
    return next(iter(coming or shown.occurrences[-1:]), None)


@bp.route("/ajouter", methods=["GET", "POST"])
@access.organiser_of_webinar
def add(webinar_id: int) -> Answer:
    """Enter somebody who wrote or telephoned; they receive their link like anybody."""
    shown = queries.shown(db(), g.webinar)
    chosen = _date(shown)
    if chosen is None:
        return redirect(url_for("organising_dates.listing", webinar_id=webinar_id), 303)
    form = kit.by_hand(shown.form, chosen, shown.campaign.terms)
    if form.validate_on_submit():
        try:
            received = webinars.enter_by_hand(
                db(),
                shown,
                chosen.id,
                kit.typed(form, shown.form, origin=kit.origin_of(form, chosen)),
                key=acts.key() or "",
                means=kit.means(),
                by=access.by(),
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal, kit.field_of(str(refusal.facts.get("field", "")), shown.form))
        else:
            state = words.STATUSES[received.registration.status].lower()
            text = "Inscription faite" if received.anew else "Cette personne était déjà inscrite"
            flash(f"{text} : {received.registration.name}, {state}.", "success" if received.anew else "info")
            return _to_list(chosen)
    back = url_for(".listing", webinar_id=webinar_id, date=chosen.id)
    return pages.form_page(
        form,
        title="Inscrire une personne",
        label="Inscrire cette personne",
        back=back,
        crumbs=pages.trail(("Inscrits", back)),
        lead=[
            f"{words.seats_left(chosen.left, chosen.waiting)}, {moment(chosen.starts_at)}.",
            "Elle recevra le même message que si elle s’était inscrite elle-même, avec son lien personnel.",
        ],
        needed={
            "last_name",
            "first_name",
            "email",
            *(f"{kit.PREFIX}{each.key}" for each in shown.form.fields if each.required),
        },
    )


@bp.get("/<int:registration_id>")
@access.organiser_of_webinar
def person(webinar_id: int, registration_id: int) -> str:
    """One registration with its answers, and what may be done."""
    return _person()


def _person(refusal: Refusal | None = None) -> str:
    found = registrations.known(db(), g.registration)
    occurrence = registrations.occurrence(db(), g.registration.occurrence_id) or abort(404)
    back = url_for(".listing", webinar_id=g.webinar.id, date=occurrence.id)
    return render_template(
        "organiser/person.html",
        origin_name=origin_name,
        known=found,
        registration=g.registration,
        occurrence=occurrence,
        form=registrations.form(db(), g.registration.form_id),
        deciding=g.registration.status in TO_DECIDE,
        standing=g.registration.status in STANDING and not occurrence.cancelled,
        asking=request.args.get("confirmer") == "desinscrire",
        refused=pages.said(refusal),
        key=acts.new_key(),
        crumbs=pages.trail(("Inscrits", back)),
        words=words,
    )


@bp.post("/<int:registration_id>/decision")
@access.organiser_of_webinar
def decide(webinar_id: int, registration_id: int) -> Answer:
    """Say yes or no to a request; a no frees the seat (WEB-4)."""
    try:
        agreed = acts.agreed("reponse")
        webinars.decide(
            db(),
            g.webinar,
            registration_id,
            agreed=agreed,
            version=acts.number("version"),
            means=kit.means(),
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        return _person(refusal), 409
    name = g.registration.name
    flash(f"Demande acceptée : {name}." if agreed else f"Demande refusée : {name}.", "success")
    occurrence = registrations.occurrence(db(), g.registration.occurrence_id)
    return _to_list(occurrence, kind=request.form.get("etat", ""))


@bp.post("/<int:registration_id>/relance")
@access.organiser_of_webinar
def remind_manager(webinar_id: int, registration_id: int) -> Answer:
    """Write again to the manager who has not answered."""
    try:
        webinars.remind_manager(db(), webinar_id, registration_id, by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        return _person(refusal), 409
    flash("La personne responsable est relancée.", "success")
    return redirect(url_for(".person", webinar_id=webinar_id, registration_id=registration_id), 303)


@bp.post("/<int:registration_id>/desinscription")
@access.organiser_of_webinar
def withdraw(webinar_id: int, registration_id: int) -> Answer:
    """Withdraw somebody who asked for it; the seat goes on."""
    try:
        webinars.cancel_for(db(), g.webinar, registration_id, means=kit.means(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _person(refusal), 409
    flash(f"{g.registration.name} est désinscrit.", "success")
    return _to_list(registrations.occurrence(db(), g.registration.occurrence_id))


def _to_list(occurrence: Occurrence | None, kind: str = "") -> Response:
    date = None if occurrence is None else occurrence.id
    return redirect(url_for("registrants.listing", webinar_id=g.webinar.id, date=date, etat=kind or None), 303)
