"""Makes what the scripts of the offline checker are tried with: its words, and one table of cases that Python answered.

`python -m tests.minutes.checker.make` writes both beside the tests of scripts; a test holds them to the code.
"""

import json
from itertools import product
from pathlib import Path
from typing import Any

from webapp.meetings.model import Choice, Counts, MajorityBase, Mode, Quorum, VotingSettings
from webapp.meetings.rules.outcome import decide
from webapp.minutes.model.facts import SCHEMA
from webapp.minutes.rules.proving import prove
from webapp.minutes.service import checker

FOLDER = Path(__file__).resolve().parents[2] / "js" / "checker"
QUORUM = {
    "applies": True,
    "composing": 5,
    "required": 3,
    "counted": 4,
    "reached": True,
    "source": "CRPA R133-10",
    "present": 3,
    "represented": 1,
    "recused": 0,
    "fallen": 0,
    "second_notice": False,
}
VOTE = {
    "number": 1,
    "held": True,
    "opened_at": "2026-12-10T14:40",
    "quorum": QUORUM,
    "entitled": 4,
    "in_favour": 3,
    "against": 1,
    "abstain": 0,
    "no_part": 0,
    "silent": 0,
    "casting_vote_used": False,
    "casting_declaration": None,
    "sense": "favourable",
    "wording": "avis favorable à la majorité (3\u00a0pour, 1\u00a0contre)",
    "paper": None,
}
TIED = {"in_favour": 2, "against": 2, "casting_vote_used": True}
BY_CHAIR = "avis favorable, voix prépondérante du président (2\u00a0pour, 2\u00a0contre)"
FACTS: dict[str, Any] = {
    "schema": SCHEMA,
    "committee": "Commission d’essai",
    "starts_at": "2026-12-10T14:30",
    "closing": "agenda_done",
    "opened_at": "2026-12-10T14:32",
    "quorum": QUORUM,
    "signers": ["président", "secrétaire"],
    "corrections": [],
    "members": [{"sat": [{"since": "2026-12-10T14:30", "until": None}]} for _ in range(3)],
    "rules": [{"label": "Base de la majorité", "value": "suffrages exprimés", "article": "CRPA R133-11"}],
    "agenda": [
        {"label": "1", "title": "Bilan", "quorum": QUORUM, "begun_at": "2026-12-10T14:33", "votes": []},
        {"label": "2", "title": "Carrière", "quorum": None, "begun_at": None, "votes": [VOTE], "later": {"member": 1}},
    ],
}
BALLOT = "agenda.1.votes.0"
ALTERED: dict[str, dict[str, Any]] = {
    "as it is": {},
    "of another schema": {"schema": "collegiale.rehearsal/1"},
    "a list instead of facts": {"agenda": {"0": 1}},
    "a figure in letters": {"quorum.composing": "cinq"},
    "a figure left out": {"quorum.fallen": None},
    "a member left out": {f"{BALLOT}.entitled": None},
    "an unknown sense": {**{f"{BALLOT}.{name}": value for name, value in TIED.items()}, f"{BALLOT}.sense": "maybe"},
    "more required than half": {"quorum.required": 4},
    "counted more than its terms": {"agenda.0.quorum.counted": 5},
    "reached without being": {f"{BALLOT}.quorum.present": 1, f"{BALLOT}.quorum.counted": 2},
    "not reached while it is": {"quorum.reached": False},
    "more present than sat": {"quorum.present": 4, "quorum.counted": 5},
    "arrived in that very minute": {
        "members.0.sat.0.since": "2026-12-10T14:32",
        "quorum.present": 2,
        "quorum.counted": 3,
    },
    "left before": {"members.0.sat.0.until": "2026-12-10T14:31"},
    "in writing": {"quorum.source": "ordonnance 2014-1329", "quorum.present": 5, "quorum.counted": 6},
    "closed without quorum": {
        "closing": "no_quorum",
        "quorum.present": 1,
        "quorum.counted": 2,
        "quorum.reached": False,
    },
    "ballots that do not add up": {f"{BALLOT}.silent": 2},
    "voices exchanged": {f"{BALLOT}.in_favour": 1, f"{BALLOT}.against": 3},
    "another wording": {f"{BALLOT}.wording": "avis favorable à l’unanimité"},
    "another sense": {f"{BALLOT}.sense": "unfavourable"},
    "a casting vote without a tie": {f"{BALLOT}.casting_vote_used": True},
    "a tie that nobody settled": {f"{BALLOT}.in_favour": 2, f"{BALLOT}.against": 2},
    "a tie settled": {**{f"{BALLOT}.{name}": value for name, value in TIED.items()}, f"{BALLOT}.wording": BY_CHAIR},
    "a tie declared otherwise": {
        **{f"{BALLOT}.{name}": value for name, value in TIED.items()},
        f"{BALLOT}.wording": BY_CHAIR,
        f"{BALLOT}.casting_declaration": "against",
    },
    "a tie settled where nobody may": {
        **{f"{BALLOT}.{name}": value for name, value in TIED.items()},
        "rules": [{"label": "Voix prépondérante du président", "value": "non", "article": "CRPA R133-11"}],
    },
    "no majority of those present": {
        f"{BALLOT}.in_favour": 2,
        f"{BALLOT}.against": 1,
        f"{BALLOT}.abstain": 1,
        "rules.0.value": "membres présents ou représentés",
    },
    "on paper": {
        f"{BALLOT}.paper": {"in_urn": 4},
        f"{BALLOT}.in_favour": 2,
        f"{BALLOT}.abstain": 1,
        f"{BALLOT}.against": 1,
    },
    "without quorum": {
        f"{BALLOT}.quorum.present": 1,
        f"{BALLOT}.quorum.counted": 2,
        f"{BALLOT}.quorum.reached": False,
        f"{BALLOT}.sense": None,
        f"{BALLOT}.wording": None,
        f"{BALLOT}.opened_at": None,
    },
    "corrected by hand": {"quorum.counted": 9, "corrections": [{"fact": "quorum.counted"}]},
    "corrected elsewhere": {"quorum.counted": 9, "corrections": [{"fact": "quorums.counted"}]},
    "a member corrected by hand": {
        "quorum.present": 4,
        "quorum.counted": 5,
        "corrections": [{"fact": "members.2.sat"}],
    },
    "a vote that was not held": {f"{BALLOT}.held": False, f"{BALLOT}.in_favour": 90, f"{BALLOT}.quorum": None},
}


