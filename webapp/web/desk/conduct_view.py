"""What the screen of a sitting shows: where the sitting stands, its one next act, who is there."""

import json
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum, auto

from flask import g, request

from webapp.committees.model import Appointment, SeatOnDay
from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.model import Quorum
from webapp.meetings.queries import OpeningPreview, Sitting
from webapp.meetings.sitting import Act, Fact, Form, Item, ItemState, Meeting, MeetingState, Motion, MotionState
from webapp.minutes import queries as minutes
from webapp.minutes.model import MinutesState
from webapp.polls import queries as polls
from webapp.web.desk import notice, restart
from webapp.web.kit import access, acts, streams
from webapp.web.kit.database import db
from webapp.web.kit.quorums import quorum_moved
from webapp.wording import votes
from webapp.wording.numbers import count
from webapp.wording.outcomes import SENSES, typeset
from webapp.wording.phrases import phrase
from webapp.wording.sitting import DESK_FORMS, ENDS, MANDATES, WARNINGS, fact_said
from webapp.wording.status import KINDS, sentence
from webapp.wording.typography import spaced

LATEST_FACTS = 12


class Step(StrEnum):
    """Where the item shown stands, which says what the desk does next."""

    PREPARED = auto()
    CLOSED = auto()
    SUSPENDED = auto()
    BETWEEN = auto()
    FINISHED = auto()
    TO_CALL = auto()
    OVER = auto()
    VOTING = auto()
    TO_ANNOUNCE = auto()
    TO_OPEN = auto()
    BLOCKED = auto()
    TO_END = auto()


@frozen
class ItemLine:
    """One item in the list of the agenda."""

    item: Item
    outcome: str


@frozen
class SeatLine:
    """One seat as the desk sees it in the list of presence; `titular` and `substitutes` may take it.

    `listed` is `name` with the family name first, as the lists to choose from give it.
    """

    seat: int
    name: str
    listed: str
    titular: Appointment | None
    substitutes: tuple[Appointment, ...]
    form: str | None
    mandate: str | None
    recused: bool
    awaited: bool
    replaced: bool
    words: str


@frozen
class FactLine:
    """One line of the ledger, said in French; `set_aside` once it was."""

    fact: Fact
    said: str
    set_aside: bool


def context(**more: object) -> dict[str, object]:
    """Gather everything the screen shows; one sitting read, and the desk's list when a vote has one."""
    version = streams.version(g.meeting.desk_topic)  # read before the facts: a change in between wakes the page again
    sitting = meetings.state(db(), g.meeting.id, now=clock.now())
    item = _shown_item(sitting)
    motion = motion_in_hand(sitting, item)
    preview = _preview(sitting, motion)
    line = meetings.status_line(sitting, None)
    quorum = sitting.quorum()
    return {
        "sitting": sitting,
        "meeting": sitting.meeting,
        "live_version": version,
        "item": item,
        "motion": motion,
        "step": step_of(sitting, item, motion, preview),
        "preview": preview,
        "blocked": ""
        if preview is None or preview.blocked is None
        else phrase(preview.blocked, **preview.blocked_facts),
        "sentence": sentence(line.kind, line.facts),
        "line_kind": KINDS.get(line.kind, "open" if sitting.open else "info"),
        "quorum": quorum,
        "quorum_badge": quorum_badge(sitting, quorum),
        "asked": request.args.get("confirmer", ""),
        "agenda_lines": [ItemLine(item=each, outcome=_outcome(sitting, each)) for each in sitting.items],
        "waiting": [each for each in sitting.items if each.state is ItemState.PENDING],
        "next_sittings": _next_sittings(sitting)
        if request.values.get("asked", request.args.get("confirmer")) == "lever"
        else (),
        "restarted": restart.of(sitting),
        **_notes(sitting, item),
        "approving": _approving(item),
        "seats": seat_lines(sitting),
        "seat": _asked_seat(sitting),
        "effect": _effect(sitting, _asked_seat(sitting)),
        "entered": _entered(sitting),
        "facts": _facts(sitting, whole=request.args.get("registre") == "tout"),
        "fact_asked": request.args.get("annuler", type=int),
        "remote": meetings.remote_people(sitting.presence),
        "homonyms": (),
        "paper": None,
        "dictation": None,
        "untold": notice.untold(sitting, item),
        "late_members": _late_members(sitting),
        "key": acts.new_key(),
        "typed": {},
        "refused": "",
        **WORDS,
        **more,
    }


def _late_members(sitting: Sitting) -> tuple[str, ...]:
    """Who had the notice too late, or of whom nothing proves that they have it, before the sitting opens (LAW CNV-2)."""
    if sitting.meeting.state is not MeetingState.PREPARED or sitting.meeting.notice_id is None:
        return ()
    found = meetings.following(db(), sitting)
    return tuple(sitting.person_name(each.recipient.person_id) for each in (*found.too_late, *found.silent))


