"""The files of a notice handed over, and that a member read the sitting they were convened to."""

from contextlib import suppress
from enum import auto

from flask import Response, g

from webapp.kernel import clock
from webapp.kernel.errors import Reason
from webapp.meetings.service import notices, receptions
from webapp.meetings.sitting import MeetingState, Notice
from webapp.storage.database import StorageError
from webapp.web.kit import access
from webapp.web.kit.database import db, settings
from webapp.web.kit.papers import pdf as paper
from webapp.wording import notices as words


class DayRefusal(Reason):
    """Why a day that was typed is not taken."""

    UNREADABLE = auto()


def pdf(notice: Notice) -> Response:
    """Hand over the letter of a version."""
    content = notices.read(settings().files, notice.pdf)
    return paper(content, f"{_stem(notice, words.FILES['pdf'])}.pdf")


def event(notice: Notice) -> Response:
    """Hand over the calendar file of a version."""
    content = notices.read(settings().files, notice.calendar)
    name = f"{_stem(notice, words.FILES['calendar'])}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)


def seen() -> None:
    """Keep that who is signed in read the sitting of the address: it proves that they have its notice (LAW CNV-2)."""
    if g.meeting.notice_id is not None and g.meeting.state is MeetingState.PREPARED:
        with suppress(StorageError):  # a full disk must not keep people from reading
            receptions.see(db(), g.meeting, by=access.by(), now=clock.now())


def _stem(notice: Notice, name: str) -> str:
    code = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in g.committee.code.lower())
    return f"{name}-{code}-{notice.facts.day.isoformat()}-v{notice.version}"
