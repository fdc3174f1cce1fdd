from datetime import UTC, datetime, timedelta

import pytest

from webapp.jobs import rules

NOW = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [(1, timedelta(seconds=10)), (2, timedelta(minutes=1)), (3, timedelta(minutes=5))],
    ids=["once", "twice", "three times"],
)
def test_work_that_failed_is_due_again_after_a_longer_and_longer_pause(attempts, pause):
    assert rules.next_attempt(attempts, now=NOW) == NOW + pause


def test_work_tried_four_times_is_given_up():
    assert rules.next_attempt(4, now=NOW) is None
