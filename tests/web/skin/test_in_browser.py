"""The gallery in a real browser: nothing overflows, nothing is too small, and the auditor of accessibility agrees."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

AXE = (Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PAGES = ["/", "/conduire", "/conduire?confirmer=ouvrir", "/direct", "/ecran", "/ecran?etat=neutral"]
TARGETS = """
    [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox])')]
        .filter(each => each.getClientRects().length && !each.closest('p, .fr-skiplinks'))
        .map(each => [each.textContent.trim() || each.id, each.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.9)
"""
LONG_LINES = """
    [...document.querySelectorAll('main p, main li')]
        .filter(each => each.getClientRects().length && !each.closest('.fr-table, .conduct__presence, nav, .projector'))
        .filter(each => each.textContent.trim().length > 70 && each.getBoundingClientRect().width > 640)
        .map(each => each.textContent.trim())
"""


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (1280, "dark")], ids=["on a phone", "on a desk in the dark"]
)
@pytest.mark.parametrize("path", PAGES)
def test_the_auditor_finds_nothing(look, path, width, scheme):
    page = look(path, width=width, height=800, color_scheme=scheme)

    assert violations(page) == []


def test_the_auditor_finds_nothing_in_a_form_in_error(look):
    page = look("/", width=360, height=800)
    page.get_by_role("button", name="Enregistrer la commission").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()

    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_at_every_width_nothing_overflows_lines_stay_short_and_a_finger_finds_its_target(look, path):
    page = look(path)

    for width in (320, 360, 640, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0) == (width, True)
        assert (width, page.evaluate(LONG_LINES), page.evaluate(TARGETS)) == (width, [], [])


def test_text_is_18_pixels_on_a_phone_in_the_house_face(look):
    page = look("/", width=360, height=800)
    page.evaluate("document.fonts.ready.then(() => true)")

    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    assert page.evaluate("document.fonts.check('700 18px \"Atkinson Hyperlegible Next\"')")


def test_a_table_becomes_labelled_cards_on_a_phone(look):
    cell = look("/", width=360, height=800).locator("td[data-label=Voix]").first

    assert cell.evaluate("each => getComputedStyle(each, '::before').content").startswith('"Voix"')
    assert cell.evaluate("each => getComputedStyle(each).display") == "grid"


def test_the_focus_is_a_ring_of_three_pixels(look):
    page = look("/conduire")
    link = page.get_by_role("link", name="Ouvrir le vote")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    link.focus()

    assert link.evaluate("each => getComputedStyle(each).outlineWidth") == "3px"


def test_conducting_shows_three_columns_on_a_desk_and_the_item_first_on_a_phone(look):
    desk = look("/conduire").locator(".conduct__column")
    assert [round(box["y"]) for box in boxes(desk)] == [round(boxes(desk)[0]["y"])] * 3

    agenda, item, presence = boxes(look("/conduire", width=360, height=800).locator(".conduct__column"))
    assert item["y"] < agenda["y"] < presence["y"]


def boxes(columns):
    return [column.bounding_box() for column in columns.all()]


def test_what_is_printed_has_nothing_to_click(look):
    page = look("/conduire", width=800, color_scheme="dark")
    page.emulate_media(media="print")

    assert page.locator("nav, footer, .fr-btn").filter(visible=True).count() == 0
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_big_screen_stays_white_in_the_dark(look):
    page = look("/ecran", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_big_screen_is_written_large(look):
    page = look("/ecran")

    for width, height in ((1024, 768), (1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        assert (width, size * 22 > min(height, width * 9 / 16)) == (width, True)
        assert (width, page.evaluate("document.documentElement.scrollHeight") <= height) == (width, True)
