import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from tests.committees.counting import queries_counted
from tests.factories import a_person
from webapp.accounts import queries, service, slips
from webapp.accounts.model import AccountRefusal, Admission, Limit, Role, SignedIn
from webapp.accounts.rules import LIMITS
from webapp.accounts.service import throttling
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM, By
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work

PASSWORD = "quatre mots sans lien"
HOURS = timedelta(hours=12)


@pytest.fixture
def anne(db: Database, now: datetime) -> int:
    person_id = a_person(db, "Exemple", "Anne", login="anne")
    service.set_password(db, person_id, PASSWORD, by=SYSTEM, now=now)
    return person_id


def enter(
    db: Database, now: datetime, *, login: str = "anne", password: str = PASSWORD, address: str = "10.0.0.1"
) -> Admission:
    return service.sign_in(db, login, password, address=address, device="Firefox sur Windows", lasts=HOURS, now=now)


def refusal_of(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value


def live(db: Database, admission: Admission, now: datetime) -> SignedIn:
    signed_in = queries.signed_in(db, admission.token, now=now)
    assert signed_in is not None
    return signed_in


def limit(name: str) -> Limit:
    return next(each for each in LIMITS if each.name == name)


def test_the_right_password_opens_a_session_that_says_who_and_what(db: Database, anne: int, now: datetime):
    service.grant_role(db, anne, Role.SECRETARIAT, committee_id=3, by=SYSTEM, now=now)

    entered = live(db, enter(db, now, login=" ANNE "), now)

    assert entered.person.id == anne
    assert entered.has(Role.SECRETARIAT, 3)
    assert not entered.has(Role.SECRETARIAT, 4)
    assert entered.method == "password"
    assert entered.has_password


def test_the_token_is_kept_only_as_a_hash(db: Database, anne: int, now: datetime):
    admission = enter(db, now)

    kept = db.rows("SELECT * FROM sessions")

    assert len(kept) == 1
    assert admission.token not in str(kept)
    assert len(admission.token) >= 43  # 256 bits
    assert admission.token not in repr(admission)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        pytest.param("anne", "un autre mot de passe", id="wrong password"),
        pytest.param("inconnue", PASSWORD, id="unknown login"),
        pytest.param("sans", PASSWORD, id="nobody has given them a password"),
        pytest.param("fermee", PASSWORD, id="closed account"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_all_that_is_wrong_gets_one_answer(db: Database, anne: int, now: datetime, login: str, password: str):
    a_person(db, "Sans", login="sans")
    closed = a_person(db, "Fermee", login="fermee")
    service.set_password(db, closed, PASSWORD, by=SYSTEM, now=now)
    service.close_account(db, closed, actor=an_administrator(db, now), now=now)

    assert refusal_of(lambda: enter(db, now, login=login, password=password)).reason is AccountRefusal.WRONG_CREDENTIALS


def an_administrator(db: Database, now: datetime) -> SignedIn:
    chief = a_person(db, "Chef", login="chef")
    service.grant_role(db, chief, Role.ADMINISTRATOR, by=SYSTEM, now=now)
    slip = service.issue_slip(db, chief, lasts=HOURS, by=SYSTEM, now=now)
    return live(db, service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now), now)


@pytest.mark.usefixtures("house_cost")
def test_an_unknown_login_costs_one_hash_too(db: Database, anne: int, now: datetime, monkeypatch: pytest.MonkeyPatch):
    judged: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        judged.append(kept.split("$")[3])
        return real(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)

    refusal_of(lambda: enter(db, now, password="un autre mot de passe"))
    refusal_of(lambda: enter(db, now, login="inconnue"))

    assert judged == ["m=19456,t=2,p=1"] * 2


def test_a_session_slides_and_ends(db: Database, anne: int, now: datetime):
    admission = enter(db, now)
    later = now + timedelta(hours=11)

    service.keep_alive(db, live(db, admission, later), lasts=HOURS, now=later)

    assert queries.signed_in(db, admission.token, now=later + timedelta(hours=11)) is not None
    assert queries.signed_in(db, admission.token, now=later + HOURS) is None


def test_a_request_costs_one_query(db: Database, anne: int, now: datetime):
    admission = enter(db, now)

    with queries_counted(db) as statements:
        live(db, admission, now)

    assert len(statements) == 1


def test_signing_out_ends_the_session_on_the_server(db: Database, anne: int, now: datetime):
    admission = enter(db, now)

    service.sign_out(db, live(db, admission, now), now=now)

    assert queries.signed_in(db, admission.token, now=now) is None


def test_each_sign_in_is_a_session_of_its_own_and_others_can_be_ended(db: Database, anne: int, now: datetime):
    first, second = enter(db, now), enter(db, now)
    me = live(db, second, now)

    assert len(queries.sessions(db, anne, now=now)) == 2
    assert service.end_sessions(db, anne, but=me.session_id, by=me.by, now=now) == 1
    assert queries.signed_in(db, first.token, now=now) is None
    assert queries.signed_in(db, second.token, now=now) is not None


def test_nobody_ends_the_session_of_another_by_its_number(db: Database, anne: int, now: datetime):
    admission = enter(db, now)
    stranger = a_person(db, "Autre")

    service.end_session(
        db, stranger, live(db, admission, now).session_id, by=By(person_id=stranger, name="Autre"), now=now
    )

    assert queries.signed_in(db, admission.token, now=now) is not None


def test_failures_close_the_door_for_this_login_at_this_address_until_the_window_ends(
    db: Database, anne: int, now: datetime
):
    for _ in range(limit("login_at_address").failures):
        refusal_of(lambda: enter(db, now, password="un autre mot de passe"))

    refused = refusal_of(lambda: enter(db, now))

    assert refused.reason is AccountRefusal.TOO_MANY_ATTEMPTS
    assert enter(db, now, address="10.0.0.2")  # from elsewhere the right password is still right
    assert enter(db, refused.facts["at"])  # type: ignore[arg-type]  # an instant
    assert [each.act for each in audit.entries(db)].count("sign_in.blocked") == 1


def count(db: Database, login: str, address: str, now: datetime, *, right: bool) -> None:
    """Count one try, without the hash that a real one costs."""
    attempt = throttling.Attempt(login, address)
    with unit_of_work(db):
        throttling.reserve(db, attempt, now=now)
        if right:
            throttling.succeed(db, attempt, now=now)
        else:
            throttling.fail(db, attempt, now=now)


def test_one_login_tried_from_everywhere_is_closed_too(db: Database, anne: int, now: datetime):
    for number in range(limit("login").failures):
        count(db, "anne", f"10.0.1.{number}", now, right=False)

    assert refusal_of(lambda: enter(db, now, address="10.9.9.9")).reason is AccountRefusal.TOO_MANY_ATTEMPTS


def test_one_address_that_tries_every_login_is_closed(db: Database, anne: int, now: datetime):
    for number in range(limit("address").failures):
        count(db, f"inconnu{number}", "10.0.0.1", now, right=False)

    assert refusal_of(lambda: enter(db, now)).reason is AccountRefusal.TOO_MANY_ATTEMPTS


def test_a_whole_prefecture_signs_in_from_one_address(db: Database, anne: int, now: datetime):
    for number in range(limit("address").failures + 10):
        count(db, f"membre{number}", "10.0.0.1", now, right=True)

    assert enter(db, now)


def test_the_right_password_forgives_the_failures_before_it(db: Database, anne: int, now: datetime):
    for _ in range(2):
        for _ in range(limit("login_at_address").failures - 1):
            count(db, "anne", "10.0.0.1", now, right=False)
        enter(db, now)


def test_parallel_guesses_do_not_escape_the_count(db: Database, anne: int, now: datetime):
    tries = limit("login_at_address").failures + 6

    def guess(number: int) -> AccountRefusal:
        return refusal_of(lambda: enter(db, now, password=f"devinette numéro {number}")).reason  # type: ignore[return-value]  # of accounts

    with ThreadPoolExecutor(tries) as pool:
        reasons = list(pool.map(guess, range(tries)))

    assert reasons.count(AccountRefusal.WRONG_CREDENTIALS) == limit("login_at_address").failures


def test_the_count_holds_across_processes(db: Database, anne: int, now: datetime):
    other = Database.open(db.path)  # another process opens the same file
    try:
        for _ in range(limit("login_at_address").failures):
            count(other, "anne", "10.0.0.1", now, right=False)
    finally:
        other.close()

    assert refusal_of(lambda: enter(db, now)).reason is AccountRefusal.TOO_MANY_ATTEMPTS


def test_a_password_typed_as_login_is_kept_nowhere(db: Database, anne: int, now: datetime):
    refusal_of(lambda: enter(db, now, login="mon-secret-tapé-trop-tôt"))

    assert db.rows("SELECT * FROM throttles") != []
    assert "mon-secret" not in str(db.rows("SELECT * FROM throttles")) + str(db.rows("SELECT * FROM journal"))


@pytest.mark.usefixtures("house_cost")
def test_a_hash_of_other_parameters_is_renewed_at_the_next_sign_in(db: Database, anne: int, now: datetime):
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with unit_of_work(db):
        db.change("UPDATE people SET password_hash = ? WHERE id = ?", (weak, anne))

    enter(db, now)

    renewed = db.value("SELECT password_hash FROM people WHERE id = ?", (anne,))
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert enter(db, now)


def test_a_password_composed_or_decomposed_is_the_same(db: Database, now: datetime):
    person_id = a_person(db, "Hélène", login="helene")
    service.set_password(db, person_id, "re\u0301sine boréale fragile", by=SYSTEM, now=now)

    assert enter(db, now, login="helene", password="r\u00e9sine bore\u0301ale fragile")


# Access slips.


def test_a_slip_serves_once(db: Database, anne: int, now: datetime):
    slip = service.issue_slip(db, anne, lasts=timedelta(days=30), by=SYSTEM, now=now)

    entered = live(db, service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now), now)

    assert (entered.person.id, entered.method) == (anne, "slip")
    again = refusal_of(lambda: service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now))
    assert again.reason is AccountRefusal.SLIP_USED