def altered(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with other values at these paths; None takes a figure out where one is wanted."""
    facts = json.loads(json.dumps(FACTS))  # a copy whose parts are not one another
    for path, value in changes.items():
        *places, last = path.split(".")
        held: Any = facts
        for place in places:
            held = held[int(place)] if isinstance(held, list) else held[place]
        held[last] = value
    return facts


def answered(facts: dict[str, Any]) -> dict[str, Any]:
    """Say what Python proves of facts, in the names of the scripts."""
    found = prove(json.dumps(facts).encode())
    return {
        "findings": [
            {
                "doubt": each.doubt,
                "where": each.where,
                "written": each.written,
                "made": each.made,
                "byHand": each.by_hand,
            }
            for each in found.findings
        ],
        "figures": [{name: getattr(each, name) for name in each.__slots__} for each in found.figures],
        "signers": list(found.signers),
    }


def outcomes() -> list[list[Any]]:
    """Say every outcome of small counts, under both bases, for each side of the chair, with and without quorum."""
    rows = []
    few = range(3)
    for inputs in product(few, few, few, range(2), ("expressed", "present"), (None, "for", "against"), (False, True)):
        in_favour, against, abstain, missing, base, side, lacking = inputs
        cast = in_favour + against + abstain
        counts = Counts(
            in_favour=in_favour, against=against, abstain=abstain, did_not_vote=missing, entitled=cast + missing
        )
        made = decide(
            counts,
            VotingSettings(composing=5, majority_base=MajorityBase(base)),
            casting=None if side is None else Choice(side),
            quorum=Quorum(**{**QUORUM, "reached": not lacking}, mode=Mode.IN_PERSON),
        )
        rows.append([*inputs, made.sense, made.casting_vote_used, made.wording])
    return rows


def cases() -> dict[str, Any]:
    """Gather the table."""
    changed = {name: altered(changes) for name, changes in ALTERED.items()}
    return {
        "altered": {name: {"facts": facts, **answered(facts)} for name, facts in changed.items()},
        "outcomes": outcomes(),
    }


def written(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=None, sort_keys=True, separators=(",", ":")) + "\n"


def main() -> None:
    (FOLDER / "words.json").write_text(written(checker.vocabulary()), encoding="utf-8")
    (FOLDER / "cases.json").write_text(written(cases()), encoding="utf-8")


if __name__ == "__main__":
    main()
