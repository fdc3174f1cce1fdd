"""What stays and what goes when people are erased: counts without people, certificates for their own time (ARC-1)."""

from datetime import timedelta

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration
from webapp.registrations.model.retention import Category, Erased
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import store
from webapp.webinars.model import Guest, Stay
from webapp.webinars.model.attendance import Certificate, Interval, Who
from webapp.webinars.queries import attendance as queries
from webapp.webinars.queries import certificates as issued
from webapp.webinars.queries import statistics
from webapp.webinars.rules.attendance import masked
from webapp.webinars.service import attendance, certificates, inviting, retention
from webapp.webinars.store import certificates as kept

ENDED = STARTS_AT + timedelta(hours=1)
WHOLE = Interval(STARTS_AT, ENDED)


def adopt(db: Database, category: Category, days: int) -> None:
    retention.adopt(db, category, "Visa AD99-2026-12", days, key=f"{category}:{days}", by=SYSTEM, now=NOW)


def purge(seminar: Seminar, days: int) -> int:
    return retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=days))


def came(seminar: Seminar, *names: str) -> list[Registration]:
    """Sign people up, and keep that they were there to the end."""
    found = [seminar.sign_up(name).registration for name in names]
    for each in found:
        attendance.declare(
            seminar.db,
            seminar.id,
            seminar.shown.occurrences[0],
            Who(each.id),
            WHOLE,
            reason="Vue à l’écran",
            by=SYSTEM,
            now=ENDED,
        )
    return found


def attest(seminar: Seminar) -> Certificate:
    date = seminar.shown.occurrences[0]
    certificates.issue(
        seminar.db, seminar.id, date, authority="Le préfet", means=seminar.means, tell=False, by=SYSTEM, now=ENDED
    )
    return issued.of_date(seminar.db, date.id)[0]


def make_file(seminar: Seminar, certificate: Certificate) -> None:
    with unit_of_work(seminar.db):
        kept.write_made(seminar.db, certificate.id, "ab", 1)
    place = seminar.means.files / "webinars"
    place.mkdir(exist_ok=True)
    (place / "ab.pdf").write_bytes(b"%PDF Anne Exemple")


def test_arc_1_how_many_came_outlives_those_who_came(seminar: Seminar) -> None:
    came(seminar, "Exemple", "Modele")
    adopt(seminar.db, Category.PRESENCE, 10)
    adopt(seminar.db, Category.REGISTRANTS, 30)
    before = statistics.figures(seminar.db, seminar.shown)
    for days in (10, 30):
        assert purge(seminar, days)
        after = statistics.figures(seminar.db, seminar.shown)
        assert [(each.confirmed, each.came, each.rate) for each in after.dates] == [(2, 2, 100)]
        assert [(each.confirmed, each.came) for each in after.origins] == [
            (each.confirmed, each.came) for each in before.origins
        ]
    assert not queries.came(seminar.db, [seminar.date_id])


def test_arc_1_a_line_set_aside_is_not_counted_among_those_who_came(seminar: Seminar) -> None:
    (person,) = came(seminar, "Exemple")
    line = queries.of_registration(seminar.db, seminar.shown.occurrences[0], person)[0].lines[0]
    attendance.set_aside(
        seminar.db,
        seminar.id,
        seminar.shown.occurrences[0],
        line.id,
        reason="Confondue avec une autre",
        by=SYSTEM,
        now=ENDED,
    )
    adopt(seminar.db, Category.PRESENCE, 0)
    purge(seminar, 1)
    assert queries.came_numbers(seminar.db, [seminar.date_id]) == {}


