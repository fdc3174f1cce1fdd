"""Live parts in a real browser: they follow the facts, and never get in the way of somebody who is busy."""

import re

from playwright.sync_api import expect


def told(page, part, version):
    expect(page.locator(f"#{part} .version")).to_have_text(f"Version {version}")


def note(page):
    return page.locator(".fr-live-note")


def test_a_change_is_told_without_a_reload(look, gallery):
    page = look("/direct")
    page.evaluate("window.same = true")

    version = gallery.change()

    told(page, "presence", version)
    expect(page.locator("#ligne-etat")).to_have_text(re.compile(f"Le vote sur le point {version} est ouvert"))
    assert page.evaluate("window.same")


def test_a_page_that_is_up_to_date_asks_nothing(look, gallery):
    page = look("/direct")
    told(page, "presence", gallery.change())
    before = gallery.fetches
    page.reload()
    told(page, "presence", gallery.change())

    assert (before, gallery.fetches) == (1, 2)


def test_the_tabs_of_a_browser_share_one_stream(look, gallery):
    first = look("/direct")
    told(first, "presence", gallery.change())
    second = first.context.new_page()
    second.goto("/direct")

    version = gallery.change()
    told(second, "presence", version)
    first.bring_to_front()
    told(first, "presence", version)
    assert gallery.streams == 1

    first.close()
    second.bring_to_front()
    told(second, "presence", gallery.change())


def test_a_form_begun_is_kept_and_its_reader_told(look, gallery):
    page = look("/direct")
    page.fill("#texte", "ce que je tape")
    page.get_by_role("heading", level=1).click()

    version = gallery.change()

    told(page, "presence", version)
    told(page, "saisie", version - 1)
    expect(note(page)).to_have_text("Des informations ont changé\u00a0: actualiser")
    expect(page.locator("#texte")).to_have_value("ce que je tape")


def test_asking_for_the_news_keeps_what_was_typed(look, gallery):
    page = look("/direct")
    page.fill("#texte", "ce que je tape")
    version = gallery.change()

    note(page).get_by_role("link").click()

    told(page, "saisie", version)
    expect(page.locator("#texte")).to_have_value("ce que je tape")
    expect(note(page)).to_be_empty()


def test_a_form_that_is_offered_no_more_is_left_to_its_reader(look, gallery):
    page = look("/direct")
    page.fill("#texte", "ce que je tape")
    gallery.closed = True
    gallery.change()

    note(page).get_by_role("link").click()

    expect(note(page)).to_contain_text("n’est plus proposé")
    expect(page.locator("#texte")).to_have_value("ce que je tape")


def test_a_part_waits_while_it_holds_the_focus_then_follows(look, gallery):
    page = look("/direct")
    page.locator("#texte").focus()
    version = gallery.change()
    expect(note(page)).to_contain_text("ont changé")
    told(page, "saisie", version - 1)

    page.get_by_role("heading", level=1).click()

    told(page, "saisie", version)
    expect(note(page)).to_be_empty()


def test_what_one_works_on_does_not_move(look, gallery):
    page = look("/direct", height=500)
    field = page.locator("#texte")
    field.scroll_into_view_if_needed()
    field.focus()
    before = field.bounding_box()["y"]

    for _ in range(3):
        told(page, "presence", gallery.change())

    assert abs(field.bounding_box()["y"] - before) <= 1


def test_what_is_below_does_not_rise_when_a_part_shortens(look, gallery):
    gallery.version = 6
    page = look("/direct", height=700)
    field = page.locator("#texte")
    field.focus()
    before = field.bounding_box()["y"]

    gallery.version = 0
    told(page, "presence", gallery.change())

    assert abs(field.bounding_box()["y"] - before) <= 1


def test_a_confirmation_being_read_stays_until_its_reader_asks(look, gallery):
    page = look("/direct?confirmer=oui")
    page.get_by_role("heading", level=1).click()

    version = gallery.change()

    expect(note(page)).to_contain_text("ont changé")
    expect(page.get_by_role("button", name="Supprimer la saisie")).to_be_visible()
    note(page).get_by_role("link").click()
    told(page, "saisie", version)
    expect(page.get_by_role("button", name="Supprimer la saisie")).to_be_visible()


def test_an_explanation_unfolded_stays_unfolded(look, gallery):
    page = look("/direct")
    page.locator("#presence summary").click()
    page.get_by_role("heading", level=1).click()

    told(page, "presence", gallery.change())

    expect(page.get_by_text("Parce que le registre le dit.")).to_be_visible()


def test_without_a_stream_the_page_looks_again_by_itself(look, gallery):
    gallery.refuse_streams = True
    page = look("/direct")

    version = gallery.change()

    expect(page.locator("#presence .version")).to_have_text(f"Version {version}", timeout=15_000)
    expect(note(page)).to_be_empty()


def test_a_service_that_does_not_answer_is_said_and_its_return_followed(look, gallery):
    page = look("/direct")
    gallery.failing = True
    gallery.change()
    expect(note(page)).to_contain_text("Le service ne répond pas")

    gallery.failing = False
    told(page, "presence", gallery.change())

    expect(note(page)).to_be_empty()


def test_a_reader_whose_sign_in_has_ended_is_told(look, gallery):
    page = look("/direct")
    gallery.signed_out = True

    gallery.change()

    expect(note(page)).to_contain_text("ne se met plus à jour")
    told(page, "presence", 1)


def test_without_script_the_page_offers_a_link(look, gallery):
    page = look("/direct", java_script_enabled=False)
    version = gallery.change()

    page.get_by_role("link", name="Actualiser").click()

    told(page, "presence", version)


def test_progress_is_followed_to_its_end(look):
    expect(look("/").get_by_role("link", name="Ouvrir le procès-verbal")).to_be_visible(timeout=10_000)


def test_a_key_works_its_button_and_the_confirmation_takes_the_focus(look):
    page = look("/conduire")

    page.keyboard.press("o")

    page.wait_for_url("**/conduire?confirmer=ouvrir**")
    expect(page.locator("#confirmation")).to_be_focused()


def test_a_key_typed_in_a_field_is_text(look):
    page = look("/direct")

    page.locator("#texte").press("e")

    expect(page.locator("#texte")).to_have_value("e")


def test_keys_can_be_switched_off_for_good(look):
    page = look("/conduire")
    page.get_by_role("button", name="Désactiver les raccourcis clavier").click()
    page.reload()

    page.keyboard.press("o")

    expect(page.get_by_role("button", name="Activer les raccourcis clavier")).to_be_visible()
    expect(page.locator("kbd").first).to_be_hidden()
    assert page.url.endswith("/conduire")