def test_of_two_who_come_together_with_one_slip_one_wins(db: Database, anne: int, now: datetime):
    slip = service.issue_slip(db, anne, lasts=timedelta(days=30), by=SYSTEM, now=now)
    gate = threading.Barrier(8)

    def come(_: int) -> object:
        gate.wait()
        try:
            return service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now)
        except Refusal as refusal:
            return refusal.reason

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(come, range(8)))

    assert sum(isinstance(each, Admission) for each in came) == 1
    assert came.count(AccountRefusal.SLIP_USED) == 7
    assert len(queries.sessions(db, anne, now=now)) == 1


def test_a_new_slip_is_worth_the_former_one(db: Database, anne: int, now: datetime):
    former = service.issue_slip(db, anne, lasts=timedelta(days=30), by=SYSTEM, now=now)
    service.issue_slip(db, anne, lasts=timedelta(days=30), by=SYSTEM, now=now)

    assert refusal_of(lambda: queries.slip(db, former.code, now=now)).reason is AccountRefusal.SLIP_REVOKED


def test_a_slip_ends_on_its_day(db: Database, anne: int, now: datetime):
    slip = service.issue_slip(db, anne, lasts=timedelta(days=30), by=SYSTEM, now=now)

    assert queries.slip(db, slip.code, now=slip.expires_at - timedelta(seconds=1)).person.id == anne
    assert refusal_of(lambda: queries.slip(db, slip.code, now=slip.expires_at)).reason is AccountRefusal.SLIP_EXPIRED


