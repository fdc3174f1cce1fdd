"""Offline is a property: no page, style sheet or script names another host, and nothing is written inline."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = re.compile(r"""(?:https?:|wss?:|["'(=\s])//[\w.-]+\.\w{2,}""", re.IGNORECASE)
# Names of XML vocabularies, never fetched.
VOCABULARIES = ("http://www.w3.org/",)
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|<[^>]+\s(?:style|on[a-z]+)\s*=|javascript:", re.IGNORECASE)


def files(*kinds: str) -> list[Path]:
    everything = (path for kind in kinds for path in (ROOT / "webapp").rglob(f"*.{kind}"))
    return sorted(path for path in everything if "vendor" not in path.relative_to(ROOT).parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", files("html", "css", "js", "svg", "webmanifest"), ids=name)
def test_no_file_of_a_page_names_another_host(path):
    text = path.read_text(encoding="utf-8")
    for vocabulary in VOCABULARIES:
        text = text.replace(vocabulary, "")

    assert HOST.findall(text) == []


# The templates of PDFs and mails are not served to a browser.
@pytest.mark.parametrize("path", [path for path in files("html") if path.is_relative_to(ROOT / "webapp/web")], ids=name)
def test_a_page_has_nothing_inline(path):
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", files("css"), ids=name)
def test_a_style_sheet_takes_everything_from_our_own_origin(path):
    addresses = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", path.read_text(encoding="utf-8"))

    assert [address for address in addresses if re.match(r"(?:\w+:)?//", address)] == []
