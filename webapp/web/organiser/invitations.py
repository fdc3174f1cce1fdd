"""Who may sign up, who is invited, who has not answered; invitations sent, and the silent reminded."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from webapp.committees.roster.model import MAX_BYTES
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.organiser import pages
from webapp.web.organiser.pages import Answer
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Access, AccessKind, InvitationAnswer
from webapp.webinars.service import guests
from webapp.webinars.service.guests import GuestList
from webapp.wording import organising as said
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase

bp = Blueprint("organising_invitations", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/invitations")

PAGE = 50
FILTERS = {
    "sans-reponse": InvitationAnswer.NONE,
    "inscrits": InvitationAnswer.SIGNED_UP,
    "declines": InvitationAnswer.DECLINED,
}


class AccessForm(Form):
    """Who may sign up."""

    kind = RadioField(
        "Qui peut s’inscrire ?",
        [InputRequired("Choisissez qui peut s’inscrire.")],
        choices=choices(said.ACCESS.items()),
    )
    domains = TextAreaField(
        "Domaines d’adresses admis",
        description="Un par ligne, par exemple : gers.gouv.example. Leurs sous-domaines sont admis aussi.",
        render_kw={"rows": 3},
    )
    walk_ins = BooleanField(
        "On peut aussi entrer sans s’inscrire",
        description="Par un lien commun, en donnant son nom, à partir de l’ouverture de la salle et tant qu’il reste des places.",
    )


class GuestsForm(Form):
    """People to invite, pasted or in a file."""

    pasted = TextAreaField(
        "Liste collée",
        description="Une personne par ligne : nom ; prénom ; service ; adresse. Une adresse seule suffit.",
        render_kw={"rows": 8},
    )
    file = FileField(
        "Ou un tableau CSV, XLSX ou ODS", description="Les colonnes se lisent à leur titre ; 5 Mo au plus."
    )


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """Who may sign up, and where the invitations stand."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    kind, number = request.args.get("reponse", ""), max(request.args.get("page", 1, type=int), 1)
    invited = queries.invited(db(), g.webinar.id)
    totals = {
        "": invited.total,
        "sans-reponse": invited.unsent + invited.silent,
        "inscrits": invited.signed_up,
        "declines": invited.declined,
    }
    kind = kind if kind in FILTERS else ""
    return render_template(
        "organiser/invitations.html",
        webinar=g.webinar,
        access=queries.access(db(), g.webinar.id),
        invited=invited,
        listed=queries.invitations(
            db(), g.webinar.id, answer=FILTERS.get(kind), skipped=(number - 1) * PAGE, most=PAGE
        ),
        kind=kind,
        totals=totals,
        number=number,
        pages=-(-totals[kind] // PAGE),
        base=url_for("organising_invitations.page", webinar_id=g.webinar.id, reponse=kind or None),
        refused=pages.said(refusal),
        key=acts.new_key(),
        crumbs=pages.trail(),
        said=said,
    )


@bp.route("/acces", methods=["GET", "POST"])
@access.organiser_of_webinar
def admission(webinar_id: int) -> Answer:
    """Say who may sign up."""
    form = AccessForm()
    if form.validate_on_submit():
        typed = Access(
            kind=AccessKind(form.kind.data),
            domains=tuple((form.domains.data or "").splitlines()),
            walk_ins=form.walk_ins.data,
        )
        try:
            webinars.set_access(db(), webinar_id, typed, by=access.by(), now=clock.now(), key=acts.key())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _to_page()
    elif request.method == "GET":
        kept = queries.access(db(), webinar_id)
        form.kind.data, form.walk_ins.data = kept.kind, kept.walk_ins
        form.domains.data = "\n".join(kept.domains)
    return pages.form_page(
        form,
        title="Qui peut s’inscrire",
        label="Enregistrer",
        back=_url(),
        crumbs=pages.trail(("Invitations", _url())),
    )


@bp.route("/liste", methods=["GET", "POST"])
@access.organiser_of_webinar
def add(webinar_id: int) -> Answer:
    """Put people on the list, once one has seen what was read; nothing is sent yet."""
    form = GuestsForm()
    if form.validate_on_submit():
        try:
            read = _read(form)
            if not pages.confirmed():
                return _shown(read)
            number = webinars.add_guests(
                db(),
                webinar_id,
                read.guests,
                means=kit.means(),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{count(number, 'personne ajoutée', 'personnes ajoutées')} à la liste.", "success")
            return _to_page()
    return pages.form_page(
        form,
        title="Compléter la liste des invités",
        label="Lire cette liste",
        back=_url(),
        crumbs=pages.trail(("Invitations", _url())),
        lead=["Rien ne part : vous enverrez les invitations ensuite. Qui est déjà sur la liste n’y est pas deux fois."],
        files=True,
    )


def _read(form: GuestsForm) -> GuestList:
    sent = form.file.data
    if sent:
        return guests.of_file(sent.stream.read(MAX_BYTES + 1), sent.filename or "liste")
    return guests.of_text(form.pasted.data or "")


def _shown(read: GuestList) -> Answer:
    lines = "\n".join(
        ";".join(part.replace(";", ",") for part in (each.last_name, each.first_name, each.service, each.email))
        for each in read.guests
    )
    return render_template(
        "organiser/guests.html",
        webinar=g.webinar,
        read=read,
        faults=[(each.line, each.typed, phrase(each.refusal.reason, **each.refusal.facts)) for each in read.faults],
        hidden={"key": acts.new_key(), pages.CONFIRMED: 1, "pasted": lines},
        crumbs=pages.trail(("Invitations", _url())),
        said=said,
    )


@bp.route("/envoi", methods=["GET", "POST"])
@access.organiser_of_webinar
def send(webinar_id: int) -> Answer:
    """Send the invitations that have not left."""
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            number = webinars.send(db(), webinar_id, means=kit.means(), by=access.by(), now=clock.now(), key=acts.key())
        except Refusal as refusal:
            refused = refusal
        else:
            flash(f"{count(number, 'invitation part', 'invitations partent')}.", "success")
            return _to_page()
    unsent = queries.invited(db(), webinar_id).unsent
    if not unsent and refused is None:
        flash("Toutes les invitations sont parties.", "info")
        return _to_page()
    return pages.confirm_page(
        title="Envoyer les invitations",
        sentences=said.inviting(unsent),
        label=f"Envoyer {count(unsent, 'invitation')}",
        back=_url(),
        crumbs=pages.trail(("Invitations", _url())),
        refusal=refused,
    )


@bp.route("/relance", methods=["GET", "POST"])
@access.organiser_of_webinar
def remind(webinar_id: int) -> Answer:
    """Write again to the silent, and to them alone."""
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            number = webinars.remind(
                db(), webinar_id, means=kit.means(), by=access.by(), now=clock.now(), key=acts.key()
            )
        except Refusal as refusal:
            refused = refusal
        else:
            flash(f"{count(number, 'rappel part', 'rappels partent')}.", "success")
            return _to_page()
    silent = queries.invited(db(), webinar_id).silent
    if not silent and refused is None:
        flash("Personne n’est à relancer.", "info")
        return _to_page()
    return pages.confirm_page(
        title="Relancer les silencieux",
        sentences=said.reminding(silent),
        label=f"Relancer {said.people(silent)}",
        back=_url(),
        crumbs=pages.trail(("Invitations", _url())),
        refusal=refused,
    )


@bp.post("/retrait")
@access.organiser_of_webinar
def remove(webinar_id: int) -> Answer:
    """Take somebody off the list."""
    try:
        webinars.remove_guest(
            db(), webinar_id, acts.number("invitation"), by=access.by(), now=clock.now(), key=acts.key()
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _to_page()


def _url() -> str:
    return url_for("organising_invitations.page", webinar_id=g.webinar.id)


def _to_page() -> Response:
    return redirect(_url(), 303)
