"""Writing beside the facts: summaries, incidents, corrections, excuses, disagreements asked for at the sitting."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.rules.texts import compare
from webapp.meetings.sitting import Item, MotionState
from webapp.minutes import queries, service
from webapp.minutes.model import MinutesRefusal, TextKind, TextVersion
from webapp.minutes.rules import corrections
from webapp.web.desk.minutes import found
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.web.kit.requests import whole
from webapp.wording import minutes as words
from webapp.wording.phrases import phrase
from webapp.wording.typography import alphabetically

bp = Blueprint("minutes_writing", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/proces-verbal")

Answer = str | Response | tuple[str, int]


class TextForm(Form):
    """A free text and the version that its writer has before their eyes."""

    body = TextAreaField(
        "Texte",
        [Length(max=50_000, message="Au plus 50 000 caractères.")],
        description="Une ligne vide sépare deux paragraphes ; une ligne qui commence par un tiret est un élément de liste.",
    )
    expected = HiddenField()


class CorrectionForm(Form):
    """A fact's new value, and why."""

    value = StringField("Valeur corrigée", [InputRequired("Indiquez la valeur corrigée.")])
    reason = StringField(
        "Motif",
        [InputRequired("Indiquez le motif : il est imprimé avec les deux valeurs.")],
        description="Imprimé au procès-verbal avec la valeur enregistrée et la valeur corrigée.",
    )


class DisagreementForm(Form):
    """A mention that a member asked for at the sitting (CRPA R133-13)."""

    member = SelectField("Membre", coerce=str)
    body = TextAreaField("Termes de la mention", [Length(max=2000, message="Au plus 2 000 caractères.")])


def _back() -> Response:
    return redirect(url_for("minutes.page", meeting_id=g.meeting.id), 303)


@bp.route("/points/<int:item_id>", methods=["GET", "POST"])
@access.desk_of_committee
def summary(meeting_id: int, item_id: int) -> Answer:
    """The summary of the debate on one item, beside its facts."""
    return _write(g.item)


@bp.route("/incidents", methods=["GET", "POST"])
@access.desk_of_committee
def incidents(meeting_id: int) -> Answer:
    """The incidents of the sitting."""
    return _write(None)


def _number_of(version: str | None) -> int:
    """Return the number of the version that was being written upon; -1, which none has, when it cannot be read."""
    try:
        return whole(version or "0")
    except ValueError:
        return -1


def _write(item: Item | None) -> Answer:
    form, versions = TextForm(), _versions(item)
    last = versions[0] if versions else None
    clash, drafted = None, ""
    if form.validate_on_submit():
        try:
            service.save_text(
                db(),
                g.meeting.id,
                None if item is None else item.id,
                form.body.data or "",
                expected=_number_of(form.expected.data),
                by=access.by(),
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal, "body")
            clash = last if refusal.reason is MinutesRefusal.TEXT_CHANGED else None
        else:
            flash("Le texte est enregistré.", "success")
            return _back()
    elif not form.is_submitted():
        drafted = queries.draft_summary(db(), g.meeting.id, item.id) if last is None and item is not None else ""
        form.body.data = drafted if last is None else last.body
    form.expected.data = str(0 if last is None else last.id)
    page = _text_page(form, item, versions, clash, drafted=bool(drafted))
    return (page, 400) if form.is_submitted() else page


def _versions(item: Item | None) -> list[TextVersion]:
    kind = TextKind.INCIDENTS if item is None else TextKind.SUMMARY
    return queries.text_versions(db(), g.meeting.id, None if item is None else item.id, kind)


def _text_page(
    form: TextForm, item: Item | None, versions: list[TextVersion], clash: TextVersion | None, *, drafted: bool
) -> str:
    dossier = found()
    line = None
    if item is not None:
        line = next(
            facts for each, facts in zip(dossier.sitting.items, dossier.facts.agenda, strict=True) if each.id == item.id
        )
    return render_template(
        "desk/minutes/text.html",
        form=form,
        dossier=dossier,
        meeting=g.meeting,
        line=line,
        versions=versions,
        clash=clash,
        drafted=drafted,
        changes=() if clash is None else compare(clash.body, form.body.data or ""),
        words=words,
    )


