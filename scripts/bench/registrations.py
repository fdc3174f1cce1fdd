"""Sign-ups over HTTP beside the least that Flask can do for the same three requests, then a rush, then size.

`--rush N` sets how many arrive at fifty a second (10,000 for the whole rush, a tenth of them by default).
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import crowd
import scene
import service
import signups
from lib import HERE, ROOT, Verdicts, percentile, workshop

PEOPLE, CLIENTS, BESIDE = 600, 8, 5
SHARE, CPU_TIMES, LATENCY_TIMES, BOUND_MEGABYTES = 0.4, 4.0, 4.0, 150.0
A_SECOND, RUSH_SECONDS, RUSH_CLIENTS = 50.0, 3.0, 16
SIZE, CATALOGUE, BOUND_MILLISECONDS, GROWTH = 60_000, 2_000, 50.0, 1.3
EXPORT_MEGABYTES, SETTLING_SECONDS, TURNS, ARRIVING = 100.0, 1.0, 9, 150


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one run: complete sign-ups a second, CPU seconds and 95th percentile of each, megabytes."""

    rate: float
    cpu: float
    p95: float


@contextmanager
def floor(folder: Path, seats: int) -> Iterator[tuple[int, int]]:
    """Serve the floor on a free port; yields its port and its process."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "floor_app.py"), str(folder), str(seats)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield int(line.rsplit(":", 1)[1]), process.pid
    finally:
        process.terminate()
        process.wait(10)


def of_the_floor(folder: Path) -> Figures:
    """Measure the floor."""
    with floor(folder, seats=PEOPLE) as (port, pid):
        before = service.cpu_seconds(pid)
        done = signups.send(port, "/inscription", people=PEOPLE, clients=CLIENTS)
        return Figures(done.rate, (service.cpu_seconds(pid) - before) / PEOPLE, percentile(done.latencies, 95))


def of_the_house(running: service.Service, path: str, first: int) -> Figures:
    """Measure complete sign-ups of the house, mail queued and journaled."""
    before = running.cpu_seconds()
    done = signups.send(running.port, path, people=PEOPLE, clients=CLIENTS, first=first)
    if done.failed:
        message = f"{done.failed} sign-ups were not done"
        raise RuntimeError(message)
    return Figures(done.rate, (running.cpu_seconds() - before) / PEOPLE, percentile(done.latencies, 95))


def beside_the_floor(verdicts: Verdicts, folder: Path) -> None:
    """Compare one limited webinar's sign-ups with the floor's, in turns: a shared machine is not as fast a minute later."""
    instance = scene.built(folder / "instance", past=0)
    seats = PEOPLE * (BESIDE + 1)
    made = crowd.a_webinar(instance, seats=seats)
    with service.running(instance) as running:
        of_the_house(running, made.form, first=0)
        turns = []
        for number in range(BESIDE):
            bare = folder / f"floor-{number}"
            bare.mkdir()
            turns.append((of_the_house(running, made.form, first=PEOPLE * (number + 1)), of_the_floor(bare)))
        weight = running.megabytes()
    times = "fois le plancher"
    rate, rates = compared([(ours.rate, bare.rate) for ours, bare in turns], "{:.0f}/s")
    cpu, spent = compared([(ours.cpu * 1000, bare.cpu * 1000) for ours, bare in turns], "{:.1f} ms")
    p95, waits = compared([(ours.p95 * 1000, bare.p95 * 1000) for ours, bare in turns], "{:.0f} ms")
    verdicts.at_least("inscriptions", rate, SHARE, times, beside=rates)
    verdicts.at_most("processeur", cpu, CPU_TIMES, times, beside=spent)
    verdicts.at_most("95e centile", p95, LATENCY_TIMES, times, beside=waits)
    verdicts.at_most("places tenues", crowd.held(instance), seats, beside=f"{seats} inscriptions")
    verdicts.at_most("mémoire", weight, BOUND_MEGABYTES, "Mo")


def compared(turns: list[tuple[float, float]], written: str) -> tuple[float, str]:
    """Return how many times the floor's figure ours is, in the median turn, and the medians of both in words."""
    ours, bare = (statistics.median(each[side] for each in turns) for side in (0, 1))
    ratio = statistics.median(mine / theirs for mine, theirs in turns)
    return ratio, f"{written.format(ours)}, plancher {written.format(bare)}"


