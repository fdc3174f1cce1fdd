"""A sitting that is rehearsed: copied, played from the arrivals to the minutes, then purged."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.meetings.room import AGAINST, FOR, Room
from webapp.accounts.model import Linking
from webapp.audit.model import SYSTEM, By
from webapp.cli import worker
from webapp.folder import service as folder
from webapp.folder.model import Part
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.service import by_hand, conduct, floor, hearings, invitations, presence, rehearsal, replies, voting
from webapp.meetings.sitting import Form, MeetingState, ReplyKind
from webapp.minutes import service as minutes
from webapp.minutes.model import FileKind, MinutesState
from webapp.rehearsals import service
from webapp.settings import Settings
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"
REASON = "Constaté par le secrétariat"

Dump = dict[str, list[Mapping[str, Any]]]


def tables(db: Database) -> list[str]:
    found = db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name")
    return [row["name"] for row in found]


def dump(db: Database) -> Dump:
    """Every row of every table."""
    return {table: sorted(db.rows(f"SELECT * FROM {table}"), key=repr) for table in tables(db)}  # noqa: S608 — names from the schema


class Stage(Room):
    """A room whose true sitting has a mandate, somebody to hear and an agenda; `rehearse` plays its copy."""

    def __init__(self, db: Database, instance: Path, *, seats: int = 5) -> None:
        super().__init__(db, seats=seats)
        self.second_item = self.add_item()
        self.add_motion(self.second_item, "Un second texte.")
        hearings.plan(
            db,
            self.meeting_id,
            self.item,
            "M. Octave Demandeur",
            planned_at=self.clock + timedelta(minutes=40),
            by=SYSTEM,
            now=self.tick(),
        )
        self.mandate(5, 4)
        self.true_id = self.meeting_id
        self.settings_of = Settings(instance=instance, prefecture=AUTHORITY, mark="test")
        self.settings_of.files.mkdir(exist_ok=True)

    def copy(self, key: str | None = None) -> int:
        """Copy the sitting, and go on in the copy."""
        copied = rehearsal.copy(self.db, self.true_id, by=self.desk, now=self.tick(), key=key or self.key())
        self.meeting_id = copied
        sitting = self.state()
        self.item, self.second_item = (each.id for each in sitting.items)
        self.motion = sitting.motions_of(self.item)[0].id
        return copied

    def play(self) -> None:
        """Hold the rehearsal: something of everything that a sitting leaves behind."""
        replies.reply(
            self.db, self.meeting_id, self.seat(2), ReplyKind.ROOM, by=self.by(2), now=self.tick(), key=self.key()
        )
        (heard,) = self.state().hearings
        token = invitations.invite(
            self.db,
            self.meeting_id,
            heard.id,
            address="demandeur@val-imaginaire.example",
            with_draft=True,
            linking=Linking(key="a" * 64, lasts=timedelta(days=5)),
            by=self.desk,
            now=self.tick(),
            key=self.key(),
        )
        assert token is not None
        invitations.observe(self.db, token, "Nous acceptons.", now=self.tick(), key=self.key())
        self.open(3)
        hearings.enter(self.db, self.meeting_id, heard.id, by=SYSTEM, now=self.tick(), key=self.key())
        floor.ask(self.db, self.meeting_id, self.person(2), by=self.by(2), now=self.tick())
        minutes.save_note(
            self.db, self.meeting_id, self.item, "Dit qu’il accepte.", expected=0, by=self.desk, now=self.tick()
        )
        self.arrive(4, form=Form.TELEPHONE)
        self.open_vote(in_presence=REASON)
        self.votes({1: FOR, 2: AGAINST, 3: FOR})
        by_hand.voice(
            self.db, self.meeting_id, self.motion, self.seat(4), FOR, key=self.key(), by=self.desk, now=self.tick()
        )
        self.close(decision=REASON)
        voting.announce(self.db, self.meeting_id, self.motion, by=SYSTEM, now=self.tick(), key=self.key())
        late = self.depart(3, at=self.clock - timedelta(seconds=6))
        presence.decide_late_entry(
            self.db,
            self.meeting_id,
            late.fact_id,
            self.motion,
            recompute=True,
            reason=REASON,
            by=SYSTEM,
            now=self.tick(),
        )
        conduct.close_sitting(self.db, self.meeting_id, by=self.desk, now=self.tick(), key=self.key())

    def write(self) -> None:
        """Write its minutes up to the last step that they may take, and ask for every paper."""
        db, number, by = self.db, self.meeting_id, self.desk
        minutes.save_text(db, number, self.item, "Résumé.", expected=0, by=by, now=self.tick())
        minutes.correct_fact(db, number, "secretary", "Mme Claude Greffe", reason=REASON, by=by, now=self.tick())
        minutes.excuse(db, number, [self.seat(5)], by=by, now=self.tick())
        minutes.disagree(
            db,
            number,
            self.item,
            seat=self.seat(2),
            person_id=self.person(2),
            body="",
            by=self.by(2),
            now=self.tick(),
        )
        for expected, new in (
            (MinutesState.DRAFT, MinutesState.SUBMITTED),
            (MinutesState.SUBMITTED, MinutesState.APPROVED),
        ):
            minutes.take_step(db, number, new, expected=expected, by=by, now=self.tick())
        minutes.request(db, number, FileKind.ANNEX, authority=AUTHORITY, by=by, now=self.tick())
        folder.request(db, number, authority=AUTHORITY, by=by, now=self.tick(), part=Part.ATTENDANCE)

    def work(self) -> None:
        """Let the worker do what is due, an hour after the last act."""
        offset = self.settings_of.instance / "offset"
        offset.write_text(str((self.clock - clock.now()).total_seconds() + 3600), encoding="ascii")
        clock.shift_by_file(offset)
        try:
            self.work_now()
        finally:
            clock.shift_by_file(None)

    def work_now(self) -> None:
        """Let the worker do what is due by the present clock."""
        while worker.do_next(self.db, self.settings_of, worker.HANDLERS):
            pass

    def purge(self, by: By | None = None) -> int:
        return service.purge(
            self.db, self.meeting_id, files=self.settings_of.files, by=by or self.desk, now=self.tick()
        )

    def hold_the_true_one(self) -> None:
        """Open and close the true sitting with a vote, as on its day."""
        self.meeting_id = self.true_id
        sitting = meetings.state(self.db, self.true_id, now=self.tick())
        self.item, self.second_item = (each.id for each in sitting.items)
        self.motion = sitting.motions_of(self.item)[0].id
        self.open(4)
        self.open_vote()
        self.votes({1: FOR, 2: FOR})
        self.close()
        conduct.close_sitting(self.db, self.true_id, by=SYSTEM, now=self.tick())
        assert self.state().meeting.state is MeetingState.CLOSED
