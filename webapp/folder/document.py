"""The pages of the day's folder, laid out from the sitting as it stands: enough to hold it if the machine stops."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webapp.committees.model import Appointment, SeatOnDay
from webapp.folder.model import Part
from webapp.kernel.models import frozen
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Item, ItemKind, Motion
from webapp.minutes.document import Pages, paragraphs
from webapp.minutes.model.facts import Member, Sat
from webapp.minutes.queries.people import quality
from webapp.wording import dates, folder, numbers, rehearsal, votes
from webapp.wording import minutes as words
from webapp.wording.templates import FrenchSpaces
from webapp.wording.typography import elided

TEMPLATES = Path(__file__).with_name("templates")
VOTES_ACROSS = 12  # columns of the roll call, as many as a landscape page takes
BALLOTS_A_PAGE = 8
SECRET_BALLOTS_MOST = 480  # beyond, one blank set is printed, to be copied for each vote
MANDATES_LEAST, MANDATES_MOST = 4, 20
MANDATE_ROWS_LEAST = 9
SPARE_VOTES = 2

T = TypeVar("T")


@frozen
class Day:
    """What the folder is made from.

    `approved`: the days of the sittings whose minutes are to be approved, by
    number; `members` are those of the minutes, once the sitting is closed.
    """

    sitting: Sitting
    authority: str
    first_sitting: date | None
    approved: Mapping[int, date]
    members: tuple[Member, ...]


@frozen
class Vote:
    """One vote to be held: `number` is its place in its item, 0 where the item has only one; None: no text is prepared."""

    item: Item
    motion: Motion | None
    number: int

    @property
    def label(self) -> str:
        """Name it in a column: « 4 », « 4, vote 2 »."""
        return f"{self.item.label}, vote {self.number}" if self.number else self.item.label

    @property
    def title(self) -> str:
        """Name what is voted on, the text besides where it has a name of its own."""
        motion = "" if self.motion is None or self.motion.title == self.item.title else self.motion.title
        return " : ".join(part for part in (_cut(self.item.title, 110), _cut(motion, 90)) if part)


@frozen
class Card:
    """A name to be put on the table; `size` says how large it can be written."""

    name: str
    quality: str

    @property
    def size(self) -> str:
        longest = max((len(word) for word in self.name.split()), default=0)
        if len(self.name) <= 22 and longest <= 14:  # noqa: PLR2004 — what fits across a page at 44 points
            return "large"
        return "middle" if len(self.name) <= 60 and longest <= 26 else "small"  # noqa: PLR2004 — same, at 31 points


@frozen
class Certificate:
    """Somebody's attendance: with its hours once the sitting is closed, else with blanks."""

    name: str
    quality: str
    college: str
    sat: tuple[Sat, ...]


def pages(day: Day, part: Part) -> Pages:
    """Lay out one part of the folder, or the whole of it."""
    sitting = day.sitting
    parts = tuple(each for each in Part if each is not Part.WHOLE) if part is Part.WHOLE else (part,)
    shared = _shared(day)
    bodies = [
        {"name": each.value, "body": Markup(_environment().get_template(f"{each.value}.html").render(**shared))}  # noqa: S704 — rendered with autoescape
        for each in parts
    ]
    practice = sitting.meeting.rehearsal
    title = rehearsal.titled(
        f"{folder.PARTS[part]}, {sitting.committee.name}, {dates.day(sitting.meeting.day)}", rehearsal=practice
    )
    html = (
        _environment().get_template("page.html").render(**shared, title=title, parts=bodies, whole=part is Part.WHOLE)
    )
    body = Markup("\n").join(each["body"] for each in bodies)
    return Pages(
        title=title,
        body=body,
        html=html,
        created_at=sitting.meeting.starts_at,
        attachments=(),
        head=rehearsal.headed(rehearsal=practice),
    )


