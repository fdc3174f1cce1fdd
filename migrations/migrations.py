"""Registers every NNNN_name.sql of this folder, in order, with sqlite-utils' own Migrations."""

from pathlib import Path
from typing import Any

from sqlite_utils.migrations import Migrations

from webapp.storage.migrate import statements

migrations = Migrations("collegiale")


def _register(file: Path) -> None:
    def step(db: Any) -> None:
        for statement in statements(file.read_text(encoding="utf-8")):
            db.conn.execute(statement)

    step.__name__ = file.stem
    migrations(name=file.stem)(step)


for _file in sorted(Path(__file__).parent.glob("[0-9][0-9][0-9][0-9]_*.sql")):
    _register(_file)
