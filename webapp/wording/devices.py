"""From where and by what somebody came in: « Firefox sur Windows », « Bulletin d’accès »."""

METHODS = {
    "password": "Mot de passe",
    "slip": "Bulletin d’accès",
    "code": "Code dicté par téléphone",
    "link": "Lien reçu par courriel",
}

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "téléphone Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Name a browser and the machine it runs on, from its User-Agent header."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or "Appareil inconnu"
