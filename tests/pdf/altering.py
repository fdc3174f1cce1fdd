"""What is done to a signed file by those who should not."""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def overlaid(pdf: bytes) -> bytes:
    """Append a revision that turns a page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    return _written(writer)


def flipped(pdf: bytes, at: int) -> bytes:
    """Change one bit of the byte at a place."""
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def with_second_facts(pdf: bytes, content: bytes = b"{}") -> bytes:
    """Append a revision that attaches other facts under the same name."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    listed = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    name = str(listed[1]["/UF"])
    spec = generic.DictionaryObject(
        {
            _name("/Type"): _name("/Filespec"),
            _name("/F"): generic.TextStringObject(name),
            _name("/UF"): generic.TextStringObject(name),
            _name("/EF"): generic.DictionaryObject({_name("/F"): _embedded(writer, content)}),
        }
    )
    listed.extend([generic.TextStringObject(name), writer.add_object(spec)])
    writer.update_container(listed)
    return _written(writer)


def with_other_facts(pdf: bytes, content: bytes = b"{}") -> bytes:
    """Append a revision that puts other facts in the place of those attached."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    spec = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    spec["/EF"][_name("/F")] = _embedded(writer, content)
    writer.update_container(spec["/EF"])
    return _written(writer)


def with_something_beside(pdf: bytes) -> bytes:
    """Write in the room that the last signature leaves over, which no hash covers."""
    end = pdf.rindex(b"00>")
    return pdf[:end] + b"2a" + pdf[end + 2 :]


def _embedded(writer: IncrementalPdfFileWriter, content: bytes) -> generic.IndirectObject:
    stream = generic.StreamObject({_name("/Type"): _name("/EmbeddedFile")}, stream_data=content)
    return writer.add_object(stream)


def _name(text: str) -> generic.NameObject:
    return generic.NameObject(text)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
