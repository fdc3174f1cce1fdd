from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.factories import a_person
from webapp.accounts import queries, service
from webapp.accounts.model import AccountRefusal, Grant, PersonFields, Role, SignedIn
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work

HOURS = timedelta(hours=12)


def refusal_of(act: Callable[[], object]) -> AccountRefusal:
    with pytest.raises(Refusal) as refused:
        act()
    reason = refused.value.reason
    assert isinstance(reason, AccountRefusal)
    return reason


def entered(db: Database, person_id: int, now: datetime) -> SignedIn:
    slip = service.issue_slip(db, person_id, lasts=HOURS, by=SYSTEM, now=now)
    admission = service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now)
    signed_in = queries.signed_in(db, admission.token, now=now)
    assert signed_in is not None
    return signed_in


@pytest.fixture
def chief(db: Database, now: datetime) -> SignedIn:
    person_id = service.create_administrator(
        db, PersonFields(last_name="Chef", first_name="Ada", login="ada"), password=None, now=now
    )
    return entered(db, person_id, now)


@pytest.fixture
def desk(db: Database, now: datetime) -> SignedIn:
    person_id = a_person(db, "Greffe", "Gil")
    service.grant_role(db, person_id, Role.SECRETARIAT, committee_id=1, by=SYSTEM, now=now)
    return entered(db, person_id, now)


def test_two_people_never_share_a_login(db: Database, now: datetime):
    a_person(db, login="anne")

    assert refusal_of(lambda: a_person(db, "Autre", login="ANNE")) is AccountRefusal.LOGIN_TAKEN
    assert service.free_login(db, "Anne") is None
    assert service.free_login(db, " Marc ") == "marc"
    assert service.free_login(db, "deux mots") is None


def test_a_person_may_be_entered_within_a_larger_unit_that_then_fails(db: Database, now: datetime):
    before = len(queries.listed(db))

    with pytest.raises(RuntimeError), unit_of_work(db):
        service.add_person(db, PersonFields(last_name="Exemple"), by=SYSTEM, now=now)
        raise RuntimeError

    assert len(queries.listed(db)) == before


def test_a_correction_is_journaled_with_the_former_name_and_no_address(db: Database, chief: SignedIn, now: datetime):
    anne = a_person(db, "Exemple", "Anne", email="anne@val-imaginaire.example")

    service.edit_person(
        db,
        anne,
        PersonFields(last_name="Modèle", first_name="Anne", email="secret@val-imaginaire.example"),
        actor=chief,
        now=now,
    )

    entry = audit.entries(db, limit=1)[0]
    assert entry.act == "person.changed"
    assert entry.facts == {"name": "Anne Modèle", "former_name": "Anne Exemple", "fields": ["email", "last_name"]}


def test_a_correction_that_changes_nothing_is_not_journaled(db: Database, chief: SignedIn, now: datetime):
    anne = a_person(db, "Exemple", "Anne")
    before = audit.entries(db, limit=1)[0].id

    service.edit_person(db, anne, PersonFields(last_name="Exemple ", first_name="Anne"), actor=chief, now=now)

    assert audit.entries(db, limit=1)[0].id == before


def test_a_login_is_not_taken_from_who_has_a_password(db: Database, chief: SignedIn, now: datetime):
    anne = a_person(db, login="anne")
    service.set_password(db, anne, "quatre mots sans lien", by=SYSTEM, now=now)

    def act() -> None:
        service.edit_person(db, anne, PersonFields(last_name="Exemple"), actor=chief, now=now)

    assert refusal_of(act) is AccountRefusal.LOGIN_NEEDED


def test_roles_are_given_ended_and_given_again(db: Database, chief: SignedIn, now: datetime):
    anne = a_person(db)

    for _ in range(2):  # a form sent twice gives one role
        service.give_role(db, anne, Role.CHAIR, committee_id=1, actor=chief, now=now)
    assert queries.grants(db, anne) == (Grant(role=Role.CHAIR, committee_id=1),)
    for _ in range(2):
        service.end_role(db, anne, Role.CHAIR, committee_id=1, actor=chief, now=now)
    assert queries.grants(db, anne) == ()
    service.give_role(db, anne, Role.CHAIR, committee_id=1, actor=chief, now=now)

    acts = [each.act for each in audit.entries(db, scope="committee:1")]
    assert acts == ["role.given", "role.ended", "role.given"]


