"""The service that reports on items: its own items, what it hands over, the opinion once it is issued."""

from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import RadioField

from webapp.accounts.model import Role
from webapp.committees import queries as committees
from webapp.documents import queries as documents
from webapp.documents.model import Document, Nature
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.rules import rapporteurs as rules
from webapp.meetings.service import rapporteurs
from webapp.meetings.sitting import MeetingState
from webapp.web.kit import access, acts, requests
from webapp.web.kit import documents as handing
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.wording import documents as words
from webapp.wording import votes
from webapp.wording.dates import in_paris

bp = Blueprint("rapporteur", __name__, url_prefix="/rapporteur")

Answer = str | Response | tuple[str, int]
_ITEM = "/seances/<int:meeting_id>/points/<int:item_id>"


class DepositForm(Form):
    """One file handed over for an item."""

    nature = RadioField(
        "Pièce déposée", choices=choices((each.value, words.NATURES[each.value]) for each in rules.DEPOSITED)
    )
    file = FileField("Fichier", [FileRequired("Choisissez un fichier.")])


@bp.get("")
@access.rapporteur
def listing() -> str:
    """The items entrusted to the reader, and until when their files are taken."""
    me = access.me()
    held = me.committees(Role.RAPPORTEUR)
    tasks = [each for each in meetings.tasks(db(), me.person.id) if held is None or each.committee_id in held]
    named = committees.listed(db(), frozenset(each.committee_id for each in tasks)) if tasks else []
    return render_template(
        "member/rapporteur/listing.html",
        tasks=tasks,
        names={each.id: each.name for each in named},
        today=_today(),
    )


@bp.route(_ITEM, methods=["GET", "POST"])
@access.rapporteur_of_item
@requests.takes_documents
def page(meeting_id: int, item_id: int) -> Answer:
    """One item: what is handed over and what is missing, a form until the last day, the opinion once issued."""
    form = DepositForm()
    if form.validate_on_submit():
        try:
            with handing.received(form.file.data) as (incoming, key):
                rapporteurs.deposit(
                    db(),
                    meeting_id,
                    item_id,
                    Nature(form.nature.data),
                    incoming,
                    by=access.by(),
                    now=clock.now(),
                    key=key,
                )
        except Refusal as refusal:
            form.refuse(refusal, "file")
        else:
            flash("La pièce est déposée.", "success")
            return redirect(url_for("rapporteur.page", meeting_id=meeting_id, item_id=item_id), 303)
    shown = _page(form)
    return (shown, 400) if form.is_submitted() else shown


@bp.get(f"{_ITEM}/pieces/<int:number>/<int:version>")
@access.rapporteur_of_item
def document(meeting_id: int, item_id: int, number: int, version: int) -> Response:
    """One version of what the reader handed over; `?afficher` shows it instead of keeping it."""
    mine = next((each for each in _deposited().values() if each.id == number), None) or abort(404)
    return handing.handed(mine.version(version) or abort(404), shown="afficher" in request.args)


def _page(form: Form) -> str:
    given = meetings.entrusted(db(), g.item.id) or abort(404)
    found = _deposited()
    return render_template(
        "member/rapporteur/item.html",
        form=form,
        meeting=g.meeting,
        committee=g.committee,
        item=g.item,
        given=given,
        found=found,
        lacking=rules.missing(found),
        natures=rules.DEPOSITED,
        taken=_today() <= given.due_on and g.meeting.state is not MeetingState.CLOSED,
        opinions=meetings.state(db(), g.meeting.id, now=clock.now()).opinions_of(g.item.id),
        most=settings().document_megabytes,
        motions=votes.MOTIONS,
        words=words,
        key=acts.key() or acts.new_key(),
    )


def _deposited() -> dict[Nature, Document]:
    return rules.deposited(documents.of_scope(db(), g.meeting.topic), g.item.topic, access.me().person.id)


def _today() -> date:
    return in_paris(clock.now()).date()
