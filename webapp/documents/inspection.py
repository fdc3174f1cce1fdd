"""What a file is, by its content: whatever the house does not know is refused."""

from pathlib import Path

from webapp.documents.model import DocumentKind, DocumentRefusal
from webapp.kernel.errors import Refusal

_BEGINNINGS = {
    b"%PDF-": DocumentKind.PDF,
    b"\xff\xd8\xff": DocumentKind.JPEG,
    b"\x89PNG\r\n\x1a\n": DocumentKind.PNG,
}


def inspect(file: Path, name: str) -> DocumentKind:
    """Return what a file is, or refuse it; `name` is the one it was sent under, which proves nothing."""
    with file.open("rb") as content:
        beginning = content.read(16)
    for magic, kind in _BEGINNINGS.items():
        if beginning.startswith(magic):
            return kind
    raise Refusal(DocumentRefusal.FORMAT_REFUSED, name=name)
