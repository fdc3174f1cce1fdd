"""Handing over a long table as it is read: CSV or XLSX, safe for the spreadsheet that opens it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from flask import Response

from webapp.committees.roster.text import neutralise
from webapp.wording.dates import in_paris

Value = str | int | datetime | None
CHUNK = 64 * 1024
ROWS_A_PIECE = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOT = Path(__file__).resolve().parents[3]
_KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR")  # no secret travels to the child


class SheetNotWrittenError(Exception):
    """The process that writes a sheet died: what was handed over is not whole."""


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> Response:
    """Hand over a CSV for French spreadsheets, written as it is read."""
    return _handed(_csv(headings, rows), name, "text/csv; charset=utf-8")


def xlsx_table(headings: Sequence[str], rows: Iterable[Sequence[Value]], name: str) -> Response:
    """Hand over an XLSX written row by row by a process of its own."""
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
    """Write in another process: sixty thousand rows would hold this one's interpreter half a minute."""
    command = [sys.executable, "-m", "webapp.web.kit.sheet_writer"]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 — our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment
    ) as writer:
        try:
            if writer.stdin is None or writer.stdout is None:
                raise SheetNotWrittenError
            with writer.stdin as told:
                for row in chain([headings], rows):
                    told.write(_line(row))
            while piece := writer.stdout.read(CHUNK):
                yield piece
            if writer.wait():
                raise SheetNotWrittenError
        finally:
            writer.kill()


def _line(row: Sequence[Value]) -> bytes:
    return json.dumps([_told(value) for value in row], ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _told(value: Value) -> object:
    if isinstance(value, datetime):
        return {"at": in_paris(value).replace(tzinfo=None, microsecond=0).isoformat()}
    return value
