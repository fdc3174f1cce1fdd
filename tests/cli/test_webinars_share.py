"""`webinars share`: bundles as files, for whoever has the machine and no browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import a_person
from tests.prefectures.instances import Instance
from tests.webinars.seminar import Seminar
from webapp.audit.model import By
from webapp.cli import _sharing, webinars
from webapp.cli.__main__ import main
from webapp.kernel import clock
from webapp.settings import load
from webapp.sharing import service
from webapp.storage.database import Database


@pytest.fixture
def val(tmp_path: Path, migrated: bytes) -> Iterator[Instance]:
    instance = Instance(tmp_path / "val", migrated, "Préfecture du Val-Imaginaire", "aa")
    yield instance
    instance.db.close()


@pytest.fixture
def seminar(val: Instance) -> Seminar:
    return Seminar(val.db, seats=5)


@pytest.fixture
def here(tmp_path: Path, migrated: bytes, val: Instance, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance that trusts Val-Imaginaire, which trusts it."""
    folder = tmp_path / "ici"
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(folder))
    settings = load(folder)
    settings.database.write_bytes(migrated)
    ours, db = _sharing.house(settings), Database.open(settings.database)
    by = By(person_id=a_person(db, "Administrateur"), name="Administrateur")
    number = service.add_partner(db, val.house.name, val.key, "donnees@ici.example", house=ours, by=by, now=clock.now())
    service.trust(db, number, house=ours, by=by, now=clock.now())
    known = service.add_partner(
        val.db, "Ici", service.identity(ours), "donnees@val.example", house=val.house, by=val.by, now=val.now
    )
    service.trust(val.db, known, house=val.house, by=val.by, now=val.now)
    db.close()
    return folder


def test_a_bundle_is_read_and_another_is_written(
    here: Path, val: Instance, seminar: Seminar, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    val.offer(seminar, 2)
    (tmp_path / "recu.json").write_bytes(val.export())

    assert main(["webinars", "share", "import", str(tmp_path / "recu.json")]) == 0
    assert "1 date ajoutée." in capsys.readouterr().out.replace("\u00a0", " ")
    assert main(["webinars", "share", "import", str(tmp_path / "recu.json")]) == 0
    assert "déjà reçu" in capsys.readouterr().out
    assert main(["webinars", "share", "export", str(tmp_path / "donne.json"), "--partner", "1"]) == 0
    val.receive((tmp_path / "donne.json").read_bytes())
    assert val.share.told_at is not None


def test_a_tampered_bundle_is_refused_with_its_sentence(
    here: Path, val: Instance, seminar: Seminar, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    val.offer(seminar, 2)
    (tmp_path / "recu.json").write_bytes(val.export().replace(b'"seats":2', b'"seats":9'))

    assert main(["webinars", "share", "import", str(tmp_path / "recu.json")]) == 1
    assert "modifié ou abîmé en chemin" in capsys.readouterr().err


def test_wrong_uses_are_said(here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        webinars.main(["share", "export", "-"])
    assert stop.value.code == 2
    assert webinars.main(["share", "import", str(tmp_path / "rien.json")]) == 2
    assert webinars.main(["share", "export", str(tmp_path), "--partner", "1"]) == 2
    assert webinars.main(["share", "export", "-", "--partner", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["body"]["format"] == "collegiale-partage/1"
