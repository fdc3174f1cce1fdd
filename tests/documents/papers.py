"""Small files of every form that the house takes, and a way to put one in a sitting's file."""

import io
from datetime import datetime
from pathlib import Path

from webapp.audit.model import SYSTEM, By
from webapp.documents.model import Nature
from webapp.documents.service import receiving
from webapp.meetings.service import dossier
from webapp.storage.database import Database

_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def a_pdf(words: str = "Rapport") -> bytes:
    """Return a PDF of one page, well formed; `words` make its hash another."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", _PAGES, _PAGE]
    written, places = bytearray(b"%PDF-1.4\n% " + words.encode() + b"\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(written)


def put_in(
    db: Database,
    shelf: Path,
    meeting_id: int,
    item_id: int,
    *,
    title: str = "Rapport de l’inspection",
    content: bytes | None = None,
    nature: Nature = Nature.REPORT,
    now: datetime,
    by: By = SYSTEM,
) -> int:
    """Add a document to an item; return its number."""
    sent = io.BytesIO(content or a_pdf(title))
    with receiving(shelf, sent, name="rapport.pdf", megabytes=100) as incoming:
        return dossier.add(db, meeting_id, item_id, incoming, title=title, nature=nature, by=by, now=now)
