"""Do the facts hold together beyond their figures: seats, delays, rules held, hashes that are some.

Sources: CRPA R133-8 to R133-12. What only the register can confirm is handed over. Minutes signed before the schema was
published carry none of it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum, auto
from typing import Any

from webapp.kernel.models import frozen
from webapp.minutes.model.evidence import DocumentLine, JournalLine
from webapp.minutes.model.facts import SCHEMA, VERSION
from webapp.minutes.rules.results import results
from webapp.wording.minutes import MEMBER_STATES
from webapp.wording.results import NAMES, OUTCOMES

STATES = {"present": "présence", **MEMBER_STATES}
_STATES = {"present": {"present"}, "represented": {"represented"}, "absent": {"absent", "excused", "vacant"}}
_SOURCES = {
    "second_notice": "notice",
    "mode": "mode_decision",
}  # what a rule of the sitting is held on, by its name else
_LAST = 2**63  # beyond, no register numbers anything
_HASH = re.compile(r"[0-9a-f]{64}")


class Fault(StrEnum):
    """What does not hold together."""

    UNREADABLE = auto()
    WAYS = auto()
    SEAT = auto()
    NOTICE = auto()
    RESULT_LACKING = auto()
    RESULT_OUTCOME = auto()
    RESULT_SAID = auto()
    RESULT_ARTICLES = auto()
    DOCUMENT = auto()
    HEAD = auto()
    ELECTIONS = auto()


@frozen
class Faulty:
    """One fault: where it is, what is written there and what it should be; `by_hand`: a correction touches it."""

    fault: Fault
    where: str = ""
    written: str = ""
    made: str = ""
    by_hand: bool = False


@frozen
class Held:
    """How many rules were held again, what does not hold, and what the register has to confirm, documents by item."""

    results: int = 0
    faults: tuple[Faulty, ...] = ()
    head: JournalLine | None = None
    documents: tuple[tuple[str, DocumentLine], ...] = ()


def hold(content: bytes) -> Held:
    """Hold the facts of a file; any content whatsoever gets an answer, and what is not of this sort holds nothing."""
    try:
        facts = json.loads(content)
        published = facts["schema"] == SCHEMA and "version" in facts
    except (ValueError, TypeError, LookupError, RecursionError):
        return Held()
    if not published:
        return Held()
    try:
        return _hold(facts)
    except (ValueError, TypeError, LookupError, AttributeError):
        return Held(faults=(Faulty(fault=Fault.UNREADABLE),))


def _hold(facts: Mapping[str, Any]) -> Held:
    faults = tuple(_marked(facts, path, each) for path, each in _faults(facts))
    head = facts["journal"]
    doubted = head is None or any(each.fault is Fault.HEAD for each in faults)
    return Held(
        results=len(facts["results"]),
        faults=faults,
        head=None if doubted else JournalLine(entry=head["entry"], sha256=head["sha256"]),
        documents=tuple(
            (str(item["label"]), DocumentLine(title=each["title"], version=each["version"], sha256=each["sha256"]))
            for item in facts["agenda"]
            for each in item["documents"]
        ),
    )


def _faults(facts: Mapping[str, Any]) -> Iterator[tuple[str, Faulty]]:
    """Give each fault with the path of what it is made from, nothing where no correction can touch it."""
    yield from (("notice", each) for each in _of_notice(facts))
    yield from (("members", each) for each in _of_seats(facts["members"]))
    for number, item in enumerate(facts["agenda"]):
        for vote in item["votes"]:
            where = f"point {item['label']}, vote {vote['number']}"
            yield from ((f"agenda.{number}", each) for each in _of_ways(where, vote) if vote["held"])
    yield from _of_results(facts)
    yield from (("", each) for each in _of_hashes(facts))


def _marked(facts: Mapping[str, Any], path: str, faulty: Faulty) -> Faulty:
    """Mark what a correction by hand touches: both values and the reason are printed (LAW PV-3)."""
    touching = (f"{path}.", "members.")
    return replace(
        faulty, by_hand=bool(path) and any(f"{each['fact']}.".startswith(touching) for each in facts["corrections"])
    )


def _of_notice(facts: Mapping[str, Any]) -> Iterator[Faulty]:
    notice = facts["notice"]
    sent, written = notice["sent_on"], notice["days_before"]
    made = None if sent is None else (date.fromisoformat(facts["starts_at"][:10]) - date.fromisoformat(sent)).days
    if made != written:
        yield Faulty(fault=Fault.NOTICE, written=_said(written), made=_said(made))


def _of_seats(members: list[Any]) -> Iterator[Faulty]:
    """Hold each seat's state against who sat for it and who had its mandate."""
    for each in members:
        made = "present" if each["sat"] else "represented" if each["represented_by"] else "absent"
        if each["state"] not in _STATES[made]:
            yield Faulty(fault=Fault.SEAT, where=each["seat"], written=STATES[each["state"]], made=STATES[made])


