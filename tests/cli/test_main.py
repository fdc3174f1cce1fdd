import pytest

from webapp.cli.__main__ import groups, main


def test_no_group_is_wrong_use_and_lists_them(capsys):
    assert main([]) == 2
    assert capsys.readouterr().err == f"Il manque un groupe de commandes. Au choix : {', '.join(groups())}.\n"


@pytest.mark.parametrize(
    "name", ["inconnu", "__main__", "../settings", ""], ids=["unknown", "private", "a path", "empty"]
)
def test_a_group_that_does_not_exist_is_wrong_use(name, capsys):
    assert main([name]) == 2
    assert "Au choix : " in capsys.readouterr().err


def test_a_wrong_option_is_said_in_french(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["serve", "--couleur", "bleu"])

    assert stop.value.code == 2
    assert capsys.readouterr().err.endswith("manage serve : arguments inconnus : --couleur bleu\n")
