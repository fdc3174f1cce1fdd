from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.accounts import rules
from webapp.accounts.model import AccountRefusal, Grant, Person, PersonFields, Role, SignedIn
from webapp.kernel.errors import Refusal

ANNE = Person(
    id=1,
    civility="Mme",
    first_name="Anne",
    last_name="Exemple-Dupré",
    email="anne.exemple@val-imaginaire.example",
    phone=None,
    login="anne.exemple",
    active=True,
)
NOON = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)


def somebody(*grants: Grant) -> SignedIn:
    return SignedIn(person=ANNE, session_id=1, method="password", seen_at=NOON, grants=grants)


def a_grant(role: Role, committee_id: int | None = None) -> Grant:
    return Grant(role=role, committee_id=committee_id)


def test_what_was_typed_is_trimmed_and_a_login_lowered():
    cleaned = rules.clean(
        PersonFields(last_name="  Exemple \n", first_name="Anne\u00a0 Marie", login=" Anne.EXEMPLE ", email="  ")
    )

    assert cleaned == PersonFields(last_name="Exemple", first_name="Anne Marie", login="anne.exemple")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"last_name": " \t"}, AccountRefusal.NAME_MISSING, id="no name"),
        pytest.param({"last_name": "é" * 201}, AccountRefusal.TEXT_TOO_LONG, id="endless name"),
        pytest.param({"last_name": "E", "email": "anne.exemple"}, AccountRefusal.EMAIL_INVALID, id="address without @"),
        pytest.param({"last_name": "E", "email": "a@b"}, AccountRefusal.EMAIL_INVALID, id="address without a domain"),
        pytest.param({"last_name": "E", "email": "a@b.fr, c@d.fr"}, AccountRefusal.EMAIL_INVALID, id="two addresses"),
        pytest.param(
            {"last_name": "E", "login": "anne exemple"}, AccountRefusal.LOGIN_INVALID, id="login with a space"
        ),
        pytest.param({"last_name": "E", "login": "ab"}, AccountRefusal.LOGIN_INVALID, id="login of two letters"),
    ],
)
def test_what_cannot_stand_is_refused(fields: dict[str, str], reason: AccountRefusal):
    with pytest.raises(Refusal) as refused:
        rules.clean(PersonFields(**fields))

    assert refused.value.reason is reason


@given(st.text(max_size=40), st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(last_name: str, first_name: str):
    try:
        once = rules.clean(PersonFields(last_name=last_name, first_name=first_name))
    except Refusal:
        return

    assert rules.clean(once) == once


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("quatre mots sans lien", id="four words"),
        pytest.param("grenouille12", id="a rarer word"),
        pytest.param("ёжик в тумане шёл", id="another alphabet"),
        pytest.param("x7$Kq!m2Zp0v", id="drawn characters"),
    ],
)
def test_a_long_and_uncommon_password_stands_whatever_it_is_made_of(password: str):
    rules.check_password(password, ANNE)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        pytest.param("onze-signes", AccountRefusal.PASSWORD_TOO_SHORT, id="eleven characters"),
        pytest.param("a b" * 67, AccountRefusal.PASSWORD_TOO_LONG, id="more than two hundred"),
        pytest.param("MotDePasse2026!", AccountRefusal.PASSWORD_COMMON, id="mot de passe and a year"),
        pytest.param("Préfecture1234", AccountRefusal.PASSWORD_COMMON, id="the house, with an accent"),
        pytest.param("azertyuiop12", AccountRefusal.PASSWORD_COMMON, id="the keyboard's first row"),
        pytest.param("123456789012", AccountRefusal.PASSWORD_COMMON, id="figures in order"),
        pytest.param("aaaaaaaaaaaa", AccountRefusal.PASSWORD_COMMON, id="one letter"),
        pytest.param("202620262026", AccountRefusal.PASSWORD_COMMON, id="a year three times"),
        pytest.param("Anne Exemple-Dupré", AccountRefusal.PASSWORD_IS_NAME, id="first and last name"),
        pytest.param("exemple-dupre-2026", AccountRefusal.PASSWORD_IS_NAME, id="last name and a year"),
        pytest.param("anne.exemple99", AccountRefusal.PASSWORD_IS_NAME, id="the login"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, reason: AccountRefusal):
    with pytest.raises(Refusal) as refused:
        rules.check_password(password, ANNE)

    assert refused.value.reason is reason


