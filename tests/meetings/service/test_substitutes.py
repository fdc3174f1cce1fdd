"""A last-minute substitute: made known, appointed for the day and recorded present in one act (LAW COM-4, COM-5)."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.meetings.room import FOR, Room
from tests.refusing import refused
from webapp.accounts.model import AccountRefusal, PersonFields
from webapp.accounts.service import people
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeRefusal, CommitteeSettings, Rank, SeatType
from webapp.committees.service import setup
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.service import conduct, presence, scans, substitutes
from webapp.meetings.service.substitutes import Newcomer
from webapp.meetings.sitting import Act, Form, MeetingRefusal
from webapp.minutes import document
from webapp.minutes import queries as minutes
from webapp.storage.database import Database, unit_of_work

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 un papier"
PAPER = f"{hashlib.sha256(JPEG).hexdigest()}.jpg"
ODILE = Newcomer(
    civility="Mme", first_name="Odile", last_name="Brindeneuve", title="Directrice", organisation="Organisme 2"
)
OTHER_BODY = Newcomer(last_name="Brindeneuve", first_name="Odile", title="Conseillère", organisation="Ailleurs")


@pytest.fixture
def room(db: Database) -> Room:
    """Five seats, the first four present, item 1 in hand; the second seat's holder has left."""
    room = Room(db).open(present=4)
    room.depart(2)
    return room


def seat_them(
    room: Room,
    folder: Path,
    newcomer: Newcomer = ODILE,
    *,
    seat: int = 2,
    form: Form = Form.ROOM,
    **circumstances: object,
) -> presence.Entered:
    return substitutes.seat_newcomer(
        room.db,
        room.meeting_id,
        room.seat(seat),
        newcomer,
        form,
        by=room.desk,
        now=room.tick(),
        folder=folder,
        **circumstances,  # type: ignore[arg-type]  # those of an act
    )


def make_seat(room: Room, seat_type: SeatType, number: int = 2) -> None:
    with unit_of_work(room.db):
        room.db.run("UPDATE seats SET seat_type = ? WHERE id = ?", (seat_type, room.seat(number)))


