"""Reading the list of participants that a videoconference tool exports: its headings, its hours, its durations."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import MINYEAR, UTC, date, datetime, time, timedelta
from enum import StrEnum, auto
from typing import Final, TypeVar

from webapp.committees.roster.text import clean, fold, name_key
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.webinars.model.attendance import AttendanceRefusal, Interval, ReadList, Row, Who
from webapp.wording.dates import PARIS, in_paris

Cell = object
Key = TypeVar("Key")
NAME_MOST: Final = 200
HALF_A_DAY: Final = 12


class Column(StrEnum):
    """What a column of such a list may hold."""

    NAME = auto()
    LAST_NAME = auto()
    FIRST_NAME = auto()
    EMAIL = auto()
    JOIN = auto()
    LEAVE = auto()
    MINUTES = auto()
    SECONDS = auto()


# Headings without case, accents nor punctuation, as BigBlueButton, Zoom, Teams, Webex and plain lists write them.
HEADINGS: Final[Mapping[str, Column]] = {
    **dict.fromkeys(
        ("name", "full name", "participant", "participants", "nom complet", "nom et prenom", "prenom et nom", "nom du participant", "name original name", "nom nom original", "attendee", "display name"),
        Column.NAME,
    ),
    **dict.fromkeys(("nom", "last name", "nom de famille"), Column.LAST_NAME),
    **dict.fromkeys(("prenom", "first name"), Column.FIRST_NAME),
    **dict.fromkeys(
        ("email", "e mail", "user email", "mail", "courriel", "adresse", "adresse electronique", "adresse e mail", "adresse mail", "adresse de messagerie", "attendee email", "email address", "e mail de l utilisateur", "participant id upn"),
        Column.EMAIL,
    ),
    **dict.fromkeys(
        ("join", "joined", "join time", "first join", "first join time", "heure d arrivee", "arrivee", "entree", "heure d entree", "debut", "premiere arrivee", "premiere participation", "heure de participation", "heure de connexion", "connexion"),
        Column.JOIN,
    ),
    **dict.fromkeys(
        ("left", "leave", "leave time", "last leave", "last leave time", "heure de depart", "depart", "sortie", "heure de sortie", "fin", "dernier depart", "heure du depart", "heure de deconnexion", "deconnexion"),
        Column.LEAVE,
    ),
    **dict.fromkeys(
        ("duration", "duree", "duration minutes", "duree minutes", "total duration minutes", "duree totale minutes", "attendance duration", "attendance duration mins", "in meeting duration", "duree de la reunion", "duree de participation", "minutes", "temps de presence", "duree de presence"),
        Column.MINUTES,
    ),
    **dict.fromkeys(("duration seconds", "duree secondes", "secondes"), Column.SECONDS),
}  # fmt: skip
_UNITS: Final = {"h": 3600, "m": 60, "s": 1}
_PARTS: Final = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(h|heures?|hr|hours?|m|min|mn|minutes?|mins|s|sec|secondes?|seconds?)\b"
)
_CLOCK: Final = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_BESIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|\s[-–|]\s.*")
_SHAPES: Final = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%d/%m/%y %H:%M:%S", "%d/%m/%y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%b %d %Y %I:%M:%S %p", "%b %d %Y %H:%M:%S",
)  # fmt: skip
_HOURS: Final = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


@frozen(kw_only=False)
class Head:
    """The line of headings: where it is, and the place of each column that is understood."""

    row: int
    columns: Mapping[Column, int]

    @property
    def named(self) -> bool:
        return not {Column.NAME, Column.LAST_NAME, Column.EMAIL}.isdisjoint(self.columns)

    @property
    def timed(self) -> bool:
        return not {Column.JOIN, Column.MINUTES, Column.SECONDS}.isdisjoint(self.columns)

    @property
    def score(self) -> tuple[bool, bool, int]:
        """What makes one line, or one way of reading a file, a better one than another."""
        return self.named and self.timed, self.named, len(self.columns)


def head_of(rows: Sequence[Sequence[Cell]]) -> Head:
    """Return the likeliest line of headings; a later one as good wins: a summary comes before the connections."""
    found = Head(0, {})
    for place, row in enumerate(rows):
        columns: dict[Column, int] = {}
        for at, cell in enumerate(row):
            known = HEADINGS.get(fold(cell)) if isinstance(cell, str) else None
            if known is not None:
                columns.setdefault(known, at)
        head = Head(place, columns)
        if columns and head.score >= found.score:
            found = head
    return found


def read(rows: Sequence[Sequence[Cell]], session: Interval) -> ReadList:
    """Read a sheet; hours without a date are those of the session's day, in Paris.

    A duration without hours is placed from the beginning of the session, one after the other for one person.
    """
    head = head_of(rows)
    if not head.named:
        raise Refusal(AttendanceRefusal.LIST_WITHOUT_NAMES)
    if not head.timed:
        raise Refusal(AttendanceRefusal.LIST_WITHOUT_HOURS)
    found: list[Row] = []
    placed: dict[tuple[str, str], datetime] = {}
    unread = 0
    for row in _under(rows, head):
        name, email = _name(row, head), _text(row, head, Column.EMAIL).lower()
        if not name and not email:
            continue
        who = (fold(name), email)
        interval = _interval(row, head, session, placed.get(who, session.since))
        if interval is None:
            unread += 1
            continue
        if Column.JOIN not in head.columns:
            placed[who] = interval.until
        found.append(Row(name=name[:NAME_MOST], email=email[:NAME_MOST] if "@" in email else "", interval=interval))
    return ReadList(rows=tuple(found), unread=unread)


def _under(rows: Sequence[Sequence[Cell]], head: Head) -> Iterable[Sequence[Cell]]:
    """Yield the rows under the headings, to the first empty line: what follows it is another table."""
    for row in rows[head.row + 1 :]:
        if not any(str(cell).strip() for cell in row if cell is not None):
            return
        yield row


def _cell(row: Sequence[Cell], head: Head, column: Column) -> Cell:
    place = head.columns.get(column)
    return "" if place is None or place >= len(row) else row[place]


def _text(row: Sequence[Cell], head: Head, column: Column) -> str:
    cell = _cell(row, head, column)
    return clean(cell) if isinstance(cell, str) else ""


def _name(row: Sequence[Cell], head: Head) -> str:
    whole = _text(row, head, Column.NAME)
    return whole or f"{_text(row, head, Column.FIRST_NAME)} {_text(row, head, Column.LAST_NAME)}".strip()


def _interval(row: Sequence[Cell], head: Head, session: Interval, free: datetime) -> Interval | None:
    """Return when somebody was there; None where the row does not say it.

    Between a first arrival and a last departure, no more counts than the duration that the tool counted.
    """
    since = instant(_cell(row, head, Column.JOIN), session)
    until = instant(_cell(row, head, Column.LEAVE), session)
    lasted = _duration(row, head)
    if since is None:
        if Column.JOIN in head.columns or lasted is None:
            return None
        return Interval(free, free + lasted)
    if until is None:
        until = since if lasted is None else since + lasted
    elif lasted is not None:
        until = min(until, since + lasted + timedelta(minutes=1))  # tools count in whole minutes
    return Interval(since, until) if since <= until else None


def instant(cell: Cell, session: Interval) -> datetime | None:
    """Return an instant as a tool writes it, or None; of two readings of a date, the one on the session's day."""
    found = _read(cell, in_paris(session.since).date())
    return None if found is None or found.year == MINYEAR else found.astimezone(UTC)


