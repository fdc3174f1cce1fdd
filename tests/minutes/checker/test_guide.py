"""Somebody who has the PDF and the checker alone reaches the figures of the minutes, by following the guide word for word."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.minutes.checker.files import CHAIR, ROOT, SECRETARY
from tests.pdf import pki
from webapp.cli.__main__ import main
from webapp.cli.demo.reference import Reference
from webapp.minutes import queries, service
from webapp.minutes.service import checker
from webapp.pdf import sign
from webapp.storage.database import Database
from webapp.wording import verifying as said

Final = tuple[Path, Reference, datetime]
GUIDE = (Path(checker.__file__).parents[2] / "docs/guides/verifier-un-proces-verbal.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def received(final_minutes: Final, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the stranger has put the signed minutes, `pv.pdf`."""
    folder, played, now = final_minutes
    db = Database.open(folder / "collegiale.db")
    sha256 = queries.signing(db, played.meeting_id, ()).sha256
    db.close()
    pdf = service.read(folder / "files", sha256, "pdf")
    for field, held in (("signature-1", CHAIR), ("signature-2", SECRETARY)):
        given = {"passphrase": pki.PASSPHRASE, "way": "outside", "moment": "", "trust": ROOT.trust, "at": now}
        pdf = sign.sign(pdf, field, key=held.file(), **given)
    here = tmp_path_factory.mktemp("received")
    (here / "pv.pdf").write_bytes(pdf)
    return here


@pytest.fixture(scope="module")
def answer(received: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The answer of the page that the guide has the administrator write, once the PDF is chosen."""
    command = re.search(r"`scripts/manage (minutes checker --out) FICHIER`", GUIDE)
    assert command is not None
    instance = tmp_path_factory.mktemp("instance")
    (instance / "keys" / "trusted").mkdir(parents=True)
    (instance / "keys" / "trusted" / "racine.pem").write_bytes(ROOT.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLLEGIALE_INSTANCE", str(instance))
        assert main([*command[1].split(), str(received / "page.html")]) == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.goto((received / "page.html").as_uri())
        page.set_input_files("#file", received / "pv.pdf")
        expect(page.locator("#result h2")).to_contain_text("pv.pdf")
        yield page
        browser.close()


@pytest.fixture(scope="module")
def facts(received: Path) -> dict[str, Any]:
    """What the guide's own commands bring out of the PDF."""
    for command in re.findall(r"`(pdf\w+ [^`]+)`", GUIDE):
        subprocess.run(command.split(), cwd=received, check=True, capture_output=True)
    found: dict[str, Any] = json.loads((received / "faits.json").read_text(encoding="utf-8"))
    return found


def _plain(text: str) -> str:
    """Read a text on one line, its words cut at the end of a line put together again."""
    return " ".join(re.sub(r"‐\s*\n\s*", "", text).replace("\u00a0", " ").replace("\u202f", " ").split())


def _rows(page: Page, kind: str) -> list[list[str]]:
    rows = page.locator("table", has=page.get_by_text(kind, exact=True)).locator("tbody tr")
    return [[_plain(each) for each in row.locator("th, td").all_text_contents()] for row in rows.all()]


def test_the_answer_is_a_yes(answer: Page):
    assert _plain(answer.locator("#result > p").first.inner_text()) == said.YES


def test_each_opinion_is_the_one_that_the_minutes_print_and_that_a_hand_makes(
    answer: Page, facts: dict[str, Any], received: Path
):
    printed = _plain((received / "pv.txt").read_text(encoding="utf-8"))
    held = [vote for item in facts["agenda"] for vote in item["votes"] if vote["held"]]
    rows = _rows(answer, "Les avis, recalculés")
    assert len(rows) == len(held) > 0
    for (_, terms, written, made, state), vote in zip(rows, held, strict=True):
        assert f"pour {vote['in_favour']}, contre {vote['against']}, abstentions {vote['abstain']}" in terms
        assert (written, state) == (made, "Concorde")
        assert made[:1].upper() + made[1:] in printed
        in_favour, against = vote["in_favour"], vote["against"]
        if in_favour != against:
            assert vote["sense"] == ("favourable" if in_favour > against else "unfavourable")
        else:
            assert vote["casting_vote_used"]
            assert "voix prépondérante du président" in made


def test_each_quorum_is_the_one_that_the_minutes_print_and_that_a_hand_makes(
    answer: Page, facts: dict[str, Any], received: Path
):
    printed = _plain((received / "pv.txt").read_text(encoding="utf-8"))
    lines = [facts["quorum"]]
    for item in facts["agenda"]:
        lines += [each["quorum"] for each in (item, *item["votes"]) if each["quorum"] is not None]
    rows = _rows(answer, "Les quorums, recalculés")
    assert len(rows) == len(lines) > 0
    for (_, _, written, made, state), line in zip(rows, lines, strict=True):
        counted = line["present"] + line["represented"] - line["recused"] - line["fallen"]
        required = -(-line["composing"] // 2)
        assert (
            made == f"{counted} pour {required} exigés : quorum {'atteint' if counted >= required else 'non atteint'}"
        )
        assert (written, state) == (made, "Concorde")
        assert f"{counted} sur {line['composing']}, il en faut {required}" in printed
