"""A form sent twice in haste."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests.factories import a_committee, a_person
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.web.kit import database


def a_desk(app: Flask) -> tuple[Visitor, int]:
    """A secretariat signed in, and its committee."""
    db = database.of(app)
    committee, person_id = a_committee(db), a_person(db, "Secrétaire")
    service.grant_role(db, person_id, Role.SECRETARIAT, committee_id=committee.id, by=SYSTEM, now=clock.now())
    return Visitor(app).enter(person_id), committee.id


def sitting(committee_id: int) -> tuple[str, dict[str, str]]:
    path = f"/secretariat/commissions/{committee_id}/seances/nouvelle"
    return path, {"day": "2026-12-17", "hour": "14:00", "mode": "in_person", "place": "Salle", "first_meeting": "0"}


def test_making_a_sitting_by_a_double_click_makes_one(app: Flask) -> None:
    desk, committee_id = a_desk(app)
    path, fields = sitting(committee_id)

    first, again = desk.post(path, dict(fields)), desk.post(path, dict(fields))

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert database.of(app).value("SELECT count(*) FROM meetings") == 1


def test_making_an_account_by_many_clicks_at_once_makes_one(app: Flask) -> None:
    desk, _ = a_desk(app)
    token = desk._fresh()  # noqa: SLF001 — the form that this browser holds
    cookie = desk.client.get_cookie("collegiale")
    assert cookie is not None
    committee = database.of(app).value("SELECT id FROM committees")

    def click(_: int) -> str | None:
        client = app.test_client()
        client.set_cookie("collegiale", cookie.value)
        fields = {"csrf_token": token, "last_name": "Nouvelle", "civility": "", "committee": committee}
        return client.post("/secretariat/comptes/nouveau", data=fields).location

    with ThreadPoolExecutor(8) as pool:
        places = set(pool.map(click, range(8)))

    assert len(places) == 1
    assert None not in places
    assert database.of(app).value("SELECT count(*) FROM people WHERE last_name = 'Nouvelle'") == 1


def test_the_same_words_from_another_browser_are_another_act(app: Flask) -> None:
    desk, committee_id = a_desk(app)
    other = Visitor(app).enter(database.of(app).value("SELECT id FROM people WHERE last_name = 'Secrétaire'"))
    path, fields = sitting(committee_id)

    desk.post(path, dict(fields))
    other.post(path, dict(fields))

    assert database.of(app).value("SELECT count(*) FROM meetings") == 2


def test_a_refused_form_may_be_sent_again(app: Flask) -> None:
    desk, committee_id = a_desk(app)
    path, fields = sitting(committee_id)
    refused = [desk.post(path, {**fields, "hour": ""}).status_code for _ in range(2)]

    assert refused == [400, 400]
    assert desk.post(path, fields).status_code == 303
