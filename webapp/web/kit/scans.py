"""A photographed paper as a form sends it: kept between two tries, since a browser never sends a file twice by itself."""

from pathlib import Path

from flask import g, request

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.sitting import MeetingRefusal
from webapp.web.kit import access, acts, uploads
from webapp.web.kit.papers import shelf


@frozen
class Paper:
    """A photograph as sent, or as kept since a first try that was refused (`token`)."""

    content: bytes
    filename: str = ""
    token: str = ""


def sent() -> Paper:
    """Read the photograph sent, or else the one kept from a try before."""
    file = request.files.get("paper")
    content = b"" if file is None else file.stream.read()
    if file is not None and content:
        return Paper(content=content, filename=file.filename or "")
    token = acts.text("paper_kept")
    found = uploads.recall(_folder(), token, owner=_owner())
    return Paper(content=b"") if found is None else Paper(content=found[1], filename=found[0].filename, token=token)


def kept(paper: Paper, refusal: Refusal | None = None) -> Paper:
    """Keep a good photograph until the form is sent again."""
    if paper.token or not paper.content or (refusal is not None and refusal.reason is MeetingRefusal.PAPER_KIND):
        return paper
    token = uploads.keep(_folder(), paper.content, owner=_owner(), filename=paper.filename, now=clock.now())
    return Paper(content=paper.content, filename=paper.filename, token=token)


def forget(paper: Paper) -> None:
    """Remove what was kept for a form that has been taken."""
    uploads.forget(_folder(), paper.token)


def _folder() -> Path:
    return shelf() / "waiting"


def _owner() -> str:
    return f"meeting:{g.meeting.id}:{access.me().person.id}"
