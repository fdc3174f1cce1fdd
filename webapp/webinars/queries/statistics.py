"""The figures of a webinar: sign-ups over time, by service and origin, presence, evaluations."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from webapp.kernel.models import frozen
from webapp.registrations import queries as registrations
from webapp.registrations.model import Companion, Occurrence, Registration
from webapp.storage.database import Database
from webapp.webinars.model import Shown
from webapp.webinars.model.afterwards import EvaluationState, Results
from webapp.webinars.model.attendance import Certificate, Line
from webapp.webinars.queries import afterwards, attendance
from webapp.webinars.store import attendance as lines
from webapp.webinars.store import certificates as issued
from webapp.wording.dates import in_paris

PIECE = 500  # rows of an export read at once
MOST_LINES = 20  # services told apart; the others are counted together


@frozen
class Group:
    """How many of one service or origin signed up, are confirmed, came."""

    name: str
    signed: int
    confirmed: int
    came: int


@frozen
class Attended:
    """One date: how many were confirmed, came, were attested."""

    occurrence: Occurrence
    confirmed: int
    came: int
    certificates: int

    @property
    def rate(self) -> int | None:
        """Percent of the confirmed who came; None where nobody was."""
        return None if not self.confirmed else round(100 * self.came / self.confirmed)


@frozen
class Figures:
    """All that the page of figures shows."""

    days: tuple[tuple[date, int], ...]
    services: tuple[Group, ...]
    origins: tuple[Group, ...]
    dates: tuple[Attended, ...]
    results: tuple[tuple[Occurrence, Results], ...]


def figures(db: Database, shown: Shown) -> Figures:
    """Gather the figures of a webinar, each from the database's own counts."""
    came = attendance.came(db, [each.id for each in shown.occurrences])
    erased = lines.kept(db, [each.id for each in shown.occurrences])
    rows = [
        *(dict(row) for row in registrations.numbers_by(db, shown.campaign.id, came=came)),
        *({**dict(row), "signed": 0, "confirmed": 0} for row in erased),
    ]
    return Figures(
        days=_by_day(registrations.hours_of_arrival(db, shown.campaign.id)),
        services=_grouped((row["service"], row) for row in rows),
        origins=_grouped((row["origin"], row) for row in rows),
        dates=tuple(_attended(db, shown)),
        results=tuple(_results(db, shown.occurrences)),
    )


def _attended(db: Database, shown: Shown) -> Iterator[Attended]:
    ids = [each.id for each in shown.occurrences]
    confirmed = registrations.confirmed_numbers(db, shown.campaign.id)
    came, standing = attendance.came_numbers(db, ids), issued.standing_numbers(db, ids)
    for each in shown.occurrences:
        yield Attended(
            occurrence=each,
            confirmed=confirmed.get(each.id, 0),
            came=came.get(each.id, 0),
            certificates=standing.get(each.id, 0),
        )


def _by_day(hours: Iterable[tuple[datetime, int]]) -> tuple[tuple[date, int], ...]:
    found: dict[date, int] = {}
    for hour, number in hours:
        day = in_paris(hour).date()
        found[day] = found.get(day, 0) + number
    return tuple(sorted(found.items()))


def _grouped(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Group, ...]:
    """Add up what bears the same name, the most numerous first; beyond twenty names, the rest together."""
    found: dict[str, list[int]] = {}
    for name, row in rows:
        kept = found.setdefault(name, [0, 0, 0])
        for place, part in enumerate(("signed", "confirmed", "came")):
            kept[place] += int(row[part])
    groups = [Group(name=name, signed=a, confirmed=b, came=c) for name, (a, b, c) in found.items()]
    groups.sort(key=lambda group: (-group.signed, group.name))
    if len(groups) <= MOST_LINES:
        return tuple(groups)
    rest = groups[MOST_LINES:]
    others = Group(
        name="Autres",
        signed=sum(each.signed for each in rest),
        confirmed=sum(each.confirmed for each in rest),
        came=sum(each.came for each in rest),
    )
    return (*groups[:MOST_LINES], others)


def _results(db: Database, dates: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Results]]:
    listed = list(dates)
    asked = [
        each
        for each in afterwards.evaluations(db, [date.id for date in listed])
        if each.state is not EvaluationState.PREPARED
    ]
    found = afterwards.results_of(db, asked)
    return ((each, found[each.id]) for each in listed if each.id in found)


@frozen
class Exported:
    """A registration as an export writes it, with what its person answered and what was seen of them."""

    registration: Registration
    answers: dict[str, str]
    companions: dict[int, Companion]
    lines: tuple[Line, ...]
    certificate: Certificate | None


def exported(db: Database, campaign_id: int) -> Iterator[Exported]:
    """Yield every registration of a campaign in the order of arrival, read piece by piece."""
    last = 0
    while found := registrations.after(db, campaign_id, last, limit=PIECE):
        last = found[-1].id
        ids = [each.id for each in found]
        answers, companions = registrations.answers_of(db, ids), registrations.companions_of(db, ids)
        seen: dict[int, list[Line]] = {}
        for line in lines.of(db, ids):
            if line.stands and line.who.position == 0:
                seen.setdefault(line.who.registration_id, []).append(line)
        standing = {
            each.who.registration_id: each
            for each in issued.of_registrations(db, ids)
            if each.stands and each.who.position == 0
        }
        for each in found:
            yield Exported(
                registration=each,
                answers=answers.get(each.id, {}),
                companions=companions.get(each.id, {}),
                lines=tuple(seen.get(each.id, [])),
                certificate=standing.get(each.id),
            )
