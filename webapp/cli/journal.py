"""`journal verify [--json]`: does the chain of the journal hold? 0 yes, 1 no."""

import argparse
import json

from webapp import settings as configuration
from webapp.audit import queries as audit
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording.numbers import count


def main(argv: list[str]) -> int:
    """Recompute every seal of the journal."""
    parser = argparse.ArgumentParser(description="Le journal des actes.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    verify = commands.add_parser("verify", help="recalcule tous les sceaux de la chaîne")
    verify.add_argument("--json", action="store_true", help="répond en JSON")
    options = parser.parse_args(argv)
    settings = configuration.load()
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        report = audit.check_chain(db)
    finally:
        db.close()
    if options.json:
        answer: dict[str, object] = {"holds": report.holds, "entries": report.entries}
        answer |= {"last_hash": report.last_hash, "broken_at": report.broken_at}
        print(json.dumps(answer))
    elif report.holds:
        print(f"La chaîne est intacte : {count(report.entries, 'acte')}, dernier sceau {report.last_hash}.")
    else:
        print(f"La chaîne est rompue à l’acte n° {report.broken_at}.")
    return 0 if report.holds else 1