def test_arc_1_a_certificate_is_kept_for_its_own_time_and_checkable_for_ever(seminar: Seminar) -> None:
    came(seminar, "Exemple")
    certificate = attest(seminar)
    make_file(seminar, certificate)
    file = seminar.means.files / "webinars" / "ab.pdf"
    adopt(seminar.db, Category.REGISTRANTS, 30)
    adopt(seminar.db, Category.PRESENCE, 365)

    assert purge(seminar, 30) == 1
    found = issued.of_number(seminar.db, certificate.number)
    assert found is not None
    assert (found.facts["name"], found.is_handed_over, file.exists()) == ("Anne Exemple", True, True)

    assert purge(seminar, 365) == 1
    found = issued.of_number(seminar.db, certificate.number)
    assert found is not None
    assert (found.facts["name"], found.hash, found.stands) == ("A. E.", certificate.hash, True)
    assert masked(found.facts["name"]) == "A. E."
    assert (found.sha256, found.is_handed_over, file.exists()) == (None, False, False)
    made = registrations.purges(seminar.db)[0]
    assert (made.erased, made.number) == (Erased.PRESENCE, 1)
    assert purge(seminar, 366) == 0


def test_arc_1_the_file_of_a_certificate_is_not_made_again_once_its_person_is_erased(seminar: Seminar) -> None:
    came(seminar, "Exemple")
    certificate = attest(seminar)
    adopt(seminar.db, Category.REGISTRANTS, 30)
    purge(seminar, 30)
    assert kept.next_to_make(seminar.db, seminar.date_id) is None
    with unit_of_work(seminar.db):
        assert not kept.write_made(seminar.db, certificate.id, "cd", 1)


def test_arc_1_strangers_of_a_list_and_what_the_room_told_go_with_the_date(seminar: Seminar) -> None:
    (person,) = came(seminar, "Exemple")
    with unit_of_work(seminar.db):
        stay = Stay(user_id=f"registration:{person.id}", joined_at=STARTS_AT, left_at=ENDED)
        store.add_stay(seminar.db, seminar.date_id, "salle", stay, at=ENDED)
        seminar.db.run(
            "INSERT INTO attendance_lists (id, occurrence_id, sha256, lines, brought_at) VALUES (1, ?, 'ab', 1, '')",
            (seminar.date_id,),
        )
        seminar.db.run(
            "INSERT INTO attendance_unknown (list_id, name, email, since, until) VALUES (1, 'Paul Inconnu', '', ?, ?)",
            (clock.to_text(STARTS_AT), clock.to_text(ENDED)),
        )
    adopt(seminar.db, Category.PRESENCE, 10)
    assert purge(seminar, 10) == 1
    for table in ("attendance", "attendance_unknown", "bbb_events"):
        assert seminar.db.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 — constants
    assert registrations.purges(seminar.db)[0].number == 2


def test_arc_1_a_stay_told_after_its_person_was_erased_says_nothing_of_them(seminar: Seminar) -> None:
    came(seminar, "Exemple")
    adopt(seminar.db, Category.REGISTRANTS, 0)
    purge(seminar, 1)
    assert queries.came_numbers(seminar.db, [seminar.date_id]) == {seminar.date_id: 1}


def test_arc_1_the_invited_go_even_where_nobody_signed_up(seminar: Seminar) -> None:
    silent = Guest(last_name="Muet", first_name="Paul", email="muet@val-imaginaire.example")
    inviting.add_guests(seminar.db, seminar.id, [silent], means=seminar.means, by=SYSTEM, now=NOW)
    adopt(seminar.db, Category.REGISTRANTS, 30)
    assert purge(seminar, 29) == 0
    assert purge(seminar, 30) == 1
    assert seminar.db.value("SELECT count(*) FROM invitations") == 0
    assert registrations.purges(seminar.db)[0].number == 1
    assert purge(seminar, 31) == 0


def test_arc_1_a_message_written_after_a_first_purge_goes_at_the_next_one(seminar: Seminar) -> None:
    seminar.sign_up("Exemple")
    adopt(seminar.db, Category.MESSAGES, 0)
    assert purge(seminar, 1) == 1
    came(seminar, "Tardif")
    assert purge(seminar, 2) == 1
    assert seminar.db.value("SELECT count(*) FROM messages WHERE address IS NOT NULL") == 0
