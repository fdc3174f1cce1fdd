"""Acts of the desk in any order: no ballot counts twice or for an absent seat, and the minutes say what the journal says."""

import json
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.meetings.room import Room
from tests.searching import examples
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM, By, Entry
from webapp.kernel.errors import Refusal
from webapp.meetings import queries
from webapp.meetings.service import accidents, conduct, presence, reshape, substitutes, voting
from webapp.meetings.service.substitutes import Newcomer
from webapp.meetings.sitting import Act, Fact, Form, Motion, MotionState, VoteResult
from webapp.minutes import queries as minutes
from webapp.minutes.model.facts import ItemLine
from webapp.minutes.model.votes import VoteLine
from webapp.polls import queries as polls
from webapp.polls.model import Ballot, Choice
from webapp.storage.database import Database

SEATS = 5
seats = st.integers(1, SEATS)
choices = st.sampled_from(Choice)
sometimes = st.sampled_from([0, 0, 0, 2, 5, 15])  # how many seconds after its hour a fact is entered; an act takes one


def standing(facts: Iterable[Fact], until: datetime) -> list[Fact]:
    """Return the facts that hold, by hour: written here without the house's own rules."""
    known = list(facts)
    aside = {fact.refers_to for fact in known if fact.act is Act.VOIDED}
    hold = [fact for fact in known if fact.id not in aside and fact.effective_at <= until]
    return sorted(hold, key=lambda fact: (fact.effective_at, fact.id))


def there(facts: Iterable[Fact], until: datetime) -> set[int]:
    """Return the seats in which somebody is."""
    people: set[tuple[int, int]] = set()
    for fact in standing(facts, until):
        if fact.act is Act.ARRIVAL:
            people.add((fact.seat or 0, fact.person_id or 0))
        elif fact.act is Act.DEPARTURE:
            people -= {each for each in people if each[0] == fact.seat and fact.person_id in {None, each[1]}}
    return {seat for seat, _ in people}


def mandated(facts: Iterable[Fact], until: datetime) -> set[tuple[int, int]]:
    """Return mandator and holder of every mandate ever received: those that may speak for an absent seat."""
    return {
        (fact.seat or 0, fact.other_seat or 0)
        for fact in standing(facts, until)
        if fact.act is Act.MANDATE_GIVEN and fact.seat != fact.other_seat
    }


