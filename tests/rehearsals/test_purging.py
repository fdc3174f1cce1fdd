"""A rehearsal is removed whole, in one act, and nothing else ever is (LAW ARC-1, JRN-1)."""

import shutil
import signal
import sys
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from subprocess import run

import pytest

from tests.meetings.consulted import LINKING
from tests.meetings.room import FOR
from tests.refusing import refused
from tests.rehearsals.stage import AUTHORITY, Dump, Stage, dump, tables
from webapp.archives import service as archives
from webapp.archives.model import ArchiveRefusal, Shelves
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.documents.model import DocumentRefusal
from webapp.folder import service as folder
from webapp.folder.model import FolderRefusal, Part
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import notices, rapporteurs, rehearsal, voting
from webapp.meetings.sitting import MeetingRefusal, NoticeRefusal
from webapp.minutes import service as minutes
from webapp.minutes.model import FileKind, MinutesRefusal
from webapp.minutes.service import indexing
from webapp.polls import queries as polls
from webapp.registrations.model.retention import Category
from webapp.rehearsals import service
from webapp.storage.database import Database, unit_of_work

ROOT = Path(__file__).parents[2]
KEPT = {"journal", "retired_meetings"}
# A rehearsal entrusts nothing and convenes nobody: refused below; its minutes are never final, hence never signed, published, archived or found.
NEVER = {
    *("entrusted_items", "notices", "minute_rectifications", "minute_signatures"),
    *("archive_exports", "eliminations", "searched_minutes"),
    *("minute_maskings", "minute_accesses"),
}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> tuple[Stage, Dump]:
    """An instance with a rehearsal copied, held and written, its papers made; and what its database was before."""
    folder = tmp_path_factory.mktemp("held")
    (folder / "collegiale.db").write_bytes(migrated)
    stage = Stage(Database.open(folder / "collegiale.db"), folder)
    before = dump(stage.db)
    stage.copy()
    stage.play()
    stage.work()
    stage.write()
    stage.work()
    stage.db.close()
    return stage, before


@pytest.fixture
def played(held: tuple[Stage, Dump], tmp_path: Path) -> Iterator[Stage]:
    """The rehearsal held, in an instance of one's own."""
    stage, instance = copy(held[0]), tmp_path / "instance"
    shutil.copytree(stage.settings_of.instance, instance)
    stage.settings_of = replace(stage.settings_of, instance=instance)
    stage.db = Database.open(instance / "collegiale.db")
    yield stage
    stage.db.close()


# A contribution names its consultation, and no rehearsal has one.
IN_WRITING_ALONE = {"written_means", "consultations", "contributions"}


def grown(before: Dump, after: Dump) -> dict[str, int]:
    return {name: len(after[name]) - len(rows) for name, rows in before.items() if after[name] != rows}


def shelves(stage: Stage) -> list[str]:
    place = stage.settings_of.files / rehearsal.SHELVES
    return sorted(each.name for each in place.iterdir()) if place.is_dir() else []


def test_arc_1_after_the_purge_the_database_is_what_it_was_but_for_two_lines_of_the_journal(
    held: tuple[Stage, Dump], played: Stage
) -> None:
    before = held[1]

    assert played.purge() == played.true_id

    after = dump(played.db)
    assert {name: rows for name, rows in after.items() if name not in KEPT} == {
        name: rows for name, rows in before.items() if name not in KEPT
    }
    known = {row["id"] for row in before["journal"]}
    added = [row for row in after["journal"] if row["id"] not in known]
    assert [row["act"] for row in sorted(added, key=lambda row: row["id"])] == ["rehearsal.created", "rehearsal.purged"]
    # Its number is kept so that it is never given again, and a page left open acts on no other sitting.
    assert after["retired_meetings"] == [{"meeting_id": played.meeting_id}]


def test_something_was_written_in_every_table_that_a_sitting_writes(held: tuple[Stage, Dump], played: Stage) -> None:
    """A table that comes to hang on a sitting must be purged, and be played here."""
    stage = played
    written = {name for name, more in grown(held[1], dump(stage.db)).items() if more > 0}

    owners = {"meetings", "agenda_items", "motions", "ledger", "polls"}
    hanging = {
        name
        for name in tables(stage.db)
        if any(row["table"] in owners for row in stage.db.rows(f"SELECT * FROM pragma_foreign_key_list('{name}')"))  # noqa: S608 — names from the schema
    }
    expected = {*hanging, "meetings", "polls", "jobs", "versions", "rehearsal_journal"}
    assert expected - written == NEVER | IN_WRITING_ALONE


