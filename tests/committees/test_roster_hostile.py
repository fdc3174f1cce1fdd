"""Files that nobody should open: each is refused by a sentence, quickly, and in little memory."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.committees.rosters.coderst import FOLDER
from tests.committees.sheets import ODS_TYPE, a_csv, a_zip, an_ods, an_xlsx, ods_row, parts_of, with_part
from webapp.committees.roster import archive, reader
from webapp.committees.roster.model import RosterReading, RosterRefusal
from webapp.committees.roster.parser import read_roster
from webapp.kernel.errors import Refusal
from webapp.wording.phrases import phrase

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
GOOD = an_xlsx(["Nom", "Collège"], ["Petit", "Élus"])


def refusal_of(content: bytes, filename: str = "membres.xlsx") -> RosterRefusal:
    with pytest.raises(Refusal) as refused:
        read_roster(content, filename)
    sentence = phrase(refused.value.reason, **refused.value.facts)
    assert sentence.endswith(".")
    return refused.value.reason


def with_sheet(*replacements: tuple[bytes, bytes]) -> bytes:
    """The good workbook with its sheet rewritten."""
    sheet = parts_of(GOOD)[SHEET]
    for old, new in replacements:
        assert old in sheet
        sheet = sheet.replace(old, new)
    return with_part(GOOD, SHEET, sheet)


def test_the_good_workbook_is_good():
    assert [person.last_name for person in read_roster(GOOD, "membres.xlsx").people] == ["Petit"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", RosterRefusal.EMPTY_FILE, id="nothing"),
        pytest.param(b" \r\n\r\n", RosterRefusal.EMPTY_FILE, id="blanks"),
        pytest.param(b"\xef\xbb\xbf", RosterRefusal.EMPTY_FILE, id="a byte order mark alone"),
        pytest.param(b"a" * 5_000_001, RosterRefusal.TOO_LARGE, id="more than 5 MB"),
        pytest.param(b"<!DOCTYPE html><html><table><tr><td>Nom</table>", RosterRefusal.NOT_A_SPREADSHEET, id="html"),
        pytest.param(b"\r\n <HTML><body>Nom</body></HTML>", RosterRefusal.NOT_A_SPREADSHEET, id="html after blanks"),
        pytest.param(b'<?xml version="1.0"?><Workbook/>', RosterRefusal.NOT_A_SPREADSHEET, id="xml of 2003"),
        pytest.param(b"%PDF-1.7 Nom;Coll", RosterRefusal.NOT_A_SPREADSHEET, id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", RosterRefusal.NOT_A_SPREADSHEET, id="png"),
        pytest.param(b"{\\rtf1 Nom}", RosterRefusal.NOT_A_SPREADSHEET, id="rtf"),
        pytest.param(b"MZ\x90\x00\x03", RosterRefusal.NOT_A_SPREADSHEET, id="program"),
        pytest.param(bytes(range(256)) * 9, RosterRefusal.NOT_A_SPREADSHEET, id="noise"),
        pytest.param("Nom\x00;Collège".encode("utf-16"), RosterRefusal.NOT_A_SPREADSHEET, id="UTF-16 with a zero"),
        pytest.param(b"N\x00o\x00m\x00\x00\xd8", RosterRefusal.NOT_A_SPREADSHEET, id="half a UTF-16"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, RosterRefusal.OLD_WORKBOOK, id="xls"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            RosterRefusal.ENCRYPTED,
            id="xlsx with a password",
        ),
        pytest.param(b"PK\x05\x06" + b"\x00" * 18, RosterRefusal.BROKEN, id="empty archive"),
        pytest.param(GOOD[: len(GOOD) // 2], RosterRefusal.BROKEN, id="truncated xlsx"),
        pytest.param((FOLDER / "coderst.ods").read_bytes()[:-30], RosterRefusal.BROKEN, id="truncated ods"),
        pytest.param(a_zip({"a.txt": "Nom;Collège"}), RosterRefusal.NOT_A_SPREADSHEET, id="some archive"),
        pytest.param(a_zip({"word/document.xml": "<a/>"}), RosterRefusal.NOT_A_SPREADSHEET, id="docx"),
        pytest.param(a_zip({"xl/workbook.bin": b"x"}), RosterRefusal.OLD_WORKBOOK, id="xlsb"),
        pytest.param(
            an_ods(ods_row("Nom", "Collège"), mimetype="application/vnd.oasis.opendocument.text"),
            RosterRefusal.NOT_A_SPREADSHEET,
            id="odt",
        ),
        pytest.param(
            with_part(an_ods(""), "META-INF/manifest.xml", b"<m><encryption-data/></m>"),
            RosterRefusal.ENCRYPTED,
            id="ods with a password",
        ),
        pytest.param(with_part(GOOD, SHEET, b"<worksheet><sheetData>"), RosterRefusal.BROKEN, id="broken xml"),
        pytest.param(with_part(GOOD, SHEET, b""), RosterRefusal.BROKEN, id="empty sheet part"),
        pytest.param(
            a_zip({name: part for name, part in parts_of(GOOD).items() if name != SHEET}),
            RosterRefusal.BROKEN,
            id="no sheet part",
        ),
        pytest.param(
            with_part(GOOD, "XL/Workbook.xml", b"<workbook/>"), RosterRefusal.BROKEN, id="one part under two names"
        ),
        pytest.param(with_sheet((b'r="A1"', b'r="A99999999999"')), RosterRefusal.BROKEN, id="impossible reference"),
        pytest.param(with_sheet((b'r="A1"', b'r="1A"')), RosterRefusal.BROKEN, id="reference reversed"),
        pytest.param(with_sheet((b'<row r="1"', b'<row r="-1"')), RosterRefusal.BROKEN, id="row before the first"),
        pytest.param(with_sheet((b'r="A1"', b'r="XFD1"')), RosterRefusal.TOO_MANY_COLUMNS, id="a cell at XFD1"),
        pytest.param(with_sheet((b'r="A2"', b'r="A1048576"')), RosterRefusal.TOO_MANY_ROWS, id="a cell at A1048576"),
        pytest.param(
            with_part(GOOD, SHEET, LAUGHS.encode() + b"<worksheet/>"),
            RosterRefusal.DANGEROUS_XML,
            id="entities in xlsx",
        ),
        pytest.param(
            with_part(GOOD, "xl/workbook.xml", (LAUGHS + "<workbook/>").encode("utf-16")),
            RosterRefusal.DANGEROUS_XML,
            id="entities hidden in UTF-16",
        ),
        pytest.param(
            with_part(GOOD, "docProps/core.xml", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
            RosterRefusal.DANGEROUS_XML,
            id="an external document type",
        ),
        pytest.param(an_ods(ods_row("&c;", "Nom"), prolog=LAUGHS), RosterRefusal.DANGEROUS_XML, id="entities in ods"),
        pytest.param(
            an_ods(ods_row("Nom", cell='table:number-columns-repeated="16384"')),
            RosterRefusal.TOO_MANY_COLUMNS,
            id="ods repeated columns",
        ),
        pytest.param(
            an_ods(ods_row("Nom", attributes='table:number-rows-repeated="1048576"')),
            RosterRefusal.TOO_MANY_ROWS,
            id="ods repeated rows",
        ),
        pytest.param(
            an_ods(ods_row("a" * 30_000, attributes='table:number-rows-repeated="1000"')),
            RosterRefusal.ZIP_BOMB,
            id="ods repeated text",
        ),
        pytest.param(
            an_ods(ods_row("Nom", cell='table:number-columns-repeated="-1"')),
            RosterRefusal.BROKEN,
            id="ods repeated backwards",
        ),
        pytest.param(
            a_csv(";".join(["Nom", "Collège", *"x" * 59])), RosterRefusal.TOO_MANY_COLUMNS, id="61 columns of csv"
        ),
        pytest.param(an_xlsx(["Nom", "Collège", *"x" * 59]), RosterRefusal.TOO_MANY_COLUMNS, id="61 columns of xlsx"),
        pytest.param(
            a_csv("Nom;Collège", *["Petit;Élus"] * 2_001), RosterRefusal.TOO_MANY_ROWS, id="2,001 rows of csv"
        ),
        pytest.param(
            an_xlsx(["Nom", "Collège"], *[["Petit", "Élus"]] * 2_001),
            RosterRefusal.TOO_MANY_ROWS,
            id="2,001 rows of xlsx",
        ),
        pytest.param(
            a_csv("Nom;Collège", *[";"] * 25_000, "Petit;Élus"), RosterRefusal.TOO_MANY_ROWS, id="25,000 blank rows"
        ),
        pytest.param(b'Nom;Coll\xc3\xa8ge\n"' + b"a" * 200_000, RosterRefusal.UNCLOSED_QUOTE, id="a cell without end"),
    ],
)
def test_a_hostile_file_is_refused_by_a_sentence(content, reason):
    assert refusal_of(content) is reason


def test_2000_rows_and_60_columns_are_read():
    content = a_csv(
        ";".join(["Nom", "Prénom", "Collège", *"x" * 57]), *[f"Petit;Luc {place};Élus" for place in range(2_000)]
    )

    assert len(read_roster(content, "membres.csv").people) == 2_000


def test_a_part_that_unpacks_to_much_is_refused():
    assert refusal_of(with_part(GOOD, SHEET, b"<worksheet>" + b" " * 19_000_000)) is RosterRefusal.ZIP_BOMB


def test_parts_that_together_unpack_to_much_are_refused():
    noise = zlib.compress(bytes(range(256)) * 4_000, 9).hex().encode()
    parts = {f"xl/p{place}.xml": b"<a>" + noise * 200 + b"</a>" for place in range(30)}

    assert refusal_of(a_zip({**parts_of(GOOD), **parts})) is RosterRefusal.ZIP_BOMB


def test_an_archive_of_many_parts_is_refused():
    parts = {f"xl/p{place}.xml": b"<a/>" for place in range(archive.MAX_ENTRIES)}

    assert refusal_of(a_zip({**parts_of(GOOD), **parts})) is RosterRefusal.ZIP_BOMB


@pytest.mark.parametrize("announced", [100, 0], ids=["a little", "nothing"])
def test_a_size_that_lies_is_not_believed(announced):
    packed = bytearray(with_part(GOOD, SHEET, b"<worksheet>" + b" " * 19_000_000 + b"</worksheet>"))
    entry = zipfile.ZipFile(io.BytesIO(packed)).getinfo(SHEET)
    true_size = struct.pack("<I", entry.file_size)
    directory = packed.rindex(true_size)
    packed[directory : directory + 4] = struct.pack("<I", announced)

    assert zipfile.ZipFile(io.BytesIO(packed)).getinfo(SHEET).file_size == announced
    assert refusal_of(bytes(packed)) in (RosterRefusal.BROKEN, RosterRefusal.ZIP_BOMB)


def test_an_encrypted_part_is_refused():
    packed = bytearray(GOOD)
    directory = packed.index(b"PK\x01\x02")
    packed[directory + 8] |= 1

    assert refusal_of(bytes(packed)) is RosterRefusal.ENCRYPTED


def test_a_method_that_no_spreadsheet_uses_is_refused():
    assert refusal_of(a_zip(parts_of(GOOD), method=zipfile.ZIP_LZMA)) is RosterRefusal.BROKEN


def test_one_long_text_named_by_many_cells_is_refused():
    shared = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    row = b'<row r="%d">' + b'<c t="s"><v>0</v></c>' * 50 + b"</row>"
    sheet = b"<worksheet><sheetData>" + b"".join(row % place for place in range(1, 101)) + b"</sheetData></worksheet>"

    content = with_part(with_part(GOOD, "xl/sharedStrings.xml", shared), SHEET, sheet)

    assert refusal_of(content) is RosterRefusal.ZIP_BOMB


def test_the_name_of_the_file_decides_nothing():
    assert read_roster(a_csv("Nom;Collège", "Petit;Élus"), "membres.xlsx").people
    assert read_roster(GOOD, "membres.csv").people


def test_only_what_was_checked_is_handed_on():
    package = archive.unpack(with_part(GOOD, "xl/media/bomb.bin", b"\x00" * 1_000_000), "membres.xlsx")

    assert set(parts_of(package.repack())) == {name for name in parts_of(GOOD) if name.endswith((".xml", ".rels"))}


def test_styles_down_to_the_last_row_do_not_count():
    content = with_sheet((b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'))
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'

    assert len(read_roster(content, "membres.xlsx").people) == 1
    assert len(read_roster(an_ods(ods_row("Nom", "Collège") + ods_row("Petit", "Élus") + blank), "m.ods").people) == 1


def test_columns_beyond_the_60th_may_be_empty():
    content = a_csv("Nom;Collège" + ";" * 80, "Petit;Élus" + ";" * 80)

    assert len(read_roster(content, "membres.csv").people) == 1


class PanicException(BaseException):
    """What Python sees when the native library panics."""


def test_a_panic_of_the_native_library_means_a_broken_file():
    def panic():
        raise PanicException

    with pytest.raises(Refusal) as refused:
        reader._natively(panic, "membres.xlsx")  # noqa: SLF001 — no known file makes it panic past the guard

    assert refused.value.reason is RosterRefusal.BROKEN


def test_an_interruption_is_not_a_broken_file():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reader._natively(interrupt, "membres.xlsx")  # noqa: SLF001 — as above


def answer(content: bytes, filename: str) -> RosterReading | str:
    """What a person gets: the reading, or the sentence of the refusal."""
    try:
        return read_roster(content, filename)
    except Refusal as refusal:
        return phrase(refusal.reason, **refusal.facts)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(content):
    assert answer(content, "x")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["coderst.xlsx", "coderst.ods"]), st.integers(0, 4_500), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_damaged_bytes_gets_an_answer(name, place, damage):
    content = bytearray((FOLDER / name).read_bytes())
    content[place : place + len(damage)] = damage

    assert answer(bytes(content), name)


CELL = st.sampled_from(
    ["Nom", "Prénom", "Collège", "Suppléant de", "Du", "x", "@", "=1", "32/01", "1e9", '"', "M. ", "Titulaire", ";"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELL | st.text(max_size=6), max_size=6).map(";".join), max_size=8))
def test_any_text_gets_an_answer(rows):
    reading = answer(a_csv("Nom;Prénom;Collège;Du;Statut;Tél.", *rows), "x.csv")

    assert isinstance(reading, str) or all(person.last_name and person.college for person in reading.people)


def test_an_ods_of_the_right_type_is_read():
    assert ODS_TYPE.encode() in parts_of(an_ods(""))["mimetype"]
