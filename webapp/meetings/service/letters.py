"""Messages of a sitting: written from a template, in the unit of the act that they announce."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.accounts import service as accounts
from webapp.accounts.model import Linking, Person
from webapp.audit import queries as journal
from webapp.meetings.service.unit import Unit
from webapp.outbox import service as outbox
from webapp.outbox.model import LINK, Joined, Letter, Link
from webapp.wording import dates
from webapp.wording.numbers import count
from webapp.wording.templates import FrenchSpaces


def occasion(unit: Unit) -> str:
    """Return the `version` of what an act writes: its place in the journal, which moves on when a clock was moved back."""
    return str(journal.last_entry(unit.db))


def post(
    unit: Unit,
    kind: str,
    person: Person,
    *,
    version: str,
    subject: str,
    page: str,
    linking: Linking,
    joined: Sequence[Joined] = (),
    due_at: datetime | None = None,
    **facts: object,
) -> int | None:
    """Leave a message for one person, inside the act's unit; a rehearsal writes to nobody.

    `kind` names the message and its template ("meeting.notice" is `notice.txt`), `version` tells it from an earlier
    one of that kind, `page` is where its link leads ("/seances/12"), `due_at` when it leaves if not at once. Returns its number, None when nothing was written.
    The template reads `facts`, `person`, `meeting`, `committee` and `link`.
    """
    if unit.meeting.rehearsal:
        return None
    body = _written(unit, kind, person=person, **facts)
    letter = Letter(
        key=f"{kind}:{unit.meeting.id}:{version}:person:{person.id}",
        kind=kind,
        about=unit.meeting.topic,
        committee_id=unit.meeting.committee_id,
        person_id=person.id,
        name=person.formal_name,
        address=person.email,
        subject=subject,
        body=body,
        link=_link(unit, person, page, linking, leaves_at=due_at or unit.at) if LINK in body else None,
        joined=tuple(joined),
    )
    return outbox.post(unit.db, letter, now=unit.at, due_at=due_at)


def _link(unit: Unit, person: Person, page: str, linking: Linking, *, leaves_at: datetime) -> Link:
    """Make a link that lasts from the hour at which its message leaves."""
    return accounts.new_link(unit.db, person.id, page, linking=linking, now=leaves_at)


def post_outside(
    unit: Unit, kind: str, *, name: str, address: str | None, version: str, subject: str, link: Link, **facts: object
) -> int | None:
    """Leave a message for somebody without account, as `post` does; `link` is theirs, and the template reads `name`."""
    if unit.meeting.rehearsal:
        return None
    letter = Letter(
        key=f"{kind}:{unit.meeting.id}:{version}",
        kind=kind,
        about=unit.meeting.topic,
        committee_id=unit.meeting.committee_id,
        person_id=None,
        name=name,
        address=address,
        subject=subject,
        body=_written(unit, kind, name=name, **facts),
        link=link,
    )
    return outbox.post(unit.db, letter, now=unit.at)


def _written(unit: Unit, kind: str, **facts: object) -> str:
    template = _environment().get_template(f"{kind.rpartition('.')[2]}.txt")
    return template.render(meeting=unit.meeting, committee=unit.framed().committee, link=LINK, **facts)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=False,  # noqa: S701 — plain text: nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[FrenchSpaces],
    )
    environment.globals.update(count=count)
    environment.filters.update(day=dates.day, weekday=dates.weekday, hour=dates.hour, moment=dates.moment)
    return environment
