"""An opinion and the list of opinions are signed on their own, in the same ways as the minutes (LAW PV-9)."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.minutes.desk import Desk
from tests.pdf import pki
from tests.pdf.altering import flipped
from tests.refusing import refused
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries, service
from webapp.minutes.model import FileKind, MinutesState, Paper, Signing, SigningRefusal, Way
from webapp.minutes.service import Means, Part, Verdict, rendering
from webapp.pdf import notary
from webapp.pdf.signatures import Profile, SignatureRefusal, Trust
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"
ROOT = pki.Authority()
CHAIR, SECRETARY = ROOT.issue("Élise Brume"), ROOT.issue("Théodore Lanuée")
ROLES = ("président", "secrétaire")


class Papers:
    """The opinion on the first item and the list of opinions, rendered while the minutes are a draft."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.means = Means(files=folder / "files", keys=folder / "keys")
        self.opinion: Paper = (FileKind.EXTRACT, desk.item(1))
        self.all: Paper = (FileKind.OPINIONS, None)

    def render(self, paper: Paper) -> int:
        kind, item = paper
        number = service.request(
            self.desk.db,
            self.desk.meeting_id,
            kind,
            item_id=item,
            authority=AUTHORITY,
            by=self.desk.by,
            now=self.desk.tick(),
        )
        kept = service.Store(folder=self.means.files, authority=AUTHORITY)
        service.render(self.desk.db, number, kept=kept, report=lambda percent, sentence: None, now=self.desk.tick())
        return number

    def signing(self, paper: Paper) -> Signing:
        return queries.signing(self.desk.db, self.desk.meeting_id, ROLES, paper)

    def pdf(self, paper: Paper) -> bytes:
        return service.read(self.means.files, self.signing(paper).sha256, "pdf")

    def sign(self, paper: Paper, place: int, held: pki.Held) -> None:
        service.sign(
            self.desk.db,
            self.desk.meeting_id,
            place,
            key=held.file(),
            passphrase=pki.PASSPHRASE,
            expected=self.signing(paper).sha256 or "",
            means=self.means,
            by=self.desk.by,
            now=self.desk.tick(),
            paper=paper,
        )


@pytest.fixture(scope="module")
def rendered(
    reference_sitting: tuple[bytes, Reference], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, datetime]:
    """Both papers rendered, once for the tests of this file."""
    content, played = reference_sitting
    folder = tmp_path_factory.mktemp("papers")
    (folder / "collegiale.db").write_bytes(content)
    db = Database.open(folder / "collegiale.db")
    desk = Desk(db, played, datetime.fromisoformat("2026-12-11T08:30:00+00:00"))
    papers = Papers(desk, folder)
    papers.render(papers.opinion)
    papers.render(papers.all)
    db.close()
    return folder, desk.clock


@pytest.fixture
def papers(
    rendered: tuple[Path, datetime], reference_sitting: tuple[bytes, Reference], tmp_path: Path
) -> Iterator[Papers]:
    folder, clock = rendered
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    db = Database.open(tmp_path / "collegiale.db")
    yield Papers(Desk(db, reference_sitting[1], clock), tmp_path)
    db.close()


def test_pv_9_an_opinion_is_signed_by_both_while_the_minutes_are_a_draft(papers: Papers) -> None:
    assert papers.signing(papers.opinion).awaited == 0
    papers.sign(papers.opinion, 0, CHAIR)
    assert papers.signing(papers.opinion).awaited == 1
    papers.sign(papers.opinion, 1, SECRETARY)
    found = notary.inspect(papers.pdf(papers.opinion), trust=Trust(), at=papers.desk.tick())
    assert found.intact
    assert found.conformance == ()
    assert [each.signer for each in found.of_people] == ["Élise Brume", "Théodore Lanuée"]
    assert {each.profile for each in found.of_people} == {Profile.B_B}
    assert found.attachments == {}
    assert papers.signing(papers.opinion).awaited is None
    assert queries.state(papers.desk.db, papers.desk.meeting_id) is MinutesState.DRAFT
    assert papers.signing(papers.all).signed == ()
    assert papers.signing((FileKind.EXTRACT, papers.desk.item(2))).file is None
    acts = papers.desk.db.rows("SELECT act FROM journal WHERE act LIKE 'minutes.%sign%' ORDER BY id")
    assert [row["act"] for row in acts] == ["minutes.paper_signature_added"] * 2 + ["minutes.paper_signed"]


