"""What the minutes say, as lines and as facts, written by the hours of the story: two tellings can be compared."""

import re
from pathlib import Path

from tests.journeys.minutes import Clerk
from tests.journeys.story import by_scene

HERE = Path(__file__).parent
MARKS = ("device", "hands", "voices", "sheets")  # by which way ballots came in


def lines_of(clerk: Clerk) -> list[str]:
    """Read the minutes on the screen, line by line; a row of a table is one line."""
    clerk.goes_to(f"{clerk.minutes}/lecture")
    text = clerk.page.locator("article.fr-minutes").inner_text()
    rows = (" | ".join(cell.strip() for cell in row.split("\t")) for row in text.split("\n"))
    return [plain(row) for row in rows if row.strip()]


def plain(line: str) -> str:
    """Drop what is not the same twice: fingerprints, and the minute within a scene."""
    line = re.sub(r"[\u00a0\u202f]", " ", line)
    return by_scene(re.sub(r"\b[0-9a-f]{64}\b", "(empreinte)", line)).strip()
