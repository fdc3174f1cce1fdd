"""Where a link received by mail leads, and the address it was sent to, half hidden."""

import re

# The first that fits says it; the rest of the path is the page's own business.
_PLACES = (
    (r"/seances/\d+/reponse", "votre réponse à la convocation"),
    (r"/seances/\d+/(points/\d+/)?voter", "le vote"),
    (r"/seances/\d+/proces-verbal", "le procès-verbal"),
    (r"/seances/\d+/dossier", "le dossier de la séance"),
    (r"/seances/\d+/mandat", "votre mandat"),
    (r"/seances/\d+/consultation", "la consultation écrite"),
    (r"/seances/\d+", "la page de la séance"),
)
_ELSEWHERE = "votre espace"
SHOWN = 2


def opens(page: str) -> str:
    """Say what a path of the house opens: « votre réponse à la convocation »."""
    return next((words for pattern, words in _PLACES if re.match(pattern, page)), _ELSEWHERE)


def hidden(address: str | None) -> str:
    """Show enough of an address for its owner to know it: « an…@exemple.fr »."""
    user, _, domain = (address or "").rpartition("@")
    return f"{user[:SHOWN]}…@{domain}" if domain else ""
