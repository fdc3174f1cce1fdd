"""The watcher of live pages misses nothing, however late it gets to run."""

import threading

import pytest

from tests.awaiting import until
from webapp.audit import service as audit
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit.streams import Streams


def test_what_is_written_while_the_watcher_starts_is_seen(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = threading.Thread.start

    def late(thread: threading.Thread) -> None:
        if thread.name == "watcher":
            with unit_of_work(db):
                audit.touch(db, "meeting:1")
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", late)
    live = Streams(db, limit=1)
    live.start()
    until(lambda: live.version("meeting:1") == 1)
    live.stop()
