"""Two ways to do what the story says: in the room with everybody's devices, and from the paper in the evening."""

from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.accesses import Doorkeeper
from tests.journeys.door import Door
from tests.journeys.house import House
from tests.journeys.member import Member
from tests.journeys.story import APPLICANT, AT_THE_TABLET, FAR, PLAYED, SECRETARY, Ballots, Planned, instant

NEXT_DAY = "14 janvier 2027"
SAID = {"Pour": "Avis favorable", "Contre": "Avis défavorable", "Abstention": "Abstention"}
VOICED = {"Pour": "Favorable", "Contre": "Défavorable", "Abstention": "Abstention"}


class AtTheDesk:
    """What the desk does alike, whether it happens now or is read from the paper."""

    def __init__(self, sylvie: Doorkeeper, bruno: Doorkeeper, paper: Path) -> None:
        self.sylvie, self.bruno, self.paper = sylvie, bruno, paper
        self.seated: list[str] = []
        self.holders: dict[str, str] = {}

    def arrive(self, name: str, how: str = "Salle") -> None:
        """The desk sees somebody come in, on the screen or in the room."""
        self.sylvie.comes_to_the_desk()
        self.sylvie.arrives(name, how)
        self.sits(name)

    def seat_newcomer(self, absent: str, name: str, quality: str) -> None:
        first, last = name.split()
        self.sylvie.seats_a_newcomer(absent, first_name=first, last_name=last, quality=quality, paper=self.paper)
        self.sits(name)

    def sign_in(self, name: str) -> None:
        """Somebody passes by the table at the door, where a tablet or a sheet is."""
        self.sign(name)
        self.sits(name)

    def sits(self, name: str) -> None:
        self.holders.pop(name, None)
        if name not in self.seated:
            self.seated.append(name)

    def give_mandate(self, mandator: str, holder: str) -> None:
        self.sylvie.receives_a_mandate(mandator, holder)
        self.holders[mandator] = holder
        self.seated.append(mandator)

    def leave_with_mandate(self, name: str, holder: str) -> None:
        """Somebody leaves by the door, and is represented from then on."""
        self.leave(name, holder)
        self.holders[name] = holder

    def open_sitting(self) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.presses("Ouvrir la séance")

    def suspend(self, reason: str) -> None:
        self.sylvie.suspends(reason)

    def resume(self) -> None:
        self.sylvie.resumes()

    def end_early(self, reason: str) -> None:
        self.sylvie.ends_early(reason, next_day=NEXT_DAY)

    def call(self, label: str) -> None:
        self.sylvie.calls_the_item(label)

    def end(self, label: str) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.ends_item(label)

    def approve_without_objection(self) -> None:
        self.sylvie.approves_without_objection()

    def put_back(self, label: str, reason: str) -> None:
        self.sylvie.puts_off(label, "Appelé par erreur : le remettre à venir", reason)

    def put_off(self, label: str, button: str, reason: str) -> None:
        self.sylvie.puts_off(label, button, reason)

    def move_before(self, label: str, other: str) -> None:
        self.sylvie.moves_before(label, other)

    def split(self, label: str, first: str, second: str) -> None:
        self.sylvie.splits(label, first, second)

    def join(self, label: str, to: str) -> None:
        self.sylvie.joins(label, to)

    def inform(self, label: str) -> None:
        self.sylvie.takes_for_information(label)

    def add(self, planned: Planned) -> None:
        writes(self.sylvie, planned)

    def open_vote(self) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.opens_the_vote()

    def stop_vote(self, button: str, reason: str) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.stops_the_vote(button, reason)

    def close_vote(self) -> None:
        self.sylvie.closes_the_vote()

    def announce(self, outcome: str) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.announces(outcome)

    def redo_vote(self, reason: str) -> None:
        self.sylvie.redoes_the_vote(reason)

    def declare(self, button: str) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.declares(button)

    def secret_vote(self, decision: str) -> None:
        self.sylvie.opens_a_secret_vote(decision)

    def count(self, scrutineers: str, **figures: int) -> None:
        self.sylvie.enters_the_count(scrutineers, figures)

    def let_in(self, name: str) -> None:
        self.sylvie.lets_in(name)

    def let_out(self, name: str) -> None:
        self.sylvie.lets_out(name)

    def ballots(self, given: Ballots) -> None:
        self.device_ballots(given)
        self.raise_hands(given)

    def device_ballots(self, given: Ballots) -> None:
        """Nobody votes by device where a sitting is read from paper."""

    def raise_hands(self, given: Ballots) -> None:
        """Enter the ballots of those who have no device in hand, and have the second person confirm the list."""
        rest = [name for name in self.seated if name not in self.by_device(given)]
        said = {name: given.of(name) for name in rest if given.of(name) != "Pour" or name in FAR}
        self.sylvie.comes_to_the_desk()
        self.sylvie.takes_a_show_of_hands(said)
        self.bruno.confirms_the_list()

    def by_device(self, given: Ballots) -> tuple[str, ...]:
        return given.devices


