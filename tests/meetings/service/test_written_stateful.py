"""Random acts of a consultation on a real file, the clock jumping both ways: no ballot outside its window, one by seat."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.meetings.consulted import HOUR, MS, START, Consulted
from tests.searching import examples
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries
from webapp.meetings.sitting import Consultation, MotionState
from webapp.polls import queries as polls
from webapp.polls.model import Choice
from webapp.storage.database import Database
from webapp.storage.migrate import migrate

SEATS = 4
seats = st.integers(1, SEATS)
choices = st.sampled_from([Choice.FOR, Choice.AGAINST, Choice.ABSTAIN])


class Exchange(RuleBasedStateMachine):
    """What members and chair do at any hour; beside it, what the announced hours alone allow."""

    @initialize(grace=st.sampled_from([0, 30]), voting=st.booleans())
    def announce(self, grace: int, voting: bool) -> None:
        self.folder = Path(tempfile.mkdtemp())
        migrate(self.folder / "collegiale.db")
        self.db = Database.open(self.folder / "collegiale.db")
        self.case = Consulted(self.db, seats=SEATS, settings=Consulted.with_grace(grace), substitutes=True)
        _ = self.case.voting() if voting else self.case.announced()
        self.grace = timedelta(minutes=grace)
        self.sent: dict[str, tuple[int, Choice]] = {}
        self.said: dict[int, Choice] = {}

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            shutil.rmtree(self.folder)

    @property
    def hours(self) -> Consultation:
        found = self.case.state().consultation
        assert found is not None
        return found

    @property
    def effective(self) -> datetime:
        """Return the hour that counts: never before what the journal has already sealed."""
        row = self.db.value("SELECT max(at) FROM journal")
        return max(self.case.clock, clock.from_text(row))

    def attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Refusal:
            return False
        return True

    @rule(
        place=st.sampled_from(["start", "limit", "end", "after"]),
        offset=st.sampled_from([-HOUR, -MS, timedelta(0), MS, timedelta(minutes=20), HOUR]),
    )
    def jump(self, place: str, offset: timedelta) -> None:
        hours = self.hours
        end = hours.vote_closes_at or hours.debate_closes_at + 24 * HOUR
        known = {"start": START, "limit": hours.debate_closes_at, "end": end, "after": end + self.grace}
        self.case.at(known[place] + offset)

    @rule(seat=seats, on_item=st.booleans())
    def post(self, seat: int, on_item: bool) -> None:
        hours, at = self.hours, self.effective
        allowed = hours.debate_opens_at <= at <= hours.debate_closes_at and hours.debate_closed_at is None
        assert self.attempt(lambda: self.case.post(seat, item=self.case.item if on_item else None)) == (
            allowed and hours.results_sent_at is None
        )

    @rule(by=st.sampled_from([-HOUR, timedelta(0), HOUR, 24 * HOUR]))
    def extend(self, by: timedelta) -> None:
        hours, at = self.hours, self.effective
        new = hours.debate_closes_at + by
        done = self.attempt(lambda: self.case.extend(new))
        assert done == (hours.debate_closed_at is None and by > timedelta(0) and new > at)

    @rule()
    def close_debate(self) -> None:
        hours, at = self.hours, self.effective
        done = self.attempt(self.case.close_debate)
        assert done == (hours.debate_closed_at is None and at >= hours.debate_closes_at)

    @rule()
    def open_votes(self) -> None:
        hours = self.hours
        done = self.attempt(self.case.open_votes)
        assert done == (hours.debate_closed_at is not None and hours.vote_opens_at is None)

    @rule(seat=seats, choice=choices, early=st.booleans())
    def cast(self, seat: int, choice: Choice, early: bool) -> None:
        hours, at = self.hours, self.effective
        key = self.case.key()
        signed_in_at = None if hours.vote_closes_at is None else hours.vote_closes_at + (-MS if early else MS)
        taken = self.attempt(lambda: self.case.cast(seat, choice, key=key, signed_in_at=signed_in_at))
        assert taken == self.may_cast(hours, at, early)
        if taken:
            self.sent[key] = (seat, choice)
            self.said[seat] = choice

    @rule(seat=seats, choice=choices)
    def the_substitute_casts_too(self, seat: int, choice: Choice) -> None:
        """Whoever does not take part for a seat puts no second ballot in for it."""
        other = By(person_id=self.case.held(seat).substitutes[0].person_id, name="Suppléant")
        before = self.ballots()
        assert not self.attempt(lambda: self.case.cast(seat, choice, by=other))
        assert self.ballots() == before

    def may_cast(self, hours: Consultation, at: datetime, early: bool) -> bool:
        if hours.vote_opens_at is None or hours.vote_closes_at is None or hours.vote_closed_at is not None:
            return False
        return hours.vote_opens_at <= at <= hours.vote_closes_at + (self.grace if early else timedelta(0))

    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        if self.sent:
            key = data.draw(st.sampled_from(sorted(self.sent)))
            seat, choice = self.sent[key]
            before = self.ballots()
            self.attempt(lambda: self.case.cast(seat, choice, key=key))
            assert self.ballots() == before

    @rule()
    def close_votes(self) -> None:
        hours, at = self.hours, self.effective
        done = self.attempt(self.case.close_votes)
        over = hours.vote_closes_at is not None and at > hours.vote_closes_at + self.grace
        assert done == (hours.results_sent_at is None and (over or hours.vote_closed_at is not None))

    @rule()
    def send_results(self) -> None:
        hours = self.hours
        done = self.attempt(self.case.send_results)
        assert done == (hours.vote_closed_at is not None and hours.results_sent_at is None)

    def ballots(self) -> int:
        return int(self.db.value("SELECT count(*) FROM ballots"))

    @invariant()
    def every_ballot_is_within_its_window(self) -> None:
        if hasattr(self, "db"):
            outside = self.db.value(
                "SELECT count(*) FROM ballots JOIN polls ON polls.id = ballots.poll_id WHERE ballots.received_at < polls.opens_at"
                " OR ballots.received_at > coalesce(polls.received_until, polls.closes_at)"
            )
            assert outside == 0

    @invariant()
    def one_ballot_counts_for_each_seat(self) -> None:
        motion = self.case.the_motion() if hasattr(self, "case") else None
        if motion is None or motion.state not in {MotionState.CLOSED, MotionState.ANNOUNCED}:
            return
        counted = {int(each.seat_id): each.choice for each in polls.counted(self.db, motion.poll_id or 0)}
        assert counted == {self.case.seat(seat): choice for seat, choice in self.said.items()}

    @invariant()
    def every_contribution_came_in_time(self) -> None:
        if hasattr(self, "case"):
            hours = self.hours
            for each in queries.contributions(self.db, self.case.meeting_id):
                assert hours.debate_opens_at <= each.received_at <= hours.debate_closes_at


TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=examples(8, longer=200),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
