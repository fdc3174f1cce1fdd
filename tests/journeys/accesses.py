"""The secretary's acts for who stands outside: somebody nobody expected, and somebody whose access is lost."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.debate import Debater


class Doorkeeper(Debater):
    """Somebody of the secretariat who lets people in."""

    def seats_a_newcomer(self, absent: str, *, first_name: str, last_name: str, quality: str, paper: Path) -> None:
        """Seat somebody for an absent member, from the paper they hold out: one form."""
        self.opens_the_seat(absent)
        form = self.page.locator("#nouvelle")
        self.seat.get_by_text("Une personne nouvelle siège").click()
        form.get_by_label("Civilité").select_option(label="M.")
        for label, text in (("Prénom", first_name), ("Nom", last_name), ("Qualité", quality)):
            form.get_by_role("textbox", name=label).first.fill(text)
        form.locator("input[type=file]").set_input_files(paper)
        self.presses("Faire siéger", within=form)
        expect(self.present(f"{first_name} {last_name}")).to_be_visible()

    def dictates_a_code(self, name: str) -> str:
        """Have a code made for somebody on the telephone, and read it out."""
        self.opens_the_seat(name)
        self.seat.get_by_text("N’arrive pas à se connecter").click()
        person = self.seat.locator("#acces p", has_text=name).locator("xpath=following-sibling::div[1]")
        self.presses("Dicter un code par téléphone", within=person)
        return self.seat.locator(".fr-dictated").inner_text()
