"""The least OpenDocument spreadsheet that every office suite opens (OpenDocument 1.3), the same bytes each time."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MILLIMETRES_PER_CHARACTER: Final = 2
_NAMESPACES: Final = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
)
_MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_STYLES: Final = (
    '<number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="heading" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def write_sheet(
    name: str,
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str | date | None]],
) -> bytes:
    """Return an ODS of one sheet; `widths` in characters, a column each; texts without control characters."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content, method in (
            ("mimetype", _MIMETYPE, zipfile.ZIP_STORED),
            ("META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED),
            ("content.xml", _content(name, headings, widths, rows), zipfile.ZIP_DEFLATED),
        ):
            entry = zipfile.ZipInfo(part, _EPOCH)
            entry.compress_type = method
            archive.writestr(entry, content)
    return buffer.getvalue()


def _content(
    name: str,
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str | date | None]],
) -> str:
    styles = "".join(
        f'<style:style style:name="column{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * _MILLIMETRES_PER_CHARACTER}mm"/></style:style>'
        for place, width in enumerate(widths)
    )
    columns = "".join(f'<table:table-column table:style-name="column{place}"/>' for place in range(len(widths)))
    lines = [
        [_cell(heading, style="heading") for heading in headings],
        *([_cell(value) for value in row] for row in rows),
    ]
    table = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{_STYLES}{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(name)}>{columns}{table}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _cell(value: str | date | None, *, style: str = "") -> str:
    if not value:
        return "<table:table-cell/>"
    if isinstance(value, date):
        return (
            f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        )
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{styled} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
