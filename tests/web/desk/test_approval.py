"""Earlier minutes approved at the desk: put on the agenda, then passed without objection."""

from pathlib import Path

import pytest

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.meetings.service import conduct
from webapp.minutes import queries, service
from webapp.minutes.model import MinutesState
from webapp.settings import Settings


@pytest.fixture
def before(room: Room, sylvie: Clerk) -> int:
    """The room's first sitting was held and closed; the secretary prepares the next one. Return the first."""
    first = room.meeting_id
    room.open(present=5)
    conduct.close_sitting(room.db, first, by=SYSTEM, now=room.tick())
    room.meeting_id = room.prepare()
    sylvie.base = f"/secretariat/seances/{room.meeting_id}"
    sylvie.conduct = f"{sylvie.base}/conduire"
    return first


def submit(room: Room, meeting_id: int) -> None:
    service.take_step(
        room.db, meeting_id, MinutesState.SUBMITTED, expected=MinutesState.DRAFT, by=SYSTEM, now=room.tick()
    )


def called(room: Room, sylvie: Clerk) -> None:
    """Put the approval on the agenda, open the sitting and call it."""
    sylvie.opens(f"{sylvie.base}/preparer")
    sylvie.presses("Mettre à l’ordre du jour")
    room.item = room.state().items[0].id
    room.open(present=4)


def test_the_minutes_awaiting_approval_are_offered_once(room: Room, sylvie: Clerk, before: int) -> None:
    assert "Pas encore soumis aux membres" in sylvie.opens(f"{sylvie.base}/preparer")
    submit(room, before)
    assert "Pas encore soumis" not in sylvie.opens(f"{sylvie.base}/preparer")

    sylvie.presses("Mettre à l’ordre du jour")

    assert "1. Approbation du procès-verbal de la séance du 10 décembre 2026" in sylvie.text
    assert not sylvie.offers("Mettre à l’ordre du jour")


def test_a_choice_that_is_none_is_refused_with_a_sentence(room: Room, sylvie: Clerk, before: int) -> None:
    sylvie.opens(f"{sylvie.base}/preparer")
    path, fields = sylvie.form("Mettre à l’ordre du jour")

    sylvie.sends(path, [(name, "999" if name == "approved" else value) for name, value in fields])

    assert "Le procès-verbal à approuver est celui d’une autre séance" in sylvie.text


def test_without_objection_the_earlier_minutes_are_approved(
    room: Room, sylvie: Clerk, before: int, tmp_path: Path
) -> None:
    submit(room, before)
    called(room, sylvie)
    sylvie.opens()
    sylvie.follows("Approuver sans opposition")
    sylvie.opens(f"{sylvie.conduct}?confirmer=sans-opposition")
    assert "n’a pas été soumis" not in sylvie.text

    sylvie.presses("Approuver le procès-verbal")
    settings = Settings(instance=tmp_path, mark="test")
    kind = "meeting.minutes_approved"
    assert worker.do_next(room.db, settings, {kind: worker.HANDLERS[kind]})

    assert "approuvé sans opposition" in sylvie.text
    assert queries.state(room.db, before) is MinutesState.APPROVED


def test_minutes_that_were_not_submitted_are_said_before_they_are_approved(
    room: Room, sylvie: Clerk, before: int
) -> None:
    called(room, sylvie)

    sylvie.opens(f"{sylvie.conduct}?confirmer=sans-opposition")

    assert "n’a pas été soumis aux membres" in sylvie.text


def test_somebody_objects_and_the_vote_is_there(room: Room, sylvie: Clerk, before: int) -> None:
    called(room, sylvie)

    sylvie.opens()

    assert sylvie.offers("Ouvrir le vote")
    assert sylvie.offers("Approuver sans opposition")
