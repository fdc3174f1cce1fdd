"""Ballots by name over HTTP: signed in, checked, journaled, receipted and durable, beside bare commits on the same disk."""

import sys
from collections.abc import Mapping
from pathlib import Path

import load
import scene
import service
from lib import Verdicts, floor, median, slow_disk, workshop

LINES = 64
EACH = 20
SHARE, SLOWED_TIMES = 0.25, 3.0


def ballots_a_second(instance: Path, environment: Mapping[str, str] | None = None) -> float:
    """Return acknowledged ballots a second, over 64 connections."""
    found = scene.read(instance)
    with service.running(instance, environment=environment) as running:

        def once() -> float:
            queues = [
                [found.ballot(found.members[line % len(found.members)], number) for number in range(EACH)]
                for line in range(LINES)
            ]
            answers = load.send(running.port, queues)
            if set(answers.statuses) != {303}:
                message = f"ballots were not acknowledged: {set(answers.statuses)}"
                raise RuntimeError(message)
            return answers.rate

        once()
        return median(once)


def main() -> int:
    """Measure on this disk, then with every flush slowed to 10 ms."""
    verdicts = Verdicts()
    with workshop() as folder:
        instance = scene.built(folder / "instance", past=0)
        for slowed, share in ((False, SHARE), (True, SLOWED_TIMES)):
            bare = floor(folder, slowed=slowed)
            rate = ballots_a_second(instance, slow_disk() if slowed else None)
            what = "bulletins, disque ralenti" if slowed else "bulletins"
            verdicts.at_least(what, rate, share * bare, "par seconde", beside=f"commits nus {bare:.0f}/s")
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
