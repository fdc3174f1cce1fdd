import io
import json
import os
import subprocess
import sys

import pytest

from webapp.cli import meetings

SCENARIO = '{"settings": {"composing": 3}, "present": ["s1", "s2"], "votes": {"s1": "for", "s2": "for"}}'


def test_a_scenario_file_is_answered_in_json(tmp_path, capfd):
    file = tmp_path / "scenario.json"
    file.write_text(SCENARIO, encoding="utf-8")

    code = meetings.main(["simulate", str(file)])

    out, err = capfd.readouterr()
    assert (code, err) == (0, "")
    assert json.loads(out)["outcome"]["wording"] == "avis favorable à l'unanimité"


def test_a_scenario_is_read_from_standard_input(monkeypatch, capfd):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SCENARIO.encode())))

    assert meetings.main(["simulate", "-"]) == 0
    assert json.loads(capfd.readouterr().out)["counts"]["for"] == 2


def test_a_refused_scenario_is_a_wrong_use(tmp_path, capfd):
    file = tmp_path / "scenario.json"
    file.write_text(SCENARIO.replace('"s2": "for"', '"s1": "for"'), encoding="utf-8")

    code = meetings.main(["simulate", str(file)])

    out, err = capfd.readouterr()
    message = "La clé «\u00a0s1\u00a0» est donnée deux fois. Gardez-en une seule."
    assert code == 2
    assert json.loads(out) == {"fault": {"path": "$.votes.s1", "message": message}}
    assert err == message + "\n"


@pytest.mark.parametrize("name", ["absent.json", ".", "nul\0.json"], ids=["absent", "a folder", "an impossible name"])
def test_a_file_that_cannot_be_read_is_a_wrong_use(tmp_path, capfd, name):
    code = meetings.main(["simulate", str(tmp_path / name)])

    assert code == 2
    assert json.loads(capfd.readouterr().out)["fault"]["path"] == "$"


def test_the_output_is_utf_8_whatever_the_terminal(tmp_path):
    file = tmp_path / "scenario.json"
    file.write_text(SCENARIO, encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "meetings", "simulate", str(file)],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )

    assert json.loads(run.stdout.decode("utf-8"))["outcome"]["wording"] == "avis favorable à l'unanimité"


def test_a_missing_file_name_is_a_wrong_use():
    with pytest.raises(SystemExit) as left:
        meetings.main(["simulate"])

    assert left.value.code == 2
