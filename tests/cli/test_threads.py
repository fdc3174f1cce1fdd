"""The server's threads come when they are needed, and no further than they may."""

import threading

from tests import awaiting
from webapp.cli._threads import Threads


class Held:
    """A page that stays open until it is let go."""

    def __init__(self, over: threading.Event) -> None:
        self.over, self.begun = over, threading.Event()

    def service(self) -> None:
        self.begun.set()
        self.over.wait()

    def cancel(self) -> None:
        self.over.set()


def test_a_thread_is_started_for_each_page_that_stays_open_up_to_the_limit() -> None:
    over = threading.Event()
    threads = Threads(1, 3)
    pages = [Held(over) for _ in range(3)]
    for page in pages:
        threads.add_task(page)
        assert page.begun.wait(10)
    beyond = Held(over)
    threads.add_task(beyond)
    assert len(threads.threads) == 3
    assert not beyond.begun.is_set()
    over.set()
    assert beyond.begun.wait(10)
    threads.shutdown()


def test_pages_that_come_one_after_the_other_share_the_first_threads() -> None:
    over = threading.Event()
    over.set()
    threads = Threads(2, 50)
    awaiting.until(lambda: threads.active_count == 0)
    for _ in range(20):
        page = Held(over)
        threads.add_task(page)
        assert page.begun.wait(10)
        awaiting.until(lambda: threads.active_count == 0)
    assert len(threads.threads) == 2
    threads.shutdown()
