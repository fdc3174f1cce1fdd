"""LAW PV-4: from the draft to the final version."""

import pytest

from tests.refusing import refused
from webapp.minutes.model import MinutesRefusal, MinutesState, Missing, What
from webapp.minutes.rules import steps

DRAFT, SUBMITTED, APPROVED, FINAL, SIGNED = MinutesState
BLOCKING = Missing(what=What.SECRETARY, blocks=True)
SOFT = Missing(what=What.SUMMARY, blocks=False)


@pytest.mark.parametrize(
    ("state", "following"),
    [(DRAFT, (SUBMITTED,)), (SUBMITTED, (APPROVED, DRAFT)), (APPROVED, (FINAL, SUBMITTED)), (FINAL, ()), (SIGNED, ())],
)
def test_pv_4_versions_come_in_their_order(state: MinutesState, following: tuple[MinutesState, ...]):
    assert steps.next_states(state) == following
    for new in MinutesState:
        if new in following:
            steps.check_step(state, new, closed=True, reason="à reprendre", missing=[SOFT])
        else:
            reason = MinutesRefusal.IS_FINAL if state.final else MinutesRefusal.STEP_UNKNOWN
            with refused(reason):
                steps.check_step(state, new, closed=True, reason="à reprendre", missing=[])


def test_pv_1_what_is_lacking_blocks_the_final_version_alone():
    with refused(MinutesRefusal.INCOMPLETE):
        steps.check_step(APPROVED, FINAL, closed=True, reason="", missing=[BLOCKING, SOFT])
    steps.check_step(DRAFT, SUBMITTED, closed=True, reason="", missing=[BLOCKING])


def test_pv_4_going_back_needs_a_reason():
    with refused(MinutesRefusal.REASON_MISSING):
        steps.check_step(APPROVED, SUBMITTED, closed=True, reason=" ", missing=[])


def test_pv_4_minutes_are_submitted_after_the_sitting():
    with refused(MinutesRefusal.SITTING_NOT_CLOSED):
        steps.check_step(DRAFT, SUBMITTED, closed=False, reason="", missing=[])


@pytest.mark.parametrize(
    ("state", "reason"),
    [(APPROVED, MinutesRefusal.IS_APPROVED), (FINAL, MinutesRefusal.IS_FINAL), (SIGNED, MinutesRefusal.IS_FINAL)],
)
def test_pv_4_what_was_approved_is_not_rewritten(state: MinutesState, reason: MinutesRefusal):
    with refused(reason):
        steps.check_may_write(state)
    steps.check_may_write(DRAFT)
    steps.check_may_write(SUBMITTED)


def test_pv_2_a_disagreement_may_be_stated_until_the_final_version():
    steps.check_may_disagree(APPROVED)
    with refused(MinutesRefusal.IS_FINAL):
        steps.check_may_disagree(FINAL)