def name_of(part: Part, code: str, day: date) -> str:
    """Return the name under which a part is handed over, in plain ASCII."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in code.lower())
    return f"{folder.FILES[part]}-{plain}-{day.isoformat()}.pdf"


def votes_of(sitting: Sitting) -> list[Vote]:
    """Return the votes that the agenda foresees, in their order; an item without any prepared has one all the same."""
    found = []
    for item in sitting.items:
        if item.over or item.kind is ItemKind.INFORMATION:
            continue
        motions = sitting.motions_of(item.id) or (None,)
        several = len(motions) > 1
        found += [
            Vote(item=item, motion=motion, number=place if several else 0)
            for place, motion in enumerate(motions, start=1)
        ]
    return found


def ballot_sets(day: Day) -> list[tuple[Vote | None, int]]:
    """Return the sets of ballots to print, each with how many.

    Where the committee votes in secret, a set for each vote while that stays reasonable; else one blank set.
    """
    each = _rounded(len(_voting(day.sitting)))
    foreseen = votes_of(day.sitting)
    if day.sitting.settings.ballot_kind == "secret" and foreseen and each * len(foreseen) <= SECRET_BALLOTS_MOST:
        return [(vote, each) for vote in foreseen]
    return [(None, each)]


def cards_of(sitting: Sitting) -> Iterator[Card]:
    """Yield a card for each person who may sit, titulars first, then substitutes."""
    seats = sitting.roster.seats
    titulars = [seat.titular for seat in seats if seat.titular is not None]
    substitutes = [each for seat in seats for each in seat.substitutes]
    seen = set()
    for each in (*titulars, *substitutes):
        if each.person_id not in seen:
            seen.add(each.person_id)
            yield Card(name=each.person.display_name, quality=quality(each))


def certificates_of(day: Day) -> Iterator[Certificate]:
    """Yield a certificate for everybody who sat, or before the end for every titular."""
    if day.members:
        for member in day.members:
            for name in dict.fromkeys(each.name for each in member.sat):
                sat = tuple(each for each in member.sat if each.name == name)
                yield Certificate(name=name, quality=sat[0].quality, college=member.college, sat=sat)
        return
    for seat in _voting(day.sitting):
        if seat.titular is not None:
            yield Certificate(
                name=seat.titular.person.formal_name,
                quality=quality(seat.titular),
                college=seat.seat.college_name,
                sat=(),
            )


def _voting(sitting: Sitting) -> list[SeatOnDay]:
    return [seat for seat in sitting.roster.seats if not seat.vacant or seat.substitutes]


def _rounded(number: int) -> int:
    """Return how many ballots fill whole pages, with some to spare."""
    return ceil((number + SPARE_VOTES) / BALLOTS_A_PAGE) * BALLOTS_A_PAGE


def _shared(day: Day) -> dict[str, Any]:
    sitting = day.sitting
    foreseen = votes_of(sitting)
    seats = len(sitting.roster.seats)
    return {
        "day": day,
        "sitting": sitting,
        "meeting": sitting.meeting,
        "committee": sitting.committee,
        "settings": sitting.settings,
        "quorum": sitting.quorum(),
        "seats": sitting.roster.seats,
        "chair": next((seat.titular for seat in sitting.roster.seats if seat.seat.is_chair), None),
        "agenda": [item for item in sitting.items if not item.over],
        "votes": foreseen,
        "heard": [(each, sitting.item_of(each.item_id)) for each in sitting.hearings],
        "columns": _columns(foreseen),
        "ballots": ballot_sets(day),
        "ballots_a_page": BALLOTS_A_PAGE,
        "cards": _parted(list(cards_of(sitting)), 2),
        "certificates": list(certificates_of(day)),
        "mandate_pages": ceil(min(MANDATES_MOST, max(MANDATES_LEAST, seats // 4)) / 2),
        "mandate_rows": max(MANDATE_ROWS_LEAST, seats // 4),
    }


def _columns(foreseen: Sequence[Vote]) -> list[Sequence[Vote | None]]:
    """Part the votes into tables as wide as a page, with columns left for votes that nobody foresaw."""
    width = ceil((len(foreseen) + SPARE_VOTES) / VOTES_ACROSS) * VOTES_ACROSS
    return _parted([*foreseen, *[None] * (width - len(foreseen))], VOTES_ACROSS)


def _parted(found: Sequence[T], size: int) -> list[Sequence[T]]:
    return [found[start : start + size] for start in range(0, len(found), size)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _person(appointment: Appointment) -> str:
    return appointment.person.formal_name


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
        day=dates.day,
        weekday=dates.weekday,
        hour=dates.hour,
        paragraphs=paragraphs,
        person=_person,
        quality=quality,
        elided=elided,
    )
    environment.globals.update(
        words=words,
        names=folder,
        forms=votes.FORMS,
        count=numbers.count,
        blank="……………",
        hours=f"……{dates.NBSP}h{dates.NBSP}……",
    )
    return environment
