"""Messages as letters: one page or more for each, with its link written out and drawn as a square."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.kernel import clock, paths
from webapp.kernel.models import frozen
from webapp.outbox.document import mail
from webapp.outbox.model import LINK, Means, Message
from webapp.pdf.model import Document
from webapp.pdf.square import square
from webapp.wording import dates
from webapp.wording.templates import FrenchSpaces

TITLE = "Lettres à remettre"
_NO_LINK = "connectez-vous à l’adresse {address}"


@frozen
class Sheet:
    """What one letter says; `link` and its `square` are None when it carries none."""

    name: str
    subject: str
    text: str
    joined: tuple[str, ...]
    link: str | None
    square: str | None


def letters(
    messages: Sequence[Message], means: Means, *, linked: frozenset[int], prefecture: str, now: datetime
) -> Document:
    """Lay out letters; those of `linked` open a door and are rendered at once, never stored."""
    sheets = [_sheet(each, means, with_link=each.id in linked) for each in messages]
    html = (
        _environment()
        .get_template("letters.html")
        .render(title=TITLE, sheets=sheets, prefecture=prefecture, printed_at=now)
    )
    named = "\n".join([clock.to_text(now), *(str(each.id) for each in messages)])
    return Document(html=html, title=TITLE, created_at=now, identifier=hashlib.sha256(named.encode()).hexdigest()[:32])


def _sheet(message: Message, means: Means, *, with_link: bool) -> Sheet:
    letter = message.letter
    link = mail.address_of_link(letter, means) if letter.link is not None and with_link else None
    instead = _NO_LINK.format(address=paths.link(means.public_address, "sign_in"))
    return Sheet(
        name=letter.name,
        subject=letter.subject,
        text=letter.body.replace(LINK, link or instead),
        joined=tuple(each.name for each in letter.joined),
        link=link,
        square=None if link is None else square(link),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(day=dates.day)
    return environment
