"""What may be kept as the paper of a substitute."""

import pytest

from tests.refusing import refused
from webapp.meetings.rules.papers import TYPES, ending_of
from webapp.meetings.sitting import MeetingRefusal

GOOD = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "pdf": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("ending", GOOD)
def test_a_paper_is_known_by_its_first_bytes(ending: str) -> None:
    assert ending_of(GOOD[ending]) == ending
    assert ending in TYPES


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><script>alert(1)</script>", id="a page"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="a drawing that runs"),
        pytest.param(b"\x7fELF" + b"\x00" * 60, id="an executable"),
        pytest.param(b"PK\x03\x04", id="an archive"),
        pytest.param(b"GIF89a", id="another image"),
        pytest.param(b"  %PDF-1.7", id="a PDF that does not begin as one"),
    ],
)
def test_anything_else_is_refused_whatever_its_name(content: bytes) -> None:
    with refused(MeetingRefusal.PAPER_KIND):
        ending_of(content)
