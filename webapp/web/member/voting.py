"""Voting by name from one's own device: choose, check, send, and keep the receipt."""

import re
from collections.abc import Mapping
from secrets import token_urlsafe

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.queries import OpenVote, Sitting
from webapp.meetings.service import voting
from webapp.polls import queries as polls
from webapp.polls.model import Choice, Receipt, SeatId
from webapp.polls.rules import KEY
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.wording import votes
from webapp.wording.status import sentence

bp = Blueprint("voting", __name__)

NUMBER = re.compile("[0-9]{1,15}")
CHOICES = frozenset(each.value for each in Choice)


@frozen
class OwnBallot:
    """One ballot this person may cast: for their own seat, or for a member whose mandate they hold."""

    seat: int
    title: str
    mandate: bool
    receipt: Receipt | None


class ChoiceForm(Form):
    """What the choice page sends: which ballot, which choice; nothing is written yet."""

    motion = IntegerField(validators=[InputRequired()])
    seat = IntegerField(validators=[InputRequired("Choisissez d’abord un bulletin.")])
    choice = RadioField(
        "Votre vote", choices=choices(votes.CHOICES.items()), validators=[InputRequired("Choisissez une réponse.")]
    )


@frozen
class SentBallot:
    """What the check page sends: the ballot itself, with the key that makes a resend harmless."""

    motion: int
    seat: int
    choice: Choice
    key: str


@bp.get("/seances/<int:meeting_id>/points/<int:item_id>/voter")
@access.takes_part
def choose(meeting_id: int, item_id: int) -> str:
    """The ballots one may cast on this item, or why there are none."""
    return _choices(ChoiceForm(formdata=None))


@bp.post("/seances/<int:meeting_id>/points/<int:item_id>/verifier")
@access.takes_part
def check(meeting_id: int, item_id: int) -> str | tuple[str, int]:
    """Say in a full sentence what is about to be sent."""
    form = ChoiceForm()
    if not form.validate_on_submit():
        return _choices(form), 400
    sitting, vote = _open_vote()
    mine = {ballot.seat: ballot for ballot in _own_ballots(sitting, vote)}
    if vote is None or vote.motion.id != form.motion.data or form.seat.data not in mine:
        return _choices(form), 409
    return render_template(
        "member/vote_check.html",
        sitting=sitting,
        vote=vote,
        ballot=mine[form.seat.data],
        choice=form.choice.data,
        said=votes.CHOICES_SAID[form.choice.data],
        key=token_urlsafe(16),
    )


@bp.post("/seances/<int:meeting_id>/points/<int:item_id>/voter")
@access.casts
def cast(meeting_id: int, item_id: int) -> Response | tuple[str, int]:
    """Put the ballot in and show its receipt; the hour that counts is that at which the whole request had arrived."""
    received_at = clock.now()
    sent = sent_ballot(request.form) or abort(400)  # what no page of ours sends: nothing to show again
    receipt = voting.cast(
        db(),
        meeting_id,
        sent.motion,
        sent.seat,
        sent.choice,
        key=sent.key,
        by=access.by(),
        received_at=received_at,
    )
    return redirect(url_for("receipts.one", number=receipt.number, seance=meeting_id), 303)


def sent_ballot(fields: Mapping[str, str]) -> SentBallot | None:
    """Read a ballot by hand, None when it is malformed: a form of fields would cost a whole room a quarter more."""
    motion, seat, choice, key = (fields.get(name, "") for name in ("motion", "seat", "choice", "key"))
    if not (NUMBER.fullmatch(motion) and NUMBER.fullmatch(seat) and KEY.fullmatch(key) and choice in CHOICES):
        return None
    return SentBallot(motion=int(motion), seat=int(seat), choice=Choice(choice), key=key)


def _open_vote() -> tuple[Sitting, OpenVote | None]:
    """Read the sitting and the vote open on the item of the address."""
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    vote = sitting.open
    return sitting, vote if vote is not None and vote.item.id == g.item.id else None


def _own_ballots(sitting: Sitting, vote: OpenVote | None) -> list[OwnBallot]:
    if vote is None or vote.motion.poll_id is None:
        return []
    me = access.me().person.id
    receipts = polls.receipts_of_seats(db(), vote.motion.poll_id, me)
    own = sitting.seat_taken_by(me)
    return [
        OwnBallot(
            seat=seat,
            title="Pour votre siège" if seat == own else f"Par mandat de {sitting.seat_name(seat)}",
            mandate=seat != own,
            receipt=receipts.get(SeatId(str(seat))),
        )
        for seat in sorted(vote.seats_of.get(me, ()), key=lambda each: (each != own, each))
    ]


def _choices(form: ChoiceForm) -> str:
    sitting, vote = _open_vote()
    line = meetings.status_line(sitting, access.me().person.id)
    return render_template(
        "member/vote.html",
        sitting=sitting,
        vote=vote,
        ballots=_own_ballots(sitting, vote),
        form=form,
        tried=request.form.get("seat", type=int),
        line=line,
        sentence=sentence(line.kind, line.facts),
        choices=votes.CHOICES,
        said=votes.CHOICES_SAID,
    )
