import subprocess

import pytest

from tests.pdf import structure
from tests.pdf.factories import a_document
from webapp.pdf import fonts, text
from webapp.pdf.render import render

FRENCH = "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒàâäçéèêëîïôöùûüÿæœ’‘«»“”…–—-‑·•°²³€§¶†%‰№×÷±−≤≥≠≈→←½¼¾"
SCIENCE = "CO₂ PM₁₀ µg/m³ m²·s⁻¹ Ω Δ λ ✓ ☐ ☑"
NAMES = "Łukasz Čapek Şahin Ștefan Nguyễn Ōsaka Иван Γιώργος"
SPACES = "1\u202f250\u00a0€\u2009;\u2007x"


@pytest.mark.parametrize("sample", [FRENCH, SCIENCE, NAMES, SPACES], ids=["French", "science", "names", "spaces"])
def test_our_faces_draw_every_sign_that_minutes_use(sample):
    assert [sign for sign in sample if sign not in text.clean(sign)] == []


def test_what_is_drawn_can_be_copied_again(tmp_path):
    sample = f"{FRENCH} {SCIENCE} {NAMES}"
    document = a_document(f"<h1>Avis</h1><p>{sample}</p><p><strong><em>{sample}</em></strong></p>")

    pdf = render(document)
    file = tmp_path / "avis.pdf"
    file.write_bytes(pdf)
    copied = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True).stdout

    structure.assert_conforms(pdf, title=document.title)
    words = copied.replace("\n", "").replace(" ", "")
    assert words.count(sample.replace(" ", "")) == 2


def test_only_our_faces_are_used_whatever_the_machine_has():
    pdf = render(a_document("<h1>Avis</h1><p style='font-family: Liberation Serif, serif'>Ça et λ</p>"))

    names = {
        str(each["/BaseFont"]).split("+")[1]
        for each in structure.dictionaries(structure.read(pdf))
        if "/BaseFont" in each
    }
    assert names <= {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold", "DejaVu-Sans", "DejaVu-Sans-Bold"}


@pytest.mark.parametrize(
    ("sign", "written"),
    [
        ("漢", "[U+6F22]"),
        ("\ue000", "[U+E000]"),
        ("\ufeff", ""),
        ("\U0001f9ff", "[U+1F9FF]"),
        ("\x07", ""),
        ("a\u200db", "ab"),
        ("\u202e", ""),
    ],
    ids=[
        "an ideogram",
        "a private sign",
        "a byte order mark",
        "a late emoji",
        "a bell",
        "a joiner",
        "a change of direction",
    ],
)
def test_a_sign_that_cannot_be_drawn_is_written_by_its_number_or_dropped(sign, written):
    assert text.clean(sign) == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("confirmée par M. Gaspard", "confirmée par M.\u00a0Gaspard"),
        ("à Mme Éloïse", "à Mme\u00a0Éloïse"),
        ("(CRPA R133-10)", "(CRPA\u00a0R133-10)"),
        ("article 7-1, articles R1416-1", "article\u00a07-1, articles\u00a0R1416-1"),
        ("un article ou deux", "un article ou deux"),
    ],
)
def test_no_line_parts_a_civility_from_its_name_nor_a_code_from_its_article(written, kept):
    assert text.tied(written) == kept


def test_a_title_with_controls_still_makes_valid_metadata():
    document = a_document(title="Avis\x00 & <suite> 漢")

    structure.assert_conforms(render(document), title="Avis & <suite> [U+6F22]")


def test_scripts_assets_has_made_every_face():
    made = {face.name for face in fonts.FOLDER.glob("*.ttf")}

    assert made == {
        *(
            f"atkinson-hyperlegible-next-{name}.ttf"
            for name in ("400-normal", "400-italic", "700-normal", "700-italic")
        ),
        *(f"dejavu-sans-{name}.ttf" for name in ("400-normal", "700-normal")),
    }


def test_a_face_is_made_the_same_each_time(tmp_path):
    latin, extended = (fonts.FOLDER / f"atkinson-{part}-700-italic.woff2" for part in ("latin", "latin-ext"))
    made = [tmp_path / "once.ttf", tmp_path / "twice.ttf"]

    for ttf in made:
        fonts.convert(latin, ttf, extended=extended, style="Bold Italic")

    kept = fonts.FOLDER / "atkinson-hyperlegible-next-700-italic.ttf"
    assert made[0].read_bytes() == made[1].read_bytes() == kept.read_bytes()
