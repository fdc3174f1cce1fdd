"""Preparing a sitting: its agenda, the texts put to the vote, the projector."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.accounts import queries as accounts
from webapp.kernel import clock, paths
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Listed, Sitting
from webapp.meetings.rules.notice import takes_no_vote
from webapp.meetings.rules.texts import compare, standing
from webapp.meetings.service import agenda, approval, conduct
from webapp.meetings.sitting import (
    Item,
    ItemDraft,
    ItemKind,
    Meeting,
    MeetingState,
    Motion,
    MotionDraft,
    MotionKind,
    Nature,
)
from webapp.minutes import queries as minutes
from webapp.minutes.model import MinutesState
from webapp.web.desk import door_link, notice
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.wording import dates, votes
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase

bp = Blueprint("prepare", __name__, url_prefix="/secretariat/seances/<int:meeting_id>")

Answer = str | Response | tuple[str, int]
_LINE = Length(max=500, message="Au plus 500 caractères.")


class ItemForm(Form):
    """One item of the agenda."""

    title = StringField("Intitulé", [InputRequired("Écrivez l’intitulé du point."), _LINE])
    kind = RadioField(
        "Que fait la commission ?",
        choices=choices(
            [(ItemKind.VOTE.value, "Elle rend un avis"), (ItemKind.INFORMATION.value, "Elle est informée, sans vote")]
        ),
        default=ItemKind.VOTE.value,
    )
    commune = StringField("Commune", [_LINE])
    applicant = StringField("Demandeur", [_LINE])
    legal_basis = StringField(
        "Fondement juridique", [_LINE], description="Par exemple : code de l’environnement, R181-39."
    )
    rapporteur = StringField("Rapporteur", [_LINE])
    mandatory = BooleanField("La consultation est obligatoire", default=True)
    conforming = BooleanField("L’avis lie l’autorité (avis conforme)")
    nature = SelectField(
        "Nature particulière",
        choices=choices(
            [
                ("", "Aucune"),
                (Nature.DRAFT_TEXT.value, "Projet de texte (CRPA R133-7)"),
                (Nature.SANCTION.value, "Sanction, jamais traitée par écrit (ordonnance 2014-1329)"),
            ]
        ),
        coerce=lambda value: str(value or ""),
        default="",
    )
    label = StringField("Numéro", [Length(max=12)], description="Laissez vide pour suivre l’ordre des points.")

    def draft(self) -> ItemDraft:
        """Return what was typed."""
        return ItemDraft(
            label=self.label.data or "",
            kind=ItemKind(self.kind.data),
            title=self.title.data or "",
            commune=self.commune.data or "",
            applicant=self.applicant.data or "",
            legal_basis=self.legal_basis.data or "",
            mandatory=self.mandatory.data,
            conforming=self.conforming.data,
            rapporteur=self.rapporteur.data or "",
            nature=Nature(self.nature.data) if self.nature.data else None,
        )


class MotionForm(Form):
    """One vote of an item, on its own version of the text."""

    kind = RadioField("Sur quoi vote-t-on ?", choices=choices(votes.MOTIONS.items()), default=MotionKind.WHOLE.value)
    title = StringField("Question posée", [InputRequired("Écrivez la question posée."), _LINE])
    text = TextAreaField(
        "Texte mis au vote",
        [Length(max=50_000, message="Au plus 50 000 caractères.")],
        description="Il sera figé à l’ouverture du vote. Pour un amendement, écrivez le passage tel qu’il serait amendé.",
    )

    def draft(self) -> MotionDraft:
        """Return what was typed."""
        return MotionDraft(kind=MotionKind(self.kind.data), title=self.title.data or "", text=self.text.data or "")


@bp.get("/preparer")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """The sitting as a list of tasks, and its agenda."""
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    known = meetings.with_rehearsals(db(), frozenset({sitting.committee.id}))
    return render_template(
        "desk/meetings/prepare.html",
        sitting=sitting,
        tasks=_tasks(sitting),
        motions=votes.MOTIONS,
        states=votes.ITEM_STATES,
        screen=paths.link(
            settings().public_address, "screen", meeting_id=meeting_id, token=sitting.meeting.screen_token
        ),
        **door_link.shown(sitting.meeting),
        **_approvals(sitting, known),
        copied=next((each for each in known.sittings if each.id == sitting.meeting.rehearsal_of), None),
        rehearsals=[each for each in known.rehearsals if each.rehearsal_of == meeting_id],
        asked=request.args.get("supprimer", ""),
        purging=bool(request.args.get("effacer")),
        fixed=sitting.meeting.state is MeetingState.PREPARED and takes_no_vote(sitting.meeting, sitting.items),
        untold={each.id for each in sitting.items if notice.untold(sitting, each)},
        key=acts.new_key(),
    )


def _approvals(sitting: Sitting, known: Listed) -> dict[str, object]:
    """The sittings whose minutes could be approved at this one, and how far those minutes are."""
    earlier = [each for each in known.sittings if _is_earlier(each, sitting)]
    there = {item.approves for item in sitting.items}
    states = minutes.states(db(), [each.id for each in earlier])
    done = {MinutesState.APPROVED, MinutesState.FINAL, MinutesState.SIGNED}
    return {
        "to_approve": [each for each in earlier if each.id not in there and states.get(each.id) not in done],
        "submitted": {each.id for each in earlier if states.get(each.id, MinutesState.DRAFT) is not MinutesState.DRAFT},
    }


def _is_earlier(other: Meeting, sitting: Sitting) -> bool:
    return other.state is MeetingState.CLOSED and other.starts_at <= sitting.meeting.starts_at


def _tasks(sitting: Sitting) -> list[dict[str, str]]:
    """What is left to do before the sitting, and what was done: a task list's rows."""
    meeting = sitting.meeting
    place = ", ".join(part for part in (votes.MODES[meeting.mode].capitalize(), meeting.place) if part)
    vacant = sum(each.vacant for each in sitting.roster.seats)
    missing = sum(not each.text.strip() for each in sitting.motions)
    noticed = meeting.notice_sent_on is not None
    outside = _without_access(sitting)
    written = meeting.mode is Mode.WRITTEN
    convening = _task(
        "Convocation",
        url_for("notice.page", meeting_id=meeting.id),
        f"Envoyée le {dates.day(meeting.notice_sent_on)}{', hors de l’application' if meeting.notice_id is None else ''}"
        if meeting.notice_sent_on
        else "Cinq jours au moins avant la séance (CRPA R133-8)",
        done=noticed,
    )
    announced = _task(
        "Moyens de participer et annonce",
        url_for("consultation.page", meeting_id=meeting.id),
        "Chaque membre confirme pouvoir participer, puis la consultation s’annonce à tous",
        done=meeting.state is not MeetingState.PREPARED,
    )
    return [
        _task(
            "Jour, heure et mode" if written else "Jour, lieu et mode",
            url_for("sittings.details", meeting_id=meeting.id),
            place,
            done=written or bool(meeting.place) or (meeting.mode is Mode.CONFERENCE and bool(meeting.connection)),
        ),
        _task(
            "Membres",
            url_for("composition.page", committee_id=meeting.committee_id),
            f"{count(len(sitting.roster.seats), 'siège')}, {count(vacant, 'vacant')}",
            done=vacant == 0,
        ),
        _task(
            "Ordre du jour",
            "#ordre-du-jour",
            count(len(sitting.items), "point") if sitting.items else "Ajoutez au moins un point (CRPA R133-5)",
            done=bool(sitting.items),
        ),
        _task(
            "Textes mis au vote",
            "#ordre-du-jour",
            f"{count(missing, 'texte')} à écrire" if missing else count(len(sitting.motions), "vote"),
            done=bool(sitting.motions) and not missing,
        ),
        *([announced] if written else [convening, _replies_task(sitting)]),
        _hearings_task(sitting),
        _task(
            "Accès des membres",
            url_for("accounts.listing", commission=meeting.committee_id, cocher="sans-acces"),
            f"{count(outside, 'bulletin')} à imprimer, pour qui n’a ni mot de passe ni bulletin"
            if outside
            else "Chaque titulaire peut entrer",
            done=not outside,
        ),
    ]


