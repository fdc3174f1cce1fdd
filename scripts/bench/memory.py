"""The whole service at rest: what it weighs with seven hundred pages open, and how soon it answers."""

import statistics
import sys
import time
from pathlib import Path

import load
import scene
import service
from lib import Verdicts, workshop

PAGES = 700
SETTLING_SECONDS = 3.0
BOUND_MEGABYTES, READY_SECONDS = 150.0, 1.5
STARTS = 5


def ready_seconds(instance: Path) -> float:
    """Return the median time from start to the first 200 of /sante."""
    starts = []
    for _ in range(STARTS):
        with service.running(instance) as running:
            starts.append(running.ready_seconds)
    return statistics.median(starts)


def main() -> int:
    """Weigh server and worker, alone then with the pages open; then start them several times."""
    verdicts = Verdicts()
    with workshop() as folder:
        instance = scene.built(folder / "instance", past=0)
        found = scene.read(instance)
        with service.running(instance) as running:
            time.sleep(SETTLING_SECONDS)
            alone = running.megabytes()
            with load.following(running.port, found.flow(PAGES)):
                time.sleep(SETTLING_SECONDS)
                weight = running.megabytes()
        ready = ready_seconds(instance)
        started = time.perf_counter()
        service.bare_start()
        bare = time.perf_counter() - started
    what = f"serveur et travailleur, {PAGES} pages ouvertes"
    verdicts.at_most(what, weight, BOUND_MEGABYTES, "Mo", beside=f"sans page {alone:.0f} Mo")
    verdicts.at_most("prêt à répondre", ready, READY_SECONDS, "s", beside=f"Python et Flask seuls {bare:.2f} s")
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
