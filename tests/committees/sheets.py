"""Making files as strangers make them: texts in any encoding, workbooks part by part."""

import io
import zipfile

from openpyxl import Workbook

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def a_csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def an_xlsx(*rows: list, title: str = "Membres", others: dict[str, list[list]] | None = None) -> bytes:
    """A workbook by openpyxl; `others` are further sheets by name."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, lines in (others or {}).items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(line)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def an_ods(rows: str, *, mimetype: str = ODS_TYPE, prolog: str = "") -> bytes:
    """A workbook whose only table holds this XML."""
    content = (
        f'<?xml version="1.0"?>{prolog}<office:document-content {ODS_NAMESPACES} office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="Feuille1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    return a_zip({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(*texts: str, attributes: str = "", cell: str = "") -> str:
    cells = "".join(
        f'<table:table-cell {cell} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        if text
        else "<table:table-cell/>"
        for text in texts
    )
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def a_zip(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part replaced or added."""
    return a_zip({**parts_of(content), name: part})
