"""What the pages of a consultation in writing show to one person."""

from typing import Any

from flask import abort, g, redirect, url_for

from webapp.accounts.model import Role
from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Exchange, OpenVote, Sitting
from webapp.meetings.sitting import Contribution, Item, Motion, Phase
from webapp.polls import queries as polls
from webapp.polls.model import Receipt, SeatId
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import votes
from webapp.wording import written as words
from webapp.wording.status import KINDS, sentence

LATEST = 3


@frozen
class Thread:
    """What was written on an item, or on the whole (`item` None)."""

    item: Item | None
    title: str
    contributions: tuple[Contribution, ...]


@frozen
class OwnVote:
    """A ballot that one may cast: for one's own seat, or by a mandate where the committee counts them in writing."""

    item: Item
    motion: Motion
    seat: int
    title: str
    receipt: Receipt | None


def context() -> dict[str, Any]:
    """Gather what every page of the consultation says, for who reads it; a sitting held otherwise has its own page."""
    if g.meeting.mode is not Mode.WRITTEN:
        abort(redirect(url_for("meeting.page", meeting_id=g.meeting.id), 303))
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    found = meetings.exchange(db(), sitting)
    me = access.me().person.id
    own = found.seats_of(me)
    line = meetings.status_line(sitting, me)
    recused = {each.id for each in sitting.items if sitting.presence.recused(each.id) & set(own)}
    seen = found.seen_by(own)
    return {
        "sitting": sitting,
        "meeting": sitting.meeting,
        "exchange": found,
        "consultation": sitting.consultation,
        "phase": found.phase,
        "now": sitting.at,
        "me": me,
        "own": own,
        "means": {seat: found.means.get(seat) for seat in own},
        "line": line,
        "sentence": sentence(line.kind, line.facts),
        "kind": KINDS.get(line.kind, "info"),
        "recused": recused,
        "seen": seen,
        "latest": tuple(reversed(seen[-LATEST:])),
        "mine": tuple(each for each in seen if each.person_id == me),
        "threads": _threads(found, seen, recused),
        "ballots": own_votes(found, me),
        "left": words.left,
        "words": words,
        "presides": any(access.me().has(role, sitting.committee.id) for role in (Role.CHAIR, Role.SECRETARIAT)),
        "motions": votes.MOTIONS,
        "choices": votes.CHOICES,
        "said": votes.CHOICES_SAID,
    }


def _threads(found: Exchange, seen: tuple[Contribution, ...], recused: set[int]) -> tuple[Thread, ...]:
    items = [None, *(each for each in found.sitting.items if each.id not in recused)]
    return tuple(
        Thread(
            item=item,
            title=words.ON_THE_WHOLE if item is None else f"Point {item.label}. {item.title}",
            contributions=tuple(each for each in seen if each.item_id == (None if item is None else item.id)),
        )
        for item in items
    )


def own_votes(found: Exchange, me: int) -> tuple[OwnVote, ...]:
    """Return the ballots that one may cast while the votes are open, with the receipt of what one cast."""
    if found.phase is not Phase.VOTE:
        return ()
    own = set(found.seats_of(me))
    return tuple(
        each for vote in meetings.open_votes(db(), found.sitting) for each in _of_vote(found.sitting, vote, me, own)
    )


def _of_vote(sitting: Sitting, vote: OpenVote, me: int, own: set[int]) -> list[OwnVote]:
    seats = sorted(vote.seats_of.get(me, ()), key=lambda each: (each not in own, each))
    receipts = polls.receipts_of_seats(db(), vote.motion.poll_id or 0, me) if seats else {}
    return [
        OwnVote(
            item=vote.item,
            motion=vote.motion,
            seat=seat,
            title="Pour votre siège" if seat in own else f"Par mandat de {sitting.seat_name(seat)}",
            receipt=receipts.get(SeatId(str(seat))),
        )
        for seat in seats
    ]
