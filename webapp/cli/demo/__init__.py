"""`demo load`: a whole fictitious prefecture, with its committees, its sittings and people to sign in as."""

import argparse
from datetime import timedelta
from pathlib import Path

from webapp import settings as configuration
from webapp.accounts.model import Linking
from webapp.cli.demo import prefecture, sittings, webinars
from webapp.kernel import clock
from webapp.settings import Settings, SettingsError
from webapp.storage.database import Database
from webapp.storage.migrate import migrate

DRAFT = "demonstration-en-cours.db"


def main(argv: list[str]) -> int:
    """Load the demonstration unless it is there already, and say how to sign in; refuse an instance that is not one."""
    parser = argparse.ArgumentParser(description="La préfecture fictive de démonstration.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    commands.add_parser("load", help="charge la préfecture fictive et dit comment se connecter")
    parser.parse_args(argv)
    settings = configuration.load()
    if not settings.fictitious:
        message = (
            f"{settings.instance} est une vraie installation : la démonstration n’y est pas chargée. "
            "Lancez « scripts/serve --demo »."
        )
        raise SettingsError(message)
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    if not settings.database.exists():
        _load(settings)
    print(prefecture.how_to_sign_in())
    return 0


def _load(settings: Settings) -> None:
    """Make the database beside its place and move it there whole: an interrupted load leaves nothing behind it."""
    for left in settings.instance.glob(f"{DRAFT}*"):
        left.unlink()
    draft = settings.instance / DRAFT
    migrate(draft)
    db = Database.open(draft)
    try:
        now = clock.now()
        linking = Linking(key=settings.link_key, lasts=timedelta(days=settings.link_days))
        founded = prefecture.found(db, now=now)
        sittings.play(db, founded, linking=linking, now=now)
        webinars.play(
            db,
            organiser=founded.organiser,
            stand_in=founded.colleague.person_id or 0,
            link_key=settings.link_key,
            files=settings.files,
            now=now,
        )
    finally:
        db.close()
    draft.rename(settings.database)
    draft.with_suffix(".lock").unlink()
