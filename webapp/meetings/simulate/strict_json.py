"""JSON read strictly: every fault is told with its path, and no file whatsoever raises anything else."""

import json
import re
from collections.abc import Iterator
from enum import auto

from webapp.kernel.errors import Reason, Refusal

MAX_BYTES = 5_000_000
MAX_DIGITS = 18
MAX_DEPTH = 8
"""A scenario is four deep; beyond, reading on would only burn time."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class ScenarioFault(Reason):
    """Why a scenario is refused."""

    NOT_READABLE = auto()
    TOO_LARGE = auto()
    NOT_UTF8 = auto()
    NOT_JSON = auto()
    TOO_DEEP = auto()
    KEY_TWICE = auto()
    NOT_TEXT = auto()
    HUGE_NUMBER = auto()
    NOT_A_NUMBER = auto()
    UNKNOWN_KEY = auto()
    MISSING_KEY = auto()
    NOT_AN_OBJECT = auto()
    NOT_A_LIST = auto()
    NOT_A_STRING = auto()
    NOT_A_BOOLEAN = auto()
    NOT_A_WHOLE_NUMBER = auto()
    OUT_OF_RANGE = auto()
    UNKNOWN_VALUE = auto()
    UNKNOWN_SEAT = auto()
    SEAT_TWICE = auto()
    TOO_MANY_PRESENT = auto()
    REPLACED_NOT_PRESENT = auto()
    SECOND_NOTICE_IN_WRITING = auto()


class _Members(list[tuple[str, object]]):
    """An object as written: its keys in order, doubles included."""


class _Odd:
    """A number that JSON or good sense does not know."""

    def __init__(self, fault: ScenarioFault) -> None:
        self.fault = fault


def fault(reason: ScenarioFault, path: str, **facts: object) -> Refusal:
    """Make the refusal of a scenario; `path` is in JSONPath's notation ("$.votes.s1")."""
    return Refusal(reason, path=path, **facts)


def child(path: str, key: str | int) -> str:
    """Write the path of a member or an element."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if _NAME.fullmatch(key) else f"{path}[{json.dumps(key)}]"


def read_json(content: bytes) -> object:
    """Read UTF-8 JSON; raise `Refusal` (ScenarioFault) on doubled keys, NaN, huge numbers, half characters or depth."""
    if len(content) > MAX_BYTES:
        raise fault(ScenarioFault.TOO_LARGE, "$", most=MAX_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(ScenarioFault.NOT_UTF8, "$") from error
    try:
        document = json.loads(text, object_pairs_hook=_Members, parse_int=_whole_number, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise fault(ScenarioFault.NOT_JSON, "$", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise fault(ScenarioFault.TOO_DEEP, "$") from error
    return _checked(document, "$")


def _whole_number(digits: str) -> int | _Odd:
    return int(digits) if len(digits) <= MAX_DIGITS else _Odd(ScenarioFault.HUGE_NUMBER)


def _constant(_: str) -> _Odd:
    return _Odd(ScenarioFault.NOT_A_NUMBER)


def _checked(value: object, path: str, depth: int = 0) -> object:
    """Turn members into dicts, in document order; the first fault met is the one told."""
    if depth > MAX_DEPTH:
        raise fault(ScenarioFault.TOO_DEEP, path)
    if isinstance(value, _Odd):
        raise fault(value.fault, path)
    if isinstance(value, str):
        _check_text(value, path)
    if isinstance(value, _Members):
        return dict(_checked_members(value, path, depth))
    if isinstance(value, list):
        return [_checked(element, child(path, index), depth + 1) for index, element in enumerate(value)]
    return value


def _checked_members(members: _Members, path: str, depth: int) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key, value in members:
        here = child(path, key)
        _check_text(key, here)
        if key in seen:
            raise fault(ScenarioFault.KEY_TWICE, here, key=key)
        seen.add(key)
        yield key, _checked(value, here, depth + 1)


def _check_text(text: str, path: str) -> None:
    """Refuse half of a surrogate pair: it could not be written back."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise fault(ScenarioFault.NOT_TEXT, path) from error
