"""The manual's reference of settings and commands says what the code does, no more and no less."""

import re
import tomllib
from pathlib import Path

from webapp import settings
from webapp.cli.__main__ import groups

REFERENCE = Path(__file__).parents[2] / "webapp/docs/reference"
INTERNAL = {"server", "worker"}  # scripts/serve starts them


def rows(page: str) -> list[list[str]]:
    """The cells of a reference page's table rows, without the headings."""
    lines = (REFERENCE / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("| `")]
    assert cells
    return cells


def toml(value: str) -> object:
    return tomllib.loads(f"value = {value}")["value"]


def test_every_setting_stands_in_the_reference_with_its_default_and_meaning():
    documented = [(key.strip("`"), toml(default.strip("`")), meaning) for key, default, meaning in rows("reglages.md")]

    assert documented == [(key.name, key.default, key.metadata["meaning"]) for key in settings.KEYS]


def test_every_group_of_commands_stands_in_the_reference():
    documented = {
        found.group(1) for cells in rows("commandes.md") if (found := re.match(r"`scripts/manage ([a-z-]+)", cells[0]))
    }

    assert documented == set(groups()) - INTERNAL - {"serve"}


def test_the_reference_names_every_script_a_person_runs():
    scripts = {
        path.name
        for path in (REFERENCE.parents[2] / "scripts").iterdir()
        if path.is_file() and not path.name.startswith("_")
    }
    documented = {found for cells in rows("commandes.md") for found in re.findall(r"^`scripts/([a-z]+)", cells[0])}

    assert documented == scripts
