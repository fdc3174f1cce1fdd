"""What is committed holds on any machine, and every silenced warning says why."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/[\w.]|\.\./shared")
SILENCE = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?P<rest>[^\n]*)")
REASON = re.compile(r"^(?:\[[\w, -]+\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)\s*(?:—|#|-)\s*\S")


def committed(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_committed_file_names_a_folder_of_the_machine_that_wrote_it():
    guilty = []
    for path in committed():
        if path == Path(__file__):
            continue
        content = path.read_bytes()
        if b"\0" not in content and MACHINE.search(content.decode("utf-8", errors="replace")):
            guilty.append(name(path))

    assert guilty == []


@pytest.mark.parametrize("path", committed("*.py"), ids=name)
def test_every_silenced_warning_says_why(path):
    silences = [found["rest"].strip() for found in SILENCE.finditer(path.read_text(encoding="utf-8"))]

    assert [rest for rest in silences if not REASON.match(rest)] == []


def test_locked_requirements_name_no_address():
    locks = {path.name: path.read_text(encoding="utf-8") for path in committed("requirements*.txt")}

    assert locks.keys() == {"requirements.txt", "requirements-dev.txt", "requirements-node.txt"}
    assert [file for file, text in locks.items() if re.search(r"https?:|file:|--index|--find-links| @ ", text)] == []


def test_every_locked_requirement_has_hashes():
    for path in committed("requirements*.txt"):
        for entry in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip()):
            if "==" in entry:
                assert "--hash=sha256:" in entry, entry


def test_the_front_end_lock_names_no_address_and_has_hashes():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = {name: entry for name, entry in packages.items() if name}

    assert parts
    assert [name for name, entry in parts.items() if "resolved" in entry] == []
    assert [name for name, entry in parts.items() if not entry["integrity"].startswith("sha512-")] == []
