"""`webinars share export|import`: the bundles between prefectures, as files."""

import argparse
import sys
from pathlib import Path

from webapp import settings as configuration
from webapp.audit.model import By
from webapp.cli import _sharing
from webapp.kernel import clock
from webapp.settings import Settings
from webapp.sharing import service
from webapp.sharing.rules import LARGEST
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording import sharing as words

BY = By(person_id=None, name="commande webinars share")


def main(argv: list[str]) -> int:
    """Write a partner's bundle, or read one that came."""
    parser = argparse.ArgumentParser(description="Les webinaires.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    share = commands.add_parser(
        "share", help="prépare le paquet d’une préfecture partenaire, ou lit celui qu’elle a donné"
    )
    share.add_argument("act", choices=["export", "import"], metavar="export|import", help="préparer, ou lire")
    share.add_argument("file", metavar="FICHIER", help="le fichier, ou - pour la sortie ou l’entrée ordinaire")
    share.add_argument(
        "--partner", type=int, metavar="NUMÉRO", help="la préfecture partenaire à qui le paquet est préparé"
    )
    options = parser.parse_args(argv)
    if options.act == "export" and options.partner is None:
        parser.error("--partner dit à quelle préfecture partenaire préparer le paquet")
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        if options.act == "export":
            return _export(db, settings, options.partner, options.file)
        return _import(db, settings, options.file)
    finally:
        db.close()


def _export(db: Database, settings: Settings, partner: int, name: str) -> int:
    bundle = service.export(db, partner, _sharing.house(settings), by=BY, now=clock.now())
    if name == "-":
        print(bundle)
        return 0
    try:
        Path(name).write_text(bundle, encoding="utf-8")
    except OSError as fault:
        print(f"{name} : impossible à écrire ({fault.strerror}).", file=sys.stderr)
        return 2
    return 0


def _import(db: Database, settings: Settings, name: str) -> int:
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        print(f"{name} : fichier illisible ({fault.strerror}).", file=sys.stderr)
        return 2
    came = service.receive(db, content, _sharing.house(settings), by=BY, now=clock.now())
    said = words.AGAIN if came.again else words.came(came.added, came.changed, came.cancelled)
    print(f"Paquet n° {came.serial} de {came.partner.name}. {said}")
    return 0
