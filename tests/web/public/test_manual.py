"""The manual at /aide: every page opens, leads on, and what it says of accesses and settings is what the code does."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.architecture import manual as written
from tests.web.visitors import plain
from webapp.committees.model import MEANINGS
from webapp.web.kit.access import Rule
from webapp.web.public import manual

ADDRESSES = [f"/aide/{section}/{name}" for section, name in manual.pages()]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_one_title_and_its_links_lead_somewhere(client: FlaskClient, address: str):
    answer = client.get(address)

    assert answer.status_code == 200
    assert len(re.findall("<h1", answer.text)) == 1
    for link in re.findall(r'href="(/(?:aide|outils)[^"#]*)"', answer.text):
        assert client.get(unescape(link)).status_code == 200, link
    for anchor in re.findall(r'href="#([^"]+)"', answer.text):
        assert f'id="{anchor}"' in answer.text, anchor


def test_the_contents_list_every_page_with_the_tutorials_first(client: FlaskClient):
    page = client.get("/aide").text

    listed = re.findall(r'<a href="(/aide/[^"]+)"', page)
    assert listed == ADDRESSES
    assert listed[:2] == ["/aide/tutoriels/secretariat", "/aide/tutoriels/membre"]


def test_a_page_says_where_it_stands_and_what_comes_before_and_after(client: FlaskClient):
    page = plain(client.get("/aide/tutoriels/membre"))

    assert re.search(r'aria-label="Vous êtes ici".*Le manuel.*Apprendre.*Suivre une séance et voter', page, re.DOTALL)
    assert "Page précédente : Votre première séance, au secrétariat" in page
    assert "Page suivante : Votre premier webinaire" in page


def test_the_first_and_last_pages_have_one_neighbour(client: FlaskClient):
    first, last = (client.get(address).text for address in (ADDRESSES[0], ADDRESSES[-1]))

    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)


def test_a_long_page_lists_its_headings_at_the_top_and_a_short_one_does_not(client: FlaskClient):
    long, short = (client.get(f"/aide/{name}").text for name in ("tutoriels/secretariat", "reference/reglages"))

    assert 'href="#tenir-un-vote"' in long
    assert "Sur cette page" not in short


def test_words_are_set_with_french_spaces_and_code_is_left_alone(client: FlaskClient):
    page = client.get("/aide/tutoriels/secretariat").text
    code = unescape(client.get("/aide/reference/simulateur").text)

    assert "« Ouvrir le vote »" not in page
    assert "«\u00a0Ouvrir le vote\u00a0»" in page
    assert '"composing": 26' in code


def test_tables_have_a_caption_and_labels_as_other_pages_have(client: FlaskClient):
    page = plain(client.get("/aide/explications/quorum-mandats-majorite"))

    assert '<caption><span class="fr-sr-only">La majorité</span></caption>' in page
    assert '<th scope="row" role="rowheader">12 présents et 1 mandat valable</th>' in page
    assert '<td role="cell" data-label="Comptés"><div>13</div></td>' in page


@pytest.mark.parametrize("address", ["/aide/guides/rien", "/aide/rien/secretariat", "/aide/../settings"])
def test_a_page_that_is_not_there_is_not_found(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404


def test_every_committee_setting_stands_on_its_page_with_its_sentence_and_source(client: FlaskClient):
    page = plain(client.get("/aide/reference/reglages-commission"))

    for meaning in MEANINGS.values():
        assert f"<code>{meaning.french}</code>" in page
        assert meaning.sentence in page
        assert meaning.article in page


def test_every_way_in_stands_in_the_reference_with_pages_it_really_guards(app: Flask):
    tables = [cells for cells in written.rows("reference/roles-et-acces.md") if written.code(cells[1])]

    behind = [{rule_of(app, path).name for path in written.code(cells[1])} for cells in tables]

    assert all(len(rules) == 1 for rules in behind), list(zip((cells[0] for cells in tables), behind, strict=True))
    assert sorted(rule for rules in behind for rule in rules) == sorted(ways_in(app))


def rule_of(app: Flask, path: str) -> Rule:
    endpoint, _ = app.url_map.bind("localhost").match(path)
    rule = app.view_functions[endpoint].access_rule  # type: ignore[attr-defined]  # put there by the decorator
    assert isinstance(rule, Rule)
    return rule


def ways_in(app: Flask) -> set[str]:
    """The rules that guard at least one page."""
    views = [app.view_functions[each.endpoint] for each in app.url_map.iter_rules() if "GET" in (each.methods or ())]
    return {view.access_rule.name for view in views if hasattr(view, "access_rule")}
