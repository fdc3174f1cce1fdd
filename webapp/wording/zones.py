"""Hours overseas, shown beside that of Paris (WEB-11)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.wording.dates import NBSP, in_paris, weekday

ZONES = {
    "America/Guadeloupe": "en Guadeloupe, à Saint-Martin et à Saint-Barthélemy",
    "America/Martinique": "en Martinique",
    "America/Cayenne": "en Guyane",
    "Indian/Reunion": "à La Réunion",
    "Indian/Mayotte": "à Mayotte",
    "America/Miquelon": "à Saint-Pierre-et-Miquelon",
    "Pacific/Noumea": "en Nouvelle-Calédonie",
    "Pacific/Tahiti": "à Tahiti",
    "Pacific/Marquesas": "aux Marquises",
    "Pacific/Gambier": "aux Gambier",
    "Pacific/Wallis": "à Wallis-et-Futuna",
}


def chosen(zone: str) -> str:
    """Return a zone of the list, '' for any other."""
    return zone if zone in ZONES else ""


def there(instant: datetime, zone: str) -> str:
    """Write « 18 h 30 à La Réunion », with the day where it is another one than in Paris."""
    local = instant.astimezone(ZoneInfo(zone))
    hour = f"{local.hour}{NBSP}h{NBSP}{local.minute:02d} {ZONES[zone]}"
    return hour if local.date() == in_paris(instant).date() else f"{hour}, le {weekday(local.date())}"
