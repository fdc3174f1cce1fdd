"""Seats under every path: never more held than there are, and nobody overtakes whoever waits (WEB-1, WEB-3, WEB-9)."""

from datetime import timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar, token
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations import service
from webapp.registrations.model import HOLDING, Approval, Registration, Status, Terms
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import service as webinars


def replan(seminar: Seminar, seats: int | None, quotas: dict[str, int]) -> None:
    before = seminar.shown.occurrences[0]
    with unit_of_work(seminar.db):
        service.move_occurrence(
            seminar.db,
            before.id,
            starts_at=before.starts_at,
            ends_at=before.ends_at,
            seats=seats,
            quotas=quotas,
            version=before.version,
            by=SYSTEM,
            now=NOW,
        )


def test_web_9_seats_kept_after_all_were_taken_are_not_given_twice(db: Database) -> None:
    seminar = Seminar(db, seats=4)
    for number in range(4):
        seminar.sign_up(f"Exemple {number}", email=f"x{number}@val.example")
    replan(seminar, 4, {"38": 2})
    assert seminar.sign_up("Isere", origin="38").registration.status is Status.WAITLISTED
    assert seminar.shown.occurrences[0].held == 4


def test_web_9_seats_no_longer_kept_are_not_given_twice(db: Database) -> None:
    seminar = Seminar(db, seats=4, quotas={"38": 2})
    for number in range(2):
        seminar.sign_up(f"Isere {number}", email=f"x{number}@val.example", origin="38")
    replan(seminar, 4, {})
    assert seminar.shown.occurrences[0].left == 2
    found = [seminar.sign_up(f"Autre {letter}", email=f"{letter}@val.example").registration for letter in "abc"]
    assert [each.status for each in found] == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITLISTED]


def test_web_3_a_group_with_seats_of_its_own_takes_none_of_those_that_others_wait_for(db: Database) -> None:
    seminar = Seminar(db, seats=6, quotas={"38": 1}, terms=Terms(largest_group=6))
    first = seminar.sign_up("Un", others=1).registration
    waits = seminar.sign_up("Attend", others=3).registration
    group = seminar.sign_up("Groupe", origin="38", others=2).registration
    assert [each.status for each in (first, waits, group)] == [
        Status.CONFIRMED,
        Status.WAITLISTED,
        Status.WAITLISTED,
    ]
    assert seminar.sign_up("Seul", origin="73").registration.status is Status.WAITLISTED


ORIGINS = st.sampled_from(["", "38", "73"])
PLANS = st.sampled_from(
    [(2, {}), (3, {"38": 1}), (4, {"38": 2, "73": 1}), (6, {}), (6, {"73": 4}), (1, {"38": 1}), (5, {"38": 1, "73": 1})]
)


class Counting(RuleBasedStateMachine):
    """People sign up, withdraw, accept, are refused; organisers change seats and shares; offers end."""

    migrated: bytes
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        path = self.folder / f"{next(MACHINES)}.db"  # one each: a journal goes on, and this one's clock begins anew
        path.write_bytes(self.migrated)
        self.db = Database.open(path)

    def teardown(self) -> None:
        self.db.close()

    @initialize(
        plan=PLANS, approval=st.sampled_from([Approval.NONE, Approval.ORGANISER]), over=st.sampled_from([0, 50])
    )
    def open(self, plan: tuple[int, dict[str, int]], approval: Approval, over: int) -> None:
        terms = Terms(approval=approval, overbooking=over, largest_group=4)
        self.over, self.now, self.names = over, NOW, count()
        self.seminar = Seminar(self.db, seats=plan[0], quotas=plan[1], terms=terms)
        self.mine: list[Registration] = []

    def _one(self, place: int) -> Registration | None:
        return self.seminar.reread(self.mine[place % len(self.mine)]) if self.mine else None

    @rule(origin=ORIGINS, others=st.integers(0, 3))
    def sign_up(self, origin: str, others: int) -> None:
        before = self._waiting()
        number = next(self.names)
        got = self.seminar.sign_up(
            f"N{number}", email=f"n{number}@val.example", key=f"m{number}", origin=origin, others=others, now=self.now
        ).registration
        self.mine.append(got)
        if got.status in HOLDING and (still := [each for each in before if each in self._waiting()]):
            assert got.origin
            assert self._pool(got) == got.origin
            assert all(each.origin != got.origin for each in still)

    @rule(place=st.integers(0, 30))
    def withdraw(self, place: int) -> None:
        found = self._one(place)
        if found is not None and found.status in HOLDING | {Status.WAITLISTED}:
            webinars.withdraw(self.db, token(found), means=self.seminar.means, now=self.now)

    @rule(place=st.integers(0, 30))
    def accept(self, place: int) -> None:
        found = self._one(place)
        if found is not None and found.status is Status.OFFERED:
            late = found.offer_ends_at is not None and found.offer_ends_at < self.now
            try:
                webinars.accept(self.db, token(found), means=self.seminar.means, now=self.now)
            except Refusal:
                assert late

    @rule(place=st.integers(0, 30), agreed=st.booleans())
    def decide(self, place: int, agreed: bool) -> None:
        found = self._one(place)
        if found is not None and found.status is Status.PENDING:
            webinar = self.seminar.shown.webinar
            webinars.decide(
                self.db, webinar, found.id, agreed=agreed, means=self.seminar.means, by=SYSTEM, now=self.now
            )

    @rule(plan=PLANS)
    def replan(self, plan: tuple[int, dict[str, int]]) -> None:
        replan(self.seminar, *plan)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), STARTS_AT - timedelta(hours=1))
        webinars.settle(self.db, self.seminar.date_id, means=self.seminar.means, now=self.now)

    def _waiting(self) -> list[Registration]:
        return registrations.of_occurrence(self.db, self.seminar.date_id, frozenset({Status.WAITLISTED}))

    def _pool(self, found: Registration) -> str:
        return next(each.origin for each in self.seminar.shown.occurrences[0].pools if each.id == found.pool_id)

    @invariant()
    def what_is_held_is_what_stands_and_grows_beyond_no_limit(self) -> None:
        if not hasattr(self, "seminar"):
            return
        date = self.seminar.shown.occurrences[0]
        standing = registrations.of_occurrence(self.db, date.id, HOLDING)
        assert date.held == sum(each.seats for each in standing)
        for pool in date.pools:
            assert pool.held == sum(each.seats for each in standing if each.pool_id == pool.id)
        limit = sum(each.allowed or 0 for each in date.pools)
        former = getattr(self, "_held", 0)
        assert date.held <= max(limit, former)
        self._held = date.held


MACHINES = count(1)


def test_web_1_no_path_holds_more_than_there_is_and_what_is_held_is_what_stands(
    migrated: bytes, tmp_path: Path
) -> None:
    machine = type("OnItsDatabase", (Counting,), {"migrated": migrated, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=5, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
