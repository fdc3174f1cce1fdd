"""How an outcome and a quorum are said: in the minutes, on the screens, by the simulator.

`outcome_wording` is an interface that scripts compare, hence plain apostrophes and spaces; `typeset` dresses it for reading.
"""

import re

from webapp.wording.numbers import count

OPINIONS = {"favourable": "avis favorable", "unfavourable": "avis défavorable"}
SENSES = {
    "favourable": "favorable",
    "unfavourable": "défavorable",
    "no_majority": "aucune majorité",
    "tie": "partage des voix",
    "no_vote_expressed": "aucun suffrage exprimé",
}
"""Each `meetings.model.Sense` in one word or two, for tables."""

WORDINGS = {
    "no_vote_expressed": "aucun suffrage exprimé",
    "tie": "partage des voix {figures}",
    "no_majority": "aucune majorité {figures}",
    "casting": "{opinion}, voix prépondérante du président {figures}",
    "majority": "{opinion} à la majorité {figures}",
    "unanimous_of_expressed": "{opinion} à l'unanimité des suffrages exprimés {figures}",
    "unanimous": "{opinion} à l'unanimité",
}
"""How each kind of outcome is said; the checker that works without us says them the same."""

IN_FAVOUR, AGAINST = "pour", "contre"
NEITHER = {False: ("abstention", "abstentions"), True: ("blanc ou nul", "blancs ou nuls")}
"""Those neither for nor against, one and several; True: in a secret vote on paper."""


def outcome_wording(
    sense: str, *, in_favour: int, against: int, abstain: int, did_not_vote: int, casting_vote_used: bool
) -> str:
    """Say an outcome as the minutes do (VOT-4, VOT-7); `sense` is one of `meetings.model.Sense`.

    A vote without a single contrary ballot is unanimous; of the votes expressed only, if somebody abstained or did
    not vote. A count of zero is left out.
    """
    figures = _figures(in_favour=in_favour, against=against, abstain=abstain)
    kind = sense
    if sense in OPINIONS:
        kind = "unanimous"
        if casting_vote_used:
            kind = "casting"
        elif in_favour and against:
            kind = "majority"
        elif abstain or did_not_vote:
            kind = "unanimous_of_expressed"
    return WORDINGS[kind].format(opinion=OPINIONS.get(sense, ""), figures=figures)


def of_papers(wording: str) -> str:
    """Say the abstentions of a secret vote on paper as what they are: papers left blank, or void (SEC-7)."""
    return re.sub(r"(\d+) abstentions?", lambda found: f"{found[1]} {neither(int(found[1]), on_paper=True)}", wording)


def neither(number: int, *, on_paper: bool) -> str:
    """Name those neither for nor against: abstentions in a vote by name, papers blank or void in a secret one."""
    one, several = NEITHER[on_paper]
    return one if number < 2 else several  # noqa: PLR2004 — French plural begins at two


def typeset(text: str) -> str:
    """Put curly apostrophes, and keep each figure with its noun."""
    return re.sub(r"(?<=\d) (?=\w)", "\u00a0", text.replace("'", "’"))


def without_figures(wording: str) -> str:
    """Leave out of an outcome the figures between brackets, where they were just said."""
    return re.sub(r" \([^)]*\)$", "", wording)


def quorum_sum(
    *, present: int, represented: int, recused: int, fallen: int, counted: int, composing: int, in_writing: bool = False
) -> str:
    """Show how a quorum is counted: « 13 présents + 1 mandat − 1 déport = 13 sur 26 » (QUO-5)."""
    terms = count(present, "participant" if in_writing else "présent")
    if represented:
        terms += f" + {count(represented, 'mandat')}"
    if recused:
        terms += f" − {count(recused, 'déport')}"
    if fallen:
        terms += f" − {count(fallen, 'mandat tombé', 'mandats tombés')} avec un déport"
    alone = counted == present and not (represented or recused or fallen)
    return f"{terms} sur {composing}" if alone else f"{terms} = {counted} sur {composing}"


def quorum_sentence(
    total: str, *, required: int, reached: bool, source: str, second_notice: bool = False, exempt: bool = False
) -> str:
    """Say a quorum and why (QUO-5, QUO-8); `total` comes from `quorum_sum`, `exempt` when the committee has no quorum."""
    if second_notice:
        return f"Délibère sans condition de quorum, sur seconde convocation ({source}) : {total}."
    if exempt:
        return f"Aucun quorum n’est exigé de cette commission : {total}."
    verdict = "Quorum atteint" if reached else "Quorum non atteint"
    return f"{verdict} : {total}, il en faut {required} ({source})."


def _figures(*, in_favour: int, against: int, abstain: int) -> str:
    parts = [
        (in_favour, IN_FAVOUR),
        (against, AGAINST),
        (abstain, NEITHER[False][abstain != 1]),
    ]
    return "(" + ", ".join(f"{number} {noun}" for number, noun in parts if number) + ")"