def _replies_task(sitting: Sitting) -> dict[str, str]:
    given = meetings.standing_replies(db(), sitting)
    held = sum(not seat.vacant for seat in sitting.roster.seats)
    come = sum(reply.comes for reply in given.values())
    return _task(
        "Réponses des membres",
        url_for("replies.page", meeting_id=sitting.meeting.id),
        f"{count(come, 'venue annoncée', 'venues annoncées')}, {held - len(given)} sans réponse",
        done=len(given) >= held,
    )


def _hearings_task(sitting: Sitting) -> dict[str, str]:
    heard = len(sitting.hearings)
    return {
        "title": "Personnes à entendre",
        "state": "doing" if heard else "optional",
        "url": url_for("hearings.page", meeting_id=sitting.meeting.id),
        "detail": count(heard, "passage prévu", "passages prévus") if heard else "Un demandeur, un service, un expert",
    }


def _without_access(sitting: Sitting) -> int:
    """Count the titular members who have no way in yet."""
    titulars = [seat.titular.person_id for seat in sitting.roster.seats if seat.titular is not None]
    return sum(not each.may_come_in for each in accounts.accounts(db(), titulars, now=clock.now()))


def _task(title: str, url: str, detail: str, *, done: bool) -> dict[str, str]:
    return {"title": title, "state": "done" if done else "todo", "url": url, "detail": detail}


