"""Do the facts that a file carries prove its figures: quorum and outcomes, made again from what they are made of.

Sources: CRPA R133-10 (quorum), R133-11 (majority, casting vote). A fact set right by hand (LAW PV-3) is told, not judged.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum, auto
from typing import Any

from webapp.committees.model.settings import MEANINGS
from webapp.meetings.model import Choice, Counts, MajorityBase, Mode, Quorum, Sense, VotingSettings
from webapp.meetings.rules.outcome import decide
from webapp.meetings.rules.quorum import IN_WRITING, required_quorum
from webapp.minutes.model.evidence import DocumentLine, JournalLine
from webapp.minutes.model.facts import SCHEMA, VERSION
from webapp.minutes.rules.results import results
from webapp.wording.minutes import MEMBER_STATES
from webapp.wording.outcomes import of_papers, typeset
from webapp.wording.results import NAMES, OUTCOMES

STATES = {"present": "présence", **MEMBER_STATES}
_STATES = {"present": {"present"}, "represented": {"represented"}, "absent": {"absent", "excused", "vacant"}}
_SOURCES = {
    "second_notice": "notice",
    "mode": "mode_decision",
}  # what a rule of the sitting is held on, by its name else
_LAST = 2**63  # beyond, no register numbers anything
_HASH = re.compile(r"[0-9a-f]{64}")
_SIDES = {"for": Choice.FOR, "against": Choice.AGAINST}
_OF_SENSE = {Sense.FAVOURABLE: Choice.FOR, Sense.UNFAVOURABLE: Choice.AGAINST}


class Doubt(StrEnum):
    """What the facts do not prove."""

    UNREADABLE = auto()
    OTHER_SCHEMA = auto()
    QUORUM_REQUIRED = auto()
    QUORUM_COUNTED = auto()
    QUORUM_REACHED = auto()
    PRESENT = auto()
    BALLOTS = auto()
    CASTING = auto()
    SENSE = auto()
    WORDING = auto()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One doubt: where it is, what is written there and what it should be; `by_hand`: a correction touches it."""

    doubt: Doubt
    where: str = ""
    written: str = ""
    made: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What was made again: how many quorums, votes and rules, and what does not agree.

    `head` and `documents` (each with its item) are what only the register can confirm.
    """

    quorums: int
    votes: int
    findings: tuple[Finding, ...]
    signers: tuple[str, ...] = ()
    title: str = ""
    results: int = 0
    head: JournalLine | None = None
    documents: tuple[tuple[str, DocumentLine], ...] = ()

    @property
    def holds(self) -> bool:
        return all(each.by_hand for each in self.findings)


def prove(content: bytes) -> Proven:
    """Make every figure again; any content whatsoever gets an answer."""
    try:
        facts = json.loads(content)
        if facts["schema"] != SCHEMA:
            return _nothing(Doubt.OTHER_SCHEMA, str(facts["schema"])[:100])
        return _prove(facts)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return _nothing(Doubt.UNREADABLE, "")


def _nothing(doubt: Doubt, written: str) -> Proven:
    return Proven(quorums=0, votes=0, findings=(Finding(doubt=doubt, written=written),))


def _prove(facts: Mapping[str, Any]) -> Proven:
    found: list[Finding] = []
    quorums = votes = 0
    for path, where, line, at in _quorums(facts):
        quorums += 1
        found += _marked(facts, path, _of_quorum(where, line))
        if at is not None and line["source"] != IN_WRITING:
            found += _marked(facts, path, _of_presence(where, line, facts["members"], at))
    for path, where, vote in _votes(facts):
        votes += 1
        found += _marked(facts, path, _of_vote(where, vote, facts["rules"]))
    told = Proven(
        quorums=quorums,
        votes=votes,
        findings=tuple(found),
        signers=tuple(str(each) for each in facts["signers"]),
        title=f"{facts['committee']}, {facts['starts_at'][:10]}",
    )
    return told if "version" not in facts else _prove_evidence(facts, told)


def _prove_evidence(facts: Mapping[str, Any], told: Proven) -> Proven:
    """Prove what facts carry since their schema is published; those of minutes signed before have none of it."""
    found = [*told.findings, *_marked(facts, "notice", _of_notice(facts)), *_of_seats(facts["members"])]
    for path, where, vote in _votes(facts):
        found += _marked(facts, path, _of_ways(where, vote))
    for path, doubt in _of_results(facts):
        found += _marked(facts, path, iter([doubt]))
    found += _of_hashes(facts)
    head = facts["journal"]
    doubted = any(each.doubt is Doubt.HEAD for each in found)
    return replace(
        told,
        findings=tuple(found),
        results=len(facts["results"]),
        head=None if head is None or doubted else JournalLine(entry=head["entry"], sha256=head["sha256"]),
        documents=tuple(
            (item["label"], DocumentLine(title=each["title"], version=each["version"], sha256=each["sha256"]))
            for item in facts["agenda"]
            for each in item["documents"]
        ),
    )


def _quorums(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any], str | None]]:
    """Give each quorum with its path, its place in words and its instant."""
    closed_without = facts["closing"] == "no_quorum"
    yield "quorum", "à l’ouverture", facts["quorum"], None if closed_without else facts["opened_at"]
    for number, item in enumerate(facts["agenda"]):
        where = f"point {item['label']}"
        if item["quorum"] is not None:
            yield f"agenda.{number}", where, item["quorum"], item["begun_at"]
        for vote in item["votes"]:
            if vote["quorum"] is not None:
                yield f"agenda.{number}", f"{where}, vote {vote['number']}", vote["quorum"], vote["opened_at"]


def _votes(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for number, item in enumerate(facts["agenda"]):
        for vote in item["votes"]:
            if vote["held"]:
                yield f"agenda.{number}", f"point {item['label']}, vote {vote['number']}", vote


def _marked(facts: Mapping[str, Any], path: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Mark what a correction by hand touches: both values and the reason are printed (LAW PV-3)."""
    corrected = any(f"{each['fact']}.".startswith((f"{path}.", "members.")) for each in facts["corrections"])
    for each in findings:
        yield Finding(doubt=each.doubt, where=each.where, written=each.written, made=each.made, by_hand=corrected)


