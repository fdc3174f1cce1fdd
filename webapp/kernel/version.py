"""Which version of the house this is, as its project file says."""

import tomllib
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@cache
def version() -> str:
    """Return the version, « 0.1.0 »."""
    return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
