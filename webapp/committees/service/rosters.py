"""Putting a roster into a committee: every good line stands, every other is told at its cell; twice changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.committees import queries
from webapp.committees.model import Committee
from webapp.committees.roster import model as sheet
from webapp.committees.service import setup, undoing
from webapp.committees.service.enrolment import Change, Enrolment
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.storage.database import Database, unit_of_work
from webapp.wording.phrases import phrase


class Outcome(StrEnum):
    """What becomes of one good line."""

    ADDED = auto()
    CHANGED = auto()
    UNCHANGED = auto()


@frozen
class ImportRow:
    """One good line and what becomes of it; `changes` are (field, before, after), `seat` the label of its seat."""

    person: sheet.Person
    outcome: Outcome
    seat: str
    changes: tuple[Change, ...] = ()


@frozen
class ImportFault:
    """One faulty cell and the sentence for the person who must mend it."""

    cell: str
    message: str
    row: int
    sheet: int | None = None


@frozen
class ImportReport:
    """What an import did, or would do when `dry_run`."""

    dry_run: bool
    rows: tuple[ImportRow, ...]
    faults: tuple[ImportFault, ...]
    rejected: int
    ignored_columns: tuple[str, ...]
    notes: tuple[str, ...]
    colleges_added: tuple[str, ...]
    import_id: int | None = None

    @property
    def accepted(self) -> int:
        """The number of lines that change something."""
        return sum(row.outcome is not Outcome.UNCHANGED for row in self.rows)

    @property
    def unchanged(self) -> int:
        return len(self.rows) - self.accepted

    def as_json(self) -> dict[str, Any]:
        """Return the report as `members import --json` prints it."""
        return {
            "accepted": self.accepted,
            "rejected": self.rejected,
            "unchanged": self.unchanged,
            "ignored_columns": list(self.ignored_columns),
            "people": [row.person.as_json() for row in self.rows],
            "faults": [{"cell": fault.cell, "message": fault.message} for fault in self.faults],
        }


def read(db: Database, committee: Committee, content: bytes, filename: str) -> sheet.RosterReading:
    """Read a file as a roster of this committee: the colleges of a template are known, those of a blank one are free.

    Raises Refusal(RosterRefusal) when the file cannot be read at all.
    """
    from webapp.committees.roster.parser import read_roster  # noqa: PLC0415 — slow import: when a list is brought

    free = committee.template == "blank"
    names = None if free else [college.name for college in queries.colleges(db, committee.id)]
    return read_roster(content, filename, colleges=names)


def apply_roster(
    db: Database,
    committee_id: int,
    reading: sheet.RosterReading,
    *,
    dry_run: bool,
    may_readdress: Callable[[int], bool] = lambda person_id: True,
    by: By,
    now: datetime,
) -> ImportReport:
    """Enter the people of a roster in one unit of work; `dry_run` says what would happen and writes nothing.

    A line that says what is already so is unchanged. A new titular takes the first vacant seat of the college (a
    physician first the one kept for a physician); beyond, a blank committee gets a seat more, a template refuses the
    line. A line about a known member corrects contact data, and dates any change of quality from today. `may_readdress` says of whom the importer may
    change the address, by which links let people in; the others keep theirs, with a note.
    """
    committee = setup.found(db, committee_id)
    with undoing.rehearsal(dry_run), unit_of_work(db):
        before = None if dry_run else undoing.picture(db, committee_id, reading.people)
        enrolment = Enrolment(db, committee, reading.people, may_readdress=may_readdress, by=by, now=now)
        rows, faults = _enter_all(enrolment, reading.people)
        report = _report(reading, rows, faults, enrolment, dry_run=dry_run)
        if report.accepted:
            _record(db, committee_id, report, enrolment.made, by=by, now=now)
        if before is not None and report.accepted:
            number = undoing.keep(
                db, committee_id, before, filename=reading.filename, accepted=report.accepted, by=by, now=now
            )
            report = replace(report, import_id=number)
        if dry_run:
            raise undoing.Rehearsed
    return report


def _record(
    db: Database, committee_id: int, report: ImportReport, made: list[dict[str, object]], *, by: By, now: datetime
) -> None:
    subject = f"committee:{committee_id}"
    audit.record(
        db,
        "roster.imported",
        subject,
        by=by,
        now=now,
        scope=subject,
        accepted=report.accepted,
        rejected=report.rejected,
        unchanged=report.unchanged,
        appointments=made,
    )


def _enter_all(
    enrolment: Enrolment, people: tuple[sheet.Person, ...]
) -> tuple[list[ImportRow], list[tuple[sheet.Person, ImportFault]]]:
    """Enter titulars first, since substitutes are found by them; return rows in the order of the file."""
    rows: dict[int, ImportRow] = {}
    faults: list[tuple[sheet.Person, ImportFault]] = []
    for role in ("titular", "substitute"):
        for position, line in enumerate(people):
            if line.role != role:
                continue
            try:
                with enrolment.line():
                    rows[position] = _row(line, enrolment, position, people)
            except Refusal as refusal:
                faults.append((line, _fault(line, refusal)))
    return [rows[position] for position in sorted(rows)], faults


def _row(line: sheet.Person, enrolment: Enrolment, position: int, people: tuple[sheet.Person, ...]) -> ImportRow:
    entered = (
        enrolment.enter_titular(line) if line.role == "titular" else enrolment.enter_substitute(line, position, people)
    )
    outcome = Outcome.ADDED if entered.added else Outcome.CHANGED if entered.changes else Outcome.UNCHANGED
    return ImportRow(person=line, outcome=outcome, seat=entered.seat, changes=entered.changes)


_CELLS = {
    "COLLEGE_FULL": ("college",),
    "TITULAR_NOT_FOUND": ("substitute_of", "role"),
    "TITULAR_NOT_SAID": ("substitute_of", "role"),
    "SUBSTITUTE_OF_QUALIFIED": ("role", "substitute_of"),
    "APPOINTMENT_DATES_REVERSED": ("starts_on", "ends_on"),
    "EMAIL_INVALID": ("email",),
    "SEAT_TAKEN": ("starts_on",),
}


def _fault(line: sheet.Person, refusal: Refusal) -> ImportFault:
    """Tell a refusal at the cell that caused it, else at the name."""
    source = line.source
    row, cells = (source.row, source.cells) if source else (0, {})
    wanted = (*_CELLS.get(refusal.reason.name, ()), "last_name")
    cell = next((cells[name] for name in wanted if name in cells), "")
    sheet = source.sheet if source else None
    return ImportFault(cell=cell, message=phrase(refusal.reason, **refusal.facts), row=row, sheet=sheet)


def _report(
    reading: sheet.RosterReading,
    rows: list[ImportRow],
    refused: list[tuple[sheet.Person, ImportFault]],
    enrolment: Enrolment,
    *,
    dry_run: bool,
) -> ImportReport:
    read_faults = [((each.sheet or 0, each.row), _of_reading(each)) for each in reading.faults]
    here = [((_sheet(line), fault.row), fault) for line, fault in refused]
    everything = sorted([*read_faults, *here], key=lambda pair: pair[0])
    return ImportReport(
        dry_run=dry_run,
        rows=tuple(rows),
        faults=tuple(fault for _, fault in everything),
        rejected=len({place for place, _ in read_faults}) + len(refused),
        ignored_columns=reading.ignored_columns,
        notes=(*reading.notes, *enrolment.notes),
        colleges_added=tuple(enrolment.colleges_added),
    )


def _sheet(line: sheet.Person) -> int:
    return (line.source.sheet or 0) if line.source else 0


def _of_reading(fault: sheet.Fault) -> ImportFault:
    return ImportFault(cell=fault.cell, message=fault.message, row=fault.row, sheet=fault.sheet)
