"""The votes of a sitting, entered at the desk « sur décision du président »."""

from functools import partial

from flask import Blueprint, request

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.model import PaperCount
from webapp.meetings.service import accidents, paper, voting
from webapp.meetings.sitting import MeetingRefusal
from webapp.polls.model import Choice
from webapp.web.desk.conduct import Answer, answer, refused, shown
from webapp.web.desk.conduct_view import hands_said
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.requests import whole

bp = Blueprint(
    "conduct_votes", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/conduire/points/<int:item_id>"
)


@bp.post("/votes/<int:motion_id>/ouverture")
@access.desk_of_committee
def open_vote(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Open the vote: the text is frozen, every seat gets its right."""
    act = partial(voting.open_vote, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(
        lambda: act(
            decision=acts.text("decision"),
            on_paper=bool(acts.text("on_paper")),
            in_presence=acts.text("in_presence"),
            without_applicant=acts.text("without_applicant"),
        )
    )


@bp.post("/votes/<int:motion_id>/dernier-appel")
@access.desk_of_committee
def last_call(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Name those awaited."""
    return answer(
        partial(voting.last_call, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    )


@bp.post("/votes/<int:motion_id>/voix")
@access.desk_of_committee
def voice(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Enter the vote of a member on the telephone or without a device."""
    act = partial(voting.voice, db(), meeting_id, motion_id, by=access.by(), now=clock.now())
    return answer(lambda: act(acts.number("seat"), acts.chosen(Choice, "choice"), key=acts.key() or acts.new_key()))


@bp.post("/votes/<int:motion_id>/main-levee")
@access.desk_of_committee
def hands(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Record a show of hands, once the sentence was read back to the room."""
    against, abstain, no_part, heard = _raised()
    act = partial(voting.show_of_hands, db(), meeting_id, motion_id, by=access.by(), now=clock.now())
    return answer(
        lambda: act(
            against=against,
            abstain=abstain,
            no_part=no_part,
            heard=heard,
            read_back=acts.text("read_back"),
            announced=_announced(),
            key=acts.key() or acts.new_key(),
        )
    )


@bp.post("/votes/<int:motion_id>/main-levee/relecture")
@access.desk_of_committee
def read_back(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Make the sentence to read back, or come back to the list; nothing is recorded yet."""
    if acts.text("again"):
        return shown()
    against, abstain, no_part, heard = _raised()
    sitting = meetings.state(db(), meeting_id, now=clock.now())
    try:
        found = meetings.hands_preview(sitting, against=against, abstain=abstain, no_part=no_part, heard=heard)
    except Refusal as refusal:
        return refused(refusal)
    return shown(hands=found, said_aloud=hands_said(sitting, found))


@bp.post("/votes/<int:motion_id>/liste")
@access.desk_of_committee
def confirm_list(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """A second person confirms what the desk entered."""
    act = partial(voting.confirm_list, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(confirmed_by=acts.number("confirmed_by")))


@bp.post("/votes/<int:motion_id>/cloture")
@access.desk_of_committee
def close_vote(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Close the vote, finally."""
    act = partial(voting.close_vote, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(decision=acts.text("decision")))


@bp.post("/votes/<int:motion_id>/depouillement")
@access.desk_of_committee
def counted(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Record what the scrutineers of a secret vote on paper have counted; it closes the vote."""
    act = partial(paper.record, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(_count()))


def _count() -> PaperCount:
    """Read the six figures, all of them asked for, and the names parted by commas."""
    names = (name.strip() for name in acts.text("scrutineers").split(","))
    return PaperCount(
        scrutineers=tuple(name for name in names if name),
        distributed=acts.figure("distributed"),
        found=acts.figure("found"),
        in_favour=acts.figure("in_favour"),
        against=acts.figure("against"),
        blank=acts.figure("blank"),
        void=acts.figure("void"),
    )


@bp.post("/votes/<int:motion_id>/refaire")
@access.desk_of_committee
def redo(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Hold a closed vote again, on the chair's recorded decision."""
    act = partial(accidents.redo_vote, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(reason=acts.text("reason")))


@bp.post("/votes/<int:motion_id>/departage")
@access.desk_of_committee
def declare(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Who presides settles a tie by a public declaration."""
    act = partial(voting.declare_casting, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(acts.chosen(Choice, "choice")))


@bp.post("/votes/<int:motion_id>/annonce")
@access.desk_of_committee
def announce(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Show the result to the members and the room."""
    return answer(
        partial(voting.announce, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    )


@bp.post("/votes/<int:motion_id>/arret")
@access.desk_of_committee
def stop(meeting_id: int, item_id: int, motion_id: int) -> Answer:
    """Stop an open vote; its ballots are kept and not counted."""
    act = partial(accidents.stop_vote, db(), meeting_id, motion_id, by=access.by(), now=clock.now(), key=acts.key())
    return answer(lambda: act(reason=acts.text("reason")))


def _announced() -> tuple[int, int, int, int]:
    """Read the figures of the sentence that was read aloud, « 13.1.0.0 »."""
    try:
        in_favour, against, abstain, no_part = map(int, acts.parts("announced", 4))
    except ValueError as fault:
        raise Refusal(MeetingRefusal.READ_BACK_MISSING) from fault
    return in_favour, against, abstain, no_part


def _raised() -> tuple[list[int], list[int], list[int], dict[int, Choice]]:
    """Read the hands: one choice by seat; the seats in the room left alone count as in favour."""
    named: dict[Choice, list[int]] = {choice: [] for choice in Choice}
    heard: dict[int, Choice] = {}
    for name, value in request.form.items():
        kind, _, written = name.partition("-")
        if kind not in {"hand", "heard"} or value not in set(Choice):
            continue
        try:
            seat = whole(written)
        except ValueError as fault:
            raise Refusal(acts.FormRefusal.CHOICE_MISSING) from fault
        if kind == "hand":
            named[Choice(value)].append(seat)
        else:
            heard[seat] = Choice(value)
    return named[Choice.AGAINST], named[Choice.ABSTAIN], named[Choice.NO_PART], heard