def kept(room: Room) -> list[int]:
    """Count what is written."""
    tables = ("people", "appointments", "ledger", "decisions", "journal", "acts_done")
    return [room.db.value(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608 — these names


def sits(room: Room, number: int = 2) -> int:
    return room.state().presence.seats[room.seat(number)].occupant.person_id


def test_com_4_somebody_nobody_expected_sits_and_votes_within_one_act(room: Room, tmp_path: Path) -> None:
    seat_them(room, tmp_path)

    found = room.state().seats_held_by(sits(room))
    assert [(seat.seat.id, each.rank, each.title, each.organisation) for seat, each in found] == [
        (room.seat(2), Rank.SUBSTITUTE, "Directrice", "Organisme 2")
    ]
    appointment = found[0][1]
    assert (appointment.starts_on, appointment.ends_on, appointment.named_in_act) == (
        factories.TODAY,
        factories.TODAY,
        False,
    )
    assert appointment.act == "Suppléance présentée en séance le 10 décembre 2026"
    assert room.state().decisions == ()
    room.open_vote()
    opened = room.state().open
    assert opened is not None
    assert opened.seats_of[sits(room)] == (room.seat(2),)


def test_the_three_writings_are_journaled_by_who_did_them(room: Room, tmp_path: Path) -> None:
    before = {each.id for each in audit.entries(room.db)}

    seat_them(room, tmp_path)

    acts = [(each.act, each.actor) for each in audit.entries(room.db) if each.id not in before]
    desk = room.desk.person_id
    assert sorted(acts) == [("appointment.made", desk), ("ledger.arrival", desk), ("person.added", desk)]


def test_a_vote_that_is_open_admits_them_at_once(room: Room, tmp_path: Path) -> None:
    room.open_vote()

    seat_them(room, tmp_path)

    opened = room.state().open
    assert opened is not None
    assert room.seat(2) in opened.entitled


def test_they_are_recorded_at_their_hour_and_late_entries_are_told(room: Room, tmp_path: Path) -> None:
    before = room.tick()
    room.clock += timedelta(minutes=5)
    room.open_vote()
    room.votes({1: FOR, 3: FOR, 4: FOR})
    room.close()
    room.clock += timedelta(minutes=5)

    entered = seat_them(room, tmp_path, at=before)

    assert room.state().presence.seats[room.seat(2)].occupant.since == before
    assert [each.motion_id for each in entered.late] == [room.motion]


def test_the_same_form_twice_seats_one_person(room: Room, tmp_path: Path) -> None:
    first = seat_them(room, tmp_path, key="formulaire-nouvelle")
    before = kept(room)
    second = seat_them(room, tmp_path, key="formulaire-nouvelle")

    assert first.fact_id == second.fact_id
    assert kept(room) == before


@pytest.mark.parametrize(
    ("seat_type", "reason"),
    [
        (SeatType.FUNCTION, CommitteeRefusal.SUBSTITUTE_OF_OTHER_SERVICE),
        (SeatType.ELECTED, CommitteeRefusal.SUBSTITUTE_OF_OTHER_ASSEMBLY),
        (SeatType.ORGANISATION, CommitteeRefusal.SUBSTITUTE_OF_OTHER_BODY),
        (SeatType.QUALIFIED, CommitteeRefusal.SUBSTITUTE_OF_QUALIFIED),
    ],
)
def test_com_5_another_body_sits_on_the_word_of_the_chair_only(
    room: Room, tmp_path: Path, seat_type: SeatType, reason: CommitteeRefusal
) -> None:
    make_seat(room, seat_type)
    before = kept(room)
    with refused(reason):
        seat_them(room, tmp_path, OTHER_BODY, paper=JPEG)
    assert kept(room) == before
    assert list((tmp_path / "papers").iterdir()) == []

    seat_them(room, tmp_path, OTHER_BODY, decision="Désignée ce matin par le préfet")

    (decision,) = room.state().decisions
    assert (decision.rule, decision.reason) == ("COM-5", "Désignée ce matin par le préfet")
    assert decision.details == {"seat": room.seat(2), "person": sits(room)}
    assert room.state().seat_name(room.seat(2)) == "Odile Brindeneuve"


@pytest.mark.parametrize("seat_type", [SeatType.FUNCTION, SeatType.ELECTED, SeatType.ORGANISATION])
def test_com_5_the_same_body_sits_without_a_decision(room: Room, tmp_path: Path, seat_type: SeatType) -> None:
    make_seat(room, seat_type)

    seat_them(room, tmp_path, decision="Écrite pour rien : aucune règle ne s’y oppose")

    assert room.state().decisions == ()


def test_com_5_a_qualified_person_is_replaced_where_the_committee_s_text_allows(db: Database, tmp_path: Path) -> None:
    room = Room(db, settings=CommitteeSettings(qualified_substitutes=True, recording_rules="Délibération"))
    make_seat(room, SeatType.QUALIFIED)

    seat_them(room, tmp_path, OTHER_BODY)

    assert room.state().seats_held_by(sits(room))
    assert room.state().decisions == ()


def test_com_5_somebody_named_by_the_appointing_act_sits_with_a_warning(room: Room, tmp_path: Path) -> None:
    named = Newcomer(last_name="Brindeneuve", title="Conseillère", organisation="Ailleurs", named_in_act=True)

    seat_them(room, tmp_path, named)

    made = next(each for each in audit.entries(room.db) if each.act == "appointment.made")
    assert made.facts["warning"] == CommitteeRefusal.SUBSTITUTE_OF_OTHER_BODY
    assert room.state().decisions == ()


def test_com_5_the_act_does_not_name_a_substitute_of_a_qualified_person_without_the_chair(
    room: Room, tmp_path: Path
) -> None:
    make_seat(room, SeatType.QUALIFIED)
    named = Newcomer(last_name="Brindeneuve", title="Experte", named_in_act=True)

    with refused(CommitteeRefusal.SUBSTITUTE_OF_QUALIFIED):
        seat_them(room, tmp_path, named)
    seat_them(room, tmp_path, named, decision="Le président le veut")

    assert [each.rule for each in room.state().decisions] == ["COM-5"]


def test_com_5_the_minutes_name_the_substitute_and_print_the_decision(room: Room, tmp_path: Path) -> None:
    seat_them(room, tmp_path, OTHER_BODY, decision="Désignée ce matin", paper=JPEG)
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    dossier = minutes.dossier(room.db, room.meeting_id, now=room.tick(), authority="Préfecture")

    (first, sat) = dossier.facts.members[1].sat
    assert (sat.name, sat.quality, sat.rank) == ("Odile Brindeneuve", "Conseillère, Ailleurs", "substitute")
    assert (first.paper, sat.paper) == ("", PAPER.removesuffix(".jpg"))
    (decision,) = dossier.facts.decisions
    assert (decision.what, decision.reason) == (
        "Suppléance que l’article R133-3 n’admet pas (CRPA R133-3)",
        "Désignée ce matin",
    )
    printed = document.minutes(dossier.content).html
    assert "Suppléance que l’article R133-3 n’admet pas" in printed
    assert printed.count(sat.paper) == 1  # among the proofs, at the end


def test_a_homonym_of_the_committee_is_offered_before_anybody_is_entered(room: Room, tmp_path: Path) -> None:
    fields = PersonFields(first_name="odile", last_name="BRINDENEUVE")
    known = people.create_person(room.db, fields, home_committee=room.committee.id, by=SYSTEM, now=room.tick())
    before = kept(room)

    with refused(MeetingRefusal.HOMONYM_KNOWN):
        seat_them(room, tmp_path, paper=JPEG)
    assert kept(room) == before

    recognised = Newcomer(last_name="Brindeneuve", title="Directrice", organisation="Organisme 2", known=known)
    seat_them(room, tmp_path, recognised)
    assert sits(room) == known
    assert kept(room)[0] == before[0]


def test_a_homonym_may_be_somebody_else(room: Room, tmp_path: Path) -> None:
    known = people.create_person(
        room.db,
        PersonFields(first_name="Odile", last_name="Brindeneuve"),
        home_committee=room.committee.id,
        by=SYSTEM,
        now=room.tick(),
    )
    seat_them(
        room,
        tmp_path,
        Newcomer(
            first_name="Odile", last_name="Brindeneuve", title="Directrice", organisation="Organisme 2", another=True
        ),
    )

    assert sits(room) != known


def test_a_substitute_of_the_roster_who_was_typed_again_is_not_appointed_twice(db: Database, tmp_path: Path) -> None:
    room = Room(db, substitutes=True).open(present=1)
    substitute = room.person(2, substitute=1)
    before = kept(room)

    with refused(MeetingRefusal.HOMONYM_KNOWN):
        seat_them(room, tmp_path, Newcomer(first_name="Camille", last_name="Suppléant-2", title="x"))
    seat_them(room, tmp_path, Newcomer(last_name="Suppléant-2", title="", known=substitute))

    assert sits(room) == substitute
    assert kept(room)[1] == before[1]


def test_a_homonym_of_another_committee_is_neither_offered_nor_taken(room: Room, tmp_path: Path) -> None:
    stranger = factories.a_person(room.db, "Brindeneuve", "Odile")
    before = kept(room)

    with refused(MeetingRefusal.UNKNOWN_PERSON):
        seat_them(room, tmp_path, Newcomer(last_name="Brindeneuve", title="Directrice", known=stranger))
    assert kept(room) == before

    seat_them(room, tmp_path)
    assert sits(room) != stranger


def test_somebody_who_sits_elsewhere_in_the_room_takes_no_second_seat(room: Room, tmp_path: Path) -> None:
    there = Newcomer(last_name="Titulaire-3", title="Directeur", organisation="Organisme 2", known=room.person(3))
    before = kept(room)

    with refused(MeetingRefusal.SITS_ELSEWHERE):
        seat_them(room, tmp_path, there)
    assert kept(room) == before


@pytest.mark.parametrize(
    ("newcomer", "reason"),
    [
        (Newcomer(last_name="", title="Directrice", organisation="Organisme 2"), AccountRefusal.NAME_MISSING),
        (Newcomer(last_name="Brindeneuve", title="  "), MeetingRefusal.QUALITY_MISSING),
        (Newcomer(last_name="B" * 201, title="x", organisation="Organisme 2"), AccountRefusal.TEXT_TOO_LONG),
        (Newcomer(last_name="B", title="x" * 301), CommitteeRefusal.TEXT_TOO_LONG),
    ],
)
def test_what_is_missing_or_endless_writes_nothing(
    room: Room, tmp_path: Path, newcomer: Newcomer, reason: MeetingRefusal
) -> None:
    before = kept(room)

    with refused(reason):
        seat_them(room, tmp_path, newcomer, paper=JPEG)
    assert kept(room) == before
    assert list((tmp_path / "papers").iterdir()) == []


def test_at_a_distance_from_a_sitting_in_the_room_the_chair_decides(db: Database, tmp_path: Path) -> None:
    room = Room(db, mode=Mode.IN_PERSON).open(present=1)

    with refused(MeetingRefusal.FORM_NOT_OFFERED):
        seat_them(room, tmp_path, form=Form.TELEPHONE)
    seat_them(room, tmp_path, form=Form.TELEPHONE, decision="Routes coupées")

    assert [each.rule for each in room.state().decisions] == ["R133-10"]


def test_a_sitting_that_is_over_seats_nobody_more(room: Room, tmp_path: Path) -> None:
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    with refused(MeetingRefusal.ALREADY_CLOSED):
        seat_them(room, tmp_path)


def test_before_the_opening_a_substitute_is_seated_as_well(db: Database, tmp_path: Path) -> None:
    room = Room(db)

    seat_them(room, tmp_path)

    assert room.state().seats_held_by(sits(room))


def test_the_day_after_they_hold_the_seat_no_more(room: Room, tmp_path: Path) -> None:
    seat_them(room, tmp_path)

    after = factories.the_seats(room.db, setup.found(room.db, room.committee.id), factories.TODAY + timedelta(days=1))
    assert after[1].substitutes == ()


def test_the_paper_is_kept_under_its_hash_and_the_ledger_names_it(room: Room, tmp_path: Path) -> None:
    fact_id = seat_them(room, tmp_path, paper=JPEG).fact_id

    fact = next(each for each in queries.ledger(room.db, room.meeting_id) if each.id == fact_id)
    assert (fact.act, fact.paper) == (Act.ARRIVAL, PAPER)
    assert scans.read_paper(tmp_path, PAPER) == JPEG
    arrival = next(each for each in audit.entries(room.db) if each.act == "ledger.arrival")
    assert arrival.facts["paper"] == PAPER


def test_a_paper_that_is_gone_or_changed_is_not_handed_over(room: Room, tmp_path: Path) -> None:
    seat_them(room, tmp_path, paper=JPEG)
    file = tmp_path / "papers" / PAPER

    file.write_bytes(b"autre chose")
    with refused(MeetingRefusal.PAPER_LOST):
        scans.read_paper(tmp_path, PAPER)
    file.unlink()
    with refused(MeetingRefusal.PAPER_LOST):
        scans.read_paper(tmp_path, PAPER)


@pytest.mark.parametrize("paper", ["rien", f"../{'a' * 61}.jpg", f"{'a' * 64}.exe", ""])
def test_the_ledger_itself_takes_no_other_name_of_a_file(room: Room, paper: str) -> None:
    with pytest.raises(Exception, match="CHECK"), unit_of_work(room.db):
        room.db.run(
            "INSERT INTO ledger (meeting_id, act, effective_at, entered_at, paper) VALUES (?, 'arrival', '', '', ?)",
            (room.meeting_id, paper),
        )
