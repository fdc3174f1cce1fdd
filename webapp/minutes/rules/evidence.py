"""Do the facts hold together beyond their figures: seats, delays, rules held, hashes that are some.

Sources: CRPA R133-8 to R133-12. What only the register can confirm is told by `proving.Proven`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from webapp.minutes.model.facts import VERSION
from webapp.minutes.rules.doubts import Doubt, Finding, said
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


def doubts(facts: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """Give each doubt with the path of what it is made from."""
    yield from (("notice", each) for each in _of_notice(facts))
    yield from (("members", each) for each in _of_seats(facts["members"]))
    yield from _of_results(facts)
    yield from (("", each) for each in _of_hashes(facts))


def _of_notice(facts: Mapping[str, Any]) -> Iterator[Finding]:
    notice = facts["notice"]
    sent, written = notice["sent_on"], notice["days_before"]
    made = None if sent is None else (date.fromisoformat(facts["starts_at"][:10]) - date.fromisoformat(sent)).days
    if made != written:
        yield Finding(doubt=Doubt.NOTICE, written=said(written), made=said(made))


def _of_seats(members: list[Any]) -> Iterator[Finding]:
    """Hold each seat's state against who sat for it and who had its mandate."""
    for each in members:
        made = "present" if each["sat"] else "represented" if each["represented_by"] else "absent"
        if each["state"] not in _STATES[made]:
            yield Finding(doubt=Doubt.SEAT, where=each["seat"], written=STATES[each["state"]], made=STATES[made])


def of_ways(where: str, vote: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold how the votes came in against how many there were; those on paper come in one way."""
    written = vote["device"] + vote["hands"] + vote["voices"] + vote["sheets"]
    made = vote["entitled"] - vote["silent"]
    if vote["paper"] is None and written != made:
        yield Finding(doubt=Doubt.WAYS, where=where, written=said(written), made=said(made))


def _of_results(facts: Mapping[str, Any]) -> Iterator[tuple[str, Finding]]:
    """Hold each rule again, and compare: each doubt with the path of what it is made from."""
    written = {(each["rule"], each["item"], each["vote"], nth): each for nth, each in _counted(facts["results"])}
    places = {item["label"]: f"agenda.{number}" for number, item in enumerate(facts["agenda"])}
    for nth, each in _counted([asdict(line) for line in results(facts)]):
        path = places.get(each["item"], _SOURCES.get(each["rule"], each["rule"]))
        found = written.pop((each["rule"], each["item"], each["vote"], nth), None)
        yield from ((path, doubt) for doubt in _of_result(found, each, same=facts["version"] == VERSION))
    for each in written.values():
        lacking = Finding(
            doubt=Doubt.RESULT_LACKING, where=_where(each), written=_outcome(each["outcome"]), made=said(None)
        )
        yield places.get(each["item"], each["rule"]), lacking


def _of_result(found: Mapping[str, Any] | None, made: Mapping[str, Any], *, same: bool) -> Iterator[Finding]:
    """Compare one rule; in facts of another version (not the `same`), sentences are held by their figures alone."""
    where, outcome = _where(made), OUTCOMES[made["outcome"]]
    if found is None:
        yield Finding(doubt=Doubt.RESULT_LACKING, where=where, written=said(None), made=outcome)
        return
    if found["outcome"] != made["outcome"]:
        yield Finding(doubt=Doubt.RESULT_OUTCOME, where=where, written=_outcome(found["outcome"]), made=outcome)
    if found["said"] != made["said"] if same else _figures(found["said"]) != _figures(made["said"]):
        yield Finding(doubt=Doubt.RESULT_SAID, where=where, written=said(found["said"]), made=made["said"])
    if tuple(found["articles"]) != made["articles"]:
        cited = " ; ".join(found["articles"])[:200]
        yield Finding(doubt=Doubt.RESULT_ARTICLES, where=where, written=cited, made=" ; ".join(made["articles"]))


def _outcome(written: object) -> str:
    return OUTCOMES.get(str(written), said(written))


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


def _of_hashes(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold that what only the register can confirm is at least what it claims to be."""
    for item in facts["agenda"]:
        for each in item["documents"]:
            if not _HASH.fullmatch(each["sha256"]):
                where = f"point {item['label']}, {said(each['title'])}"
                yield Finding(doubt=Doubt.DOCUMENT, where=where, written=said(each["sha256"]))
    head = facts["journal"]
    numbered = head is None or (isinstance(head["entry"], int) and 0 < head["entry"] < _LAST)
    if head is not None and not (numbered and _HASH.fullmatch(head["sha256"])):
        yield Finding(doubt=Doubt.HEAD, written=said(head["sha256"]))
    if facts["elections"]:
        yield Finding(doubt=Doubt.ELECTIONS, written=said(len(facts["elections"])))