def _read(cell: Cell, day: date) -> datetime | None:
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=PARIS)
    if isinstance(cell, time):
        return datetime.combine(day, cell.replace(tzinfo=None), tzinfo=PARIS)
    if not isinstance(cell, str) or not (text := " ".join(cell.replace(",", " ").split())):
        return None
    return _iso(text) or _dated(text, day) or _hour(text, day)


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=PARIS)) if len(text) > len("2026-12-10") else None


def _dated(text: str, day: date) -> datetime | None:
    """Read a day and an hour; day and month are told apart by the session's own day."""
    for shape in _SHAPES:
        found = _parsed(text, shape)
        if found is not None and abs(found.date() - day) <= timedelta(days=1):
            return found.replace(tzinfo=PARIS)
    return None


def _hour(text: str, day: date) -> datetime | None:
    hours, mark, minutes = "".join(text.lower().split()).partition("h")
    plain = f"{hours}:{minutes or '00'}" if mark else text
    found = next((each for shape in _HOURS if (each := _parsed(plain, shape)) is not None), None)
    return None if found is None else datetime.combine(day, found.time(), tzinfo=PARIS)


def _parsed(text: str, shape: str) -> datetime | None:
    try:
        return datetime.strptime(text, shape)  # noqa: DTZ007 — its zone is put by the caller
    except ValueError:
        return None


