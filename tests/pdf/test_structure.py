"""The judge is judged: files that lack one thing are refused."""

import os

import pytest

from tests.pdf import structure
from tests.pdf.factories import a_document
from webapp.pdf.render import FONTS_FILE, render


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/a-3u", "pdf/ua-1"])
def test_what_the_engine_makes_by_itself_does_not_pass(variant, monkeypatch):
    monkeypatch.setitem(os.environ, "FONTCONFIG_FILE", str(FONTS_FILE))
    import weasyprint  # noqa: PLC0415 — slow import

    document = a_document()
    bare = weasyprint.HTML(string=document.html).write_pdf(
        pdf_variant=variant, pdf_identifier=b"0" * 32, output_intent=""
    )

    with pytest.raises((AssertionError, KeyError)):
        structure.assert_conforms(bare, title="brouillon")


def test_a_broken_file_does_not_pass():
    pdf = render(a_document())

    with pytest.raises(AssertionError):
        structure.assert_qpdf_accepts(pdf[: len(pdf) // 2])