def test_pv_9_a_checker_knows_an_opinion_for_what_it_is_and_the_register_sees_a_signature_removed(
    papers: Papers,
) -> None:
    def verified(told: bool) -> Verdict:
        return service.verify(
            half, trust=ROOT.trust, now=papers.desk.tick(), db=papers.desk.db, told=lambda meeting_id: told
        )

    papers.sign(papers.opinion, 0, CHAIR)
    half = papers.pdf(papers.opinion)
    papers.sign(papers.opinion, 1, SECRETARY)
    verdict = service.verify(papers.pdf(papers.opinion), trust=ROOT.trust, now=papers.desk.tick(), db=papers.desk.db)
    assert (verdict.paper, verdict.stands, verdict.valid, verdict.known) == ("extract", True, False, True)
    assert verdict.inspection.title.startswith("Extrait du procès-verbal, point ")
    assert any("au bit près" in each.replace("\u00a0", " ") for each in verdict.notes)
    removed = verified(told=True)
    assert [each.part for each in removed.failures] == [Part.REGISTER, Part.FACTS]
    assert not removed.stands
    silent = verified(told=False)
    assert (silent.stands, silent.known) == (True, False)
    assert service.verify(papers.pdf(papers.all), trust=ROOT.trust, now=papers.desk.tick()).paper == "opinions"


def test_pv_9_the_list_of_opinions_is_signed_by_hand(papers: Papers) -> None:
    service.attach_scan(
        papers.desk.db,
        papers.desk.meeting_id,
        papers.pdf(papers.all),
        signed_on=date(2026, 12, 11),
        names=["Élise Brume", "Théodore Lanuée"],
        means=papers.means,
        by=papers.desk.by,
        now=papers.desk.tick(),
        paper=papers.all,
    )
    signing = papers.signing(papers.all)
    assert (signing.awaited, {each.way for each in signing.signed}) == (None, {Way.PAPER})
    assert papers.signing(papers.opinion).awaited == 0


def test_pv_9_what_comes_back_must_be_this_paper(papers: Papers) -> None:
    asked = {"means": papers.means, "by": papers.desk.by, "paper": papers.opinion}
    expected = papers.signing(papers.opinion).sha256 or ""
    for content, why in (
        (papers.pdf(papers.all), SignatureRefusal.NOT_THIS_DOCUMENT),
        (papers.pdf(papers.opinion), SignatureRefusal.NOTHING_NEW),
        (flipped(papers.pdf(papers.opinion), 3000) + b"\n", SignatureRefusal.NOT_THIS_DOCUMENT),
    ):
        with refused(why):
            service.bring_back(
                papers.desk.db, papers.desk.meeting_id, content, expected=expected, now=papers.desk.tick(), **asked
            )
    assert papers.signing(papers.opinion).signed == ()


def test_pv_9_a_paper_made_again_after_a_change_begins_unsigned_and_the_signed_one_is_kept(papers: Papers) -> None:
    papers.sign(papers.opinion, 0, CHAIR)
    signed = papers.signing(papers.opinion)
    assert service.request(
        papers.desk.db,
        papers.desk.meeting_id,
        FileKind.EXTRACT,
        item_id=papers.desk.item(1),
        authority=AUTHORITY,
        by=papers.desk.by,
        now=papers.desk.tick(),
    ) == (signed.file and signed.file.id)
    papers.desk.correct("place", "Salle des Brumes")
    papers.render(papers.opinion)
    assert papers.signing(papers.opinion).signed == ()
    assert rendering.read(papers.means.files, signed.sha256, "pdf").startswith(b"%PDF")


def test_pv_9_what_is_not_rendered_is_not_signed(papers: Papers) -> None:
    with refused(SigningRefusal.NOT_RENDERED):
        papers.sign((FileKind.EXTRACT, papers.desk.item(2)), 0, CHAIR)


def test_signing_an_opinion_does_not_begin_the_minutes(papers: Papers) -> None:
    papers.sign(papers.opinion, 0, CHAIR)
    assert queries.paper_of(papers.desk.db, papers.signing(papers.opinion).sha256 or "") == papers.opinion
    papers.desk.to(MinutesState.FINAL)
    assert papers.desk.meeting_id in queries.awaiting_first_signature(papers.desk.db)
