"""The minutes as members read them once submitted, and the mention of a disagreement (CRPA R133-13; LAW PV-2)."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from webapp.accounts.model import Role
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Item, MotionState
from webapp.minutes import document, queries, service
from webapp.minutes.model import File, FileKind, MinutesRefusal, MinutesState, Record, Signing
from webapp.minutes.rules import signing as rules
from webapp.web.kit import access, papers
from webapp.web.kit import signing as kit
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import minutes as words
from webapp.wording import signing as signing_words
from webapp.wording.phrases import phrase

bp = Blueprint("member_minutes", __name__)

Answer = str | Response | tuple[str, int]


class DisagreementForm(Form):
    """On which opinion one disagrees, in which terms."""

    item = SelectField("Point de l’ordre du jour", coerce=int)
    body = TextAreaField(
        "Termes de la mention",
        [Length(max=2000, message="Au plus 2 000 caractères.")],
        description="Vide, le procès-verbal dira seulement que vous avez demandé la mention de votre désaccord.",
    )


def _sitting() -> Sitting:
    return meetings.state(db(), g.meeting.id, now=clock.now())


def _opined(sitting: Sitting) -> list[Item]:
    """Return the items on which an opinion was announced."""
    voted = {motion.item_id for motion in sitting.motions if motion.state is MotionState.ANNOUNCED}
    return [item for item in sitting.items if item.id in voted]


def _form(sitting: Sitting) -> DisagreementForm:
    form = DisagreementForm()
    form.item.choices = [(item.id, f"{item.label}. {item.title}") for item in _opined(sitting)]
    if not form.is_submitted():
        form.item.data = request.args.get("point", type=int)
    return form


def _body(record: Record, files: Sequence[File]) -> Markup:
    """Return the minutes for the screen: as they were kept beside their file, or anew where they changed since."""
    kept = papers.kept_body(g.meeting, record, files)
    if kept is not None:
        return kept
    return papers.body(queries.dossier(db(), g.meeting.id, now=clock.now(), authority=settings().prefecture))


def _page(sitting: Sitting, form: DisagreementForm) -> str:
    me, record = access.me(), queries.record(db(), g.meeting.id)
    readable = record.state is not MinutesState.DRAFT
    files = list(filter(record.stands, queries.files(db(), g.meeting.id)))
    signing = kit.standing(sitting.settings.signers) if record.final else None
    reserved = any(me.has(role, g.committee.id) for role in (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR))
    return render_template(
        "member/minutes.html",
        sitting=sitting,
        record=record,
        form=form,
        readable=readable,
        body=_body(record, files) if readable else "",
        paper=_last(files, FileKind.MINUTES, record.state),
        record_paper=reserved and _last(files, FileKind.ANNEX),
        mine=[each for each in record.disagreements if each.person_id == me.person.id and each.withdrawn_at is None],
        may_disagree=not record.final and bool(sitting.seats_held_by(me.person.id)) and bool(_opined(sitting)),
        words=words,
        lines=[] if signing is None or signing.file is None else kit.lines(signing, [""] * len(signing.signers)),
        i_sign=signing is not None and signing.file is not None and _is_my_turn(sitting, signing),
        signing_words=signing_words,
    )


def _is_my_turn(sitting: Sitting, signing: Signing) -> bool:
    """Whether the signature awaited is that of whoever presided, who is reading."""
    place = signing.awaited
    chair = sitting.presence.chair
    presided = chair is not None and chair.person_id == access.me().person.id
    chairs = presided or access.me().has(Role.CHAIR, g.committee.id)
    return chairs and place is not None and rules.signs_as_chair(signing.signers[place])


def _last(files: Sequence[File], kind: FileKind, state: MinutesState | None = None) -> File | None:
    """Return the last file of a kind that is ready, made in this state if one is given."""
    ready = [each for each in files if each.kind is kind and each.sha256 is not None]
    wanted = None if state is None else papers.rendered_in(state)
    return next((each for each in ready if wanted in {None, each.state}), None)


@bp.get("/seances/<int:meeting_id>/proces-verbal")
@access.takes_part
def page(meeting_id: int) -> str:
    """The minutes, once they are submitted to the members."""
    sitting = _sitting()
    return _page(sitting, _form(sitting))


@bp.post("/seances/<int:meeting_id>/proces-verbal/desaccord")
@access.member_of_meeting
def disagree(meeting_id: int) -> Answer:
    """Have one's own disagreement mentioned."""
    sitting = _sitting()
    form, me = _form(sitting), access.me().person.id
    seats = sitting.seats_held_by(me)
    if not form.validate_on_submit() or not seats:
        return _page(sitting, form), 400
    try:
        service.disagree(
            db(),
            meeting_id,
            form.item.data,
            seat=seats[0][0].seat.id,
            person_id=me,
            body=form.body.data or "",
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal, "item")
        return _page(sitting, form), 400
    flash("Votre désaccord sera mentionné au procès-verbal.", "success")
    return redirect(url_for("member_minutes.page", meeting_id=meeting_id), 303)


@bp.post("/seances/<int:meeting_id>/proces-verbal/desaccords/<int:disagreement_id>/retrait")
@access.member_of_meeting
def withdraw(meeting_id: int, disagreement_id: int) -> Answer:
    """Take one's own mention back."""
    try:
        service.withdraw_disagreement(
            db(),
            meeting_id,
            disagreement_id,
            only_of=access.me().person.id,
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason), "error")
    return redirect(url_for("member_minutes.page", meeting_id=meeting_id), 303)


@bp.get("/seances/<int:meeting_id>/proces-verbal.pdf")
@access.takes_part
def paper(meeting_id: int) -> Answer:
    """The PDF of the minutes as they were submitted, approved or made final."""
    signing = kit.standing(())
    if signing.sha256 is not None:
        return papers.pdf(service.read(papers.shelf(), signing.sha256, "pdf"), _name(FileKind.MINUTES))
    return _hand_over(FileKind.MINUTES, queries.state(db(), meeting_id))


@bp.get("/seances/<int:meeting_id>/proces-verbal/version-<int:number>.pdf")
@access.takes_part
def earlier(meeting_id: int, number: int) -> Answer:
    """A final version that was rectified since, as it stood."""
    kept = next((each for each in queries.earlier_versions(db(), meeting_id) if each.number == number), None)
    if kept is None:
        abort(404)
    return papers.pdf(service.read(papers.shelf(), kept.sha256, "pdf"), _name(FileKind.MINUTES))


@bp.get("/seances/<int:meeting_id>/releve-nominatif.pdf")
@access.reads_named_record
def named_record(meeting_id: int) -> Answer:
    """The votes by name: secretariat, chair and auditors only."""
    return _hand_over(FileKind.ANNEX, None)


def _hand_over(kind: FileKind, state: MinutesState | None) -> Answer:
    record = queries.record(db(), g.meeting.id)
    files = list(filter(record.stands, queries.files(db(), g.meeting.id)))
    kept = None if state is MinutesState.DRAFT else _last(files, kind, state)
    if kept is None:
        flash(phrase(MinutesRefusal.UNKNOWN_FILE), "warning")
        return redirect("/accueil", 303)
    return papers.pdf(service.read(papers.shelf(), kept.sha256, "pdf"), _name(kind))


def _name(kind: FileKind) -> str:
    return document.name_of(kind, g.committee.code, g.meeting.day)
