"""`minutes export`, `archive`, `check-archive`, `verify`, `checker`, `seal`: the minutes as files, and what files are worth.

0: yes; 1: a clear no, with the reason; 2: wrong use. Also what the worker does to render a file and to stamp it.
"""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from webapp import settings as configuration
from webapp.accounts.model import Linking
from webapp.cli import _archiving, _verifying
from webapp.jobs.rules import next_attempt
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service.rehearsal import shelf
from webapp.minutes import document, queries, service
from webapp.minutes.model import FileKind, MinutesRefusal, fingerprint, to_json
from webapp.minutes.service import publishing, reminding
from webapp.pdf.model import RenderFailed
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording import rehearsal
from webapp.wording.phrases import phrase


def main(argv: list[str]) -> int:
    """Export minutes."""
    parser = argparse.ArgumentParser(description="Les procès-verbaux.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    export = commands.add_parser("export", help="écrit le procès-verbal (PDF) et ses faits (JSON)")
    export.add_argument("meeting", metavar="SÉANCE", type=int, help="numéro de la séance")
    export.add_argument("--out", metavar="DOSSIER", type=Path, required=True, help="dossier où écrire")
    _archiving.declare(commands)
    _verifying.declare(commands)
    options = parser.parse_args(argv)
    try:
        if options.command != "export":
            return int(options.act(options))
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


def _export(meeting_id: int, folder: Path) -> dict[str, Any]:
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        meeting = meetings.find(db, meeting_id)
        if meeting is None:
            raise Refusal(MinutesRefusal.UNKNOWN_MEETING)
        found = queries.dossier(db, meeting_id, now=clock.now(), authority=settings.prefecture)
        final = service.kept_final(db, meeting_id)
        if final is not None:
            signed = queries.signing(db, meeting_id, ()).sha256
            pdf = service.read(shelf(settings.files, meeting), signed, "pdf")
            facts = service.read(shelf(settings.files, meeting), final.facts, "json")
        else:
            pdf = render_in_child(service.pages_of(found, FileKind.MINUTES).document)
            facts = to_json(found.facts)
    finally:
        db.close()
    folder.mkdir(parents=True, exist_ok=True)
    name = document.name_of(FileKind.MINUTES, found.facts.code, found.facts.day)
    paper = folder / rehearsal.filed(name, rehearsal=meeting.rehearsal)
    data = paper.with_suffix(".json")
    paper.write_bytes(pdf)
    data.write_bytes(facts)
    return {
        "meeting": meeting_id,
        "state": found.record.state.value,
        "pdf": paper.name,
        "sha256": fingerprint(pdf),
        "facts": data.name,
        "facts_sha256": fingerprint(facts),
    }


def issue(work: Any) -> dict[str, Any]:
    """Order what is issued at the end of a sitting; each file is then work of its own."""
    return {"files": service.issue(work.db, int(work.job.payload["meeting"]), now=clock.now())}


def approve(work: Any) -> dict[str, Any]:
    """Move minutes on that a later sitting has approved."""
    named = work.job.payload
    state = service.approved_in_sitting(
        work.db, int(named["meeting"]), by_meeting=int(named["by"]), item_id=int(named["item"]), now=clock.now()
    )
    return {"state": state.value}


def stamp(work: Any) -> dict[str, Any]:
    """Stamp minutes that could not be when they were signed; an authority that is silent is asked again later."""
    named, means = work.job.payload, _verifying.means(work.settings)
    try:
        profile = service.stamp(work.db, int(named["meeting"]), str(named["sha256"]), means=means, now=clock.now())
    except Refusal as refusal:
        if not service.may_come(refusal.reason):
            raise
        if next_attempt(work.job.attempts, now=clock.now()) is not None:
            raise RenderFailed(phrase(refusal.reason), transient=True) from refusal
        again = service.stamp_later(work.db, named, refusal, now=clock.now())
        return {"again_at": clock.to_text(again)}
    return {"profile": profile}


def remind(work: Any) -> dict[str, Any]:
    """Remind those who are awaited; the next morning's work is left first: a fault stops no other."""
    settings = work.settings
    reminding.plan(work.db, now=clock.now())
    _archiving.sweep(work.db, settings)
    linking = Linking(key=settings.link_key, lasts=timedelta(days=settings.link_days))
    return {"written": reminding.remind_due(work.db, linking=linking, now=clock.now())}


def render(work: Any) -> dict[str, Any]:
    """Render the file that a job names; `work` is the worker's claimed job."""
    kept = service.Store(folder=work.settings.files, authority=work.settings.prefecture)
    return service.render(work.db, int(work.job.payload["file"]), kept=kept, report=work.report, now=clock.now())


def render_publishable(work: Any) -> dict[str, Any]:
    """Render the publishable version that a job names."""
    kept = service.Store(folder=work.settings.files, authority=work.settings.prefecture)
    return publishing.render(work.db, int(work.job.payload["file"]), kept=kept, report=work.report, now=clock.now())