def test_a_code_of_nobody_is_unknown(db: Database, now: datetime):
    for code in (slips.new_code(), None):
        assert refusal_of(lambda code=code: queries.slip(db, code, now=now)).reason is AccountRefusal.SLIP_UNKNOWN


def test_a_code_is_kept_only_as_a_hash_and_never_journaled(db: Database, anne: int, now: datetime):
    slip = service.issue_slip(db, anne, lasts=timedelta(days=30), by=SYSTEM, now=now)
    service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now)

    kept = str(db.rows("SELECT * FROM access_slips")) + str(db.rows("SELECT * FROM journal"))

    assert slips.hash_of(slip.code) in kept
    assert slip.code not in kept
    assert slip.code not in repr(slip)


# One's own password.


def test_changing_ones_password_asks_for_the_present_one_and_ends_the_other_sessions(
    db: Database, anne: int, now: datetime
):
    other, mine = enter(db, now), live(db, enter(db, now), now)
    new = "cinq mots encore moins liés"

    wrong = refusal_of(lambda: service.change_password(db, mine, current="faux", new=new, address="10.0.0.1", now=now))
    login = service.change_password(db, mine, current=PASSWORD, new=new, address="10.0.0.1", now=now)

    assert wrong.reason is AccountRefusal.PASSWORD_WRONG
    assert login == "anne"
    assert queries.signed_in(db, other.token, now=now) is None
    assert enter(db, now, password=new)
    assert refusal_of(lambda: enter(db, now)).reason is AccountRefusal.WRONG_CREDENTIALS


def test_guessing_the_present_password_is_bounded_too(db: Database, anne: int, now: datetime):
    mine = live(db, enter(db, now), now)

    def guess() -> AccountRefusal:
        return refusal_of(  # type: ignore[return-value]  # of accounts
            lambda: service.change_password(db, mine, current="faux", new=PASSWORD, address="10.0.0.1", now=now)
        ).reason

    reasons = [guess() for _ in range(limit("login_at_address").failures + 1)]

    assert reasons[-1] is AccountRefusal.TOO_MANY_ATTEMPTS


def test_who_came_by_a_slip_chooses_a_password_and_is_given_a_login(db: Database, now: datetime):
    a_person(db, "Maire", "Paul", login="paul.maire")
    person_id = a_person(db, "Maire", "Paul")
    slip = service.issue_slip(db, person_id, lasts=HOURS, by=SYSTEM, now=now)
    mine = live(db, service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now), now)

    login = service.change_password(db, mine, current="", new=PASSWORD, address="10.0.0.1", now=now)

    assert login == "paul.maire2"
    assert live(db, enter(db, now, login=login), now).person.id == person_id


def test_who_came_by_password_cannot_skip_the_present_one(db: Database, anne: int, now: datetime):
    mine = live(db, enter(db, now), now)

    assert service.needs_current(mine)
    assert not service.needs_current(replace(mine, method="slip"))
    assert not service.needs_current(replace(mine, has_password=False))
