"""A file kept between its preview and the confirmation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from webapp.web.kit import uploads

NOW = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)


def test_a_kept_file_comes_back_to_its_owner(tmp_path: Path) -> None:
    token = uploads.keep(tmp_path / "rosters", b"contenu", owner="1:2", filename="liste.csv", now=NOW)
    found = uploads.recall(tmp_path / "rosters", token, owner="1:2")
    assert found is not None
    assert found[0].filename == "liste.csv"
    assert found[1] == b"contenu"


@pytest.mark.parametrize(
    "token", ["", "../../keys/session", "a" * 22, "é" * 22], ids=["none", "a path", "unknown", "odd"]
)
def test_a_token_that_names_nothing_gives_nothing(tmp_path: Path, token: str) -> None:
    uploads.keep(tmp_path, b"contenu", owner="1:2", filename="liste.csv", now=NOW)
    assert uploads.recall(tmp_path, token, owner="1:2") is None


def test_another_s_file_is_not_given(tmp_path: Path) -> None:
    token = uploads.keep(tmp_path, b"contenu", owner="1:2", filename="liste.csv", now=NOW)
    assert uploads.recall(tmp_path, token, owner="1:3") is None


def test_a_file_that_changed_on_the_disk_is_not_given(tmp_path: Path) -> None:
    token = uploads.keep(tmp_path, b"contenu", owner="1:2", filename="liste.csv", now=NOW)
    (tmp_path / f"{token}.bin").write_bytes(b"autre")
    assert uploads.recall(tmp_path, token, owner="1:2") is None
    (tmp_path / f"{token}.json").write_text("{}", encoding="utf-8")
    assert uploads.recall(tmp_path, token, owner="1:2") is None


def test_files_go_after_a_day(tmp_path: Path) -> None:
    old = uploads.keep(tmp_path, b"ancien", owner="1:2", filename="liste.csv", now=NOW)
    uploads.keep(tmp_path, b"recent", owner="1:2", filename="liste.csv", now=NOW + timedelta(hours=23))
    assert uploads.recall(tmp_path, old, owner="1:2") is not None
    uploads.keep(tmp_path, b"nouveau", owner="1:2", filename="liste.csv", now=NOW + timedelta(hours=25))
    assert uploads.recall(tmp_path, old, owner="1:2") is None
    assert len(list(tmp_path.glob("*.bin"))) == 2