@bp.route("/points/nouveau", methods=["GET", "POST"])
@access.desk_of_committee
def add_item(meeting_id: int) -> Answer:
    """Add an item."""
    form = ItemForm()
    if form.validate_on_submit():
        try:
            item_id = agenda.add_item(db(), meeting_id, form.draft(), by=access.by(), now=clock.now(), key=acts.key())
            if form.draft().kind is ItemKind.VOTE:
                return redirect(url_for("prepare.add_motion", meeting_id=meeting_id, item_id=item_id), 303)
            return _back(meeting_id)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page("desk/meetings/item.html", form, item=None)


@bp.post("/approbations")
@access.desk_of_committee
def add_approval(meeting_id: int) -> Response:
    """Put the approval of earlier minutes on the agenda."""
    try:
        approval.add(db(), meeting_id, acts.number("approved"), by=access.by(), now=clock.now(), key=acts.key())
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    return redirect(url_for("prepare.page", meeting_id=meeting_id, _anchor="ordre-du-jour"), 303)


@bp.route("/points/<int:item_id>", methods=["GET", "POST"])
@access.desk_of_committee
def edit_item(meeting_id: int, item_id: int) -> Answer:
    """Change an item."""
    item: Item = g.item
    form = ItemForm(obj=item)
    if form.validate_on_submit():
        try:
            agenda.update_item(db(), meeting_id, item_id, form.draft(), by=access.by(), now=clock.now(), key=acts.key())
            return _back(meeting_id)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page("desk/meetings/item.html", form, item=item)


@bp.post("/points/<int:item_id>/place")
@access.desk_of_committee
def move_item(meeting_id: int, item_id: int) -> Response:
    """Move an item up or down."""
    position = acts.number("position")
    agenda.move_item(db(), meeting_id, item_id, position, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id)


@bp.post("/points/<int:item_id>/suppression")
@access.desk_of_committee
def remove_item(meeting_id: int, item_id: int) -> Response:
    """Remove an item that has not served."""
    agenda.remove_item(db(), meeting_id, item_id, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id)