class Desk(RuleBasedStateMachine):
    """Two secretaries in a hurry, who try anything; a refusal is always an answer."""

    migrated: bytes

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "collegiale.db"
        path.write_bytes(self.migrated)
        self.db = Database.open(path)
        self.room = Room(self.db, seats=SEATS, substitutes=True)
        self.second = self.room.add_motion(self.room.item, "Texte amendé")
        self.other = self.room.add_item()
        self.third = self.room.add_motion(self.other, "Autre texte")

    def teardown(self) -> None:
        self.minutes_say_what_the_journal_says()
        self.db.close()
        self.folder.cleanup()

    def tried(self, act: Callable[[], object]) -> None:
        with suppress(Refusal):
            act()

    def at(self, late: int) -> datetime | None:
        return self.room.clock - timedelta(seconds=late) if late else None

    def motions(self) -> list[Motion]:
        return list(queries.motions(self.db, self.room.meeting_id))

    def opened(self) -> Motion | None:
        return next((each for each in self.motions() if each.state is MotionState.OPEN), None)

    @initialize(present=st.integers(2, SEATS), voting=st.booleans())
    def opens(self, present: int, voting: bool) -> None:
        self.room.open(present=present)
        if voting:
            self.a_vote_opens(number=0)

    @rule(seat=seats, substitute=st.sampled_from([None, None, 1]), form=st.sampled_from(Form), late=sometimes)
    def somebody_arrives(self, seat: int, substitute: int | None, form: Form, late: int) -> None:
        who = self.room.person(seat, substitute)
        self.tried(
            lambda: presence.arrive(
                self.db, self.room.meeting_id, self.room.seat(seat), who, form,
                by=SYSTEM, now=self.room.tick(), at=self.at(late),
            )
        )  # fmt: skip

    @rule(seat=seats, same_body=st.booleans(), decision=st.sampled_from(["", "Décidé"]), late=sometimes)
    def somebody_nobody_expected_sits(self, seat: int, same_body: bool, decision: str, late: int) -> None:
        who = Newcomer(
            last_name=f"Imprévue-{len(queries.ledger(self.db, self.room.meeting_id))}", title="Directrice",
            organisation="" if same_body else "Ailleurs",
        )  # fmt: skip
        self.tried(
            lambda: substitutes.seat_newcomer(
                self.db, self.room.meeting_id, self.room.seat(seat), who, Form.ROOM, decision=decision,
                folder=Path(self.folder.name), by=SYSTEM, now=self.room.tick(), at=self.at(late),
            )
        )  # fmt: skip

    @rule(seat=seats, to=st.sampled_from([None, None, 1, 2, 3]), late=sometimes)
    def somebody_leaves(self, seat: int, to: int | None, late: int) -> None:
        self.tried(lambda: self.room.depart(seat, at=self.at(late), mandate_to=to))

    @rule()
    def somebody_who_has_voted_leaves(self) -> None:
        vote = self.room.state().open
        for number in range(1, SEATS + 1) if vote is not None else ():
            if vote is not None and self.room.seat(number) in vote.voted:
                self.tried(lambda number=number: self.room.depart(number))
                return

    @rule(seat=seats, to=seats)
    def a_mandate_is_received(self, seat: int, to: int) -> None:
        self.tried(lambda: self.room.mandate(seat, to))

    @rule(seat=seats)
    def a_mandate_is_taken_back(self, seat: int) -> None:
        self.tried(
            lambda: presence.end_mandate(
                self.db, self.room.meeting_id, self.room.seat(seat), by=SYSTEM, now=self.room.tick()
            )
        )

    @rule(seat=seats, late=sometimes, back=st.booleans())
    def somebody_withdraws_or_takes_part_again(self, seat: int, late: int, back: bool) -> None:
        act = presence.end_recusal if back else presence.recuse
        self.tried(
            lambda: act(
                self.db, self.room.meeting_id, self.room.seat(seat), self.room.item,
                by=SYSTEM, now=self.room.tick(), at=self.at(late),
            )
        )  # fmt: skip

    @rule(seat=seats, late=sometimes)
    def another_presides(self, seat: int, late: int) -> None:
        self.tried(
            lambda: presence.preside(
                self.db, self.room.meeting_id, self.room.seat(seat), by=SYSTEM, now=self.room.tick(), at=self.at(late)
            )
        )

    @rule(back=st.integers(0, 6))
    def a_fact_is_set_aside(self, back: int) -> None:
        facts = queries.ledger(self.db, self.room.meeting_id)
        fact = sorted(facts, key=lambda each: each.id)[-1 - back % len(facts)]
        self.tried(
            lambda: presence.void(
                self.db, self.room.meeting_id, fact.id, reason="Erreur", by=SYSTEM, now=self.room.tick()
            )
        )

    @rule(recompute=st.booleans())
    def the_chair_decides_on_a_late_entry(self, recompute: bool) -> None:
        for entry in queries.pending_late_entries(self.db, self.room.meeting_id)[:1]:
            presence.decide_late_entry(
                self.db, self.room.meeting_id, entry.fact.id, entry.motion_id,
                recompute=recompute, reason="Décidé", by=SYSTEM, now=self.room.tick(),
            )  # fmt: skip

    @rule(first=st.booleans(), verb=st.sampled_from(["begin", "end", "adjourn", "reopen", "information"]))
    def an_item_moves_on(self, first: bool, verb: str) -> None:
        item = self.room.item if first else self.other
        act: Callable[..., object] = {
            "begin": conduct.begin_item,
            "end": conduct.end_item,
            "adjourn": conduct.adjourn_item,
            "reopen": conduct.reopen_item,
            "information": reshape.to_information,
        }[verb]
        self.tried(lambda: act(self.db, self.room.meeting_id, item, reason="Décidé", by=SYSTEM, now=self.room.tick()))

    @rule(resume=st.booleans())
    def the_sitting_is_suspended_or_resumed(self, resume: bool) -> None:
        act = accidents.resume if resume else accidents.suspend
        self.tried(lambda: act(self.db, self.room.meeting_id, by=SYSTEM, now=self.room.tick()))

    @rule(number=st.integers(0, 2))
    def a_vote_opens(self, number: int) -> None:
        self.tried(lambda: self.room.open_vote([self.room.motion, self.second, self.third][number]))

    @rule(seat=seats, choice=choices, again=st.booleans())
    def a_ballot_is_cast(self, seat: int, choice: Choice, again: bool) -> None:
        self.voted(self.room.seat(seat), choice, times=2 if again else 1)

    def voted(self, seat: int, choice: Choice, *, times: int = 1) -> None:
        vote = self.room.state().open
        if vote is None:
            return
        voter = By(person_id=vote.rights[seat].person_id or self.room.person(1), name="Votant")
        key = self.room.key()
        for _ in range(times):
            self.tried(
                lambda: voting.cast(
                    self.db, self.room.meeting_id, vote.motion.id, seat, choice,
                    key=key, by=voter, received_at=self.room.tick(),
                )
            )  # fmt: skip

    @rule(choice=choices)
    def everybody_who_may_votes(self, choice: Choice) -> None:
        vote = self.room.state().open
        for seat in () if vote is None else vote.awaited:
            self.voted(seat, choice)

    @rule(seat=seats, choice=choices)
    def a_vote_is_heard(self, seat: int, choice: Choice) -> None:
        motion = self.opened()
        if motion is not None:
            self.tried(
                lambda: voting.voice(
                    self.db, self.room.meeting_id, motion.id, self.room.seat(seat), choice,
                    key=self.room.key(), by=self.room.desk, now=self.room.tick(),
                )
            )  # fmt: skip

    @rule()
    def a_vote_closes(self) -> None:
        motion = self.opened()
        if motion is None:
            return
        result = voting.close_vote(
            self.db, self.room.meeting_id, motion.id, decision="Sans relecture", by=SYSTEM, now=self.room.tick()
        )
        ballots = polls.last_ballots(self.db, motion.poll_id or 0)
        self.each_ballot_counted_is_one_of_a_seat_that_is_there(motion, result, ballots)

    @rule()
    def a_vote_is_stopped(self) -> None:
        motion = self.opened()
        if motion is not None:
            accidents.stop_vote(
                self.db, self.room.meeting_id, motion.id, reason="Erreur", by=SYSTEM, now=self.room.tick()
            )

    @rule(number=st.integers(0, 2))
    def a_vote_is_redone(self, number: int) -> None:
        motion = [self.room.motion, self.second, self.third][number]
        self.tried(
            lambda: accidents.redo_vote(
                self.db, self.room.meeting_id, motion, reason="Erreur", by=SYSTEM, now=self.room.tick()
            )
        )

    @rule(number=st.integers(0, 2))
    def a_result_is_announced(self, number: int) -> None:
        motion = [self.room.motion, self.second, self.third][number]
        self.tried(lambda: voting.announce(self.db, self.room.meeting_id, motion, by=SYSTEM, now=self.room.tick()))

    def each_ballot_counted_is_one_of_a_seat_that_is_there(
        self, motion: Motion, result: VoteResult, ballots: list[Ballot]
    ) -> None:
        facts = queries.ledger(self.db, self.room.meeting_id)
        present = there(facts, result.at)
        spoken_for = {
            mandator for mandator, holder in mandated(facts, result.at) if holder in present and mandator not in present
        }
        recorded = {int(each.seat_id): each.choice for each in ballots}
        assert len(recorded) == len(ballots)
        allowed = {seat: choice for seat, choice in recorded.items() if seat in present | spoken_for}
        for choice, figure in (
            (Choice.FOR, result.counts.in_favour),
            (Choice.AGAINST, result.counts.against),
            (Choice.ABSTAIN, result.counts.abstain),
        ):
            assert figure <= list(allowed.values()).count(choice), motion
        counts = result.counts
        assert counts.entitled <= len(present | spoken_for)
        assert counts.in_favour + counts.against + counts.abstain + counts.did_not_vote == counts.entitled
        assert min(counts.in_favour, counts.against, counts.abstain, counts.did_not_vote) >= 0

    @invariant()
    def one_vote_at_a_time_and_none_while_suspended(self) -> None:
        meeting = queries.find(self.db, self.room.meeting_id)
        opened = [each for each in self.motions() if each.state is MotionState.OPEN]
        assert len(opened) <= 1
        assert meeting is not None
        assert not (opened and meeting.suspended_at is not None)

    def minutes_say_what_the_journal_says(self) -> None:
        """Read the minutes and the journal apart, and hold one against the other."""
        journal = audit.of_scope(self.db, f"meeting:{self.room.meeting_id}")
        facts = minutes.dossier(self.db, self.room.meeting_id, now=self.room.tick(), authority="Préfecture").facts
        assert audit.check_chain(self.db).holds
        assert len(facts.suspensions) == acts(journal, "meeting.suspended")
        assert len(facts.voided) == acts(journal, "ledger.voided")
        for item, line in zip((self.room.item, self.other), facts.agenda, strict=True):
            self.item_says(journal, item, line)

    def item_says(self, journal: list[Entry], item: int, line: ItemLine) -> None:
        verbs = {
            "item.begun": "in_hand",
            "item.ended": "done",
            "item.adjourned": "adjourned",
            "item.reopened": "pending",
        }
        last = [verbs[each.act] for each in journal if each.act in verbs and each.facts.get("item") == item]
        assert line.state == (last[-1] if last else "pending")
        for motion, vote in zip(queries.state(self.db, self.room.meeting_id, now=self.room.tick()).motions_of(item),
                                line.votes, strict=True):  # fmt: skip
            self.vote_says(journal, motion, vote)

    def vote_says(self, journal: list[Entry], motion: Motion, vote: VoteLine) -> None:
        mine = [each for each in journal if each.facts.get("motion") == motion.id]
        stopped = [each for each in mine if each.act in {"vote.cancelled", "vote.interrupted", "vote.redone"}]
        assert [each.act.removeprefix("vote.") for each in stopped] == [each.fate for each in vote.earlier]
        closed = [each for each in mine if each.act == "vote.closed"]
        redone = [each for each in mine if each.act == "vote.redone"]
        assert vote.held == (len(closed) > len(redone))
        for entry, earlier in zip(closed, [each for each in vote.earlier if each.fate == "redone"], strict=False):
            assert earlier.ballots <= SEATS
            assert json.loads(entry.details)["poll"]
        if vote.held and not motion.recomputed:
            said = json.loads(closed[-1].details)["result"]["counts"]
            assert (said["in_favour"], said["against"], said["abstain"]) == (vote.in_favour, vote.against, vote.abstain)
            assert said["entitled"] == vote.entitled


def acts(journal: list[Entry], name: str) -> int:
    return sum(each.act == name for each in journal)


@pytest.mark.parametrize("length", [12, 40], ids=["short sittings", "long sittings"])
def test_no_order_of_acts_counts_a_ballot_twice_or_of_an_absent_seat_or_contradicts_the_journal(
    migrated: bytes, length: int
) -> None:
    Desk.migrated = migrated
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=examples(30, longer=300),
            stateful_step_count=length,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
