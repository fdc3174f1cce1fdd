"""Nothing of a sitting goes without an adopted rule or a visa; what went is certified (ARC-1; C. patr. R212-14)."""

from datetime import date, timedelta

import pytest
from pysqlite3 import dbapi2 as sqlite3

from tests.archives.conftest import AUTHORITY, Shelf
from tests.documents.papers import put_in
from tests.refusing import refused
from webapp.archives import queries, service
from webapp.archives.model import PARTS, ArchiveRefusal, Visa
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.meetings import queries as meetings
from webapp.minutes import queries as minutes
from webapp.minutes import service as minutes_service
from webapp.minutes.model import FileKind, MinutesRefusal, MinutesState
from webapp.minutes.model.search import Reader
from webapp.outbox import queries as outbox
from webapp.registrations.model.retention import Category, Fate, RetentionRefusal
from webapp.storage.database import unit_of_work
from webapp.webinars.service import retention

VISA = Visa(number="AD99-2036-7", on=date(2026, 12, 11), authority="Directrice des archives du Val-Imaginaire")
EXPRESS = Visa(number=VISA.number, on=VISA.on, authority=VISA.authority, express=True)


def _adopt(shelf: Shelf, part: Category, days: int, fate: Fate = Fate.ELIMINATE) -> None:
    retention.adopt(
        shelf.db, part, "Tableau 2026, ligne 4", days, fate=fate, key=f"{part}{days}", by=SYSTEM, now=shelf.tick()
    )


def _eliminate(shelf: Shelf, part: Category, visa: Visa | None = None, expected: str | None = None) -> int:
    meeting = meetings.find(shelf.db, shelf.id)
    assert meeting is not None
    found = next(each for each in queries.standing(shelf.db, meeting, now=shelf.now) if each.part is part)
    return service.eliminate(
        shelf.db,
        shelf.id,
        part,
        visa=visa,
        expected=expected or queries.fingerprint_of(found.going),
        shelves=shelf.shelves,
        authority=AUTHORITY,
        by=SYSTEM,
        now=shelf.tick(),
    )


@pytest.fixture
def filed(shelf: Shelf) -> Shelf:
    put_in(shelf.db, shelf.shelves.documents, shelf.id, shelf.played.items[0], now=shelf.now)
    return shelf


def test_arc_1_without_a_rule_or_a_visa_nothing_goes(filed: Shelf):
    with refused(ArchiveRefusal.NO_GROUND):
        _eliminate(filed, Category.FILE)
    _adopt(filed, Category.FILE, 3650)
    with refused(ArchiveRefusal.TERM_NOT_COME):
        _eliminate(filed, Category.FILE)
    assert filed.package().pieces
    assert queries.eliminations(filed.db, filed.id) == {}


@pytest.mark.parametrize(
    ("number", "on", "authority", "reason"),
    [
        ("", VISA.on, "X", ArchiveRefusal.VISA_INCOMPLETE),
        ("1", VISA.on, " ", ArchiveRefusal.VISA_INCOMPLETE),
        ("1", date(2027, 1, 1), "X", ArchiveRefusal.VISA_IN_FUTURE),
        ("1" * 201, VISA.on, "X", ArchiveRefusal.VISA_TOO_LONG),
    ],
)
def test_arc_1_a_visa_has_its_number_its_day_and_its_authority(
    filed: Shelf, number: str, on: date, authority: str, reason: ArchiveRefusal
):
    with refused(reason):
        _eliminate(filed, Category.FILE, Visa(number=number, on=on, authority=authority))


