"""Certificates and attendance sheets, laid out to be rendered: the same facts make the same pages for ever."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.kernel.paths import link
from webapp.pdf.model import Document
from webapp.pdf.square import square
from webapp.registrations.model import Occurrence
from webapp.webinars.model.attendance import Attendee, Certificate
from webapp.wording import attendance as words
from webapp.wording import dates, numbers
from webapp.wording.templates import FrenchSpaces


@frozen
class SheetFacts:
    """What an attendance sheet says."""

    authority: str
    title: str
    occurrence: Occurrence
    threshold: int
    people: tuple[Attendee, ...]
    at: datetime


def certificate(issued: Certificate, *, public_address: str) -> Document:
    """Lay out a certificate, with the address where it is checked."""
    address = link(public_address, "certificate", number=issued.number)
    facts = issued.facts
    title = f"Attestation {issued.number}, {facts['name']}, {facts['title']}"
    html = (
        _environment()
        .get_template("certificate.html")
        .render(
            certificate=issued,
            facts=facts,
            starts_at=clock.from_text(facts["starts_at"]),
            ends_at=clock.from_text(facts["ends_at"]),
            address=address,
            square=square(address),
            title=title,
        )
    )
    return Document(html=html, title=title, created_at=issued.issued_at, identifier=issued.hash[:32])


def sheet(facts: SheetFacts) -> Document:
    """Lay out who came to a date, with the hours of each."""
    title = f"Feuille de présence, {facts.title}, {dates.day(facts.occurrence.starts_at)}"
    html = _environment().get_template("sheet.html").render(facts=facts, came=came(facts.people), title=title)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return Document(html=html, title=title, created_at=facts.at, identifier=identifier)


def came(people: Iterable[Attendee]) -> int:
    """Count those of whom something was seen."""
    return sum(each.presence.seen for each in people)


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
    environment.filters.update(day=dates.day, weekday=dates.weekday, hour=dates.hour, moment=dates.moment)
    environment.globals.update(count=numbers.count, words=words)
    return environment