@bp.get("/faits")
@access.desk_of_committee
def facts(meeting_id: int) -> str:
    """Every fact that may be set right, part by part."""
    dossier = found()
    parts: dict[str, list[corrections.Correctable]] = {}
    for each in corrections.correctable(dossier.facts):
        parts.setdefault(each.section, []).append(each)
    asked = request.args.get("partie", "sitting")
    return render_template(
        "desk/minutes/facts.html",
        dossier=dossier,
        meeting=g.meeting,
        parts=parts,
        part=asked if asked in parts else "sitting",
        names=_part_names(parts, [f"Point {item.label}" for item in dossier.facts.agenda]),
        said=corrections.said,
    )


def _part_names(parts: dict[str, list[corrections.Correctable]], items: list[str]) -> dict[str, str]:
    names = {"sitting": "Séance", "members": "Présences"}
    return {part: names.get(part) or items[int(part.partition(".")[2])] for part in parts}


@bp.route("/faits/<fact>", methods=["GET", "POST"])
@access.desk_of_committee
def correct(meeting_id: int, fact: str) -> Answer:
    """Set one fact right, with its reason (LAW PV-3)."""
    dossier = found()
    try:
        target = corrections.find(dossier.facts, fact)
    except Refusal as refusal:
        flash(phrase(refusal.reason), "warning")
        return redirect(url_for("minutes_writing.facts", meeting_id=meeting_id), 303)
    form = CorrectionForm()
    if form.validate_on_submit():
        try:
            service.correct_fact(
                db(),
                meeting_id,
                fact,
                form.value.data or "",
                reason=form.reason.data or "",
                by=access.by(),
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal, "value")
        else:
            flash("Le fait est corrigé ; les deux valeurs seront imprimées.", "success")
            return redirect(url_for("minutes_writing.facts", meeting_id=meeting_id, partie=target.section), 303)
    elif not form.is_submitted():
        form.value.data = target.value
    page = render_template(
        "desk/minutes/correct.html",
        form=form,
        target=target,
        meeting=g.meeting,
        recorded=corrections.said(target.kind, corrections.find(dossier.recorded, fact).value),
        expected=corrections.EXPECTED[target.kind],
    )
    return (page, 400) if form.is_submitted() else page


@bp.route("/excuses", methods=["GET", "POST"])
@access.desk_of_committee
def excused(meeting_id: int) -> Answer:
    """Which of the absent members were excused."""
    dossier = found()
    if request.method == "POST":
        try:
            service.excuse(db(), meeting_id, acts.numbers("seat"), by=access.by(), now=clock.now())
        except Refusal as refusal:
            flash(phrase(refusal.reason, **refusal.facts), "error")
        else:
            flash("Les absences excusées sont notées.", "success")
        return _back()
    rows = [
        (seat.seat.id, member)
        for seat, member in zip(dossier.sitting.roster.seats, dossier.facts.members, strict=True)
        if member.state in {"absent", "excused"}
    ]
    return render_template("desk/minutes/excused.html", rows=rows, meeting=g.meeting, dossier=dossier)


@bp.route("/points/<int:item_id>/desaccord", methods=["GET", "POST"])
@access.desk_of_committee
def disagree(meeting_id: int, item_id: int) -> Answer:
    """A disagreement asked for at the sitting, entered by the desk."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    form = DisagreementForm()
    people = [each for seat in sitting.roster.seats for each in seat.people]
    form.member.choices = [
        (f"{each.seat_id}-{each.person_id}", each.person.listed_name)
        for each in alphabetically(people, "person.listed_name")
    ]
    if form.validate_on_submit():
        seat, _, person = str(form.member.data).partition("-")
        try:
            service.disagree(
                db(),
                meeting_id,
                item_id,
                seat=int(seat),
                person_id=int(person),
                body=form.body.data or "",
                by=access.by(),
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("La mention est enregistrée.", "success")
            return _back()
    page = render_template(
        "desk/minutes/disagree.html",
        form=form,
        item=g.item,
        meeting=g.meeting,
        announced=any(each.state is MotionState.ANNOUNCED for each in sitting.motions_of(item_id)),
    )
    return (page, 400) if form.is_submitted() else page


@bp.post("/desaccords/<int:disagreement_id>/retrait")
@access.desk_of_committee
def withdraw(meeting_id: int, disagreement_id: int) -> Answer:
    """Take a mention back, on the member's word."""
    try:
        service.withdraw_disagreement(db(), meeting_id, disagreement_id, by=access.by(), now=clock.now())
    except Refusal as refusal:
        flash(phrase(refusal.reason), "error")
    return _back()