def test_arc_1_nothing_of_a_rehearsal_is_archived_eliminated_or_found(stage: Stage, tmp_path: Path) -> None:
    stage.copy()
    shelves = Shelves(files=tmp_path, documents=tmp_path)
    with refused(ArchiveRefusal.OF_A_REHEARSAL):
        archives.export(
            stage.db, stage.meeting_id, shelves=shelves, authority=AUTHORITY, key="clé", by=SYSTEM, now=stage.tick()
        )
    with refused(ArchiveRefusal.OF_A_REHEARSAL):
        archives.eliminate(
            stage.db,
            stage.meeting_id,
            Category.PROOFS,
            visa=None,
            expected="",
            shelves=shelves,
            authority=AUTHORITY,
            by=SYSTEM,
            now=stage.tick(),
        )
    with unit_of_work(stage.db):
        indexing.refresh(stage.db, stage.meeting_id)
    assert stage.db.value("SELECT count(*) FROM searched_minutes WHERE meeting_id = ?", (stage.meeting_id,)) == 0


def test_nothing_of_a_rehearsal_is_entrusted_to_a_service(stage: Stage) -> None:
    stage.copy()
    item = meetings.items(stage.db, stage.meeting_id)[0]
    with refused(DocumentRefusal.OF_A_REHEARSAL):
        rapporteurs.entrust(
            stage.db,
            stage.meeting_id,
            item.id,
            1,
            due_on=stage.tick().date(),
            reminder_days=5,
            linking=LINKING,
            by=SYSTEM,
            now=stage.tick(),
        )


def test_a_rehearsal_convenes_nobody(stage: Stage) -> None:
    stage.copy()
    with refused(NoticeRefusal.REHEARSAL):
        notices.send(stage.db, stage.meeting_id, authority=AUTHORITY, by=SYSTEM, now=stage.tick())


def test_a_rehearsal_is_never_a_consultation_in_writing(played: Stage) -> None:
    """What a consultation in writing keeps is never purged: the database lets no rehearsal have any."""
    person, seat, now = played.db.row(
        "SELECT person_id, seat_id, entered_at FROM ledger WHERE seat_id NOT NULL"
    ).values()
    means = "INSERT INTO written_means VALUES (?, ?, ?, 'own', '', NULL, ?)"
    hours = (
        "INSERT INTO consultations (meeting_id, announced_at, debate_opens_at, debate_closes_at, terms)"
        " VALUES (?, '2026-01-01', '2026-01-02', '2026-01-03', 'Par la page')"
    )
    for statement, values in ((means, (seat, person, now)), (hours, ())):
        with pytest.raises(Exception, match="never a rehearsal"), unit_of_work(played.db):
            played.db.run(statement, (played.meeting_id, *values))


def test_another_rehearsal_and_a_sitting_held_meanwhile_stay_whole(stage: Stage) -> None:
    first = stage.copy()
    stage.play()
    stage.hold_the_true_one()
    second = stage.copy()
    stage.play()
    true = dump(stage.db)

    stage.meeting_id = first
    stage.purge()

    after = dump(stage.db)
    of_true = [row for row in true["ledger"] if row["meeting_id"] != first]
    assert after["ledger"] == of_true
    assert len(after["ballots"]) == len(true["ballots"]) - 4
    assert audit.check_chain(stage.db, rehearsal=f"meeting:{second}").holds
    assert meetings.state(stage.db, stage.true_id, now=stage.tick()).motions[0].result is not None


def test_jrn_1_the_true_chain_holds_through_it_all(played: Stage) -> None:
    stage = played
    stage.purge()
    stage.hold_the_true_one()
    report = audit.check_chain(stage.db)
    assert report.holds
    assert report.entries == stage.db.value("SELECT count(*) FROM journal")


def test_a_true_sitting_is_not_purged(stage: Stage) -> None:
    stage.hold_the_true_one()
    before = dump(stage.db)
    with refused(MeetingRefusal.NOT_A_REHEARSAL):
        stage.purge()
    with refused(MeetingRefusal.UNKNOWN_MEETING):
        service.purge(stage.db, 999, files=stage.settings_of.files, by=stage.desk, now=stage.tick())
    assert dump(stage.db) == before


