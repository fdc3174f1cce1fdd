import io
import json
import re
from pathlib import Path

import pytest

from webapp.accounts import queries, slips
from webapp.accounts.model import Role
from webapp.cli import __main__ as cli
from webapp.kernel import clock
from webapp.storage.database import Database, connect


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))
    return tmp_path


def opened(instance: Path) -> Database:
    return Database.open(instance / "collegiale.db")


CREATE = ["accounts", "create-administrator", "ada", "--first-name", "Ada", "--last-name", "Chef"]


def test_the_first_administrator_gets_a_link_that_serves_once(instance: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(CREATE) == 0

    said = capsys.readouterr().out
    typed = re.search(r"^http://\S+/connexion/bulletin/(\w+)$", said, re.MULTILINE)
    assert typed is not None
    db = opened(instance)
    slip = queries.slip(db, slips.read_code(typed.group(1)), now=clock.now())
    assert slip.person.login == "ada"
    assert queries.grants(db, slip.person.id)[0].role is Role.ADMINISTRATOR
    assert typed.group(1) not in str(db.rows("SELECT * FROM journal"))
    db.close()


def test_the_first_administrator_may_have_a_password_instead(
    instance: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("quatre mots sans lien\n"))

    assert cli.main([*CREATE, "--password-stdin"]) == 0

    assert "bulletin" not in capsys.readouterr().out
    db = opened(instance)
    assert db.value("SELECT password_hash FROM people WHERE login = 'ada'").startswith("$argon2id$")
    db.close()


def test_a_weak_password_creates_nobody(
    instance: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("motdepasse2026\n"))

    assert cli.main([*CREATE, "--password-stdin"]) == 1

    assert "parmi les premiers que l’on essaie" in capsys.readouterr().err
    db = opened(instance)
    assert not queries.has_administrator(db)
    db.close()


def test_a_login_taken_is_said(instance: Path, capsys: pytest.CaptureFixture[str]):
    cli.main(CREATE)

    assert cli.main(CREATE) == 1
    assert "« ada »" in capsys.readouterr().err.replace("\u00a0", " ")


def test_a_whole_journal_holds(instance: Path, capsys: pytest.CaptureFixture[str]):
    cli.main(CREATE)
    capsys.readouterr()

    assert cli.main(["journal", "verify", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert (answer["holds"], answer["entries"], answer["broken_at"]) == (True, 3, None)
    assert len(answer["last_hash"]) == 64
    assert cli.main(["journal", "verify"]) == 0
    assert "La chaîne est intacte" in capsys.readouterr().out


def test_a_journal_that_was_touched_does_not_hold(instance: Path, capsys: pytest.CaptureFixture[str]):
    cli.main(CREATE)
    capsys.readouterr()
    tamper = connect(instance / "collegiale.db")
    tamper.execute("DROP TRIGGER journal_is_never_changed")
    tamper.execute("UPDATE journal SET subject = 'person:9' WHERE id = 2")
    tamper.close()

    assert cli.main(["journal", "verify", "--json"]) == 1

    answer = json.loads(capsys.readouterr().out)
    assert (answer["holds"], answer["broken_at"]) == (False, 2)


@pytest.mark.parametrize("wrong", [["journal"], ["journal", "lire"], ["accounts", "create-administrator"]])
def test_wrong_use_is_told_in_french(instance: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        cli.main(wrong)

    assert ended.value.code == 2
    assert "usage :" in capsys.readouterr().err