def in_a_rush(verdicts: Verdicts, folder: Path, people: int) -> None:
    """Let people arrive at fifty a second: nobody is lost, nobody is given a seat that is not there."""
    instance = scene.built(folder / "rush", past=0)
    seats = people // 2
    made = crowd.a_webinar(instance, seats=seats)
    with service.running(instance) as running:
        done = signups.send(running.port, made.form, people=people, clients=RUSH_CLIENTS, a_second=A_SECOND)
    verdicts.at_most(f"{people} arrivées, perdues", done.failed + people - crowd.registered(instance), 0)
    verdicts.at_most("places tenues", crowd.held(instance), seats)
    verdicts.at_most("99,9e centile", percentile(done.latencies, 99.9), RUSH_SECONDS, "s")


def at_full_size(verdicts: Verdicts, folder: Path) -> None:
    """Measure the pages with 60,000 registrations and 2,000 webinars, in process, and what one more sign-up costs."""
    small = crowd.Crowd(scene.built(folder / "small", past=0), registrations=SIZE // 100)
    instance = scene.built(folder / "large", past=0)
    large = crowd.Crowd(instance, registrations=SIZE, webinars=CATALOGUE)
    try:
        for what, milliseconds in large.pages():
            verdicts.at_most(f"{what}, {SIZE} inscriptions", milliseconds, BOUND_MILLISECONDS, "ms")
        verdicts.at_most("export en flux", large.export_megabytes(), EXPORT_MEGABYTES, "Mo de plus")
        # One after the other, in turns: a machine that other guests share is not as fast a minute later.
        turns = [(large.cost_of_a_sign_up(), small.cost_of_a_sign_up()) for _ in range(TURNS)]
        growth = statistics.median(many for many, _ in turns) / statistics.median(few for _, few in turns)
        verdicts.at_most("inscription de plus", growth, GROWTH, "fois celle à 600")
    finally:
        large.close()
        small.close()


def votes_meanwhile(verdicts: Verdicts, folder: Path) -> None:
    """Compare the page of a sitting alone and while people sign up, in turns; they too are all received, and soon."""
    instance = scene.built(folder / "both", past=0)
    made = crowd.a_webinar(instance, seats=PEOPLE)
    turns, received = [], []
    with service.running(instance) as running, ThreadPoolExecutor(1) as thread:
        for number in range(TURNS):
            alone = crowd.voting_page_seconds(instance, running.port)
            background = thread.submit(
                signups.send,
                running.port,
                made.form,
                people=ARRIVING,
                clients=CLIENTS,
                first=ARRIVING * number,
                a_second=A_SECOND,
            )
            time.sleep(SETTLING_SECONDS)  # so that people are signing up when the page is asked for
            turns.append(crowd.voting_page_seconds(instance, running.port) / alone)
            received.append(background.result())
    verdicts.at_most("pages de vote pendant ce temps", statistics.median(turns), 1.5, "fois seules")
    verdicts.at_most("inscriptions perdues pendant ce temps", sum(each.failed for each in received), 0)
    latencies = [seconds for each in received for seconds in each.latencies]
    verdicts.at_most("leur 99,9e centile", percentile(latencies, 99.9), RUSH_SECONDS, "s")


def main() -> int:
    """Run every part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rush", type=int, default=1_000)
    wanted = parser.parse_args()
    verdicts = Verdicts()
    with workshop() as folder:
        beside_the_floor(verdicts, folder)
        in_a_rush(verdicts, folder, wanted.rush)
        at_full_size(verdicts, folder)
        votes_meanwhile(verdicts, folder)
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
