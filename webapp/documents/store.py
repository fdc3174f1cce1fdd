"""The cupboard of documents: rows in, values out. Only this package's service and queries open it."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from webapp.documents.model import Access, Document, DocumentKind, Nature, PageNote, Ruling, Secret, Version
from webapp.kernel import clock
from webapp.storage.database import Database, Row

# Reading every version and the standing decision beside it keeps a page at one query, however many documents it has.
_SELECT = (
    "SELECT d.*, v.number, v.sha256, v.size, v.kind, v.name, v.added_by, v.added_at, r.access, r.secret, r.reason,"
    " r.ruled_by, r.ruled_at FROM documents d JOIN document_versions v ON v.document_id = d.id"
    " LEFT JOIN document_rulings r ON r.id = (SELECT max(id) FROM document_rulings"
    " WHERE document_id = d.id AND version = v.number)"
)
_ORDER = " ORDER BY d.subject, d.position, d.id, v.number"


def of_scope(db: Database, scope: str) -> list[Document]:
    """Return the documents of a scope, by subject and place."""
    return _documents(db.rows(f"{_SELECT} WHERE d.scope = ?{_ORDER}", (scope,)))


def find(db: Database, scope: str, document_id: int) -> Document | None:
    """Return one document of a scope, or None."""
    found = _documents(db.rows(f"{_SELECT} WHERE d.scope = ? AND d.id = ?{_ORDER}", (scope, document_id)))
    return found[0] if found else None


def hashes(db: Database) -> frozenset[str]:
    """Return the hash of every version."""
    return frozenset(row["sha256"] for row in db.rows("SELECT DISTINCT sha256 FROM document_versions"))


def _documents(rows: Iterable[Row]) -> list[Document]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return [_document(versions) for versions in found.values()]


def _document(rows: list[Row]) -> Document:
    row = rows[-1]
    return Document(
        id=row["id"],
        scope=row["scope"],
        subject=row["subject"],
        position=row["position"],
        title=row["title"],
        nature=Nature(row["nature"]),
        withdrawn_at=None if row["withdrawn_at"] is None else clock.from_text(row["withdrawn_at"]),
        withdrawn_reason=row["withdrawn_reason"],
        versions=tuple(_version(each) for each in rows),
        ruling=None if row["access"] is None else _ruling(row),
    )


def _version(row: Row) -> Version:
    return Version(
        number=row["number"],
        sha256=row["sha256"],
        size=row["size"],
        kind=DocumentKind(row["kind"]),
        name=row["name"],
        added_by=row["added_by"],
        added_at=clock.from_text(row["added_at"]),
    )


def _ruling(row: Row) -> Ruling:
    return Ruling(
        version=row["number"],
        access=Access(row["access"]),
        secret=None if row["secret"] is None else Secret(row["secret"]),
        reason=row["reason"],
        ruled_by=row["ruled_by"],
        ruled_at=clock.from_text(row["ruled_at"]),
    )


def add(db: Database, scope: str, subject: str, *, title: str, nature: Nature) -> int:
    """Write a document at the end of its subject's list; return its number."""
    return db.run(
        "INSERT INTO documents (scope, subject, position, title, nature)"
        " SELECT :scope, :subject, 1 + count(*), :title, :nature FROM documents"
        " WHERE scope = :scope AND subject = :subject",
        {"scope": scope, "subject": subject, "title": title, "nature": nature},
    )


def add_version(db: Database, document_id: int, version: Version) -> None:
    """Write one version, never to be changed."""
    db.run(
        "INSERT INTO document_versions (document_id, number, sha256, size, kind, name, added_by, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            version.number,
            version.sha256,
            version.size,
            version.kind,
            version.name,
            version.added_by,
            clock.to_text(version.added_at),
        ),
    )


def describe(db: Database, document_id: int, *, title: str, nature: Nature) -> None:
    """Write another title and nature."""
    db.run("UPDATE documents SET title = ?, nature = ? WHERE id = ?", (title, nature, document_id))


def place(db: Database, document_id: int, position: int) -> None:
    """Give a document its place among those of its subject."""
    db.run("UPDATE documents SET position = ? WHERE id = ?", (position, document_id))


def withdraw(db: Database, document_id: int, reason: str, at: datetime) -> None:
    """Mark a document withdrawn."""
    db.run(
        "UPDATE documents SET withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?",
        (clock.to_text(at), reason, document_id),
    )


def add_ruling(db: Database, document_id: int, ruling: Ruling) -> None:
    """Write a decision on who may read a version."""
    db.run(
        "INSERT INTO document_rulings (document_id, version, access, secret, reason, ruled_by, ruled_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            ruling.version,
            ruling.access,
            ruling.secret,
            ruling.reason,
            ruling.ruled_by,
            clock.to_text(ruling.ruled_at),
        ),
    )


def publish(db: Database, scope: str, *, by: int | None, at: datetime) -> None:
    """Let everybody read the page of a scope."""
    db.run(
        "INSERT INTO public_pages (scope, published_by, published_at) VALUES (?, ?, ?) ON CONFLICT (scope) DO NOTHING",
        (scope, by, clock.to_text(at)),
    )


def unpublish(db: Database, scope: str) -> None:
    """Take the page of a scope back."""
    db.change("DELETE FROM public_pages WHERE scope = ?", (scope,))


def notes_of_scope(db: Database, person_id: int, scope: str) -> list[PageNote]:
    """Return the notes of one person on the documents of a scope, page after page."""
    found = db.rows(
        "SELECT n.document_id, n.version, n.page, n.body FROM document_notes n JOIN documents d ON d.id = n.document_id"
        " WHERE n.person_id = ? AND d.scope = ? ORDER BY n.document_id, n.version, n.page",
        (person_id, scope),
    )
    return [
        PageNote(document_id=row["document_id"], version=row["version"], page=row["page"], body=row["body"])
        for row in found
    ]


def notes(db: Database, person_id: int, document_id: int, version: int) -> dict[int, str]:
    """Return the notes of one person on a version, by page."""
    found = db.rows(
        "SELECT page, body FROM document_notes WHERE person_id = ? AND document_id = ? AND version = ? ORDER BY page",
        (person_id, document_id, version),
    )
    return {row["page"]: row["body"] for row in found}


def forget_notes(db: Database, scope: str) -> None:
    """Remove what anybody noted on the documents of a scope."""
    db.change("DELETE FROM document_notes WHERE document_id IN (SELECT id FROM documents WHERE scope = ?)", (scope,))


def hashes_of_other_scopes(db: Database, scopes: Collection[str]) -> frozenset[str]:
    """Return the hash of every version in other scopes than these."""
    found = db.rows(
        "SELECT DISTINCT sha256 FROM document_versions v JOIN documents d ON d.id = v.document_id"
        " WHERE d.scope NOT IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(scopes)),),
    )
    return frozenset(row["sha256"] for row in found)


def write_note(db: Database, person_id: int, note: PageNote, at: datetime) -> None:
    """Keep a note in the place of the one that was there; an empty one goes away."""
    place = (person_id, note.document_id, note.version, note.page)
    db.run("DELETE FROM document_notes WHERE person_id = ? AND document_id = ? AND version = ? AND page = ?", place)
    if note.body:
        db.run(
            "INSERT INTO document_notes (person_id, document_id, version, page, body, saved_at) VALUES (?, ?, ?, ?, ?, ?)",
            (*place, note.body, clock.to_text(at)),
        )
