"""The manual's reference of settings and commands says what the code does, no more and no less."""

import argparse
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture import manual
from webapp import settings
from webapp.cli.__main__ import groups

REFERENCE = Path(__file__).parents[2] / "webapp/docs/reference"
INTERNAL = {"server", "worker"}  # scripts/serve starts them
HELP = {"-h", "--help"}


class AskedToParse(Exception):  # noqa: N818 — it carries a parser, it is no error
    """A command has built its parser."""


@pytest.fixture
def parsers(monkeypatch: pytest.MonkeyPatch) -> dict[str, argparse.ArgumentParser]:
    """The parser that each command a person runs builds, by its words: « journal verify »."""

    def hand_over(parser: argparse.ArgumentParser, *_: object) -> None:
        raise AskedToParse(parser)

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", hand_over)
    found: dict[str, argparse.ArgumentParser] = {}
    for group in set(groups()) - INTERNAL:
        with pytest.raises(AskedToParse) as asked:
            importlib.import_module(f"webapp.cli.{group.replace('-', '_')}").main([])
        (parser,) = asked.value.args
        found |= {f"{group} {name}": each for name, each in subcommands(parser)} or {group: parser}
    return found


def subcommands(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    return [
        (name, each)
        for action in parser._actions  # noqa: SLF001 — argparse has no public way
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 — same
        for name, each in action.choices.items()
    ]


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings} - HELP  # noqa: SLF001 — same


def rows(page: str) -> list[list[str]]:
    return manual.rows(f"reference/{page}")


def toml(value: str) -> object:
    return tomllib.loads(f"value = {value}")["value"]


def test_every_setting_stands_in_the_reference_with_its_default_and_meaning():
    documented = [(key.strip("`"), toml(default.strip("`")), meaning) for key, default, meaning in rows("reglages.md")]

    assert documented == [(key.name, key.default, key.metadata["meaning"]) for key in settings.KEYS]


def test_every_command_stands_in_the_reference_with_its_options(parsers: dict[str, argparse.ArgumentParser]):
    written = [manual.code(cells[0])[0] for cells in rows("commandes.md")]
    documented = {
        " ".join(re.findall(r"[a-z-]+", line.removeprefix("scripts/manage ").split(" [")[0].split(" --")[0])): set(
            re.findall(r"--[a-z-]+", line)
        )
        for line in written
        if line.startswith("scripts/manage ") and "GROUPE" not in line
    }
    serve = next(line for line in written if line.startswith("scripts/serve"))

    assert documented | {"serve": set(re.findall(r"--[a-z-]+", serve))} == {
        name: options_of(parser) for name, parser in parsers.items()
    }


def test_the_reference_names_every_script_a_person_runs():
    scripts = {
        path.name
        for path in (REFERENCE.parents[2] / "scripts").iterdir()
        if path.is_file() and not path.name.startswith("_")
    }
    documented = {found for cells in rows("commandes.md") for found in re.findall(r"^`scripts/([a-z]+)", cells[0])}

    assert documented == scripts
