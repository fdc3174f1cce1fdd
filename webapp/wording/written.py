"""Words of a consultation in writing: its phases, how members take part, its messages."""

from datetime import datetime

from webapp.wording import dates

PHASES = {
    "prepared": "En préparation",
    "announced": "Annoncée",
    "debate": "Débats ouverts",
    "debate_over": "Heure limite des débats passée",
    "debate_closed": "Débats clos",
    "vote": "Vote ouvert",
    "vote_over": "Fin du vote passée",
    "vote_closed": "Vote clos",
    "results_sent": "Résultats envoyés",
}
MEANS = {"own": "Par son appareil", "provided": "Poste mis à disposition"}
MESSAGES = {
    "meeting.written_means": "Pourrez-vous participer ?",
    "meeting.written_announced": "Annonce de la consultation",
    "meeting.written_opened": "Ouverture des débats",
    "meeting.written_extended": "Prolongation des débats",
    "meeting.written_debate_closed": "Clôture des débats",
    "meeting.written_votes_opened": "Ouverture du vote",
    "meeting.written_results": "Résultats",
    "meeting.written_minutes": "Procès-verbal",
}
LATE = {"contribution": "Observation", "ballot": "Bulletin"}
REFUSED = {"contribution": "refusée", "ballot": "refusé"}
ON_THE_WHOLE = "Sur l’ensemble"


def left(until: datetime, now: datetime) -> str:
    """Say how long there is: « Il reste 3 jours et 4 heures »; nothing once the hour has passed."""
    return "" if now > until else f"Il reste {dates.remaining(until, now)}."
