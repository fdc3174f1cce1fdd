"""Minutes found again in full text, across years, by those who may read them; what is purged is found no more."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.minutes.desk import Desk
from webapp.cli.demo.reference import Reference
from webapp.meetings.service import dossier
from webapp.minutes import queries
from webapp.minutes.model import MinutesState, TextKind
from webapp.minutes.model.search import Reader, Reading, Words
from webapp.minutes.rules.searching import MOST_WORDS, expression, extract, words_of
from webapp.minutes.service import indexing
from webapp.minutes.store import write_words
from webapp.storage.database import Database, unit_of_work


@pytest.fixture
def desk_reader(played: Reference) -> Reader:
    return Reader(desks=frozenset({played.committee_id}))


def _write(desk: Desk, item: int | None, body: str) -> None:
    kind = TextKind.INCIDENTS if item is None else TextKind.SUMMARY
    number = None if item is None else desk.item(item)
    last = next(iter(queries.text_versions(desk.db, desk.meeting_id, number, kind)), None)
    desk.save(item, body, expected=0 if last is None else last.id)


def _found(db: Database, typed: str, reader: Reader) -> list[str]:
    return [each.body for each in queries.search(db, typed, reader).hits]


def test_a_summary_is_found_as_soon_as_it_is_saved_and_no_more_once_changed(desk: Desk, desk_reader: Reader):
    _write(desk, 1, "Le hérisson traverse la chaussée.")
    assert len(_found(desk.db, "herisson CHAUSSEE", desk_reader)) == 1
    assert len(_found(desk.db, "hériss", desk_reader)) == 1
    assert _found(desk.db, "hérisson castor", desk_reader) == []
    _write(desk, 1, "Le castor traverse la chaussée.")
    assert _found(desk.db, "hérisson", desk_reader) == []


def test_members_find_final_minutes_alone_and_nobody_else_finds_any(desk: Desk, played: Reference, desk_reader: Reader):
    member = Reader(meetings=frozenset({played.meeting_id}))
    chair = Reader(committees=frozenset({played.committee_id}))
    stranger = Reader(desks=frozenset({played.committee_id + 1}))
    _write(desk, None, "Incident zibeline.")
    assert [len(_found(desk.db, "zibeline", each)) for each in (desk_reader, member, chair)] == [1, 0, 0]
    desk.to(MinutesState.FINAL)
    assert [len(_found(desk.db, "zibeline", each)) for each in (desk_reader, member, chair)] == [1, 1, 1]
    assert _found(desk.db, "zibeline", stranger) == []
    assert queries.searchable(desk.db, stranger) == []
    assert queries.searchable(desk.db, member) == [(played.committee_id, 2026)]


def test_pub_1_what_is_published_is_found_by_everybody_in_its_masked_text_alone(desk: Desk, played: Reference):
    _write(desk, None, "Madame Zibeline est intervenue.")
    desk.to(MinutesState.FINAL)
    everybody = Reader()
    dossier.publish_page(desk.db, played.meeting_id, True, by=desk.by, now=desk.tick())
    with unit_of_work(desk.db):
        indexing.publish(desk.db, played.meeting_id, "Une personne est intervenue au pangolin.")
    assert _found(desk.db, "zibeline", everybody) == []
    (hit,) = queries.search(desk.db, "pangolin", everybody).hits
    assert hit.reading is Reading.PUBLISHED
    assert queries.search(desk.db, "pangolin", Reader(meetings=frozenset({played.meeting_id}))).number == 0
    with unit_of_work(desk.db):
        indexing.unpublish(desk.db, played.meeting_id)
    assert _found(desk.db, "pangolin", everybody) == []


def test_pub_1_the_search_shows_nobody_what_the_page_of_the_sitting_no_longer_opens(desk: Desk, played: Reference):
    desk.to(MinutesState.FINAL)
    everybody = Reader()
    with unit_of_work(desk.db):
        indexing.publish(desk.db, played.meeting_id, "Une personne est intervenue au pangolin.")
    found = []
    for shown in (True, False, True):
        dossier.publish_page(desk.db, played.meeting_id, shown, by=desk.by, now=desk.tick())
        found.append((_found(desk.db, "pangolin", everybody) != [], queries.searchable(desk.db, everybody) != []))
    assert found == [(True, True), (False, False), (True, True)]


def test_the_words_found_are_marked_and_the_text_around_them_is_only_text():
    text = f"{'avant ' * 40}<script>alert(1)</script> la Zibeline\u0301 & la chaussée{' après' * 80}"
    passage = extract(text, words_of("ZIBELINE chausse la"))
    assert [part for part, found in passage if found] == ["la", "Zibeliné", "la", "chaussée"]
    whole = "".join(part for part, _ in passage)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert "<script>" in whole
    assert extract("Rien ici.", words_of("zibeline")) == (("Rien ici.", False),)
    assert extract("", ()) == (("", False),)


def test_filters_and_pages_part_many_years(db: Database, played: Reference, desk_reader: Reader):
    with unit_of_work(db):
        found = db.row("SELECT * FROM meetings WHERE id = ?", (played.meeting_id,))
        assert found is not None
        columns = [each for each in found if each not in {"id", "screen_token", "door_token"}]
        for number in range(45):
            copied = db.run(
                f"INSERT INTO meetings ({', '.join(columns)}, screen_token) SELECT {', '.join(columns)}, ? FROM meetings"  # noqa: S608 — columns of our schema
                " WHERE id = ?",
                (f"écran {number}", played.meeting_id),
            )
            words = Words(
                meeting_id=copied,
                committee_id=played.committee_id,
                held_on=date(2020 + number % 3, 5, 4),
                title="Commission",
                body=f"La zibeline numéro {number}.",
            )
            write_words(db, Reading.WHOLE, words)
    pages = [queries.search(db, "zibeline", desk_reader, page=each) for each in (1, 2, 3, 4)]
    assert [len(each.hits) for each in pages] == [20, 20, 5, 0]
    assert {each.number for each in pages} == {45}
    assert len({hit.meeting_id for each in pages for hit in each.hits}) == 45
    assert queries.search(db, "zibeline", desk_reader, year=2021).number == 15
    assert queries.search(db, "zibeline", desk_reader, committee=played.committee_id + 1).number == 0


def test_sittings_closed_before_there_was_an_index_are_caught_up_once(
    db: Database, played: Reference, desk_reader: Reader
):
    with unit_of_work(db):
        db.change("DELETE FROM searched_minutes")
    assert indexing.catch_up(db) == 1
    assert indexing.catch_up(db) == 0
    assert queries.searchable(db, desk_reader) == [(played.committee_id, 2026)]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "*",
        "AND OR NOT NEAR",
        "title:x",
        "a^2 - b",
        "(",
        "x" * 10_000,
        "é" * 10_000,
        "a\0b",
        '"); DROP',
        "{}[]",
        "\ud800",
    ],
)
def test_whatever_is_typed_is_only_words(db: Database, desk_reader: Reader, typed: str):
    assert queries.search(db, typed, desk_reader).number >= 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_question_reaches_the_operators_of_the_index(typed: str):
    words = words_of(typed)
    assert len(words) <= MOST_WORDS
    asked = expression(typed)
    assert (asked is None) == (not words)
    if asked is not None:
        assert asked.count('"') == 2 * len(words)
        assert all('"' not in each and not each.isspace() for each in words)
