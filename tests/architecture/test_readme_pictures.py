"""The README shows what the journeys saw, all of it, in little weight."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "webapp" / "docs" / "images"


def test_the_readme_shows_every_picture_and_no_other():
    shown = re.findall(r"\]\((webapp/docs/images/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert sorted(shown) == sorted(each.relative_to(ROOT).as_posix() for each in PICTURES.iterdir())


def test_every_picture_says_in_words_what_it_shows():
    words = re.findall(r"!\[([^\]]*)\]", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert words
    assert all(len(each) > 15 for each in words)


def test_the_pictures_weigh_little():
    assert sum(each.stat().st_size for each in PICTURES.iterdir()) < 1_500_000
