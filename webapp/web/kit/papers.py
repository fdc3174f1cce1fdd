"""Handing over what was rendered: a PDF with safe headers, or its twin for the screen."""

from collections.abc import Iterable
from pathlib import Path

from flask import Response, g
from markupsafe import Markup

from webapp.kernel.errors import Refusal
from webapp.meetings.service import rehearsal as meetings
from webapp.meetings.sitting import Meeting
from webapp.minutes import service
from webapp.minutes.model import File, FileKind, MinutesRefusal, MinutesState, Record
from webapp.minutes.queries import Dossier
from webapp.web.kit.database import settings
from webapp.wording import rehearsal


def pdf(content: bytes, name: str) -> Response:
    """Hand over a PDF of the sitting in the address; `name` is plain ASCII. Nothing of it stays in a shared browser."""
    return handed_over(content, rehearsal.filed(name, rehearsal=g.meeting.rehearsal))


def handed_over(content: bytes, name: str) -> Response:
    """Hand over a PDF under a name in plain ASCII; nothing of it stays in a shared browser."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)


def shelf() -> Path:
    """Return where the files of the sitting in the address are kept."""
    return meetings.shelf(settings().files, g.meeting)


def kept_body(meeting: Meeting, record: Record, files: Iterable[File]) -> Markup | None:
    """Return the pages for the screen kept beside the last file of the minutes, None once something has changed since.

    While the sitting goes on its facts change with every act: nothing kept is shown. Refuse minutes that were eliminated.
    """
    if record.eliminated_at is not None:
        raise Refusal(MinutesRefusal.ELIMINATED)
    if meeting.closed_at is None or record.changed_at is None:
        return None
    changed_at = max(meeting.closed_at, record.changed_at)
    for each in files:
        if each.kind is not FileKind.MINUTES or each.twin is None or not record.stands(each):
            continue
        if each.state is not rendered_in(record.state):
            continue
        if record.final or each.requested_at >= changed_at:
            return Markup(service.read(shelf(), each.twin, "html").decode())  # noqa: S704 — made by our own template, held against its hash
    return None


def rendered_in(state: MinutesState) -> MinutesState:
    """Return the state in which the file of the minutes was made: signing adds to the final one."""
    return MinutesState.FINAL if state is MinutesState.SIGNED else state


def body(dossier: Dossier) -> Markup:
    """Return the pages for the screen, laid out from the present facts."""
    return service.pages_of(dossier, FileKind.MINUTES).body
