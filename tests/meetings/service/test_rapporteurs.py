"""Items entrusted to a service: who may have one, what it hands over, until when, and its reminders."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.documents.papers import a_pdf, put_in
from tests.meetings.room import Room
from tests.refusing import refused
from webapp.accounts import service as accounts
from webapp.accounts.model import Linking, Role
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM, By
from webapp.cli import worker
from webapp.documents import queries as documents
from webapp.documents.model import DocumentRefusal, Nature
from webapp.documents.service import receiving
from webapp.jobs import service as jobs
from webapp.meetings import queries
from webapp.meetings.rules.rapporteurs import missing, reminder_at
from webapp.meetings.service import agenda, conduct, rapporteurs, rehearsal
from webapp.meetings.sitting import MeetingDraft, MeetingRefusal
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message
from webapp.storage.database import Database
from webapp.wording.dates import in_paris

LINKING = Linking(key="essai", lasts=timedelta(days=15))


class Stage:
    """A sitting in preparation whose item a service reports on, with somebody who has that role."""

    def __init__(self, db: Database, shelf: Path) -> None:
        self.db, self.shelf, self.room = db, shelf, Room(db)
        self.person = factories.a_person(db, "Ripisylve", "Odile")
        accounts.grant_role(
            db, self.person, Role.RAPPORTEUR, committee_id=self.room.committee.id, by=SYSTEM, now=factories.NOW
        )
        self.me = By(person_id=self.person, name="Odile Ripisylve")
        self.today = in_paris(self.room.clock).date()

    def entrust(self, *, person: int | None = None, due_on: date | None = None, days: int = 5) -> None:
        rapporteurs.entrust(
            self.db,
            self.room.meeting_id,
            self.room.item,
            person or self.person,
            due_on=due_on or self.today,
            reminder_days=days,
            linking=LINKING,
            by=self.room.desk,
            now=self.room.tick(),
        )

    def deposit(self, nature: Nature = Nature.REPORT, *, words: str = "Rapport", by: By | None = None) -> None:
        with receiving(self.shelf, io.BytesIO(a_pdf(words)), name="piece.pdf", megabytes=1) as incoming:
            rapporteurs.deposit(
                self.db,
                self.room.meeting_id,
                self.room.item,
                nature,
                incoming,
                by=by or self.me,
                now=self.room.tick(),
            )

    def remind(self) -> None:
        rapporteurs.remind(
            self.db,
            self.room.meeting_id,
            self.room.item,
            linking=LINKING,
            by=self.room.desk,
            now=self.room.tick(),
        )

    def acts(self) -> list[str]:
        found = [each.act for each in audit.of_scope(self.db, f"meeting:{self.room.meeting_id}")]
        return [each for each in found if each.startswith(("rapporteur", "document"))]

    def messages(self, kind: str) -> list[Message]:
        found = outbox.about(self.db, f"meeting:{self.room.meeting_id}")
        return [each for each in found if each.letter.kind == kind]

    def pages(self) -> set[str]:
        """Where the links of their messages lead."""
        return {
            row["page"] for row in self.db.rows("SELECT page FROM access_links WHERE person_id = ?", (self.person,))
        }


@pytest.fixture
def stage(db: Database, tmp_path: Path) -> Stage:
    return Stage(db, tmp_path / "documents")


def test_an_item_is_entrusted_to_who_has_the_role_until_a_day_that_ends_with_the_sitting(stage: Stage) -> None:
    with refused(MeetingRefusal.NOT_A_RAPPORTEUR):
        stage.entrust(person=factories.a_person(stage.db, "Passant"))
    for day in (stage.today - timedelta(days=1), stage.today + timedelta(days=1)):
        with refused(MeetingRefusal.DUE_DAY_OUT):
            stage.entrust(due_on=day)
    stage.entrust()

    assert [(each.entrusted.item_id, each.meeting_id) for each in queries.tasks(stage.db, stage.person)] == [
        (stage.room.item, stage.room.meeting_id)
    ]
    assert stage.acts() == ["rapporteur.entrusted"]


def test_who_is_entrusted_is_told_by_a_message_what_to_hand_over_and_until_when(stage: Stage) -> None:
    stage.entrust()
    [message] = stage.messages(rapporteurs.ENTRUSTED)

    assert message.letter.person_id == stage.person
    assert [each in message.letter.body for each in ("- Rapport", "- Projet d’arrêté", "- Résumé")] == [True] * 3
    assert stage.pages() == {f"/rapporteur/seances/{stage.room.meeting_id}/points/{stage.room.item}"}


def test_saying_the_same_again_writes_no_second_message_and_another_person_gets_theirs(stage: Stage) -> None:
    stage.entrust()
    stage.entrust()
    assert len(stage.messages(rapporteurs.ENTRUSTED)) == 1

    other = factories.a_person(stage.db, "Houppier")
    accounts.grant_role(stage.db, other, Role.RAPPORTEUR, committee_id=None, by=SYSTEM, now=factories.NOW)
    stage.entrust(person=other)
    assert [each.letter.person_id for each in stage.messages(rapporteurs.ENTRUSTED)] == [stage.person, other]


def test_what_is_deposited_again_is_a_new_version_and_what_others_put_there_is_not_touched(stage: Stage) -> None:
    desk = put_in(stage.db, stage.shelf, stage.room.meeting_id, stage.room.item, now=stage.room.tick())
    stage.entrust()
    stage.deposit(words="un")
    stage.deposit(words="deux")

    found = {each.id: each for each in documents.of_scope(stage.db, f"meeting:{stage.room.meeting_id}")}
    assert len(found.pop(desk).versions) == 1
    [(_, mine)] = found.items()
    assert [each.added_by for each in mine.versions] == [stage.person, stage.person]
    assert stage.acts() == ["document.added", "rapporteur.entrusted", "document.added", "document.replaced"]


def test_nobody_deposits_for_an_item_that_is_not_theirs(stage: Stage) -> None:
    with refused(MeetingRefusal.NOT_ENTRUSTED):
        stage.deposit()
    stage.entrust()
    for nature, by in ((Nature.REPORT, stage.room.by(1)), (Nature.PLAN, stage.me)):
        with refused(MeetingRefusal.NOT_ENTRUSTED):
            stage.deposit(nature, by=by)
    assert documents.of_scope(stage.db, f"meeting:{stage.room.meeting_id}") == []


def test_nothing_is_deposited_once_the_last_day_is_over(stage: Stage) -> None:
    stage.entrust()
    stage.room.clock += timedelta(days=1)
    with refused(MeetingRefusal.DEPOSIT_OVER):
        stage.deposit()


def test_an_item_taken_back_is_no_longer_theirs_and_what_they_deposited_stays(stage: Stage) -> None:
    stage.entrust()
    stage.deposit()
    rapporteurs.take_back(stage.db, stage.room.meeting_id, stage.room.item, by=stage.room.desk, now=stage.room.tick())

    assert queries.tasks(stage.db, stage.person) == []
    assert len(documents.of_scope(stage.db, f"meeting:{stage.room.meeting_id}")) == 1
    with refused(MeetingRefusal.NOT_ENTRUSTED):
        stage.deposit(words="encore")


def test_a_draft_item_that_was_entrusted_can_still_be_removed(stage: Stage) -> None:
    stage.entrust()
    agenda.remove_item(stage.db, stage.room.meeting_id, stage.room.item, by=stage.room.desk, now=stage.room.tick())
    assert queries.tasks(stage.db, stage.person) == []


def test_a_reminder_says_what_is_missing_and_until_when_and_leads_to_the_deposit(stage: Stage) -> None:
    stage.entrust()
    stage.deposit()
    stage.remind()

    [message] = stage.messages(rapporteurs.REMINDER)
    assert "- Projet d’arrêté" in message.letter.body
    assert "- Résumé" in message.letter.body
    assert "- Rapport" not in message.letter.body
    assert stage.pages() == {f"/rapporteur/seances/{stage.room.meeting_id}/points/{stage.room.item}"}


def test_nobody_is_reminded_of_what_is_all_there(stage: Stage) -> None:
    stage.entrust()
    for nature in missing(()):
        stage.deposit(nature, words=nature.value)
    with refused(MeetingRefusal.NOTHING_TO_REMIND):
        stage.remind()


def test_the_worker_reminds_once_some_days_before_and_not_of_a_day_since_changed(stage: Stage) -> None:
    room, due = stage.room, stage.today + timedelta(days=10)
    draft = MeetingDraft(starts_at=factories.NOW + timedelta(days=10), place="Salle")
    room.meeting_id = conduct.create(stage.db, room.committee.id, draft, by=SYSTEM, now=room.tick()).id
    room.item = room.add_item()
    stage.entrust(due_on=due, days=3)
    at = reminder_at(due, 3)
    kinds = [kind for kind in worker.HANDLERS if kind == rapporteurs.REMINDER]

    assert jobs.claim(stage.db, kinds, now=at - timedelta(seconds=1)) is None
    job = jobs.claim(stage.db, kinds, now=at)
    assert job is not None
    assert job.payload == {"meeting": room.meeting_id, "item": room.item, "due_on": due.isoformat()}
    assert in_paris(at).hour == 8
    for day in (due - timedelta(days=1), due, due):
        rapporteurs.remind_when_due(stage.db, room.meeting_id, room.item, day, linking=LINKING, by=SYSTEM, now=at)
    assert len(stage.messages(rapporteurs.REMINDER)) == 1
    acts = [each.act for each in audit.of_scope(stage.db, f"meeting:{room.meeting_id}")]
    assert acts.count("rapporteur.reminded") == 1


def test_nothing_of_a_rehearsal_is_entrusted(stage: Stage) -> None:
    copy = rehearsal.copy(stage.db, stage.room.meeting_id, by=stage.room.desk, now=stage.room.tick())
    item = queries.items(stage.db, copy)[0]
    with refused(DocumentRefusal.OF_A_REHEARSAL):
        rapporteurs.entrust(
            stage.db,
            copy,
            item.id,
            stage.person,
            due_on=stage.today,
            reminder_days=5,
            linking=LINKING,
            by=stage.room.desk,
            now=stage.room.tick(),
        )
