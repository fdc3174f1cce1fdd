"""The evening: at the end of a sitting its opinions are issued at once, and say that the minutes await approval."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.meetings.room import AGAINST, FOR, Room
from tests.pdf.printing import pdf_of
from tests.pdf.structure import assert_conforms, read
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.cli import worker
from webapp.cli.demo import reference
from webapp.kernel import clock
from webapp.meetings.service import accidents, conduct, voting
from webapp.minutes import document, queries, service
from webapp.minutes.model import FileKind, MinutesRefusal, MinutesState
from webapp.minutes.queries import Dossier
from webapp.settings import Settings
from webapp.storage.database import Database

WARNING = "avant approbation du procès-verbal"


def work(db: Database, folder: Path, *kinds: str) -> None:
    """Let the worker do what is due, of these kinds."""
    settings = Settings(instance=folder, prefecture="Préfecture du Val-Imaginaire", mark="test")
    handlers = {kind: worker.HANDLERS[kind] for kind in kinds}
    while worker.do_next(db, settings, handlers):
        pass


def papers(db: Database, meeting_id: int) -> list[tuple[FileKind, int | None]]:
    return [(each.kind, each.item_id) for each in reversed(queries.files(db, meeting_id))]


@pytest.fixture(autouse=True)
def evening(tmp_path: Path) -> Iterator[None]:
    """Move the worker's clock past everything that is played here."""
    offset = tmp_path / "offset"
    offset.write_text(str((reference.STARTS_AT + timedelta(days=1) - clock.now()).total_seconds()), encoding="ascii")
    clock.shift_by_file(offset)
    yield
    clock.shift_by_file(None)


@pytest.fixture
def room(db: Database) -> Room:
    """Three items, of which the first was voted, and a fourth for information; the sitting is open."""
    room = Room(db, seats=5)
    room.add_motion(room.add_item())
    room.open(present=5)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: AGAINST, 4: FOR, 5: FOR})
    room.close()
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    return room


def test_pv_9_closing_a_sitting_issues_its_opinions_and_an_extract_for_each(room: Room, tmp_path: Path):
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert papers(room.db, room.meeting_id) == []

    work(room.db, tmp_path, "meeting.closed")

    assert papers(room.db, room.meeting_id) == [(FileKind.OPINIONS, None), (FileKind.EXTRACT, room.item)]
    assert room.db.value("SELECT count(*) FROM jobs WHERE kind = 'minutes.render' AND state = 'due'") == 2
    assert room.db.value("SELECT count(*) FROM journal WHERE act = 'minutes.issued'") == 1


def test_a_sitting_ended_early_issues_what_it_has_voted(room: Room, tmp_path: Path):
    accidents.end_early(room.db, room.meeting_id, reason="Il est tard", by=SYSTEM, now=room.tick())
    work(room.db, tmp_path, "meeting.closed")
    assert papers(room.db, room.meeting_id) == [(FileKind.OPINIONS, None), (FileKind.EXTRACT, room.item)]


def test_quo_3_a_sitting_without_quorum_issues_the_finding_of_it(db: Database, tmp_path: Path):
    room = Room(db, seats=5).open(present=2)
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    work(db, tmp_path, "meeting.closed")
    assert papers(db, room.meeting_id) == [(FileKind.NO_QUORUM, None)]


def test_a_closing_that_is_refused_issues_nothing(room: Room):
    conduct.begin_item(room.db, room.meeting_id, room.state().items[1].id, by=SYSTEM, now=room.tick())
    room.open_vote(room.state().motions[1].id)
    with pytest.raises(Exception, match="VOTE_STILL_OPEN"):
        conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert room.db.value("SELECT count(*) FROM jobs") == 0


def test_issuing_twice_orders_nothing_twice(room: Room):
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    first = service.issue(room.db, room.meeting_id, now=room.tick())
    assert len(first) == 2
    assert service.issue(room.db, room.meeting_id, now=room.tick()) == []


def test_nothing_is_issued_of_a_sitting_that_goes_on(room: Room):
    with refused(MinutesRefusal.SITTING_NOT_CLOSED):
        service.issue(room.db, room.meeting_id, now=room.tick())


def test_the_list_of_opinions_is_one_page_that_conforms_to_both_norms(dossier: Dossier):
    pages = document.opinions(dossier.content)
    pdf = pdf_of(pages)
    assert_conforms(pdf, title=pages.title)
    assert read(pdf).root["/Pages"]["/Count"] == 1


def test_it_gives_the_sense_of_every_item_as_the_minutes_do(dossier: Dossier):
    text = document.opinions(dossier.content).body.striptags()
    for item in dossier.facts.agenda:
        assert item.title in text
        if item.opinion is not None and item.opinion.wording is not None:
            assert item.opinion.wording[1:].replace("\u00a0", " ") in text


def test_each_whole_text_voted_on_joined_items_keeps_its_own_opinion(dossier: Dossier):
    place, item = next((place, each) for place, each in enumerate(dossier.facts.agenda) if len(each.votes) == 1)
    (own,) = item.votes
    joined = replace(own, title="Rejet d’une station", wording="avis défavorable à l’unanimité")
    agenda = list(dossier.facts.agenda)
    agenda[place] = replace(item, votes=(own, joined))
    content = replace(dossier.content, facts=replace(dossier.facts, agenda=tuple(agenda)))
    text = document.opinions(content).body.striptags().replace("\u00a0", " ")
    told = f"{own.title} : {own.wording} ; Rejet d’une station : avis défavorable à l’unanimité"
    assert told.replace("\u00a0", " ")[1:] in text


@pytest.mark.parametrize("state", list(MinutesState), ids=[state.value for state in MinutesState])
def test_each_page_issued_says_whether_the_minutes_await_approval(dossier: Dossier, state: MinutesState):
    content = replace(dossier.content, state=state, approved_at=dossier.changed_at + timedelta(days=30))
    waiting = state in {MinutesState.DRAFT, MinutesState.SUBMITTED}
    for pages in (document.opinions(content), document.extract(content, 3)):
        assert (WARNING in pages.body) is waiting
        assert ('data-mark="AVANT APPROBATION DU PROCÈS-VERBAL"' in pages.html) is waiting
        assert 'data-mark="PROJET"' not in pages.html
