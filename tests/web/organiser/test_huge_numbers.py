"""Numbers that no database holds, in addresses and in forms, are told no in a page; nothing fails."""

import pytest
from flask import Flask

from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor
from tests.webinars.seminar import Seminar

HUGE = 10**25


@pytest.mark.parametrize(
    "path",
    [
        "/webinaires?page={huge}",
        "/webinaires?page=-{huge}",
        "/webinaires/{code}/{huge}/inscription",
        "/webinaires/calendrier.ics?chaine={huge}",
        "/api/v1/webinars?page={huge}",
        "/api/v1/webinars?limit={huge}",
        "/api/v1/dates/{huge}",
    ],
)
def test_an_address_with_a_huge_number_is_no_failure(app: Flask, seminar: Seminar, path: str) -> None:
    answer = Visitor(app).get(path.format(huge=HUGE, code=seminar.shown.webinar.code))
    assert answer.status_code < 500


def test_pages_of_the_organisers_with_a_huge_number_are_no_failure(app: Flask, lead: Clerk, seminar: Seminar) -> None:
    date = f"{lead.base}/dates/{seminar.date_id}"
    for path in (
        f"{lead.base}/inscrits?page={HUGE}",
        f"{lead.base}/inscrits?date={HUGE}",
        f"{lead.base}/inscrits/{HUGE}",
        f"{lead.base}/invitations?page={HUGE}",
        f"{date}/presence?page={HUGE}",
        f"{date}/presence/{HUGE}",
        f"{lead.base}/regie/{seminar.date_id}/questions/{HUGE}",
        f"{lead.base}/regie/{HUGE}",
        f"/organisation/webinaires/{HUGE}",
    ):
        assert lead.visitor.get(path).status_code < 500, path
    sent = {"registration": HUGE, "field": "question"}
    answer = lead.visitor.post(f"{lead.base}/regie/{seminar.date_id}/questions/inscriptions", **sent)
    assert answer.status_code < 500
    answer = lead.visitor.post(f"{lead.base}/partage/{seminar.date_id}", partner=HUGE, seats=1)
    assert answer.status_code < 500
