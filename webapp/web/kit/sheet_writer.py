"""Rows in, an XLSX out, in a process of its own that ends: `python -m webapp.web.kit.sheet_writer`.

Its input is one JSON list a line, the headings first. A date comes as {"at": "2027-01-12T14:00:00"}, in Paris.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from webapp.committees.roster.text import keep_apostrophe
from webapp.kernel import cores

LONGEST = 32_767  # of a cell


def main(lines: Iterable[bytes], out: IO[bytes]) -> None:
    """Write the sheet row by row into a file, then hand it over."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Inscriptions")
    sheet.freeze_panes = "A2"
    cell = _cells(sheet)
    for line in lines:
        sheet.append([cell(value) for value in json.loads(line)])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        copyfileobj(file, out)


def _cells(sheet: Any) -> Callable[[Any], object]:
    """Return what makes the cells of a sheet: a text stays a text whatever it begins with."""

    def cell(value: Any) -> object:
        if isinstance(value, dict):
            dated = WriteOnlyCell(sheet, datetime.fromisoformat(value["at"]))
            dated.number_format = "DD/MM/YYYY HH:MM"
            return dated
        if not isinstance(value, str):
            return value
        if not value:
            return None
        text = ILLEGAL_CHARACTERS_RE.sub("", keep_apostrophe(value))[:LONGEST]
        if not text.startswith("="):
            return text  # the library takes only an equals sign for a formula
        typed = WriteOnlyCell(sheet, text)
        typed.data_type = "s"
        return typed

    return cell


if __name__ == "__main__":
    cores.use_all()
    os.nice(10)  # whoever signs up or votes meanwhile goes first
    main(sys.stdin.buffer, sys.stdout.buffer)
