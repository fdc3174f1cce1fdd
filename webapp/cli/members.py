"""`members import FILE --committee CODE [--dry-run] [--json] [--rejected OUT.xlsx]`: a roster from CSV, XLSX or ODS.

0: every line is accepted; 1: some are rejected, the others stand; 2: the file cannot be read at all, or wrong use.
`members undo NUMBER --committee CODE [--dry-run]` takes an import back; 1 when something has used it since.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp import settings as configuration
from webapp.audit.model import By
from webapp.committees import queries as committees
from webapp.committees.model import Committee, CommitteeRefusal
from webapp.committees.roster.model import MAX_BYTES
from webapp.committees.roster.rejected import write_rejected
from webapp.committees.service import rosters, undoing
from webapp.committees.service.rosters import ImportReport, Outcome
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording.numbers import count
from webapp.wording.phrases import phrase

BY = By(person_id=None, name="commande members import")
UNDONE_BY = By(person_id=None, name="commande members undo")


def main(argv: list[str]) -> int:
    """Import a roster, or say what an import would do."""
    parser = argparse.ArgumentParser(description="Les membres des commissions.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    bring = commands.add_parser("import", help="importe une liste de membres (CSV, XLSX, ODS)")
    bring.add_argument("file", metavar="FICHIER", type=Path)
    bring.add_argument("--committee", metavar="SIGLE", required=True, help="sigle de la commission")
    bring.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
    bring.add_argument("--json", action="store_true", help="répond en JSON")
    bring.add_argument("--rejected", metavar="SORTIE.xlsx", type=Path, help="écrit les lignes rejetées, à corriger")
    undo = commands.add_parser("undo", help="annule un import tant que rien ne s’en est servi")
    undo.add_argument("number", metavar="NUMÉRO", type=int, help="le numéro que l’import a donné")
    undo.add_argument("--committee", metavar="SIGLE", required=True, help="sigle de la commission")
    undo.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
    options = parser.parse_args(argv)
    return _undo(options) if options.command == "undo" else _bring(options)


def _bring(options: argparse.Namespace) -> int:
    try:
        report = _import(options.file, options.committee, dry_run=options.dry_run, rejected=options.rejected)
    except Refusal as refusal:
        print(phrase(refusal.reason, **refusal.facts), file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"« {fault.filename or options.file} » : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _say(report)
    if report.import_id is not None:
        way = f"members undo {report.import_id} --committee {options.committee}"
        print(f"Import n° {report.import_id}. Pour l’annuler : {way}", file=sys.stderr)
    return 1 if report.rejected else 0


def _import(file: Path, code: str, *, dry_run: bool, rejected: Path | None) -> ImportReport:
    with file.open("rb") as handle:
        content = handle.read(MAX_BYTES + 1)  # one more is enough for the reader to say that it is too much
    with _house(code) as (db, committee):
        reading = rosters.read(db, committee, content, file.name)
        report = rosters.apply_roster(db, committee.id, reading, dry_run=dry_run, by=BY, now=clock.now())
    if rejected is not None and report.rejected:
        rejected.write_bytes(write_rejected(reading, report.faults))
        print(f"Lignes rejetées, avec leurs motifs : {rejected}", file=sys.stderr)
    return report


def _undo(options: argparse.Namespace) -> int:
    try:
        with _house(options.committee) as (db, committee):
            told = undoing.undo(
                db, committee.id, options.number, dry_run=options.dry_run, by=UNDONE_BY, now=clock.now()
            )
    except Refusal as refusal:
        print(phrase(refusal.reason, **refusal.facts), file=sys.stderr)
        wrong_use = refusal.reason in (CommitteeRefusal.NO_SUCH_CODE, CommitteeRefusal.UNKNOWN_IMPORT)
        return 2 if wrong_use else 1
    done = "serait annulé" if options.dry_run else "est annulé"
    leaving = count(len(told.leaving), "nomination retirée", "nominations retirées")
    restored = count(len(told.restored), "personne remise comme avant", "personnes remises comme avant")
    print(f"L’import n° {options.number} {done} : {leaving}, {restored}.")
    return 0


@contextmanager
def _house(code: str) -> Iterator[tuple[Database, Committee]]:
    """Open the database, brought up to date, and find the committee of a code."""
    settings = configuration.load()
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        committee = committees.find_by_code(db, code)
        if committee is None:
            raise Refusal(CommitteeRefusal.NO_SUCH_CODE, code=code)
        yield db, committee
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
