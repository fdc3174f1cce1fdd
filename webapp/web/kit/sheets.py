"""Handing over a long table as it is read: CSV or XLSX, safe for the spreadsheet that opens it."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from flask import Response

from webapp.committees.roster.text import keep_apostrophe, neutralise
from webapp.wording.dates import in_paris

Value = str | int | datetime | None
CHUNK = 64 * 1024
ROWS_A_PIECE = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # of a cell


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> Response:
    """Hand over a CSV for French spreadsheets, written as it is read."""
    return _handed(_csv(headings, rows), name, "text/csv; charset=utf-8")


def xlsx_table(headings: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> Response:
    """Hand over an XLSX written row by row into a file of its own, which goes with the answer."""
    return _handed(_xlsx(headings, rows), name, XLSX)


def _handed(pieces: Iterator[bytes], name: str, media_type: str) -> Response:
    answer = Response(pieces, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(neutralise(each) for each in headings)
    yield b"\xef\xbb\xbf"
    for place, row in enumerate(rows, start=1):
        writer.writerow(_written(value) for value in row)
        if place % ROWS_A_PIECE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _written(value: Value) -> str:
    """Write a cell of a CSV: nothing in it is computed by whoever opens it."""
    if isinstance(value, datetime):
        return f"{in_paris(value):%d/%m/%Y %H:%M}"
    return "" if value is None else str(value) if isinstance(value, int) else neutralise(value)


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    from openpyxl import Workbook  # noqa: PLC0415 — slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Inscriptions")
    sheet.freeze_panes = "A2"
    cell = _cells(sheet)
    sheet.append([cell(each) for each in headings])
    for row in rows:
        sheet.append([cell(value) for value in row])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _cells(sheet: Any) -> Callable[[Value], object]:
    """Return what makes the cells of a sheet: a text stays a text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 — slow import
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 — slow import

    def cell(value: Value) -> object:
        if isinstance(value, datetime):
            dated = WriteOnlyCell(sheet, in_paris(value).replace(tzinfo=None))
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
