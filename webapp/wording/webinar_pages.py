"""What the public pages of webinars say: calendars, feeds, forms, overseas hours."""

from datetime import date

from webapp.wording.dates import day
from webapp.wording.typography import spaced

CALENDAR_CANCELLED = " (annulé)"
CALENDAR_PLACE = "En ligne"
CALENDAR_LINK = spaced("Pour y entrer : le lien personnel de votre message de confirmation.")
CALENDAR_PAGE = spaced("La page du webinaire : {page}")
CALENDAR_FILE = "webinaire"
FEED = spaced("Webinaires : {name}")
EVERY_FEED = "Webinaires"
CHOOSE_ORIGIN = "Choisissez"
OTHER_ORIGIN = "Un autre"
SENSITIVE = "Lue des seuls organisateurs."


def purged(on: date, rule: str) -> str:
    """Say when an answer is erased, with the rule that says so."""
    return spaced(f"Réponse effacée le {day(on)}{f' ({rule})' if rule else ''}.")


def asked_when(label: str, answer: str) -> str:
    """Say that a question is for those alone who answered another one so."""
    return spaced(f"Seulement si vous avez répondu « {answer} » à « {label} ».")
