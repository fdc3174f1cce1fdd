"""When a document came, beside the notice."""

from datetime import UTC, date, datetime

import pytest

from webapp.meetings.rules.dossier import Coming, coming
from webapp.meetings.rules.notice import Term

SITTING, FIVE, EIGHT_CLEAR = date(2026, 12, 10), Term(days=5, clear=False), Term(days=8, clear=True)
CONVENED = datetime(2026, 11, 26, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("added_at", "said"),
    [
        (datetime(2026, 11, 26, 16, tzinfo=UTC), Coming.WITH_THE_NOTICE),
        (datetime(2026, 11, 26, 17, tzinfo=UTC), Coming.AFTER_THE_NOTICE),  # the same day, once it had left
        (datetime(2026, 11, 26, 23, 30, tzinfo=UTC), Coming.AFTER_THE_NOTICE),
        (datetime(2026, 12, 4, 9, tzinfo=UTC), Coming.AFTER_THE_NOTICE),
        (datetime(2026, 12, 5, 9, tzinfo=UTC), Coming.AFTER_THE_NOTICE),
        (datetime(2026, 12, 5, 23, 30, tzinfo=UTC), Coming.WITHIN_THE_DELAY),  # the 6th in Paris
        (datetime(2026, 12, 6, 9, tzinfo=UTC), Coming.WITHIN_THE_DELAY),
        (datetime(2026, 12, 10, 9, tzinfo=UTC), Coming.WITHIN_THE_DELAY),
    ],
)
def test_cnv_4_what_is_added_after_the_notice_less_than_five_days_before_is_late(added_at: datetime, said: Coming):
    assert coming(added_at, convened_at=CONVENED, day=SITTING, term=FIVE) is said


def test_cnv_4_the_delay_is_that_of_the_committee():
    on_the_2nd = datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert coming(on_the_2nd, convened_at=CONVENED, day=SITTING, term=EIGHT_CLEAR) is Coming.WITHIN_THE_DELAY


def test_cnv_4_before_any_notice_nothing_is_late():
    added_at = datetime(2026, 12, 9, 9, tzinfo=UTC)
    assert coming(added_at, convened_at=None, day=SITTING, term=FIVE) is Coming.WITH_THE_NOTICE
