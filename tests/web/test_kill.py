"""A server killed in the middle of a vote: what was acknowledged is there, the rest is sent again, nothing counts twice."""

import http.client
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests import factories
from tests.awaiting import until
from tests.cli.test_serve import running
from tests.meetings.room import Room
from tests.web.visitors import Visitor, csrf
from webapp.app import create_app
from webapp.audit import queries as audit
from webapp.kernel import clock
from webapp.settings import load
from webapp.storage.database import Database
from webapp.web.kit import database

SEATS, EACH = 50, 10
BALLOTS = SEATS * EACH
BEFORE_THE_KILL = 50
PATIENCE_SECONDS = 60.0


class Voter(threading.Thread):
    """A browser with one ballot: the same request again and again, until it is told that it was received."""

    def __init__(self, path: str, cookie: str, form: dict[str, object]) -> None:
        super().__init__(daemon=True)
        self.path, self.cookie, self.body = path, cookie, urlencode(form)
        self.port = 0
        self.receipt = ""
        self.cut = 0

    def run(self) -> None:
        pause, asked = threading.Event(), datetime.now(UTC)
        while not self.receipt and (datetime.now(UTC) - asked).total_seconds() < PATIENCE_SECONDS:
            try:
                self.send()
            except (OSError, http.client.HTTPException):
                self.cut += 1
                pause.wait(0.05)

    def send(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": f"collegiale={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", self.path, self.body, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 303, answer.status
            self.receipt = (answer.headers["Location"] or "").rsplit("/", 1)[1].split("?")[0]
        finally:
            connection.close()


def prepared(instance: Path) -> list[Voter]:
    """Open a vote whose ballots may be changed, and give each of fifty members ten browsers, each with its ballot."""
    instance.mkdir()
    ahead = factories.NOW + timedelta(hours=1) - datetime.now(UTC)
    (instance / "offset").write_text(str(ahead.total_seconds()))
    (instance / "settings.toml").write_text(f'mark = "test"\nclock_offset_file = "{instance / "offset"}"\n')
    app = create_app(load(instance))
    try:
        db = database.of(app)
        room = Room(db, seats=SEATS).open(present=SEATS)
        room.open_vote()
        voters = [voter for number in range(1, SEATS + 1) for voter in browsers(Visitor(app), room, number)]
        db.close()
    finally:
        clock.shift_by_file(None)
    return voters


def browsers(visitor: Visitor, room: Room, number: int) -> list[Voter]:
    visitor.enter(room.person(number))
    token = csrf(visitor.text("/profil"))
    cookie = visitor.client.get_cookie("collegiale")
    assert cookie is not None
    path = f"/seances/{room.meeting_id}/points/{room.item}/voter"
    form = {"csrf_token": token, "motion": room.motion, "seat": room.seat(number), "choice": "for"}
    return [Voter(path, cookie.value, {**form, "key": f"bulletin-{number}-{turn}"}) for turn in range(EACH)]


def test_a_kill_during_500_ballots_loses_none_that_was_acknowledged_and_counts_none_twice(tmp_path: Path) -> None:
    voters = prepared(tmp_path / "instance")

    with running(tmp_path / "instance") as service:
        killed = service.child("server")
        assert killed is not None
        for voter in voters:
            voter.port = service.port
            voter.start()
        until(lambda: sum(bool(voter.receipt) for voter in voters) >= BEFORE_THE_KILL, seconds=PATIENCE_SECONDS)
        os.kill(killed, signal.SIGKILL)
        told_before = {voter.receipt for voter in voters if voter.receipt}
        for voter in voters:
            voter.join(PATIENCE_SECONDS)

    db = Database.open(tmp_path / "instance" / "collegiale.db")
    try:
        kept = [row["receipt"] for row in db.rows("SELECT receipt FROM ballots")]
        journaled = db.value("SELECT count(*) FROM journal WHERE act = 'ballot.received'")
        chain = audit.check_chain(db)
    finally:
        db.close()
    assert len(told_before) < BALLOTS, "the kill came too late to prove anything"
    assert any(voter.cut for voter in voters)
    assert all(voter.receipt for voter in voters)
    assert sorted(kept) == sorted(voter.receipt for voter in voters)
    assert journaled == len(kept) == BALLOTS
    assert chain.holds
