"""Do the facts that a file carries prove its figures: quorum and outcomes, made again from what they are made of.

Sources: CRPA R133-10 (quorum), R133-11 (majority, casting vote). A fact set right by hand (LAW PV-3) is told, not judged.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum, auto
from typing import Any

from webapp.committees.model.settings import MEANINGS
from webapp.kernel.models import frozen
from webapp.meetings.model import Choice, Counts, MajorityBase, Mode, Outcome, Quorum, Sense, VotingSettings
from webapp.meetings.rules.outcome import decide
from webapp.meetings.rules.quorum import IN_WRITING, required_quorum
from webapp.minutes.model.facts import SCHEMA
from webapp.minutes.model.votes import QuorumLine
from webapp.wording import dates
from webapp.wording import verifying as said
from webapp.wording.outcomes import SENSES, of_papers, typeset

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


@frozen
class Finding:
    """One doubt: where it is, what is written there and what it should be; `by_hand`: a correction touches it."""

    doubt: Doubt
    where: str = ""
    written: str = ""
    made: str = ""
    by_hand: bool = False


@frozen
class Figure:
    """A quorum or a vote: what it is made of, as the minutes say it, as it was made again; `state`: does it agree."""

    kind: str
    where: str
    title: str
    terms: str
    written: str
    made: str
    state: str


@frozen
class Proven:
    """What was made again: how many quorums and votes, each of them, and what does not agree."""

    quorums: int
    votes: int
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...] = ()
    signers: tuple[str, ...] = ()
    committee: str = ""
    day: str = ""

    @property
    def title(self) -> str:
        return f"{self.committee}, {self.day}" if self.committee else ""

    @property
    def held(self) -> str:
        """Say the day of the sitting; what is no day, as it is written."""
        try:
            return dates.weekday(date.fromisoformat(self.day))
        except ValueError:
            return self.day

    def of_kind(self, kind: str) -> tuple[Figure, ...]:
        return tuple(each for each in self.figures if each.kind == kind)

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
    figures: list[Figure] = []
    quorums = votes = 0
    for path, where, title, line, at in _quorums(facts):
        quorums += 1
        here = list(_marked(facts, path, _of_quorum(where, line)))
        if at is not None and line["source"] != IN_WRITING:
            here += _marked(facts, path, _of_presence(where, line, facts["members"], at))
        found += here
        figures.append(_quorum_figure(where, title, line, here))
    for path, where, title, vote in _votes(facts):
        votes += 1
        made = _outcome(vote, facts["rules"])
        here = list(_marked(facts, path, _of_vote(where, vote, made)))
        found += here
        figures.append(_vote_figure(where, title, vote, made, here))
    return Proven(
        quorums=quorums,
        votes=votes,
        findings=tuple(found),
        figures=tuple(figures),
        signers=tuple(str(each) for each in facts["signers"]),
        committee=str(facts["committee"]),
        day=str(facts["starts_at"])[:10],
    )


def _quorum_figure(where: str, title: str, line: Mapping[str, Any], findings: list[Finding]) -> Figure:
    counted, required = _counted(line), required_quorum(line["composing"])
    return Figure(
        kind="quorum",
        where=where,
        title=title,
        terms=said.QUORUM_TERMS.format_map(line),
        written=_quorum_said(line["counted"], line["required"], reached=line["reached"]),
        made=_quorum_said(counted, required, reached=counted >= required),
        state=_state(findings),
    )


def _quorum_said(counted: int, required: int, *, reached: bool) -> str:
    return said.QUORUM_SAID.format(counted=counted, required=required, verdict=said.REACHED[reached])


def _vote_figure(where: str, title: str, vote: Mapping[str, Any], made: Outcome, findings: list[Finding]) -> Figure:
    ballots = vote["in_favour"] + vote["against"] + vote["abstain"]
    return Figure(
        kind="vote",
        where=where,
        title=title,
        terms=said.VOTE_TERMS.format_map({**vote, "silent": vote["entitled"] - ballots}),
        written=vote["wording"] or said.NO_OPINION,
        made=_typeset(made.wording, paper=vote["paper"] is not None) or said.NO_OPINION,
        state=_state(findings),
    )


def _state(findings: list[Finding]) -> str:
    if not findings:
        return "same"
    return "by_hand" if findings[0].by_hand else "differs"


def _quorums(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, Any], str | None]]:
    """Give each quorum with its path, its place in words, what it is about and its instant."""
    closed_without = facts["closing"] == "no_quorum"
    yield "quorum", said.AT_OPENING, "", facts["quorum"], None if closed_without else facts["opened_at"]
    for number, item in enumerate(facts["agenda"]):
        path, title = f"agenda.{number}", str(item["title"])
        if item["quorum"] is not None:
            yield path, said.AT_ITEM.format(label=item["label"]), title, item["quorum"], item["begun_at"]
        for vote in item["votes"]:
            if vote["quorum"] is not None:
                yield path, _place(item, vote), title, vote["quorum"], vote["opened_at"]


def _votes(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    for number, item in enumerate(facts["agenda"]):
        for vote in item["votes"]:
            if vote["held"]:
                yield f"agenda.{number}", _place(item, vote), str(item["title"]), vote


def _place(item: Mapping[str, Any], vote: Mapping[str, Any]) -> str:
    return said.AT_VOTE.format(label=item["label"], number=vote["number"])


def _marked(facts: Mapping[str, Any], path: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Mark what a correction by hand touches: both values and the reason are printed (LAW PV-3)."""
    corrected = any(f"{each['fact']}.".startswith((f"{path}.", "members.")) for each in facts["corrections"])
    for each in findings:
        yield Finding(doubt=each.doubt, where=each.where, written=each.written, made=each.made, by_hand=corrected)


