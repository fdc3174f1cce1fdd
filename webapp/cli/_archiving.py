"""`minutes archive SÉANCE --out DOSSIER`, `minutes check-archive DOSSIER`: the export of a sitting, and what one is worth."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from webapp import settings as configuration
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.storage.database import Database
from webapp.storage.migrate import migrate

if TYPE_CHECKING:
    from webapp.archives.model import Package

BY = By(person_id=None, name="commande minutes archive")


def declare(commands: Any) -> None:
    """Add both commands to the group's parser."""
    archive = commands.add_parser(
        "archive", help="écrit l’export d’une séance pour les archives, dans un dossier à lui"
    )
    archive.add_argument("meeting", metavar="SÉANCE", type=int, help="numéro de la séance")
    archive.add_argument("--out", metavar="DOSSIER", type=Path, required=True, help="où créer le dossier de l’export")
    archive.set_defaults(act=_archive)
    check = commands.add_parser("check-archive", help="dit si un export est intact : fichiers, empreintes, journal")
    check.add_argument("folder", metavar="DOSSIER", type=Path, help="le dossier de l’export")
    check.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
    check.set_defaults(act=_check)


def _archive(options: argparse.Namespace) -> int:
    from webapp.archives import service  # noqa: PLC0415 — slow import, and the worker reads this file

    found = _exported(options.meeting)
    try:
        folder = service.write_folder(found, options.out)
    except FileExistsError:
        print(f"« {options.out / found.name} » existe déjà : rien n’y est écrit.", file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"« {options.out} » : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    told = {"folder": str(folder), "files": len(found.pieces), "bytes": found.size, "manifest": found.manifest}
    print(json.dumps(told, ensure_ascii=False, indent=2))
    return 0


def _exported(meeting_id: int) -> "Package":
    from webapp.archives import service  # noqa: PLC0415 — same
    from webapp.archives.model import Shelves  # noqa: PLC0415 — same

    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        return service.export(
            db,
            meeting_id,
            shelves=Shelves(files=settings.files, documents=settings.documents),
            authority=settings.prefecture,
            key=uuid4().hex,
            by=BY,
            now=clock.now(),
        )
    finally:
        db.close()


def sweep(db: Database, settings: configuration.Settings) -> None:
    """Remove the files that a stop left behind an elimination already certified; once a day is enough."""
    from webapp.archives import service  # noqa: PLC0415 — same
    from webapp.archives.model import Shelves  # noqa: PLC0415 — same

    service.sweep(db, Shelves(files=settings.files, documents=settings.documents))


def _check(options: argparse.Namespace) -> int:
    from webapp.archives import checker  # noqa: PLC0415 — same

    if not options.folder.is_dir():
        print(f"« {options.folder} » n’est pas un dossier.", file=sys.stderr)
        return 2
    if not options.json:
        return checker.main([str(options.folder)])
    found = checker.faults(options.folder)
    print(json.dumps({"intact": not found, "faults": found}, ensure_ascii=False, indent=2))
    return 1 if found else 0
