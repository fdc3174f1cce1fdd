"""What may be kept as the paper of a substitute: an image or a PDF by its first bytes, whatever its name says."""

from webapp.kernel.errors import Refusal
from webapp.meetings.sitting import MeetingRefusal

TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_SIGNATURES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"%PDF-", "pdf"))


def ending_of(content: bytes) -> str:
    """Return what a file is, « jpg », « png » or « pdf », or refuse it."""
    for signature, ending in _SIGNATURES:
        if content.startswith(signature):
            return ending
    raise Refusal(MeetingRefusal.PAPER_KIND)
