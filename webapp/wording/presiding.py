"""What whoever presides can say now, sentence by sentence; keys are those of the steps of the conducting screen."""

from collections.abc import Mapping

from webapp.wording.typography import spaced

SCRIPT = {
    name: spaced(text)
    for name, text in {
        "prepared": "{counted} membres sur {composing} sont présents ou représentés ; il en faut {required}. {quorum} Je déclare la séance ouverte.",
        "suspended": "La séance est reprise. {counted} membres sur {composing} sont présents ou représentés ; il en faut {required}. {quorum}",
        "between": "Nous passons au point {next_label} : {next_title}.",
        "to_call": "Nous passons au point {label} : {title}.",
        "to_open": "Qui souhaite encore intervenir ? … Je mets aux voix {what} : « {question} ». {counted} membres sur {composing} sont présents ou représentés : le quorum est atteint.",
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
REACHED = {True: "Le quorum est atteint.", False: "Le quorum n’est pas atteint : aucun vote ne peut être ouvert."}


def said(step: str, facts: Mapping[str, object]) -> str:
    """Say what the step calls for, in French."""
    return SCRIPT[step].format_map(facts)
