"""The quorum: CRPA R133-10; in writing, ordonnance 2014-1329."""

from webapp.kernel.errors import Refusal
from webapp.meetings.model import Attendance, Mode, Quorum, QuorumRefusal, VotingSettings
from webapp.meetings.rules.mandates import judge_mandates

IN_SITTING = "CRPA R133-10"
IN_WRITING = "ordonnance 2014-1329"


def required_quorum(composing: int) -> int:
    """Half at least of the members composing the committee: 26 → 13, 25 → 13, 27 → 14 (CRPA R133-10; QUO-1)."""
    return (composing + 1) // 2


def quorum(attendance: Attendance, settings: VotingSettings) -> Quorum:
    """Count the quorum of one item: present or having given a valid mandate (CRPA R133-10; QUO-2).

    The one function behind the screen, the opening of a vote and the minutes. In writing, at least half must have
    taken part (ordonnance 2014-1329; ECR-9). Recused members are out, with the mandates that fall with them, unless
    the committee counts them; the number composing the committee never moves (DEP, LAW 7.1).
    """
    verdicts = judge_mandates(attendance, settings)
    fallen = sum(verdict.fallen for verdict in verdicts)
    represented = sum(verdict.valid for verdict in verdicts) + fallen
    recused = len(attendance.present & attendance.recused)
    if settings.recused_counts_in_quorum:
        recused = fallen = 0
    counted = len(attendance.present) + represented - recused - fallen
    required = required_quorum(settings.composing)
    return Quorum(
        applies=settings.quorum_applies and not attendance.second_notice,
        composing=settings.composing,
        required=required,
        counted=counted,
        reached=counted >= required,
        source=IN_WRITING if attendance.mode is Mode.WRITTEN else IN_SITTING,
        present=len(attendance.present),
        represented=represented,
        recused=recused,
        fallen=fallen,
        mode=attendance.mode,
        second_notice=attendance.second_notice,
    )


def check_quorum(found: Quorum) -> None:
    """Refuse to open a vote, or to hold a written one valid, without quorum (CRPA R133-10; QUO-3, ECR-9)."""
    if found.lacking:
        reason = QuorumRefusal.HALF_DID_NOT_TAKE_PART if found.mode is Mode.WRITTEN else QuorumRefusal.NOT_REACHED
        raise Refusal(reason, counted=found.counted, required=found.required, composing=found.composing)
