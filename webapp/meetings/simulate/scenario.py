"""A scenario of the simulator: its JSON form, read strictly into what the rules take."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from webapp.kernel.models import frozen
from webapp.meetings.model import Attendance, Choice, MajorityBase, Mandate, Mode, SeatId, VotingSettings
from webapp.meetings.simulate.strict_json import ScenarioFault, child, fault, read_json

MAX_COMPOSING = 1_000_000
MAX_MANDATES = 10**18

_SEAT = re.compile(r"s([1-9][0-9]{0,6})", re.ASCII)
KEYS = (
    "settings",
    "mode",
    "second_notice",
    "present",
    "replaced",
    "mandates",
    "recused",
    "chair",
    "votes",
    "casting_declaration",
)
SETTINGS = (
    "composing",
    "quorum_applies",
    "max_mandates",
    "mandates_in_writing",
    "recused_counts_in_quorum",
    "majority_base",
    "chair_votes",
    "casting_vote",
)

Value = TypeVar("Value", bound=StrEnum)


@frozen(kw_only=False)
class NumberedSeats:
    """The seats `s1` … `s<composing>`."""

    composing: int

    def __contains__(self, name: object) -> bool:
        match = _SEAT.fullmatch(name) if isinstance(name, str) else None
        return match is not None and int(match[1]) <= self.composing


@frozen
class Scenario:
    """One vote to judge."""

    settings: VotingSettings
    attendance: Attendance
    votes: Mapping[SeatId, Choice]
    declaration: Choice | None


def read_scenario(content: bytes) -> Scenario:
    """Read a scenario (INTERFACES, `meetings simulate`); raise `Refusal` (ScenarioFault) with the path of the first fault.

    Only `settings.composing` is required; what is left out is empty, false or null, and the mode `in_person`.
    """
    root = _object(read_json(content), "$", keys=KEYS)
    if "settings" not in root:
        raise fault(ScenarioFault.MISSING_KEY, "$.settings", key="settings")
    settings = _settings(root["settings"], "$.settings")
    seats = NumberedSeats(settings.composing)
    mode = _mode(root)
    second_notice = _boolean(root.get("second_notice", False), "$.second_notice")
    if second_notice and mode is Mode.WRITTEN:
        raise fault(ScenarioFault.SECOND_NOTICE_IN_WRITING, "$.second_notice")
    present = _present(root, seats)
    attendance = Attendance(
        seats=seats,
        mode=mode,
        second_notice=second_notice,
        present=present,
        replaced=_replaced(root, seats, present),
        mandates=_mandates(root.get("mandates", []), "$.mandates"),
        recused=frozenset(_seats(root.get("recused", []), "$.recused", seats)),
        chair=_chair(root, seats),
    )
    return Scenario(
        settings=settings,
        attendance=attendance,
        votes=_votes(root.get("votes", {}), "$.votes"),
        declaration=_declaration(root.get("casting_declaration"), "$.casting_declaration"),
    )


def _settings(value: object, path: str) -> VotingSettings:
    given = _object(value, path, keys=SETTINGS)
    if "composing" not in given:
        raise fault(ScenarioFault.MISSING_KEY, child(path, "composing"), key="composing")
    defaults = VotingSettings(composing=1)

    def boolean(key: str, default: bool) -> bool:
        return _boolean(given.get(key, default), child(path, key))

    return VotingSettings(
        composing=_whole(given["composing"], child(path, "composing"), least=1, most=MAX_COMPOSING),
        quorum_applies=boolean("quorum_applies", defaults.quorum_applies),
        max_mandates=_whole(
            given.get("max_mandates", defaults.max_mandates), child(path, "max_mandates"), least=0, most=MAX_MANDATES
        ),
        mandates_in_writing=boolean("mandates_in_writing", defaults.mandates_in_writing),
        recused_counts_in_quorum=boolean("recused_counts_in_quorum", defaults.recused_counts_in_quorum),
        majority_base=_one_of(
            given.get("majority_base", defaults.majority_base), child(path, "majority_base"), MajorityBase
        ),
        chair_votes=boolean("chair_votes", defaults.chair_votes),
        casting_vote=boolean("casting_vote", defaults.casting_vote),
    )


def _mode(root: Mapping[str, object]) -> Mode:
    return _one_of(root.get("mode", Mode.IN_PERSON), "$.mode", Mode)


def _present(root: Mapping[str, object], seats: NumberedSeats) -> frozenset[SeatId]:
    listed = _list(root.get("present", []), "$.present")
    if len(listed) > seats.composing:
        raise fault(ScenarioFault.TOO_MANY_PRESENT, "$.present", present=len(listed), composing=seats.composing)
    return frozenset(_seats(listed, "$.present", seats))


def _replaced(root: Mapping[str, object], seats: NumberedSeats, present: frozenset[SeatId]) -> frozenset[SeatId]:
    replaced = _seats(root.get("replaced", []), "$.replaced", seats)
    for index, seat in enumerate(replaced):
        if seat not in present:
            raise fault(ScenarioFault.REPLACED_NOT_PRESENT, child("$.replaced", index), seat=seat)
    return frozenset(replaced)


def _mandates(value: object, path: str) -> tuple[Mandate, ...]:
    return tuple(_mandate(element, child(path, index)) for index, element in enumerate(_list(value, path)))


def _mandate(value: object, path: str) -> Mandate:
    given = _object(value, path, keys=("from", "to"))
    for key in ("from", "to"):
        if key not in given:
            raise fault(ScenarioFault.MISSING_KEY, child(path, key), key=key)
    return Mandate(
        mandator=SeatId(_string(given["from"], child(path, "from"))),
        holder=SeatId(_string(given["to"], child(path, "to"))),
    )


def _chair(root: Mapping[str, object], seats: NumberedSeats) -> SeatId | None:
    chair = root.get("chair")
    return None if chair is None else _seat(chair, "$.chair", seats)


def _votes(value: object, path: str) -> dict[SeatId, Choice]:
    return {SeatId(seat): _one_of(choice, child(path, seat), Choice) for seat, choice in _object(value, path).items()}


def _declaration(value: object, path: str) -> Choice | None:
    return None if value is None else _one_of(value, path, Choice, among=(Choice.FOR, Choice.AGAINST))


def _seats(value: object, path: str, seats: NumberedSeats) -> list[SeatId]:
    found: list[SeatId] = []
    seen: set[SeatId] = set()
    for index, element in enumerate(_list(value, path)):
        seat = _seat(element, child(path, index), seats)
        if seat in seen:
            raise fault(ScenarioFault.SEAT_TWICE, child(path, index), seat=seat)
        seen.add(seat)
        found.append(seat)
    return found


def _seat(value: object, path: str, seats: NumberedSeats) -> SeatId:
    name = _string(value, path)
    if name not in seats:
        raise fault(ScenarioFault.UNKNOWN_SEAT, path, seat=name, composing=seats.composing)
    return SeatId(name)


def _object(value: object, path: str, *, keys: tuple[str, ...] | None = None) -> dict[str, object]:
    if not isinstance(value, dict):
        raise fault(ScenarioFault.NOT_AN_OBJECT, path)
    for key in value:
        if keys is not None and key not in keys:
            raise fault(ScenarioFault.UNKNOWN_KEY, child(path, key), key=key, known=", ".join(keys))
    return value


def _list(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise fault(ScenarioFault.NOT_A_LIST, path)
    return value


def _string(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise fault(ScenarioFault.NOT_A_STRING, path)
    return value


def _boolean(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise fault(ScenarioFault.NOT_A_BOOLEAN, path)
    return value


def _whole(value: object, path: str, *, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise fault(ScenarioFault.NOT_A_WHOLE_NUMBER, path)
    if not least <= value <= most:
        raise fault(ScenarioFault.OUT_OF_RANGE, path, least=least, most=most)
    return value


def _one_of(value: object, path: str, values: type[Value], *, among: tuple[Value, ...] | None = None) -> Value:
    allowed = tuple(values) if among is None else among
    for known in allowed:
        if isinstance(value, str) and value == known:
            return known
    raise fault(ScenarioFault.UNKNOWN_VALUE, path, allowed=", ".join(allowed))
