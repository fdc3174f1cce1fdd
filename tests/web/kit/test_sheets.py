"""A long sheet is written by another process, which ends with the answer: whoever asks for a page meanwhile is served."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import get_native_id

import openpyxl
import pytest

from webapp.web.kit.sheets import Value, xlsx_table

AT = datetime(2027, 1, 12, 13, tzinfo=UTC)


def children() -> list[str]:
    return Path(f"/proc/self/task/{get_native_id()}/children").read_text().split()


def test_rows_are_written_elsewhere_and_no_text_becomes_a_formula() -> None:
    seen = []

    def rows() -> Iterator[list[Value]]:
        for text in ("=1+1", "+33 1", "'=1", "a\x0bb", "\u202eretourné 🎉"):
            seen.append(children())
            yield [1, AT, text, None]

    before = children()
    answer = xlsx_table(("Numéro", "Date", "Texte", "Vide"), rows(), "essai.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    told = list(book.active.iter_rows(values_only=True, min_row=2))
    assert all(len(each) == len(before) + 1 for each in seen)
    assert children() == before
    assert [row[2] for row in told] == ["=1+1", "+33 1", "''=1", "ab", "\u202eretourné 🎉"]
    assert {cell.data_type for row in book.active.iter_rows(min_row=2, min_col=3, max_col=3) for cell in row} == {"s"}
    assert told[0][:2] == (1, datetime(2027, 1, 12, 14))  # noqa: DTZ001 — a spreadsheet's local hour


def test_the_process_ends_where_nobody_waits_for_the_sheet_any_more() -> None:
    before = children()

    def rows() -> Iterator[list[Value]]:
        yield ["x"]
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 — the one of the rows
        xlsx_table(("A",), rows(), "essai.xlsx").get_data()
    answer = xlsx_table(("A",), iter([["x"]]), "essai.xlsx")
    pieces = iter(answer.response)
    assert next(pieces)
    pieces.close()  # type: ignore[union-attr]  # a generator's
    assert children() == before
