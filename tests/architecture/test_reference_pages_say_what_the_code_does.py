"""Roles, spreadsheet columns, keyboard shortcuts and acts of the journal: the reference and the code agree."""

import re
from collections import defaultdict

import pytest

from tests.architecture import manual
from webapp.committees.roster.columns import HEADINGS, Column, recognise
from webapp.wording.acts import ACTS
from webapp.wording.roles import MEANINGS, ROLES

TEMPLATES = manual.DOCS.parent / "web/templates"


def test_every_role_stands_in_the_reference_with_its_meaning():
    described = {
        cells[0]: cells[1] for cells in manual.rows("reference/roles-et-acces.md") if not manual.code(cells[1])
    }

    assert set(described) == set(ROLES.values())
    assert {ROLES[key]: described[ROLES[key]] for key in MEANINGS} == {ROLES[key]: MEANINGS[key] for key in MEANINGS}


def test_every_heading_the_import_knows_stands_in_the_reference():
    documented = [tuple(cells[2].split(" · ")) for cells in manual.rows("reference/colonnes-du-tableur.md")]

    assert documented == [HEADINGS[column] for column in Column]


@pytest.mark.parametrize("cells", manual.rows("reference/colonnes-du-tableur.md"), ids=lambda cells: cells[0])
def test_the_import_recognises_the_names_the_reference_gives_its_columns(cells: list[str]):
    column = recognise(cells[0])

    assert column is not None
    assert cells[2].split(" · ") == list(HEADINGS[column])


def test_every_shortcut_stands_in_the_reference_with_the_button_that_has_it():
    documented = {
        (manual.code(key)[0].lower(), label)
        for key, does in manual.rows("reference/raccourcis-clavier.md")
        for label in re.findall(r"« (.+?) »", does)
    }

    assert documented == set(shortcuts())


def shortcuts() -> list[tuple[str, str]]:
    """The key and the words of each control that has a shortcut."""
    found = []
    for file in TEMPLATES.rglob("*.html"):
        if file.name == "components.html":
            continue
        page = manual.plain(file.read_text(encoding="utf-8"))
        found += [
            (key, label.strip())
            for label, key in re.findall(
                r"\(\s*(?:url_for\([^)]*\)|to\('\w+'\))?,?\s*'([^']+)'[^\n]*?shortcut='(\w)'", page
            )
        ]
        found += [
            (key, label.strip())
            for label, key in re.findall(r">([^<>]+) <kbd>\w</kbd></label>\s*<input[^>]*data-shortcut=\"(\w)\"", page)
        ]
    return found


def test_no_shortcut_escapes_the_reading_of_templates():
    written = sum(
        len(re.findall(r"shortcut='\w'|data-shortcut=\"\w\"", file.read_text(encoding="utf-8")))
        for file in TEMPLATES.rglob("*.html")
        if file.name != "components.html"
    )

    assert len(shortcuts()) == written


def test_every_family_of_acts_stands_in_the_reference_of_the_journal():
    documented = [family for cells in manual.rows("reference/journal.md") for family in manual.code(cells[0])]

    families: dict[str, int] = defaultdict(int)
    for act in ACTS:
        families[act.partition(".")[0]] += 1
    assert sorted(documented) == sorted(families)
