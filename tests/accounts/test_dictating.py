"""A code dictated by telephone: eight digits, once, ten minutes, five tries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.factories import a_person
from tests.refusing import refused
from webapp.accounts import codes, queries, rules, service, store
from webapp.accounts.model import AccountRefusal, Admission, DictatedCode, Dictation, Role, SignedIn
from webapp.accounts.service import throttling
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work

HOURS = timedelta(hours=12)
LIFE = timedelta(minutes=10)


@pytest.fixture
def anne(db: Database) -> int:
    return a_person(db, "Le Gâvre-d’Exemple", "Anne", login="anne.exemple")


@pytest.fixture
def clerk(db: Database, now: datetime) -> SignedIn:
    return somebody_with(db, now, Role.ADMINISTRATOR, "Chef")


def somebody_with(db: Database, now: datetime, role: Role, name: str, committee_id: int | None = None) -> SignedIn:
    person_id = a_person(db, name, "Claude")
    service.grant_role(db, person_id, role, committee_id=committee_id, by=SYSTEM, now=now)
    slip = service.issue_slip(db, person_id, lasts=HOURS, by=SYSTEM, now=now)
    admission = service.redeem_slip(db, slip.code, device="", lasts=HOURS, now=now)
    found = queries.signed_in(db, admission.token, now=now)
    assert found is not None
    return found


def dictate(db: Database, person_id: int, clerk: SignedIn, now: datetime) -> Dictation:
    return service.dictate_code(db, person_id, actor=clerk, now=now)


def enter(
    db: Database,
    code: DictatedCode | None,
    now: datetime,
    *,
    name: str = "le gavre d'exemple",
    address: str = "10.0.0.1",
) -> Admission:
    return service.redeem_code(db, name, code, address=address, device="Téléphone", lasts=HOURS, now=now)


def other_than(code: DictatedCode, number: int = 0) -> DictatedCode:
    """Another code; two numbers give two of them."""
    return DictatedCode(f"{(int(code) + 1 + number) % 10**8:08}")


def acts(db: Database) -> list[str]:
    return [each.act for each in audit.entries(db)]


def spend(db: Database, code: DictatedCode, now: datetime) -> None:
    for number in range(rules.CODE_TRIES):
        with refused(AccountRefusal.CODE_WRONG):
            enter(db, other_than(code, number), now, address=f"10.0.1.{number}")


def test_a_code_has_eight_digits_said_in_two_groups() -> None:
    drawn = codes.new_code()

    assert len(drawn) == 8
    assert drawn.isdigit()
    assert codes.grouped(DictatedCode("48210937")) == "4821 0937"


@pytest.mark.parametrize("typed", ["48210937", "4821 0937", " 48.21.09.37 ", "4821-0937", "4821\u00a00937"])
def test_a_code_is_read_whatever_the_hand_put_between_its_digits(typed: str) -> None:
    assert codes.read_code(typed) == "48210937"


@pytest.mark.parametrize("typed", ["", "4821093", "482109370", "4821o937", "٤٨٢١٠٩٣٧"])
def test_what_is_no_code_is_told_and_counts_as_no_try(db: Database, typed: str, now: datetime) -> None:
    assert codes.read_code(typed) is None
    with refused(AccountRefusal.CODE_UNREADABLE):
        enter(db, codes.read_code(typed), now)
    assert db.value("SELECT count(*) FROM throttles") == 0


@pytest.mark.parametrize("name", ["Le Gâvre-d’Exemple", "LE GAVRE D'EXEMPLE", "legavredexemple", "Anne.Exemple"])
def test_a_code_lets_in_who_says_their_name_or_login(
    db: Database, anne: int, clerk: SignedIn, now: datetime, name: str
) -> None:
    dictation = dictate(db, anne, clerk, now)

    admission = enter(db, dictation.code, now, name=name)

    entered = queries.signed_in(db, admission.token, now=now)
    assert entered is not None
    assert (entered.person.id, entered.method) == (anne, "code")
    assert dictation.expires_at == now + LIFE


def test_a_code_serves_once(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    code = dictate(db, anne, clerk, now).code
    enter(db, code, now)

    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now)


def test_of_two_who_come_together_with_one_code_one_wins(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    code = dictate(db, anne, clerk, now).code

    def come(number: int) -> bool:
        try:
            enter(db, code, now, address=f"10.0.2.{number}")
        except Refusal as refusal:
            return refusal.reason is not AccountRefusal.CODE_WRONG
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(come, range(4))) == 1


def test_a_code_is_good_for_ten_minutes_and_no_longer(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    code = dictate(db, anne, clerk, now).code

    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now + LIFE)
    assert enter(db, code, now + LIFE - timedelta(milliseconds=1))


def test_the_next_code_takes_the_place_of_the_former(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    former, code = (dictate(db, anne, clerk, now).code for _ in range(2))

    with refused(AccountRefusal.CODE_WRONG):
        enter(db, former, now)
    assert enter(db, code, now)


def test_the_code_of_another_name_opens_nothing(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    other = a_person(db, "Autre", "Paul")
    dictate(db, other, clerk, now)
    code = dictate(db, anne, clerk, now).code

    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now, name="Autre")


def test_two_of_one_name_each_come_in_with_their_own(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    sister = a_person(db, "Le Gâvre-d’Exemple", "Odile")
    hers, annes = (dictate(db, each, clerk, now).code for each in (sister, anne))

    found = [enter(db, code, now).person.id for code in (annes, hers)]

    assert found == [anne, sister]


def test_five_tries_and_a_code_is_dead_wherever_they_come_from(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    code = dictate(db, anne, clerk, now).code
    spend(db, code, now)

    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now, address="10.0.9.9")
    assert acts(db).count("code.spent") == 1


def test_the_fifth_try_may_be_the_right_one(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    code = dictate(db, anne, clerk, now).code
    for number in range(rules.CODE_TRIES - 1):
        with refused(AccountRefusal.CODE_WRONG):
            enter(db, other_than(code, number), now)

    assert enter(db, code, now)


def test_parallel_guesses_of_a_code_do_not_escape_the_count(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    code = dictate(db, anne, clerk, now).code

    def guess(number: int) -> None:
        with refused(AccountRefusal.CODE_WRONG):
            enter(db, other_than(code, number), now, address=f"10.0.3.{number}")

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(guess, range(12)))

    assert db.value("SELECT tries FROM dictated_codes") == rules.CODE_TRIES
    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now, address="10.0.9.9")


def test_the_whole_house_takes_a_hundred_failed_tries_of_codes_a_quarter_of_an_hour(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    """From a hundred addresses, under a hundred names, in another process: the count is in the database."""
    other = Database.open(db.path)
    try:
        for number in range(rules.CODE_LIMITS[-1].failures):
            attempt = throttling.Attempt(f"code:nom{number}", f"10.1.0.{number}")
            with unit_of_work(other):
                throttling.reserve(other, attempt, now=now, limits=rules.CODE_LIMITS)
                throttling.fail(other, attempt, now=now, limits=rules.CODE_LIMITS)
    finally:
        other.close()
    code = dictate(db, anne, clerk, now).code

    with refused(AccountRefusal.TOO_MANY_ATTEMPTS):
        enter(db, code, now)
    assert db.value("SELECT tries FROM dictated_codes") == 0


def test_names_without_a_code_do_not_shut_the_house(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    for number in range(3):
        with refused(AccountRefusal.CODE_WRONG):
            enter(db, DictatedCode("00000000"), now, name=f"Inconnu-{number}", address=f"10.2.0.{number}")

    assert db.value("SELECT count(*) FROM throttles WHERE key LIKE 'codes:%'") == 0
    assert enter(db, dictate(db, anne, clerk, now).code, now)


def test_a_right_code_gives_its_try_back(db: Database, anne: int, clerk: SignedIn, now: datetime) -> None:
    enter(db, dictate(db, anne, clerk, now).code, now)

    assert db.value("SELECT coalesce(sum(attempts), 0) FROM throttles") == 0


def test_the_figures_of_the_docstring_are_those_of_the_rules() -> None:
    assert (rules.CODE_TRIES, rules.CODE_LASTS) == (5, LIFE)
    assert 10**codes.LENGTH // rules.CODE_TRIES == 20_000_000
    house = rules.CODE_LIMITS[-1]
    assert house.window >= rules.CODE_LASTS  # ten minutes touch two windows at most
    assert 10**codes.LENGTH // (2 * house.failures) == 500_000


def test_a_code_is_kept_only_as_a_slow_hash_and_never_journaled(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    code = dictate(db, anne, clerk, now).code

    assert db.value("SELECT code_hash FROM dictated_codes").startswith("$argon2id$")
    entry = next(each for each in audit.entries(db) if each.act == "code.dictated")
    assert (entry.subject, entry.actor, entry.instant) == (f"person:{anne}", clerk.person.id, now)
    assert code not in entry.details
    assert code not in repr(dictate(db, anne, clerk, now))


def test_a_closed_account_is_given_no_code_and_loses_the_one_it_had(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    code = dictate(db, anne, clerk, now).code
    service.close_account(db, anne, actor=clerk, now=now)

    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now)
    with refused(AccountRefusal.ACCOUNT_CLOSED):
        dictate(db, anne, clerk, now)
    service.reopen_account(db, anne, actor=clerk, now=now)
    with refused(AccountRefusal.CODE_WRONG):
        enter(db, code, now)


def test_a_secretariat_dictates_no_code_to_who_may_do_more_than_itself(
    db: Database, clerk: SignedIn, now: datetime
) -> None:
    desk = somebody_with(db, now, Role.SECRETARIAT, "Greffe", committee_id=1)

    with refused(AccountRefusal.BEYOND_SCOPE):
        dictate(db, clerk.person.id, desk, now)
    assert store.live_codes(db, tries=rules.CODE_TRIES, now=now) == []


def test_who_came_by_a_code_gives_the_present_password_to_change_it(
    db: Database, anne: int, clerk: SignedIn, now: datetime
) -> None:
    """A code is a short key: it votes, and does not become a lasting one over the head of its holder."""
    service.set_password(db, anne, "quatre mots sans lien", by=SYSTEM, now=now)
    entered = queries.signed_in(db, enter(db, dictate(db, anne, clerk, now).code, now).token, now=now)

    assert entered is not None
    assert service.needs_current(entered)
