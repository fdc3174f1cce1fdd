"""Every page of every paper made of a rehearsal says what it is; those of a true sitting never do."""

from collections.abc import Callable

import pytest

from tests.pdf import structure
from tests.pdf.factories import a_document
from tests.pdf.printing import pdf_of
from tests.rehearsals.stage import AUTHORITY, Stage
from webapp.audit.model import SYSTEM
from webapp.folder import document as folder
from webapp.folder import queries as folders
from webapp.folder.model import Part
from webapp.meetings.service import conduct
from webapp.minutes import queries, service
from webapp.minutes.document import Pages
from webapp.minutes.model import FileKind
from webapp.pdf import text
from webapp.pdf.render import render
from webapp.wording.rehearsal import BAND, SIGN

SAID = " ".join(f"{SIGN} {BAND}".split())


def the_whole_folder(stage: Stage) -> Pages:
    day = folders.day(stage.db, stage.meeting_id, authority=AUTHORITY, now=stage.tick())
    return folder.pages(day, Part.WHOLE)


def a_paper(kind: FileKind) -> Callable[[Stage], Pages]:
    def made(stage: Stage) -> Pages:
        found = queries.dossier(stage.db, stage.meeting_id, now=stage.tick(), authority=AUTHORITY)
        return service.pages_of(found, kind, stage.item if kind is FileKind.EXTRACT else None)

    return made


def as_prepared(stage: Stage) -> None:
    """Leave the rehearsal as it was copied."""


def without_quorum(stage: Stage) -> None:
    stage.open(1)
    conduct.close_sitting(stage.db, stage.meeting_id, no_quorum=True, by=SYSTEM, now=stage.tick())


PAPERS = {
    "the whole folder": (as_prepared, the_whole_folder),
    "minutes": (Stage.play, a_paper(FileKind.MINUTES)),
    "extract": (Stage.play, a_paper(FileKind.EXTRACT)),
    "opinions": (Stage.play, a_paper(FileKind.OPINIONS)),
    "named record": (Stage.play, a_paper(FileKind.ANNEX)),
    "finding of no quorum": (without_quorum, a_paper(FileKind.NO_QUORUM)),
}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_page_of_a_paper_bears_the_mark(stage: Stage, paper: str) -> None:
    play, lay_out = PAPERS[paper]
    stage.copy()
    play(stage)
    pages = lay_out(stage)

    pdf = pdf_of(pages)

    assert pages.title.startswith("Répétition")
    attached = [(each.name, each.mime, each.content) for each in pages.attachments]
    structure.assert_conforms(pdf, title=text.clean(pages.title), attachments=attached)
    said = structure.page_texts(pdf)
    assert said
    assert [number for number, each in enumerate(said, start=1) if SAID not in each] == []


def test_the_name_cards_stay_one_sheet_for_two(stage: Stage) -> None:
    """The mark takes its place from pages that have no margin: no card runs over onto another sheet."""
    stage.copy()
    marked = len(structure.page_texts(pdf_of(the_whole_folder(stage))))
    stage.meeting_id = stage.true_id
    assert marked == len(structure.page_texts(pdf_of(the_whole_folder(stage))))


@pytest.mark.parametrize("lay_out", [the_whole_folder, a_paper(FileKind.MINUTES)], ids=["folder", "minutes"])
def test_a_true_sitting_s_papers_never_do(stage: Stage, lay_out: Callable[[Stage], Pages]) -> None:
    stage.copy()
    stage.hold_the_true_one()
    pages = lay_out(stage) if lay_out is not the_whole_folder else attendance(stage)
    assert pages.head == ""
    assert "Répétition" not in pages.title
    assert all("Répétition" not in each for each in structure.page_texts(pdf_of(pages)))


def attendance(stage: Stage) -> Pages:
    day = folders.day(stage.db, stage.meeting_id, authority=AUTHORITY, now=stage.tick())
    return folder.pages(day, Part.ATTENDANCE)


def test_the_papers_of_a_rehearsal_are_never_those_of_its_sitting(stage: Stage) -> None:
    true = the_whole_folder(stage)
    stage.copy()
    assert the_whole_folder(stage).source != true.source


@pytest.mark.parametrize(
    "words", ['Dit « "oui" »', "Un \\ et\nune ligne", "D’accord 😀"], ids=["quotes", "breaks", "undrawn"]
)
def test_any_words_can_stand_at_the_head_of_a_page(words: str) -> None:
    (page,) = structure.page_texts(render(a_document(head=words)))
    assert " ".join(text.clean(words).split()) in page
