"""The secretary's acts while people talk: who is heard and when, who asks to speak, what is noted."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.accidents import HeadOfDesk


class Debater(HeadOfDesk):
    """Somebody of the secretariat who follows the debate."""

    @property
    def heard(self) -> Locator:
        return self.page.locator("#personnes")

    def plans_a_hearing(self, name: str, *, item: str, hour: str) -> None:
        self.comes_to_the_desk()
        place = self.unfolds("passage")
        self.fills("Nom et qualité", name, within=place)
        self.chooses("Point", f"{item}. ", within=place)
        self.fills("Heure", hour, within=place)
        self.presses("Prévoir", within=place)
        self.reads(f"{name}, passage à", within=self.heard)

    def delays_the_hearings(self, minutes: int) -> None:
        self.comes_to_the_desk()
        self.fills("Retard des passages, en minutes", str(minutes), within=self.heard)
        self.presses("Annoncer le retard", within=self.heard)
        self.reads(f"Les passages sont retardés de {minutes} minutes", within=self.heard)

    def lets_in(self, name: str) -> None:
        self.comes_to_the_desk()
        self.presses("Entre", within=self._guest(name))
        expect(self._guest(name)).to_contain_text("depuis")

    def lets_out(self, name: str) -> None:
        self.comes_to_the_desk()
        self.presses("Se retire", within=self._guest(name))
        expect(self._guest(name)).to_have_count(0)

    def _guest(self, name: str) -> Locator:
        return self.heard.locator(".fr-row-acts").filter(has=self.page.locator("span", has_text=name))

    # The floor

    @property
    def floor(self) -> Locator:
        return self.page.locator("#parole li")

    def hears_first(self, name: str) -> None:
        self.presses("Passer en tête", within=self.floor.filter(has_text=name))

    def gives_the_floor(self, name: str) -> None:
        self.presses("Donner la parole", within=self.floor.filter(has_text=name))
        expect(self.floor.filter(has_text=name)).to_contain_text("A la parole")

    def ends_the_speech(self) -> None:
        self.presses("A parlé", within=self.page.locator("#parole"))

    # Notes

    def notes(self, text: str) -> None:
        """Write, and wait until what was written is kept."""
        self.page.get_by_label("Vos notes").fill(text)
        expect(self.page.locator("#notes-etat")).to_contain_text(re.compile("Enregistré à"))

    def reads_the_notes_of_the_other(self, text: str) -> None:
        other = self.page.locator("#notes details")
        expect(other).to_have_count(1)
        expect(other).to_contain_text(text)
