"""Files made to mislead or to exhaust whoever reads them: each gets an answer, within bounds."""

import io
import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from tests.pdf import papers, pki
from tests.pdf.altering import flipped, overlaid, with_other_facts, with_second_facts, with_something_beside
from tests.pdf.factories import FACTS
from webapp.pdf import notary, verify
from webapp.pdf.signatures import Flaw, Inspection, field_of

ROOT = pki.Authority()
AT = pki.DAY + timedelta(hours=1)
HEAD = b"%PDF-1.7\n"


@pytest.fixture(scope="module")
def signed() -> bytes:
    return papers.sign(papers.prepared(), field_of(0), ROOT.issue("Élise Brume"), ROOT.trust)


def _read(pdf: bytes) -> Inspection:
    return verify.inspect(pdf, ROOT.trust, at=AT)


def _flaws(found: Inspection) -> set[Flaw]:
    return {flaw for each in found.signatures for flaw in each.flaws}


@pytest.mark.parametrize(
    ("alter", "facts", "doubles"),
    [
        (overlaid, FACTS.content, ()),
        (with_second_facts, FACTS.content, (FACTS.name,)),
        (with_other_facts, b"{}", ()),
        (with_something_beside, FACTS.content, ()),
    ],
    ids=["overlay", "two attachments of one name", "attachment replaced", "beside the signature"],
)
def test_what_is_added_after_a_signature_is_seen(signed: bytes, alter, facts: bytes, doubles: tuple[str, ...]):
    found = _read(alter(signed))
    assert not found.intact
    assert _flaws(found) == {Flaw.OVERLAID}
    assert (found.attachments[FACTS.name], found.doubles) == (facts, doubles)


def test_two_attachments_of_one_name_are_seen_in_a_file_that_nobody_signed():
    found = _read(with_second_facts(papers.prepared()))
    assert (found.attachments[FACTS.name], found.doubles) == (FACTS.content, (FACTS.name,))


def test_no_byte_that_a_signature_covers_can_be_changed_unseen(signed: bytes):
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    start, size, after, rest = signature.byte_range
    places = [*range(start, size, size // 20), *range(after, after + rest, rest // 5)]
    assert [place for place in places if _read(flipped(signed, place)).intact] == []


def test_facts_that_do_not_decompress_leave_the_rest_readable(signed: bytes):
    stream = PdfFileReader(io.BytesIO(signed)).root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]["/F"]
    found = _read(flipped(signed, signed.index(stream.encoded_data) + 4))
    assert (found.readable, found.attachments[FACTS.name]) == (True, b"")
    assert _flaws(found) == {Flaw.BROKEN}


def _in_circles(pdf: bytes) -> bytes:
    """A table of references that names itself as the one before it."""
    start = pdf.rindex(b"startxref")
    place = int(pdf[start:].split()[1])
    tail = pdf[place:start].replace(b"trailer\n<<", b"trailer\n<< /Prev %d " % place, 1)
    return pdf[:place] + tail + pdf[start:]


def _pages_in_circles(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    pages = writer.root["/Pages"]
    pages["/Kids"].append(writer.root.raw_get("/Pages"))
    writer.update_container(pages["/Kids"])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _locked(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt(owner_pass="brume", user_pass="brume")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _swollen(pdf: bytes) -> bytes:
    """Metadata of a thousand million zeros, packed twice."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    packed = zlib.compress(zlib.compress(bytes(50_000_000), 1) * 20, 9)
    filters = generic.ArrayObject([generic.NameObject("/FlateDecode")] * 2)
    stream = generic.StreamObject({generic.NameObject("/Filter"): filters}, encoded_data=packed)
    writer.root[generic.NameObject("/Metadata")] = writer.add_object(stream)
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "references in circles": lambda: _in_circles(papers.prepared()),
    "pages in circles": lambda: _pages_in_circles(papers.prepared()),
    "locked": lambda: _locked(papers.prepared()),
    "arrays in arrays": lambda: HEAD + b"1 0 obj\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF",
    "endless number": lambda: HEAD + b"startxref\n" + b"9" * 100_000 + b"\n%%EOF",
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_made_to_mislead_is_not_taken_for_a_sound_one(make: Callable[[], bytes]):
    assert not _read(make()).intact


def test_a_bomb_and_a_giant_are_answered_within_bounds(monkeypatch: pytest.MonkeyPatch):
    assert not notary.inspect(_swollen(papers.prepared()), trust=ROOT.trust, at=AT).intact
    monkeypatch.setattr(notary, "LARGEST", 10_000)
    assert notary.inspect(papers.prepared(), trust=ROOT.trust, at=AT) == Inspection(readable=False)
