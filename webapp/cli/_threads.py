"""The server's threads: one more is started when none is free, so that those nobody needed weigh nothing."""

from typing import Any

from waitress.task import ThreadedTaskDispatcher


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress is untyped
    """Waitress's own dispatcher, which begins with few threads and grows as far as pages stay open."""

    def __init__(self, first: int, most: int) -> None:
        super().__init__()
        self._most = most
        self.set_thread_count(min(first, most))

    def add_task(self, task: Any) -> None:
        """Give a task to a free thread, or to one more; called by the one thread that reads the sockets."""
        with self.lock:
            self.queue.append(task)
            self.queue_cv.notify()
            running = len(self.threads) - self.stop_count
            beyond = len(self.queue) - (running - self.active_count)
        if beyond > 0 and running < self._most:
            self.set_thread_count(running + 1)
        elif beyond > 0:
            self.queue_logger.warning("Task queue depth is %d", beyond)
