"""What an act would do, shown before it is done: the same rules as the act itself."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.errors import Reason, Refusal
from webapp.kernel.models import frozen
from webapp.meetings.model import Quorum
from webapp.meetings.queries.state import JudgedMandate, Sitting, judged
from webapp.meetings.rules.presence import presence_at
from webapp.meetings.rules.quorum import check_quorum
from webapp.meetings.rules.vote import quorum_at, rights_of
from webapp.meetings.sitting import (
    Act,
    Fact,
    Form,
    ItemState,
    MeetingRefusal,
    MeetingState,
    Motion,
    MotionState,
    Presence,
)
from webapp.polls.model import Choice, Right, RightState


class Warn(StrEnum):
    """What the desk should know before a vote opens, though nothing forbids it."""

    CHAIR_NOT_SITTING = auto()
    CHAIR_RECUSED = auto()
    LATE_ENTRIES_PENDING = auto()
    MANDATES_VOID = auto()
    QUORUM_MARGIN_NIL = auto()
    NO_QUORUM_CONDITION = auto()
    TEXT_SAME_AS_PREVIOUS = auto()
    SECRET_NOT_OFFERED = auto()


@frozen
class OpeningPreview:
    """What opening a vote would give; `blocked` is the refusal it would meet, None when it would open."""

    motion: Motion
    quorum: Quorum
    rights: Mapping[int, Right]
    mandates: tuple[JudgedMandate, ...]
    warnings: tuple[Warn, ...]
    blocked: Reason | None
    blocked_facts: Mapping[str, object]

    @property
    def entitled(self) -> tuple[int, ...]:
        return tuple(seat for seat, right in self.rights.items() if right.state is RightState.GRANTED)

    @property
    def recused(self) -> tuple[int, ...]:
        return tuple(seat for seat, right in self.rights.items() if right.reason == "recused")


@frozen
class Effect:
    """The quorum and the entitled seats before and after an act of presence (MAN-3)."""

    before: Quorum
    after: Quorum
    entitled_before: int
    entitled_after: int


@frozen
class HandsCount:
    """What a show of hands comes to, for the sentence that is read back."""

    in_favour: int
    against: int
    abstain: int
    no_part: int
    by_seat: Mapping[int, Choice]


def preview_opening(sitting: Sitting, motion_id: int) -> OpeningPreview:
    """Say what opening this vote now would give, and what forbids it."""
    motion = sitting.motion_of(motion_id)
    if motion is None:
        raise Refusal(MeetingRefusal.UNKNOWN_MOTION)
    quorum = quorum_at(sitting.frame, sitting.facts, sitting.at, motion.item_id)
    rights = rights_of(sitting.frame, sitting.presence, motion.item_id)
    mandates = judged(sitting.frame, sitting.presence, motion.item_id)
    blocked = _first_refusal(sitting, motion, quorum, rights.values())
    return OpeningPreview(
        motion=motion,
        quorum=quorum,
        rights={int(seat): right for seat, right in rights.items()},
        mandates=mandates,
        warnings=tuple(_warnings(sitting, motion, quorum, mandates)),
        blocked=None if blocked is None else blocked.reason,
        blocked_facts={} if blocked is None else blocked.facts,
    )


def check_opening(already: Motion | None, motion: Motion, siblings: Collection[Motion]) -> None:
    """Refuse a vote out of turn: one open vote a sitting, an item's motions in their order."""
    if motion.state is not MotionState.PENDING:
        raise Refusal(MeetingRefusal.ALREADY_OPENED, title=motion.title)
    if already is not None:
        raise Refusal(MeetingRefusal.OTHER_VOTE_OPEN, title=already.title)
    for sibling in siblings:
        if sibling.id == motion.id:
            return
        if sibling.closed_at is None:
            raise Refusal(MeetingRefusal.PREVIOUS_MOTION_PENDING, title=sibling.title)


def _first_refusal(sitting: Sitting, motion: Motion, quorum: Quorum, rights: Collection[Right]) -> Refusal | None:
    item = sitting.item_of(motion.item_id)
    already = None if sitting.open is None else sitting.open.motion

    def in_hand() -> None:
        if sitting.meeting.state is not MeetingState.OPEN:
            raise Refusal(MeetingRefusal.NOT_OPEN)
        if sitting.meeting.suspended_at is not None:
            raise Refusal(MeetingRefusal.SUSPENDED)
        if item is None or item.state is not ItemState.IN_HAND:
            raise Refusal(MeetingRefusal.ITEM_NOT_IN_HAND, item="" if item is None else item.label)

    def somebody() -> None:
        if not motion.text.strip():
            raise Refusal(MeetingRefusal.TEXT_MISSING, title=motion.title)
        if not any(right.state is RightState.GRANTED for right in rights):
            raise Refusal(MeetingRefusal.NOBODY_ENTITLED)

    checks: tuple[Callable[[], None], ...] = (
        in_hand,
        lambda: check_opening(already, motion, sitting.motions_of(motion.item_id)),
        lambda: check_quorum(quorum),
        somebody,
    )
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            return refusal
    return None


