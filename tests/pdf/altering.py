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
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(pdf: bytes, at: int) -> bytes:
    """Change one bit of the byte at a place."""
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
