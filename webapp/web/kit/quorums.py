"""A quorum said in one sentence, on every page that shows one."""

from webapp.meetings.model import Mode, Quorum
from webapp.wording.numbers import count
from webapp.wording.outcomes import quorum_sentence, quorum_sum
from webapp.wording.typography import spaced


def quorum_said(found: Quorum) -> str:
    """Say a quorum and why, with its article (LAW QUO-5, QUO-8)."""
    total = quorum_sum(
        present=found.present,
        represented=found.represented,
        recused=found.recused,
        fallen=found.fallen,
        counted=found.counted,
        composing=found.composing,
        in_writing=found.mode is Mode.WRITTEN,
    )
    return quorum_sentence(
        total,
        required=found.required,
        reached=found.reached,
        source=found.source,
        second_notice=found.second_notice,
        exempt=not found.applies and not found.second_notice,
    )


def quorum_moved(before: Quorum, after: Quorum) -> str:
    """Say what an act did, or would do, to the quorum (LAW MAN-3)."""
    said = f"Quorum : {count(before.counted, 'compté')} avant, {after.counted} après"
    if not after.applies:
        return spaced(f"{said}.")
    return spaced(
        f"{said} ; il en faut {after.required}. {'Il est atteint.' if after.reached else 'Il n’est pas atteint.'}"
    )
