"""The notice as a letter: what it said when it was sent, laid out to be rendered."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.meetings.sitting import Notice
from webapp.pdf.model import Document
from webapp.wording import dates, notices
from webapp.wording.minutes import MODES_SAID
from webapp.wording.templates import FrenchSpaces


def letter_of(notice: Notice) -> Document:
    """Lay out a version; the same version makes the same pages for ever."""
    name = notices.KINDS[notice.kind]
    title = f"{name}, {notice.facts.committee}, {dates.day(notice.facts.day)}"
    html = (
        _environment()
        .get_template("notice.html")
        .render(
            notice=notice,
            facts=notice.facts,
            name=name,
            title=title,
            modes=MODES_SAID,
            natures=notices.NATURES,
        )
    )
    identifier = hashlib.sha256(f"{notice.uid}\0{html}".encode()).hexdigest()[:32]
    return Document(html=html, title=title, created_at=notice.sent_at, identifier=identifier)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(day=dates.day, weekday=dates.weekday, hour=dates.hour)
    return environment
