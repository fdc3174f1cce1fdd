"""From the one button to the files, by the worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.cli.demo.reference import STARTS_AT, Reference
from webapp.folder import queries, service
from webapp.folder.model import FolderFile, FolderRefusal, Part
from webapp.jobs.model import JobState
from webapp.kernel import clock
from webapp.meetings.service import agenda, conduct
from webapp.meetings.sitting import ItemDraft, MeetingDraft
from webapp.minutes.model import MinutesRefusal, fingerprint
from webapp.settings import Settings
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"


class Shop:
    """The desk that asks, the worker that renders."""

    def __init__(self, db: Database, made: Reference, folder: Path, now: datetime) -> None:
        self.db, self.made, self.now = db, made, now
        self.settings = Settings(instance=folder, prefecture=AUTHORITY, mark="test")

    def ask(self, part: Part | None = None, meeting_id: int | None = None) -> tuple[int, ...]:
        self.now += timedelta(seconds=1)
        meeting_id = meeting_id or self.made.meeting_id
        return service.request(self.db, meeting_id, part=part, authority=AUTHORITY, by=SYSTEM, now=self.now)

    def work(self) -> None:
        while worker.do_next(self.db, self.settings, worker.HANDLERS):
            pass

    def file(self, number: int) -> FolderFile:
        found = queries.find_file(self.db, self.made.meeting_id, number)
        assert found is not None
        return found

    def add_item(self, title: str) -> None:
        self.now += timedelta(seconds=1)
        agenda.add_item(self.db, self.made.meeting_id, ItemDraft(title=title), by=SYSTEM, now=self.now)


@pytest.fixture
def shop(db: Database, prepared: Reference, tmp_path: Path, now: datetime) -> Iterator[Shop]:
    offset = tmp_path / "offset"
    offset.write_text(str((now - clock.now()).total_seconds() + 3600), encoding="ascii")
    clock.shift_by_file(offset)
    yield Shop(db, prepared, tmp_path, now)
    clock.shift_by_file(None)


def test_one_act_asks_for_every_part(shop: Shop):
    numbers = shop.ask()
    assert [shop.file(number).part for number in numbers] == list(Part)
    assert shop.db.value("SELECT count(*) FROM jobs WHERE kind = 'folder.render'") == len(Part)
    assert shop.db.value("SELECT count(*) FROM journal WHERE act = 'folder.requested'") == 1


def test_a_part_is_rendered_under_its_own_hash_and_handed_over(shop: Shop):
    (number,) = shop.ask(Part.MANDATES)
    with refused(FolderRefusal.UNKNOWN_FILE):
        service.read(shop.settings.files, shop.file(number))
    shop.work()
    file = shop.file(number)
    content = service.read(shop.settings.files, file)
    assert (fingerprint(content), len(content)) == (file.sha256, file.bytes)
    work = queries.work_on(shop.db, file)
    assert work is not None
    assert (work.state, work.progress) == (JobState.DONE, 100)
    assert str(file.sha256) in shop.db.value("SELECT details FROM journal WHERE act = 'folder.rendered'")


def test_a_part_that_was_tampered_with_is_not_handed_over(shop: Shop):
    (number,) = shop.ask(Part.MANDATES)
    shop.work()
    file = shop.file(number)
    (shop.settings.files / "minutes" / f"{file.sha256}.pdf").write_bytes(b"%PDF-1.7 autre chose")
    with refused(MinutesRefusal.FILE_DAMAGED):
        service.read(shop.settings.files, file)


def test_only_what_has_changed_is_made_again(shop: Shop):
    signing, mandates, script = (shop.ask(part)[0] for part in (Part.SIGNING, Part.MANDATES, Part.SCRIPT))
    shop.work()
    shop.add_item("Point ajouté la veille")
    assert shop.ask(Part.SIGNING) == (signing,)
    assert shop.ask(Part.MANDATES) == (mandates,)
    assert shop.ask(Part.SCRIPT) != (script,)
    assert shop.file(signing).revision == shop.db.value(
        "SELECT revision FROM meetings WHERE id = ?", (shop.made.meeting_id,)
    )


def test_asking_twice_before_the_worker_has_begun_asks_once(shop: Shop):
    assert shop.ask(Part.NOTICE) == shop.ask(Part.NOTICE)


def test_rendering_twice_after_a_crash_keeps_the_first_row(shop: Shop):
    (number,) = shop.ask(Part.NOTICE)
    first, again = (
        service.render(
            shop.db,
            number,
            folder=shop.settings.files,
            authority=AUTHORITY,
            report=lambda *_: None,
            now=STARTS_AT - timedelta(hours=1),
        )
        for _ in range(2)
    )
    assert first == again


def test_a_file_that_nobody_asked_for_is_not_rendered(shop: Shop):
    with refused(FolderRefusal.UNKNOWN_FILE):
        service.render(
            shop.db,
            999,
            folder=shop.settings.files,
            authority=AUTHORITY,
            report=lambda *_: None,
            now=shop.now,
        )


def test_a_sitting_without_an_agenda_has_no_folder(shop: Shop):
    draft = MeetingDraft(starts_at=STARTS_AT + timedelta(days=7))
    empty = conduct.create(shop.db, shop.made.committee_id, draft, by=SYSTEM, now=shop.now).id
    with refused(FolderRefusal.AGENDA_EMPTY):
        shop.ask(meeting_id=empty)


def test_a_closed_sitting_has_only_its_certificates(
    tmp_path: Path, reference_sitting: tuple[bytes, Reference], now: datetime
):
    (tmp_path / "closed.db").write_bytes(reference_sitting[0])
    db = Database.open(tmp_path / "closed.db")
    shop = Shop(db, reference_sitting[1], tmp_path, now + timedelta(days=1))
    assert [shop.file(number).part for number in shop.ask()] == [Part.ATTENDANCE]
    with refused(FolderRefusal.NOT_OFFERED):
        shop.ask(Part.SCRIPT)
    db.close()
