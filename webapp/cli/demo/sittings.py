"""The sittings of the demonstration: one past, one going on now, two prepared, and a consultation in writing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from webapp.accounts.model import Linking
from webapp.audit.model import By
from webapp.cli.demo import agendas, consultations, reference
from webapp.cli.demo.agendas import Entered
from webapp.cli.demo.prefecture import Prefecture
from webapp.committees import queries as committees
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.service import conduct, hearings, presence, replies, voting
from webapp.meetings.sitting import Form, Meeting, MeetingDraft, ReplyKind
from webapp.minutes import service as minutes
from webapp.minutes.model import MinutesState
from webapp.polls.model import Choice
from webapp.storage.database import Database
from webapp.wording import dates

PLACE = "Préfecture du Val-Imaginaire, salle des Cartes"
ROOM = "https://visio.val-imaginaire.example/coderst"

# Seats by their place in the roster, the chair's first.
IN_THE_ROOM = (1, 2, 3, 4, 6, 8, 9, 11, 14, 18, 23, 24, 25)
BY_VIDEO, BY_TELEPHONE = (5, 17), 15
BY_SUBSTITUTE = 3
AWAITED = {1, 11, 12, 17, BY_TELEPHONE}  # whose ballot is still awaited when a visitor comes
REPLIES = dict.fromkeys((1, 2, 4, 6, 8), ReplyKind.ROOM) | {
    3: ReplyKind.SUBSTITUTE,
    5: ReplyKind.REMOTE,
    9: ReplyKind.MANDATE,
    10: ReplyKind.EXCUSED,
}
SUMMARIES = (
    "La cheffe de l’unité présente les contrôles de l’année. Les membres en prennent acte.",
    (
        "Le gérant expose son projet, puis se retire. Plusieurs membres s’inquiètent des odeurs et de la nappe.\n\n"
        "Le rapporteur rappelle les distances et propose de les porter à cent mètres."
    ),
    "Le rapporteur présente les trois périmètres. Aucune observation.",
    "Les avis sont partagés sur le trafic attendu. La présidente estime que les prescriptions y répondent.",
    "La durée des tirs et leur annonce aux riverains sont discutées.",
    "Le suivi de la qualité de l’eau est présenté.",
    "",
    "Le rapport de visite est présenté. L’état de l’immeuble ne fait pas débat.",
)
AGAINST, ABSTAIN = Choice.AGAINST, Choice.ABSTAIN


def play(db: Database, prefecture: Prefecture, *, linking: Linking, now: datetime) -> None:
    """Play the past sitting, prepare the next ones, begin the present one: in the order in which people did."""
    starts_at = _afternoon(now, days=-21)
    held = reference.prepare(db, prefecture.coderst, starts_at=starts_at)
    reference.play(db, held, starts_at=starts_at)
    _write_minutes(db, prefecture, held, now=starts_at + timedelta(days=2))
    in_progress = _prepare_present(db, prefecture, now=now, entered_at=now - timedelta(days=12))
    _prepare_next(db, prefecture, _afternoon(now, days=16), linking=linking, now=now)
    _prepare_landscape(db, prefecture, _afternoon(now, days=9), entered_at=now - timedelta(days=8))
    opens_at, closes_at = _afternoon(now, days=-3), _afternoon(now, days=5)
    consultations.consult(db, prefecture, opens_at, closes_at, linking=linking, now=now - timedelta(days=7))
    _conduct_present(db, prefecture, *in_progress)


def _write_minutes(db: Database, prefecture: Prefecture, held: reference.Reference, *, now: datetime) -> None:
    """Write what the facts do not say, and put the minutes before the members; the worker renders their file."""
    by = prefecture.secretary
    for item, summary in zip(held.items, SUMMARIES, strict=True):
        if summary:
            minutes.save_text(db, held.meeting_id, item, summary, expected=0, by=by, now=now)
    minutes.take_step(
        db, held.meeting_id, MinutesState.SUBMITTED, expected=MinutesState.DRAFT, by=by, now=now + timedelta(hours=1)
    )


def _prepare_present(
    db: Database, prefecture: Prefecture, *, now: datetime, entered_at: datetime
) -> tuple[Meeting, tuple[Entered, ...]]:
    """Prepare the sitting that began forty minutes ago, by whoever's clock it is now."""
    meeting = _prepared(
        db, prefecture, prefecture.coderst, now - timedelta(minutes=40), entered_at=entered_at, mode=Mode.MIXED
    )
    return meeting, agendas.write(db, meeting.id, agendas.CODERST, by=prefecture.secretary, now=entered_at)