def test_arc_1_the_file_goes_once_its_term_has_come_and_its_certificate_stays(filed: Shelf):
    _adopt(filed, Category.FILE, 1)
    kept = [each.file for each in filed.package().pieces if each.part is Category.FILE]
    filed.now += timedelta(days=2)
    number = _eliminate(filed, Category.FILE)
    assert all(each is not None and not each.exists() for each in kept)
    made = queries.elimination(filed.db, filed.id, number)
    assert made is not None
    assert made.rule is not None
    assert (made.visa, made.rule.reference) == (None, "Tableau 2026, ligne 4")
    assert [each.sha256 for each in made.listing] == [each.stem for each in kept if each is not None]
    assert audit.check_chain(filed.db).holds
    act = audit.of_scope(filed.db, f"meeting:{filed.id}")[-1]
    assert (act.act, act.facts["certificate"]) == ("archive.file_eliminated", number)
    assert not any(each.part is Category.FILE for each in filed.package().pieces)


def test_arc_1_the_same_form_twice_removes_nothing_more_and_a_list_that_moved_is_refused(filed: Shelf):
    with refused(ArchiveRefusal.CHANGED_MEANWHILE):
        _eliminate(filed, Category.FILE, VISA, expected="0" * 64)
    meeting = meetings.find(filed.db, filed.id)
    assert meeting is not None
    going = next(
        each.going for each in queries.standing(filed.db, meeting, now=filed.now) if each.part is Category.FILE
    )
    expected = queries.fingerprint_of(going)
    first = _eliminate(filed, Category.FILE, VISA, expected=expected)
    assert _eliminate(filed, Category.FILE, VISA, expected=expected) == first
    with refused(ArchiveRefusal.GONE):
        _eliminate(filed, Category.FILE, VISA, expected="0" * 64)


def test_arc_1_a_file_that_another_sitting_holds_stays_for_it(filed: Shelf):
    with unit_of_work(filed.db):
        number = filed.db.run(
            "INSERT INTO documents (scope, subject, position, title, nature) VALUES ('meeting:99', 'item:99', 1, 'X', 'other')"
        )
        filed.db.run(
            "INSERT INTO document_versions (document_id, number, sha256, size, kind, name, added_at)"
            " SELECT ?, 1, sha256, size, kind, name, added_at FROM document_versions LIMIT 1",
            (number,),
        )
    kept = [each.file for each in filed.package().pieces if each.part is Category.FILE]
    _eliminate(filed, Category.FILE, VISA)
    assert all(each is not None and each.exists() for each in kept)


def test_arc_1_minutes_are_kept_for_ever_unless_a_visa_names_them_and_they_were_exported(shelf: Shelf):
    for visa in (None, VISA):
        with refused(ArchiveRefusal.KEPT_FOR_EVER):
            _eliminate(shelf, Category.MINUTES, visa)
    _adopt(shelf, Category.MINUTES, 0, Fate.KEEP)
    with refused(ArchiveRefusal.KEPT_FOR_EVER):
        _eliminate(shelf, Category.MINUTES, VISA)
    with refused(ArchiveRefusal.NOT_EXPORTED):
        _eliminate(shelf, Category.MINUTES, EXPRESS)
    shelf.export()
    reader = Reader(meetings=frozenset({shelf.id}))
    assert minutes.searchable(shelf.db, reader)
    kept = [each.file for each in shelf.package().pieces if each.part is Category.MINUTES and each.file is not None]
    _eliminate(shelf, Category.MINUTES, EXPRESS)
    assert kept
    assert not any(each.exists() for each in kept)
    assert minutes.searchable(shelf.db, reader) == []
    assert not any(minutes.written_of(shelf.db, shelf.id).values())
    assert audit.check_chain(shelf.db).holds


def test_arc_1_the_words_masked_go_with_the_minutes_that_they_were_masked_in(shelf: Shelf):
    file = minutes.files(shelf.db, shelf.id)[-1]
    with unit_of_work(shelf.db):
        shelf.db.run(
            "INSERT INTO minute_maskings (meeting_id, file_id, mask, wording, masked, ground, reason, made_at)"
            " VALUES (?, ?, 'words:secret', 'Secret', 1, 'business', '', '2026-12-01T09:00:00.000Z')",
            (shelf.id, file.id),
        )
    with pytest.raises(sqlite3.IntegrityError, match="goes with its minutes alone"), unit_of_work(shelf.db):
        shelf.db.change("DELETE FROM minute_maskings")
    shelf.export()
    _eliminate(shelf, Category.MINUTES, EXPRESS)
    assert shelf.db.value("SELECT count(*) FROM minute_maskings") == 0


