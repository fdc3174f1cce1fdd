"""A member's acts."""

import re

from playwright.sync_api import expect

from tests.journeys.album import Album
from tests.journeys.people import Person


class Member(Person):
    """Somebody who sits, with a device of their own."""

    def follows_the_sitting(self, meeting: int) -> None:
        self.meeting = meeting
        self.goes_to(f"/seances/{meeting}")

    def is_told(self, text: str | re.Pattern[str]) -> None:
        """Read the always-true line, which changes by itself; without scripts, ask for the page again."""
        if not self.scripted:
            self.goes_to(f"/seances/{self.meeting}")
        expect(self.page.locator("#ligne-etat")).to_contain_text(text)

    def votes(self, choice: str, *, ballot: int = 0, album: Album | None = None) -> None:
        """Vote from the page of the sitting, check, send, and read the receipt."""
        if not self.scripted:
            self.goes_to(f"/seances/{self.meeting}")
        self.follows(re.compile(r"^(Voter|Revoir ou modifier votre vote)$"))
        card = self.page.locator(".fr-choices").nth(ballot)
        if album is not None:
            album.takes(self.page, "membre-choisit")
        self.presses(choice, within=card)
        self.reads("Vérifiez avant d’envoyer")
        if album is not None:
            album.takes(self.page, "membre-verifie")
        self.presses(f"Voter : {choice.lower()}")
        self.reads("Votre vote est reçu")
        self.receipt = self.page.locator("dd").first.inner_text()
        self.follows("Revenir à la séance")

    def withdraws_from_the_item(self, label: str) -> None:
        self.follows("Lire le texte")
        self.follows("Je me retire de ce point")
        self.presses("Je me retire de ce point")
        self.reads("Vous vous êtes retiré de ce point")
        self.goes_to(f"/seances/{self.meeting}")

    def loses_access(self) -> None:
        """Change telephones, say: nobody is signed in there."""
        self.context.clear_cookies()
        self.goes_to("/connexion")

    def enters_by_dictated_code(self, last_name: str, digits: str) -> None:
        """Write what was said on the telephone."""
        form = self.page.locator("section").filter(has_text="J’ai reçu un code par téléphone").last
        form.get_by_role("textbox").nth(0).fill(last_name)
        form.get_by_role("textbox").nth(1).fill(digits)
        self.presses("Entrer avec ce code", within=form)
        expect(self.page.get_by_role("button", name="Se déconnecter")).to_be_visible()

    def asks_to_speak(self) -> None:
        if not self.scripted:
            self.goes_to(f"/seances/{self.meeting}")
        self.presses("Demander la parole")
        self.reads("Parole demandée", within=self.page.locator("#parole"))

    def has_disagreement_mentioned(self, label: str, body: str) -> None:
        """Ask for the mention of a disagreement with the opinion just announced."""
        self.follows("Faire mentionner mon désaccord")
        expect(self.page.get_by_label("Point de l’ordre du jour").locator("option:checked")).to_contain_text(
            f"{label}. "
        )
        self.fills("Termes de la mention", body)
        self.presses("Mentionner mon désaccord")
        self.reads(body)
        self.goes_to(f"/seances/{self.meeting}")
