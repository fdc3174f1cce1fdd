"""The file of a sitting: versions that stay, acts done once, what is refused."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.documents.papers import a_pdf, put_in
from tests.meetings.room import Room
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.documents import queries
from webapp.documents import service as documents
from webapp.documents.model import Access, Document, DocumentRefusal, Nature, Secret
from webapp.documents.service import file_of, receiving
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import accidents, agenda, conduct, dossier, rehearsal
from webapp.meetings.sitting import MeetingDraft, MeetingRefusal
from webapp.storage.database import Database, unit_of_work
from webapp.storage.files import FileDamagedError


@pytest.fixture
def room(db: Database) -> Room:
    return Room(db, seats=3, settings=CommitteeSettings(publish_file=True, recording_rules="Délibération"))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def put(room: Room, shelf: Path, title: str = "Rapport", item: int | None = None) -> int:
    return put_in(room.db, shelf, room.meeting_id, item or room.item, title=title, now=room.tick())


def change(room: Room, shelf: Path, document_id: int, content: bytes, key: str | None = None) -> None:
    with receiving(shelf, io.BytesIO(content), name="bis.pdf", megabytes=1) as incoming:
        dossier.replace(room.db, room.meeting_id, document_id, incoming, by=SYSTEM, now=room.tick(), key=key)


def the(room: Room, document_id: int) -> Document:
    found = queries.find(room.db, f"meeting:{room.meeting_id}", document_id)
    assert found is not None
    return found


def titles(room: Room) -> list[str]:
    return [each.title for each in queries.of_scope(room.db, f"meeting:{room.meeting_id}")]


def test_cnv_4_a_replaced_document_keeps_both_hashes_both_dates_and_both_files(room: Room, shelf: Path):
    number = put(room, shelf)
    change(room, shelf, number, a_pdf("Seconde version"))

    first, second = the(room, number).versions
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256
    assert first.added_at < second.added_at
    assert file_of(shelf, first).read_bytes() == a_pdf("Rapport")
    assert file_of(shelf, second).read_bytes() == a_pdf("Seconde version")
    act = next(
        each for each in audit.of_scope(room.db, f"meeting:{room.meeting_id}") if each.act == "document.replaced"
    )
    assert (act.facts["former_sha256"], act.facts["sha256"]) == (first.sha256, second.sha256)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document_versions SET sha256 = upper(sha256)",
        "DELETE FROM document_versions",
        "DELETE FROM documents",
        "UPDATE documents SET subject = 'item:99'",
    ],
)
def test_what_was_handed_over_cannot_be_rewritten(room: Room, shelf: Path, statement: str):
    put(room, shelf)

    with pytest.raises(Exception, match=r"append-only|never removed|stays where"), unit_of_work(room.db):
        room.db.change(statement)


def test_the_same_form_sent_twice_makes_one_version(room: Room, shelf: Path):
    number = put(room, shelf)
    for _ in range(2):
        change(room, shelf, number, a_pdf("Bis"), key="formulaire-0001")

    assert len(the(room, number).versions) == 2


def test_the_current_file_again_replaces_nothing(room: Room, shelf: Path):
    number = put(room, shelf)
    with pytest.raises(Refusal) as refused:
        change(room, shelf, number, a_pdf("Rapport"))

    assert refused.value.reason is DocumentRefusal.SAME_FILE


def test_a_file_that_is_refused_leaves_nothing_behind(room: Room, shelf: Path):
    for content, reason in ((b"", DocumentRefusal.EMPTY), (b"%PDF-" + b"0" * 1_100_000, DocumentRefusal.TOO_LARGE)):
        with (
            pytest.raises(Refusal) as refused,
            receiving(shelf, io.BytesIO(content), name="lourd.pdf", megabytes=1),
        ):
            pytest.fail("taken")
        assert refused.value.reason is reason

    assert list(shelf.iterdir()) == []


def test_a_damaged_file_is_not_handed_over(room: Room, shelf: Path):
    kept = the(room, put(room, shelf)).current
    file_of(shelf, kept).write_bytes(b"%PDF-1.4 abrege")

    with pytest.raises(FileDamagedError):
        file_of(shelf, kept)


def test_documents_are_moved_among_those_of_their_item(room: Room, shelf: Path):
    numbers = [put(room, shelf, title) for title in ("Un", "Deux", "Trois")]
    dossier.move(room.db, room.meeting_id, numbers[2], 1, by=SYSTEM, now=room.tick())

    assert titles(room) == ["Trois", "Un", "Deux"]


def test_a_document_is_described_otherwise(room: Room, shelf: Path):
    number = put(room, shelf)
    dossier.describe(
        room.db, room.meeting_id, number, title=" Plan  de masse ", nature=Nature.PLAN, by=SYSTEM, now=room.tick()
    )

    assert (the(room, number).title, the(room, number).nature) == ("Plan de masse", Nature.PLAN)


def test_a_withdrawn_document_stays_with_its_reason_and_changes_no_more(room: Room, shelf: Path):
    number = put(room, shelf)
    dossier.withdraw(room.db, room.meeting_id, number, reason="Mauvais dossier", by=SYSTEM, now=room.tick())

    assert (the(room, number).withdrawn, the(room, number).withdrawn_reason) == (True, "Mauvais dossier")
    with pytest.raises(Refusal) as refused:
        change(room, shelf, number, a_pdf("Bis"))
    assert refused.value.reason is DocumentRefusal.WITHDRAWN


def test_pub_2_a_decision_stands_for_the_version_that_was_looked_at(room: Room, shelf: Path):
    number = put(room, shelf)
    publish(room, number, 1)
    assert the(room, number).public

    change(room, shelf, number, a_pdf("Bis"))

    assert (the(room, number).access, the(room, number).ruling) == (Access.INTERNAL, None)
    with pytest.raises(Refusal) as refused:
        publish(room, number, 1)
    assert refused.value.reason is DocumentRefusal.VERSION_CHANGED


def publish(room: Room, document_id: int, version: int) -> None:
    dossier.rule(room.db, room.meeting_id, document_id, version, Access.PUBLISHED, by=SYSTEM, now=room.tick())


def test_cnv_9_the_reason_of_a_secret_is_kept_and_journaled(room: Room, shelf: Path):
    number = put(room, shelf)
    dossier.rule(
        room.db,
        room.meeting_id,
        number,
        1,
        Access.INTERNAL,
        secret=Secret.PUBLIC_SAFETY,
        reason="Plan des accès du site",
        by=SYSTEM,
        now=room.tick(),
    )

    ruling = the(room, number).ruling
    assert ruling is not None
    assert (ruling.secret, ruling.reason) == (Secret.PUBLIC_SAFETY, "Plan des accès du site")
    act = next(each for each in audit.of_scope(room.db, f"meeting:{room.meeting_id}") if each.act == "document.ruled")
    assert (act.facts["secret"], act.facts["reason"]) == ("public_safety", "Plan des accès du site")


def test_an_item_with_documents_is_not_removed_and_its_number_not_given_to_another(room: Room, shelf: Path):
    item = room.add_item()
    put(room, shelf, item=item)

    with pytest.raises(Refusal) as refused:
        agenda.remove_item(room.db, room.meeting_id, item, by=SYSTEM, now=room.tick())

    assert refused.value.reason is MeetingRefusal.ITEM_HAS_DOCUMENTS


def test_an_item_carried_over_takes_its_documents_along_with_every_hash(room: Room, shelf: Path):
    number = put(room, shelf, title="Rapport")
    gone = put(room, shelf, title="Brouillon")
    change(room, shelf, number, a_pdf("version deux"))
    dossier.withdraw(room.db, room.meeting_id, gone, reason="Doublon", by=SYSTEM, now=room.tick())
    dossier.rule(
        room.db, room.meeting_id, number, 2, Access.PUBLISHED, secret=None, reason="", by=SYSTEM, now=room.tick()
    )
    room.open(present=3)
    to, source = room.prepare(), the(room, number)
    accidents.end_early(room.db, room.meeting_id, reason="Il est tard", next_meeting_id=to, by=SYSTEM, now=room.tick())

    (carried,) = queries.of_scope(room.db, f"meeting:{to}")
    (item,) = meetings.items(room.db, to)
    assert (carried.title, carried.subject) == ("Rapport", item.topic)
    assert carried.versions == source.versions
    assert carried.ruling is None  # its publication is decided anew, with the page of its own sitting
    assert the(room, number) == source
    (act,) = (each for each in audit.of_scope(room.db, f"meeting:{to}") if each.act == "document.carried")
    assert act.facts["sha256"] == [source.current.sha256]


def test_a_second_notice_takes_the_documents_of_its_items_up(room: Room, shelf: Path):
    put(room, shelf, title="Rapport")
    room.open(present=1)
    conduct.close_sitting(room.db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    draft = MeetingDraft(
        starts_at=room.clock + timedelta(days=9), place="Salle", second_notice=True, first_meeting_id=room.meeting_id
    )
    second = conduct.create(room.db, room.committee.id, draft, by=SYSTEM, now=room.tick(), same_agenda=True)

    (taken,) = queries.of_scope(room.db, second.topic)
    assert taken.title == "Rapport"


def test_arc_1_a_rehearsal_copies_no_document_and_takes_none(room: Room, shelf: Path):
    put(room, shelf)
    copied = rehearsal.copy(room.db, room.meeting_id, by=SYSTEM, now=factories.NOW)
    room.meeting_id = copied

    assert titles(room) == []
    with pytest.raises(Refusal) as refused:
        put(room, shelf, item=room.state().items[0].id)
    assert refused.value.reason is DocumentRefusal.OF_A_REHEARSAL
    with pytest.raises(Refusal):
        dossier.publish_page(room.db, copied, True, by=SYSTEM, now=factories.NOW)


def test_what_a_reception_cut_short_left_is_swept_and_nothing_that_a_version_names(room: Room, shelf: Path):
    kept = shelf / f"{the(room, put(room, shelf)).current.sha256}.bin"
    with (
        pytest.raises(RuntimeError),
        receiving(shelf, io.BytesIO(a_pdf("perdue")), name="a.pdf", megabytes=1) as incoming,
        unit_of_work(room.db),
    ):
        documents.add(
            room.db, "meeting:1", "item:1", incoming, title="P", nature=Nature.OTHER, by=SYSTEM, at=room.tick()
        )
        raise RuntimeError  # the commit failed, and took the row with it
    lost = shelf / incoming.draft.name
    draft, note = shelf / f".{'a' * 32}", shelf / "lisez-moi.txt"
    for each in (draft, note):
        each.write_bytes(b"x")
    an_hour_ago = room.clock - timedelta(hours=1)

    for each in (kept, lost, draft, note):
        os.utime(each, (an_hour_ago.timestamp(), an_hour_ago.timestamp()))
    assert documents.sweep(room.db, shelf, now=an_hour_ago) == 0
    assert documents.sweep(room.db, shelf, now=room.clock + timedelta(seconds=1)) == 2

    assert sorted(shelf.iterdir()) == sorted([kept, note])