DEFENDED = {
    "ledger": "DELETE FROM ledger WHERE meeting_id = :meeting",
    "ballots": "DELETE FROM ballots WHERE poll_id IN (SELECT id FROM polls WHERE practice = :practice)",
    "meetings": "DELETE FROM meetings WHERE id = :meeting",
    "rehearsal_journal": "DELETE FROM rehearsal_journal WHERE scope = 'meeting:' || :meeting",
}


@pytest.mark.parametrize("table", DEFENDED)
@pytest.mark.parametrize("of", ["a true sitting", "a rehearsal that nobody purges"])
def test_jrn_1_rows_are_not_removed_by_hand(stage: Stage, table: str, of: str) -> None:
    stage.hold_the_true_one()
    stage.copy()
    stage.play()
    true = of == "a true sitting"
    if true and table == "rehearsal_journal":
        table, sql = "journal", "DELETE FROM journal WHERE scope = 'meeting:' || :meeting"
    else:
        sql = DEFENDED[table]
    named = {"meeting": stage.true_id if true else stage.meeting_id, "practice": int(not true)}
    before = dump(stage.db)[table]

    with pytest.raises(Exception, match=r"append-only|never removed"), unit_of_work(stage.db):
        stage.db.change(sql, named)

    assert before
    assert dump(stage.db)[table] == before


def test_jrn_1_a_rehearsal_being_purged_takes_nothing_of_a_true_sitting_with_it(stage: Stage) -> None:
    """Within the very unit that may remove, raw statements on what is not its own are refused."""
    stage.hold_the_true_one()
    copied = stage.copy()
    stage.play()
    named = {
        "true": stage.true_id,
        "scope": f"meeting:{copied}",
        "motion": f"motion:{stage.motion}",
        "item": stage.item,
    }
    statements = [
        "DELETE FROM ledger",
        "DELETE FROM ballots",
        "DELETE FROM journal",
        "DELETE FROM meetings WHERE id = :true",
        "UPDATE polls SET practice = 1",
        "UPDATE polls SET subject = :motion",
        "UPDATE rehearsal_journal SET act = 'x' WHERE scope = :scope",
        "UPDATE meetings SET purged = 1 WHERE id = :true",
        "DELETE FROM retired_meetings",
        "UPDATE motions SET item_id = :item; DELETE FROM ballots",
    ]
    with unit_of_work(stage.db):
        stage.db.run("INSERT INTO retired_meetings (meeting_id) VALUES (800)")
    for number, statement in enumerate(statements):
        with pytest.raises(Exception, match=r"append-only|never|born true|CHECK"), unit_of_work(stage.db):
            rehearsal.to_purge(stage.db, copied)
            for each in statement.split("; "):
                stage.db.change(each, named)
            raise AssertionError(number)


def test_its_number_is_never_given_again(stage: Stage) -> None:
    number = stage.copy()
    stage.purge()
    assert meetings.retired(stage.db, [number, stage.true_id]) == {number}
    assert stage.prepare() == number + 1
    assert stage.copy() == number + 2


def test_a_phone_left_open_on_it_votes_in_no_other_sitting(stage: Stage) -> None:
    stage.copy()
    stage.open(3)
    stage.open_vote()
    left, motion = stage.meeting_id, stage.motion
    stage.purge()
    stage.hold_the_true_one()
    with pytest.raises(Refusal):
        voting.cast(
            stage.db,
            left,
            motion,
            stage.seat(1),
            FOR,
            key=stage.key(),
            by=stage.by(1),
            received_at=stage.tick(),
        )


def test_receipts_go_with_it(stage: Stage) -> None:
    stage.copy()
    stage.play()
    assert [each.practice for each in polls.receipts_of_person(stage.db, stage.person(1))] == [True]
    stage.purge()
    assert polls.receipts_of_person(stage.db, stage.person(1)) == []


def test_its_files_are_apart_and_go_after_its_rows(played: Stage) -> None:
    stage = played
    assert shelves(stage) == [str(stage.meeting_id)]
    assert not (stage.settings_of.files / "minutes").exists()
    stage.purge()
    assert shelves(stage) == []