def _duration(row: Sequence[Cell], head: Head) -> timedelta | None:
    seconds = duration(_cell(row, head, Column.SECONDS), unit=1)
    return seconds if seconds is not None else duration(_cell(row, head, Column.MINUTES), unit=60)


def duration(cell: Cell, *, unit: int) -> timedelta | None:
    """Return a duration as a tool writes it, or None; a bare number is in `unit` seconds."""
    if isinstance(cell, timedelta):
        return _bounded(cell.total_seconds())
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _bounded(float(cell) * unit)
    return _bounded(_seconds(" ".join(cell.lower().split()), unit)) if isinstance(cell, str) else None


def _seconds(text: str, unit: int) -> float:
    """Return how long a text says, in seconds; -1 where it says nothing of the kind."""
    if re.fullmatch(r"\d{1,6}(?:[.,]\d+)?", text):
        return float(text.replace(",", ".")) * unit
    if clock := _CLOCK.fullmatch(text):
        first, second, third = clock.groups()
        if third is None and int(first) >= HALF_A_DAY:  # « 48:00 » : minutes and seconds
            return int(first) * 60 + int(second)
        return int(first) * 3600 + int(second) * 60 + int(third or 0)
    parts = _PARTS.findall(text)
    if not parts or _PARTS.sub("", text).strip(" ,et"):
        return -1
    return sum(float(number.replace(",", ".")) * _UNITS[word[0]] for number, word in parts)


def _bounded(seconds: float) -> timedelta | None:
    return timedelta(seconds=round(seconds)) if 0 <= seconds <= timedelta(days=2).total_seconds() else None


@frozen(kw_only=False)
class Known:
    """Somebody of the list of those who signed up, as a tool's row may name them."""

    who: Who
    name: str
    email: str


class Book:
    """Those who signed up, by address and by name, to recognise the rows of a list."""

    def __init__(self, known: Iterable[Known]) -> None:
        listed = list(known)
        self._emails = _grouped((each.email.lower(), each) for each in listed if each.who.position == 0)
        self._names = _grouped((name_key(each.name), each) for each in listed)
        self._sharing = _grouped((each.email.lower(), each) for each in listed)

    def find(self, row: Row) -> Who | None:
        """Return who a row names; a shared mailbox is told apart by the name (WEB-2)."""
        key = name_key(_BESIDE.sub("", row.name)) if row.name else frozenset()
        if row.email and row.email in self._emails:
            named = [each for each in self._sharing[row.email] if name_key(each.name) == key]
            alone = self._emails[row.email]
            return _one(named) or (_one(alone) if len(self._sharing[row.email]) == 1 else None)
        return _one(self._names.get(key, []))


def _one(found: Sequence[Known]) -> Who | None:
    return found[0].who if len(found) == 1 else None


def _grouped(pairs: Iterable[tuple[Key, Known]]) -> dict[Key, list[Known]]:
    found: dict[Key, list[Known]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found
