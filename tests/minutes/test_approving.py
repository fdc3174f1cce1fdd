"""Minutes approved by the next sitting: its item moves their state, and both minutes tell it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.meetings.room import FOR, Room
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.cli.demo import reference
from webapp.jobs.model import JobState
from webapp.kernel import clock
from webapp.meetings.service import approval, conduct, voting
from webapp.minutes import document, queries, service
from webapp.minutes.model import MinutesRefusal, MinutesState
from webapp.settings import Settings
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"
FOLLOW_UP = "meeting.minutes_approved"


class Following:
    """A sitting that was closed, the next one open on the approval of its minutes, and the worker."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        self.room = Room(db, seats=5).open(present=5)
        self.before = self.room.meeting_id
        conduct.close_sitting(db, self.before, by=SYSTEM, now=self.room.tick())
        self.meeting = self.room.meeting_id = self.room.prepare()
        self.room.item = approval.add(db, self.meeting, self.before, by=SYSTEM, now=self.room.tick())
        self.room.motion = self.room.state().motions[0].id
        self.room.open(present=5)

    def step(self, new: MinutesState, expected: MinutesState) -> None:
        service.take_step(self.db, self.before, new, expected=expected, by=SYSTEM, now=self.room.tick())

    def pass_without_objection(self) -> None:
        approval.without_objection(self.db, self.meeting, self.room.item, by=SYSTEM, now=self.room.tick())
        self.work()

    def work(self) -> None:
        settings = Settings(instance=self.folder, prefecture=AUTHORITY, mark="test")
        while worker.do_next(self.db, settings, {FOLLOW_UP: worker.HANDLERS[FOLLOW_UP]}):
            pass

    @property
    def state(self) -> MinutesState:
        return queries.state(self.db, self.before)

    def told(self) -> str:
        """What the minutes of the sitting that approves say."""
        found = queries.dossier(self.db, self.meeting, now=self.room.tick(), authority=AUTHORITY)
        return " ".join(document.minutes(found.content).body.striptags().split())


@pytest.fixture
def following(db: Database, tmp_path: Path) -> Iterator[Following]:
    offset = tmp_path / "offset"
    offset.write_text(str((reference.STARTS_AT + timedelta(days=2) - clock.now()).total_seconds()), encoding="ascii")
    clock.shift_by_file(offset)
    yield Following(db, tmp_path)
    clock.shift_by_file(None)


def test_pv_4_submitted_minutes_are_approved_by_the_item_that_passes(following: Following):
    following.step(MinutesState.SUBMITTED, MinutesState.DRAFT)
    following.pass_without_objection()
    assert following.state is MinutesState.APPROVED
    step = queries.record(following.db, following.before).steps[-1]
    assert step.reason == "Approuvé à la séance du 10\u00a0décembre\u00a02026, point 1"


def test_a_favourable_vote_does_the_same(following: Following):
    following.step(MinutesState.SUBMITTED, MinutesState.DRAFT)
    following.room.open_vote()
    following.room.votes(dict.fromkeys(range(1, 6), FOR))
    following.room.close()
    voting.announce(following.db, following.meeting, following.room.motion, by=SYSTEM, now=following.room.tick())
    following.work()
    assert following.state is MinutesState.APPROVED


def test_minutes_that_were_never_submitted_stay_a_draft_and_the_work_says_why(following: Following):
    following.pass_without_objection()
    assert following.state is MinutesState.DRAFT
    job = following.db.row("SELECT state, message FROM jobs WHERE kind = ?", (FOLLOW_UP,))
    assert job is not None
    assert job["state"] == JobState.FAILED
    assert "avant d’être soumis" in job["message"]


def test_minutes_that_the_desk_has_approved_already_are_left_as_they_are(following: Following):
    following.step(MinutesState.SUBMITTED, MinutesState.DRAFT)
    following.step(MinutesState.APPROVED, MinutesState.SUBMITTED)
    following.pass_without_objection()
    assert following.state is MinutesState.APPROVED
    assert len(queries.record(following.db, following.before).steps) == 2


def test_a_second_run_of_the_worker_approves_nothing_twice(following: Following):
    following.step(MinutesState.SUBMITTED, MinutesState.DRAFT)
    for _ in range(2):
        service.approved_in_sitting(
            following.db,
            following.before,
            by_meeting=following.meeting,
            item_id=following.room.item,
            now=following.room.tick(),
        )
    assert len(queries.record(following.db, following.before).steps) == 2


def test_an_item_that_is_not_of_the_sitting_approves_nothing(following: Following):
    following.step(MinutesState.SUBMITTED, MinutesState.DRAFT)
    with refused(MinutesRefusal.UNKNOWN_MEETING):
        service.approved_in_sitting(
            following.db, following.before, by_meeting=following.meeting, item_id=999, now=following.room.tick()
        )
    assert following.state is MinutesState.SUBMITTED


def test_the_minutes_of_the_sitting_that_approves_say_so_with_its_quorum(following: Following):
    following.pass_without_objection()
    told = following.told()
    assert "Le procès-verbal de la séance du 10 décembre 2026 est approuvé sans opposition." in told
    assert "Approuvé sans opposition" in told
    assert "Procès-verbal approuvé sans opposition. Motif : Aucune opposition." in told
    assert "Quorum atteint : 5 présents sur 5" in told
    assert "Vote non tenu" not in told


def test_an_approval_is_no_opinion_and_has_no_extract(following: Following):
    following.room.open_vote()
    following.room.votes(dict.fromkeys(range(1, 6), FOR))
    following.room.close()
    voting.announce(following.db, following.meeting, following.room.motion, by=SYSTEM, now=following.room.tick())
    conduct.close_sitting(following.db, following.meeting, by=SYSTEM, now=following.room.tick())
    service.issue(following.db, following.meeting, now=following.room.tick())
    assert [each.kind.value for each in queries.files(following.db, following.meeting)] == ["opinions"]
    assert "Avis simple" not in following.told()
