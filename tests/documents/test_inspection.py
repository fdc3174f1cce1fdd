"""What a file is by its content: good ones of every kind, a hostile corpus, and any bytes at all."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import weasyprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.papers import a_pdf
from webapp.documents.inspection import inspect
from webapp.documents.model import DocumentKind, DocumentRefusal
from webapp.kernel.errors import Refusal
from webapp.wording.phrases import phrase

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(parts: dict[str, bytes], *, deflated: bool = True) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return kept.getvalue()


def docx(main: str = MAIN, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'.encode()
    return zipped({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>"} | more)


def pptx() -> bytes:
    return docx("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml")


def xlsx() -> bytes:
    kept = io.BytesIO()
    openpyxl.Workbook().save(kept)
    return kept.getvalue()


def opened(kind: str = "text", manifest: bytes = b"<manifest/>", **more: bytes) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped({"mimetype": mimetype, "content.xml": b"<x/>", "META-INF/manifest.xml": manifest} | more)


def old(stream: str, *more: str, head: bytes = b"") -> bytes:
    names = b"".join(f"{each}\0".encode("utf-16-le").ljust(128, b"\0") for each in (stream, *more))
    return COMPOUND.ljust(512, b"\0") + head.ljust(1024, b"\0") + names


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x04JF\xff\xda\x00\x04\x01\x00pixels\xff\x00more\xff\xd0\xff\xd9"


def png() -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", b"\0" * 13) + part(b"IDAT", b"pixels") + part(b"IEND", b"")


def tiff(following: int = 0) -> bytes:
    return b"II*\x00" + struct.pack("<IH", 8, 1) + b"\0" * 12 + struct.pack("<I", following)


def pdf_with(body: bytes) -> bytes:
    return a_pdf().replace(b"/Type /Catalog", b"/Type /Catalog " + body)


def bomb() -> bytes:
    return docx(**{"word/media.xml": b"\0" * 30_000_000})


def lying_bomb() -> bytes:
    """An archive whose directory says a thousand bytes where thirty million come out."""
    content = bytearray(bomb())
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(content)


def locked_zip() -> bytes:
    content = bytearray(docx())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.fixture
def look(tmp_path: Path):
    def at(content: bytes, name: str) -> DocumentKind:
        file = tmp_path / "received"
        file.write_bytes(content)
        return inspect(file, name)

    return at


GOOD = [
    (a_pdf(), "rapport.PDF", DocumentKind.PDF),
    (a_pdf(), "sans terminaison", DocumentKind.PDF),
    (docx(), "note.docx", DocumentKind.DOCX),
    (docx(**{"word/embeddings/chart.xlsx": xlsx()}), "graphique.docx", DocumentKind.DOCX),
    (xlsx(), "liste.xlsx", DocumentKind.XLSX),
    (pptx(), "exposé.pptx", DocumentKind.PPTX),
    (opened(), "note.odt", DocumentKind.ODT),
    (opened("spreadsheet"), "liste.ods", DocumentKind.ODS),
    (opened("presentation"), "exposé.odp", DocumentKind.ODP),
    (old("WordDocument"), "note.doc", DocumentKind.DOC),
    (old("Workbook"), "liste.xls", DocumentKind.XLS),
    (old("PowerPoint Document"), "exposé.ppt", DocumentKind.PPT),
    (jpeg(), "photo.jpeg", DocumentKind.JPEG),
    (jpeg() + jpeg() + b"\0" * 20, "photo de téléphone.jpg", DocumentKind.JPEG),
    (png(), "plan.png", DocumentKind.PNG),
    (tiff(), "plan.tiff", DocumentKind.TIFF),
]
R = DocumentRefusal
HOSTILE = {
    "nothing": (b"", "vide.pdf", R.EMPTY),
    "text": (b"Bonjour", "note.txt", R.FORMAT_REFUSED),
    "a page named pdf": (b"<!DOCTYPE html><script>1</script>", "rapport.pdf", R.WEB_PAGE),
    "a page behind words": (b"words <html>", "rapport.pdf", R.WEB_PAGE),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "plan.svg", R.WEB_PAGE),
    "a program": (b"MZ" + b"\0" * 100, "rapport.pdf", R.FORMAT_REFUSED),
    "a pdf named jpg": (a_pdf(), "photo.jpg", R.WRONG_ENDING),
    "a pdf named exe": (a_pdf(), "rapport.pdf.exe", R.WRONG_ENDING),
    "a pdf after a page": (b"<html>" + a_pdf(), "rapport.pdf", R.WEB_PAGE),
    "a pdf after bytes": (b"GIF89a" + a_pdf(), "rapport.pdf", R.FORMAT_REFUSED),
    "a pdf with a page in its comment": (a_pdf("<script>alert(1)</script>"), "rapport.pdf", R.TWO_FILES_IN_ONE),
    "a pdf then a page": (a_pdf() + b"<html></html>", "rapport.pdf", R.TWO_FILES_IN_ONE),
    "a pdf then an archive": (a_pdf() + docx(), "rapport.pdf", R.TWO_FILES_IN_ONE),
    "a pdf around an archive": (a_pdf() + docx() + b"\n%%EOF\n", "rapport.pdf", R.TWO_FILES_IN_ONE),
    "half a pdf": (a_pdf()[:100], "rapport.pdf", R.BROKEN),
    "a pdf with a script": (pdf_with(b"/OpenAction << /S /JavaScript /JS (1) >>"), "r.pdf", R.ACTIVE_PDF),
    "a pdf with a script spelled": (pdf_with(b"/OpenAction << /S /J#61vaScr#69pt >>"), "r.pdf", R.ACTIVE_PDF),
    "a pdf that launches": (pdf_with(b"/AA << /S /Launch >>"), "r.pdf", R.ACTIVE_PDF),
    "a pdf with a file": (pdf_with(b"/Names << /EmbeddedFiles 9 0 R >>"), "r.pdf", R.FILES_INSIDE),
    "a locked pdf": (a_pdf().replace(b"/Size", b"/Encrypt 9 0 R /Size"), "r.pdf", R.ENCRYPTED),
    "a bomb": (bomb(), "note.docx", R.ZIP_BOMB),
    "a bomb of entries": (docx(**{f"a{n}.xml": b"" for n in range(5001)}), "note.docx", R.ZIP_BOMB),
    "archives in archives": (docx(**{"a.docx": docx(**{"b.docx": docx()})}), "note.docx", R.FILES_INSIDE),
    "a program in a document": (docx(**{"word/a.bin": b"MZ\0\0"}), "note.docx", R.FILES_INSIDE),
    "a locked zip": (locked_zip(), "note.docx", R.ENCRYPTED),
    "a locked workbook": (old("EncryptedPackage"), "liste.xlsx", R.ENCRYPTED),
    "a locked text": (opened(manifest=b"<encryption-data/>"), "note.odt", R.ENCRYPTED),
    "a locked old text": (old("WordDocument", head=b"\xec\xa5" + b"\0" * 9 + b"\1"), "note.doc", R.ENCRYPTED),
    "macros": (docx(**{"word/vbaProject.bin": b"x"}), "note.docx", R.MACROS),
    "macros by type": (docx("application/vnd.ms-word.document.macroEnabled.main+xml"), "note.docx", R.MACROS),
    "macros in basic": (opened(**{"Basic/Standard/Module1.xml": b"x"}), "note.odt", R.MACROS),
    "macros in a chart": (docx(**{"a.xlsx": docx(**{"xl/vbaProject.bin": b"x"})}), "note.docx", R.MACROS),
    "old macros": (old("Workbook", "_VBA_PROJECT_CUR"), "liste.xls", R.MACROS),
    "an old file of nobody": (old("Autre"), "note.doc", R.FORMAT_REFUSED),
    "a plain archive": (zipped({"a.txt": b"a"}), "note.docx", R.FORMAT_REFUSED),
    "half an archive": (docx()[:-30], "note.docx", R.BROKEN),
    "an archive then a page": (docx() + b"<html>", "note.docx", R.TWO_FILES_IN_ONE),
    "a picture then a page": (jpeg() + b"<script>", "photo.jpg", R.TWO_FILES_IN_ONE),
    "a picture then an archive": (png() + docx(), "plan.png", R.TWO_FILES_IN_ONE),
    "half a picture": (jpeg()[:-2], "photo.jpg", R.BROKEN),
    "half a plan": (png()[:-6], "plan.png", R.BROKEN),
    "a plan without pixels": (png().replace(b"IDAT", b"tEXt"), "plan.png", R.BROKEN),
    "a plan that turns round": (tiff(8), "plan.tif", R.BROKEN),
    "a plan then an archive": (tiff() + docx(), "plan.tif", R.TWO_FILES_IN_ONE),
}


@pytest.mark.parametrize(("content", "name", "kind"), GOOD, ids=[name for _, name, _ in GOOD])
def test_a_file_is_what_its_content_says(look, content, name, kind):
    assert look(content, name) is kind


def test_a_pdf_made_by_a_program_is_taken(look):
    made = weasyprint.HTML(string="<html lang=fr><title>Rapport</title><p>Rapport</p>").write_pdf()

    assert look(made, "rapport.pdf") is DocumentKind.PDF


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_what_to_do(look, case):
    content, name, reason = HOSTILE[case]
    with pytest.raises(Refusal) as refused:
        look(content, name)

    assert refused.value.reason is reason
    assert phrase(refused.value.reason, **refused.value.facts)


def test_a_bomb_that_lies_about_its_size_is_refused(look):
    with pytest.raises(Refusal) as refused:
        look(lying_bomb(), "note.docx")

    assert refused.value.reason in {R.ZIP_BOMB, R.BROKEN}


BEGINNINGS = [b"", b"%PDF-1.7\n", jpeg(), png(), tiff(), docx(), opened(), old("WordDocument"), a_pdf()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    start=st.sampled_from(BEGINNINGS),
    cut=st.integers(0, 2000),
    noise=st.binary(max_size=300),
    name=st.text(max_size=20),
)
def test_any_bytes_get_an_answer(look, start, cut, noise, name):
    try:
        answer = look(start[:cut] + noise + start[cut + 3 :], name)
    except Refusal as refused:
        answer = refused.reason

    assert isinstance(answer, DocumentKind | DocumentRefusal)
