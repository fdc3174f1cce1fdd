"""The files to show, and the page that works without us, on a disk."""

from pathlib import Path

import pytest

from tests.minutes.checker import files
from tests.minutes.checker.files import NOW, ROOT, Case
from webapp.minutes.service import checker


@pytest.fixture(scope="session")
def shown() -> dict[str, Case]:
    return files.cases()


@pytest.fixture(scope="session")
def stick(shown: dict[str, Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page and every file, as on a USB stick."""
    folder = tmp_path_factory.mktemp("stick")
    made = checker.page(ROOT.trust, authority="Préfecture du Val-Imaginaire", now=NOW)
    (folder / checker.NAME).write_text(made, encoding="utf-8")
    for name, case in shown.items():
        (folder / f"{name}.pdf").write_bytes(case.content)
    return folder
