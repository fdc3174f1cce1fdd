"""Whose keys a secretariat may hand out or take away: slips, codes, logins, sessions, the closing of an account."""

from collections.abc import Iterable

from webapp.accounts.model import AccountRefusal, Role
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import dates


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
