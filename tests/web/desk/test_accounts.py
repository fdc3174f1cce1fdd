from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, a_committee, a_person, the_seats
from tests.web.visitors import Visitor, plain
from webapp.accounts import queries, service
from webapp.accounts.model import Grant, Role
from webapp.audit.model import SYSTEM
from webapp.committees.model import Committee
from webapp.kernel import clock
from webapp.storage.database import Database
from webapp.web.kit import database

LIST = "/secretariat/comptes"


@pytest.fixture
def base(app: Flask) -> Database:
    return database.of(app)


@pytest.fixture
def committee(base: Database) -> Committee:
    return a_committee(base, code="UN", seat_count=3)


@pytest.fixture
def other(base: Database) -> Committee:
    return a_committee(base, code="DEUX", seat_count=3)


@pytest.fixture
def chief(app: Flask, base: Database) -> Visitor:
    person_id = a_person(base, "Chef", "Ada")
    service.grant_role(base, person_id, Role.ADMINISTRATOR, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


@pytest.fixture
def desk(app: Flask, base: Database, committee: Committee) -> Visitor:
    person_id = a_person(base, "Greffe", "Gil")
    service.grant_role(base, person_id, Role.SECRETARIAT, committee_id=committee.id, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def holder(base: Database, committee: Committee, number: int = 0) -> int:
    appointment = the_seats(base, committee)[number].titular
    assert appointment is not None
    return appointment.person_id


def test_an_administrator_sees_everybody_and_finds_by_a_piece_of_name(
    chief: Visitor, base: Database, committee: Committee, other: Committee
):
    a_person(base, "Légal", "Hélène")

    assert "Titulaire-1" in chief.text(LIST)
    found = chief.text(f"{LIST}?q=helene+LEG")
    assert "Légal Hélène" in found
    assert "Titulaire-1" not in found
    assert "Personne ne répond" in chief.text(f"{LIST}?q=introuvable")


def test_a_desk_sees_the_people_of_its_committees_alone(
    desk: Visitor, base: Database, committee: Committee, other: Committee
):
    theirs, not_theirs = holder(base, committee), holder(base, other)

    page = desk.text(LIST)

    assert f"{LIST}/{theirs}" in page
    assert f"{LIST}/{not_theirs}" not in page
    assert desk.get(f"{LIST}/{theirs}").status_code == 200
    assert desk.get(f"{LIST}/{not_theirs}").status_code == 403
    assert desk.post(f"{LIST}/{not_theirs}/bulletin").status_code == 403
    assert desk.post(f"{LIST}/bulletins", person=[theirs, not_theirs]).status_code == 403


def test_a_list_costs_the_same_queries_for_three_people_and_for_thirty(chief: Visitor, base: Database):
    def cost() -> int:
        statements: list[str] = []
        reader = base._idle[-1]  # noqa: SLF001 — the connection that the next request is lent
        reader.set_trace_callback(statements.append)
        chief.text(LIST)
        reader.set_trace_callback(None)
        return len([each for each in statements if each.startswith("SELECT")])

    few = cost()
    for number in range(30):
        person_id = a_person(base, f"Personne {number}")
        service.grant_role(base, person_id, Role.CHAIR, by=SYSTEM, now=NOW)

    assert cost() == few
    assert 0 < few <= 5


def test_long_lists_come_in_pages(chief: Visitor, base: Database):
    for number in range(60):
        a_person(base, f"Personne {number:02}")

    assert "Personne 00" in chief.text(LIST)
    assert "Personne 59" in chief.text(f"{LIST}?page=2")
    assert "Personne 59" in chief.text(f"{LIST}?page=99")


def test_a_list_narrows_to_a_committee_and_ticks_those_who_cannot_come_in(
    chief: Visitor, base: Database, committee: Committee, other: Committee
):
    here, there = holder(base, committee), holder(base, other)
    service.issue_slip(base, holder(base, committee, 1), lasts=timedelta(days=1), by=SYSTEM, now=clock.now())

    page = chief.text(f"{LIST}?commission={committee.id}&cocher=sans-acces")

    assert f'value="{there}"' not in page
    assert f'value="{here}" id="p{here}" checked' in page
    assert page.count("checked") == 2
    assert chief.text(f"{LIST}?commission={committee.id}&cocher=tous").count("checked") == 3


def test_a_desk_does_not_list_the_committee_of_others(
    desk: Visitor, base: Database, committee: Committee, other: Committee
):
    assert f'id="p{holder(base, other)}"' not in desk.text(f"{LIST}?commission={other.id}")


def test_somebody_is_entered_and_the_desk_of_their_committee_keeps_them(
    desk: Visitor, base: Database, committee: Committee
):
    answer = desk.post(
        f"{LIST}/nouveau",
        civility="Mme",
        first_name="Zoé",
        last_name="Nouvelle",
        email="",
        phone="",
        login="Zoe.Nouvelle",
        committee=committee.id,
    )

    assert answer.status_code == 303
    assert "Mme Zoé Nouvelle" in desk.text(answer.location)
    person = queries.find_by_login(base, "zoe.nouvelle")
    assert person is not None
    assert answer.location == f"{LIST}/{person.id}"


def test_a_desk_enters_nobody_for_another_committee(desk: Visitor, base: Database, other: Committee):
    before = len(queries.listed(base))

    for committee_id in (other.id, 0, "x"):
        answer = desk.post(f"{LIST}/nouveau", civility="", last_name="Intrus", committee=committee_id)
        assert answer.status_code == 400
        assert 'value="Intrus"' in answer.text

    assert len(queries.listed(base)) == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"last_name": ""}, 'href="#last_name">Saisissez le nom de famille.', id="no name"),
        pytest.param({"last_name": "X", "email": "x@"}, 'href="#email">L’adresse électronique', id="address"),
        pytest.param({"last_name": "X", "login": "deux mots"}, 'href="#login">Un identifiant compte', id="login"),
        pytest.param({"last_name": "X", "login": "PRIS"}, 'href="#login">L’identifiant « pris »', id="taken login"),
    ],
)
def test_a_faulty_entry_is_said_beside_its_field_and_stays(
    chief: Visitor, base: Database, fields: dict[str, str], sentence: str
):
    a_person(base, "Première", login="pris")

    answer = chief.post(f"{LIST}/nouveau", civility="", first_name="Gardé", committee=0, **fields)

    assert answer.status_code == 400
    assert sentence in plain(answer)
    assert 'value="Gardé"' in answer.text


