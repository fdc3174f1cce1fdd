"""The archives of a sitting at the desk: exported in one file, eliminated in two steps, found in the search meanwhile."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.web.minutes import House, opened
from tests.web.visitors import Visitor
from webapp.archives import checker, queries
from webapp.audit import queries as audit
from webapp.cli.demo.reference import Reference
from webapp.outbox import queries as outbox
from webapp.registrations.model.retention import Category

VISA = {"number": "AD99-7", "on": "2026-12-11", "authority": "Directrice des archives"}


@pytest.fixture
def house(final_minutes: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[House]:
    folder, played, _ = final_minutes
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, played) as made:
        yield made


@pytest.fixture
def base(house: House) -> str:
    return f"/secretariat/seances/{house.played.meeting_id}/archives"


def _expected(desk: Visitor, address: str, fields: dict[str, str]) -> str:
    """Ask to eliminate, and return the list's hash that the confirmation holds."""
    asking = desk.post(address, fields)
    assert asking.status_code == 200, asking.text
    assert "Éliminer sans retour" in asking.text
    return asking.text.split('name="expected" value="')[1][:64]


def test_arc_2_the_desk_exports_the_sitting_in_one_file_alike_each_time(house: House, base: str, tmp_path: Path):
    desk = house.desk()
    assert "Exporter la séance (ZIP)" in desk.text(base)
    first = desk.post(f"{base}/export", key="un")
    assert first.mimetype == "application/zip"
    again = desk.post(f"{base}/export", key="deux")
    assert again.data == first.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as packed:
        packed.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert checker.faults(folder) == []
    page = desk.text(base)
    assert "Exports faits" in page
    acts = [each.act for each in audit.of_scope(house.db, f"meeting:{house.played.meeting_id}")]
    assert acts.count("archive.exported") == 2


def test_arc_1_a_part_is_eliminated_in_two_steps_under_a_visa_and_its_certificate_is_shown(house: House, base: str):
    desk, address = house.desk(), f"{base}/eliminer/proces-verbal"
    assert "Ce qui part." in desk.text(address)
    assert desk.post(address, {"number": "", "on": "", "authority": ""}).status_code == 422
    refused = desk.post(address, VISA)
    assert refused.status_code == 422
    assert "un visa le dit expressément" in refused.text.replace("\u00a0", " ")
    express = {**VISA, "express": "y"}
    assert "Exportez d’abord la séance" in desk.post(address, express).text.replace("\u00a0", " ")
    desk.post(f"{base}/export", key="un")
    expected = _expected(desk, address, express)
    assert queries.eliminations(house.db, house.played.meeting_id) == {}
    done = desk.post(address, {**express, "confirme": "1", "expected": expected})
    assert done.status_code == 303
    certificate = desk.text(done.location)
    assert "AD99-7" in certificate
    assert expected in certificate
    assert Category.MINUTES in queries.eliminations(house.db, house.played.meeting_id)
    assert desk.get(address).status_code == 303
    assert "Éliminé" in desk.text(base)
    assert desk.get(house.base).status_code == 200
    assert desk.get(f"{house.base}/signature").status_code == 200
    assert "Ce procès-verbal a été éliminé sous visa" in house.member(3).get(house.public).text.replace("\u00a0", " ")


def test_arc_1_an_unknown_part_or_another_sittings_certificate_is_not_found(house: House, base: str):
    desk = house.desk()
    assert desk.get(f"{base}/eliminer/journal").status_code == 404
    assert desk.get(f"{base}/certificats/1").status_code == 404
    assert house.member(3).get(base).status_code == 403


def test_each_finds_what_they_may_read_and_the_words_are_marked(house: House):
    desk = house.desk()
    desk.get("/")
    house.work()
    found = desk.text("/recherche?q=carriere")
    assert "<mark>" in found
    assert f"{house.base}" in found
    assert f'href="{house.public}"' in house.member(3).text("/recherche?q=carriere")
    nobody = Visitor(house.app)
    assert "Aucun procès-verbal" in nobody.text("/recherche?q=carriere")
    for hostile in ('"', "%00", "a%22%20OR%20b", "x" * 3000, "%3Cscript%3E", "NEAR(a+b)"):
        answer = desk.get(f"/recherche?q={hostile}&commission=x&annee=%27&page=-3")
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace('<script src="', "")


def test_whoever_is_awaited_is_in_sight_and_reminded_once_a_day(house: House):
    desk = house.desk()
    page = desk.text(house.base)
    assert "Signature attendue : président" in page
    assert "Relancer maintenant" in page
    assert desk.post(f"{house.base}/relance").status_code == 303
    page = desk.text(house.base)
    assert "Dernière relance" in page
    assert "Relancer maintenant" not in page
    desk.post(f"{house.base}/relance")
    written = [each.letter.subject for each in outbox.about(house.db, f"meeting:{house.played.meeting_id}")]
    assert len([each for each in written if "à signer" in each]) == 1
    assert "à signer" in desk.text("/secretariat/envois")
