"""What the public pages of webinars say: calendars, feeds, forms, overseas hours."""

from webapp.wording.typography import spaced

CALENDAR_CANCELLED = " (annulé)"
CALENDAR_PLACE = "En ligne"
CALENDAR_LINK = spaced("Pour y entrer : le lien personnel de votre message de confirmation.")
CALENDAR_PAGE = spaced("La page du webinaire : {page}")
CALENDAR_FILE = "webinaire"
FEED = spaced("Webinaires : {name}")
