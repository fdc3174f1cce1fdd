"""Each rule held against the facts, with its article: by whoever writes the minutes, and again by whoever checks them.

Facts are read as JSON, as a reader of the file has them. Sources: CRPA R133-8 to R133-12, ordonnance 2014-1329.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from webapp.committees.model.settings import MEANINGS
from webapp.meetings.rules.quorum import IN_WRITING
from webapp.minutes.model.evidence import ResultLine
from webapp.wording import dates
from webapp.wording import minutes as told
from webapp.wording import results as words
from webapp.wording.numbers import count
from webapp.wording.results import said

DAYS = 5  # CRPA R133-8
MET, UNMET, WAIVED, UNKNOWN = "met", "unmet", "waived", "unknown"

Json = Mapping[str, Any]


def results(facts: Json) -> tuple[ResultLine, ...]:
    """Hold every rule, those of the whole sitting first, then item by item."""
    found = [*_notice(facts), *_mode(facts), *_written(facts), *_opening(facts), *_mandates(facts)]
    known = Counter(sat["name"] for member in facts["members"] for sat in member["sat"])
    for item in facts["agenda"]:
        found += _of_item(item, known)
    return tuple(found)


def _line(
    rule: str, outcome: str, sentence: str, *articles: str, item: str = "", vote: int | None = None
) -> ResultLine:
    return ResultLine(rule=rule, item=item, vote=vote, outcome=outcome, said=sentence, articles=articles)


def _notice(facts: Json) -> Iterator[ResultLine]:
    """Hold the days between the notice and the sitting, and what a second notice stands on (CNV-2, CNV-6)."""
    notice = facts["notice"]
    days = notice["days_before"]
    if days is not None:
        outcome = MET if days >= DAYS else WAIVED if notice["urgency"] else UNMET
        sentence = words.NOTICE_URGENT if outcome == WAIVED else words.NOTICE
        yield _line("notice", outcome, said(sentence, days=count(days, "jour")), "CRPA R133-8")
    elif facts["mode"] != "written":
        yield _line("notice", UNKNOWN, said(words.NOTICE_UNKNOWN), "CRPA R133-8")
    if notice["second_notice"]:
        first = notice["first_sitting"]
        sentence = said(words.SECOND, day=dates.day(date.fromisoformat(first))) if first else said(words.SECOND_UNKNOWN)
        yield _line("second_notice", MET if first else UNKNOWN, sentence, "CRPA R133-10")


def _mode(facts: Json) -> Iterator[ResultLine]:
    """Hold that a sitting at a distance was decided by the chair (PV-8)."""
    if facts["mode"] == "in_person":
        return
    articles = (words.IN_WRITING,) if facts["mode"] == "written" else words.AT_A_DISTANCE
    decided = bool(facts["mode_decision"])
    yield _line("mode", MET if decided else UNKNOWN, words.MODE if decided else words.MODE_UNKNOWN, *articles)


def _written(facts: Json) -> Iterator[ResultLine]:
    """Hold that a debate in writing lasted as announced and that its results were sent (ECR-4, ECR-10)."""
    written = facts.get("written")
    if written is None:
        return
    closed, limit = written["debate_closed_at"], written["debate_closes_at"]
    outcome = UNKNOWN if closed is None else MET if closed >= limit else UNMET
    sentence = {MET: words.DEBATE, UNMET: words.DEBATE_EARLY, UNKNOWN: words.DEBATE_UNKNOWN}[outcome]
    yield _line("debate", outcome, sentence, words.IN_WRITING)
    sent = written["results_sent_at"] is not None
    yield _line("results", MET if sent else UNKNOWN, words.SENT if sent else words.NOT_SENT, words.IN_WRITING)


def _opening(facts: Json) -> Iterator[ResultLine]:
    at_the_end = facts["closing"] == "no_quorum" or facts["mode"] == "written"
    yield _quorum(facts["quorum"], words.AT_CLOSING if at_the_end else words.AT_OPENING)


def _quorum(line: Json, where: str, *, item: str = "", vote: int | None = None) -> ResultLine:
    """Hold that half of the members composing the committee were counted (QUO-1); waived under a second notice (QUO-8)."""
    outcome = MET if line["reached"] else UNMET
    if not line["applies"] and line["source"] != IN_WRITING:
        outcome = WAIVED
    sentence = said(words.QUORUM, where=where, counted=line["counted"], required=line["required"])
    return _line("quorum", outcome, sentence, line["source"], item=item, vote=vote)


def _mandates(facts: Json) -> Iterator[ResultLine]:
    """Hold that nobody carried more mandates at once than the committee allows (MAN-2)."""
    given = facts["mandates"]
    if not given:
        return
    good = [each for each in given if each["reason"] is None]
    most = _carried(good)
    allowed = _allowed(facts["rules"])
    outcome = UNKNOWN if allowed is None else MET if most <= allowed else UNMET
    refused = len(given) - len(good)
    sentence = said(
        words.MANDATES_UNKNOWN if allowed is None else words.MANDATES,
        received=count(len(given), "reçu"),
        refused=count(refused, "refusé"),
        most=most,
        allowed=allowed,
    )
    yield _line("mandates", outcome, sentence, "CRPA R133-9")


def _carried(good: Sequence[Json]) -> int:
    """Count the most mandates that one person carried at once; one that ends frees its place for one that begins."""
    steps: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for each in good:
        held = steps.setdefault((each["holder"]["name"], each["holder"]["quality"]), [])
        held.append((each["received_at"], 1))
        if each["ended_at"] is not None:
            held.append((each["ended_at"], -1))
    return max((max(accumulate(step for _, step in sorted(held))) for held in steps.values()), default=0)


def _allowed(rules: Sequence[Json]) -> int | None:
    label = MEANINGS["max_mandates"].label
    written = next((each["value"] for each in rules if each["label"] == label), "")
    return int(written) if written.isdecimal() else None


def _of_item(item: Json, known: Counter[str]) -> Iterator[ResultLine]:
    label = item["label"]
    quorums = [each for each in (item["quorum"], item["quorum_at_end"]) if each is not None]
    quorums += [vote["quorum"] for vote in item["votes"] if vote["quorum"] is not None]
    if item.get("after_notice"):
        waived = any(line["second_notice"] and not line["applies"] for line in quorums)
        sentence = words.ADDED_WAIVED if waived else words.ADDED
        yield _line("after_notice", UNMET if waived else MET, sentence, "CRPA R133-10", item=label)
    if item["quorum"] is not None:
        yield _quorum(item["quorum"], words.AT_CALL, item=label)
    yield from (_recusal(item, each, known) for each in item["recusals"])
    for vote in item["votes"]:
        if vote["held"]:
            yield from _of_vote(vote, label)
    if item["quorum_at_end"] is not None:
        yield _quorum(item["quorum_at_end"], words.AT_END, item=label)
    for late in item["late"]:
        decided = late["decision"] != "pending"
        sentence = said(words.LATE, fact=late["fact"], decision=told.LATE_DECISIONS[late["decision"]])
        yield _line("late_entry", MET if decided else UNMET, sentence, "CRPA R133-10", "CRPA R133-11", item=label)


def _of_vote(vote: Json, item: str) -> Iterator[ResultLine]:
    """Hold the quorum of a vote, the majority that it found, and the casting vote (CRPA R133-10, R133-11; VOT-3, VOT-4)."""
    number = vote["number"]
    yield _quorum(vote["quorum"], words.AT_VOTE, item=item, vote=number)
    opined = vote["sense"] in {"favourable", "unfavourable"}
    sentence = vote["wording"] or words.NO_OPINION
    yield _line("majority", MET if opined else UNMET, sentence, "CRPA R133-11", item=item, vote=number)
    if vote["casting_vote_used"]:
        tied = vote["in_favour"] == vote["against"]
        votes = f"{vote['in_favour']} contre {vote['against']}"
        sentence = said(words.CASTING, votes=votes) if tied else words.CASTING_BROKEN
        yield _line("casting_vote", MET if tied else UNMET, sentence, "CRPA R133-11", item=item, vote=number)


def _recusal(item: Json, recusal: Json, known: Counter[str]) -> ResultLine:
    """Hold that who withdrew is in no vote held meanwhile (DEP-1); of two members of one name, nothing can be said."""
    name = recusal["name"]
    there = known[name] <= 1 and any(name in _voters(vote) for vote in item["votes"] if _during(vote, recusal))
    sentence = said(words.RECUSAL_BROKEN if there else words.RECUSAL, name=name)
    return _line("recusal", UNMET if there else MET, sentence, "CRPA R133-12", item=item["label"])


def _during(vote: Json, recusal: Json) -> bool:
    """Whether a vote closed while somebody was out, the minutes of both ends left aside: hours are those of the minute."""
    at, until = vote["closed_at"], recusal["until"]
    return bool(vote["held"] and recusal["since"] < at and (until is None or at < until))


def _voters(vote: Json) -> set[str]:
    """Name those of whom the facts say that they voted, for themselves or for another."""
    named = {each["cast_by"] or each["name"] for each in vote["names"] if each["choice"] != "none"}
    return named | {each["holder"] for each in vote["mandates"] if each["reason"] is None}
