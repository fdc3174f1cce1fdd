"""From a request to a file under its own hash, by the worker."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.meetings.room import Room
from tests.minutes.desk import Desk
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.jobs.model import JobState
from webapp.kernel import clock
from webapp.meetings.service import conduct
from webapp.minutes import queries, service
from webapp.minutes.model import File, FileKind, MinutesRefusal, MinutesState, fingerprint, to_json
from webapp.settings import Settings
from webapp.storage.database import Database, unit_of_work

AUTHORITY = "Préfecture du Val-Imaginaire"


class Workshop:
    """The desk that asks, the worker that renders."""

    def __init__(self, at_desk: Desk, folder: Path) -> None:
        self.desk = at_desk
        self.settings = Settings(instance=folder, prefecture=AUTHORITY, mark="test")

    def ask(self, kind: FileKind, item: int | None = None) -> int:
        return service.request(
            self.desk.db,
            self.desk.meeting_id,
            kind,
            item_id=None if item is None else self.desk.item(item),
            authority=AUTHORITY,
            by=self.desk.by,
            now=self.desk.tick(),
        )

    def work(self) -> None:
        while worker.do_next(self.desk.db, self.settings, worker.HANDLERS):
            pass

    def file(self, number: int) -> File:
        found = queries.find_file(self.desk.db, self.desk.meeting_id, number)
        assert found is not None
        return found

    def path(self, file: File) -> Path:
        return self.settings.files / "minutes" / f"{file.sha256}.pdf"


@pytest.fixture
def shop(desk: Desk, tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(desk, tmp_path)
    offset = tmp_path / "offset"
    offset.write_text(str((desk.clock - clock.now()).total_seconds() + 3600), encoding="ascii")
    clock.shift_by_file(offset)
    yield made
    clock.shift_by_file(None)


def test_a_file_is_written_under_its_own_hash_with_its_row_and_its_journal_entry(shop: Workshop):
    number = shop.ask(FileKind.EXTRACT, 4)
    shop.work()
    file = shop.file(number)
    content = shop.path(file).read_bytes()
    assert fingerprint(content) == file.sha256
    assert file.bytes == len(content)
    assert shop.path(file).stat().st_mode & 0o077 == 0
    work = queries.work_on(shop.desk.db, file)
    assert work is not None
    assert (work.state, work.progress) == (JobState.DONE, 100)
    assert file.facts is None
    told = shop.desk.db.value("SELECT details FROM journal WHERE act = 'minutes.file_rendered'")
    assert str(file.sha256) in told


def test_asking_again_gives_the_same_file_until_something_changes(shop: Workshop):
    first = shop.ask(FileKind.EXTRACT, 4)
    assert shop.ask(FileKind.EXTRACT, 4) == first
    shop.work()
    assert shop.ask(FileKind.EXTRACT, 4) == first
    assert shop.ask(FileKind.EXTRACT, 3) != first
    shop.desk.disagree(17, 4)
    assert shop.ask(FileKind.EXTRACT, 4) != first


def test_rendering_twice_after_a_crash_keeps_the_first_row(shop: Workshop):
    number = shop.ask(FileKind.EXTRACT, 4)
    kept = service.Store(folder=shop.settings.files, authority=AUTHORITY)
    first = service.render(shop.desk.db, number, kept=kept, report=lambda *_: None, now=shop.desk.tick())
    again = service.render(shop.desk.db, number, kept=kept, report=lambda *_: None, now=shop.desk.tick())
    assert again == first
    kept_names = sorted(each.name for each in (shop.settings.files / "minutes").iterdir())
    assert kept_names == sorted([f"{first['sha256']}.pdf", f"{shop.file(number).twin}.html"])


def test_pv_4_the_final_version_is_made_once_with_its_page_for_the_screen(shop: Workshop):
    shop.desk.to(MinutesState.FINAL)
    asked = next(each for each in queries.files(shop.desk.db, shop.desk.meeting_id) if each.kind is FileKind.MINUTES)
    kept = service.Store(folder=shop.settings.files, authority=AUTHORITY)
    service.render(shop.desk.db, asked.id, kept=kept, report=lambda *_: None, now=shop.desk.tick())
    final = shop.file(asked.id)
    assert final.state is MinutesState.FINAL
    twin = service.read(shop.settings.files, final.twin, "html").decode()
    assert "Procès-verbal de la séance du jeudi 10" in twin
    assert shop.ask(FileKind.MINUTES) == final.id


def test_a_damaged_file_is_never_handed_over(shop: Workshop):
    number = shop.ask(FileKind.EXTRACT, 4)
    shop.work()
    file = shop.file(number)
    content = bytearray(shop.path(file).read_bytes())
    content[len(content) // 2] ^= 1
    shop.path(file).write_bytes(bytes(content))
    with refused(MinutesRefusal.FILE_DAMAGED):
        service.read(shop.settings.files, file.sha256, "pdf")
    shop.path(file).unlink()
    for sha256 in (file.sha256, None):
        with refused(MinutesRefusal.UNKNOWN_FILE):
            service.read(shop.settings.files, sha256, "pdf")


def test_what_cannot_be_made_is_refused_when_asked_for(shop: Workshop):
    with refused(MinutesRefusal.NO_CARENCE):
        shop.ask(FileKind.NO_QUORUM)
    with refused(MinutesRefusal.UNKNOWN_ITEM):
        shop.ask(FileKind.EXTRACT)
    kept = service.Store(folder=shop.settings.files, authority=AUTHORITY)
    with refused(MinutesRefusal.UNKNOWN_FILE):
        service.render(shop.desk.db, 999, kept=kept, report=lambda *_: None, now=shop.desk.tick())
    assert queries.find_file(shop.desk.db, shop.desk.meeting_id + 1, 1) is None


def test_progress_is_told_while_a_file_is_made(shop: Workshop):
    number = shop.ask(FileKind.EXTRACT, 4)
    told: list[tuple[int, str]] = []
    kept = service.Store(folder=shop.settings.files, authority=AUTHORITY)
    service.render(
        shop.desk.db, number, kept=kept, report=lambda percent, text: told.append((percent, text)), now=shop.desk.tick()
    )
    assert [percent for percent, _ in told] == sorted({percent for percent, _ in told})
    assert told[0][1] == "Rassemblement des faits"


def test_a_sitting_without_quorum_has_its_finding(db: Database):
    room = Room(db, seats=8).open(present=3)
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    dossier = queries.dossier(db, room.meeting_id, now=room.tick())
    pages = service.pages_of(dossier, FileKind.NO_QUORUM)
    assert "Quorum non atteint" in pages.body
    assert (dossier.facts.quorum.counted, dossier.facts.closing) == (3, "no_quorum")


def test_pv_4_final_facts_stay_what_they_were_when_a_name_changes_afterwards(shop: Workshop):
    shop.desk.to(MinutesState.FINAL)
    asked = next(each for each in queries.files(shop.desk.db, shop.desk.meeting_id) if each.kind is FileKind.MINUTES)
    kept = service.Store(folder=shop.settings.files, authority=AUTHORITY)
    service.render(shop.desk.db, asked.id, kept=kept, report=lambda *_: None, now=shop.desk.tick())
    with unit_of_work(shop.desk.db):
        shop.desk.db.change("UPDATE people SET last_name = 'Autrenom' WHERE last_name = 'Brumeval'")
    shop.desk.clock += timedelta(minutes=1)  # a sitting is read once for a few seconds
    final = service.kept_final(shop.desk.db, shop.desk.meeting_id)
    assert final is not None
    facts = service.read(shop.settings.files, final.facts, "json")
    assert "Aurore Brumeval" in facts.decode()
    assert "Aurore Autrenom" in to_json(shop.desk.dossier().facts).decode()
