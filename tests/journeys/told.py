"""What the minutes say of the story, line by line and fact by fact: one text, whichever way the sitting was held.

`COLLEGIALE_RENEW=1` writes anew what is expected from what the journey in the room gives; the difference is then read.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.minutes import Clerk, attached_facts, qpdf_finds_nothing
from tests.journeys.story import DEBATE, EXCHANGE, PLAYED, by_scene, facts_by_scene

HERE = Path(__file__).parent
LINES, FACTS = HERE / f"{PLAYED.name}.minutes.txt", HERE / f"{PLAYED.name}.facts.json"
WAYS = ("device", "hands", "voices", "sheets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The minutes: their lines on the screen, the text of their PDF, the facts it carries, and who voted what."""

    lines: list[str]
    text: str
    facts: dict[str, Any]
    ballots: list[dict[str, Any]]


def told_by(clerk: Clerk, folder: Path) -> Told:
    """Finish the minutes as their secretary does, and read them everywhere."""
    clerk.sums_up("2", f"{DEBATE}\n\n{EXCHANGE}")
    clerk.makes_them_final()
    paper = clerk.is_handed_the_minutes(folder)
    annex = clerk.is_handed("Relevé nominatif des votes (PDF)", folder / "releve.pdf")
    assert qpdf_finds_nothing(paper)
    read = subprocess.run(["pdftotext", "-raw", paper, "-"], capture_output=True, text=True, check=True).stdout
    return Told(
        lines=lines_of(clerk),
        text=of_paper(read),
        facts=facts_by_scene(attached_facts(paper)),
        ballots=facts_by_scene(attached_facts(annex)["votes"]),
    )


def lines_of(clerk: Clerk) -> list[str]:
    """Read the minutes on the screen; a row of a table is one line, and its cells are parted by a bar."""
    clerk.goes_to(f"{clerk.minutes}/lecture")
    text = clerk.page.locator("article.fr-minutes").inner_text()
    rows = (" | ".join(cell.strip() for cell in row.split("\t")) for row in text.split("\n"))
    return [plain(row) for row in rows if row.strip()]


def plain(line: str) -> str:
    """Write a line without what is not the same twice: fingerprints, numbers of the journal, the minute within a scene."""
    line = re.sub(r"inscription n° \d+", "inscription n° (numéro)", re.sub(r"[\u00a0\u202f]", " ", line))
    return by_scene(re.sub(r"\b[0-9a-f]{64}\b", "(empreinte)", line)).strip()


def of_paper(text: str) -> str:
    """Read a PDF without what paper adds: feet of pages, bullets, words cut at the end of a line, spaces."""
    text = re.sub(r"^[^\n]* · séance du (?:[^\n]*\n){1,3}?page \d+ sur \d+$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[^\n]* page \d+ sur \d+$", "", text, flags=re.MULTILINE).replace("‐\n", "").replace("•", "")
    text = re.sub(r"\b(?:[0-9a-f]\n?){63}[0-9a-f]\b", "(empreinte)", text)
    return _squeezed(plain(text))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def differences(told: Told) -> Iterator[str]:
    """Say what the screen has and the paper has not, in this order, or the paper and not the screen.

    The head of a table comes again on each of its pages.
    """
    heads = {_squeezed(line.replace(" | ", "")) for line in told.lines if " | " in line}
    place = 0
    for cell in (cell for line in told.lines for cell in line.split(" | ")):
        found = told.text.find(_squeezed(cell), place)
        if found < 0:
            yield f"not on paper: {cell}"
            continue
        more = told.text[place:found]
        if more and more not in heads:
            yield f"on paper alone: {more}"
        place = found + len(_squeezed(cell))
    if told.text[place:]:
        yield f"on paper alone: {told.text[place:]}"


def expected_lines() -> list[str]:
    return LINES.read_text(encoding="utf-8").splitlines()


def expected_facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return found


def facts_alone(told: Told) -> dict[str, Any]:
    """Return the facts and the votes without the marks of the way: how ballots came in, when and where they were entered."""
    facts = {name: value for name, value in told.facts.items() if name not in {"afterwards", "annex", "journal"}}
    facts["agenda"] = [{**item, "votes": [_without(vote, WAYS) for vote in item["votes"]]} for item in facts["agenda"]]
    facts["ballots"] = [
        {
            "item": vote["item"],
            "number": vote["number"],
            "silent": vote["silent"],
            "said": {ballot["name"]: ballot["choice"] for ballot in vote["ballots"]},
        }
        for vote in told.ballots
    ]
    return facts


def _without(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: each for name, each in value.items() if name not in names}


def renew(told: Told) -> None:
    """Keep what is told as what is expected, if that was asked for."""
    if os.environ.get("COLLEGIALE_RENEW"):
        LINES.write_text("\n".join(told.lines) + "\n", encoding="utf-8")
        FACTS.write_text(_written(facts_alone(told)), encoding="utf-8")


def _written(facts: dict[str, Any]) -> str:
    """Write facts with a line for each, and for each element of a list."""
    written = []
    for name, value in facts.items():
        if isinstance(value, list) and value:
            listed = ",\n".join("  " + json.dumps(each, ensure_ascii=False) for each in value)
            written.append(f"{json.dumps(name)}: [\n{listed}\n ]")
        else:
            written.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(written) + "\n}\n"
