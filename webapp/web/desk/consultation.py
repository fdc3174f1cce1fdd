"""Following a consultation in writing: where it stands, its one next act, who has taken part, the messages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import auto
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode, Sense
from webapp.meetings.queries import Exchange, Sitting
from webapp.meetings.queries.exports import FORMATS
from webapp.meetings.service import means, voting, written
from webapp.meetings.sitting import Phase, WrittenRefusal
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message, MessageState
from webapp.polls.model import Choice
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.wording import dates
from webapp.wording import mail as mail_words
from webapp.wording import written as words
from webapp.wording.phrases import phrase
from webapp.wording.status import KINDS, sentence

bp = Blueprint("consultation", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/consultation")

Answer = str | BaseResponse | tuple[str, int]
LOST = frozenset({MessageState.REFUSED, MessageState.BOUNCED, MessageState.UNCERTAIN})
OTHERWISE = frozenset({WrittenRefusal.MEANS_MISSING, WrittenRefusal.SANCTION})  # refusals that call for another form


class MomentRefusal(Reason):
    """Why a day and an hour are not taken."""

    UNREADABLE = auto()


@bp.get("")
@access.chair_of_meeting
def page(meeting_id: int) -> Answer:
    """The whole of it; a sitting held otherwise has its own page."""
    if g.meeting.mode is not Mode.WRITTEN:
        return redirect(url_for("meeting.page", meeting_id=meeting_id), 303)
    return _shown()


@bp.post("/moyens")
@access.chair_of_meeting
def ask_means(meeting_id: int) -> Answer:
    """Ask those whose means are not confirmed."""
    return _do(lambda: means.ask(db(), meeting_id, linking=access.linking(), **_circumstances()))


@bp.post("/poste")
@access.desk_of_committee
def provide(meeting_id: int) -> Answer:
    """Record the workstation provided for a seat."""
    return _do(
        lambda: means.provide(db(), meeting_id, acts.number("seat"), acts.text("place"), **_circumstances()),
        anchor="membres",
    )


@bp.post("/conference")
@access.chair_of_meeting
def to_conference(meeting_id: int) -> Answer:
    """Make a conference of it, in one act."""
    try:
        means.to_conference(db(), meeting_id, **_circumstances())
    except Refusal as refusal:
        return _refused(refusal)
    return redirect(url_for("prepare.page", meeting_id=meeting_id), 303)


@bp.post("/annonce")
@access.chair_of_meeting
def announce(meeting_id: int) -> Answer:
    """Announce it to every member."""
    return _do(
        lambda: written.announce(
            db(), meeting_id, _moment(), acts.text("terms"), linking=access.linking(), **_circumstances()
        )
    )


@bp.post("/prolongation")
@access.chair_of_meeting
def extend(meeting_id: int) -> Answer:
    """Let the debate go on until later."""
    return _do(
        lambda: written.extend(
            db(), meeting_id, _moment(), acts.text("reason"), linking=access.linking(), **_circumstances()
        )
    )


@bp.post("/cloture-des-debats")
@access.chair_of_meeting
def close_debate(meeting_id: int) -> Answer:
    """Send the message that closes the debate."""
    return _do(lambda: written.close_debate(db(), meeting_id, linking=access.linking(), **_circumstances()))


@bp.post("/votes")
@access.chair_of_meeting
def open_votes(meeting_id: int) -> Answer:
    """Open every vote for one duration."""
    return _do(
        lambda: written.open_votes(db(), meeting_id, acts.figure("hours"), linking=access.linking(), **_circumstances())
    )


@bp.post("/cloture-des-votes")
@access.chair_of_meeting
def close_votes(meeting_id: int) -> Answer:
    """Record that the votes are over."""
    return _do(lambda: written.close_votes(db(), meeting_id, **_circumstances()))


@bp.post("/departage")
@access.chair_of_meeting
def declare_casting(meeting_id: int) -> Answer:
    """Record the chair's public declaration that settles a tie (VOT-6)."""
    return _do(
        lambda: voting.declare_casting(
            db(), meeting_id, acts.number("motion"), acts.chosen(Choice, "choice"), **_circumstances()
        )
    )


@bp.post("/resultats")
@access.chair_of_meeting
def send_results(meeting_id: int) -> Answer:
    """Send the results to every member."""
    return _do(lambda: written.send_results(db(), meeting_id, linking=access.linking(), **_circumstances()))


