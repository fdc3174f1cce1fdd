"""Putting a roster into a committee: counts, seats, matching, faults by cell, and that twice changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.factories import FIRST_DAY, NOW, TODAY, a_committee, a_person, the_seats
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees import queries
from webapp.committees.model import Committee, Rank, SeatType
from webapp.committees.roster import model as sheet
from webapp.committees.service import appointments, exports, rosters, setup
from webapp.committees.service.exports import Format
from webapp.committees.service.rosters import ImportReport, Outcome
from webapp.storage.database import Database

CODERST = Path(__file__).parent / "rosters" / "coderst.csv"
HEAD = "Nom;Prénom;Organisme;Collège;Statut;Suppléant de;Courriel;Qualité;Début;Fin\n"
LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def bring(
    db: Database, committee: Committee, text: str | bytes, *, dry_run: bool = False, now: datetime = NOW
) -> ImportReport:
    content = text if isinstance(text, bytes) else (HEAD + text).encode()
    reading = rosters.read(db, committee, content, "liste.csv")
    return rosters.apply_roster(db, committee.id, reading, dry_run=dry_run, by=SYSTEM, now=now)


def figures(report: ImportReport) -> tuple[int, int, int]:
    return report.accepted, report.rejected, report.unchanged


def everything(db: Database) -> list[object]:
    tables = ("committees", "colleges", "seats", "appointments", "people", "journal")
    return [db.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]  # noqa: S608 — names of this test


def test_the_whole_coderst_takes_its_26_seats(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    report = bring(db, committee, CODERST.read_bytes())
    assert figures(report) == (49, 0, 0)
    seats = the_seats(db, committee)
    assert len(seats) == 26
    assert not any(each.vacant for each in seats)
    chair = seats[0]
    assert chair.seat.is_chair
    assert chair.titular is not None
    assert chair.titular.person.formal_name == "Mme Aurore Brumeval"
    assert [each.person.last_name for each in chair.substitutes] == ["Tournelune"]
    doctor = next(each for each in seats if each.seat.physician)
    assert doctor.titular is not None
    assert doctor.titular.person.last_name == "Guéritout"
    assert doctor.titular.act == "Arrêté du 15 décembre 2025"


def test_importing_twice_changes_nothing(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    bring(db, committee, CODERST.read_bytes())
    before = everything(db)
    assert figures(bring(db, committee, CODERST.read_bytes())) == (0, 0, 49)
    assert figures(bring(db, committee, CODERST.read_bytes(), now=LATER)) == (0, 0, 49)
    assert everything(db) == before


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    before = everything(db)
    rehearsed = bring(db, committee, CODERST.read_bytes(), dry_run=True)
    assert rehearsed.dry_run
    assert everything(db) == before
    done = bring(db, committee, CODERST.read_bytes())
    assert figures(done) == figures(rehearsed)
    assert done.rows == rehearsed.rows


def test_a_blank_committee_gets_its_colleges_seats_and_chair_from_the_file(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, CODERST.read_bytes())
    assert figures(report) == (48, 1, 0)
    assert report.colleges_added[0] == "Présidence"
    roster = queries.roster_on(db, committee.id, TODAY)
    assert len(roster.seats) == 26
    assert roster.chair is not None
    assert {each.seat.seat_type for each in roster.seats} == set(SeatType)


def test_com_5_a_substitute_of_a_qualified_person_is_a_fault_of_its_cell_in_a_blank_committee(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, CODERST.read_bytes())
    assert report.rejected == 1
    assert len(report.faults) == 1
    assert report.faults[0].cell.startswith("H")
    assert "R133-3, 3°" in report.faults[0].message


def test_com_5_a_substitute_of_another_body_is_taken_with_a_note(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, "Un;A;Commune A;Élus;titulaire;;;;;\nDeux;B;Commune B;Élus;suppléant;Un;;;;\n")
    assert figures(report) == (2, 0, 0)
    assert len(report.notes) == 1
    assert "R133-3" in report.notes[0]


def test_a_full_college_of_a_template_refuses_one_more_at_its_cell(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    text = "Un;A;ARS;Agence régionale de santé;;;;;;\nDeux;B;ARS;Agence régionale de santé;;;;;;\n"
    report = bring(db, committee, text)
    assert figures(report) == (1, 1, 0)
    assert report.faults[0].cell == "D3"
    assert report.faults[0].row == 3
    setup.explain_composition(db, committee.id, "Arrêté modificatif", by=SYSTEM, now=NOW)
    assert figures(bring(db, committee, text)) == (1, 0, 1)
    assert len(the_seats(db, committee)) == 27


def test_a_college_unknown_to_a_template_is_a_fault_of_its_cell(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    report = bring(db, committee, "Un;A;X;Amis du lac;;;;;;\nDeux;B;ARS;agence regionale de SANTE;;;;;;\n")
    assert figures(report) == (1, 1, 0)
    assert report.faults[0].cell == "D2"
    assert queries.colleges(db, committee.id)[-1].name == "Personnalités qualifiées"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("T;A;X;C;titulaire;;;;;\nS;B;X;C;suppléant;A T;;;;\n", {"S": "T"}),
        ("T;A;X;C;titulaire;;;;;\nS;B;X;C;suppléant;Mme T;;;;\n", {"S": "T"}),
        (
            "T;A;X;C;titulaire;;;;;\nU;B;Y;C;titulaire;;;;;\nS;D;Y;C;suppléant;;;;;\nR;E;X;C;suppléant;;;;;\n",
            {"S": "U", "R": "T"},
        ),
        (
            "T;A;;C;titulaire;;;;;\nS;B;;C;suppléant;;;;;\nU;D;;C;titulaire;;;;;\nR;E;;C;suppléant;;;;;\n",
            {"S": "T", "R": "U"},
        ),
        ("S;B;;C;suppléant;;;;;\nT;A;;C;titulaire;;;;;\n", {"S": "T"}),
    ],
    ids=["by whole name", "by last name", "by body", "by place", "the only titular"],
)
def test_a_substitute_finds_its_titular(db: Database, text: str, pairs: dict[str, str]) -> None:
    committee = a_committee(db, seat_count=0)
    assert bring(db, committee, text).rejected == 0
    found = {
        substitute.person.last_name: each.titular.person.last_name
        for each in the_seats(db, committee)
        if each.titular
        for substitute in each.substitutes
    }
    assert found == pairs
    assert bring(db, committee, text).accepted == 0


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("T;A;;C;titulaire;;;;;\nS;B;;C;suppléant;Personne;;;;\n", "F3"),
        ("T;A;;C;titulaire;;;;;\nU;D;;C;titulaire;;;;;\nS;B;;C;suppléant;;;;;\nR;E;;C;suppléant;;;;;\n", "E4"),
    ],
    ids=["a name nobody bears", "titulars then substitutes"],
)
def test_a_substitute_of_nobody_known_is_told_at_its_cell(db: Database, text: str, cell: str) -> None:
    committee = a_committee(db, seat_count=0)
    report = bring(db, committee, text)
    assert report.faults[0].cell == cell
    assert not any(each.substitutes for each in the_seats(db, committee))


def test_a_person_of_another_committee_is_known_again_by_name_and_address(db: Database) -> None:
    person = a_person(db, "Martin", "Jeanne", email="jeanne@val.example")
    homonym = a_committee(db, seat_count=0, code="UN")
    report = bring(
        db,
        homonym,
        "MARTIN;Jeanne;Mairie;Élus;;;JEANNE@val.example;;;\nMartin;Jeanne;Autre;Élus;;;autre@val.example;;;\n",
    )
    assert figures(report) == (2, 0, 0)
    people = [each.titular.person_id for each in the_seats(db, homonym) if each.titular]
    assert people[0] == person
    assert people[1] != person


def test_a_new_member_signs_in_with_an_address_that_nobody_else_has(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;A;X;C;;;mairie@val.example;;;\nDeux;B;X;C;;;mairie@val.example;;;\n")
    logins = [each.titular.person.login for each in the_seats(db, committee) if each.titular]
    assert logins == ["mairie@val.example", None]


def test_new_contact_data_are_corrected_and_said(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;A;X;C;;;un@val.example;;;\n")
    report = bring(db, committee, "Un;A;X;C;;;autre@val.example;;;\n")
    assert report.rows[0].outcome is Outcome.CHANGED
    assert report.rows[0].changes == (("email", "un@val.example", "autre@val.example"),)
    assert bring(db, committee, "Un;A;X;C;;;autre@val.example;;;\n").unchanged == 1
    assert len(the_seats(db, committee)) == 1


def test_a_new_quality_is_dated_so_that_old_minutes_stay_right(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;A;X;C;;;;Maire;01/01/2026;\n")
    report = bring(db, committee, "Un;A;X;C;;;;Sénateur;01/01/2026;\n", now=LATER)
    assert report.rows[0].changes == (("title", "Maire", "Sénateur"),)
    titles = {day: _title(db, committee, day) for day in (TODAY, date(2027, 2, 28), date(2027, 3, 1))}
    assert titles == {TODAY: "Maire", date(2027, 2, 28): "Maire", date(2027, 3, 1): "Sénateur"}
    assert bring(db, committee, "Un;A;X;C;;;;Sénateur;01/01/2026;\n", now=LATER).unchanged == 1


def _title(db: Database, committee: Committee, day: date) -> str:
    held = the_seats(db, committee, day)[0].titular
    assert held is not None
    return held.title


def test_a_renewal_begins_on_its_day_and_an_end_put_off_is_kept(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;A;X;C;;;;Maire;01/01/2026;31/12/2026\n")
    renewal = "Un;A;X;C;;;;Maire;01/01/2027;31/12/2029\n"
    assert bring(db, committee, renewal).rows[0].outcome is Outcome.CHANGED
    history = queries.history_of(db, the_seats(db, committee)[0].seat.id)
    assert [(each.starts_on, each.ends_on) for each in history] == [
        (FIRST_DAY, date(2026, 12, 31)),
        (date(2027, 1, 1), date(2029, 12, 31)),
    ]
    assert bring(db, committee, renewal).unchanged == 1
    assert bring(db, committee, "Un;A;X;C;;;;Maire;01/01/2027;31/12/2030\n").rows[0].changes[0][0] == "ends_on"


def test_a_member_who_left_takes_a_vacant_seat_again(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    text = "Un;A;X;C;;;;Maire;;\n"
    bring(db, committee, text)
    held = the_seats(db, committee)[0].titular
    assert held is not None
    appointments.end(db, committee.id, held.id, on=date(2026, 12, 1), reason="démission", by=SYSTEM, now=NOW)
    assert bring(db, committee, text).rows[0].outcome is Outcome.ADDED
    assert bring(db, committee, text).unchanged == 1
    assert len(the_seats(db, committee)) == 1


def test_a_refused_line_leaves_no_trace_of_itself(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;A;X;C;;;;;01/01/2026;31/12/2026\nDeux;B;X;C;;;;;;\n")
    seat = the_seats(db, committee)[0].seat
    follower = appointments.Candidate(person=a_person(db), starts_on=date(2027, 1, 1))
    appointments.appoint(db, committee.id, seat.id, follower, by=SYSTEM, now=NOW)
    report = bring(db, committee, "Un;A;X;C;;;nouveau@val.example;;01/01/2026;31/12/2028\n")
    assert figures(report) == (0, 1, 0)
    held = the_seats(db, committee)[0].titular
    assert held is not None
    assert held.person.email is None
    assert held.ends_on == date(2026, 12, 31)


def test_a_titular_of_another_college_is_not_moved_silently(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "Un;A;X;C;;;;;;\n")
    report = bring(db, committee, "Un;A;X;D;;;;;;\n")
    assert figures(report) == (0, 1, 0)
    assert [college.name for college in queries.colleges(db, committee.id)] == ["Membres", "C"]


def test_the_import_is_one_journaled_act_and_the_chain_holds(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    bring(db, committee, CODERST.read_bytes())
    last = audit.of_scope(db, f"committee:{committee.id}")[-1]
    assert last.act == "roster.imported"
    assert last.facts["accepted"] == 49
    assert audit.check_chain(db).holds


def test_the_report_has_the_shape_outsiders_rely_on(db: Database) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    text = "Un;A;ARS;Agence régionale de santé;;;;;;\nDeux;B;ARS;Agence régionale de santé;;;sans arobase;;;\n"
    told = bring(db, committee, text).as_json()
    assert (told["accepted"], told["rejected"], told["unchanged"]) == (1, 1, 0)
    assert told["faults"][0]["cell"] == "G3"
    assert set(told) == {"accepted", "rejected", "unchanged", "ignored_columns", "people", "faults"}
    assert told["people"][0]["college"] == "Agence régionale de santé"


NAMES = some.sampled_from(["Brume", "Lune", "Rive", "Songe", "Vent"])
LINES = some.lists(
    some.builds(
        sheet.Person,
        last_name=NAMES,
        first_name=some.sampled_from([None, "Aude", "Bo"]),
        organisation=some.sampled_from([None, "Mairie", "Ligue"]),
        title=some.sampled_from([None, "Maire", "Chef"]),
        email=some.sampled_from([None, "a@val.example", "b@val.example"]),
        phone=some.sampled_from([None, "06 39 98 00 00"]),
        college=some.sampled_from(["Élus", "Personnes qualifiées", "Présidence"]),
        seat_type=some.sampled_from(SeatType),
        role=some.sampled_from([Rank.TITULAR, Rank.TITULAR, Rank.SUBSTITUTE]),
        substitute_of=NAMES | some.none(),
        starts_on=some.sampled_from([None, date(2026, 1, 1), date(2026, 6, 1), date(2027, 1, 1)]),
        ends_on=some.sampled_from([None, date(2027, 6, 30), date(2028, 12, 31)]),
        physician=some.booleans(),
    ),
    max_size=8,
    unique_by=lambda line: (line.last_name, line.first_name),
)


@pytest.fixture(scope="module")
def seed(migrated: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "collegiale.db"
    path.write_bytes(migrated)
    return path


@contextmanager
def a_fresh_house(seed: Path) -> Iterator[Database]:
    """Open an empty database of its own: one example must not know the people of another."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "collegiale.db"
        copyfile(seed, path)
        db = Database.open(path)
        try:
            yield db
        finally:
            db.close()


