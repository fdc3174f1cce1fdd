"""Searching 2,000 minutes: how long one question takes, of a rare word and of words that all of them hold."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from lib import ROOT, Verdicts, workshop

sys.path.insert(0, str(ROOT))

from webapp.audit.model import SYSTEM
from webapp.committees.service import setup as committees
from webapp.minutes import queries
from webapp.minutes.model.search import Reader, Reading, Words
from webapp.minutes.rules.searching import extract, words_of
from webapp.minutes.store import write_words
from webapp.storage.database import Database, unit_of_work
from webapp.storage.migrate import migrate

MINUTES, ITEMS, RUNS = 2000, 12, 25
BOUND = 50.0  # milliseconds
QUESTIONS = ("zibeline", "carrière poussières", "prescriptions exploitant avis favorable", "com pro", "le la")
SENTENCE = (
    "L’inspection présente le projet de prescriptions complémentaires ; l’exploitant de la carrière répond sur les"
    " poussières, le bruit et les horaires, et la commission rend un avis favorable à la majorité. "
)


def build(path: Path) -> tuple[Database, Reader]:
    """Write as many minutes as a prefecture holds in decades, of three committees, each of a few pages."""
    migrate(path)
    db = Database.open(path)
    now = datetime(2026, 11, 2, 8, tzinfo=UTC)
    numbers = [
        committees.create(db, code=f"C{each}", name=f"Commission {each}", template="blank", by=SYSTEM, now=now)
        for each in range(3)
    ]
    with unit_of_work(db):
        for number in range(MINUTES):
            _write(db, number, numbers[number % len(numbers)])
    return db, Reader(desks=frozenset(numbers))


def _write(db: Database, number: int, committee: int) -> None:
    day = date(1990, 1, 1) + timedelta(days=6 * number)
    meeting = db.run(
        "INSERT INTO meetings (committee_id, starts_at, mode, screen_token, created_at)"
        " VALUES (?, ?, 'in_person', ?, ?)",
        (committee, f"{day}T13:30:00.000Z", f"écran {number}", f"{day}T08:00:00.000Z"),
    )
    rare = "Une zibeline traverse. " if number % 400 == 0 else ""
    items = [f"{item}. Affaire n° {number}-{item}, commune de Bourg-{(number * item) % 97}." for item in range(ITEMS)]
    body = rare + "\n".join(f"{each} {SENTENCE * 4}" for each in items)
    words = Words(meeting_id=meeting, committee_id=committee, held_on=day, title="Commission", body=body)
    write_words(db, Reading.WHOLE, words)


def ask(db: Database, reader: Reader, typed: str) -> None:
    """Search as the page does: what was found, and the passage of each."""
    for each in queries.search(db, typed, reader).hits:
        extract(each.body, words_of(typed))


def seconds(asked: Callable[[], object]) -> float:
    started = time.perf_counter()
    asked()
    return time.perf_counter() - started


def main() -> int:
    """Ask each question many times; the slowest median counts."""
    verdicts = Verdicts()
    with workshop() as folder:
        db, reader = build(folder / "collegiale.db")
        for typed in QUESTIONS:
            number = queries.search(db, typed, reader).number
            found = statistics.median(seconds(partial(ask, db, reader, typed)) for _ in range(RUNS))
            verdicts.at_most(f"chercher « {typed} »", found * 1000, BOUND, "ms", beside=f"{number} trouvés")
        found = statistics.median(seconds(lambda: queries.searchable(db, reader)) for _ in range(RUNS))
        verdicts.at_most("filtres", found * 1000, BOUND, "ms")
        db.close()
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
