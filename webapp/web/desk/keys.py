"""Whose keys a secretariat may hand out or take away: slips, codes, logins, sessions, the closing of an account."""

from collections.abc import Iterable

from webapp.accounts import queries as accounts
from webapp.accounts import rules
from webapp.accounts.model import Account, AccountRefusal, Role, SignedIn
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import dates


def beyond(person_ids: Iterable[int]) -> set[int]:
    """Return those whose keys the reader may not hand out: they sit with others, may do more, or have no account open."""
    me, kept = access.me(), set(person_ids)
    if me.has(Role.ADMINISTRATOR):
        return set()
    found = {each.person.id: each for each in accounts.accounts(db(), kept, now=clock.now())}
    closed = {number for number, each in found.items() if not each.person.active or _may_do_more(me, each)}
    held = me.committees(Role.SECRETARIAT)
    if held is None:
        return closed
    return closed | set(committees.seated_beyond(db(), kept, held, dates.in_paris(clock.now()).date()))


def _may_do_more(me: SignedIn, account: Account) -> bool:
    try:
        rules.check_may_manage(me, account.grants)
    except Refusal:
        return True
    return False


def check_sits_here_alone(person_ids: Iterable[int]) -> None:
    """Refuse a secretariat the keys of who also sits in a committee of others: one could vote there in their name.

    Nor may it lock them out: a login changed, a session ended, an account closed or opened again.
    """
    me = access.me()
    held = None if me.has(Role.ADMINISTRATOR) else me.committees(Role.SECRETARIAT)
    if held is None:
        return
    elsewhere = committees.seated_beyond(db(), person_ids, held, dates.in_paris(clock.now()).date())
    if elsewhere:
        raise Refusal(AccountRefusal.SITS_ELSEWHERE, names=", ".join(elsewhere.values()))
