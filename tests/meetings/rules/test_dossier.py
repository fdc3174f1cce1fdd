"""When a document came, beside the notice."""

from datetime import UTC, date, datetime

import pytest

from webapp.meetings.rules.dossier import Coming, coming

NOTICE, SITTING = date(2026, 11, 26), date(2026, 12, 10)


@pytest.mark.parametrize(
    ("added_at", "said"),
    [
        (datetime(2026, 11, 26, 17, tzinfo=UTC), Coming.WITH_THE_NOTICE),
        (datetime(2026, 11, 26, 23, 30, tzinfo=UTC), Coming.AFTER_THE_NOTICE),  # the day after in Paris
        (datetime(2026, 12, 5, 9, tzinfo=UTC), Coming.AFTER_THE_NOTICE),
        (datetime(2026, 12, 6, 9, tzinfo=UTC), Coming.LESS_THAN_FIVE_DAYS),
        (datetime(2026, 12, 10, 9, tzinfo=UTC), Coming.LESS_THAN_FIVE_DAYS),
    ],
)
def test_cnv_4_a_document_says_whether_it_came_after_the_notice(added_at: datetime, said: Coming):
    assert coming(added_at, notice_on=NOTICE, day=SITTING) is said


def test_cnv_4_before_any_notice_nothing_is_late():
    assert coming(datetime(2026, 12, 9, 9, tzinfo=UTC), notice_on=None, day=SITTING) is Coming.WITH_THE_NOTICE
