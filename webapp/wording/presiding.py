"""What whoever presides can say now, sentence by sentence; keys are those of the steps of the conducting screen."""

from collections.abc import Mapping

from webapp.wording.typography import spaced

SCRIPT = {
    name: spaced(text)
    for name, text in {
        "prepared": "{quorum} Je déclare la séance ouverte.",
        "suspended": "La séance est reprise. {quorum}",
        "between": "Nous passons au point {next_label} : {next_title}.",
        "to_call": "Nous passons au point {label} : {title}.",
        "to_open": "Qui souhaite encore intervenir ? … Je mets aux voix {what} : « {question} ». {quorum}",
        "blocked": "Le vote ne peut pas s’ouvrir. {blocked}",
        "voting": "Le vote est ouvert sur {what} : « {question} ». Je vais le clore : quelqu’un n’a-t-il pas voté ?",
        "on_paper": "Le vote se fait à bulletins secrets. Les scrutateurs vont procéder au dépouillement.",
        "to_announce": "Le vote est clos. {votes}. En conséquence : {outcome}.",
        "to_end": "Le point {label} est achevé.",
        "over": "Le point {label} est achevé.",
        "finished": "L’ordre du jour est épuisé. Je lève la séance. Merci à tous.",
        "closed": "La séance est levée.",
    }.items()
}
PUT = {"amendment": "l’amendement", "reservation": "la réserve", "whole": "l’ensemble du texte"}
DIVERGENCE = spaced(
    "Sur les suffrages exprimés : {expressed}. Sur les présents et représentés : {present}. "
    "La commission compte sur les {chosen} (CRPA R133-11)."
)
COUNTED = "{counted} membres sur {composing} sont présents ou représentés ; il en faut {required}. "
REACHED = {
    True: spaced(COUNTED + "Le quorum est atteint."),
    False: spaced(COUNTED + "Le quorum n’est pas atteint : aucun vote ne peut être ouvert."),
}
UNNEEDED = "La commission délibère sans condition de quorum."


def quorum_told(*, applies: bool, reached: bool, counted: int, composing: int, required: int) -> str:
    """Say the quorum as whoever presides states it to the room."""
    if not applies:
        return UNNEEDED
    return REACHED[reached].format(counted=counted, composing=composing, required=required)


def said(step: str, facts: Mapping[str, object]) -> str:
    """Say what the step calls for, in French."""
    return SCRIPT[step].format_map(facts)
