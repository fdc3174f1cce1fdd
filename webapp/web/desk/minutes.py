"""The minutes at the desk: what is lacking, the step to take, the files, their reading."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.minutes import document, queries, service
from webapp.minutes.model import File, FileKind, MinutesRefusal, MinutesState, to_json
from webapp.minutes.queries import Dossier
from webapp.minutes.queries.awaited import reminded_at
from webapp.minutes.rules import reminding as rules
from webapp.minutes.rules import steps
from webapp.minutes.service import reminding
from webapp.web.kit import access, acts, papers
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.web.kit.fragments import fragment
from webapp.web.kit.signing import expected_names
from webapp.wording import minutes as words
from webapp.wording import reminding as reminding_words
from webapp.wording.dates import in_paris
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase

bp = Blueprint("minutes", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/proces-verbal")

Answer = str | BaseResponse | tuple[str, int]


class TransmissionForm(Form):
    """When the opinions went to the authority that decides (CRPA R133-13)."""

    on = DateField("Date de transmission", [InputRequired("Indiquez la date de transmission.")])
    to = StringField("Autorité destinataire", [Length(max=500, message="Au plus 500 caractères.")])


def found(*, whole: bool = False) -> Dossier:
    """Read the minutes of the sitting in the address; `whole` for what is handed over."""
    return queries.dossier(db(), g.meeting.id, now=clock.now(), authority=settings().prefecture, whole=whole)


def here() -> BaseResponse:
    """Come back to the page of the minutes."""
    return redirect(url_for("minutes.page", meeting_id=g.meeting.id), 303)


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """What is done, what is lacking, what comes next."""
    return _page(TransmissionForm())


def _page(form: TransmissionForm) -> str:
    dossier = found()
    if not form.is_submitted():
        form.on.data = dossier.record.transmitted_on or in_paris(clock.now()).date()
        form.to.data = dossier.record.transmitted_to or settings().prefecture
    asked = request.args.get("confirmer", "")
    offered = steps.next_states(dossier.record.state, rehearsal=g.meeting.rehearsal)
    return render_template(
        "desk/minutes/page.html",
        **_files(dossier),
        **_awaited(dossier),
        form=form,
        words=words,
        offered=offered,
        asked=next((state for state in offered if state.value == asked), None),
        goes_back=steps.goes_back,
        key=acts.new_key(),
    )


@bp.get("/documents")
@access.desk_of_committee
def documents(meeting_id: int) -> BaseResponse:
    """The files and how far each one is; unchanged, 304."""
    return fragment(render_template("desk/minutes/documents.html", words=words, **_files(found())))


@bp.post("/relance")
@access.desk_of_committee
def remind(meeting_id: int) -> Answer:
    """Write to whoever is awaited to approve or to sign."""
    try:
        written = reminding.remind(db(), meeting_id, linking=access.linking(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    else:
        flash(f"Relance écrite : {count(written, 'message')} dans les envois.", "success")
    return redirect(url_for("minutes.page", meeting_id=meeting_id, _anchor="attendu"), 303)


def _awaited(dossier: Dossier) -> dict[str, object]:
    """Say who is awaited for the minutes to go on, and when they were last reminded."""
    final = dossier.record.final
    signing = queries.signing(db(), g.meeting.id, dossier.facts.signers) if final else None
    found = rules.awaited(dossier.record, signing, rehearsal=g.meeting.rehearsal)
    if found is None:
        return {"awaited": None}
    names = dict(zip(dossier.facts.signers, expected_names(dossier.facts), strict=True))
    chair = dossier.facts.presided[-1].name if dossier.facts.presided else ""
    name = chair if found.chair else names.get(found.role, "")
    last = reminded_at(db(), g.meeting.topic)
    return {
        "awaited": found,
        "awaited_words": reminding_words.AWAITED[found.what],
        "awaited_name": f"{found.role} ({name})" if name else found.role,
        "reminded_at": last,
        "reminds_on": rules.due_on(found, last, g.committee.settings.reminder_days),
        "may_remind": last is None or in_paris(last).date() < in_paris(clock.now()).date(),
    }


def _files(dossier: Dossier) -> dict[str, object]:
    """Gather the last file of each kind, with its work while it is rendered."""
    latest: dict[tuple[FileKind, int | None], File] = {}
    for each in filter(dossier.record.stands, queries.files(db(), g.meeting.id)):
        latest.setdefault((each.kind, each.item_id), each)
    pending = {key: queries.work_on(db(), each) for key, each in latest.items() if each.sha256 is None}
    return {
        "dossier": dossier,
        "meeting": g.meeting,
        "latest": latest,
        "works": pending,
        "busy": any(work is not None and not work.is_over for work in pending.values()),
        "kinds": FileKind,
        "signings": queries.signed_alone(db(), g.meeting.id, latest.values(), dossier.facts.signers),
    }


@bp.post("/etape")
@access.desk_of_committee
def step(meeting_id: int) -> Answer:
    """Move on, or back with a reason (LAW PV-4)."""
    try:
        service.take_step(
            db(),
            meeting_id,
            acts.chosen(MinutesState, "state"),
            expected=acts.chosen(MinutesState, "expected"),
            reason=acts.text("reason"),
            by=access.by(),
            linking=access.linking(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return here()


@bp.post("/documents")
@access.desk_of_committee
def ask(meeting_id: int) -> Answer:
    """Have a file rendered by the worker."""
    try:
        service.request(
            db(),
            meeting_id,
            acts.chosen(FileKind, "kind"),
            item_id=acts.optional_number("item"),
            authority=settings().prefecture,
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
        return here()
    return redirect(url_for("minutes.page", meeting_id=meeting_id, _anchor="documents"), 303)


@bp.get("/documents/<int:file_id>.pdf")
@access.desk_of_committee
def download(meeting_id: int, file_id: int) -> Answer:
    """Hand over a file, held against its hash."""
    kept = queries.find_file(db(), meeting_id, file_id)
    if kept is None or kept.sha256 is None:
        flash(phrase(MinutesRefusal.UNKNOWN_FILE), "warning")
        return here()
    item = None if kept.item_id is None else meetings.find_item(db(), meeting_id, kept.item_id)
    pdf = service.read(papers.shelf(), kept.sha256, "pdf")
    label = "" if item is None else item.label
    return papers.pdf(pdf, document.name_of(kept.kind, g.committee.code, g.meeting.day, label))


@bp.get("/lecture")
@access.desk_of_committee
def reading(meeting_id: int) -> str:
    """The accessible twin of the PDF: the same template, on the screen (LAW ACC-2)."""
    body = papers.kept_body(g.meeting, queries.record(db(), meeting_id), queries.files(db(), meeting_id))
    if body is None:
        body = papers.body(found(whole=True))
    return render_template("desk/minutes/reading.html", meeting=g.meeting, body=body)


@bp.get("/faits.json")
@access.desk_of_committee
def facts(meeting_id: int) -> Response:
    """The facts alone, as the PDF carries them."""
    final = service.kept_final(db(), meeting_id)
    kept = None if final is None else service.read(papers.shelf(), final.facts, "json")
    return Response(to_json(found(whole=True).facts) if kept is None else kept, mimetype="application/json")


@bp.post("/transmission")
@access.desk_of_committee
def transmit(meeting_id: int) -> Answer:
    """Keep when the opinions were sent."""
    form = TransmissionForm()
    if not form.validate_on_submit():
        return _page(form), 400
    try:
        service.transmit(
            db(), meeting_id, on=form.on.data or g.meeting.day, to=form.to.data or "", by=access.by(), now=clock.now()
        )
    except Refusal as refusal:
        form.refuse(refusal, "on")
        return _page(form), 400
    flash("La date de transmission est enregistrée.", "success")
    return here()
