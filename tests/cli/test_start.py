"""A start loads what every page needs and no more: what a rare act alone asks for waits for it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Libraries, and a room of ours, each of them slow to load.
WAITING = {
    "cryptography": "sealing, signing",
    "icalendar": "agendas",
    "openpyxl": "writing a workbook",
    "pyhanko": "signing",
    "python_calamine": "reading a workbook",
    "segno": "drawing a square",
    "sqlite_utils": "bringing a database to another schema",
    "weasyprint": "composing pages",
    "webapp.committees.roster.parser": "reading a list of members",
}
COMPILED = 300  # sources that libraries write and compile; 2,600 when each model had its methods written at the start

COUNTED = """
import sys
written = []
sys.addaudithook(lambda event, said: event == "compile" and said[1] == "<string>" and written.append(said[0]))
import webapp.app
print(len(written), *sys.modules)
"""


def said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_server_loads_and_compiles_no_more_than_pages_need() -> None:
    compiled, *modules = said(COUNTED)

    assert sorted(WAITING.keys() & set(modules)) == []
    assert int(compiled) < COMPILED


def test_what_keeps_server_and_worker_running_is_small() -> None:
    modules = said("import sys, webapp.cli.__main__, webapp.cli.serve\nprint(*sys.modules)")

    assert sorted({"email", "flask", "pysqlite3", "ssl", "webapp.storage", "webapp.web"} & set(modules)) == []
