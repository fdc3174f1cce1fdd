"""What the register says of the evidence that a file carries: the journal's head, the documents considered."""

from collections.abc import Iterable

from webapp.audit import queries as journal
from webapp.documents import queries as documents
from webapp.kernel.models import frozen
from webapp.minutes.model.evidence import DocumentLine
from webapp.minutes.rules.evidence import Faulty, Held
from webapp.storage.database import Database
from webapp.wording import verifying as said


@frozen
class Confirmed:
    """In sentences, what the register holds against the facts, and what it tells beside."""

    against: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def confirm(db: Database, held: Held, meeting_id: int | None) -> Confirmed:
    """Ask the register; `meeting_id` None: it does not know these facts, which must not name its own journal then."""
    same = held.head is not None and journal.seal_of(db, held.head.entry) == held.head.sha256
    if meeting_id is None:
        return Confirmed(against=(said.OTHER_FACTS,) if same else ())
    against, notes = _of_documents(db, held.documents, meeting_id)
    if held.head is not None:
        told, sentence = (notes, said.SAME_HEAD) if same else (against, said.OTHER_HEAD)
        told.insert(0, sentence.format(entry=held.head.entry))
    return Confirmed(against=tuple(against), notes=tuple(notes))


def _of_documents(
    db: Database, told: Iterable[tuple[str, DocumentLine]], meeting_id: int
) -> tuple[list[str], list[str]]:
    """Say which documents are others in the register, and which are there no longer, under any title."""
    kept = {
        (each.title, version.number): version.sha256
        for each in documents.of_scope(db, f"meeting:{meeting_id}")
        for version in each.versions
    }
    against: list[str] = []
    gone: list[str] = []
    for item, each in told:
        if each.sha256 in kept.values():
            continue
        other = (each.title, each.version) in kept
        sentence = said.OTHER_DOCUMENT if other else said.DOCUMENT_GONE
        (against if other else gone).append(sentence.format(item=item, title=each.title, version=each.version))
    return against, gone


def sentence(faulty: Faulty) -> str:
    """Say one fault of the facts."""
    told = said.FAULTS[faulty.fault].format(where=faulty.where, written=faulty.written, made=faulty.made)
    return told[:1].upper() + told[1:]
