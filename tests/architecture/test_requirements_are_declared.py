"""What the code imports is named in requirements.in: a fresh machine has nothing else."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Installed for what they do when they are there, not for an import of ours.
NEVER_IMPORTED = {"brotli", "uv"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The distributions that the service's own code imports."""
    tops: set[str] = set()
    for path in (ROOT / "webapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                tops.add(node.module.split(".")[0])
    known = packages_distributions()
    foreign = tops - sys.stdlib_module_names - {"webapp", "wsgi"}
    return {canonical(known[top][0]) for top in foreign}


def declared() -> set[str]:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return {canonical(found.group()) for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))}


def locked() -> set[str]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return {canonical(name) for name in re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE)}


def test_every_import_is_declared_and_every_declaration_is_used():
    # They come with Flask and are ours to name: its request, its templates, its markup, its forms.
    with_flask = {"werkzeug", "jinja2", "markupsafe", "wtforms", "itsdangerous", "click"}

    assert imported() - with_flask - declared() == set()
    assert declared() - imported() - NEVER_IMPORTED == {"pysqlite3"} - imported()


def test_the_lock_holds_everything_declared():
    assert declared() - locked() == set()