def _notes(sitting: Sitting, item: Item | None) -> dict[str, object]:
    """One's own notes on the item shown, those of the others, and the names that two keys write."""
    if sitting.meeting.state is not MeetingState.OPEN or item is None:
        return {"taking_notes": False}
    found = minutes.notes(db(), sitting.meeting.id, item.id)
    me = access.me().person.id
    mine = next((each for each in found if each.person_id == me), None)
    others = [each for each in found if each.person_id != me and each.body.strip()]
    names = sorted({sitting.seat_name(seat) for seat in sitting.presence.seats})
    guests = [guest.name for guest in sitting.presence.guests]
    return {"taking_notes": True, "note": mine, "other_notes": others, "note_names": json.dumps([*names, *guests])}


def _approving(item: Item | None) -> MinutesState | None:
    """How far the minutes are that the item shown approves, while their approval is being confirmed."""
    if item is None or item.approves is None or request.args.get("confirmer") != "sans-opposition":
        return None
    return minutes.state(db(), item.approves)


WORDS: Mapping[str, object] = {
    "warnings": WARNINGS,
    "mandate_reasons": MANDATES,
    "mandate_ends": ENDS,
    "choices": votes.CHOICES_SAID,
    "forms": DESK_FORMS,
    "motions": votes.MOTIONS,
    "states": votes.ITEM_STATES,
    "channels": votes.CHANNELS,
    "senses": SENSES,
    "fates": votes.FATES,
    "fact_said": fact_said,
}


def etag(sitting: Sitting) -> str:
    """Name what the screen shows: not its bytes, since each showing makes a new key for its forms."""
    return f"{sitting.meeting.revision}-{len(sitting.open.voted) if sitting.open else 0}"


def step_of(sitting: Sitting, item: Item | None, motion: Motion | None, preview: OpeningPreview | None) -> Step:
    """Say where the item shown stands."""
    if sitting.meeting.state is not MeetingState.OPEN:
        return Step.CLOSED if sitting.meeting.state is MeetingState.CLOSED else Step.PREPARED
    if sitting.meeting.suspended_at is not None:
        return Step.SUSPENDED
    if item is None:
        waiting = any(each.state is ItemState.PENDING for each in sitting.items)
        return Step.BETWEEN if waiting else Step.FINISHED
    if item.state is not ItemState.IN_HAND:
        return Step.TO_CALL if item.state is ItemState.PENDING else Step.OVER
    if motion is None:
        return Step.TO_END
    steps = {MotionState.OPEN: Step.VOTING, MotionState.CLOSED: Step.TO_ANNOUNCE}
    ready = preview is not None and preview.blocked is None
    return steps.get(motion.state, Step.TO_OPEN if ready else Step.BLOCKED)


def _next_sittings(sitting: Sitting) -> list[Meeting]:
    """The sittings to come of the committee, to which items can be carried over; from a rehearsal, to none."""
    if sitting.meeting.rehearsal:
        return []
    found = meetings.listed(db(), frozenset({sitting.meeting.committee_id}))
    return [each for each in found if each.state is MeetingState.PREPARED and not each.second_notice]


def quorum_badge(sitting: Sitting, found: Quorum) -> tuple[str, str]:
    """Return the badge of the quorum: never « lost » before it could be."""
    figures = f"{found.counted} sur {found.composing}"
    if not found.applies:
        return "info", spaced(f"Sans condition de quorum : {figures}")
    if found.reached:
        return "quorum", spaced(f"Quorum atteint : {figures}")
    if sitting.meeting.state is MeetingState.PREPARED:
        return "neutral", spaced(f"Quorum pas encore atteint : {figures}")
    return "no_quorum", spaced(f"Quorum non atteint : {figures}")


def seat_lines(sitting: Sitting) -> list[SeatLine]:
    """Every seat in the order of the roster: who is there and how, who is represented, who is awaited."""
    item_id = sitting.meeting.item_in_hand
    recused = sitting.presence.recused(item_id) if item_id else frozenset()
    holders = {
        each.mandate.mandator: each.mandate.holder for each in sitting.mandates() if each.verdict and each.verdict.valid
    }
    by_name = sitting.open is not None and not sitting.open.motion.secret
    awaited = frozenset(sitting.open.awaited) if sitting.open is not None and by_name else frozenset()
    return [_seat_line(sitting, each, recused, holders, awaited) for each in sitting.roster.seats]


def next_absent(sitting: Sitting, seat: int) -> int | None:
    """Return the first absent seat after this one: where a roll call goes on."""
    order = [each.seat.id for each in sitting.roster.seats]
    after = order[order.index(seat) + 1 :] if seat in order else []
    return next((each for each in after if each not in sitting.presence.seats), None)


