from dataclasses import dataclass

import pytest
from jinja2 import Environment

from webapp.wording.templates import FrenchSpaces
from webapp.wording.typography import alphabetically, elided, spaced


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        pytest.param("Vous êtes Mme Exemple ?", "Vous êtes Mme Exemple\u00a0?", id="question"),
        pytest.param("« Oui » : non ; si !", "«\u00a0Oui\u00a0»\u00a0: non\u00a0; si\u00a0!", id="all of them"),
        pytest.param("14 h 30", "14 h 30", id="an hour, said elsewhere"),
        pytest.param("a != b", "a != b", id="a comparison"),
    ],
)
def test_spaces_that_french_keeps_from_breaking(typed: str, set_: str):
    assert spaced(typed) == set_
    assert spaced(set_) == set_


def test_a_template_is_set_and_its_data_is_not():
    environment = Environment(extensions=[FrenchSpaces], autoescape=True)
    template = environment.from_string("{% if a != b %}« {{ a }} » : {{ {'k': b}['k'] }}{% endif %}")

    assert template.render(a="x ; y", b="2 ?") == "«\u00a0x ; y\u00a0»\u00a0: 2 ?"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        pytest.param("Départ de Ada Exemple", "Départ d’Ada Exemple", id="a vowel"),
        pytest.param("mandat de Élise Exemple", "mandat d’Élise Exemple", id="an accent"),
        pytest.param("compte de Mme Ada Exemple", "compte de Mme Ada Exemple", id="a civility between"),
        pytest.param("compte de Hugo Exemple", "compte de Hugo Exemple", id="an h"),
        pytest.param("de la salle", "de la salle", id="no name"),
        pytest.param("monde Animal", "monde Animal", id="the end of another word"),
    ],
)
def test_a_name_that_begins_with_a_vowel_is_elided(said: str, written: str) -> None:
    assert elided(said) == written


@dataclass(frozen=True)
class _Named:
    name: str


def test_a_list_is_sorted_without_regard_to_accents_or_capitals():
    names = ["Zénon", "Émeri", "Faîne", "dune"]
    assert [each.name for each in alphabetically(map(_Named, names), "name")] == ["dune", "Émeri", "Faîne", "Zénon"]
