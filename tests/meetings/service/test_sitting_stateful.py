"""Random desk acts and ballots on a real sitting, held against a plain account of them."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.meetings.room import ABSTAIN, AGAINST, FOR, NO_PART, Room
from tests.searching import examples
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.meetings import queries
from webapp.meetings.model import Sense
from webapp.meetings.service import presence, voting
from webapp.meetings.sitting import MotionState, VoteResult
from webapp.polls import queries as polls
from webapp.polls.model import Choice
from webapp.storage.database import Database
from webapp.storage.migrate import migrate

SEATS = 7
seats = st.integers(1, SEATS)
choices = st.sampled_from([FOR, AGAINST, ABSTAIN, NO_PART])


class Sitting(RuleBasedStateMachine):
    """What the desk and the members do; beside it, who may vote and what each seat last said."""

    @initialize()
    def open_the_sitting(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        migrate(self.folder / "collegiale.db")
        self.db = Database.open(self.folder / "collegiale.db")
        self.room = Room(self.db, seats=SEATS).open(present=5)
        self.said: dict[int, Choice] = {}
        self.results: list[VoteResult] = []

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            shutil.rmtree(self.folder)

    def is_open(self) -> bool:
        return hasattr(self, "room") and self.room.the_motion().state is MotionState.OPEN

    def entitled(self) -> set[int]:
        """Say who may vote, counted plainly from the state: present or represented, and not recused."""
        state = self.room.state()
        recused = state.presence.recused(self.room.item)
        there = {seat for seat in state.presence.seats if seat not in recused}
        by_mandate = {
            each.mandate.mandator for each in state.mandates(self.room.item) if each.verdict and each.verdict.valid
        }
        return there | by_mandate

    @rule(seat=seats)
    def arrive(self, seat: int) -> None:
        self.attempt(lambda: self.room.arrive(seat))

    @rule(seat=seats)
    def depart(self, seat: int) -> None:
        self.attempt(lambda: self.room.depart(seat))

    @rule(seat=seats, holder=seats)
    def leave_with_a_mandate(self, seat: int, holder: int) -> None:
        self.attempt(lambda: self.room.depart(seat, mandate_to=holder))

    @rule(mandator=seats, holder=seats)
    def give_a_mandate(self, mandator: int, holder: int) -> None:
        self.attempt(lambda: self.room.mandate(mandator, holder))

    @rule(seat=seats)
    def recuse(self, seat: int) -> None:
        self.attempt(lambda: self.room.recuse(seat))

    @rule(seat=seats)
    def preside(self, seat: int) -> None:
        self.attempt(
            lambda: presence.preside(
                self.db, self.room.meeting_id, self.room.seat(seat), by=SYSTEM, now=self.room.tick()
            )
        )

    @rule(back=st.integers(1, 4))
    def undo(self, back: int) -> None:
        facts = queries.ledger(self.db, self.room.meeting_id)
        self.attempt(
            lambda: presence.void(
                self.db,
                self.room.meeting_id,
                facts[-back].id,
                reason="Erreur de saisie",
                by=SYSTEM,
                now=self.room.tick(),
            )
        )

    @rule()
    def open_the_vote(self) -> None:
        def act() -> None:
            self.room.open_vote()
            self.said = {}

        self.attempt(act)

    @precondition(is_open)
    @rule(seat=seats, voter=seats, choice=choices, resent=st.booleans())
    def cast(self, seat: int, voter: int, choice: Choice, resent: bool) -> None:
        key = self.room.key()
        try:
            receipts = {self.room.cast(seat, choice, person=voter, key=key).number for _ in range(1 + resent)}
        except Refusal:
            return
        assert len(receipts) == 1
        self.said[self.room.seat(seat)] = choice

    @precondition(is_open)
    @rule(against=st.sets(seats, max_size=2), key=st.integers(0, 3))
    def show_hands(self, against: set[int], key: int) -> None:
        before = self.room.state().open.voted

        def act() -> None:
            count = voting.show_of_hands(
                self.db,
                self.room.meeting_id,
                self.room.motion,
                against=[self.room.seat(seat) for seat in sorted(against)],
                read_back="Relu à voix haute",
                key=f"mains-levees-{self.room.motion}-{key}",
                by=self.room.desk,
                now=self.room.tick(),
            )
            self.said |= {seat: choice for seat, choice in count.by_seat.items() if seat not in before}

        self.attempt(act)

    @precondition(is_open)
    @rule()
    def close_the_vote(self) -> None:
        may_vote = self.entitled()
        result = self.room.close(decision="Le président clôt")
        counted = [choice for seat, choice in self.said.items() if seat in may_vote]
        assert result.counts.entitled == len(may_vote)
        assert result.counts.in_favour == counted.count(FOR)
        assert result.counts.against == counted.count(AGAINST)
        assert result.counts.abstain == counted.count(ABSTAIN)
        assert result.no_part == counted.count(NO_PART)
        self.results.append(result)
        self.room.motion = self.room.add_motion(self.room.item, "Texte suivant")

    @invariant()
    def nobody_votes_twice_nor_from_outside(self) -> None:
        if not self.is_open():
            return
        vote = self.room.state().open
        assert set(vote.entitled) == self.entitled()
        assert vote.voted == set(self.said)
        holders = [seat for seats in vote.seats_of.values() for seat in seats]
        assert len(holders) == len(set(holders)) == len(vote.entitled)

    @invariant()
    def what_was_decided_stays_decided(self) -> None:
        if hasattr(self, "results"):
            kept = [each.first_result for each in queries.motions(self.db, self.room.meeting_id) if each.first_result]
            assert kept == self.results

    def attempt(self, act: object) -> None:
        try:
            act()
        except Refusal:
            return


Sitting.TestCase.settings = settings(
    max_examples=examples(8, longer=200),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestSitting = Sitting.TestCase


def test_the_journal_of_a_busy_sitting_holds(db: Database) -> None:
    room = Room(db).open(present=5)
    room.open_vote()
    for choice in (FOR, AGAINST, ABSTAIN):
        room.cast(2, choice)
    room.depart(3)
    assert room.close().counts.abstain == 1
    assert audit.check_chain(db).holds


def test_the_order_of_ballots_never_changes_the_outcome(db: Database) -> None:
    said = {1: ABSTAIN, 2: FOR, 3: AGAINST, 4: FOR, 5: AGAINST}
    orders = ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 1, 5, 2, 4])
    room = Room(db).open(present=5)
    outcomes = []
    for order in orders:
        room.motion = room.add_motion(room.item, "Même texte") if outcomes else room.motion
        room.open_vote()
        for seat in order:
            room.cast(seat, said[seat])
        result = room.close()
        outcomes.append((result.counts, result.outcome))
        ballots = polls.counted(db, room.the_motion().poll_id or 0)
        assert [ballot.seat_id for ballot in ballots] == sorted(ballot.seat_id for ballot in ballots)
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert outcomes[0][1].sense is Sense.TIE