def _prepare_next(
    db: Database, prefecture: Prefecture, starts_at: datetime, *, linking: Linking, now: datetime
) -> None:
    entered_at = now - timedelta(days=9)
    meeting = _prepared(db, prefecture, prefecture.coderst, starts_at, entered_at=entered_at, mode=Mode.MIXED)
    subjects = (agendas.TURBINES, agendas.SEWAGE)
    first, second = agendas.write(db, meeting.id, subjects, by=prefecture.secretary, now=entered_at)
    consultations.entrust(db, prefecture, meeting.id, second.item, today=now, linking=linking, now=entered_at)
    _answer(db, prefecture, meeting, first.item, now=entered_at + timedelta(days=2))


def _prepare_landscape(db: Database, prefecture: Prefecture, starts_at: datetime, *, entered_at: datetime) -> None:
    meeting = _prepared(db, prefecture, prefecture.landscape, starts_at, entered_at=entered_at, mode=Mode.IN_PERSON)
    agendas.write(db, meeting.id, (agendas.TURBINES,), by=prefecture.secretary, now=entered_at)


def _prepared(
    db: Database, prefecture: Prefecture, committee_id: int, starts_at: datetime, *, entered_at: datetime, mode: Mode
) -> Meeting:
    remote = mode is Mode.MIXED
    draft = MeetingDraft(
        mode=mode,
        mode_decision=f"Décision de la préfète du {dates.day(entered_at)}" if remote else "",
        starts_at=starts_at,
        place=PLACE,
        connection=ROOM if remote else "",
        secretary=f"Mme {prefecture.secretary.name}",
        notice_sent_on=dates.in_paris(entered_at).date(),
    )
    return conduct.create(db, committee_id, draft, by=prefecture.secretary, now=entered_at)


def _answer(db: Database, prefecture: Prefecture, meeting: Meeting, item: int, *, now: datetime) -> None:
    """Have some members reply to the notice, one by a mandate, and somebody be awaited on the first item."""
    seats = committees.roster_on(db, meeting.committee_id, meeting.composed_on).seats
    for place, kind in REPLIES.items():
        held = seats[place - 1]
        if held.titular is None:
            continue
        substitute = held.substitutes[0].person_id if kind is ReplyKind.SUBSTITUTE else None
        replies.reply(
            db,
            meeting.id,
            held.seat.id,
            kind,
            substitute_id=substitute,
            holder=seats[0].seat.id if kind is ReplyKind.MANDATE else None,
            by=By(person_id=held.titular.person_id, name=held.titular.person.display_name),
            now=now,
        )
    planned_at = meeting.starts_at + timedelta(minutes=20)
    hearings.plan(
        db,
        meeting.id,
        item,
        "Mme Capucine Eauvive, exploitante",
        planned_at=planned_at,
        by=prefecture.secretary,
        now=now,
    )


def _conduct_present(db: Database, prefecture: Prefecture, meeting: Meeting, agenda: tuple[Entered, ...]) -> None:
    """Two items are over, the third is in hand and its vote open, most ballots in."""
    desk = _Desk(db, prefecture, meeting)
    desk.gather()
    minutes, farm, spring = agenda[:3]
    desk.begin(minutes)
    desk.by_show_of_hands(minutes.motions[0])
    desk.end(minutes)
    desk.begin(farm)
    heard = presence.welcome_guest(
        db, meeting.id, "M. Octave Brindille, gérant du GAEC des Trois Songes", by=desk.by, now=desk.at(9)
    )
    presence.guest_leaves(db, meeting.id, heard.fact_id, by=desk.by, now=desk.at(17))
    desk.by_devices(farm.motions[0], {17: AGAINST, 2: AGAINST, 9: AGAINST, 24: ABSTAIN})
    desk.by_devices(farm.motions[1], {14: AGAINST, 23: ABSTAIN})
    desk.end(farm)
    desk.clock = desk.at(30)
    desk.begin(spring)
    presence.recuse(db, meeting.id, desk.seat(9), spring.item, by=desk.by, now=desk.tick())
    voting.open_vote(db, meeting.id, spring.motions[0], by=desk.by, now=desk.tick())
    desk.cast(spring.motions[0], {23: ABSTAIN}, but=AWAITED)


