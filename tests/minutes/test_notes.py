"""Notes taken during the debate: each secretary's own, saved at every pause, and the first draft of the summary."""

from dataclasses import replace

import pytest

from tests.meetings.room import Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import By
from webapp.minutes import queries, service
from webapp.minutes.model import MinutesRefusal, Note
from webapp.storage.database import Database


@pytest.fixture
def room(tmp_path, migrated: bytes) -> Room:
    path = tmp_path / "seance.db"
    path.write_bytes(migrated)
    return Room(Database.open(path)).open(present=4)


def save(room: Room, body: str, expected: int, by: By | None = None) -> Note:
    return service.save_note(
        room.db, room.meeting_id, room.item, body, expected=expected, by=by or room.desk, now=room.tick()
    )


def test_notes_are_kept_at_each_pause_and_the_journal_says_so_once(room: Room) -> None:
    first = save(room, "M. Lanuée s’inquiète", 0)
    second = save(room, "M. Lanuée s’inquiète du débit d’étiage", first.revision)
    assert (first.revision, second.revision) == (1, 2)
    assert [each.body for each in queries.notes(room.db, room.meeting_id, room.item)] == [second.body]
    acts = [each.act for each in audit.of_scope(room.db, f"meeting:{room.meeting_id}")]
    assert acts.count("minutes.notes_begun") == 1


def test_saving_the_same_text_again_changes_nothing(room: Room) -> None:
    note = save(room, "Rien à signaler", 0)
    assert save(room, "Rien à signaler", 0) == note


def test_two_secretaries_at_once_never_overwrite_each_other(room: Room) -> None:
    other = room.by(4)
    save(room, "Le maire approuve.", 0)
    save(room, "L’agence précise le débit.", 0, by=other)
    save(room, "Le maire approuve, avec une réserve.", 1)
    kept = {each.person_id: each.body for each in queries.notes(room.db, room.meeting_id, room.item)}
    assert kept == {
        room.desk.person_id: "Le maire approuve, avec une réserve.",
        other.person_id: "L’agence précise le débit.",
    }


def test_the_same_hand_on_two_devices_loses_neither_text(room: Room) -> None:
    save(room, "Depuis le poste", 0)

    joined = save(room, "Depuis la tablette", 0)

    assert (joined.body, joined.revision) == ("Depuis le poste\n\nDepuis la tablette", 2)
    assert queries.notes(room.db, room.meeting_id, room.item) == [joined]


def test_notes_of_everybody_make_the_draft_of_the_summary(room: Room) -> None:
    save(room, "Le maire approuve.", 0)
    save(room, "  ", 0, by=room.by(3))
    save(room, "L’agence précise le débit.", 0, by=room.by(4))
    drafted = queries.draft_summary(room.db, room.meeting_id, room.item)
    assert set(drafted.split("\n\n")) == {"L’agence précise le débit.", "Le maire approuve."}


def test_a_text_too_long_or_for_an_unknown_item_is_refused(room: Room) -> None:
    with refused(MinutesRefusal.TEXT_TOO_LONG):
        save(room, "x" * 50_001, 0)
    nowhere = replace(room.desk, person_id=room.desk.person_id)
    with refused(MinutesRefusal.UNKNOWN_ITEM):
        service.save_note(room.db, room.meeting_id, 9999, "Texte", expected=0, by=nowhere, now=room.tick())