@settings(max_examples=50, deadline=None)
@given(lines=LINES, elsewhere=LINES)
def test_whatever_the_roster_a_second_import_changes_nothing(
    seed: Path, lines: list[sheet.Person], elsewhere: list[sheet.Person]
) -> None:
    reading, other = (
        sheet.RosterReading(people=tuple(each), faults=(), ignored_columns=()) for each in (lines, elsewhere)
    )
    with a_fresh_house(seed) as db:
        rosters.apply_roster(
            db, a_committee(db, seat_count=0, code="AUTRE").id, other, dry_run=False, by=SYSTEM, now=NOW
        )
        committee = a_committee(db, seat_count=0)
        first = rosters.apply_roster(db, committee.id, reading, dry_run=False, by=SYSTEM, now=NOW)
        assert first.accepted + first.rejected + first.unchanged == len(lines)
        before = everything(db)
        second = rosters.apply_roster(db, committee.id, reading, dry_run=False, by=SYSTEM, now=NOW)
        assert (second.accepted, second.rejected) == (0, first.rejected)
        assert everything(db) == before


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_is_exported_is_imported_again_without_changing_anything(db: Database, kind: Format) -> None:
    committee = a_committee(db, template="coderst", filled=False)
    bring(db, committee, CODERST.read_bytes())
    content = exports.write(queries.roster_on(db, committee.id, TODAY), kind)
    reading = rosters.read(db, committee, content, f"membres.{kind}")
    before = everything(db)
    report = rosters.apply_roster(db, committee.id, reading, dry_run=False, by=SYSTEM, now=NOW)
    assert figures(report) == (0, 0, 49)
    assert everything(db) == before


