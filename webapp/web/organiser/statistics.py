"""The figures of a webinar, and its sign-ups as a table to take away."""

from collections.abc import Iterator

from flask import Blueprint, abort, g, render_template
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.registrations.model import Field, Occurrence
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.sheets import Value, csv_table, xlsx_table
from webapp.webinars import queries
from webapp.webinars.model import Shown
from webapp.webinars.queries import statistics
from webapp.webinars.rules import attendance as rules
from webapp.webinars.service import exports
from webapp.wording import attendance as attendance_words
from webapp.wording import webinars as words
from webapp.wording.departements import origin_name

bp = Blueprint("statistics", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/statistiques")

HEADINGS = (
    "Numéro", "Date", "Nom", "Prénom", "Courriel", "Service", "Origine", "Places", "État", "Inscription", "Avec",
    "Minutes suivies", "Attestation",
)  # fmt: skip


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """Tables first, a drawing of ours beside each."""
    shown = queries.shown(db(), g.webinar)
    return render_template(
        "organiser/after/statistics.html",
        webinar=g.webinar,
        figures=statistics.figures(db(), shown),
        key=acts.new_key(),
        words=attendance_words,
        origin_name=origin_name,
    )


@bp.post("/export")
@access.organiser_of_webinar
def export(webinar_id: int) -> Response:
    """The sign-ups as a table; the journal keeps that somebody took them."""
    form = acts.text("form")
    if form not in {"csv", "xlsx"}:
        abort(400)
    shown = queries.shown(db(), g.webinar)
    exports.note(db(), webinar_id, form, by=access.by(), now=clock.now())
    asked = exports.columns(shown)
    headings = (*HEADINGS, *(each.label for each in asked))
    name = f"inscriptions-{g.webinar.code}.{form}"
    table = csv_table if form == "csv" else xlsx_table
    return table(headings, _rows(shown, asked), name)


def _rows(shown: Shown, asked: tuple[Field, ...]) -> Iterator[list[Value]]:
    dates = {each.id: each for each in shown.occurrences}
    base = db()
    return (
        _row(each, dates[each.registration.occurrence_id], asked)
        for each in statistics.exported(base, shown.campaign.id)
    )


def _row(each: statistics.Exported, occurrence: Occurrence, asked: tuple[Field, ...]) -> list[Value]:
    person = each.registration
    presence = rules.presence((line.interval for line in each.lines), rules.session_of(occurrence))
    beside = ", ".join(f"{other.first_name} {other.last_name}".strip() for other in each.companions.values())
    return [
        person.id,
        occurrence.starts_at,
        person.last_name,
        person.first_name,
        person.email,
        person.service,
        origin_name(person.origin),
        person.seats,
        words.STATUSES[person.status],
        person.submitted_at,
        beside,
        presence.minutes if presence.seen else None,
        each.certificate.number if each.certificate else "",
        *(each.answers.get(question.key, "") for question in asked),
    ]