def _of_quorum(where: str, line: Mapping[str, Any]) -> Iterator[Finding]:
    required = required_quorum(line["composing"])
    counted = line["present"] + line["represented"] - line["recused"] - line["fallen"]
    for doubt, written, made in (
        (Doubt.QUORUM_REQUIRED, line["required"], required),
        (Doubt.QUORUM_COUNTED, line["counted"], counted),
        (Doubt.QUORUM_REACHED, line["reached"], counted >= required),
    ):
        if written != made:
            yield Finding(doubt=doubt, where=where, written=_said(written), made=_said(made))


def _of_presence(where: str, line: Mapping[str, Any], members: list[Any], at: str) -> Iterator[Finding]:
    """Count the seats taken at an instant: facts are kept to the minute, hence a least and a most."""
    least = sum(any(_sits(sat, at, strictly=True) for sat in member["sat"]) for member in members)
    most = sum(any(_sits(sat, at, strictly=False) for sat in member["sat"]) for member in members)
    if not least <= line["present"] <= most:
        made = str(least) if least == most else f"{least} à {most}"
        yield Finding(doubt=Doubt.PRESENT, where=where, written=_said(line["present"]), made=made)


def _sits(sat: Mapping[str, Any], at: str, *, strictly: bool) -> bool:
    since, until = sat["since"], sat["until"]
    if strictly:
        return bool(since < at and (until is None or until > at))
    return bool(since <= at and (until is None or until >= at))


def _of_vote(where: str, vote: Mapping[str, Any], rules: list[Any]) -> Iterator[Finding]:
    ballots = vote["in_favour"] + vote["against"] + vote["abstain"]
    parts = ballots + vote["no_part"] + vote["silent"]
    if vote["paper"] is None and parts != vote["entitled"]:
        yield Finding(doubt=Doubt.BALLOTS, where=where, written=_said(vote["entitled"]), made=_said(parts))
    counts = Counts(
        in_favour=vote["in_favour"],
        against=vote["against"],
        abstain=vote["abstain"],
        did_not_vote=vote["entitled"] - ballots,
        entitled=vote["entitled"],
    )
    quorum = _quorum(vote["quorum"])
    settings = VotingSettings(composing=quorum.composing, majority_base=_base(rules))
    made = decide(counts, settings, casting=_casting(vote, rules), quorum=quorum)
    if made.casting_vote_used != vote["casting_vote_used"]:
        yield Finding(
            doubt=Doubt.CASTING,
            where=where,
            written=_said(vote["casting_vote_used"]),
            made=_said(made.casting_vote_used),
        )
    sense = None if made.sense is None else made.sense.value
    if sense != vote["sense"]:
        yield Finding(doubt=Doubt.SENSE, where=where, written=_said(vote["sense"]), made=_said(sense))
    elif _typeset(made.wording, paper=vote["paper"] is not None) != vote["wording"]:
        yield Finding(doubt=Doubt.WORDING, where=where, written=_said(vote["wording"]), made=_said(made.wording))


