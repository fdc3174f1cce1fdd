"""The tablet at the door: nobody's own, everybody touches their name there."""

import re

from tests.journeys.people import Person


class Door(Person):
    """A tablet that people pass by."""

    def finds(self, name: str) -> None:
        """Type the first letters of a family name, and touch the whole one."""
        first, last = name.split(maxsplit=1)
        self.page.get_by_label("Votre nom").fill(last[:2])
        self.follows(re.compile(rf"^{last}\s{first}"))

    def is_signed_by(self, name: str) -> None:
        """Sign in; whoever comes first is asked whether an item concerns them."""
        self.finds(name)
        self.presses("Je signe ma présence")
        if "points" in self.page.url:
            self.presses("Aucun point ne me concerne")
        self.reads("votre présence est notée")
        self.follows("Terminé")

    def is_left_by(self, name: str, *, mandate_to: str) -> None:
        """Leave, and let somebody vote for one's seat."""
        self.finds(name)
        self.follows("Je pars")
        holders = self.page.get_by_label("Laissez-vous un mandat")
        holders.select_option(label=holders.locator("option", has_text=mandate_to).inner_text())
        self.presses("Je pars")
        self.reads("Vous laissez mandat à")
        self.reads(mandate_to)
        self.follows("Terminé")
