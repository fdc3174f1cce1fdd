"""The documents of a sitting's items: put in, replaced, described, moved, withdrawn."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from webapp.documents import queries as documents
from webapp.documents.model import Nature
from webapp.documents.rules import LONGEST_TITLE
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import dossier
from webapp.web.kit import access, acts, requests
from webapp.web.kit import documents as handing
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.wording import documents as words
from webapp.wording.phrases import phrase

bp = Blueprint("documents", __name__, url_prefix="/secretariat/seances/<int:meeting_id>")

Answer = str | Response | tuple[str, int]


class DescriptionForm(Form):
    """What a document is called and what it is for."""

    title = StringField(
        "Intitulé",
        [
            InputRequired("Écrivez l’intitulé de la pièce."),
            Length(max=LONGEST_TITLE, message="Au plus 200 caractères."),
        ],
    )
    nature = RadioField("Nature de la pièce", choices=choices(words.NATURES.items()), default=Nature.REPORT.value)


class FileForm(Form):
    """A file put in the place of another."""

    file = FileField("Fichier", [FileRequired("Choisissez un fichier.")])


class DocumentForm(DescriptionForm, FileForm):
    """A new document."""


@bp.get("/pieces")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """Every item with its documents, and when each came beside the notice."""
    found = documents.by_subject(documents.of_scope(db(), g.meeting.topic))
    return render_template(
        "desk/documents/page.html",
        meeting=g.meeting,
        committee=g.committee,
        entrusted=meetings.entrusted_items(db(), meeting_id),
        listed=[(item, found.get(item.topic, [])) for item in meetings.items(db(), meeting_id)],
        **_said(),
    )


@bp.route("/points/<int:item_id>/pieces", methods=["GET", "POST"])
@access.desk_of_committee
@requests.takes_documents
def add(meeting_id: int, item_id: int) -> Answer:
    """Add a document to an item."""
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            with handing.received(form.file.data) as (incoming, key):
                dossier.add(
                    db(),
                    meeting_id,
                    item_id,
                    incoming,
                    title=form.title.data or "",
                    nature=Nature(form.nature.data),
                    by=access.by(),
                    now=clock.now(),
                    key=key,
                )
        except Refusal as refusal:
            form.refuse(refusal, "file")
        else:
            return _back(meeting_id, item_id)
    return _page("desk/documents/new.html", form)


@bp.route("/pieces/<int:document_id>", methods=["GET", "POST"])
@access.desk_of_committee
def edit(meeting_id: int, document_id: int) -> Answer:
    """One document: its title, its versions with their hashes, how to withdraw it."""
    form = DescriptionForm(obj=g.document)
    if form.validate_on_submit():
        try:
            dossier.describe(
                db(),
                meeting_id,
                document_id,
                title=form.title.data or "",
                nature=Nature(form.nature.data),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _back(meeting_id, _item())
    return _page("desk/documents/edit.html", form)


@bp.route("/pieces/<int:document_id>/version", methods=["GET", "POST"])
@access.desk_of_committee
@requests.takes_documents
def replace(meeting_id: int, document_id: int) -> Answer:
    """Put another version in the place of the current one."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            with handing.received(form.file.data) as (incoming, key):
                dossier.replace(db(), meeting_id, document_id, incoming, by=access.by(), now=clock.now(), key=key)
        except Refusal as refusal:
            form.refuse(refusal, "file")
        else:
            return redirect(url_for("documents.edit", meeting_id=meeting_id, document_id=document_id), 303)
    return _page("desk/documents/replace.html", form)


@bp.post("/pieces/<int:document_id>/place")
@access.desk_of_committee
def move(meeting_id: int, document_id: int) -> Response:
    """Move a document up or down among those of its item."""
    position = acts.number("position")
    dossier.move(db(), meeting_id, document_id, position, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id, _item())


@bp.post("/pieces/<int:document_id>/retrait")
@access.desk_of_committee
def withdraw(meeting_id: int, document_id: int) -> Response:
    """Withdraw a document: it stays, marked."""
    try:
        dossier.withdraw(
            db(),
            meeting_id,
            document_id,
            reason=acts.text("reason"),
            by=access.by(),
            now=clock.now(),
            key=acts.key(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
        return redirect(
            url_for("documents.edit", meeting_id=meeting_id, document_id=document_id, retirer=1, _anchor="retrait"), 303
        )
    return _back(meeting_id, _item())


def _item() -> int:
    return int(g.document.subject.removeprefix("item:"))


def _back(meeting_id: int, item_id: int) -> Response:
    return redirect(url_for("documents.page", meeting_id=meeting_id, _anchor=f"point-{item_id}"), 303)


def _said() -> dict[str, object]:
    return {
        "words": words,
        "came": handing.coming(g.meeting, g.meeting.settings or g.committee.settings),
        "most": settings().document_megabytes,
        "key": acts.key() or acts.new_key(),
    }


def _page(template: str, form: Form) -> Answer:
    page = render_template(
        template,
        form=form,
        meeting=g.meeting,
        item=g.get("item"),
        document=g.get("document"),
        withdrawing=bool(request.args.get("retirer")),
        **_said(),
    )
    return (page, 400) if form.is_submitted() else page
