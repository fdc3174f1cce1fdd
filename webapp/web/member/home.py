"""What is asked of me, until when."""

from collections.abc import Mapping

from flask import Blueprint, render_template

from webapp.accounts.model import Role
from webapp.committees import queries as committees
from webapp.committees.model import Committee
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import Meeting, MeetingState
from webapp.minutes import queries as minutes
from webapp.minutes.model import MinutesState
from webapp.minutes.rules.signing import signs_as_chair
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.web.kit.navigation import first_page
from webapp.wording import replies
from webapp.wording.dates import in_paris
from webapp.wording.status import KINDS, sentence

bp = Blueprint("member_home", __name__)

PAST = 10


@bp.get("/accueil")
@access.signed_in
def page() -> str:
    """Open sittings first, with what they ask; then those to come, then the last ones held."""
    who = access.me()
    mine = meetings.of_person(db(), who.person.id)
    held = [each for each in mine.sittings if each.state is MeetingState.CLOSED]
    coming = sorted(
        (each for each in mine.sittings if each.state is MeetingState.PREPARED), key=lambda each: each.starts_at
    )
    seats = committees.titular_seats(db(), who.person.id, in_paris(clock.now()).date()) if coming else {}
    presided = _awaiting_their_chair()
    of_committees = frozenset(each.committee_id for each in (*mine.sittings, *presided))
    known = {each.id: each for each in committees.listed(db(), of_committees)} if of_committees else {}
    states = minutes.states(db(), [each.id for each in held]) if held else {}
    return render_template(
        "member/home.html",
        open=[_asked(each) for each in mine.sittings if each.state is MeetingState.OPEN],
        rehearsed=[_asked(each) for each in mine.rehearsals if each.state is MeetingState.OPEN],
        coming=coming,
        seats=seats,
        replies=meetings.replies_of_seats(db(), who.person.id, seats.values()) if seats else {},
        stands=replies.STANDS,
        to_read=_in(MinutesState.SUBMITTED, held, states),
        to_sign=_to_sign(presided, known),
        held=held[:PAST],
        names={each.id: each.name for each in known.values()},
        work=first_page(who),
        offers_password=not who.has_password,
    )


def _awaiting_their_chair() -> list[Meeting]:
    """Return the sittings of the committees that the reader chairs whose final minutes nobody has begun to sign."""
    who = access.me()
    awaiting = minutes.awaiting_first_signature(db()) if who.has(Role.CHAIR) else frozenset()
    return (
        [each for each in meetings.listed(db(), who.committees(Role.CHAIR)) if each.id in awaiting] if awaiting else []
    )


def _in(state: MinutesState, held: list[Meeting], states: Mapping[int, MinutesState]) -> list[Meeting]:
    """Return the sittings whose minutes are in a state."""
    return [each for each in held if states.get(each.id) is state]


def _to_sign(awaiting: list[Meeting], known: Mapping[int, Committee]) -> list[Meeting]:
    """Return those of these sittings whose minutes their chair signs first."""
    return [
        each for each in awaiting if any(signs_as_chair(role) for role in known[each.committee_id].settings.signers[:1])
    ]


def _asked(meeting: Meeting) -> dict[str, object]:
    """What an open sitting asks of this person now."""
    sitting = meetings.state(db(), meeting.id, now=clock.now())
    line = meetings.status_line(sitting, access.me().person.id)
    return {
        "sitting": sitting,
        "line": line,
        "sentence": sentence(line.kind, line.facts),
        "kind": KINDS.get(line.kind, "info"),
    }