@bp.get("/echanges.<any(txt, csv, json):kind>")
@access.chair_of_meeting
def export(meeting_id: int, kind: str) -> Response:
    """Hand over the whole exchange, for the sitting's file (ECR-12); who withdrew from an item reads none of it (DEP-1)."""
    media, write = FORMATS[kind]
    found = _exchange()
    own = found.seats_of(access.me().person.id)
    content = write(replace(found, contributions=found.seen_by(own)))
    name = f"echanges-{g.committee.code.lower()}-{g.meeting.day.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=f"{media}; charset=utf-8", headers=headers)


def _circumstances() -> dict[str, Any]:
    return {"by": access.by(), "now": clock.now(), "key": acts.key()}


def _moment() -> datetime:
    """Return the day and the hour that were typed, on the clocks of Paris."""
    try:
        typed = datetime.fromisoformat(f"{acts.text('day')}T{acts.text('hour')}")
    except ValueError as fault:
        raise Refusal(MomentRefusal.UNREADABLE) from fault
    return acts.on_the_clocks(typed)


def _do(act: Callable[[], object], anchor: str = "acte") -> Answer:
    try:
        act()
    except Refusal as refusal:
        return _refused(refusal)
    return redirect(url_for("consultation.page", meeting_id=g.meeting.id, _anchor=anchor), 303)


def _refused(refusal: Refusal) -> tuple[str, int]:
    said = phrase(refusal.reason, **_said(refusal.facts))
    return _shown(refused=said, otherwise=refusal.reason in OTHERWISE), 409


def _said(facts: dict[str, object]) -> dict[str, object]:
    return {name: dates.day(value) if isinstance(value, datetime) else value for name, value in facts.items()}


def _exchange() -> Exchange:
    return meetings.exchange(db(), meetings.state(db(), g.meeting.id, now=clock.now()))


def _shown(refused: str = "", *, otherwise: bool = False) -> str:
    found = _exchange()
    sitting = found.sitting
    line = meetings.status_line(sitting, None)
    until = meetings.received_until(sitting)
    messages = outbox.about(db(), sitting.meeting.topic)
    return render_template(
        "desk/written/page.html",
        exchange=found,
        sitting=sitting,
        meeting=sitting.meeting,
        consultation=found.consultation,
        phase=found.phase.value,
        now=sitting.at,
        sentence=sentence(line.kind, line.facts),
        kind=KINDS.get(line.kind, "info"),
        quorum=sitting.quorum(),
        taken=frozenset(sitting.presence.seats),
        received_until=until,
        may_close=found.phase is Phase.VOTE_OVER and until is not None and sitting.at > until,
        ties=_ties(sitting),
        messages=_by_kind(messages),
        lost=[each for each in messages if each.state in LOST and each.followed_by is None],
        steps=[name for phase, name in words.PHASES.items() if not phase.endswith("_over")],
        step=_step(found.phase),
        words=words,
        left=words.left,
        refused=refused,
        otherwise=otherwise,
        typed=request.form,
        confirming=request.args.get("confirmer", ""),
        asked_seat=request.args.get("poste", type=int),
        key=acts.new_key(),
    )


def _step(phase: Phase) -> int:
    shown = [each for each in words.PHASES if not each.endswith("_over")]
    return shown.index(phase.value.removesuffix("_over")) + 1


def _ties(sitting: Sitting) -> list[tuple[int, str]]:
    """Return the votes that a public declaration of the chair may still settle."""
    settings = sitting.settings
    if not (settings.casting_declaration and settings.casting_vote and settings.chair_votes):
        return []
    return [
        (each.id, each.title)
        for each in sitting.motions
        if each.result is not None and each.announced_at is None and each.result.outcome.sense is Sense.TIE
    ]


def _by_kind(messages: list[Message]) -> list[tuple[str, str, str]]:
    """Count the messages of each kind by what has become of them."""
    found: dict[tuple[str, str], int] = {}
    for each in messages:
        state = mail_words.FOLLOWED if each.followed_by else mail_words.STATES[each.state.value]
        place = (words.MESSAGES.get(each.letter.kind, each.letter.subject), state)
        found[place] = found.get(place, 0) + 1
    return [(kind, state, str(number)) for (kind, state), number in found.items()]