def _of_ways(where: str, vote: Mapping[str, Any]) -> Iterator[Faulty]:
    """Hold how the votes came in against how many there were; those on paper come in one way."""
    written = vote["device"] + vote["hands"] + vote["voices"] + vote["sheets"]
    made = vote["entitled"] - vote["silent"]
    if vote["paper"] is None and written != made:
        yield Faulty(fault=Fault.WAYS, where=where, written=_said(written), made=_said(made))


def _of_results(facts: Mapping[str, Any]) -> Iterator[tuple[str, Faulty]]:
    """Hold each rule again, and compare: each doubt with the path of what it is made from."""
    written = {(each["rule"], each["item"], each["vote"], nth): each for nth, each in _counted(facts["results"])}
    places = {item["label"]: f"agenda.{number}" for number, item in enumerate(facts["agenda"])}
    for nth, each in _counted([asdict(line) for line in results(facts)]):
        path = places.get(each["item"], _SOURCES.get(each["rule"], each["rule"]))
        found = written.pop((each["rule"], each["item"], each["vote"], nth), None)
        yield from ((path, doubt) for doubt in _of_result(found, each, same=facts["version"] == VERSION))
    for each in written.values():
        lacking = Faulty(
            fault=Fault.RESULT_LACKING, where=_where(each), written=_outcome(each["outcome"]), made=_said(None)
        )
        yield places.get(each["item"], each["rule"]), lacking


def _of_result(found: Mapping[str, Any] | None, made: Mapping[str, Any], *, same: bool) -> Iterator[Faulty]:
    """Compare one rule; in facts of another version (not the `same`), sentences are held by their figures alone."""
    where, outcome = _where(made), OUTCOMES[made["outcome"]]
    if found is None:
        yield Faulty(fault=Fault.RESULT_LACKING, where=where, written=_said(None), made=outcome)
        return
    if found["outcome"] != made["outcome"]:
        yield Faulty(fault=Fault.RESULT_OUTCOME, where=where, written=_outcome(found["outcome"]), made=outcome)
    if found["said"] != made["said"] if same else _figures(found["said"]) != _figures(made["said"]):
        yield Faulty(fault=Fault.RESULT_SAID, where=where, written=_said(found["said"]), made=made["said"])
    if tuple(found["articles"]) != made["articles"]:
        cited = " ; ".join(found["articles"])[:200]
        yield Faulty(fault=Fault.RESULT_ARTICLES, where=where, written=cited, made=" ; ".join(made["articles"]))


def _outcome(written: object) -> str:
    return OUTCOMES.get(str(written), _said(written))


def _counted(lines: list[Any]) -> Iterator[tuple[int, Any]]:
    """Number the lines of the same rule in the same place: two members may withdraw from one item."""
    met: Counter[tuple[object, ...]] = Counter()
    for each in lines:
        key = (each["rule"], each["item"], each["vote"])
        yield met[key], each
        met[key] += 1


def _where(result: Mapping[str, Any]) -> str:
    place = f"point {result['item']}" if result["item"] else "séance"
    place += f", vote {result['vote']}" if result["vote"] else ""
    return f"{place}, {NAMES.get(result['rule'], result['rule'])[:100]}"


def _figures(sentence: str) -> list[str]:
    return re.findall(r"\d+", sentence)


def _of_hashes(facts: Mapping[str, Any]) -> Iterator[Faulty]:
    """Hold that what only the register can confirm is at least what it claims to be."""
    for item in facts["agenda"]:
        for each in item["documents"]:
            if not _HASH.fullmatch(each["sha256"]):
                where = f"point {item['label']}, {_said(each['title'])}"
                yield Faulty(fault=Fault.DOCUMENT, where=where, written=_said(each["sha256"]))
    head = facts["journal"]
    numbered = head is None or (isinstance(head["entry"], int) and 0 < head["entry"] < _LAST)
    if head is not None and not (numbered and _HASH.fullmatch(head["sha256"])):
        yield Faulty(fault=Fault.HEAD, written=_said(head["sha256"]))
    if facts["elections"]:
        yield Faulty(fault=Fault.ELECTIONS, written=_said(len(facts["elections"])))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "rien" if value is None else str(value)[:200]
