"""The secretary's acts for who stands outside: somebody nobody expected, and somebody whose access is lost."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.debate import Debater
from tests.journeys.story import PREFECT
from webapp.wording.rehearsal import BAND


class Doorkeeper(Debater):
    """Somebody of the secretariat who lets people in."""

    def seats_a_newcomer(self, absent: str, *, first_name: str, last_name: str, quality: str, paper: Path) -> None:
        """Seat somebody for an absent member, from the paper they hold out: one form."""
        self.opens_the_seat(absent)
        form = self.page.locator("#nouvelle")
        self.seat.get_by_text("Une personne nouvelle siège").click()
        form.get_by_label("Civilité").select_option(label="M.")
        for label, text in (("Prénom", first_name), ("Nom", last_name), ("Qualité", quality)):
            form.get_by_role("textbox", name=re.compile(f"^{label}")).fill(text)
        form.locator("input[type=file]").set_input_files(paper)
        self.presses("Faire siéger", within=form)
        expect(self.present(f"{first_name} {last_name}")).to_be_visible()

    def rehearses(self) -> int:
        """Copy the sitting to practise on, and open the copy; return its number."""
        self.goes_to(f"/secretariat/seances/{self.meeting}/preparer")
        self.presses("Répéter cette séance")
        self.reads(BAND)
        self.follows("Conduire la séance")
        self.presses("Salle", within=self.absent(PREFECT))
        self.presses("Ouvrir la séance")
        self.reads(BAND)
        found = re.search(r"/seances/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found.group(1))

    def purges(self, rehearsal: int) -> None:
        """Leave nothing of a rehearsal."""
        self.goes_to(f"/secretariat/seances/{rehearsal}/preparer")
        self.follows("Effacer la répétition", within=self.page.locator("main"))
        self.presses("Effacer la répétition", within=self.page.locator("main"))
        expect(self.page.locator("body")).not_to_contain_text(BAND)

    def dictates_a_code(self, name: str) -> str:
        """Have a code made for somebody on the telephone, and read it out."""
        self.opens_the_seat(name)
        self.seat.get_by_text("N’arrive pas à se connecter").click()
        person = self.seat.locator("#acces p", has_text=name).locator("xpath=following-sibling::div[1]")
        self.presses("Dicter un code par téléphone", within=person)
        return self.seat.locator(".fr-dictated").inner_text()