def test_files_that_a_crash_leaves_are_removed_by_the_next_purge(played: Stage) -> None:
    stage, first = played, played.meeting_id
    with unit_of_work(stage.db):
        service.remove(stage.db, first, by=stage.desk, now=stage.tick())
    assert shelves(stage) == [str(first)]

    stage.copy()
    stage.purge()

    assert shelves(stage) == []


def test_files_of_a_sitting_that_stands_are_not_swept(played: Stage) -> None:
    stage, number = played, played.meeting_id
    (stage.settings_of.files / rehearsal.SHELVES / "997").mkdir()  # of a database restored from before it was made
    (stage.settings_of.files / rehearsal.SHELVES / "notes").mkdir()
    service.sweep(stage.db, stage.settings_of.files)
    assert shelves(stage) == sorted([str(number), "997", "notes"])


def test_minutes_being_rendered_when_it_is_purged_are_not_written(
    stage: Stage,
) -> None:
    """The file's own number may be another sitting's by the time the pages are made."""
    number = stage.copy()
    stage.play()
    asked = minutes.request(stage.db, number, FileKind.OPINIONS, authority=AUTHORITY, by=stage.desk, now=stage.tick())
    kept = minutes.Store(folder=stage.settings_of.files, authority=AUTHORITY)

    def report(percent: int, _: str) -> None:
        if percent == 90:
            stage.purge()
            stage.hold_the_true_one()
            again = minutes.request(
                stage.db, stage.true_id, FileKind.OPINIONS, authority=AUTHORITY, by=stage.desk, now=stage.tick()
            )
            assert again == asked

    with refused(MinutesRefusal.UNKNOWN_FILE):
        minutes.render(stage.db, asked, kept=kept, report=report, now=stage.tick())
    assert stage.db.value("SELECT sha256 FROM minute_files WHERE id = ?", (asked,)) is None
    assert shelves(stage) == [str(number)]
    service.sweep(stage.db, stage.settings_of.files)
    assert shelves(stage) == []


def test_a_folder_being_rendered_when_it_is_purged_is_not_written(stage: Stage) -> None:
    number = stage.copy()
    (asked,) = folder.request(
        stage.db, number, authority=AUTHORITY, by=stage.desk, now=stage.tick(), part=Part.MANDATES
    )

    def report(percent: int, _: str) -> None:
        if percent == 90:
            stage.purge()

    with refused(FolderRefusal.UNKNOWN_FILE):
        folder.render(
            stage.db,
            asked,
            folder=stage.settings_of.files,
            authority=AUTHORITY,
            report=report,
            now=stage.tick(),
        )


KILLED = """
import os, signal, sys
from pathlib import Path
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.rehearsals import service
from webapp.storage.database import Database, unit_of_work
db = Database.open(Path(sys.argv[1]))
with unit_of_work(db):
    service.remove(db, int(sys.argv[2]), by=SYSTEM, now=clock.now())
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_purge_killed_before_its_end_has_removed_nothing(played: Stage) -> None:
    stage, number = played, played.meeting_id
    before = dump(stage.db)

    ended = run([sys.executable, "-c", KILLED, str(stage.db.path), str(number)], cwd=ROOT, check=False)

    assert ended.returncode == -signal.SIGKILL
    again = Database.open(stage.db.path)
    try:
        assert dump(again) == before
        assert shelves(stage) == [str(number)]
    finally:
        again.close()


def test_what_was_removed_is_not_left_in_the_file(tmp_path: Path, migrated: bytes) -> None:
    """`PRAGMA secure_delete`: once the write-ahead log is back in the file, no page of it holds the words."""
    word = "Un mot que personne d’autre n’écrit"
    (tmp_path / "collegiale.db").write_bytes(migrated)
    stage = Stage(Database.open(tmp_path / "collegiale.db"), tmp_path)
    stage.copy()
    stage.open(3)
    minutes.save_note(stage.db, stage.meeting_id, stage.item, word, expected=0, by=stage.desk, now=stage.tick())
    path = stage.db.path
    assert word.encode() in path.with_name(f"{path.name}-wal").read_bytes() + path.read_bytes()

    stage.purge()
    stage.db.close()

    assert word.encode() not in path.read_bytes()