def test_arc_1_nothing_is_made_anew_of_minutes_that_were_eliminated(shelf: Shelf):
    shelf.export()
    _eliminate(shelf, Category.MINUTES, EXPRESS)
    with refused(MinutesRefusal.ELIMINATED):
        minutes_service.request(shelf.db, shelf.id, FileKind.MINUTES, authority=AUTHORITY, by=SYSTEM, now=shelf.tick())
    with refused(MinutesRefusal.ELIMINATED):
        minutes_service.rectify(
            shelf.db, shelf.id, reason="Erreur", expected=MinutesState.FINAL, by=SYSTEM, now=shelf.tick()
        )
    told = shelf.package()
    assert not any(each.part is Category.MINUTES for each in told.pieces)


def test_arc_1_proofs_lose_whom_they_name_and_keep_that_they_were_sent(shelf: Shelf):
    with unit_of_work(shelf.db):
        shelf.db.run(
            "INSERT INTO messages (key, kind, about, name, address, subject, body, due_at, created_at)"
            " VALUES ('k', 'meeting.notice', ?, 'Élise Brume', 'elise@val-imaginaire.example', 'Convocation', 'Venez',"
            " '2026-12-01T08:00:00.000Z', '2026-12-01T08:00:00.000Z')",
            (f"meeting:{shelf.id}",),
        )
    _eliminate(shelf, Category.PROOFS, VISA)
    (message,) = outbox.about(shelf.db, f"meeting:{shelf.id}")
    assert "Brume" not in message.letter.name
    assert (message.letter.address, message.letter.body, message.state) == (None, "", "withdrawn")
    with refused(ArchiveRefusal.GONE):
        _eliminate(shelf, Category.PROOFS, VISA)


def test_arc_1_files_left_behind_by_a_stop_are_swept(filed: Shelf):
    kept = [each.file for each in filed.package().pieces if each.part is Category.FILE]
    _eliminate(filed, Category.FILE, VISA)
    for each in kept:
        assert each is not None
        each.write_bytes(b"revenu")
    service.sweep(filed.db, filed.shelves)
    assert not any(each.exists() for each in kept if each is not None)


def test_arc_1_only_what_a_sitting_leaves_may_be_transferred_and_no_part_is_invented(shelf: Shelf):
    with refused(RetentionRefusal.FATE_NOT_OFFERED):
        retention.adopt(shelf.db, Category.MESSAGES, "Visa", 1, fate=Fate.KEEP, key="k", by=SYSTEM, now=shelf.tick())
    for part in Category:
        if part not in PARTS:
            with refused(ArchiveRefusal.UNKNOWN_PART):
                service.eliminate(
                    shelf.db, shelf.id, part, visa=VISA, expected="", shelves=shelf.shelves, authority=AUTHORITY,
                    by=SYSTEM, now=shelf.tick(),
                )  # fmt: skip


def test_arc_1_what_came_after_the_elimination_is_never_swept(filed: Shelf):
    _eliminate(filed, Category.FILE, VISA)
    filed.now += timedelta(minutes=5)
    put_in(filed.db, filed.shelves.documents, filed.id, filed.played.items[1], title="Note nouvelle", now=filed.now)
    before = {each.name for each in filed.shelves.documents.iterdir()}
    service.sweep(filed.db, filed.shelves)
    assert {each.name for each in filed.shelves.documents.iterdir()} == before
    assert before
    assert [each.title for each in filed.package().pieces if each.part is Category.FILE] == ["Note nouvelle"]
