"""Every act that the code writes into the journal can be read there in French."""

import ast
import re
from pathlib import Path

from webapp.meetings.sitting import Act, ItemState
from webapp.wording.acts import ACTS

ROOT = Path(__file__).resolve().parents[2] / "webapp"
WRITERS = {"record", "_record", "journal", "_append", "_journal"}
ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def acts_written() -> dict[str, str]:
    """Find the acts named in calls that write the journal, with where each is."""
    found = {}
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node.func) in WRITERS:
                for each in node.args:
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and ACT.fullmatch(each.value):
                        found[each.value] = f"{file.relative_to(ROOT)}:{node.lineno}"
    return found


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_act_of_the_journal_has_its_sentence():
    written = acts_written()

    assert len(written) > 30
    assert {act: where for act, where in written.items() if act not in ACTS} == {}


def test_the_acts_of_the_ledger_and_of_items_have_theirs_too():

    assert {f"ledger.{act}" for act in Act} <= set(ACTS)
    assert {f"item.{state}" for state in (ItemState.ADJOURNED, ItemState.WITHDRAWN)} <= set(ACTS)
