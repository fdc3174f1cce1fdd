"""Front-end parts: fetched by name and hash from whatever registry the machine has, never committed, never fetched twice."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
STAMP = ROOT / "webapp" / "web" / "static" / "vendor" / ".stamp"


def test_the_lock_gives_every_part_its_hash_and_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = {name: part for name, part in packages.items() if name}

    assert {name for name, part in parts.items() if not part.get("optional")} == {
        "node_modules/@fontsource/atkinson-hyperlegible-next",
        "node_modules/@fontsource/dejavu-sans",
        "node_modules/axe-core",
        "node_modules/pdfjs-dist",
    }
    assert {name for name, part in parts.items() if part.get("optional") and "@napi-rs/canvas" not in name} == set()
    assert not (ROOT / "node_modules" / "@napi-rs").exists()
    assert {name for name, part in parts.items() if not part["integrity"].startswith("sha512-")} == set()
    assert {name for name, part in parts.items() if "resolved" in part} == set()


def test_a_second_run_does_nothing():
    before = STAMP.stat().st_mtime_ns

    done = subprocess.run([ROOT / "scripts" / "assets"], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("", "")
    assert STAMP.stat().st_mtime_ns == before


def test_nothing_of_it_is_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()

    assert {"/node_modules/", "/webapp/web/static/vendor/"} <= set(ignored)
