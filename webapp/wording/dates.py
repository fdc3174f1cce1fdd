"""Dates and hours as a French secretary writes them, always in Europe/Paris."""

from datetime import MINYEAR, date, datetime
from zoneinfo import ZoneInfo

from webapp.wording.numbers import count

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"
TWICE = 2  # the hour that comes twice when clocks go back, in October

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def in_paris(instant: datetime) -> datetime:
    """Return the same instant on the clocks of Paris."""
    return instant.astimezone(PARIS)


def on_the_clocks(typed: datetime) -> datetime | None:
    """Return the instant of an hour read on the clocks of Paris; None for one that they skip, in the night of March.

    Of an hour that comes twice, in the night of October, the first one. None too before there is an instant in UTC.
    """
    if typed.year == MINYEAR:
        return None
    found = typed.replace(tzinfo=PARIS, fold=0)
    return found if comes_twice(found) or found.utcoffset() == found.replace(fold=1).utcoffset() else None


def comes_twice(local: datetime) -> bool:
    """Whether an hour of Paris is one of the two that bear the same name, in the night of October."""
    summer, winter = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    return summer is not None and winter is not None and summer > winter


def day(value: date | datetime) -> str:
    """Write « 10 décembre 2026 », « 1er mars 2026 »."""
    local = in_paris(value) if isinstance(value, datetime) else value
    number = "1er" if local.day == 1 else str(local.day)
    return f"{number}{NBSP}{MONTHS[local.month - 1]}{NBSP}{local.year}"


def weekday(value: date | datetime) -> str:
    """Write « jeudi 10 décembre 2026 »."""
    local = in_paris(value) if isinstance(value, datetime) else value
    return f"{DAYS[local.weekday()]} {day(local if not isinstance(local, datetime) else local.date())}"


def hour(instant: datetime) -> str:
    """Write « 14 h 30 »; of the hour that comes twice, which of the two: « 2 h 30 (heure d’été) »."""
    local = in_paris(instant)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}{_season(local)}"


def hour_seconds(instant: datetime) -> str:
    """Write « 14 h 30 min 05 s », where the second matters (receipts, journal)."""
    local = in_paris(instant)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}{NBSP}min{NBSP}{local.second:02d}{NBSP}s{_season(local)}"


def _season(local: datetime) -> str:
    if local.hour != TWICE or not comes_twice(local):
        return ""
    return f" (heure{NBSP}d’hiver)" if local.fold else f" (heure{NBSP}d’été)"


def hour_millis(instant: datetime) -> str:
    """Write « 17 h 59 min 59,999 s », where an hour ends on the millisecond (a consultation in writing)."""
    return hour_seconds(instant).replace(f"{NBSP}s", f",{instant.microsecond // 1000:03d}{NBSP}s")


def remaining(until: datetime, now: datetime) -> str:
    """Write how long there is until an instant, to its two largest units: « 3 jours et 4 heures », « moins d’une minute »."""
    minutes = int((until - now).total_seconds() // 60)
    days, hours = minutes // (24 * 60), minutes // 60 % 24
    parts = [(days, "jour"), (hours, "heure"), (minutes % 60, "minute")]
    said = [count(value, noun) for value, noun in parts if value]
    return " et ".join(said[:2]) or "moins d’une minute"


def moment(instant: datetime) -> str:
    """Write « jeudi 10 décembre 2026 à 14 h 30 »."""
    return f"{weekday(instant)} à {hour(instant)}"
