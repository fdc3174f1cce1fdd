"""`folder export MEETING --out DIR`: the day's folder of a sitting, a PDF for each part.

0: all are written; 1: refused, with the reason; 2: wrong use. Also what the worker does to render a part.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from webapp import settings as configuration
from webapp.folder import document, queries, service
from webapp.folder.document import Day
from webapp.folder.model import Part
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.pdf.model import RenderFailed
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording import rehearsal
from webapp.wording.phrases import phrase


def main(argv: list[str]) -> int:
    """Export the folder."""
    parser = argparse.ArgumentParser(description="Le dossier du jour.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    export = commands.add_parser("export", help="écrit tous les documents du dossier (PDF)")
    export.add_argument("meeting", metavar="SÉANCE", type=int, help="numéro de la séance")
    export.add_argument("--out", metavar="DOSSIER", type=Path, required=True, help="dossier où écrire")
    options = parser.parse_args(argv)
    try:
        print(json.dumps(_export(options.meeting, options.out), ensure_ascii=False, indent=2))
    except Refusal as refusal:
        print(phrase(refusal.reason, **refusal.facts), file=sys.stderr)
        return 1
    except RenderFailed as failure:
        print(failure.reason, file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"« {options.out} » : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    return 0


def _export(meeting_id: int, out: Path) -> dict[str, str]:
    day, parts = _day(meeting_id)
    out.mkdir(parents=True, exist_ok=True)
    written = {}
    for part in parts:
        meeting = day.sitting.meeting
        name = rehearsal.filed(
            document.name_of(part, day.sitting.committee.code, meeting.day), rehearsal=meeting.rehearsal
        )
        (out / name).write_bytes(render_in_child(document.pages(day, part).document))
        written[part.value] = name
    return written


def _day(meeting_id: int) -> tuple[Day, tuple[Part, ...]]:
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        day = queries.day(db, meeting_id, authority=settings.prefecture, now=clock.now())
    finally:
        db.close()
    return day, queries.parts_of(day.sitting.meeting)


def render(work: Any) -> dict[str, Any]:
    """Render the part that a job names; `work` is the worker's claimed job."""
    return service.render(
        work.db,
        int(work.job.payload["file"]),
        folder=work.settings.files,
        authority=work.settings.prefecture,
        report=work.report,
        now=clock.now(),
    )
