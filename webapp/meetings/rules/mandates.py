"""Mandates: CRPA R133-9, R133-12; in writing, ordonnance 2014-1329."""

from collections import Counter
from collections.abc import Container, Mapping

from webapp.meetings.model import (
    Attendance,
    Mandate,
    MandateRefusal,
    MandateVerdict,
    Mode,
    SeatId,
    VotingSettings,
)


def judge_mandates(attendance: Attendance, settings: VotingSettings) -> tuple[MandateVerdict, ...]:
    """Say of each mandate, in order of receipt, whether it counts for this item (CRPA R133-9, R133-12; MAN-1 to -7).

    A seat that gave a mandate has given its one, even a void one: only the desk, on the mandator's word, withdraws it.
    A mandate set aside by a recusal alone still occupies its holder's place, since it serves for the other items.
    """
    given: set[SeatId] = set()
    held: Counter[SeatId] = Counter()
    verdicts = []
    for mandate in attendance.mandates:
        verdict = MandateVerdict(
            mandator=mandate.mandator,
            holder=mandate.holder,
            reason=_first_reason(mandate, attendance, settings, given=given, held=held),
        )
        verdicts.append(verdict)
        given.add(mandate.mandator)
        if verdict.valid or verdict.fallen:
            held[mandate.holder] += 1
    return tuple(verdicts)


def represented_seats(verdicts: tuple[MandateVerdict, ...]) -> dict[SeatId, SeatId]:
    """Map each validly represented mandator to the holder who votes for it."""
    return {verdict.mandator: verdict.holder for verdict in verdicts if verdict.valid}


def _first_reason(
    mandate: Mandate,
    attendance: Attendance,
    settings: VotingSettings,
    *,
    given: Container[SeatId],
    held: Mapping[SeatId, int],
) -> MandateRefusal | None:
    mandator, holder = mandate.mandator, mandate.holder
    reasons = (
        (MandateRefusal.UNKNOWN_SEAT, mandator not in attendance.seats or holder not in attendance.seats),
        (MandateRefusal.NOT_IN_WRITING, attendance.mode is Mode.WRITTEN and not settings.mandates_in_writing),
        # a substitute present is not the mandator present: the next reason says so
        (MandateRefusal.MANDATOR_PRESENT, mandator in attendance.present and mandator not in attendance.replaced),
        (MandateRefusal.MANDATOR_REPLACED, mandator in attendance.replaced),
        (MandateRefusal.ALREADY_GIVEN, mandator in given),
        (MandateRefusal.HOLDER_ABSENT, holder not in attendance.present),
        (MandateRefusal.HOLDER_FULL, held.get(holder, 0) >= settings.max_mandates),
        (MandateRefusal.MANDATOR_RECUSED, mandator in attendance.recused),
        (MandateRefusal.HOLDER_RECUSED, holder in attendance.recused),
    )
    return next((reason for reason, applies in reasons if applies), None)