def _warnings(sitting: Sitting, motion: Motion, quorum: Quorum, mandates: Collection[JudgedMandate]) -> list[Warn]:
    presence = sitting.presence
    recused = presence.recused(motion.item_id)
    before = [each for each in sitting.motions_of(motion.item_id) if each.position < motion.position]
    found = {
        Warn.CHAIR_NOT_SITTING: not presence.chair_sits,
        Warn.CHAIR_RECUSED: presence.chair is not None and presence.chair_sits and presence.chair.seat in recused,
        Warn.LATE_ENTRIES_PENDING: bool(sitting.pending_late),
        Warn.MANDATES_VOID: any(each.verdict is not None and not each.verdict.valid for each in mandates),
        Warn.QUORUM_MARGIN_NIL: quorum.applies and quorum.margin == 0,
        Warn.NO_QUORUM_CONDITION: not quorum.applies,
        Warn.TEXT_SAME_AS_PREVIOUS: bool(before) and before[-1].text == motion.text,
        Warn.SECRET_NOT_OFFERED: sitting.settings.ballot_kind == "secret",
    }
    return [warning for warning, applies in found.items() if applies]


def preview_act(sitting: Sitting, act: Act, **fields: object) -> Effect:
    """Say what an act of presence entered now would do to the quorum and to the seats entitled on the item in hand.

    `fields` are those of a `Fact`: seat, other_seat, person_id, item_id, form.
    """
    blank = Fact(
        id=max((fact.id for fact in sitting.facts), default=0) + 1,
        meeting_id=sitting.meeting.id,
        act=act,
        seat=None,
        other_seat=None,
        person_id=None,
        item_id=None,
        form=None,
        text="",
        refers_to=None,
        effective_at=sitting.at,
        entered_at=sitting.at,
        entered_by=None,
    )
    item_id = sitting.meeting.item_in_hand
    after = (*sitting.facts, replace(blank, **fields))  # type: ignore[arg-type]  # the caller names fields of Fact
    return Effect(
        before=quorum_at(sitting.frame, sitting.facts, sitting.at, item_id),
        after=quorum_at(sitting.frame, after, sitting.at, item_id),
        entitled_before=_entitled(sitting, sitting.facts, sitting.at, item_id),
        entitled_after=_entitled(sitting, after, sitting.at, item_id),
    )


def _entitled(sitting: Sitting, facts: Collection[Fact], at: datetime, item_id: int | None) -> int:
    presence = presence_at(facts, at, sitting.frame.titulars)
    rights = rights_of(sitting.frame, presence, item_id or 0)
    return sum(right.state is RightState.GRANTED for right in rights.values())


def hands_preview(
    sitting: Sitting,
    *,
    against: Collection[int] = (),
    abstain: Collection[int] = (),
    no_part: Collection[int] = (),
    heard: Mapping[int, Choice] | None = None,
) -> HandsCount:
    """Say what a show of hands comes to before it is recorded; refuses what `show_of_hands` would refuse."""
    if sitting.open is None:
        raise Refusal(MeetingRefusal.VOTE_NOT_OPEN)
    return count_hands(
        sitting.open.rights,
        sitting.open.voted,
        remote=remote_people(sitting.presence),
        against=against,
        abstain=abstain,
        no_part=no_part,
        heard=heard or {},
    )


def remote_people(presence: Presence) -> frozenset[int]:
    """Return who takes part by video or by telephone, and so must be heard by name."""
    return frozenset(each.occupant.person_id for each in presence.seats.values() if each.occupant.form is not Form.ROOM)


def count_hands(
    rights: Mapping[int, Right],
    voted: Collection[int],
    *,
    remote: Collection[int],
    against: Collection[int],
    abstain: Collection[int],
    no_part: Collection[int],
    heard: Mapping[int, Choice],
) -> HandsCount:
    """Give each entitled seat without a ballot its choice: those named, those heard by name, the others in favour.

    Refuses a seat that may not vote, one that has voted already or is named twice, and a remote member who was not
    heard: silence at a distance is no raised hand.
    """
    named = [
        *((seat, Choice.AGAINST) for seat in against),
        *((seat, Choice.ABSTAIN) for seat in abstain),
        *((seat, Choice.NO_PART) for seat in no_part),
        *heard.items(),
    ]
    chosen: dict[int, Choice] = {}
    for seat, choice in named:
        _check_named(rights, voted, seat, already=seat in chosen)
        chosen[seat] = choice
    free = [seat for seat, right in rights.items() if right.state is RightState.GRANTED and seat not in voted]
    silent = [seat for seat in free if seat not in chosen and rights[seat].person_id in remote]
    if silent:
        raise Refusal(MeetingRefusal.REMOTE_NOT_HEARD, seats=tuple(silent))
    return hands_of({seat: chosen.get(seat, Choice.FOR) for seat in free})


def hands_of(by_seat: Mapping[int, Choice]) -> HandsCount:
    """Count the choices of a show of hands."""
    values = list(by_seat.values())
    return HandsCount(
        in_favour=values.count(Choice.FOR),
        against=values.count(Choice.AGAINST),
        abstain=values.count(Choice.ABSTAIN),
        no_part=values.count(Choice.NO_PART),
        by_seat=by_seat,
    )


def _check_named(rights: Mapping[int, Right], voted: Collection[int], seat: int, *, already: bool) -> None:
    right = rights.get(seat)
    if right is None or right.state is not RightState.GRANTED:
        raise Refusal(MeetingRefusal.SEAT_NOT_ENTITLED, seat=seat)
    if seat in voted:
        raise Refusal(MeetingRefusal.SEAT_HAS_VOTED, seat=seat)
    if already:
        raise Refusal(MeetingRefusal.SEAT_NAMED_TWICE, seat=seat)
