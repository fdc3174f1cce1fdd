"""Reading documents, and which pages are public."""

from collections.abc import Iterable
from datetime import datetime

from webapp.documents import store
from webapp.documents.model import Document, PageNote
from webapp.kernel import clock
from webapp.storage.database import Database


def of_scope(db: Database, scope: str) -> list[Document]:
    """Return the documents of a scope, those withdrawn among them, by subject and place."""
    return store.of_scope(db, scope)


def find(db: Database, scope: str, document_id: int) -> Document | None:
    """Return one document of a scope, or None."""
    return store.find(db, scope, document_id)


def by_subject(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """Sort documents under their subjects."""
    found: dict[str, list[Document]] = {}
    for each in documents:
        found.setdefault(each.subject, []).append(each)
    return found


def number(db: Database, scope: str) -> int:
    """Count the documents of a scope that stand."""
    return int(db.value("SELECT count(*) FROM documents WHERE scope = ? AND withdrawn_at IS NULL", (scope,)))


def published_at(db: Database, scope: str) -> datetime | None:
    """Return since when everybody may read the page of a scope, None while nobody may."""
    found = db.value("SELECT published_at FROM public_pages WHERE scope = ?", (scope,))
    return None if found is None else clock.from_text(str(found))


def published_scopes(db: Database) -> frozenset[str]:
    """Return every scope whose page is public."""
    return frozenset(row["scope"] for row in db.rows("SELECT scope FROM public_pages"))


def notes(db: Database, person_id: int, document_id: int, version: int) -> dict[int, str]:
    """Return the notes of one person on a version, by page."""
    return store.notes(db, person_id, document_id, version)


def notes_of_scope(db: Database, person_id: int, scope: str) -> list[PageNote]:
    """Return the notes of one person on the documents of a scope."""
    return store.notes_of_scope(db, person_id, scope)
