"""`accounts create-administrator LOGIN …`: the first person of an empty house, entered from the machine itself."""

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from webapp import settings as configuration
from webapp.accounts import service
from webapp.accounts.model import PersonFields
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording import dates


def main(argv: list[str]) -> int:
    """Create an administrator and say how to sign in."""
    options = _parser().parse_args(argv)
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        return _create_administrator(db, settings, options)
    finally:
        db.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Les comptes des personnes.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    create = commands.add_parser(
        "create-administrator", help="crée un administrateur et imprime un lien de connexion qui sert une fois"
    )
    create.add_argument("login", metavar="LOGIN", help="identifiant, par exemple prenom.nom")
    create.add_argument("--first-name", required=True, help="prénom")
    create.add_argument("--last-name", required=True, help="nom de famille")
    create.add_argument("--civility", default="", help="Mme ou M.")
    create.add_argument("--email", default=None, help="adresse électronique")
    create.add_argument(
        "--password-stdin",
        action="store_true",
        help="lit un mot de passe sur l’entrée standard, au lieu d’imprimer un lien",
    )
    return parser


def _create_administrator(db: Database, settings: Settings, options: argparse.Namespace) -> int:
    fields = PersonFields(
        last_name=options.last_name,
        first_name=options.first_name,
        civility=options.civility,
        email=options.email,
        login=options.login,
    )
    password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else None
    now = clock.now()
    person_id = service.create_administrator(db, fields, password=password, now=now)
    if password is not None:
        print(f"Administrateur créé : identifiant « {options.login} ».")
        return 0
    slip = service.issue_slip(db, person_id, lasts=timedelta(days=settings.slip_days), by=SYSTEM, now=now)
    print("Administrateur créé. Pour entrer, une seule fois et avant le", dates.moment(slip.expires_at), ":")
    print(service.slip_link(slip, settings.public_address))
    print("Choisissez ensuite un mot de passe dans « Mon profil ».")
    return 0
