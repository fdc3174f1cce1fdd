"""The chair's page: what to say now, the quorum and its margin, who asks to speak, what awaits a decision."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode, Sense
from webapp.meetings.queries import OpeningPreview, Sitting
from webapp.meetings.sitting import Item, ItemState, Motion, VoteResult
from webapp.web.desk.conduct_view import etag, motion_in_hand, quorum_badge, step_of
from webapp.web.kit import access, streams
from webapp.web.kit.database import db
from webapp.wording import presiding as words
from webapp.wording.outcomes import SENSES, neither, typeset, without_figures
from webapp.wording.phrases import phrase

bp = Blueprint("presiding", __name__, url_prefix="/seances/<int:meeting_id>/presider")


@bp.get("")
@access.chair_of_meeting
def page(meeting_id: int) -> str | BaseResponse:
    """The whole page; what is held in writing is followed elsewhere."""
    if g.meeting.mode is Mode.WRITTEN:
        return redirect(url_for("consultation.page", meeting_id=meeting_id), 303)
    version = streams.version(g.meeting.desk_topic)
    return render_template("desk/presiding/page.html", live_version=version, **_context(meeting_id))


@bp.get("/etat")
@access.chair_of_meeting
def live(meeting_id: int) -> BaseResponse:
    """What changes of it; unchanged, 304."""
    context = _context(meeting_id)
    sitting = context["sitting"]
    response = make_response()
    response.set_etag(etag(sitting) if isinstance(sitting, Sitting) else "")
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code != 304:  # noqa: PLR2004 — what was not changed is not made
        response.set_data(render_template("desk/presiding/live.html", **context))
    return response


@bp.get("/flux")
@access.chair_of_meeting
def stream(meeting_id: int) -> Response:
    """Tell the page that something changed."""
    return streams.follow(g.meeting.desk_topic)


def _context(meeting_id: int) -> dict[str, object]:
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    item = sitting.item
    motion = motion_in_hand(sitting, item)
    preview = None
    if motion is not None and motion.poll_id is None and item is not None:
        preview = meetings.preview_opening(sitting, motion.id)
    quorum = sitting.quorum()
    return {
        "sitting": sitting,
        "meeting": sitting.meeting,
        "item": item,
        "motion": motion,
        "script": _script(sitting, item, motion, preview),
        "quorum": quorum,
        "quorum_badge": quorum_badge(sitting, quorum),
        "asked": _decisions_asked(sitting, motion, preview),
    }


def _script(sitting: Sitting, item: Item | None, motion: Motion | None, preview: OpeningPreview | None) -> str:
    step = step_of(sitting, item, motion, preview).value
    if step == "voting" and motion is not None and motion.secret:
        step = "on_paper"
    quorum = sitting.quorum()
    following = next((each for each in sitting.items if each.state is ItemState.PENDING), None)
    result = None if motion is None else motion.result
    return words.said(
        step,
        {
            "quorum": words.quorum_told(
                applies=quorum.applies,
                reached=quorum.reached,
                counted=quorum.counted,
                composing=quorum.composing,
                required=quorum.required,
            ),
            "label": "" if item is None else item.label,
            "title": "" if item is None else item.title,
            "next_label": "" if following is None else following.label,
            "next_title": "" if following is None else following.title,
            "what": "" if motion is None else words.PUT[motion.kind],
            "question": "" if motion is None else motion.title,
            "blocked": ""
            if preview is None or preview.blocked is None
            else phrase(preview.blocked, **preview.blocked_facts),
            "votes": "" if result is None else _votes(result),
            "outcome": ""
            if result is None
            else typeset(without_figures(result.outcome.wording or "aucun avis n’est rendu, faute de quorum")),
        },
    )


def _votes(result: VoteResult) -> str:
    counts = result.counts
    said = neither(counts.abstain, on_paper=result.paper is not None)
    return f"{counts.in_favour} pour, {counts.against} contre, {counts.abstain} {said}"


def _decisions_asked(sitting: Sitting, motion: Motion | None, preview: OpeningPreview | None) -> list[tuple[str, str]]:
    """What only whoever presides can settle, each with its article or its reason."""
    asked = [
        (
            "Une saisie tardive touche un vote",
            "Garder le résultat, ou le recalculer avec ce fait : les deux figureront au procès-verbal.",
        )
        for _ in sitting.pending_late
    ]
    result = None if motion is None else motion.result
    if result is not None and result.outcome.diverges:
        chosen = "suffrages exprimés" if sitting.settings.majority_base == "expressed" else "présents et représentés"
        asked.append(
            (
                "Les deux façons de compter la majorité divergent",
                words.DIVERGENCE.format(
                    expressed=SENSES[result.outcome.expressed], present=SENSES[result.outcome.present], chosen=chosen
                ),
            )
        )
    if result is not None and result.outcome.sense is Sense.TIE:
        settings = sitting.settings
        may = settings.casting_declaration and settings.casting_vote and settings.chair_votes and result.chair.seat
        asked.append(
            (
                "Partage des voix",
                "Déclarez publiquement votre sens, ou annoncez le partage (CRPA R133-11)."
                if may
                else "Annoncez le partage : aucune déclaration n’est possible.",
            )
        )
    if preview is not None and preview.quorum.lacking:
        asked.append(
            (
                "Le quorum n’est pas atteint",
                "Attendre, ajourner le point, ou constater la carence et lever la séance (CRPA R133-10).",
            )
        )
    return asked
