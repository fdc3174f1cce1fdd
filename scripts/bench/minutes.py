"""The reference minutes, and those of a hundred pages: how long, with how much memory; and the pages meanwhile."""

import multiprocessing
import re
import resource
import statistics
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import load
import scene
import service
from lib import Verdicts, workshop
from scene import Browser

from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.cli.demo.reference import STARTS_AT, reference
from webapp.kernel import clock
from webapp.minutes import document, queries
from webapp.minutes.model import FileKind, MinutesState
from webapp.minutes.model.facts import plain
from webapp.minutes.rules.results import results
from webapp.minutes.service import pages_of
from webapp.pdf.model import Document
from webapp.pdf.render import render_in_child
from webapp.settings import load as settings
from webapp.storage.database import Database
from webapp.web.kit import database, streams

RUNS = 3
READINGS = 150
BOUND_SECONDS, BOUND_MEGABYTES, BOUND_TIMES = 4.0, 150.0, 1.5
LONG_ITEMS, LONG_PAGES, LONG_SECONDS, LONG_MEGABYTES = 40, 100, 30.0, 400.0
DEBATE = (
    "Le rapporteur expose l’affaire, rappelle les prescriptions du projet d’arrêté et les observations reçues pendant "
    "l’enquête. Plusieurs membres s’interrogent sur la nappe, sur les rejets et sur le bruit ; le pétitionnaire répond "
    "à chacun, et le rapporteur précise ce que l’arrêté prescrit déjà."
)
PARAGRAPHS = 16
PLAIN = Document(
    html="<!doctype html><html lang='fr'><head><title>Une ligne</title></head><body><h1>Une ligne</h1></body></html>",
    title="Une ligne",
    created_at=STARTS_AT,
    identifier="0" * 32,
)


def build(instance: Path) -> tuple[int, Browser]:
    """Play the reference sitting on a new instance; return its number and the browser of its secretariat."""
    instance.mkdir()
    ahead = STARTS_AT + timedelta(days=1) - datetime.now(UTC)
    (instance / "offset").write_text(str(ahead.total_seconds()), encoding="ascii")
    lines = f'mark = "test"\nclock_offset_file = "{instance / "offset"}"\n'
    (instance / "settings.toml").write_text(lines, encoding="utf-8")
    app = create_app(settings(instance))
    db = database.of(app)
    made = reference(db)
    secretary = made.secretary.person_id or 0
    people.grant_role(db, secretary, Role.SECRETARIAT, committee_id=made.committee_id, by=SYSTEM, now=clock.now())
    browser = scene.entered(app, secretary)
    streams.of(app).stop()
    db.close()
    return made.meeting_id, browser


def render(instance: Path, meeting: int) -> int:
    """Gather the facts and render the minutes as the worker does; return the size of the PDF, in bytes."""
    db = Database.open(instance / "collegiale.db")
    try:
        found = queries.dossier(db, meeting, now=clock.now())
    finally:
        db.close()
    return len(render_in_child(pages_of(found, FileKind.MINUTES).document))


def seconds_of_rendering(instance: Path, meeting: int) -> tuple[float, float]:
    """Return the median time of a whole rendering, and of its processor, in seconds."""
    times, processor = [], []
    for _ in range(RUNS):
        started, used = time.perf_counter(), _processor_seconds()
        render(instance, meeting)
        times.append(time.perf_counter() - started)
        processor.append(_processor_seconds() - used)
    return statistics.median(times), statistics.median(processor)


def long_minutes(instance: Path, meeting: int) -> Document:
    """Lay out a sitting of forty items and twenty-six members, each item debated at length."""
    db = Database.open(instance / "collegiale.db")
    content = queries.dossier(db, meeting, now=clock.now()).content
    db.close()
    played = content.facts.agenda
    agenda = tuple(replace(played[number % len(played)], label=str(number + 1)) for number in range(LONG_ITEMS))
    facts = replace(content.facts, agenda=agenda)
    facts = replace(facts, results=results(plain(facts)))
    debate = "\n\n".join([DEBATE] * PARAGRAPHS)
    long = replace(content, facts=facts, summaries=(debate,) * LONG_ITEMS, state=MinutesState.FINAL)
    return document.minutes(long).document


def seconds_of_the_long_ones(wanted: Document) -> tuple[float, float]:
    """Return the time of a rendering of a hundred pages at least, and of its processor, in seconds."""
    started, used = time.perf_counter(), _processor_seconds()
    pdf = render_in_child(wanted)
    spent = time.perf_counter() - started, _processor_seconds() - used
    pages = len(re.findall(rb"/Type\s*/Page(?!s)", pdf))  # a file to sign has no object streams
    if pages < LONG_PAGES:
        message = f"only {pages} pages"
        raise RuntimeError(message)
    return spent


def _processor_seconds() -> float:
    """Return the processor time of this process and of its children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def reading(port: int, path: str, browser: Browser) -> float:
    """Return the median time of a page read again and again over one connection, in milliseconds."""
    answers = load.send(port, [[scene.got(path, browser)] * READINGS])
    return statistics.median(answers.latencies) * 1000


def reading_meanwhile(instance: Path, meeting: int, port: int, path: str, browser: Browser) -> float:
    """Return the same while another process renders without a pause."""
    over = multiprocessing.Event()
    busy = multiprocessing.Process(target=_render_until, args=(over, instance, meeting), daemon=False)
    busy.start()
    try:
        time.sleep(0.5)
        return reading(port, path, browser)
    finally:
        over.set()
        busy.join()


def _render_until(over: "multiprocessing.synchronize.Event", instance: Path, meeting: int) -> None:
    while not over.is_set():
        render(instance, meeting)


def main() -> int:
    """Render, weigh, then read pages without and with a rendering beside them."""
    verdicts = Verdicts()
    with workshop() as folder:
        instance = folder / "instance"
        meeting, browser = build(instance)
        started = time.perf_counter()
        render_in_child(PLAIN)
        plain = time.perf_counter() - started
        seconds, processor = seconds_of_rendering(instance, meeting)
        heaviest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        long_seconds, long_processor = seconds_of_the_long_ones(long_minutes(instance, meeting))
        heaviest_long = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        path = f"/secretariat/seances/{meeting}/conduire"
        with service.running(instance) as running:
            reading(running.port, path, browser)
            quiet = reading(running.port, path, browser)
            meanwhile = reading_meanwhile(instance, meeting, running.port, path, browser)
    beside = f"une ligne {plain:.1f} s ; processeur {processor:.1f} s"
    verdicts.at_most("procès-verbal de référence", seconds, BOUND_SECONDS, "s", beside=beside)
    verdicts.at_most("mémoire du processus de rendu", heaviest, BOUND_MEGABYTES, "Mo")
    beside_long = f"processeur {long_processor:.1f} s"
    verdicts.at_most("procès-verbal de cent pages", long_seconds, LONG_SECONDS, "s", beside=beside_long)
    verdicts.at_most("mémoire du rendu de cent pages", heaviest_long, LONG_MEGABYTES, "Mo")
    beside = f"au calme {quiet:.1f} ms"
    verdicts.at_most("pages lues pendant le rendu", meanwhile / quiet, BOUND_TIMES, "fois", beside=beside)
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