def _of_quorum(where: str, line: Mapping[str, Any]) -> Iterator[Finding]:
    required, counted = required_quorum(line["composing"]), _counted(line)
    for doubt, written, made in (
        (Doubt.QUORUM_REQUIRED, line["required"], required),
        (Doubt.QUORUM_COUNTED, line["counted"], counted),
        (Doubt.QUORUM_REACHED, line["reached"], counted >= required),
    ):
        if written != made:
            yield Finding(doubt=doubt, where=where, written=_said(written), made=_said(made))


def _counted(line: Mapping[str, Any]) -> int:
    return int(line["present"] + line["represented"] - line["recused"] - line["fallen"])


def _of_presence(where: str, line: Mapping[str, Any], members: list[Any], at: str) -> Iterator[Finding]:
    """Count the seats taken at an instant: facts are kept to the minute, hence a least and a most."""
    least = sum(any(_sits(sat, at, strictly=True) for sat in member["sat"]) for member in members)
    most = sum(any(_sits(sat, at, strictly=False) for sat in member["sat"]) for member in members)
    if not least <= line["present"] <= most:
        made = str(least) if least == most else said.BETWEEN.format(least=least, most=most)
        yield Finding(doubt=Doubt.PRESENT, where=where, written=_said(line["present"]), made=made)


def _sits(sat: Mapping[str, Any], at: str, *, strictly: bool) -> bool:
    since, until = sat["since"], sat["until"]
    if strictly:
        return bool(since < at and (until is None or until > at))
    return bool(since <= at and (until is None or until >= at))


def _outcome(vote: Mapping[str, Any], rules: list[Any]) -> Outcome:
    """Make the outcome of a vote again, from its counts, its quorum and the committee's rules (CRPA R133-11)."""
    ballots = vote["in_favour"] + vote["against"] + vote["abstain"]
    counts = Counts(
        in_favour=vote["in_favour"],
        against=vote["against"],
        abstain=vote["abstain"],
        did_not_vote=vote["entitled"] - ballots,
        entitled=vote["entitled"],
    )
    quorum = _quorum(vote["quorum"])
    settings = VotingSettings(composing=quorum.composing, majority_base=_base(rules))
    return decide(counts, settings, casting=_casting(vote, rules), quorum=quorum)


def _of_vote(where: str, vote: Mapping[str, Any], made: Outcome) -> Iterator[Finding]:
    parts = vote["in_favour"] + vote["against"] + vote["abstain"] + vote["no_part"] + vote["silent"]
    if vote["paper"] is None and parts != vote["entitled"]:
        yield Finding(doubt=Doubt.BALLOTS, where=where, written=_said(vote["entitled"]), made=_said(parts))
    if made.casting_vote_used != vote["casting_vote_used"]:
        yield Finding(
            doubt=Doubt.CASTING,
            where=where,
            written=_said(vote["casting_vote_used"]),
            made=_said(made.casting_vote_used),
        )
    sense = None if made.sense is None else made.sense.value
    if sense != vote["sense"]:
        yield Finding(doubt=Doubt.SENSE, where=where, written=_sense(vote["sense"]), made=_sense(sense))
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
    named = {each.name: line[each.name] for each in fields(QuorumLine)}
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


def _sense(value: Any) -> str:
    """Say a sense in French; one that does not exist, as it is written."""
    return _said(SENSES.get(value, value) if isinstance(value, str) else value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "rien" if value is None else str(value)[:200]
