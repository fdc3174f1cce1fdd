"""The paper of access slips: one A4 page for each person, in words that need no computer to be understood."""

import hashlib
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.pdf.model import Document
from webapp.wording import dates
from webapp.wording.templates import FrenchSpaces

TITLE = "Bulletins d’accès"


@frozen
class Sheet:
    """What one page says; `square` is a `data:` URL, `code` is grouped for a hand to type."""

    name: str
    expires_at: datetime
    link: str = field(repr=False)
    code: str = field(repr=False)
    square: str = field(repr=False)


def sheets(people: Sequence[Sheet], *, prefecture: str, sign_in_link: str, printed_at: datetime) -> Document:
    """Lay out the slips; the document holds codes in clear and is rendered at once, never stored."""
    template = _environment().get_template("slips.html")
    html = template.render(
        title=TITLE, sheets=people, prefecture=prefecture, sign_in_link=sign_in_link, printed_at=printed_at
    )
    named = "\n".join([clock.to_text(printed_at), *(person.name for person in people)])
    return Document(
        html=html, title=TITLE, created_at=printed_at, identifier=hashlib.sha256(named.encode()).hexdigest()[:32]
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(moment=dates.moment, day=dates.day)
    return environment