class Live(AtTheDesk):
    """As it happens: the clock on the wall, a tablet at the door, members who vote with their own devices."""

    def __init__(
        self,
        sylvie: Doorkeeper,
        bruno: Doorkeeper,
        paper: Path,
        *,
        house: House,
        door: Door,
        members: Mapping[str, Member],
    ) -> None:
        super().__init__(sylvie, bruno, paper)
        self.house, self.door, self.members = house, door, members

    def at(self, hour: str) -> None:
        self.house.set_clock(instant(hour))

    def sign(self, name: str) -> None:
        if name in AT_THE_TABLET:
            self.door.is_signed_by(name)
        self.sylvie.comes_to_the_desk()
        if name not in AT_THE_TABLET:
            self.sylvie.arrives(name)
        expect(self.sylvie.present(name)).to_be_visible()

    def leave(self, name: str, holder: str) -> None:
        self.door.is_left_by(name, mandate_to=holder)
        self.sylvie.comes_to_the_desk()

    def first_ballots(self, choices: Mapping[str, str]) -> None:
        for name, choice in choices.items():
            self.members[name].votes(SAID[choice])

    def device_ballots(self, given: Ballots) -> None:
        """Have members vote, each for their own seat first, then for the one whose mandate they hold."""
        for name in given.devices:
            self.members[self.holders.get(name, name)].votes(SAID[given.of(name)], ballot=int(name in self.holders))

    def disagree(self, name: str, label: str, body: str) -> None:
        self.members[name].has_disagreement_mentioned(label, body)


class FromPaper(AtTheDesk):
    """In the evening, line after line of the paper: every hour is the paper's, every ballot is read from its sheets."""

    def at(self, hour: str) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.goes_on_to(hour)

    def sign(self, name: str) -> None:
        self.sylvie.comes_to_the_desk()
        self.sylvie.arrives(name)

    def leave(self, name: str, holder: str) -> None:
        self.sylvie.leaves_a_mandate(name, holder)

    def first_ballots(self, choices: Mapping[str, str]) -> None:
        for name, choice in choices.items():
            self.sylvie.takes_a_voice(name, VOICED[choice])

    def by_device(self, given: Ballots) -> tuple[str, ...]:
        return ()

    def disagree(self, name: str, label: str, body: str) -> None:
        self.sylvie.mentions_a_disagreement(name, label, body)


def writes(sylvie: Doorkeeper, planned: Planned) -> None:
    """Write an item, and the text that it puts to the vote."""
    fields = {"Commune": planned.commune} if planned.commune else {}
    sylvie.adds_an_item(planned.title, information=not planned.text, **fields)
    if planned.text:
        sylvie.adds_a_vote("Ensemble du texte", planned.title, planned.text)


def prepares(sylvie: Doorkeeper, committee: int) -> int:
    """Prepare the sitting, and the next one for what may be left of it; return the sitting's number."""
    sylvie.creates_the_sitting(committee, day="2027-01-14", hour="14:30")
    meeting = sylvie.creates_the_sitting(committee, day="2026-12-10", hour="14:30", secretary=SECRETARY)
    for planned in PLAYED.agenda:
        writes(sylvie, planned)
    sylvie.goes_to(f"/secretariat/seances/{meeting}/preparer")
    sylvie.presses("Mettre à l’ordre du jour")
    sylvie.plans_a_hearing(APPLICANT, item="2", hour="14:45")
    return meeting


def photograph(folder: Path) -> Path:
    """Make the picture of a paper held out at the door."""
    picture = folder / "pouvoir.jpg"
    Image.new("RGB", (320, 440), "white").save(picture)
    return picture