@bp.route("/points/<int:item_id>/votes/nouveau", methods=["GET", "POST"])
@access.desk_of_committee
def add_motion(meeting_id: int, item_id: int) -> Answer:
    """Add a vote at the end of an item's votes."""
    form = MotionForm()
    others = [each for each in meetings.motions(db(), meeting_id) if each.item_id == item_id]
    before = standing(others)
    if form.validate_on_submit():
        try:
            agenda.add_motion(db(), meeting_id, item_id, form.draft(), by=access.by(), now=clock.now(), key=acts.key())
            return _back(meeting_id)
        except Refusal as refusal:
            form.refuse(refusal)
    elif not form.is_submitted():
        form.text.data = "" if before is None else before.text
        form.title.data = _question(g.item, others)
    return _page("desk/meetings/motion.html", form, item=g.item, motion=None, before=before)


def _question(item: Item, others: list[Motion]) -> str:
    """Propose the question of the next vote: the item itself, or after what amends it, the whole as it stands then."""
    if not others:
        return item.title
    return "" if others[-1].kind is MotionKind.WHOLE else f"L’ensemble du texte : {item.title}"[:500]


@bp.route("/points/<int:item_id>/votes/<int:motion_id>", methods=["GET", "POST"])
@access.desk_of_committee
def edit_motion(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Change a vote not yet opened; the differences with the version before are shown."""
    motion: Motion = g.motion
    others = [each for each in meetings.motions(db(), meeting_id) if each.item_id == item_id]
    before = standing([each for each in others if each.position < motion.position])
    form = MotionForm(obj=motion)
    if form.validate_on_submit():
        try:
            agenda.update_motion(
                db(), meeting_id, motion_id, form.draft(), by=access.by(), now=clock.now(), key=acts.key()
            )
            return _back(meeting_id)
        except Refusal as refusal:
            form.refuse(refusal)
    elif not form.is_submitted() and not motion.text.strip() and before is not None:
        form.text.data = before.text
    return _page("desk/meetings/motion.html", form, item=g.item, motion=motion, before=before)


@bp.post("/points/<int:item_id>/votes/<int:motion_id>/place")
@access.desk_of_committee
def move_motion(meeting_id: int, item_id: int, motion_id: int) -> Response:
    """Move a vote within its item."""
    position = acts.number("position")
    agenda.move_motion(db(), meeting_id, motion_id, position, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id)


@bp.post("/points/<int:item_id>/votes/<int:motion_id>/suppression")
@access.desk_of_committee
def remove_motion(meeting_id: int, item_id: int, motion_id: int) -> Response:
    """Remove a vote not yet opened."""
    agenda.remove_motion(db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return _back(meeting_id)


@bp.post("/ecran/renouveler")
@access.desk_of_committee
def renew_screen(meeting_id: int) -> Response:
    """Revoke the projector's link and make another."""
    conduct.renew_screen(db(), meeting_id, by=access.by(), now=clock.now())
    return redirect(url_for("prepare.page", meeting_id=meeting_id, _anchor="ecran"), 303)


def _back(meeting_id: int) -> Response:
    """Come back to the item on the page of the sitting, or during the sitting to the item in hand."""
    if g.meeting.state is MeetingState.OPEN:
        return redirect(url_for("conduct.page", meeting_id=meeting_id, _anchor="point"), 303)
    item = g.get("item")
    anchor = "ordre-du-jour" if item is None else f"point-{item.id}"
    return redirect(url_for("prepare.page", meeting_id=meeting_id, _anchor=anchor), 303)


def _page(template: str, form: Form, **more: object) -> str | tuple[str, int]:
    before, text = more.get("before"), getattr(getattr(form, "text", None), "data", None)
    changes = compare(before.text, text) if isinstance(before, Motion) and text else ()
    page = render_template(
        template,
        form=form,
        meeting=g.meeting,
        committee=g.committee,
        changes=changes,
        key=acts.key() or acts.new_key(),
        **more,
    )
    return (page, 400) if form.is_submitted() else page
