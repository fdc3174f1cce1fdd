"""Voting in a consultation in writing: every vote of the agenda on one page, each checked before it is sent."""

from datetime import datetime
from secrets import token_urlsafe

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts import queries as accounts
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.service import contributions
from webapp.polls import queries as polls
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.member.consulting_view import context
from webapp.web.member.voting import ChoiceForm, sent_ballot
from webapp.wording.phrases import phrase

bp = Blueprint("consulting_votes", __name__, url_prefix="/seances/<int:meeting_id>/votes")

Answer = str | Response | tuple[str, int]


@bp.get("")
@access.takes_part
def page(meeting_id: int) -> str:
    """What one may vote on, what one voted, and the receipt of the last ballot."""
    return _page()


@bp.post("/verifier")
@access.takes_part
def check(meeting_id: int) -> Answer:
    """Say in a full sentence what is about to be sent."""
    form = ChoiceForm()
    shown = context()
    ballot = next(
        (each for each in shown["ballots"] if (each.motion.id, each.seat) == (form.motion.data, form.seat.data)), None
    )
    if not form.validate_on_submit() or ballot is None:
        return _page(), 409
    return render_template(
        "member/written/vote_check.html", ballot=ballot, choice=form.choice.data, key=token_urlsafe(16), **shown
    )


@bp.post("")
@access.takes_part
def cast(meeting_id: int) -> Answer:
    """Put the ballot in; the hour that counts is that at which the whole request had arrived (ECR-8)."""
    received_at = acts.received_at()
    sent = sent_ballot(request.form) or abort(400)
    try:
        receipt = contributions.cast(
            db(),
            meeting_id,
            sent.motion,
            sent.seat,
            sent.choice,
            key=sent.key,
            by=access.by(),
            received_at=received_at,
            signed_in_at=_signed_in_at(),
        )
    except Refusal as refusal:
        return _page(refused=phrase(refusal.reason, **refusal.facts)), 409
    return redirect(url_for("consulting_votes.page", meeting_id=meeting_id, recu=receipt.number), 303)


def _signed_in_at() -> datetime | None:
    """Return when the present session began: a tolerance after the end is for who had signed in before it."""
    who = access.me()
    live = accounts.sessions(db(), who.person.id, now=clock.now())
    return next((each.created_at for each in live if each.id == who.session_id), None)


def _page(refused: str = "") -> str:
    number = request.args.get("recu", "")
    receipt = polls.receipt(db(), number) if number else None
    shown = context()
    mine = receipt if receipt is not None and any(each.receipt == receipt for each in shown["ballots"]) else None
    return render_template("member/written/votes.html", receipt=mine, refused=refused, **shown)
