"""The service as it is really served, in a prefecture where only the secretariat is known yet."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from tests.awaiting import until
from webapp import settings as configuration
from webapp.accounts import queries as accounts
from webapp.accounts import service as accounting
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM
from webapp.committees import queries as committees
from webapp.committees.service import rosters, setup
from webapp.kernel import clock
from webapp.meetings.model import Mode
from webapp.meetings.service import agenda, conduct, presence
from webapp.meetings.sitting import Form, ItemDraft, ItemKind, MeetingDraft
from webapp.minutes import service as minutes
from webapp.minutes.model import MinutesState
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording.dates import PARIS

ROOT = Path(__file__).parents[2]
ROSTER = ROOT / "webapp" / "cli" / "demo" / "coderst.csv"
PASSWORD = "quatre mots sans lien"
OPENS_AT = datetime(2026, 12, 10, 14, 5, tzinfo=PARIS)
COMMITTEE = "Conseil départemental de l’environnement et des risques sanitaires et technologiques"


class House:
    """One instance marked « test », its two processes, and the clock that they share with the test.

    `content`: the database that it finds, where there is one.
    """

    def __init__(self, folder: Path, *, content: bytes = b"") -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.offset = 0.0
        self._clock = folder / "decalage"
        self._process: subprocess.Popen[str] | None = None
        folder.mkdir()
        (folder / "settings.toml").write_text(
            'mark = "test"\nprefecture = "Préfecture du Val-Imaginaire"\n'
            f'clock_offset_file = "{self._clock}"\npublic_address = "{self.address}"\nport = {self.port}\n',
            encoding="utf-8",
        )
        self.set_clock(OPENS_AT)
        clock.shift_by_file(self._clock)
        settings = configuration.load(folder)
        settings.database.write_bytes(content)
        migrate(settings.database)
        self.db = Database.open(settings.database)

    def set_clock(self, instant: datetime) -> None:
        """Bring server, worker and test to an hour; it runs on from there."""
        clock.shift_by_file(None)
        self.offset = (instant - clock.now()).total_seconds()
        self._write_offset()

    def minutes_pass(self, minutes: float) -> None:
        self.offset += minutes * 60
        self._write_offset()

    def _write_offset(self) -> None:
        draft = self._clock.with_suffix(".neuf")
        draft.write_text(f"{self.offset:.3f}", encoding="ascii")
        draft.replace(self._clock)
        clock.shift_by_file(self._clock)

    def start(self) -> None:
        """Serve as `scripts/serve` does, and return once it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", "serve"],
            cwd=ROOT,
            env={**os.environ, "COLLEGIALE_INSTANCE": str(self.folder)},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert self.address in line, f"the service did not start: {line!r}"

    def joins_relay(self, port: int) -> None:
        """Give the service a relay for its mail, and start it again."""
        self.power_fails()
        with (self.folder / "settings.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                f'smtp_host = "127.0.0.1"\nsmtp_port = {port}\nsmtp_from = "secretariat@val-imaginaire.example"\n'
            )
        self.start()

    def power_fails(self) -> None:
        """Kill server and worker where they stand."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate(timeout=15)
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.communicate(timeout=15)
        self.db.close()
        clock.shift_by_file(None)

    def people(self) -> None:
        """Make the secretariat, a colleague, an auditor and the still empty CODERST."""
        now = clock.now()
        self.committee = setup.create(
            self.db,
            code="CODERST",
            name=COMMITTEE,
            template="coderst",
            starts_on=date(2026, 1, 1),
            by=SYSTEM,
            now=now,
        )
        first, last = date(2026, 1, 1), date(2028, 12, 31)
        setup.add_term(
            self.db, self.committee, act="Arrêté du 15 décembre 2025", starts_on=first, ends_on=last, by=SYSTEM, now=now
        )
        settings = replace(setup.found(self.db, self.committee).settings, recording_rules="Délibération n° 1 de 2026")
        setup.change_settings(self.db, self.committee, settings, by=SYSTEM, now=now)
        for first_name, last_name, login, role in (
            ("Sylvie", "Encrebleue", "sylvie", Role.SECRETARIAT),
            ("Bruno", "Dossier", "bruno", Role.SECRETARIAT),
            ("Ninon", "Vérifine", "ninon", Role.AUDITOR),
        ):
            fields = PersonFields(first_name=first_name, last_name=last_name, login=login)
            person = accounting.create_person(self.db, fields, by=SYSTEM, now=now)
            accounting.grant_role(self.db, person, role, committee_id=self.committee, by=SYSTEM, now=now)
            accounting.set_password(self.db, person, PASSWORD, by=SYSTEM, now=now)

    def members(self, roster: Path) -> None:
        """Let the committee sit: its list of members is imported."""
        reading = rosters.read(self.db, setup.found(self.db, self.committee), roster.read_bytes(), roster.name)
        rosters.apply_roster(self.db, self.committee, reading, dry_run=False, by=SYSTEM, now=clock.now())

    def earlier_sitting(self, starts_at: datetime) -> int:
        """Have a short sitting held, its minutes submitted; return its number."""
        by, now = SYSTEM, starts_at
        draft = MeetingDraft(
            mode=Mode.IN_PERSON, starts_at=now, place="Préfecture, salle des Cartes", secretary="Mme Sylvie Encrebleue"
        )
        meeting = conduct.create(self.db, self.committee, draft, by=by, now=now).id
        item = agenda.add_item(
            self.db, meeting, ItemDraft(kind=ItemKind.INFORMATION, title="Calendrier"), by=by, now=now
        )
        seat = next(
            each for each in committees.roster_on(self.db, self.committee, now.date()).seats if each.seat.is_chair
        )
        assert seat.titular is not None
        presence.arrive(self.db, meeting, seat.seat.id, seat.titular.person_id, Form.ROOM, by=by, now=now)
        conduct.open_sitting(self.db, meeting, by=by, now=now)
        conduct.begin_item(self.db, meeting, item, by=by, now=now)
        conduct.close_sitting(self.db, meeting, by=by, now=now)
        minutes.take_step(self.db, meeting, MinutesState.SUBMITTED, expected=MinutesState.DRAFT, by=by, now=now)
        return meeting

    def give_password(self, email: str, *, role: Role | None = None) -> None:
        """Let a member come in by a password, as somebody who chose one at an earlier sitting."""
        person = until(lambda: accounts.matching(self.db, email=email))[0]
        accounting.set_password(self.db, person.id, PASSWORD, by=SYSTEM, now=clock.now())
        if role is not None:
            accounting.grant_role(self.db, person.id, role, committee_id=self.committee, by=SYSTEM, now=clock.now())


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
