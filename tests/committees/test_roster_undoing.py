"""Taking an import back in one act: everything is as before, or nothing moves and the reason is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.factories import NOW, TODAY, a_committee, the_seats
from tests.meetings.room import Room
from tests.refusing import refused
from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees import queries
from webapp.committees.model import Committee, CommitteeRefusal
from webapp.committees.service import appointments, rosters, undoing
from webapp.committees.service.rosters import ImportReport
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database

CODERST = Path(__file__).parent / "rosters" / "coderst.csv"
HEAD = "Nom;Prénom;Organisme;Collège;Courriel;Qualité;Début\n"
LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TABLES = ("colleges", "seats", "appointments", "people")


def bring(db: Database, committee: Committee, text: str | bytes, *, now: datetime = NOW) -> ImportReport:
    content = text if isinstance(text, bytes) else (HEAD + text).encode()
    reading = rosters.read(db, committee, content, "liste.csv")
    return rosters.apply_roster(db, committee.id, reading, dry_run=False, by=SYSTEM, now=now)


def take_back(db: Database, committee: Committee, report: ImportReport, *, dry_run: bool = False) -> undoing.Undoing:
    assert report.import_id is not None
    return undoing.undo(db, committee.id, report.import_id, dry_run=dry_run, by=SYSTEM, now=LATER)


def refusal(db: Database, committee: Committee, report: ImportReport) -> Refusal:
    before = everything(db)
    with pytest.raises(Refusal) as caught:
        take_back(db, committee, report)
    assert everything(db) == before
    return caught.value


def everything(db: Database) -> list[object]:
    return [db.rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES]  # noqa: S608 — names of this test


def somebody(db: Database, committee: Committee) -> int:
    """Return who holds the first filled seat."""
    return next(each.titular.person_id for each in the_seats(db, committee) if each.titular)


def test_a_whole_import_is_taken_back_and_the_house_is_as_before(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    before = everything(db)
    report = bring(db, committee, CODERST.read_bytes())

    told = take_back(db, committee, report)

    assert (len(told.leaving), told.seats, len(told.colleges)) == (48, 26, 6)
    assert "Aurore Brumeval" in told.leaving
    assert everything(db) == before
    last = audit.entries(db, limit=1)[0]
    assert (last.act, last.facts["removed"]) == ("roster.undone", 48)
    assert audit.check_chain(db).broken_at is None


def test_nobody_who_left_leaves_an_address_behind(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, "Un;Anne;;Élus;anne@val-imaginaire.example;;\n")

    take_back(db, committee, report)

    assert "anne@" not in str(db.rows("SELECT * FROM roster_imports")) + str(db.rows("SELECT * FROM people"))
    assert take_back(db, committee, report).leaving == ("Anne Un",)


def test_twice_the_second_changes_nothing(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, CODERST.read_bytes())
    take_back(db, committee, report)
    entries = audit.last_entry(db)

    take_back(db, committee, report)

    assert audit.last_entry(db) == entries


def test_what_it_would_do_is_told_and_nothing_is_written(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, "Un;Anne;;Élus;;;\n")
    before = (everything(db), audit.last_entry(db))

    assert take_back(db, committee, report, dry_run=True).leaving == ("Anne Un",)

    assert (everything(db), audit.last_entry(db)) == before


def test_a_number_is_never_given_again(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, "Un;Anne;;Élus;;;\n")
    gone = somebody(db, committee)
    take_back(db, committee, report)

    bring(db, committee, "Deux;Luc;;Élus;;;\n", now=LATER)

    assert somebody(db, committee) > gone
    assert not {each["id"] for each in db.rows("SELECT id FROM appointments")} & {
        each["number"] for each in db.rows("SELECT number FROM retired_numbers WHERE kind = 'appointments'")
    }


def test_the_same_list_may_come_back_after(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    take_back(db, committee, bring(db, committee, CODERST.read_bytes()))

    assert bring(db, committee, CODERST.read_bytes(), now=LATER).accepted == 49


def test_what_an_import_changed_is_as_before_it(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;Anne;Mairie;Élus;anne@val-imaginaire.example;Maire;01/01/2026\n")
    before = everything(db)
    report = bring(
        db, committee, "Un;Anne;Mairie;Élus;anne@val-imaginaire.example;Adjointe;\n", now=NOW + timedelta(days=2)
    )
    assert everything(db) != before

    told = take_back(db, committee, report)

    assert told.restored == ("Anne Un",)
    assert everything(db) == before


def test_a_member_s_former_address_comes_back(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;Anne;Mairie;Élus;;Maire;\n")
    report = bring(db, committee, "Un;Anne;Mairie;Élus;anne@val-imaginaire.example;Maire;\n")

    take_back(db, committee, report)

    assert queries.people(db, [somebody(db, committee)]).popitem()[1].email is None


def test_somebody_of_the_house_keeps_their_account(db: Database) -> None:
    committee, other = a_committee(db, seat_count=0), a_committee(db, seat_count=0, code="AUTRE")
    line = "Un;Anne;;Élus;anne@val-imaginaire.example;;\n"
    bring(db, other, line)
    report = bring(db, committee, line)

    assert take_back(db, committee, report).leaving == ("Anne Un",)

    assert somebody(db, other)
    assert not the_seats(db, committee)


def test_an_account_that_was_used_keeps_the_import(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, "Un;Anne;;Élus;;;\n")
    people.grant_role(db, somebody(db, committee), Role.CHAIR, committee_id=committee.id, by=SYSTEM, now=LATER)

    found = refusal(db, committee, report)

    assert found.reason is CommitteeRefusal.IMPORT_USED
    assert "Rôle" in str(found.facts["act"])


def test_somebody_named_elsewhere_since_keeps_the_import(db: Database) -> None:
    committee, other = a_committee(db, seat_count=0), a_committee(db, seat_count=0, code="AUTRE")
    line = "Un;Anne;;Élus;anne@val-imaginaire.example;;\n"
    report = bring(db, committee, line)
    bring(db, other, line)

    assert refusal(db, committee, report).reason is CommitteeRefusal.IMPORT_PEOPLE_IN_USE


def test_a_mandate_ended_since_keeps_the_import(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, "Un;Anne;;Élus;;;\n")
    (held,) = queries.appointments_of(db, committee.id)
    appointments.end(db, committee.id, held.id, on=TODAY, reason="démission", by=SYSTEM, now=LATER)

    assert refusal(db, committee, report).reason is CommitteeRefusal.IMPORT_USED


def test_a_later_import_on_the_same_seat_is_taken_back_first(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    first = bring(db, committee, "Un;Anne;Mairie;Élus;;Maire;01/01/2026\n")
    second = bring(db, committee, "Un;Anne;Mairie;Élus;;Adjointe;\n", now=LATER)
    assert refusal(db, committee, first).reason is CommitteeRefusal.IMPORT_CHANGED_SINCE

    take_back(db, committee, second)
    take_back(db, committee, first)

    assert not queries.appointments_of(db, committee.id)


def test_a_sitting_in_preparation_leaves_the_import_free_and_an_open_one_keeps_it(db: Database) -> None:
    room = Room(db, seats=2)
    report = bring(db, room.committee, "Un;Anne;;Membres;;;\n")
    room.add_item()
    assert take_back(db, room.committee, report, dry_run=True).leaving == ("Anne Un",)
    room.open(present=1, chair=1)

    found = refusal(db, room.committee, report)

    assert found.reason is CommitteeRefusal.IMPORT_USED
    assert "Arrivée" in str(found.facts["act"])


def test_an_address_that_opens_another_committee_since_is_not_put_back(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;Anne;Mairie;Élus;ancienne@val-imaginaire.example;;\n")
    report = bring(db, committee, "Un;Anne;Mairie;Élus;nouvelle@val-imaginaire.example;;\n")
    before = everything(db)

    with refused(CommitteeRefusal.IMPORT_PEOPLE_IN_USE):
        undoing.undo(
            db,
            committee.id,
            report.import_id or 0,
            dry_run=False,
            may_readdress=lambda person_id: person_id != somebody(db, committee),
            by=SYSTEM,
            now=LATER,
        )

    assert everything(db) == before
    assert take_back(db, committee, report).restored == ("Anne Un",)


def test_an_import_is_reached_through_its_own_committee_only(db: Database) -> None:
    committee, other = a_committee(db, seat_count=0), a_committee(db, seat_count=0, code="AUTRE")
    report = bring(db, committee, "Un;Anne;;Élus;;;\n")

    assert refusal(db, other, report).reason is CommitteeRefusal.UNKNOWN_IMPORT