def test_an_exported_roster_fills_another_committee(db: Database) -> None:
    one = a_committee(db, template="coderst", code="UN", filled=False)
    bring(db, one, CODERST.read_bytes())
    two = a_committee(db, template="coderst", code="DEUX", filled=False)
    people = db.value("SELECT count(*) FROM people")
    report = bring(db, two, exports.write(queries.roster_on(db, one.id, TODAY), "csv"))
    assert figures(report) == (49, 0, 0)
    assert db.value("SELECT count(*) FROM people") == people + 2  # two have no address to be known by


def test_a_substitute_whose_titular_left_stays_where_they_are(db: Database) -> None:
    committee = a_committee(db, seat_count=0)
    bring(db, committee, "T;A;X;C;titulaire;;;;;\nS;B;X;C;suppléant;A T;;;;\n")
    held = the_seats(db, committee)[0].titular
    assert held is not None
    appointments.end(db, committee.id, held.id, on=date(2026, 12, 1), reason="démission", by=SYSTEM, now=NOW)
    content = exports.write(queries.roster_on(db, committee.id, TODAY), "csv")
    assert figures(bring(db, committee, content)) == (0, 0, 1)


def test_the_address_of_who_sits_elsewhere_is_a_key_that_an_import_does_not_change(db: Database) -> None:
    committee = a_committee(db, template="blank", seat_count=0)
    line = "Exemple;Anne;Mairie de Val-Fictif;Collectivités;titulaire;;{};Maire;;\n"
    bring(db, committee, line.format("anne@val-imaginaire.example"))
    reading = rosters.read(db, committee, (HEAD + line.format("autre@val-imaginaire.example")).encode(), "liste.csv")

    kept = rosters.apply_roster(
        db, committee.id, reading, dry_run=False, may_readdress=lambda _: False, by=SYSTEM, now=NOW
    )

    assert figures(kept) == (0, 0, 1)
    assert "le courriel n’est pas changé" in kept.notes[0]
    assert db.value("SELECT email FROM people WHERE last_name = 'Exemple'") == "anne@val-imaginaire.example"
    assert figures(bring(db, committee, line.format("autre@val-imaginaire.example"))) == (1, 0, 0)
