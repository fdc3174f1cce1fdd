"""`scripts/manage meetings …`: what the rules of a sitting say."""

import argparse
import json
import sys
from pathlib import Path

from webapp.meetings.simulate.answer import Answer, refuse, simulate
from webapp.meetings.simulate.strict_json import MAX_BYTES, ScenarioFault


def main(argv: list[str]) -> int:
    """Run a command of this group; 0 is an answer, 2 a wrong use."""
    parser = argparse.ArgumentParser(prog="manage meetings", description="Les règles d’une séance.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "simulate", help="quorum, mandats et sens du vote d’un point, d’après un scénario JSON"
    )
    command.add_argument("file", metavar="FICHIER", help="le scénario ; - pour l’entrée standard")
    return run_simulation(parser.parse_args(argv).file)


def run_simulation(file: str) -> int:
    """Print the answer for a scenario file ("-": standard input) as JSON; 2 when the scenario is refused."""
    answer = _answer(file)
    _print_json(answer.document)
    if answer.message is None:
        return 0
    print(answer.message, file=sys.stderr)
    return 2


def _answer(file: str) -> Answer:
    try:
        return simulate(_read(file))
    except (OSError, ValueError):  # ValueError: a zero byte in the file's name
        return refuse(ScenarioFault.NOT_READABLE, "$", file=file)


def _read(file: str) -> bytes:
    """Read one byte more than a scenario may have, never a whole endless file."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(file).open("rb") as source:
        return source.read(MAX_BYTES + 1)


def _print_json(document: dict[str, object]) -> None:
    """Write UTF-8 whatever the terminal's own encoding: the output is a format (half characters as JSON escapes)."""
    sys.stdout.flush()
    sys.stdout.buffer.write(
        json.dumps(document, ensure_ascii=False, indent=2).encode(errors="backslashreplace") + b"\n"
    )
    sys.stdout.flush()