class _Desk:
    """The secretary conducting: a clock that moves on with each act, from the hour of the sitting."""

    def __init__(self, db: Database, prefecture: Prefecture, meeting: Meeting) -> None:
        self.db, self.meeting, self.by = db, meeting, prefecture.secretary
        self.second = prefecture.colleague
        self.clock = meeting.starts_at - timedelta(minutes=10)
        self.roster = committees.roster_on(db, meeting.committee_id, meeting.day).seats
        self.keys = 0

    def tick(self) -> datetime:
        self.clock += timedelta(seconds=3)
        return self.clock

    def at(self, minute: int) -> datetime:
        self.clock = max(self.clock, self.meeting.starts_at + timedelta(minutes=minute))
        return self.clock

    def key(self) -> str:
        self.keys += 1
        return f"demonstration-{self.keys:04d}"

    def seat(self, number: int) -> int:
        return self.roster[number - 1].seat.id

    def person(self, number: int) -> int:
        held = self.roster[number - 1]
        return (
            held.substitutes[0].person_id if number == BY_SUBSTITUTE or held.titular is None else held.titular.person_id
        )

    def gather(self) -> None:
        """Sixteen arrive, two mandates are received, of which one void; the sitting opens."""
        forms = dict.fromkeys(IN_THE_ROOM, Form.ROOM) | dict.fromkeys(BY_VIDEO, Form.VIDEO)
        for number, form in sorted({**forms, BY_TELEPHONE: Form.TELEPHONE}.items()):
            now = self.tick()
            presence.arrive(self.db, self.meeting.id, self.seat(number), self.person(number), form, by=self.by, now=now)
        for mandator in (12, 13):
            now = self.tick()
            presence.give_mandate(self.db, self.meeting.id, self.seat(mandator), self.seat(11), by=self.by, now=now)
        conduct.open_sitting(self.db, self.meeting.id, by=self.by, now=self.at(2))

    def begin(self, entered: Entered) -> None:
        conduct.begin_item(self.db, self.meeting.id, entered.item, by=self.by, now=self.tick())

    def end(self, entered: Entered) -> None:
        conduct.end_item(self.db, self.meeting.id, entered.item, by=self.by, now=self.tick())

    def by_show_of_hands(self, motion: int) -> None:
        voting.open_vote(self.db, self.meeting.id, motion, by=self.by, now=self.tick())
        voting.show_of_hands(
            self.db,
            self.meeting.id,
            motion,
            abstain=(self.seat(24),),
            heard={self.seat(number): Choice.FOR for number in (*BY_VIDEO, BY_TELEPHONE)},
            read_back="Une abstention, les autres membres sont favorables : personne ne demande la parole.",
            key=self.key(),
            by=self.by,
            now=self.tick(),
        )
        self.close(motion)

    def by_devices(self, motion: int, choices: Mapping[int, Choice]) -> None:
        voting.open_vote(self.db, self.meeting.id, motion, by=self.by, now=self.tick())
        self.cast(motion, choices, but=frozenset())
        self.close(motion)

    def cast(self, motion: int, choices: Mapping[int, Choice], *, but: set[int] | frozenset[int]) -> None:
        """Have everybody vote, favourably unless said otherwise; the seat on the telephone by voice."""
        open_vote = meetings.state(self.db, self.meeting.id, now=self.clock).open
        entitled = {} if open_vote is None else {seat: open_vote.rights[seat].person_id for seat in open_vote.entitled}
        for number in sorted({*IN_THE_ROOM, *BY_VIDEO, BY_TELEPHONE, 12} - but):
            if self.seat(number) not in entitled:
                continue
            choice, now = choices.get(number, Choice.FOR), self.tick()
            seat, key = self.seat(number), self.key()
            if number == BY_TELEPHONE:
                voting.voice(self.db, self.meeting.id, motion, seat, choice, key=key, by=self.by, now=now)
            else:
                voter = By(person_id=entitled[seat], name=f"siège {number}")
                voting.cast(self.db, self.meeting.id, motion, seat, choice, key=key, by=voter, received_at=now)

    def close(self, motion: int) -> None:
        """Have the second person confirm what the desk entered; close and announce."""
        voting.confirm_list(
            self.db,
            self.meeting.id,
            motion,
            confirmed_by=self.second.person_id or 0,
            by=self.second,
            now=self.tick(),
        )
        voting.close_vote(self.db, self.meeting.id, motion, by=self.by, now=self.tick())
        voting.announce(self.db, self.meeting.id, motion, by=self.by, now=self.tick())


def _afternoon(now: datetime, *, days: int) -> datetime:
    """Return half past two in Paris, so many days away, on a weekday."""
    day = dates.in_paris(now).date() + timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(14, 30), dates.PARIS)
