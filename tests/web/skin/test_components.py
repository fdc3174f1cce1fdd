"""What the macros write: labelled, described, safe, and without anything inline."""

import re

import pytest
from flask import render_template_string
from gallery import Gallery
from lxml import html


def parsed(pages, path="/", **posted):
    response = pages.post(path, data=posted) if posted else pages.get(path)
    return html.fromstring(response.get_data(as_text=True))


@pytest.fixture
def wrong(pages):
    token = parsed(pages).xpath("//input[@name='csrf_token']/@value")[0]
    return parsed(pages, csrf_token=token, seats="douze", mail="a@b.fr", college="one")


def written(source: str) -> str:
    with Gallery().app.test_request_context():
        return render_template_string(source)


def test_every_field_has_its_label(pages):
    page = parsed(pages)
    labelled = set(page.xpath("//label/@for"))
    fields = page.xpath("//main//*[self::input[not(@type='hidden')] or self::select or self::textarea]/@id")

    assert len(fields) > 10
    assert set(fields) - labelled == set()


def test_no_identifier_is_given_twice(wrong):
    identifiers = wrong.xpath("//@id")

    assert sorted(set(identifiers)) == sorted(identifiers)


def test_the_summary_of_errors_links_to_each_field_once(wrong):
    targets = wrong.xpath("//*[@data-error-summary]//a/@href")

    assert targets == ["#name", "#day", "#seats", "#form-0", "#vote-0"]
    assert [target for target in targets if not wrong.xpath(f"//*[@id='{target[1:]}']")] == []


def test_a_field_in_error_says_so_and_keeps_what_was_typed(wrong):
    (seats,) = wrong.xpath("//input[@id='seats']")

    assert (seats.get("value"), seats.get("aria-invalid"), seats.get("aria-describedby")) == (
        "douze",
        "true",
        "seats-erreur",
    )
    assert wrong.xpath("string(//*[@id='seats-erreur'])") == "Erreur : N’est pas un entier valide."
    assert wrong.xpath("//input[@id='mail']/@value") == ["a@b.fr"]


def test_a_hint_and_an_error_both_describe_their_field(wrong):
    assert wrong.xpath("//input[@id='name']/@aria-describedby") == ["name-aide name-erreur"]
    assert wrong.xpath("//fieldset[@id='form']/@aria-describedby") == ["form-aide form-erreur"]


def test_the_title_tells_of_errors(pages, wrong):
    assert parsed(pages).xpath("string(//title)") == "Répétition – Galerie – Collégiale"
    assert wrong.xpath("string(//title)") == "Erreur : Répétition – Galerie – Collégiale"


def test_every_post_form_carries_its_token_and_leaves_checking_to_the_server(pages):
    forms = [form for path in ("/", "/conduire") for form in parsed(pages, path).xpath("//main//form[@method='post']")]

    assert len(forms) > 5
    assert [form.get("action") for form in forms if not form.xpath(".//input[@name='csrf_token']")] == []
    assert [form.get("action") for form in forms if "novalidate" not in form.attrib] == []


def test_cells_carry_the_heading_of_their_column(pages):
    row = parsed(pages).xpath("//table[.//caption[text()='Résultat du vote']]//tbody/tr[1]")[0]

    assert row.xpath("./th/@scope") == ["row"]
    assert row.xpath("./td/@data-label") == ["Voix", "Part", "Détail"]


def test_a_cancelled_row_stays_visible_and_marked(pages):
    assert parsed(pages).xpath("//tr[contains(@class,'fr-cancelled')]/th/text()") == ["Abstention"]


def test_the_whole_frame_stands_without_any_variable():
    page = html.fromstring(written('{% extends "layout.html" %}'))

    assert page.xpath("string(//title)") == "Collégiale"
    assert page.xpath("//a[@href='/connexion']")
    assert page.xpath("//footer//a/@href") == ["/aide", "/verifier", "/accessibilite", "/donnees-personnelles"]


def test_text_that_looks_like_markup_is_shown_as_text():
    source = (
        "{% from 'components.html' import badge, data_table, timeline, button, status_line, alert, summary, task_list, agenda %}"
        "{% set evil = '<b onclick=x>' %}"
        "{{ badge('info', evil) }}{{ data_table(evil, [evil, evil], [[evil, evil], {'cells': [evil, evil], 'id': evil, 'cancelled': true}]) }}"
        "{{ timeline([{'at': evil, 'text': evil, 'who': evil}]) }}{{ button(evil, name=evil, value=evil) }}{{ status_line(evil, detail=evil) }}"
        "{{ alert('info', evil, evil) }}{{ summary([(evil, evil, evil)]) }}"
        "{{ task_list([{'title': evil, 'state': 'todo', 'url': evil, 'why': evil}]) }}"
        "{{ agenda([{'number': evil, 'title': evil, 'note': evil}]) }}"
    )
    text = written(source)

    assert "&lt;b onclick=x&gt;" in text
    assert "<b onclick" not in text


def test_figures_come_with_their_words(pages):
    labels = parsed(pages).xpath("//figure/svg/@aria-label")

    assert labels[0] == "Favorables : 11 ; défavorables : 4 ; abstentions : 2 ; sans vote : 1"
    assert labels[1] == "9 sièges comptés sur 26 ; quorum : 13"


def test_a_confirmation_says_what_its_button_does(pages):
    (block,) = parsed(pages, "/conduire?confirmer=ouvrir").xpath("//*[@id='confirmation']")

    assert block.xpath("string(.//button)").strip() == "Ouvrir le vote"
    assert block.xpath(".//a[contains(@class,'tertiary')]/@href") == ["/conduire"]


def test_a_shortcut_is_shown_and_told(pages):
    (button,) = parsed(pages, "/conduire").xpath("//a[@data-shortcut='o']")

    assert (button.get("aria-keyshortcuts"), button.xpath("string(kbd)")) == ("O", "o")


@pytest.mark.parametrize("percent", [0, 50, None], ids=["at its start", "half way", "of unknown length"])
def test_progress_is_said_in_words(percent):
    page = html.fromstring(
        written(
            "{% from 'components.html' import progress %}{{ progress("
            + repr(percent).replace("None", "none")
            + ", 'Composition') }}"
        )
    )

    assert page.xpath("//progress/@value") == ([] if percent is None else [str(percent)])
    assert page.xpath("//progress/@aria-label") == ["Composition"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [(1, ["1", "2", "3", "12"]), (6, ["1", "4", "5", "6", "7", "8", "12"]), (12, ["1", "10", "11", "12"])],
    ids=["on the first page", "in the middle", "on the last page"],
)
def test_pages_are_offered_around_where_one_is(page, expected):
    source = "{% from 'components.html' import pagination %}{{ pagination(" + str(page) + ", 12, '/journal?q=a') }}"
    links = html.fromstring(written(source))

    assert [re.sub(r"\D", "", text) for text in links.xpath("//li/*[not(@rel)]/text()")] == expected
    assert set(links.xpath("//a[@rel]/@href")) <= {f"/journal?q=a&page={page - 1}", f"/journal?q=a&page={page + 1}"}
