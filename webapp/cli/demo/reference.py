"""The reference sitting: a CODERST of 26 seats, eight items, two hours, with everything that can happen in it.

An applicant heard, an amendment before the whole text, a recusal, two mandates of which one void, a tie and its casting
vote, a departure entered late, a change of chair, a show of hands, a lost quorum on one item, a member by telephone.
People and places are plainly fictitious. Tests, benches and the demonstration play it through the services.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from webapp.accounts.model import PersonFields
from webapp.accounts.service import people
from webapp.audit.model import By
from webapp.cli.demo import agendas
from webapp.cli.demo.reference_agenda import AGENDA
from webapp.committees import queries as committees
from webapp.committees.model import CODERST_SETTINGS, SeatOnDay
from webapp.committees.service import rosters, setup
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import Form, MeetingDraft, MotionDraft
from webapp.polls.model import Choice
from webapp.storage.database import Database
from webapp.wording import dates
from webapp.wording.dates import PARIS

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
STARTS_AT = datetime(2026, 12, 10, 14, 30, tzinfo=PARIS)
ROSTER = Path(__file__).with_name("coderst.csv")
SYSTEM = By(person_id=None, name="Collégiale")
RULES = "Règlement intérieur du 12 février 2026, titre IV"


@frozen
class Reference:
    """What was made: the committee, the sitting, its items in order, the two people at the desk."""

    committee_id: int
    meeting_id: int
    items: tuple[int, ...]
    secretary: By
    second: int


# Seats by their place in the roster, the chair's first. `SUBSTITUTED` is held by its substitute.
SUBSTITUTED = 2
IN_THE_ROOM = (1, 2, 3, 4, 8, 9, 11, 17, 18, 23, 24)
BY_VIDEO = (5, 14)
BY_TELEPHONE = (15,)


def reference(db: Database, *, starts_at: datetime = STARTS_AT) -> Reference:
    """Make the committee, prepare the sitting and play it to its end; the journal must hold nothing later."""
    made = prepare(db, found_committee(db, now=starts_at - timedelta(days=30)), starts_at=starts_at)
    play(db, made, starts_at=starts_at)
    return made


def found_committee(db: Database, *, now: datetime) -> int:
    """Make the CODERST of Val-Imaginaire with its roster."""
    committee_id = setup.create(
        db,
        code="CODERST",
        name="Conseil départemental de l’environnement et des risques sanitaires et technologiques",
        template="coderst",
        starts_on=date(2026, 1, 1),
        by=SYSTEM,
        now=now,
    )
    setup.add_term(
        db,
        committee_id,
        act="Arrêté préfectoral du 15 décembre 2025",
        starts_on=date(2026, 1, 1),
        ends_on=date(2028, 12, 31),
        by=SYSTEM,
        now=now,
    )
    settings = CODERST_SETTINGS.from_values({**CODERST_SETTINGS.as_values(), "recording_rules": RULES})
    setup.change_settings(db, committee_id, settings, by=SYSTEM, now=now)
    reading = rosters.read(db, setup.found(db, committee_id), ROSTER.read_bytes(), ROSTER.name)
    rosters.apply_roster(db, committee_id, reading, dry_run=False, by=SYSTEM, now=now)
    return committee_id


def prepare(db: Database, committee_id: int, *, starts_at: datetime = STARTS_AT) -> Reference:
    """Prepare the sitting and its agenda of eight items."""
    now = starts_at - timedelta(days=9)
    secretary = _somebody(db, "Mme", "Odile", "Plumier", committee_id=committee_id, now=now)
    second = _somebody(db, "M.", "Gaspard", "Registre", committee_id=committee_id, now=now)
    by = By(person_id=secretary, name="Odile Plumier")
    draft = MeetingDraft(
        mode=Mode.MIXED,
        mode_decision=f"décision de la préfète du {dates.day(now).replace(dates.NBSP, ' ')}",
        starts_at=starts_at,
        place="Préfecture du Val-Imaginaire, salle des Cartes",
        connection="Visioconférence de la préfecture, code communiqué avec la convocation",
        secretary="Mme Odile Plumier, bureau de l’environnement",
        notice_sent_on=(starts_at - timedelta(days=9)).date(),
    )
    meeting = conduct.create(db, committee_id, draft, by=by, now=now)
    items = []
    for each in AGENDA:
        item = agenda.add_item(db, meeting.id, each.draft, by=by, now=now)
        for kind, title, text in each.motions:
            motion = MotionDraft(kind=kind, title=title, text=text)
            agenda.add_motion(db, meeting.id, item, motion, by=by, now=now)
        agendas.inform(db, meeting.id, item, by=by, now=now)
        items.append(item)
    return Reference(committee_id=committee_id, meeting_id=meeting.id, items=tuple(items), secretary=by, second=second)


def _somebody(db: Database, civility: str, first: str, last: str, *, committee_id: int, now: datetime) -> int:
    fields = PersonFields(civility=civility, first_name=first, last_name=last)
    return people.create_person(db, fields, home_committee=committee_id, by=SYSTEM, now=now)


def play(db: Database, made: Reference, *, starts_at: datetime = STARTS_AT) -> None:
    """Play the sitting, from the first arrival to its end."""
    table = _Table(db, made, starts_at)
    _open(table)
    _information(table)
    _amendment(table)
    _recusal(table)
    _tie(table)
    _late_departure(table)
    _change_of_chair(table)
    _lost_quorum(table)
    _by_telephone(table)
    conduct.close_sitting(db, made.meeting_id, by=table.by, now=table.at(155))


class _Table:
    """The desk's hand during the sitting: minutes are counted from its hour, one second passes with each act."""

    def __init__(self, db: Database, made: Reference, starts_at: datetime) -> None:
        self.db = db
        self.made = made
        self.meeting_id = made.meeting_id
        self.by = made.secretary
        self.starts_at = starts_at
        self.roster = committees.roster_on(db, made.committee_id, starts_at.astimezone(PARIS).date()).seats
        self.clock = starts_at - timedelta(minutes=20)
        self.keys = 0

    def at(self, minute: int) -> datetime:
        """Move on to a minute of the sitting."""
        self.clock = max(self.clock + timedelta(seconds=1), self.starts_at + timedelta(minutes=minute))
        return self.clock

    def tick(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def place(self, number: int) -> SeatOnDay:
        return self.roster[number - 1]

    def seat(self, number: int) -> int:
        return self.place(number).seat.id

    def person(self, number: int, *, substitute: bool = False) -> int:
        place = self.place(number)
        held = place.substitutes[0] if substitute else place.titular
        if held is None:
            message = f"seat {number} of the reference roster is vacant"
            raise LookupError(message)
        return held.person_id

    def arrive(self, number: int, form: Form = Form.ROOM, *, substitute: bool = False) -> None:
        person = self.person(number, substitute=substitute)
        presence.arrive(self.db, self.meeting_id, self.seat(number), person, form, by=self.by, now=self.tick())

    def depart(self, number: int, *, at: datetime | None = None) -> presence.Entered:
        return presence.depart(self.db, self.meeting_id, self.seat(number), by=self.by, now=self.tick(), at=at)

    def mandate(self, mandator: int, holder: int) -> None:
        presence.give_mandate(
            self.db, self.meeting_id, self.seat(mandator), self.seat(holder), by=self.by, now=self.tick()
        )

    def begin(self, number: int, minute: int) -> int:
        item = self.made.items[number - 1]
        conduct.begin_item(self.db, self.meeting_id, item, by=self.by, now=self.at(minute))
        return item

    def end(self, number: int, minute: int) -> None:
        conduct.end_item(self.db, self.meeting_id, self.made.items[number - 1], by=self.by, now=self.at(minute))

    def motion(self, number: int, place: int = 0) -> int:
        item = self.made.items[number - 1]
        return [each for each in meetings.motions(self.db, self.meeting_id) if each.item_id == item][place].id

    def open_vote(self, motion: int) -> None:
        voting.open_vote(self.db, self.meeting_id, motion, by=self.by, now=self.tick())

    def cast(self, motion: int, choices: Mapping[int, Choice], *, silent: tuple[int, ...] = ()) -> None:
        """Have every entitled seat vote, in favour unless said: on its device, or by voice from the telephone."""
        open_vote = meetings.state(self.db, self.meeting_id, now=self.clock).open
        if open_vote is None:
            return
        numbers = {place.seat.id: number for number, place in enumerate(self.roster, start=1)}
        by_voice = {self.seat(number) for number in BY_TELEPHONE}
        for seat in open_vote.entitled:
            if numbers[seat] in silent:
                continue
            choice, self.keys = choices.get(numbers[seat], FOR), self.keys + 1
            key = f"reference-{self.meeting_id}-{self.keys:05d}"
            person = open_vote.rights[seat].person_id
            if seat in by_voice:
                voting.voice(self.db, self.meeting_id, motion, seat, choice, key=key, by=self.by, now=self.tick())
            else:
                voting.cast(
                    self.db,
                    self.meeting_id,
                    motion,
                    seat,
                    choice,
                    key=key,
                    by=By(person_id=person, name=f"siège {numbers[seat]}"),
                    received_at=self.tick(),
                )

    def close(self, motion: int) -> None:
        """Have the second person confirm what the desk entered, close the vote and announce it."""
        state = meetings.state(self.db, self.meeting_id, now=self.clock)
        if state.open is not None and state.open.list_to_confirm:
            voting.confirm_list(
                self.db, self.meeting_id, motion, confirmed_by=self.made.second, by=self.by, now=self.tick()
            )
        voting.close_vote(self.db, self.meeting_id, motion, by=self.by, now=self.tick())
        voting.announce(self.db, self.meeting_id, motion, by=self.by, now=self.tick())

    def vote(self, motion: int, choices: Mapping[int, Choice], *, silent: tuple[int, ...] = ()) -> None:
        self.open_vote(motion)
        self.cast(motion, choices, silent=silent)
        self.close(motion)


def _open(table: _Table) -> None:
    """Fourteen members present and one good mandate: fifteen of twenty-six."""
    for number in IN_THE_ROOM:
        table.arrive(number, substitute=number == SUBSTITUTED)
    for number in BY_VIDEO:
        table.arrive(number, Form.VIDEO)
    for number in BY_TELEPHONE:
        table.arrive(number, Form.TELEPHONE)
    table.mandate(12, 9)
    table.mandate(13, 9)
    conduct.open_sitting(table.db, table.meeting_id, by=table.by, now=table.at(2))


def _information(table: _Table) -> None:
    table.begin(1, 4)
    table.end(1, 15)


def _amendment(table: _Table) -> None:
    """The applicant is heard and leaves; the amendment and the reservation are voted before the whole text."""
    table.begin(2, 16)
    name = "M. Octave Brindille, gérant du GAEC des Trois-Nuages"
    guest = presence.welcome_guest(table.db, table.meeting_id, name, by=table.by, now=table.at(18)).fact_id
    presence.guest_leaves(table.db, table.meeting_id, guest, by=table.by, now=table.at(28))
    table.at(32)
    table.vote(table.motion(2, 0), {17: AGAINST, 18: AGAINST, 5: ABSTAIN})
    table.at(36)
    table.vote(table.motion(2, 1), {17: AGAINST, 4: ABSTAIN})
    table.at(39)
    table.vote(table.motion(2, 2), {14: AGAINST, 15: AGAINST, 24: AGAINST, 23: ABSTAIN})
    table.end(2, 41)


def _recusal(table: _Table) -> None:
    item = table.begin(3, 42)
    presence.recuse(table.db, table.meeting_id, table.seat(11), item, by=table.by, now=table.at(43))
    table.at(50)
    table.vote(table.motion(3), {})
    table.end(3, 52)


def _tie(table: _Table) -> None:
    """Seven for, the chair among them, seven against, one abstention: the casting vote."""
    table.begin(4, 53)
    table.at(64)
    against = dict.fromkeys((3, 9, 11, 14, 15, 23, 24), AGAINST)
    table.vote(table.motion(4), {**against, 17: ABSTAIN})
    table.end(4, 67)


def _late_departure(table: _Table) -> None:
    """The member of seat 18 left before the vote; the desk learns of it afterwards, and the chair has it recomputed."""
    table.begin(5, 68)
    table.at(80)
    table.vote(table.motion(5), {}, silent=(18,))
    table.at(88)
    entered = table.depart(18, at=table.starts_at + timedelta(minutes=72))
    for each in entered.late:
        presence.decide_late_entry(
            table.db,
            table.meeting_id,
            entered.fact_id,
            each.motion_id,
            recompute=True,
            reason="départ constaté par le secrétariat, la personne n’avait pas voté",
            by=table.by,
            now=table.tick(),
        )
    table.end(5, 89)


def _change_of_chair(table: _Table) -> None:
    """The prefect leaves, her secretary general presides by delegation; the vote is taken by a show of hands."""
    table.depart(1)
    table.at(91)
    presence.arrive(
        table.db,
        table.meeting_id,
        table.seat(1),
        table.person(1, substitute=True),
        Form.ROOM,
        presides=True,
        delegation="par délégation de la préfète, arrêté du 5 janvier 2026",
        by=table.by,
        now=table.tick(),
    )
    table.begin(6, 92)
    table.at(104)
    motion = table.motion(6)
    table.open_vote(motion)
    voting.show_of_hands(
        table.db,
        table.meeting_id,
        motion,
        against=[table.seat(17)],
        abstain=[table.seat(23)],
        heard={table.seat(number): FOR for number in (*BY_VIDEO, *BY_TELEPHONE)},
        read_back="Douze voix pour, une contre, une abstention : personne ne demande la parole.",
        key=f"reference-{table.meeting_id}-mains",
        by=table.by,
        now=table.tick(),
    )
    table.close(motion)
    table.end(6, 108)


def _lost_quorum(table: _Table) -> None:
    """Two members leave: twelve of twenty-six, no vote can open, the item is put off."""
    item = table.begin(7, 109)
    table.at(118)
    for number in (4, 24):
        table.depart(number)
    conduct.adjourn_item(
        table.db,
        table.meeting_id,
        item,
        reason="quorum perdu pour ce point, renvoyé à la prochaine séance",
        by=table.by,
        now=table.at(120),
    )


def _by_telephone(table: _Table) -> None:
    """Two members arrive and the quorum is there again; the member on the telephone votes by voice."""
    table.at(126)
    for number in (20, 25):
        table.arrive(number)
    table.begin(8, 127)
    table.at(140)
    table.vote(table.motion(8), {5: ABSTAIN})
    table.end(8, 146)
