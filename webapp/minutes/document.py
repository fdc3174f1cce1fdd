"""The pages of the minutes: one set of templates for the PDF and for its accessible twin on the screen (LAW ACC-2)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from webapp.kernel.models import frozen
from webapp.meetings.rules.quorum import IN_WRITING
from webapp.minutes.model import Facts, FileKind, MinutesState, NamedRecord, fingerprint, to_json
from webapp.minutes.model.facts import PUBLISHED
from webapp.minutes.model.publishing import Ground
from webapp.minutes.model.votes import QuorumLine
from webapp.pdf.model import Attachment, Document, Field
from webapp.pdf.signatures import SEAL, STAMPS, field_of
from webapp.wording import dates, numbers, rehearsal, results, signing
from webapp.wording import minutes as words
from webapp.wording import publishing as publishing_words
from webapp.wording.sitting import APPROVED, BY_THE_CHAIR
from webapp.wording.templates import FrenchSpaces

TEMPLATES = Path(__file__).with_name("templates")
SCHEMA_FILE = Path(__file__).with_name(
    "facts.schema.json"
)  # of the house: served, documented, attached beside the facts


@frozen
class Content:
    """What the pages say: facts, and the free texts beside them in the order of the agenda."""

    facts: Facts
    state: MinutesState
    summaries: tuple[str, ...]
    incidents: str
    changed_at: datetime
    approved_at: datetime | None

    @property
    def mark(self) -> str:
        return words.MARKS[self.state]

    @property
    def before_approval(self) -> bool:
        return self.state in {MinutesState.DRAFT, MinutesState.SUBMITTED}


@frozen
class Pages:
    """A document before it is rendered: `body` for the screen, `source` the fingerprint of all that it is made from."""

    title: str
    body: Markup
    html: str
    created_at: datetime
    attachments: tuple[Attachment, ...]
    head: str = ""
    fields: tuple[Field, ...] = ()

    @property
    def source(self) -> str:
        parts = [self.html.encode(), self.title.encode(), self.created_at.isoformat().encode()]
        return fingerprint(b"\0".join([*parts, *(each.content for each in self.attachments)]))

    @property
    def document(self) -> Document:
        return Document(
            html=self.html,
            title=self.title,
            created_at=self.created_at,
            identifier=self.source[:32],
            attachments=self.attachments,
            head=self.head,
            fields=self.fields,
        )


def minutes(content: Content) -> Pages:
    """Lay out the whole minutes, with their facts attached as JSON; the final version awaits its signatures.

    Its footer bears the fingerprint of the text and of the facts: a scan of what was signed by hand leads back to it.
    """
    facts = content.facts
    corrected = "" if facts.rectifies is None else f" rectificatif n°\u00a0{facts.rectifies.number}"
    title = f"Procès-verbal{corrected}, {facts.committee}, {dates.day(facts.day)}"
    name = "minutes" if facts.written is None else "written"
    fields = _fields(facts) if content.state.final else ()
    return _pages(name, title, content, _attached(facts), fields=fields)


def _fields(facts: Facts) -> tuple[Field, ...]:
    """Return the fields to sign, in their order: the signers', the seal's, those of the time stamps."""
    signers = tuple(
        Field(name=field_of(place), label=f"Signature : {role}") for place, role in enumerate(facts.signers)
    )
    late = len(facts.signers) + 1  # each signature and the seal may be stamped afterwards
    stamps = tuple(Field(name=name, label="Horodatage") for name in STAMPS[:late])
    return (*signers, Field(name=SEAL, label=signing.SEAL), *stamps)


def no_quorum(content: Content) -> Pages:
    """Lay out the finding that there was no quorum (constat de carence, CRPA R133-10; LAW QUO-3).

    It carries no facts: its page prints but a part of them, and the minutes of the sitting print and carry them all.
    """
    facts = content.facts
    title = f"{words.TITLES[FileKind.NO_QUORUM]}, {facts.committee}, {dates.day(facts.day)}"
    return _pages("no_quorum", title, content, ())


def extract(content: Content, number: int) -> Pages:
    """Lay out the extract of one item (avis), by its place in the agenda from 0, for the file of the act (LAW PV-9)."""
    facts = content.facts
    item = facts.agenda[number]
    title = f"{words.TITLES[FileKind.EXTRACT]}, point {item.label}, {facts.committee}, {dates.day(facts.day)}"
    return _issued("extract", title, content, item=item, number=number)


def opinions(content: Content) -> Pages:
    """Lay out every opinion of the sitting on a page (relevé des avis), issued without awaiting the minutes (LAW PV-9)."""
    facts = content.facts
    return _issued("opinions", f"{words.TITLES[FileKind.OPINIONS]}, {facts.committee}, {dates.day(facts.day)}", content)


def publishable(facts: Facts, body: Markup, *, grounds: Sequence[Ground], created_at: datetime) -> Pages:
    """Lay out the publishable version around the pages that are left; it carries no file and no print of the full one."""
    title = f"{words.TITLES[FileKind.PUBLISHABLE]}, {facts.committee}, {dates.day(facts.day)}"
    return _laid_out("publishable", title, created_at, (), mark="", facts=facts, pages=body, grounds=grounds)


def annex(record: NamedRecord, facts: Facts, created_at: datetime) -> Pages:
    """Lay out the named record, with its data attached: its hash is the one that the minutes give."""
    attached = Attachment(
        name="releve-nominatif.json",
        mime="application/json",
        content=to_json(record),
        description="Relevé nominatif des votes, lisible par machine",
    )
    title = f"{words.TITLES[FileKind.ANNEX]}, {facts.committee}, {dates.day(facts.day)}"
    return _laid_out("annex", title, created_at, (attached,), mark="", record=record, facts=facts)


def name_of(kind: FileKind, code: str, day: date, label: str = "") -> str:
    """Return the name under which a file is handed over, in plain ASCII."""
    stem = {
        "minutes": "proces-verbal",
        "extract": "avis",
        "annex": "releve-nominatif",
        "no_quorum": "constat-de-carence",
        "opinions": "releve-des-avis",
        "publishable": "proces-verbal-publiable",
    }
    point = re.sub(r"[^A-Za-z0-9]+", "-", label).strip("-").lower()
    parts = [stem[kind.value], code.lower(), day.isoformat(), *([f"point-{point}"] if point else [])]
    return "-".join(parts) + ".pdf"


def _attached(facts: Facts) -> tuple[Attachment, ...]:
    """Return the facts and the schema that explains them (« Supplement » is PDF/A-3's word for it)."""
    told = Attachment(
        name="faits.json",
        mime="application/json",
        content=to_json(facts),
        description="Faits du procès-verbal, lisibles par machine",
    )
    schema = Attachment(
        name="faits.schema.json",
        mime="application/schema+json",
        content=SCHEMA_FILE.read_bytes(),
        description="Schéma des faits (JSON Schema 2020-12)",
        relationship="Supplement",
    )
    return (told, schema)


def _issued(name: str, title: str, content: Content, **more: Any) -> Pages:
    """Lay out what services use the next morning: until the minutes are approved, each page says that they are not."""
    before = content.before_approval
    mark = words.BEFORE_APPROVAL if before else ""
    fields = () if content.facts.rehearsal or content.facts.closed_at is None else _fields(content.facts)
    return _pages(
        name, title, content, (), mark=mark, fields=fields, before_approval=before, to_sign=bool(fields), **more
    )


def _pages(
    name: str,
    title: str,
    content: Content,
    attachments: tuple[Attachment, ...],
    *,
    mark: str | None = None,
    **more: Any,
) -> Pages:
    return _laid_out(
        name,
        title,
        content.changed_at,
        attachments,
        mark=content.mark if mark is None else mark,
        content=content,
        facts=content.facts,
        facts_hash=fingerprint(attachments[0].content if attachments else to_json(content.facts)),
        **more,
    )


def _laid_out(
    name: str,
    title: str,
    created_at: datetime,
    attachments: tuple[Attachment, ...],
    *,
    fields: tuple[Field, ...] = (),
    **context: Any,
) -> Pages:
    facts: Facts = context["facts"]
    body = Markup(_environment().get_template(f"{name}.html").render(**context))  # noqa: S704 — rendered with autoescape
    footer = f"{facts.authority} · {facts.code} · {title.partition(',')[0]} · séance du {dates.day(facts.day)}"
    if fields:
        footer += f" · empreinte {fingerprint(str(body).encode())}"
    title = rehearsal.titled(title, rehearsal=facts.rehearsal)
    html = _environment().get_template("page.html").render(title=title, body=body, footer=footer, mark=context["mark"])
    head = rehearsal.headed(rehearsal=facts.rehearsal)
    return Pages(
        title=title, body=body, html=html, created_at=created_at, attachments=attachments, head=head, fields=fields
    )


def paragraphs(text: str) -> Markup:
    """Set a free text: a blank line parts paragraphs, a line that begins with a dash is one of a list."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    if all(line.startswith(("- ", "– ", "• ")) for line in lines):
        points = (Markup("<li>{}</li>").format(line[2:]) for line in lines)
        return Markup("<ul>{}</ul>").format(Markup().join(points))
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in lines))


def _quorum(found: QuorumLine) -> str:
    return words.quorum_said(
        applies=found.applies,
        composing=found.composing,
        required=found.required,
        counted=found.counted,
        reached=found.reached,
        source=found.source,
        present=found.present,
        represented=found.represented,
        recused=found.recused,
        fallen=found.fallen,
        second_notice=found.second_notice,
        in_writing=found.source == IN_WRITING,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(
        day=_day,
        weekday=dates.weekday,
        hour=dates.hour,
        moment=dates.moment,
        paragraphs=paragraphs,
        quorum=_quorum,
        stop=_stop,
    )
    environment.globals.update(
        words=words,
        results=results,
        schema=PUBLISHED,
        signing=signing,
        publishing=publishing_words,
        field_of=field_of,
        seal=SEAL,
        count=numbers.count,
        unopposed=APPROVED,
        in_writing=IN_WRITING,
        by_the_chair=BY_THE_CHAIR,
    )
    return environment


def _stop(text: str) -> str:
    """End a sentence that its writer left open."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _day(value: date | datetime) -> str:
    return dates.day(value)
