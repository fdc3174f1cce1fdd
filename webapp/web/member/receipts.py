"""The receipts of one's own ballots."""

from flask import Blueprint, abort, render_template, request

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import Item
from webapp.polls import queries as polls
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import votes

bp = Blueprint("receipts", __name__)


@bp.get("/recus")
@access.signed_in
def listed() -> str:
    """Every receipt of this person, newest first."""
    found = polls.receipts_of_person(db(), access.me().person.id)
    return render_template(
        "member/receipts.html",
        receipts=[each for each in found if not each.practice],
        rehearsed=[each for each in found if each.practice],
        said=votes.CHOICES_SAID,
    )


@bp.get("/recus/<number>")
@access.signed_in
def one(number: str) -> str:
    """One receipt, for who cast the ballot and nobody else."""
    mine = polls.receipts_of_person(db(), access.me().person.id)
    receipt = next((each for each in mine if each.number == number), None) or abort(404)
    meeting_id = request.args.get("seance", type=int)
    return render_template(
        "member/receipt.html",
        receipt=receipt,
        practice=receipt.practice,
        said=votes.CHOICES_SAID,
        meeting_id=meeting_id,
        left=_left_to_vote(meeting_id) if meeting_id else None,
    )


@frozen
class _Left:
    """An item on which somebody has still a ballot to cast, and for whom: their own seat or a mandate's (LAW MAN-6)."""

    item: Item
    mandators: tuple[str, ...]


def _left_to_vote(meeting_id: int) -> _Left | None:
    """Return what this person has still to vote."""
    if meetings.find(db(), meeting_id) is None:
        return None
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    vote, me = sitting.open, access.me().person.id
    if vote is None:
        return None
    awaited = [seat for seat in vote.seats_of.get(me, ()) if seat not in vote.voted]
    if not awaited:
        return None
    own = sitting.seat_taken_by(me)
    return _Left(item=vote.item, mandators=tuple(sitting.seat_name(seat) for seat in awaited if seat != own))