def test_a_correction_shows_at_once(desk: Visitor, base: Database, committee: Committee):
    person_id = holder(base, committee)

    answer = desk.post(f"{LIST}/{person_id}/modifier", civility="M.", first_name="Jean", last_name="Corrigé")

    assert answer.status_code == 303
    assert "M. Jean Corrigé" in desk.text(f"{LIST}/{person_id}")


def test_roles_are_given_and_ended(chief: Visitor, base: Database, committee: Committee):
    person_id = a_person(base, "Présidente")
    page = f"{LIST}/{person_id}"

    assert chief.post(f"{page}/roles", role="chair", committee=committee.id).status_code == 303
    assert "Président – UN" in chief.text(page)
    assert chief.post(f"{page}/roles", role="administrator", committee=committee.id).status_code == 303
    assert queries.grants(base, person_id) == (
        Grant(role=Role.CHAIR, committee_id=committee.id),
        Grant(role=Role.ADMINISTRATOR, committee_id=None),
    )
    assert chief.post(f"{page}/roles/fin", role="chair", committee=committee.id).status_code == 303
    assert chief.post(f"{page}/roles/fin", role="administrator", committee="").status_code == 303
    assert queries.grants(base, person_id) == ()
    assert chief.post(f"{page}/roles/fin", role="roi", committee="").status_code == 400


def test_a_desk_gives_no_more_than_it_has(desk: Visitor, base: Database, committee: Committee, other: Committee):
    person_id = holder(base, committee)
    page = f"{LIST}/{person_id}"

    assert desk.post(f"{page}/roles", role="chair", committee=committee.id).status_code == 303
    for role, committee_id in (
        ("administrator", committee.id),
        ("auditor", committee.id),
        ("chair", other.id),
        ("chair", 0),
    ):
        assert desk.post(f"{page}/roles", role=role, committee=committee_id).status_code == 400
    for role in ("administrator", "auditor"):
        assert desk.post(f"{page}/roles/fin", role=role, committee="").status_code == 409

    assert queries.grants(base, person_id) == (Grant(role=Role.CHAIR, committee_id=committee.id),)


def test_a_member_who_administers_is_shown_to_the_desk_but_not_handed_over(
    desk: Visitor, base: Database, committee: Committee
):
    person_id = holder(base, committee)
    service.grant_role(base, person_id, Role.ADMINISTRATOR, by=SYSTEM, now=NOW)
    page = f"{LIST}/{person_id}"

    assert "seul un administrateur modifie son compte" in desk.text(page)
    for act in ("bulletin", "fermeture", "connexions/fin"):
        answer = desk.post(f"{page}/{act}")
        assert answer.status_code == 409
        assert "dépasse vos commissions" in answer.text
    assert "dépasse vos commissions" in plain(desk.post(f"{page}/modifier", civility="", last_name="X", login="a-moi"))
    assert desk.post(f"{LIST}/bulletins", person=[person_id]).status_code == 409


def test_closing_an_account_is_confirmed_then_done_and_undone(chief: Visitor, app: Flask, base: Database):
    person_id = a_person(base, "Partante")
    visitor = Visitor(app).enter(person_id)
    page = f"{LIST}/{person_id}"

    assert "Ses connexions prennent fin" in chief.text(f"{page}?confirmer=fermer")
    assert visitor.get("/profil").status_code == 200
    assert chief.post(f"{page}/fermeture").status_code == 303
    assert visitor.get("/profil").status_code == 302
    assert "Compte fermé" in chief.text(page)
    assert chief.post(f"{page}/reouverture").status_code == 303
    assert visitor.get("/profil").status_code == 302
    assert Visitor(app).enter(person_id).get("/profil").status_code == 200


def test_the_sessions_of_somebody_are_ended(chief: Visitor, app: Flask, base: Database):
    person_id = a_person(base, "Distraite")
    visitor = Visitor(app).enter(person_id)

    assert chief.post(f"{LIST}/{person_id}/connexions/fin").status_code == 303

    assert visitor.get("/profil").status_code == 302
    assert queries.sessions(base, person_id, now=clock.now()) == []


def test_the_slips_of_several_are_printed_in_one_file(chief: Visitor, base: Database, committee: Committee):
    people = [holder(base, committee, number) for number in range(2)]

    answer = chief.post(f"{LIST}/bulletins", person=people)

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF")
    assert all(each.slip_expires_at for each in queries.accounts(base, people, now=clock.now()))
    assert chief.post(f"{LIST}/bulletins").status_code == 303


def test_an_account_of_nobody_is_not_found(chief: Visitor):
    assert chief.get(f"{LIST}/999").status_code == 404
