"""The documents considered, the journal's head, and the register that confirms or contradicts them."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.minutes.desk import Desk
from tests.pdf.printing import pdf_of
from webapp.audit import queries as journal
from webapp.cli.demo.reference import Reference
from webapp.kernel import clock
from webapp.minutes import document, queries, service
from webapp.minutes.model import MinutesState, to_json
from webapp.minutes.model.evidence import DocumentLine
from webapp.minutes.rules.evidence import hold
from webapp.minutes.service import confirming
from webapp.minutes.service.verifying import Part
from webapp.pdf.signatures import Trust
from webapp.storage.database import Database, unit_of_work


def deposit(db: Database, meeting_id: int, item_id: int, title: str, at: datetime, *, number: int = 1) -> str:
    """Put one version of a document into the file of an item; return its hash."""
    sha256 = f"{number}{item_id}".ljust(64, "a")
    with unit_of_work(db):
        known = db.value("SELECT id FROM documents WHERE title = ?", (title,))
        document_id = known or db.run(
            "INSERT INTO documents (scope, subject, position, title, nature) VALUES (?, ?, 1, ?, 'report')",
            (f"meeting:{meeting_id}", f"item:{item_id}", title),
        )
        db.run(
            "INSERT INTO document_versions (document_id, number, sha256, size, kind, name, added_at)"
            " VALUES (?, ?, ?, 10, 'pdf', 'rapport.pdf', ?)",
            (document_id, number, sha256, clock.to_text(at)),
        )
    return sha256


def considered(desk: Desk, number: int) -> tuple[DocumentLine, ...]:
    return desk.dossier().facts.agenda[number - 1].documents


def test_the_version_that_the_committee_had_is_the_one_told(desk: Desk):
    item = desk.item(2)
    before = desk.clock - timedelta(days=3)
    deposit(desk.db, desk.meeting_id, item, "Rapport", before)
    second = deposit(desk.db, desk.meeting_id, item, "Rapport", before + timedelta(hours=1), number=2)
    deposit(desk.db, desk.meeting_id, item, "Rapport", desk.clock, number=3)  # the morning after
    assert considered(desk, 2) == (DocumentLine(title="Rapport", version=2, sha256=second),)
    assert considered(desk, 3) == ()


@pytest.mark.parametrize(("days", "left"), [(-2, 0), (1, 1)], ids=["before", "after"])
def test_a_document_withdrawn_before_its_item_was_not_considered(desk: Desk, days: int, left: int):
    deposit(desk.db, desk.meeting_id, desk.item(2), "Rapport", desk.clock - timedelta(days=4))
    at = clock.to_text(desk.clock + timedelta(days=days))
    with unit_of_work(desk.db):
        desk.db.change("UPDATE documents SET withdrawn_at = ?, withdrawn_reason = 'erreur'", (at,))
    assert len(considered(desk, 2)) == left


def test_the_head_is_the_entry_that_made_the_version_final_and_does_not_move_afterwards(desk: Desk):
    desk.to(MinutesState.APPROVED)
    assert desk.dossier().facts.journal is None
    desk.to(MinutesState.FINAL)
    head = desk.dossier().facts.journal
    assert head is not None
    entry = next(each for each in journal.entries(desk.db) if each.id == head.entry)
    assert (entry.act, entry.subject, entry.hash) == ("minutes.finalised", f"meeting:{desk.meeting_id}", head.sha256)
    service.transmit(desk.db, desk.meeting_id, on=desk.clock.date(), to="Préfète", by=desk.by, now=desk.tick())
    assert desk.dossier().facts.journal == head


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register at hand, and the final file that it made."""

    db: Database
    meeting_id: int
    pdf: bytes
    now: datetime

    def says(self, pdf: bytes | None = None) -> tuple[list[str], list[str]]:
        """Check a file; return what the register alone holds against it, and what is told beside."""
        found = service.verify(pdf or self.pdf, trust=Trust(), now=self.now, db=self.db)
        against = [each.sentence.replace("\u00a0", " ") for each in found.failures if each.part is Part.REGISTER]
        return against, [each.replace("\u00a0", " ") for each in found.notes]


@pytest.fixture
def register(tmp_path: Path, final_minutes: tuple[Path, Reference, datetime]) -> Iterator[Register]:
    folder, played, now = final_minutes
    shutil.copytree(folder, tmp_path / "instance")
    db = Database.open(tmp_path / "instance" / "collegiale.db")
    final = service.kept_final(db, played.meeting_id)
    assert final is not None
    pdf = service.read(tmp_path / "instance" / "files", final.sha256, "pdf")
    yield Register(db=db, meeting_id=played.meeting_id, pdf=pdf, now=now)
    db.close()


def test_the_register_confirms_the_head_of_its_journal(register: Register):
    against, notes = register.says()
    assert against == []
    assert any("Le journal du registre porte bien, à l’inscription n° " in each for each in notes)


def test_a_journal_rewritten_since_is_seen(register: Register):
    with unit_of_work(register.db):
        register.db.change("DROP TRIGGER journal_is_never_changed")
        register.db.change("UPDATE journal SET hash = ? WHERE act = 'minutes.finalised'", ("0" * 64,))
    (said,), notes = register.says()
    assert said.startswith("La tête du journal écrite dans les faits, inscription n° ")
    assert "n’est pas celle que porte le journal du registre" in said
    assert not any("porte bien" in each for each in notes)


def test_other_facts_that_name_the_head_of_this_register_are_refused(register: Register):
    dossier = queries.dossier(register.db, register.meeting_id, now=register.now)
    other = replace(dossier.content, facts=replace(dossier.facts, place="Ailleurs"))
    (said,), _ = register.says(pdf_of(document.minutes(other)))
    assert said.startswith("Ces faits citent le journal de ce registre, qui ne les connaît pas")


def _replaced(db: Database) -> None:
    db.change("UPDATE document_versions SET sha256 = ?", ("f" * 64,))


def _retitled(db: Database) -> None:
    db.change("UPDATE documents SET title = 'Rapport corrigé'")


def _deleted(db: Database) -> None:
    db.change("DELETE FROM document_versions")
    db.change("DELETE FROM documents")


@pytest.mark.parametrize(
    ("act", "against", "beside"),
    [
        pytest.param(_retitled, [], "", id="another title is the same file"),
        pytest.param(
            _replaced,
            ["Point 2 : la pièce « Rapport », version 1, n’a pas au registre cette empreinte."],
            "",
            id="another file",
        ),
        pytest.param(
            _deleted, [], "Point 2 : la pièce « Rapport », version 1, n’est plus au registre.", id="deleted since"
        ),
    ],
)
def test_the_register_is_asked_for_each_document(
    register: Register, act: Callable[[Database], None], against: list[str], beside: str
):
    item_id = register.db.value(
        "SELECT id FROM agenda_items WHERE meeting_id = ? AND label = '2'", (register.meeting_id,)
    )
    deposit(register.db, register.meeting_id, int(item_id), "Rapport", register.now - timedelta(days=4))
    facts = to_json(queries.dossier(register.db, register.meeting_id, now=register.now).facts)
    assert json.loads(facts)["agenda"][1]["documents"][0]["title"] == "Rapport"
    with unit_of_work(register.db):
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name GLOB 'document*'"
        for row in register.db.rows(triggers):
            register.db.change(f"DROP TRIGGER {row['name']}")
        act(register.db)
    found = confirming.confirm(register.db, hold(facts), register.meeting_id)
    assert list(found.against) == against
    assert [each for each in found.notes if "pièce" in each] == ([beside] if beside else [])
