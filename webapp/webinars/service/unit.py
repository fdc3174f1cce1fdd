"""One act of an organiser: its unit of work, its journal entry, its form's key, the pages it wakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import Shown, Webinar, WebinarRefusal, WebinarState


@dataclass(slots=True, kw_only=True)
class Unit:
    """An act being done at the instant `now`; `done` true when this very form already did it, with `result`."""

    db: Database
    webinar: Webinar
    by: By
    now: datetime
    done: bool = False
    result: int | None = None
    _shown: Shown | None = None

    def shown(self) -> Shown:
        """Return the webinar with its campaign and dates, read once per act."""
        if self._shown is None:
            self._shown = queries.shown(self.db, self.webinar)
        return self._shown

    def journal(self, act: str, **details: object) -> None:
        """Seal the act into the journal, in the webinar's scope."""
        audit.record(self.db, act, self.webinar.topic, by=self.by, now=self.now, scope=self.webinar.topic, **details)


@contextmanager
def act(
    db: Database, webinar_id: int, name: str, *, by: By, now: datetime, key: str | None = None, cancelled: bool = False
) -> Iterator[Unit]:
    """Do one act of a webinar in one unit of work; a form's `key` seen before does nothing and gives its result again.

    A cancelled webinar takes no act, unless `cancelled`.
    """
    with unit_of_work(db):
        webinar = store.find(db, webinar_id)
        if webinar is None:
            raise Refusal(WebinarRefusal.UNKNOWN_WEBINAR)
        unit = Unit(db=db, webinar=webinar, by=by, now=audit.effective_instant(db, now, scope=webinar.topic))
        if key is not None and _done_before(unit, key, name):
            yield unit
            return
        rules.check_ours(webinar, name)
        if webinar.state is WebinarState.CANCELLED and not cancelled:
            raise Refusal(WebinarRefusal.ALREADY_CANCELLED)
        yield unit
        audit.touch(db, webinar.topic)
        if key is not None:
            store.remember_act(db, key, webinar_id, act=name, result=unit.result, at=unit.now)


def _done_before(unit: Unit, key: str, name: str) -> bool:
    done = store.act_done(unit.db, key)
    if done is None:
        return False
    if (done["webinar_id"], done["act"]) != (unit.webinar.id, name):
        raise Refusal(WebinarRefusal.KEY_REUSED)
    unit.done, unit.result = True, done["result"]
    return True
