"""What the worker does at night: what has had its time is erased, under its rule."""

from typing import Any

from webapp.accounts.service import forgetting
from webapp.kernel import clock
from webapp.registrations import queries as registrations
from webapp.registrations.model.retention import Category
from webapp.registrations.rules.retention import ended_before
from webapp.sharing import service as sharing
from webapp.webinars.service import retention


def purge(work: Any) -> dict[str, Any]:
    """Erase what is due; `work` is the worker's claimed job. The next night's work is left first: a fault stops no other."""
    now = clock.now()
    retention.plan(work.db, now=now)
    rule, connections = registrations.adopted(work.db).get(Category.CONNECTIONS), 0
    if rule is not None:
        before = ended_before(rule, now=now)
        connections = forgetting.forget_connections(work.db, before=before, rule=rule.reference, now=now)
    certificates = retention.purge_due(work.db, files=work.settings.files, now=now) + sharing.purge_due(
        work.db, now=now
    )
    return {"certificates": certificates, "connections": connections}
