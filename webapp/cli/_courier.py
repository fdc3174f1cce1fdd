"""The worker's courier: a thread of its own, so that no rendering delays a message."""

import threading
import traceback

from webapp.kernel import clock
from webapp.outbox import service as outbox
from webapp.outbox.model import Means, Relay
from webapp.settings import Settings
from webapp.storage.database import Database

LOOK_SECONDS = 0.5
RECOVER_SECONDS = 5.0  # after a fault of ours or of the disk
LEAVE_SECONDS = 3.0  # for a message at its final dot when the service stops: it then has its answer


class Courier:
    """Empties the outbox until it is told to stop; without a relay, and in a demonstration, nothing leaves."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._means = means(settings)
        self._door = outbox.Door(relay(settings))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no other message, and leave the one in hand a moment."""
        self._over.set()
        self._thread.join(LEAVE_SECONDS)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                outbox.release(self._db, now=clock.now())
                self._deliver()
            except Exception as fault:  # noqa: BLE001 — said, and tried again: mail must not stop for good
                traceback.print_exception(fault)
                self._door.leave()
                self._over.wait(RECOVER_SECONDS)
        self._door.close()

    def _deliver(self) -> None:
        while not self._over.is_set():
            if not outbox.hand_next(self._db, self._door, self._means, now=clock.now()):
                self._door.close()
                self._over.wait(LOOK_SECONDS)


def relay(settings: Settings) -> Relay:
    """Return the relay that the settings name."""
    return Relay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.smtp_from,
    )


def means(settings: Settings) -> Means:
    """Return what a message is composed with on this installation."""
    return Means(
        sender=settings.smtp_from,
        link_key=settings.link_key,
        public_address=settings.public_address,
        files=settings.files,
    )
