"""Bringing a roster: choose a file, see what it would do, confirm, see what is left to mend; take an import back."""

from pathlib import Path

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, session, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as Answered

from webapp.committees import queries
from webapp.committees.model import CommitteeRefusal
from webapp.committees.roster.model import MAX_BYTES
from webapp.committees.service import exports, rosters, undoing
from webapp.committees.service.rosters import ImportReport, Outcome
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.desk import keys
from webapp.web.kit import access, uploads
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording.numbers import count

bp = Blueprint("roster_import", __name__, url_prefix="/secretariat/commissions/<int:committee_id>/importer")

Answer = str | Answered | tuple[str, int]
FIELDS = {
    "civility": "civilité",
    "email": "courriel",
    "phone": "téléphone",
    "title": "qualité",
    "organisation": "organisme",
    "starts_on": "début",
    "ends_on": "fin",
    "physician": "médecin",
}


class UploadForm(Form):
    file = FileField(
        "Liste des membres",
        [FileRequired("Choisissez un fichier.")],
        description="Un tableau CSV, XLSX ou ODS de 5 Mo au plus, une personne par ligne.",
    )


class ConfirmForm(Form):
    """Nothing but the proof that the page asked."""


@bp.route("", methods=["GET", "POST"])
@access.desk_of_committee
def upload(committee_id: int) -> Answer:
    """Choose a file; it is read at once and kept a day at most."""
    form = UploadForm()
    if form.validate_on_submit():
        content = form.file.data.stream.read(MAX_BYTES + 1)
        filename = form.file.data.filename or "liste"
        try:
            rosters.read(db(), g.committee, content, filename)
        except Refusal as refusal:
            form.refuse(refusal, "file")
        else:
            token = uploads.keep(_folder(), content, owner=_owner(), filename=filename, now=clock.now())
            return redirect(url_for("roster_import.preview", committee_id=committee_id, token=token), 303)
    page = render_template(
        "desk/committees/upload.html",
        form=form,
        committee=g.committee,
        has_errors=bool(form.errors),
        imports=queries.imports(db(), committee_id),
    )
    return (page, 400) if form.is_submitted() else page


@bp.get("/modele.xlsx")
@access.desk_of_committee
def model(committee_id: int) -> Response:
    """A file to fill in."""
    return Response(
        exports.template(),
        content_type=exports.TYPES["xlsx"],
        headers={"Content-Disposition": 'attachment; filename="modele-membres.xlsx"'},
    )


@bp.get("/<token>")
@access.desk_of_committee
def preview(committee_id: int, token: str) -> Answer:
    """What the file would do; nothing is written."""
    found = uploads.recall(_folder(), token, owner=_owner())
    if found is None:
        return _forgotten()
    return _show("desk/committees/preview.html", ConfirmForm(), token, found[0].filename, _apply(found, dry_run=True))


@bp.post("/<token>")
@access.desk_of_committee
def confirm(committee_id: int, token: str) -> Answer:
    """Enter the accepted lines; sent twice, the second changes nothing."""
    form = ConfirmForm()
    found = uploads.recall(_folder(), token, owner=_owner())
    if found is None:
        return _forgotten()
    expected = request.form.get("expected", type=int)
    if form.validate_on_submit() and expected is not None:
        now_expected = _apply(found, dry_run=True)
        if now_expected.accepted not in (0, expected):
            form.refuse(Refusal(CommitteeRefusal.ROSTER_CHANGED))
            return _show("desk/committees/preview.html", form, token, found[0].filename, now_expected), 409
        done = _apply(found, dry_run=False)
        if done.accepted:
            session["imported"] = [token, done.accepted, done.import_id]  # the last one alone: a cookie holds 4 kB
    return redirect(url_for("roster_import.result", committee_id=committee_id, token=token), 303)


@bp.get("/<token>/resultat")
@access.desk_of_committee
def result(committee_id: int, token: str) -> Answer:
    """What was done, and what is left to mend in the file."""
    found = uploads.recall(_folder(), token, owner=_owner())
    if found is None:
        return redirect(url_for("composition.page", committee_id=committee_id), 303)
    report = _apply(found, dry_run=True)
    last, number, import_id = session.get("imported", ("", 0, None))
    return _show(
        "desk/committees/imported.html",
        ConfirmForm(),
        token,
        found[0].filename,
        report,
        imported=number if last == token else 0,
        import_id=import_id if last == token else None,
    )


@bp.get("/<token>/rejetees.xlsx")
@access.desk_of_committee
def rejected(committee_id: int, token: str) -> Answer:
    """The rejected rows alone, each with its reasons, to mend and bring back."""
    from webapp.committees.roster.rejected import write_rejected  # noqa: PLC0415 — slow import: what a list asks for

    found = uploads.recall(_folder(), token, owner=_owner())
    if found is None:
        return _forgotten()
    kept, content = found
    reading = rosters.read(db(), g.committee, content, kept.filename)
    faults = _apply(found, dry_run=True).faults
    return Response(
        write_rejected(reading, faults),
        content_type=exports.TYPES["xlsx"],
        headers={"Content-Disposition": 'attachment; filename="lignes-a-corriger.xlsx"'},
    )


@bp.route("/imports/<int:import_id>/annuler", methods=["GET", "POST"])
@access.desk_of_committee
def undo(committee_id: int, import_id: int) -> Answer:
    """Take an import back in one act, after seeing who would leave; or read why it no longer can be."""
    done = queries.find_import(db(), committee_id, import_id)
    if done is None:
        abort(404)
    form = ConfirmForm()
    acting = form.validate_on_submit()
    try:
        told = undoing.undo(
            db(),
            committee_id,
            import_id,
            dry_run=not acting,
            may_readdress=_may_readdress,
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        told = None
    else:
        if acting:
            flash("L’import est annulé : la composition est comme avant lui.", "success")
            return redirect(url_for("composition.page", committee_id=committee_id), 303)
    page = render_template(
        "desk/committees/undo_import.html", form=form, committee=g.committee, done=done, told=told, has_errors=not told
    )
    return (page, 409) if acting else page


def _show(
    template: str,
    form: Form,
    token: str,
    filename: str,
    report: ImportReport,
    *,
    imported: int = 0,
    import_id: int | None = None,
) -> str:
    return render_template(
        template,
        form=form,
        committee=g.committee,
        token=token,
        filename=filename,
        report=report,
        imported=imported,
        import_id=import_id,
        added=[row for row in report.rows if row.outcome is Outcome.ADDED],
        changed=[row for row in report.rows if row.outcome is Outcome.CHANGED],
        fields=FIELDS,
        label=f"Importer {count(report.accepted, 'membre')}",
    )


def _apply(found: tuple[uploads.Upload, bytes], *, dry_run: bool) -> ImportReport:
    kept, content = found
    reading = rosters.read(db(), g.committee, content, kept.filename)
    return rosters.apply_roster(
        db(),
        g.committee.id,
        reading,
        dry_run=dry_run,
        may_readdress=_may_readdress,
        by=access.by(),
        now=clock.now(),
    )


def _may_readdress(person_id: int) -> bool:
    """Whether the importer may change somebody's address: a link sent there opens their account."""
    return not keys.beyond([person_id])


def _forgotten() -> Answered:
    flash("Le fichier déposé n’est plus là. Choisissez-le de nouveau.", "warning")
    return redirect(url_for("roster_import.upload", committee_id=g.committee.id), 303)


def _folder() -> Path:
    return settings().files / "rosters"


def _owner() -> str:
    """A file is shown again to who sent it, for the committee it was sent for."""
    return f"{g.committee.id}:{access.me().person.id}"
