"""Somebody who works a page with the keyboard alone, and must see where they are."""

import re
from typing import Literal

from playwright.sync_api import expect

from tests.journeys.member import Member

PATIENCE = 40  # strokes of the tabulator


class ByKeyboard(Member):
    """Somebody who never touches a mouse."""

    def tabs_to(self, role: str, name: str | re.Pattern[str]) -> None:
        """Go on with the tabulator until the focus is there, as long as a patient person would; then see it shown."""
        wanted = self.page.get_by_role(role, name=name, exact=True).first
        expect(wanted).to_be_visible()
        for _ in range(PATIENCE):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("each => each === document.activeElement"):
                break
        expect(wanted).to_be_focused()
        outline = wanted.evaluate("each => parseFloat(getComputedStyle(each).outlineWidth)")
        assert outline >= 3, f"the focus on « {name} » is not seen"

    def types_into(self, label: str, text: str, *, role: Literal["textbox", "searchbox"] = "textbox") -> None:
        self.tabs_to(role, label)
        self.page.keyboard.type(text)

    def follows_by_tab(self, name: str | re.Pattern[str], *, moves: bool = True) -> None:
        """Follow a link; `moves`: to another page, else within this one."""
        self.tabs_to("link", name)
        if moves:
            self.strikes("Enter")
        else:
            self.page.keyboard.press("Enter")

    def strikes(self, key: str) -> None:
        with self.page.expect_event("domcontentloaded"):
            self.page.keyboard.press(key)
        self.looks()
