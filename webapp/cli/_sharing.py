"""The worker's part in sharing: fetches the feeds of partners, and lets ours say what is so now."""

from typing import Any

from webapp.kernel import clock
from webapp.settings import Settings
from webapp.sharing import queries, service
from webapp.sharing.model import House
from webapp.sharing.service.fetching import EVERY


def house(settings: Settings) -> House:
    """Return this instance as its partners know it."""
    return House(
        name=settings.prefecture,
        seed=settings.sharing_key,
        link_key=settings.link_key,
        public_address=settings.public_address,
        files=settings.files,
    )


def exchange(work: Any) -> dict[str, int]:
    """Fetch every feed that an administrator wrote, then come back to it later while there is one; `work` is the claimed job."""
    ours = house(work.settings)
    asked = [each for each in queries.partners(work.db) if each.feed_address and each.trusted_at is not None]
    came = [service.fetch(work.db, each.id, ours, now=clock.now()) for each in asked]
    service.renew_all(work.db, ours, now=clock.now())
    if asked:
        now = clock.now()
        service.schedule(work.db, now=now, due_at=now + EVERY, after=work.job.id)
    return {"asked": len(came), "read": sum(each is not None for each in came)}
