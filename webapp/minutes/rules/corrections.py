"""Facts set right by hand: which ones may be, how a value is read, how both values are kept (LAW PV-3)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum, auto
from typing import Any

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.minutes.model import Correction, Facts, MinutesRefusal
from webapp.minutes.model.facts import CorrectedLine, to_minute
from webapp.wording.dates import PARIS, in_paris

LONGEST = 2000
_BLANKS = re.compile(r"[ \t\r\n]+")  # the spaces that do not break are part of a text
MOST = 100_000


class Kind(StrEnum):
    """How a value is written: a line, a whole number, « 14:35 » on the day of the sitting, « 2026-12-03 »."""

    TEXT = auto()
    NUMBER = auto()
    HOUR = auto()
    DAY = auto()


@frozen
class Correctable:
    """A fact that may be set right: its path, its name in French, the part of the minutes it is in, its value as text."""

    fact: str
    label: str
    section: str
    kind: Kind
    value: str


_SITTING = (
    ("secretary", "Secrétaire de séance", Kind.TEXT),
    ("place", "Lieu", Kind.TEXT),
    ("mode_decision", "Décision du président sur le mode de réunion", Kind.TEXT),
    ("opened_at", "Heure d’ouverture", Kind.HOUR),
    ("closed_at", "Heure de levée", Kind.HOUR),
    ("notice.sent_on", "Date d’envoi de la convocation", Kind.DAY),
    ("notice.urgency", "Motif d’urgence", Kind.TEXT),
)
_ITEM = (
    ("title", "intitulé", Kind.TEXT),
    ("commune", "commune", Kind.TEXT),
    ("applicant", "pétitionnaire", Kind.TEXT),
    ("legal_basis", "base légale", Kind.TEXT),
    ("rapporteur", "rapporteur", Kind.TEXT),
)
_VOTE = (
    ("in_favour", "voix pour", Kind.NUMBER),
    ("against", "voix contre", Kind.NUMBER),
    ("abstain", "abstentions", Kind.NUMBER),
    ("no_part", "ne prennent pas part au vote", Kind.NUMBER),
    ("silent", "n’ont pas voté", Kind.NUMBER),
    ("wording", "sens de la délibération", Kind.TEXT),
)
_PRESENT = (
    ("name", "nom", Kind.TEXT),
    ("quality", "qualité", Kind.TEXT),
    ("since", "heure d’arrivée", Kind.HOUR),
    ("until", "heure de départ", Kind.HOUR),
)


def correctable(facts: Facts) -> tuple[Correctable, ...]:
    """List every fact that may be set right, in the order of the pages."""
    return tuple(_all(facts))


def _all(facts: Facts) -> Iterator[Correctable]:
    yield from _fields(facts, "", "", "sitting", _SITTING)
    for number, member in enumerate(facts.members):
        for place, sat in enumerate(member.sat):
            yield from _fields(facts, f"members.{number}.sat.{place}.", f"{sat.name}, ", "members", _PRESENT)
    for number, guest in enumerate(facts.guests):
        fields = [each for each in _PRESENT if each[0] != "quality"]
        yield from _fields(facts, f"guests.{number}.", f"{guest.name}, ", "members", fields)
    for number, item in enumerate(facts.agenda):
        section, start = f"agenda.{number}", f"agenda.{number}."
        yield from _fields(facts, start, f"Point {item.label}, ", section, _ITEM)
        for place, vote in enumerate(item.votes):
            if vote.held:
                yield from _fields(facts, f"{start}votes.{place}.", f"{vote.title}, ", section, _VOTE)


def _fields(
    facts: Facts, start: str, before: str, section: str, fields: Iterable[tuple[str, str, Kind]]
) -> Iterator[Correctable]:
    for name, label, kind in fields:
        path = start + name
        yield Correctable(
            fact=path, label=before + label, section=section, kind=kind, value=show(kind, value_at(facts, path))
        )


def find(facts: Facts, path: str) -> Correctable:
    """Return one fact that may be set right, or refuse."""
    found = next((each for each in _all(facts) if each.fact == path), None)
    if found is None:
        raise Refusal(MinutesRefusal.UNKNOWN_FACT)
    return found


def read(kind: Kind, typed: str, day: date) -> Any:
    """Read a value as typed; refuse one that cannot be."""
    text = _BLANKS.sub(" ", typed).strip(" ")
    try:
        return _READERS[kind](text, day)
    except ValueError as fault:
        raise Refusal(MinutesRefusal.VALUE_UNREADABLE, typed=text[:40], kind=EXPECTED[kind]) from fault


def _number(text: str, day: date) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST))):
        raise ValueError(text)
    return int(text)


def _hour(text: str, day: date) -> datetime:
    clock_time = time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    return datetime.combine(day, clock_time, tzinfo=PARIS)


def _day(text: str, day: date) -> date:
    return date.fromisoformat(text)


def _line(text: str, day: date) -> str:
    if not text or len(text) > LONGEST:
        raise ValueError(text)
    return text


_READERS: Mapping[Kind, Callable[[str, date], Any]] = {
    Kind.TEXT: _line,
    Kind.NUMBER: _number,
    Kind.HOUR: _hour,
    Kind.DAY: _day,
}
EXPECTED: Mapping[Kind, str] = {
    Kind.TEXT: f"un texte d’une ligne, de {LONGEST} signes au plus",
    Kind.NUMBER: "un nombre entier",
    Kind.HOUR: "une heure, comme 14:35",
    Kind.DAY: "une date",
}


def show(kind: Kind, value: Any) -> str:
    """Write a value as `read` reads it; nothing is an empty text."""
    if value is None:
        return ""
    if kind is Kind.HOUR:
        return in_paris(value).strftime("%H:%M")
    return value.isoformat() if kind is Kind.DAY else str(value)


def said(kind: Kind, text: str) -> str:
    """Say a kept value as the pages do: « 14 h 35 », « rien »."""
    if not text:
        return "rien"
    if kind is Kind.HOUR:
        hour, _, minute = text.partition(":")
        return f"{int(hour)}\u00a0h\u00a0{minute}"
    return date.fromisoformat(text).strftime("%d/%m/%Y") if kind is Kind.DAY else text


def value_at(node: Any, path: str) -> Any:
    """Return the value at a path of the facts."""
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, tuple) else getattr(node, step)
    return node


def put_at(node: Any, path: str, value: Any) -> Any:
    """Return the facts with another value at a path."""
    step, _, rest = path.partition(".")
    if isinstance(node, tuple):
        index = int(step)
        return (*node[:index], put_at(node[index], rest, value) if rest else value, *node[index + 1 :])
    return replace(node, **{step: put_at(getattr(node, step), rest, value) if rest else value})


def apply(facts: Facts, corrections: Iterable[Correction], names: Mapping[int, str]) -> Facts:
    """Set the facts right in the order of the corrections, each kept with both its values; the last one stands."""
    original, corrected, lines = facts, facts, []
    for each in corrections:
        target = find(original, each.fact)
        corrected = put_at(corrected, each.fact, read(target.kind, each.corrected, facts.day))
        lines.append(
            CorrectedLine(
                fact=each.fact,
                label=target.label,
                recorded=said(target.kind, each.recorded),
                corrected=said(target.kind, each.corrected),
                reason=each.reason,
                at=to_minute(each.corrected_at),
                by=names.get(each.corrected_by or 0, ""),
            )
        )
    return replace(corrected, corrections=tuple(lines))
