"""The minutes are put together once while nothing changes, and never once too few."""

from collections.abc import Callable

import pytest

from tests.minutes.desk import Desk
from webapp.minutes import queries
from webapp.minutes.model import MinutesState
from webapp.minutes.queries import Dossier
from webapp.storage.database import Database, unit_of_work

DRAFT, SUBMITTED, *_ = MinutesState


def read_anew(desk: Desk) -> Dossier:
    """Read the minutes through a database just opened, which kept nothing."""
    other = Database.open(desk.db.path)
    try:
        return queries.dossier(other, desk.meeting_id, now=desk.clock)
    finally:
        other.close()


def test_two_readings_of_the_same_minutes_are_one_work(desk: Desk) -> None:
    first, second = desk.dossier(), desk.dossier()

    assert first is second
    assert first.pages is second.pages


def test_another_authority_reads_its_own_name(desk: Desk) -> None:
    ours = queries.dossier(desk.db, desk.meeting_id, now=desk.tick(), authority="Préfecture du Val-Imaginaire")
    theirs = queries.dossier(desk.db, desk.meeting_id, now=desk.tick(), authority="Préfecture d’Ailleurs")

    assert (ours.facts.authority, theirs.facts.authority) == ("Préfecture du Val-Imaginaire", "Préfecture d’Ailleurs")


def rename(desk: Desk) -> None:
    _, person_id = desk.member(3)
    with unit_of_work(desk.db):
        desk.db.run("UPDATE people SET last_name = 'Autrenom' WHERE id = ?", (person_id,))
    desk.clock = desk.clock.replace(hour=(desk.clock.hour + 1) % 24)  # people are read again after a moment


ACTS: dict[str, Callable[[Desk], object]] = {
    "a summary is written": lambda desk: desk.save(2, "Le rapporteur présente."),
    "an incident is told": lambda desk: desk.save(None, "Coupure de dix minutes."),
    "a fact is corrected": lambda desk: desk.correct("secretary", "M. Gaspard Registre"),
    "a member disagrees": lambda desk: desk.disagree(2, 2, "Je m’y oppose."),
    "somebody is renamed": rename,
    "the minutes are submitted": lambda desk: desk.step(SUBMITTED, DRAFT),
}


@pytest.mark.parametrize("act", [pytest.param(act, id=name) for name, act in ACTS.items()])
def test_what_is_kept_is_read_again_once(act: Callable[[Desk], object], desk: Desk) -> None:
    before = desk.dossier()

    act(desk)
    after = desk.dossier()

    assert after is not before
    assert str(after.pages.body) != str(before.pages.body)
    assert after == read_anew(desk)
    assert after.pages == read_anew(desk).pages
