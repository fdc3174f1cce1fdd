"""The style sheet keeps its promises: small, legible in both schemes, every icon there."""

import gzip
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "webapp" / "web"
SHEETS = sorted((WEB / "static" / "css").glob("*.css"))
TOKENS = (WEB / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
AAA, AA, SIGN = 7.0, 4.5, 3.0  # WCAG 1.4.6, 1.4.3, 1.4.11

PAIRS = [
    ("ink", "paper", AAA), ("ink", "paper-2", AAA), ("ink-soft", "paper", AAA), ("ink-soft", "paper-2", AA),
    ("accent", "paper", AAA), ("accent", "paper-2", AAA), ("accent", "accent-soft", AA), ("on-accent", "accent", AAA),
    ("on-accent", "accent-strong", AAA), ("ink", "accent-soft", AAA), ("ink-soft", "accent-soft", AA),
    ("good", "paper", AAA), ("good", "good-soft", AA), ("ink", "good-soft", AAA),
    ("bad", "paper", AAA), ("bad", "bad-soft", AA), ("ink", "bad-soft", AAA), ("on-bad", "bad", AAA),
    ("warn", "paper", AAA), ("warn", "warn-soft", AA), ("ink", "warn-soft", AAA), ("ink-soft", "warn-soft", AA),
    ("line-strong", "paper", SIGN), ("line-strong", "paper-2", SIGN), ("focus", "paper", SIGN), ("focus", "paper-2", SIGN),
    ("focus", "accent-soft", SIGN), ("focus", "good-soft", SIGN), ("focus", "bad-soft", SIGN), ("focus", "warn-soft", SIGN),
]  # fmt: skip


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


def light() -> dict[str, str]:
    return colours(TOKENS.split("@media", 1)[0])


def dark() -> dict[str, str]:
    return light() | colours(TOKENS.split("@media", 1)[1])


def projector() -> dict[str, str]:
    pages = (WEB / "static" / "css" / "pages.css").read_text(encoding="utf-8")
    return light() | colours(pages.split(".projector {", 1)[1].split("}", 1)[0])


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=[f"{front} on {back}" for front, back, _ in PAIRS])
@pytest.mark.parametrize("scheme", [light, dark, projector], ids=["in the light", "in the dark", "on the big screen"])
def test_colours_stand_out(scheme, front, back, least):
    palette = scheme()

    assert contrast(palette[front], palette[back]) >= least


def test_the_dark_scheme_renames_every_colour():
    assert colours(TOKENS.split("@media", 1)[1]).keys() == light().keys()


def test_the_whole_style_sheet_stays_under_20_kilobytes_compressed():
    whole = sum(len(gzip.compress(sheet.read_bytes())) for sheet in SHEETS)

    assert 0 < whole < 20_000


def test_every_sheet_is_linked():
    linked = (WEB / "templates" / "components" / "styles.html").read_text(encoding="utf-8")

    assert [sheet.stem for sheet in SHEETS if sheet.stem not in linked] == []


def test_every_icon_that_a_template_shows_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "static/icons/sprite.svg").read_text(encoding="utf-8")))
    templates = [path.read_text(encoding="utf-8") for path in (WEB / "templates").rglob("*.html")]
    shown = {
        name
        for text in templates
        for name in re.findall(r"(?:\bicon\('|icon_name='|sprite\.svg'\) \}\}#)([\w-]+)", text)
    }
    badges = re.findall(
        r": \('(?:success|error|warning|info|neutral)', '([\w-]+)'\)",
        (WEB / "templates/components.html").read_text(encoding="utf-8"),
    )

    assert len(drawn) > 20
    assert (shown | set(badges)) - drawn == set()


def test_every_class_that_a_template_names_is_styled():
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)))
    named = {
        (path.name, name)
        for path in (WEB / "templates").rglob("*.html")
        for value in re.findall(
            r'class="([^"]*)"', re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
        for name in re.sub(r"{[{%].*?[%}]}", " ", value).split()
        if not name.endswith("-")  # the rest of the name is computed
    }

    assert len(named) > 50
    assert {(page, name) for page, name in named if name not in styled} == set()


def test_every_table_becomes_labelled_cards_on_a_phone():
    """The pages of the minutes are their PDF's: they keep the table, and scroll."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in (WEB / "templates").rglob("*.html")}
    pages = {name: re.sub(r"{#.*?#}", "", text, flags=re.DOTALL) for name, text in pages.items()}
    tables = {name: text for name, text in pages.items() if "<table" in text}

    assert len(tables) > 1
    for name, text in tables.items():
        assert text.count("<table") == text.count("fr-table--cards"), name
        rows = re.findall(r"<tbody.*?</tbody>", text, flags=re.DOTALL)
        cells = [cell for body in rows for cell in re.findall(r"<td[^>]*>", body)]
        assert rows, name
        assert [cell for cell in cells if "data-label=" not in cell] == [], name


def test_no_style_counts_on_the_network():
    found = [url for sheet in SHEETS for url in re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8"))]

    assert found
    assert [url for url in found if not url.startswith('"../vendor/fonts/')] == []


def test_every_face_is_brought_by_the_assets_script():
    found = {
        url for sheet in SHEETS for url in re.findall(r"vendor/fonts/([\w.-]+)", sheet.read_text(encoding="utf-8"))
    }

    assert {name for name in found if not (WEB / "static/vendor/fonts" / name).exists()} == set()
