"""`members import FILE --committee CODE [--dry-run] [--json]`: a roster from CSV, XLSX or ODS.

0: every line is accepted; 1: some are rejected, the others stand; 2: the file cannot be read at all, or wrong use.
"""

import argparse
import json
import sys
from pathlib import Path

from webapp import settings as configuration
from webapp.audit.model import By
from webapp.committees import queries as committees
from webapp.committees.model import CommitteeRefusal
from webapp.committees.roster.model import MAX_BYTES
from webapp.committees.service import rosters
from webapp.committees.service.rosters import ImportReport, Outcome
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase

BY = By(person_id=None, name="commande members import")


def main(argv: list[str]) -> int:
    """Import a roster, or say what an import would do."""
    parser = argparse.ArgumentParser(description="Les membres des commissions.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    bring = commands.add_parser("import", help="importe une liste de membres (CSV, XLSX, ODS)")
    bring.add_argument("file", metavar="FICHIER", type=Path)
    bring.add_argument("--committee", metavar="SIGLE", required=True, help="sigle de la commission")
    bring.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
    bring.add_argument("--json", action="store_true", help="répond en JSON")
    options = parser.parse_args(argv)
    try:
        report = _import(options.file, options.committee, dry_run=options.dry_run)
    except Refusal as refusal:
        print(phrase(refusal.reason, **refusal.facts), file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"« {options.file} » ne peut pas être lu : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _say(report)
    return 1 if report.rejected else 0


def _import(file: Path, code: str, *, dry_run: bool) -> ImportReport:
    with file.open("rb") as handle:
        content = handle.read(MAX_BYTES + 1)  # one more is enough for the reader to say that it is too much
    settings = configuration.load()
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        committee = committees.find_by_code(db, code)
        if committee is None:
            raise Refusal(CommitteeRefusal.NO_SUCH_CODE, code=code)
        reading = rosters.read(db, committee, content, file.name)
        return rosters.apply_roster(db, committee.id, reading, dry_run=dry_run, by=BY, now=clock.now())
    finally:
        db.close()


def _say(report: ImportReport) -> None:
    """Tell the report to a person."""
    for fault in report.faults:
        print(f"{fault.cell} : {fault.message}", file=sys.stderr)
    for note in report.notes:
        print(note, file=sys.stderr)
    if report.ignored_columns:
        print(f"Colonnes ignorées : {', '.join(report.ignored_columns)}.", file=sys.stderr)
    changed = sum(row.outcome is Outcome.CHANGED for row in report.rows)
    done = "seraient acceptées" if report.dry_run else "acceptées"
    told = [
        f"{count(report.accepted, 'personne')} {done} (dont {changed} déjà connues, mises à jour)",
        f"{count(report.unchanged, 'inchangée')}",
        f"{count(report.rejected, 'ligne rejetée', 'lignes rejetées')}",
    ]
    print(f"{' ; '.join(told)}.")