def test_logins_are_proposed_from_the_address_then_from_the_name():
    proposed = rules.possible_logins(ANNE)

    assert [next(proposed) for _ in range(3)] == [
        "anne.exemple@val-imaginaire.example",
        "anne.exemple-dupre",
        "anne.exemple-dupre2",
    ]


def test_below_the_limits_one_more_attempt_is_borne():
    rules.check_attempts({limit.name: limit.failures - 1 for limit in rules.LIMITS}, now=NOON)


@pytest.mark.parametrize("name", [limit.name for limit in rules.LIMITS])
def test_at_a_limit_the_refusal_says_when_to_come_back(name: str):
    limit = next(each for each in rules.LIMITS if each.name == name)

    with pytest.raises(Refusal) as refused:
        rules.check_attempts({name: limit.failures}, now=NOON + timedelta(minutes=4))

    assert refused.value.reason is AccountRefusal.TOO_MANY_ATTEMPTS
    assert refused.value.facts == {"at": NOON + timedelta(minutes=15), "hour": "13\u00a0h\u00a015"}


@pytest.mark.parametrize(
    ("actor", "target", "allowed"),
    [
        pytest.param(
            a_grant(Role.ADMINISTRATOR), a_grant(Role.ADMINISTRATOR), True, id="administrator over administrator"
        ),
        pytest.param(a_grant(Role.SECRETARIAT, 1), a_grant(Role.CHAIR, 1), True, id="desk over its chair"),
        pytest.param(a_grant(Role.SECRETARIAT, 1), a_grant(Role.SECRETARIAT, 1), True, id="desk over its colleague"),
        pytest.param(a_grant(Role.SECRETARIAT, 1), a_grant(Role.CHAIR, 2), False, id="desk over another's chair"),
        pytest.param(a_grant(Role.SECRETARIAT, 1), a_grant(Role.CHAIR), False, id="desk over the chair of all"),
        pytest.param(a_grant(Role.SECRETARIAT), a_grant(Role.CHAIR), True, id="desk of all over the chair of all"),
        pytest.param(
            a_grant(Role.SECRETARIAT), a_grant(Role.ADMINISTRATOR), False, id="desk of all over administrator"
        ),
        pytest.param(a_grant(Role.SECRETARIAT), a_grant(Role.AUDITOR), False, id="desk of all over auditor"),
        pytest.param(a_grant(Role.CHAIR, 1), a_grant(Role.CHAIR, 1), False, id="a chair manages nobody"),
    ],
)
def test_nobody_holds_the_keys_of_somebody_who_may_do_more(actor: Grant, target: Grant, allowed: bool):
    if allowed:
        rules.check_may_manage(somebody(actor), [target])
        rules.check_may_give(somebody(actor), target)
        return
    with pytest.raises(Refusal) as refused:
        rules.check_may_manage(somebody(actor), [target])
    assert refused.value.reason is AccountRefusal.BEYOND_SCOPE
    with pytest.raises(Refusal):
        rules.check_may_give(somebody(actor), target)


@pytest.mark.parametrize(
    ("role", "committee_id", "reason"),
    [
        pytest.param(Role.MEMBER, 1, AccountRefusal.UNKNOWN_ROLE, id="member by hand"),
        pytest.param(Role.ADMINISTRATOR, 1, AccountRefusal.ROLE_IS_WHOLE, id="administrator of one committee"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(role: Role, committee_id: int, reason: AccountRefusal):
    with pytest.raises(Refusal) as refused:
        rules.check_role(role, committee_id)

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("grant", "ties", "seen"),
    [
        pytest.param(a_grant(Role.ADMINISTRATOR), [], True, id="administrator, a person of nowhere"),
        pytest.param(a_grant(Role.SECRETARIAT, 1), [1, 2], True, id="desk, a person of its committee among others"),
        pytest.param(a_grant(Role.SECRETARIAT, 1), [2], False, id="desk, a person of another committee"),
        pytest.param(a_grant(Role.SECRETARIAT, 1), [], False, id="desk, a person of nowhere"),
        pytest.param(a_grant(Role.SECRETARIAT), [], True, id="desk of all"),
        pytest.param(a_grant(Role.CHAIR, 1), [1], False, id="chair"),
    ],
)
def test_a_desk_sees_the_people_of_its_committees_alone(grant: Grant, ties: list[int], seen: bool):
    assert rules.is_visible(somebody(grant), ties) is seen
