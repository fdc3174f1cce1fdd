"""The secretary's acts, named as she would name them."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.album import Album
from tests.journeys.people import Person


class Secretary(Person):
    """Somebody of the secretariat, at the desk."""

    def imports_the_roster(self, committee: int, file: Path, *, people: int, album: Album) -> None:
        self.goes_to(f"/secretariat/commissions/{committee}/importer")
        self.page.locator("input[type=file]").set_input_files(file)
        self.presses("Vérifier ce fichier")
        self.reads("Voici ce que l’import ferait")
        album.takes(self.page, "import-des-membres")
        self.presses(f"Importer {people} membres")
        self.reads(f"{people} membres importés")

    def creates_the_sitting(self, committee: int, *, day: str, hour: str, secretary: str = "") -> int:
        """Create a mixed sitting; return its number."""
        self.goes_to(f"/secretariat/commissions/{committee}/seances/nouvelle")
        self.fills("Jour", day)
        self.fills("Heure", hour)
        self.page.get_by_label("Mixte").check()
        self.fills("Décision du président", "Décision de la préfète du 1er décembre 2026")
        self.fills("Lieu", "Préfecture, salle des Cartes")
        self.fills("Pour participer à distance", "Visioconférence de la préfecture, numéro 01 99 00 00 00")
        self.fills("Secrétaire de séance", secretary)
        self.fills("Convocation envoyée le", "2026-12-01")
        self.presses("Créer la séance")
        found = re.search(r"/seances/(\d+)/preparer", self.page.url)
        assert found, self.page.url
        self.meeting = int(found.group(1))
        self.conduct = f"/secretariat/seances/{self.meeting}/conduire"
        return self.meeting

    def adds_an_item(self, title: str, *, information: bool = False, **fields: str) -> None:
        """Add an item; one that is voted leads to its first vote."""
        self.goes_to(f"/secretariat/seances/{self.meeting}/points/nouveau")
        self.fills("Intitulé", title)
        if information:
            self.page.get_by_label("Elle est informée, sans vote").check()
        for label, text in fields.items():
            self.fills(label, text)
        self.presses("Enregistrer le point")

    def adds_a_vote(self, kind: str, title: str, text: str) -> None:
        """Write a vote, from the page that adds one."""
        self.page.get_by_label(kind, exact=True).check()
        self.fills("Question posée", title)
        self.fills("Texte mis au vote", text)
        self.presses("Enregistrer le vote")

    def prints_a_slip(self, last_name: str, folder: Path) -> Path:
        """Print the access slip of somebody who has no mail; return the paper."""
        self.goes_to("/secretariat/comptes")
        self.page.get_by_role("searchbox").fill(last_name)
        self.presses("Chercher")
        self.follows(re.compile(last_name))
        with self.page.expect_download() as handed:
            self.page.get_by_role("button", name="Imprimer un bulletin d’accès").click()
        paper = folder / f"{last_name}.pdf"
        handed.value.save_as(paper)
        return paper

    def is_handed_a_slip(self, name: str, folder: Path) -> str:
        """Print somebody's slip and read the code on it, as its holder does."""
        slip = self.prints_a_slip(name.rsplit(maxsplit=1)[-1], folder)
        text = subprocess.run(["pdftotext", "-layout", slip, "-"], capture_output=True, text=True, check=True).stdout
        found = re.search(r"(?:[0-9A-Z]{4} ){6}[0-9A-Z]{2}\b", text)
        assert found, text
        return found.group(0)

    def opens_the_desk(self) -> None:
        self.goes_to(self.conduct)

    # Presence

    def arrives(self, name: str, how: str = "Salle", *, substitute: str | None = None) -> None:
        """Note somebody's arrival: one click in the room or by video, the seat's card for the telephone."""
        if how == "Téléphone":
            self.opens_the_seat(name)
            self.presses(how, within=self.seat)
        elif substitute is None:
            self.presses(how, within=self.absent(name))
        else:
            other = self.page.locator("#sieges-absents > li").filter(has_text=substitute)
            self.presses(how, within=other)
        expect(self.present(substitute or name)).to_be_visible()

    def opens_the_seat(self, name: str) -> None:
        self.goes_to(self.conduct)
        self.follows(_called(name), within=self.page.locator("#presence"))
        expect(self.seat).to_be_visible()

    @property
    def seat(self) -> Locator:
        return self.page.locator("#siege")

    def present(self, name: str) -> Locator:
        return self._row("#sieges-presents", name)

    def absent(self, name: str) -> Locator:
        return self._row("#sieges-absents", name)

    def _row(self, listed: str, name: str) -> Locator:
        return self.page.locator(f"{listed} > li").filter(has=self.page.get_by_role("link", name=_called(name)))

    def receives_a_mandate(self, mandator: str, holder: str) -> None:
        self.opens_the_seat(mandator)
        chosen = self.seat.get_by_label("Donne mandat à")
        chosen.select_option(label=self.option(chosen, holder))
        self.presses("Enregistrer le mandat", within=self.seat)
        self.reads(mandator, within=self.page.locator("#presence"))

    def notes_a_departure(self, name: str, *, at: str | None = None) -> None:
        """Note that somebody leaves: one click now, the seat's card for another hour."""
        if at is None:
            self.goes_to(self.conduct)
            self.presses("Départ", within=self.present(name))
        else:
            self.opens_the_seat(name)
            form = self.form_of("Noter le départ")
            form.get_by_text("À une autre heure").click()
            self.fills("Heure d’effet", at, within=form)
            self.presses("Noter le départ", within=form)
        expect(self.absent(name)).to_be_visible()

    def has_it_recomputed(self, reason: str) -> None:
        """Enter the chair's decision on a vote that a late entry touches."""
        recompute = self.page.get_by_role("button", name="Recalculer le résultat")
        self.page.locator("form").filter(has=recompute).get_by_role("textbox").fill(reason)
        self.presses("Recalculer le résultat")

    def form_of(self, button: str) -> Locator:
        return self.seat.locator("form").filter(has=self.page.get_by_role("button", name=button, exact=True))

    def notes_a_recusal(self, name: str) -> None:
        self.opens_the_seat(name)
        self.presses("Noter le déport", within=self.seat)

    def has_preside(self, name: str, *, delegation: str) -> None:
        self.opens_the_seat(name)
        form = self.form_of("Préside désormais")
        self.fills("Délégation", delegation, within=form)
        self.presses("Préside désormais", within=form)
        place = self.page.locator("#presidence")
        expect(place).to_contain_text(name)
        expect(place).to_contain_text(delegation)

    def option(self, place: Locator, name: str) -> str:
        """Return an option as its list words it: the family name first, and what is said of it after."""
        first, _, last = name.partition(" ")
        listed = re.compile(r"^\s*" + r"\s".join(f"{last} {first}".split()))
        return place.locator("option").filter(has_text=listed).first.inner_text()

    def shows_in(self, name: str) -> None:
        """Have somebody who is heard come in."""
        self.fills("Nom et qualité", name, within=self.page.locator("#presence"))
        self.presses("Noter l’entrée")

    def shows_out(self) -> None:
        self.presses("Se retire")

    # The item in hand

    @property
    def item(self) -> Locator:
        return self.page.locator("#point")

    def calls_item(self, label: str) -> None:
        self.presses(f"Appeler le point {label}")
        self.reads(f"Point {label}.", within=self.item)

    def ends_item(self, label: str) -> None:
        self.presses(f"Terminer le point {label}")

    def opens_the_vote(self) -> None:
        self.follows("Ouvrir le vote", within=self.item)
        self.presses("Ouvrir le vote", within=self.item)
        self.reads("Vote ouvert", within=self.item)

    def takes_a_voice(self, name: str, choice: str) -> None:
        """Enter what a member says by voice."""
        voices = self.page.locator("#voix")
        voices.get_by_role("combobox").select_option(label=self.option(voices, name))
        self.presses(choice, within=voices)

    def takes_a_show_of_hands(self, hands: dict[str, str], *, album: Album | None = None) -> None:
        """Note who raised a hand for what; the others in the room count as in favour."""
        self.follows("Vote à main levée", within=self.item)
        for name, choice in hands.items():
            row = self.page.locator("#mains fieldset").filter(has=self.page.locator("legend", has_text=_called(name)))
            row.get_by_label(choice, exact=True).check()
        self.presses("Préparer la relecture")
        self.reads("Je relis")
        if album is not None:
            album.takes(self.page, "main-levee")
        self.presses("Enregistrer le vote à main levée")

    def confirms_the_list(self) -> None:
        """Confirm, as the second person, the ballots that the desk entered."""
        self.goes_to(self.conduct)
        chosen = self.page.get_by_label("Qui confirme cette liste ?")
        chosen.select_option(label=chosen.locator("option", has_text="(vous)").inner_text())
        self.presses("Confirmer la liste")

    def closes_the_vote(self) -> None:
        self.goes_to(self.conduct)
        self.follows("Clore le vote", within=self.item)
        self.presses("Clore le vote", within=self.item)

    def announces(self, outcome: str | re.Pattern[str]) -> None:
        self.reads(outcome, within=self.item)
        self.presses("Annoncer le résultat")
        self.reads("Annoncé", within=self.item)


def _called(name: str) -> re.Pattern[str]:
    """A name as the desk writes it, whatever the spaces, and nobody who is only named beside somebody else."""
    return re.compile(r"^\s*(?:M\.|Mme|Dr)\s+" + r"\s".join(name.split()))