def _casting(vote: Mapping[str, Any], rules: list[Any]) -> Choice | None:
    """Return the side of the chair: as declared, otherwise as their own ballot must have been for the sense to be."""
    if not vote["casting_vote_used"] or _choice("casting_vote", rules) is False:
        return None
    declared = vote["casting_declaration"]
    own = None if vote["sense"] is None else _OF_SENSE.get(Sense(vote["sense"]))
    return own if declared is None else _SIDES.get(declared, own)


def _quorum(line: Mapping[str, Any]) -> Quorum:
    named = {name: line[name] for name in line}
    return Quorum(mode=Mode.WRITTEN if line["source"] == IN_WRITING else Mode.IN_PERSON, **named)


def _base(rules: list[Any]) -> MajorityBase:
    meaning = MEANINGS["majority_base"]
    said = {label: name for name, label in meaning.choices}
    written = next((each["value"] for each in rules if each["label"] == meaning.label), "")
    return MajorityBase(said.get(written, MajorityBase.EXPRESSED.value))


def _choice(name: str, rules: list[Any]) -> bool | None:
    label = MEANINGS[name].label
    return next((each["value"] == "oui" for each in rules if each["label"] == label), None)


def _typeset(wording: str | None, *, paper: bool) -> str | None:
    if wording is None:
        return None
    return typeset(of_papers(wording) if paper else wording)


def _of_notice(facts: Mapping[str, Any]) -> Iterator[Finding]:
    notice = facts["notice"]
    sent, written = notice["sent_on"], notice["days_before"]
    made = None if sent is None else (date.fromisoformat(facts["starts_at"][:10]) - date.fromisoformat(sent)).days
    if made != written:
        yield Finding(doubt=Doubt.NOTICE, written=_said(written), made=_said(made))


def _of_seats(members: list[Any]) -> Iterator[Finding]:
    """Hold each seat's state against who sat for it and who had its mandate."""
    for each in members:
        made = "present" if each["sat"] else "represented" if each["represented_by"] else "absent"
        if each["state"] not in _STATES[made]:
            yield Finding(doubt=Doubt.SEAT, where=each["seat"], written=STATES[each["state"]], made=STATES[made])


def _of_ways(where: str, vote: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold how the votes came in against how many there were; those on paper come in one way."""
    written = vote["device"] + vote["hands"] + vote["voices"] + vote["sheets"]
    made = vote["entitled"] - vote["silent"]
    if vote["paper"] is None and written != made:
        yield Finding(doubt=Doubt.WAYS, where=where, written=_said(written), made=_said(made))


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
            doubt=Doubt.RESULT_LACKING, where=_where(each), written=_outcome(each["outcome"]), made=_said(None)
        )
        yield places.get(each["item"], each["rule"]), lacking


def _of_result(found: Mapping[str, Any] | None, made: Mapping[str, Any], *, same: bool) -> Iterator[Finding]:
    """Compare one rule; in facts of another version (not the `same`), sentences are held by their figures alone."""
    where, outcome = _where(made), OUTCOMES[made["outcome"]]
    if found is None:
        yield Finding(doubt=Doubt.RESULT_LACKING, where=where, written=_said(None), made=outcome)
        return
    if found["outcome"] != made["outcome"]:
        yield Finding(doubt=Doubt.RESULT_OUTCOME, where=where, written=_outcome(found["outcome"]), made=outcome)
    if found["said"] != made["said"] if same else _figures(found["said"]) != _figures(made["said"]):
        yield Finding(doubt=Doubt.RESULT_SAID, where=where, written=_said(found["said"]), made=made["said"])
    if tuple(found["articles"]) != made["articles"]:
        cited = " ; ".join(found["articles"])[:200]
        yield Finding(doubt=Doubt.RESULT_ARTICLES, where=where, written=cited, made=" ; ".join(made["articles"]))


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


def _of_hashes(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold that what only the register can confirm is at least what it claims to be."""
    for item in facts["agenda"]:
        for each in item["documents"]:
            if not _HASH.fullmatch(each["sha256"]):
                where = f"point {item['label']}, {_said(each['title'])}"
                yield Finding(doubt=Doubt.DOCUMENT, where=where, written=_said(each["sha256"]))
    head = facts["journal"]
    numbered = head is None or (isinstance(head["entry"], int) and 0 < head["entry"] < _LAST)
    if head is not None and not (numbered and _HASH.fullmatch(head["sha256"])):
        yield Finding(doubt=Doubt.HEAD, written=_said(head["sha256"]))
    if facts["elections"]:
        yield Finding(doubt=Doubt.ELECTIONS, written=_said(len(facts["elections"])))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "rien" if value is None else str(value)[:200]
