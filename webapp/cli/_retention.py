"""What the worker does at night: what has had its time is erased, under its rule."""

from typing import Any

from webapp.kernel import clock
from webapp.sharing import service as sharing
from webapp.webinars.service import retention


def purge(work: Any) -> dict[str, Any]:
    """Erase what is due; `work` is the worker's claimed job. The next night's work is left first: a fault stops no other."""
    retention.plan(work.db, now=clock.now())
    made = retention.purge_due(work.db, files=work.settings.files, now=clock.now())
    return {"certificates": made + sharing.purge_due(work.db, now=clock.now())}
