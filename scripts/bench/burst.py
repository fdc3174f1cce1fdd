"""A whole room votes in the same second: every ballot acknowledged, none lost, nobody waiting."""

import sys

import load
import scene
import service
from lib import Verdicts, floor, percentile, workshop

from webapp.audit import queries as audit
from webapp.storage.database import Database

ROUNDS = 5
BOUND_SECONDS = 1.0


def main() -> int:
    """Have a hundred members send at once, five times over, then count in the database what was kept."""
    verdicts = Verdicts()
    with workshop() as folder:
        instance = scene.built(folder / "instance", past=0)
        found = scene.read(instance)
        bare = floor(folder)
        with service.running(instance) as running:
            rounds = [
                load.send(running.port, [[found.ballot(member, number)] for member in found.members])
                for number in range(ROUNDS)
            ]
        db = Database.open(instance / "collegiale.db")
        kept = db.value("SELECT count(*) FROM ballots WHERE channel = 'device'")
        holds = audit.check_chain(db).holds
        db.close()
    slowest = sorted(percentile(each.latencies, 99) for each in rounds)[ROUNDS // 2]
    received = sum(status == 303 for each in rounds for status in each.statuses)  # noqa: PLR2004 — See Other
    sent = ROUNDS * len(found.members)
    beside = f"commits nus {bare:.0f}/s"
    verdicts.at_most("100 votes dans la même seconde, 99e centile", slowest, BOUND_SECONDS, "s", beside=beside)
    verdicts.at_least("bulletins accusés", received, sent)
    verdicts.at_least("bulletins au registre", kept, sent)
    verdicts.at_least("chaîne du journal intacte", float(holds), 1)
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