def test_a_desk_gives_roles_in_its_own_committee_only(db: Database, desk: SignedIn, now: datetime):
    anne = a_person(db)

    service.give_role(db, anne, Role.CHAIR, committee_id=1, actor=desk, now=now)

    for role, committee_id in ((Role.CHAIR, 2), (Role.CHAIR, None), (Role.AUDITOR, 1), (Role.ADMINISTRATOR, None)):

        def give(role: Role = role, committee_id: int | None = committee_id) -> None:
            service.give_role(db, anne, role, committee_id=committee_id, actor=desk, now=now)

        assert refusal_of(give) is AccountRefusal.BEYOND_SCOPE


def test_a_desk_cannot_reach_an_administrator_through_a_slip(
    db: Database, chief: SignedIn, desk: SignedIn, now: datetime
):
    target = chief.person.id

    def print_slip() -> None:
        service.print_slips(
            db, [target], prefecture="P", public_address="http://localhost", lasts=HOURS, actor=desk, now=now
        )

    assert refusal_of(print_slip) is AccountRefusal.BEYOND_SCOPE
    assert refusal_of(lambda: service.close_account(db, target, actor=desk, now=now)) is AccountRefusal.BEYOND_SCOPE
    edit = PersonFields(last_name="Chef", login="a-moi")
    assert refusal_of(lambda: service.edit_person(db, target, edit, actor=desk, now=now)) is AccountRefusal.BEYOND_SCOPE


def test_the_last_administrator_stays(db: Database, chief: SignedIn, now: datetime):
    me = chief.person.id

    def resign() -> None:
        service.end_role(db, me, Role.ADMINISTRATOR, committee_id=None, actor=chief, now=now)

    assert refusal_of(resign) is AccountRefusal.LAST_ADMINISTRATOR
    assert refusal_of(lambda: service.close_account(db, me, actor=chief, now=now)) is AccountRefusal.LAST_ADMINISTRATOR

    second = a_person(db)
    service.give_role(db, second, Role.ADMINISTRATOR, committee_id=None, actor=chief, now=now)
    resign()
    assert queries.has_administrator(db)


def test_a_closed_account_is_out_at_once_and_may_come_back(db: Database, chief: SignedIn, now: datetime):
    anne = a_person(db)
    inside = entered(db, anne, now)
    slip = service.issue_slip(db, anne, lasts=HOURS, by=SYSTEM, now=now)

    service.close_account(db, anne, actor=chief, now=now)

    assert queries.sessions(db, anne, now=now) == []
    assert refusal_of(lambda: queries.slip(db, slip.code, now=now)) is AccountRefusal.SLIP_REVOKED
    assert queries.find(db, anne) is not None
    service.reopen_account(db, anne, actor=chief, now=now)
    assert entered(db, anne, now).person.id == inside.person.id


def test_people_are_found_whatever_the_case_and_the_accents(db: Database, now: datetime):
    a_person(db, "Le Gall", "Hélène", email="h.legall@val-imaginaire.example")
    a_person(db, "Légal", "Paul")

    assert [each.first_name for each in queries.search(db, "helene le gall")] == ["Hélène"]
    assert [each.first_name for each in queries.search(db, "LEGAL")] == ["Hélène", "Paul"]
    assert [each.first_name for each in queries.matching(db, last_name="LE GALL", first_name="helene")] == ["Hélène"]


def test_the_first_administrator_is_created_whole_or_not_at_all(db: Database, now: datetime):
    fields = PersonFields(last_name="Chef", login="ada")

    too_short = refusal_of(lambda: service.create_administrator(db, fields, password="court", now=now))
    assert too_short is AccountRefusal.PASSWORD_TOO_SHORT
    assert not queries.has_administrator(db)

    service.create_administrator(db, fields, password="quatre mots sans lien", now=now)
    assert queries.has_administrator(db)
    assert service.sign_in(db, "ada", "quatre mots sans lien", address="", device="", lasts=HOURS, now=now)
