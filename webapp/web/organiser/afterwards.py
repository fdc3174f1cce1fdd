"""The replay and the documents of a date: added, completed, published under a rule of access, withdrawn."""

from contextlib import ExitStack
from datetime import date

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, FileField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access, acts, documents
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.kit.materials import handed
from webapp.webinars.model.afterwards import Access, Material, MaterialDraft, MaterialKind
from webapp.webinars.queries import afterwards as queries
from webapp.webinars.service import afterwards
from webapp.wording import attendance as words
from webapp.wording.dates import in_paris
from webapp.wording.phrases import phrase

bp = Blueprint(
    "afterwards", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/dates/<int:occurrence_id>/suite"
)

Answer = str | Response | tuple[str, int]


class MaterialForm(Form):
    """A replay or a document."""

    kind = RadioField("Ce que c’est", choices=choices(words.KINDS.items()), default=MaterialKind.REPLAY.value)
    title = StringField("Titre")
    address = StringField(
        "Lien", description="Complet, il commence par https://. Laissez vide si vous joignez un fichier."
    )
    file = FileField("Fichier", description="PDF, document ou image, à la place d’un lien.")
    captions = BooleanField("La vidéo a des sous-titres")
    transcript = TextAreaField(
        "Transcription", description="Ce qui est dit, en texte : elle remplace les sous-titres et se lit sur la page."
    )
    access = RadioField("Qui peut l’ouvrir", choices=choices(words.ACCESSES.items()), default=Access.REGISTRANTS.value)
    ends_on = DateField("Jusqu’au", [Optional()], description="Dernier jour. Demandé pour une rediffusion.")
    version = HiddenField()


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int, occurrence_id: int) -> str:
    """What is left of the date, and in which state."""
    return _page()


@bp.route("/ajouter", methods=["GET", "POST"])
@access.organiser_of_webinar
def add(webinar_id: int, occurrence_id: int) -> Answer:
    """A new one, that nobody sees yet."""
    form = MaterialForm()
    if not form.validate_on_submit():
        return _form(form), 422 if form.errors else 200
    try:
        with ExitStack() as stack:
            sent = request.files.get("file")
            incoming, key = None, acts.key()
            if sent is not None and sent.filename:
                incoming, key = stack.enter_context(documents.received(sent))
            afterwards.add_material(
                db(),
                webinar_id,
                g.occurrence,
                _draft(form),
                incoming=incoming,
                by=access.by(),
                now=clock.now(),
                key=key,
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(form), 422
    return _back()


@bp.route("/<int:material_id>", methods=["GET", "POST"])
@access.organiser_of_webinar
def edit(webinar_id: int, occurrence_id: int, material_id: int) -> Answer:
    """Complete or correct one."""
    found = _found(material_id)
    form = MaterialForm(obj=found.draft, version=found.version)
    if not form.validate_on_submit():
        return _form(form, found), 422 if form.errors else 200
    try:
        afterwards.change_material(
            db(),
            webinar_id,
            g.occurrence,
            material_id,
            _draft(form),
            version=int(form.version.data or 0),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(form, found), 422
    return _back()


@bp.post("/<int:material_id>/publication")
@access.organiser_of_webinar
def publish(webinar_id: int, occurrence_id: int, material_id: int) -> Answer:
    """Let people open it."""
    try:
        afterwards.publish_material(
            db(), webinar_id, g.occurrence, material_id, by=access.by(), now=clock.now(), key=acts.key()
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


@bp.post("/<int:material_id>/retrait")
@access.organiser_of_webinar
def withdraw(webinar_id: int, occurrence_id: int, material_id: int) -> Answer:
    """Take it back."""
    try:
        afterwards.withdraw_material(
            db(), webinar_id, g.occurrence, material_id, by=access.by(), now=clock.now(), key=acts.key()
        )
    except Refusal as refusal:
        return _page(refusal), 409
    return _back()


@bp.get("/<int:material_id>/fichier")
@access.organiser_of_webinar
def download(webinar_id: int, occurrence_id: int, material_id: int) -> Response:
    """The file of one, before it is published too."""
    return handed(_found(material_id))


def _draft(form: MaterialForm) -> MaterialDraft:
    return MaterialDraft(
        kind=MaterialKind(form.kind.data),
        title=form.title.data or "",
        address=form.address.data or "",
        captions=bool(form.captions.data),
        transcript=form.transcript.data or "",
        access=Access(form.access.data),
        ends_on=form.ends_on.data if isinstance(form.ends_on.data, date) else None,
    )


def _found(material_id: int) -> Material:
    return queries.material(db(), material_id, g.occurrence.id) or abort(404)


def _form(form: MaterialForm, found: Material | None = None) -> str:
    return render_template(
        "organiser/after/material.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        form=form,
        found=found,
        key=acts.new_key(),
    )


def _page(refusal: Refusal | None = None) -> str:
    return render_template(
        "organiser/after/materials.html",
        webinar=g.webinar,
        occurrence=g.occurrence,
        materials=queries.materials(db(), [g.occurrence.id]),
        today=in_paris(clock.now()).date(),
        publishing=request.args.get("publier", type=int),
        withdrawing=request.args.get("retirer", type=int),
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
        key=acts.new_key(),
        words=words,
    )


def _back() -> Response:
    return redirect(url_for("afterwards.page", webinar_id=g.webinar.id, occurrence_id=g.occurrence.id), 303)
