"""Rosters: from a spreadsheet to people and faults, and back. Knows no database: `committees.service` applies a reading."""

from webapp.committees.roster.export import EXAMPLE, HEADINGS, write_csv, write_ods, write_template, write_xlsx
from webapp.committees.roster.model import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    CellFault,
    Fault,
    Person,
    RosterReading,
    RosterRefusal,
    Source,
)
from webapp.committees.roster.parser import holder_of, read_roster
from webapp.committees.roster.rejected import write_rejected
from webapp.committees.roster.text import fold, name_key
from webapp.committees.roster.values import guess_seat_type

__all__ = [
    "EXAMPLE",
    "HEADINGS",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "CellFault",
    "Fault",
    "Person",
    "RosterReading",
    "RosterRefusal",
    "Source",
    "fold",
    "guess_seat_type",
    "holder_of",
    "name_key",
    "read_roster",
    "write_csv",
    "write_ods",
    "write_rejected",
    "write_template",
    "write_xlsx",
]
