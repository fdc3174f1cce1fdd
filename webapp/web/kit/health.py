"""Whether the service can take a vote now: asked of the database itself, once a second at most."""

import os
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress

from flask import current_app

from webapp.settings import Settings
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit.database import db, settings

FRESH_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
LEAST_FREE_MEGABYTES = 20

BUSY = "La base n’a pas répondu en 2 secondes."
FULL = "Il reste moins de 20 Mo sur le disque."
REFUSED = "La base refuse d’écrire."


class _Undone(Exception):  # noqa: N818 — not a fault: how the trial write is taken back
    """Leaves the unit of work without keeping its write."""


class Probe:
    """One trial write at a time; those who ask meanwhile, or just afterwards, share its answer."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._settings = settings
        self._guard = threading.Lock()
        self._trial: Future[str | None] | None = None
        self._begun = 0.0

    def fault(self) -> str | None:
        """Return why no vote can be taken now, as a French sentence, or None when all is well."""
        with self._guard:
            stale = time.monotonic() - self._begun > FRESH_SECONDS
            if self._trial is None or (stale and self._trial.done()):
                self._begun = time.monotonic()
                self._trial = Future()
                # A daemon: a trial that waits for a lock must not keep the server from stopping.
                threading.Thread(target=self._answer, args=(self._trial,), name="health", daemon=True).start()
            trial = self._trial
        try:
            return trial.result(timeout=PATIENCE_SECONDS)
        except TookTooLong:
            return BUSY

    def _answer(self, trial: Future[str | None]) -> None:
        try:
            trial.set_result(self._try())
        except OSError:
            trial.set_result(REFUSED)

    def _try(self) -> str | None:
        disk = os.statvfs(self._settings.instance)
        if disk.f_bavail * disk.f_frsize < LEAST_FREE_MEGABYTES * 1024 * 1024:
            return FULL
        try:
            self._write_and_take_back()
        except Exception:  # noqa: BLE001 — whatever the fault, the answer is the same: no vote can be taken
            return REFUSED
        return None

    def _write_and_take_back(self) -> None:
        with suppress(_Undone), unit_of_work(self._db):
            self._db.run("INSERT INTO throttles (key, window_start, attempts) VALUES ('health', '', 0)")
            raise _Undone


def fault() -> str | None:
    """Return why this application can take no vote now, or None."""
    probe = current_app.extensions.get("collegiale.health")
    if probe is None:
        probe = current_app.extensions.setdefault("collegiale.health", Probe(db(), settings()))
    return probe.fault()  # type: ignore[no-any-return]  # extensions are untyped
