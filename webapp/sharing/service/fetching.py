"""Fetching partners' feeds, from the hosts that an administrator wrote and from no other."""

import urllib.error
import urllib.request
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from webapp.audit.model import By
from webapp.jobs import queries as jobs_known
from webapp.jobs import service as jobs
from webapp.jobs.model import JobState
from webapp.kernel.errors import Refusal
from webapp.sharing import rules, store
from webapp.sharing.model import Came, House, SharingRefusal
from webapp.sharing.service import receiving
from webapp.storage.database import Database, unit_of_work
from webapp.wording.phrases import phrase

KIND = "sharing.exchange"
EVERY = timedelta(minutes=5)
PATIENCE = 15.0  # seconds
BY_FEED = By(person_id=None, name="flux de partage")


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A feed that sends elsewhere is not followed: only the host that was written is asked."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def fetch(db: Database, partner_id: int, house: House, *, now: datetime) -> Came | None:
    """Fetch a partner's bundle and read it; how it ended is kept with the partner. None: it could not be had or read."""
    partner = store.partner(db, partner_id)
    if partner is None or partner.trusted_at is None or not partner.feed_address:
        return None
    fault, came = "", None
    try:
        content = _get(partner.feed_address)
        came = receiving.receive(db, content, house, only=partner_id, by=BY_FEED, now=now)
    except Refusal as refusal:
        fault = phrase(refusal.reason, **refusal.facts)
    with unit_of_work(db):
        store.write_fetched(db, partner_id, fault, now)
    return came


def _get(address: str) -> bytes:
    if not rules.is_safe(address):
        raise Refusal(SharingRefusal.FEED_UNREADABLE)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirection())
    try:
        with opener.open(address, timeout=PATIENCE) as answer:
            content: bytes = answer.read(rules.LARGEST + 1)
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as fault:
        raise Refusal(SharingRefusal.FEED_SILENT) from fault
    return content


def schedule(db: Database, *, now: datetime, due_at: datetime, after: int | None = None) -> None:
    """Have the worker fetch every feed; `after` the work that just did so, which is forgotten with the earlier ones."""
    with unit_of_work(db):
        schedule_within(db, now=now, due_at=due_at, after=after)


def schedule_within(db: Database, *, now: datetime, due_at: datetime, after: int | None = None) -> None:
    """Do as `schedule`, inside the caller's unit."""
    last = jobs_known.latest(db, KIND)
    if last is not None and last.state is JobState.DUE and last.due_at <= due_at:
        return
    past = [each for each in jobs_known.numbers(db, {KIND}) if each != after]
    jobs.forget(db, past)
    jobs.enqueue(db, KIND, {}, now=now, due_at=due_at)
