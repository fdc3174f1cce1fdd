"""Where one can go: the menu by roles, and the first page after the sign-in."""

from flask import Flask, request

from webapp.accounts.model import Role, SignedIn
from webapp.web.kit import access

HOME = "/accueil"
DESK = "/secretariat"
DEPOSITS = "/rapporteur"
COMMITTEES = "/secretariat/commissions"
ACCOUNTS = "/secretariat/comptes"
MAIL = "/secretariat/envois"
JOURNAL = "/secretariat/journal"
SYSTEM = "/secretariat/systeme"
RIGHTS = "/secretariat/droits"
WEBINARS = "/webinaires"
ORGANISING = "/organisation/webinaires"
SIMULATOR = "/outils/simulateur"
HELP = "/aide"

Link = tuple[str, str, bool]


def install(app: Flask) -> None:
    """Give `nav` to the templates."""
    app.context_processor(lambda: {"nav": links(access.person(), request.path)})


def links(who: SignedIn | None, path: str) -> list[Link]:
    """Return the menu of somebody: label, address, whether it is where they are."""
    places = _places(who)
    here = max((url for _, url in places if _is_within(path, url)), key=len, default=None)
    return [(label, url, url == here) for label, url in places]


def _is_within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(f"{url}/"))


def _places(who: SignedIn | None) -> list[tuple[str, str]]:
    if who is None:
        return [("Accueil", "/"), ("Webinaires", WEBINARS), ("Simulateur", SIMULATOR), ("Aide", HELP)]
    administers = who.has(Role.ADMINISTRATOR)
    keeps = who.has(Role.SECRETARIAT)
    places = [("Accueil", HOME)]
    if keeps:
        places += [("Secrétariat", DESK), ("Commissions", COMMITTEES)]
    if who.has(Role.RAPPORTEUR):
        places.append(("Points confiés", DEPOSITS))
    if who.has(Role.ORGANISER):
        places.append(("Vos webinaires", ORGANISING))
    if keeps or administers:
        places.append(("Comptes", ACCOUNTS))
    if keeps or administers or who.has(Role.ORGANISER):
        places.append(("Envois", MAIL))
    if administers or who.everywhere(Role.AUDITOR):
        places.append(("Journal", JOURNAL))
    if administers:
        places += [("Données personnelles", RIGHTS), ("Système", SYSTEM)]
    return [*places, ("Simulateur", SIMULATOR), ("Aide", HELP)]


def first_page(who: SignedIn) -> str:
    """Return where somebody's work begins."""
    if who.has(Role.SECRETARIAT):
        return DESK
    if who.has(Role.ADMINISTRATOR):
        return ACCOUNTS
    if who.everywhere(Role.AUDITOR):
        return JOURNAL
    if who.has(Role.ORGANISER):
        return ORGANISING
    return DEPOSITS if who.has(Role.RAPPORTEUR) and len(who.grants) == 1 else HOME