def _seat_line(
    sitting: Sitting,
    each: SeatOnDay,
    recused: Collection[int],
    holders: Mapping[int, int],
    awaited: Collection[int],
) -> SeatLine:
    seat = each.seat.id
    taken = sitting.presence.seats.get(seat)
    name = sitting.seat_name(seat)
    sits = sitting.people.get(taken.occupant.person_id) if taken else each.titular and each.titular.person
    return SeatLine(
        seat=seat,
        name=name,
        listed=sits.listed_name if sits else name,
        titular=each.titular,
        substitutes=each.substitutes,
        form=taken.occupant.form.value if taken else None,
        mandate=sitting.seat_name(holders[seat]) if seat in holders else None,
        recused=seat in recused,
        awaited=seat in awaited,
        replaced=taken is not None and taken.replaced and each.titular is not None,
        words=_words([name, each.seat.label, *(person.person.formal_name for person in each.people)]),
    )


def _words(parts: Iterable[str]) -> str:
    """Keep each word once: the page carries them for every seat."""
    return " ".join(dict.fromkeys(" ".join(parts).casefold().split()))


def _shown_item(sitting: Sitting) -> Item | None:
    asked = request.args.get("point", type=int)
    return (sitting.item_of(asked) if asked else None) or sitting.item


def motion_in_hand(sitting: Sitting, item: Item | None) -> Motion | None:
    """The one motion the desk has something to do about: open, closed and not announced, or next."""
    if item is None:
        return None
    active = [each for each in sitting.motions_of(item.id) if each.state in {MotionState.OPEN, MotionState.CLOSED}]
    return active[0] if active else sitting.next_motion(item.id)


def _preview(sitting: Sitting, motion: Motion | None) -> OpeningPreview | None:
    if motion is None or motion.state is not MotionState.PENDING or sitting.meeting.state is not MeetingState.OPEN:
        return None
    return meetings.preview_opening(sitting, motion.id)


def _outcome(sitting: Sitting, item: Item) -> str:
    """Say in the agenda what came out of an item: its last announced result, or why it was put off."""
    if item.state_reason:
        return item.state_reason
    told = [each for each in sitting.motions_of(item.id) if each.announced_at is not None and each.result is not None]
    if not item.over or not told or told[-1].result is None:
        return ""
    return typeset(told[-1].result.outcome.wording or "")


def _entered(sitting: Sitting) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """The seats whose ballot the desk entered in the open vote, by choice and channel: public by nature, read back."""
    vote = sitting.open
    if vote is None or not vote.desk_entered or vote.motion.poll_id is None:
        return {}
    listed: dict[tuple[str, str], tuple[int, ...]] = {}
    order = {each.seat.id: place for place, each in enumerate(sitting.roster.seats)}
    ballots = polls.desk_list(db(), vote.motion.poll_id)
    for ballot in sorted(ballots, key=lambda each: order.get(int(each.seat_id), 0)):
        kind = (ballot.choice.value, ballot.channel.value)
        listed[kind] = (*listed.get(kind, ()), int(ballot.seat_id))
    return listed


def _asked_seat(sitting: Sitting) -> SeatOnDay | None:
    asked = request.args.get("siege", type=int) or request.form.get("panel", type=int)
    return sitting.seat(asked) if asked else None


def _effect(sitting: Sitting, seat: SeatOnDay | None) -> str:
    """Say what the departure of who sits there, or the arrival of the titular, would do to the quorum."""
    if seat is None or sitting.meeting.state is not MeetingState.OPEN:
        return ""
    number = seat.seat.id
    if number in sitting.presence.seats:
        found = meetings.preview_act(sitting, Act.DEPARTURE, seat=number)
        return f"En partant : {quorum_moved(found.before, found.after)}"
    if seat.titular is None:
        return ""
    found = meetings.preview_act(sitting, Act.ARRIVAL, seat=number, person_id=seat.titular.person_id, form=Form.ROOM)
    return f"En prenant son siège : {quorum_moved(found.before, found.after)}"


def _facts(sitting: Sitting, *, whole: bool) -> list[FactLine]:
    """The ledger, the latest first."""
    set_aside = {fact.refers_to for fact in sitting.facts if fact.act == "voided"}
    shown = sitting.facts if whole else sitting.facts[-LATEST_FACTS:]
    return [
        FactLine(fact=fact, said=fact_said(fact, sitting), set_aside=fact.id in set_aside) for fact in reversed(shown)
    ]


def hands_said(sitting: Sitting, found: meetings.HandsCount) -> str:
    """The sentence the secretary reads aloud before recording, naming whoever is not in favour."""
    parts = [f"{found.in_favour} pour"]
    for choice, label in (("against", "contre"), ("abstain", "abstention"), ("no_part", "sans prendre part au vote")):
        names = [sitting.seat_name(seat) for seat, said in found.by_seat.items() if said == choice]
        figure = count(len(names), label) if choice == "abstain" else f"{len(names)} {label}"
        if names or choice != "no_part":
            parts.append(f"{figure} ({', '.join(names)})" if names else figure)
    return spaced("Je relis : " + ", ".join(parts) + ". Quelqu’un demande-t-il une rectification ?")
