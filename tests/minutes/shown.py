"""Facts whose every leaf is a value of its own, so that each can be looked for on the pages."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import count
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from webapp.minutes import document
from webapp.minutes.document import Content
from webapp.minutes.model import Facts, fingerprint, to_json
from webapp.minutes.model.consultation import WrittenLine
from webapp.minutes.model.facts import ItemLine
from webapp.minutes.model.votes import VoteLine
from webapp.minutes.rules.corrections import put_at
from webapp.wording import dates
from webapp.wording.numbers import number

SCHEMA: dict[str, Any] = json.loads(document.SCHEMA_FILE.read_bytes())

LINKS = frozenset({"agenda.label", "written.draft_texts", "written.opinions.item"})
"""By these an item is found again: they stay as they are, and are looked for as they are."""

UNSHOWN: Mapping[str, str] = {
    "agenda.votes.sense": "told in words by `wording`, which a check makes again from it",
    "agenda.decisions.rule": "told in words by `what`",
    "agenda.decisions.decision": "told in words by `what`",
    "decisions.rule": "told in words by `what`",
    "decisions.decision": "told in words by `what`",
    "corrections.fact": "told in words by `label`",
    "written.opinions.title": "the title of its item, printed there",
}
"""What no page shows as it is, and why."""

IN_WRITING = frozenset({"members.sat.form"})
"""A consultation in writing is held in no place."""

WITHOUT_OPINION = frozenset({"mandatory", "conforming"})
"""Of an item that gives no opinion, these say nothing."""

ON_PAPER = frozenset({"abstain", "no_part", "device", "hands", "voices", "sheets", "list_confirmed_by"})
"""Of a secret vote on paper, blank and void papers are shown apart, and nothing is known of the rest."""


def _silent(value: Any) -> frozenset[str]:
    """Return the leaves of a record that its own state empties: of a text not voted on, figures are all zero."""
    if isinstance(value, VoteLine) and not value.held:
        return frozenset(VoteLine.__slots__) - {"title", "text", "earlier", "kind", "held", "number"}
    if isinstance(value, VoteLine) and value.paper:
        return ON_PAPER
    if isinstance(value, WrittenLine) and value.extensions:
        return frozenset({"debate_closes_at"})  # the end of the last one
    if isinstance(value, ItemLine) and (value.approves or value.kind == "information"):
        return WITHOUT_OPINION
    return frozenset()


ALWAYS_PRINTED = re.compile(r"sha-256|r133-\d+|ordonnance 2014-1329", re.IGNORECASE)
"""What stands on pages beside the facts: the name of a hash, the articles."""


AWAY = ("represented", "excused", "absent", "vacant")


def squeezed(text: str) -> str:
    """Leave blanks, case and soft hyphens out."""
    return re.sub(r"[\s\u00ad]+", "", text).casefold()


def text_of(content: Content) -> str:
    """Return what a reader of the pages sees; the hash of the facts, which tells of any change, is left out."""
    pages = document.minutes(content)
    footer = re.search(r'data-footer="([^"]*)"', pages.html)
    assert footer
    text = f"{footer[1].partition(' · empreinte')[0]} {re.sub(r'<[^>]+>', ' ', pages.body)}"
    return unescape(text).replace(fingerprint(to_json(content.facts)), "")


def kind(path: str) -> str:
    """Name a leaf without its places: « agenda.votes.against »."""
    return re.sub(r"\.\d+(?=\.|$)", "", path)


@dataclass(slots=True)
class Marked:
    """Facts rewritten, with what the pages must show of each leaf; `codes` are those left as they were."""

    shown: dict[str, str] = field(default_factory=dict)
    codes: list[tuple[str, Any]] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def rewrite(self, value: Any, path: str = "") -> Any:
        if isinstance(value, tuple):
            return tuple(self.rewrite(each, f"{path}.{place}") for place, each in enumerate(value))
        if hasattr(value, "__slots__") and not isinstance(value, str | date):
            names = [name for name in value.__slots__ if name not in _silent(value)]
            told = {name: self.rewrite(getattr(value, name), f"{path}.{name}" if path else name) for name in names}
            if isinstance(value, ItemLine) and len(value.votes) == 1:  # a vote alone has no number on the pages
                self.shown.pop(f"{path}.votes.0.number", None)
                told["votes"] = (replace(told["votes"][0], number=value.votes[0].number),)
            return replace(value, **told)
        return value if value is None or value == "" else self._leaf(value, path)

    def _leaf(self, value: Any, path: str) -> Any:
        if isinstance(value, bool) or codes_of(kind(path)):
            self.codes.append((path, value))
            return value
        if kind(path) in UNSHOWN:
            return value
        new, self.shown[path] = self._other(value, path, next(self.number))
        return new

    def _other(self, value: Any, path: str, nth: int) -> tuple[Any, str]:
        """Return a value that no other leaf has, and how a page writes it."""
        if isinstance(value, int):
            return 10_000 + nth, number(10_000 + nth)
        if isinstance(value, datetime):
            at = value.replace(hour=0, minute=0) + timedelta(minutes=nth * 7 % 1380)
            return at, dates.hour(at)
        if isinstance(value, date):
            at_day = date(1900, 1, 1) + timedelta(days=nth)
            return at_day, dates.day(at_day)
        if kind(path) in LINKS:
            return value, value
        if re.fullmatch(r"[0-9a-f]{64}", value):
            return (sealed := fingerprint(str(nth).encode())), sealed
        return (word := "X" + "".join(chr(ord("a") + int(each)) for each in str(nth)) + "x"), word


def filled(record: type[Any], **told: Any) -> Any:
    """Make a record in which nothing is left out: one of each list, the first of each code."""
    hints = get_type_hints(record)
    name = record.__name__.removesuffix("Line")
    known = SCHEMA["$defs"][name[0].lower() + name[1:]]["properties"]
    return record(**{each.name: _filled(hints[each.name], known[each.name]) for each in fields(record)} | told)


def _filled(hint: Any, told: Mapping[str, Any]) -> Any:
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        return (_filled(get_args(hint)[0], _followed(told)),)
    if is_dataclass(hint):
        return filled(hint)
    if hint is datetime:
        return datetime(2026, 12, 10, 14, 0, tzinfo=UTC)
    if hint is date:
        return date(2026, 12, 10)
    known = _followed(told)
    if "enum" in known:
        return known["enum"][0]
    return {str: "a" * 64 if "pattern" in known else "texte", int: 1, bool: True}[hint]


def marked(facts: Facts) -> tuple[Facts, Marked]:
    """Rewrite facts so that no two leaves are the same, codes and links apart."""
    found = Marked()
    return found.rewrite(facts), found


def codes_of(path: str) -> list[str]:
    """Return the values that the schema allows at a place, none where they are free."""
    here: Any = SCHEMA
    for name in path.split("."):
        here = _followed(here)["properties"][name]
    here = _followed(here)
    return [here["const"]] if "const" in here else list(here.get("enum", []))


def _followed(here: Any) -> Any:
    while True:
        if "anyOf" in here:
            here = next(each for each in here["anyOf"] if each != {"type": "null"})
        elif "$ref" in here:
            here = SCHEMA["$defs"][here["$ref"].rpartition("/")[2]]
        elif here.get("type") == "array":
            here = here["items"]
        else:
            return here


def figures_not_of(content: Content, shown: Mapping[str, str]) -> Iterator[str]:
    """Give each number of the pages that is none of these, with what stands before it; the days of the sitting are known."""
    text = ALWAYS_PRINTED.sub("…", text_of(content).replace("\u202f", "").casefold())
    facts = content.facts
    days = {dates.day(each) for each in (facts.day, *(mandate.received_at for mandate in facts.mandates))}
    for printed in sorted({*shown.values(), *days}, key=len, reverse=True):
        plain = re.escape(printed.replace("\u202f", "").casefold())
        text = re.sub(rf"(?<!\d){plain}(?!\d)", "…", text)
    counted = {str(len(each)) for each in (facts.of_state("present"), facts.of_state(*AWAY), facts.agenda)}
    found = (each for each in re.finditer(r"\d+", text) if each[0] not in counted)
    return (text[max(0, each.start() - 40) : each.end()] for each in found)


def hidden_codes(content: Content, codes: list[tuple[str, Any]]) -> Iterator[str]:
    """Name the codes whose change nobody would see: one of each kind is tried, with another of its values."""
    was = text_of(content)
    tried = {*UNSHOWN, *(IN_WRITING if content.facts.written else ())}
    for path, value in codes:
        if kind(path) in tried:
            continue
        tried.add(kind(path))
        allowed = [not value] if isinstance(value, bool) else codes_of(kind(path))
        other = next((each for each in reversed(allowed) if each not in {value, None, ""}), None)
        if other is not None and text_of(replace(content, facts=put_at(content.facts, path, other))) == was:
            yield f"{path}: {value} → {other}"
