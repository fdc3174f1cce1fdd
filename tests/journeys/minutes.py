"""The secretary writes what the facts do not say, is told what is missing, and takes the minutes in hand."""

import json
import re
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.desk import Secretary
from webapp.wording.folder import PARTS

SUMMARY = (
    "Le gérant expose son projet. Deux membres s’inquiètent de la nappe.\n\nLe rapporteur rappelle les prescriptions."
)


class Clerk(Secretary):
    """The secretary once the sitting is closed."""

    @property
    def minutes(self) -> str:
        return f"/secretariat/seances/{self.meeting}/proces-verbal"

    def opens_the_minutes(self) -> None:
        self.goes_to(self.minutes)

    def names_the_secretary(self, name: str) -> None:
        """Follow what is said to be missing, and set it right with its reason."""
        self.follows(re.compile("Le secrétaire de séance n’est pas nommé"))
        self.fills("Valeur corrigée", name)
        self.fills("Motif", "Omis à la préparation de la séance")
        self.presses("Corriger ce fait")
        self.reads("Le fait est corrigé")

    def sums_up(self, label: str, text: str) -> None:
        self.opens_the_minutes()
        self.follows(re.compile(rf"^Point {label}\."))
        self.fills("Texte", text)
        self.presses("Enregistrer le texte")

    def mentions_a_disagreement(self, name: str, label: str, body: str) -> None:
        """Write for a member the disagreement that they asked to have mentioned."""
        self.opens_the_minutes()
        self.follows(f"Point {label}")
        member = self.page.get_by_label("Membre")
        member.select_option(label=self.option(member, name))
        self.fills("Termes de la mention", body)
        self.presses("Mentionner ce désaccord")
        self.reads(body)

    def takes_the_step(self, name: str) -> None:
        self.opens_the_minutes()
        self.follows(name)
        self.presses(name)

    def is_handed_the_minutes(self, folder: Path) -> Path:
        return self.is_handed("Procès-verbal (PDF)", folder / "proces-verbal.pdf")

    def is_handed(self, title: str, paper: Path) -> Path:
        """Have a final PDF made, watch it progress without asking again, and take it."""
        self.opens_the_minutes()
        line = self.page.locator("#documents ~ div li").filter(has_text=title)
        asked = line.get_by_role("button", name=re.compile("Préparer|Refaire"))
        if asked.count():
            self.presses(asked.inner_text(), within=line)
        link = line.get_by_role("link", name=title)
        expect(link).to_be_visible()
        expect(line).to_contain_text("Définitif")
        with self.page.expect_download() as handed:
            link.click()
        handed.value.save_as(paper)
        return paper

    def makes_them_final(self) -> None:
        for step in ("Soumettre aux membres", "Marquer comme approuvé", "Établir la version définitive"):
            self.takes_the_step(step)
        self.reads("Le procès-verbal est définitif")

    def prints_the_folder(self, paper: Path) -> Path:
        """Have everything that the day needs made from one button, and take it to the printer."""
        self.goes_to(f"/secretariat/seances/{self.meeting}/dossier-du-jour")
        self.presses("Préparer le dossier du jour")
        for sheets in list(PARTS.values())[:-1]:  # they arrive one after the other, the whole of them last
            expect(self.page.get_by_role("link", name=f"{sheets} (PDF)")).to_be_visible()
        link = self.page.get_by_role("link", name="Dossier complet, à imprimer (PDF)")
        expect(link).to_be_visible()
        with self.page.expect_download() as handed:
            link.click()
        handed.value.save_as(paper)
        return paper


def words_of(paper: Path) -> str:
    """What the paper says, as one line of words."""
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def qpdf_finds_nothing(paper: Path) -> bool:
    return subprocess.run(["qpdf", "--check", paper], capture_output=True, text=True, check=False).returncode == 0


def attached_facts(paper: Path) -> dict[str, object]:
    """The facts that the paper carries for machines."""
    listed = subprocess.run(["qpdf", "--list-attachments", paper], capture_output=True, text=True, check=True).stdout
    name = listed.split(" -> ")[0].strip()
    facts = subprocess.run(["qpdf", f"--show-attachment={name}", paper], capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(facts.stdout)
    return found
