"""Seven hundred open pages: told of a result at once, and costing next to nothing while nothing happens."""

import statistics
import sys
import time
from collections.abc import Sequence

import load
import scene
import service
from lib import Verdicts, percentile, workshop

PAGES = 700
ROUNDS = 5
IDLE_SECONDS, SETTLING_SECONDS = 10.0, 1.5
TOLD_SECONDS, CORE_PERCENT = 0.5, 2.0


def measured(found: scene.Scene, running: service.Service, pages: int) -> tuple[float, float]:
    """Open that many pages; return the share of a core they cost at rest, then how soon they know a result.

    The share is in percent; the delay is the median, over the results, of the 95th percentile over the pages, in seconds.
    """
    with load.following(running.port, found.flow(pages)) as followers:
        time.sleep(SETTLING_SECONDS)
        before = running.cpu_seconds()
        time.sleep(IDLE_SECONDS)
        idle = (running.cpu_seconds() - before) / IDLE_SECONDS * 100
        instants = [_announced(found, running.port, number) for number in range(ROUNDS)]
        told = followers.leave()
    delays = [percentile([_delay(each, instant) for each in told], 95) for instant in instants]
    return idle, statistics.median(delays)


def _announced(found: scene.Scene, port: int, number: int) -> float:
    """Close the vote in hand, announce it, and go on to the next item; return when the announcement was sent."""
    agenda = [(found.item, found.motion), *found.to_come]
    (item, motion), (after, its_motion) = agenda[number : number + 2]
    _act(port, found.acted(f"/points/{item}/votes/{motion}/cloture"))
    time.sleep(SETTLING_SECONDS)
    sent = time.monotonic()
    _act(port, found.acted(f"/points/{item}/votes/{motion}/annonce"))
    time.sleep(SETTLING_SECONDS)
    _act(port, found.acted(f"/points/{item}/terminer"))
    _act(port, found.acted(f"/points/{after}/appeler"))
    _act(port, found.acted(f"/points/{after}/votes/{its_motion}/ouverture"))
    time.sleep(SETTLING_SECONDS)
    return sent


def _act(port: int, request: bytes) -> None:
    status = load.once(port, request)
    if status != 303:  # noqa: PLR2004 — See Other: done
        message = f"the secretariat's act was answered {status}"
        raise RuntimeError(message)


def _delay(woken: Sequence[float], since: float) -> float:
    return min((instant - since for instant in woken if instant >= since), default=float("inf"))


def main() -> int:
    """Open seven hundred pages, then a single one, and compare."""
    verdicts = Verdicts()
    with workshop() as folder:
        instance = scene.built(folder / "instance", past=0)
        found = scene.read(instance)
        with service.running(instance) as running:
            idle, told = measured(found, running, PAGES)
        alone = scene.read(scene.built(folder / "alone", past=0))
        with service.running(folder / "alone") as running:
            idle_alone, told_alone = measured(alone, running, 1)
    beside = f"une seule page {told_alone:.3f} s"
    verdicts.at_most(f"{PAGES} pages averties d’un résultat, 95e centile", told, TOLD_SECONDS, "s", beside=beside)
    beside = f"une seule page {idle_alone:.1f} %"
    verdicts.at_most(f"{PAGES} pages ouvertes, au repos", idle, CORE_PERCENT, "% d’un cœur", beside=beside)
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
