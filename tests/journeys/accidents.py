"""The secretary's acts when the sitting does not go as written: votes stopped or redone, an agenda reshaped, an early end."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.minutes import Clerk


class HeadOfDesk(Clerk):
    """Somebody of the secretariat who has seen sittings go wrong."""

    def comes_to_the_desk(self) -> None:
        """Be in front of the screen of the sitting, which renews itself; stay there when one is."""
        if self.page.url.partition("#")[0] != self.address + self.conduct:
            self.goes_to(self.conduct)

    def unfolds(self, place: str) -> Locator:
        """Open what is folded away under a heading, and return it."""
        folded = self.page.locator(f"#{place}")
        if folded.get_attribute("open") is None:
            folded.locator("summary").first.click()
        return folded

    def chooses(self, label: str, text: str, *, within: Locator) -> None:
        """Choose, in a list, the one line that contains a text."""
        field = within.get_by_label(label)
        field.select_option(label=field.locator("option", has_text=text).first.inner_text())

    def is_refused(self, reason: str) -> None:
        """Read why nothing was kept."""
        expect(self.page.locator("#refus")).to_contain_text(reason)

    # Votes

    def stops_the_vote(self, button: str, reason: str) -> None:
        """Cancel the open vote before its first ballot, or interrupt it after."""
        place = self.unfolds("arret")
        self.fills("Motif, sur décision du président", reason, within=place)
        self.presses(button, within=place)
        self.reads(reason, within=self.item)

    def redoes_the_vote(self, reason: str) -> None:
        """Have the last vote held again, on the chair's decision."""
        place = self.item.locator("details").filter(has_text="Refaire ce vote").last
        place.locator("summary").click()
        self.fills("Décision du président et son motif", reason, within=place)
        self.presses("Refaire le vote", within=place)
        self.reads(reason, within=self.item)

    def declares(self, button: str) -> None:
        """Enter the public declaration by which who presides settles a tie."""
        self.reads("Partage des voix", within=self.item)
        self.presses(button, within=self.item)

    def opens_a_secret_vote(self, decision: str) -> None:
        self.follows("Vote secret sur papier", within=self.item)
        self.fills("Décision du président de voter à bulletins secrets", decision, within=self.item)
        self.presses("Ouvrir le vote sur papier", within=self.item)
        self.reads("Bulletins secrets, sur papier", within=self.item)

    def enters_the_count(self, scrutineers: str, figures: dict[str, int]) -> None:
        """Enter what the scrutineers of a secret vote counted."""
        place = self.page.locator("#depouillement")
        self.fills("Scrutateurs", scrutineers, within=place)
        for name, figure in figures.items():
            place.locator(f"[name={name}]").fill(str(figure))
        self.presses("Enregistrer le dépouillement", within=place)

    # Items

    def shows_item(self, label: str) -> None:
        """Look at an item of the agenda, in hand or not."""
        self.comes_to_the_desk()
        self.follows(re.compile(rf"^{label}\."), within=self.page.locator("#ordre-du-jour"))
        self.reads(f"Point {label}.", within=self.item)

    def calls_the_item(self, label: str) -> None:
        """Call an item, whether or not it is the next one."""
        self.comes_to_the_desk()
        if not self.item.get_by_role("button", name=f"Appeler le point {label}", exact=True).count():
            self.shows_item(label)
        self.calls_item(label)

    def puts_off(self, label: str, button: str, reason: str) -> None:
        """Adjourn an item, take it off the agenda, or put it back among those to call."""
        self.shows_item(label)
        place = self.unfolds("sort")
        self.fills("Motif, sur décision du président", reason, within=place)
        self.presses(button, within=place)

    def reshapes(self, label: str) -> Locator:
        """Open what splits, joins, moves an item or takes it for information."""
        self.shows_item(label)
        return self.unfolds("forme")

    def splits(self, label: str, first: str, second: str) -> None:
        place = self.reshapes(label)
        self.fills("Diviser en deux points", first, within=place)
        self.fills("Le second", second, within=place)
        self.presses("Diviser", within=place)
        self.reads(second, within=self.page.locator("#ordre-du-jour"))

    def joins(self, label: str, to: str) -> None:
        place = self.reshapes(label)
        self.chooses("Joindre au point", f"{to}. ", within=place)
        self.presses("Joindre", within=place)

    def moves_before(self, label: str, other: str) -> None:
        place = self.reshapes(label)
        self.chooses("Passer juste avant le point", f"{other}. ", within=place)
        self.presses("Déplacer", within=place)

    def takes_for_information(self, label: str) -> None:
        place = self.reshapes(label)
        self.presses("Prendre pour information, sans vote", within=place)

    def approves_without_objection(self) -> None:
        self.follows("Approuver sans opposition", within=self.item)
        self.presses("Approuver le procès-verbal", within=self.item)

    # The sitting

    def suspends(self, reason: str) -> None:
        self.comes_to_the_desk()
        self.follows("Suspendre la séance")
        self.fills("Pourquoi", reason, within=self.item)
        self.presses("Suspendre la séance", within=self.item)
        self.reads("La séance est suspendue", within=self.item)

    def resumes(self) -> None:
        self.comes_to_the_desk()
        self.presses("Reprendre la séance", within=self.item)
        expect(self.item).not_to_contain_text("La séance est suspendue")

    def ends_early(self, reason: str, *, next_day: str) -> None:
        """End the sitting; what is left goes to the sitting of another day."""
        self.comes_to_the_desk()
        self.follows("Lever la séance")
        self.chooses("À quelle séance", next_day, within=self.item)
        self.fills("Décision du président et son motif", reason, within=self.item)
        self.presses("Lever la séance et reporter", within=self.item)
        self.reads("La séance est levée")

    def leaves_a_mandate(self, name: str, holder: str) -> None:
        """Note that somebody leaves and is represented from then on: one act."""
        self.opens_the_seat(name)
        form = self.form_of("Noter le départ")
        chosen = form.get_by_label("laisse mandat à")
        chosen.select_option(label=self.option(chosen, holder))
        self.presses("Noter le départ", within=form)
        expect(self.absent(name)).to_contain_text("Mandat à")

    # From paper

    def enters_afterwards(self, hour: str, reason: str) -> None:
        self.comes_to_the_desk()
        self.follows("Saisir après coup")
        self.fills("À partir de quelle heure", hour, within=self.item)
        self.fills("Pourquoi la séance s’est-elle tenue sur papier", reason, within=self.item)
        self.presses("Saisir après coup", within=self.item)
        self.reads("Saisie après coup", within=self.item)

    def goes_on_to(self, hour: str) -> None:
        """Turn to a later hour of the paper."""
        place = self.page.locator("#saisie")
        self.fills("Passer à", hour, within=place)
        self.presses("Changer l’heure", within=place)
