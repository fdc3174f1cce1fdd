"""Who came: five sources, one presence; what the organiser corrects; certificates at the threshold, revocable."""

from datetime import datetime, timedelta

import pytest

from tests.factories import NOW
from tests.pdf.structure import assert_conforms
from tests.webinars.seminar import STARTS_AT, Seminar
from tests.webinars.test_signing import token
from webapp.audit.model import SYSTEM
from webapp.jobs import queries as jobs
from webapp.jobs.model import JobState
from webapp.kernel.errors import Refusal
from webapp.outbox import queries as outbox
from webapp.registrations.model import Occurrence, Registration, Terms
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import service as webinars
from webapp.webinars.model.attendance import AttendanceRefusal, Attendee, Interval, Source, Who
from webapp.webinars.queries import attendance as queries
from webapp.webinars.queries import certificates as issued
from webapp.webinars.rules import attendance as rules
from webapp.webinars.service import attendance, attendance_lists, certificates
from webapp.webinars.service.retention import ERASERS

AFTER = STARTS_AT + timedelta(hours=2)


def at(minutes: float) -> datetime:
    return STARTS_AT + timedelta(minutes=minutes)


def between(since: float, until: float) -> Interval:
    return Interval(at(since), at(until))


def date_of(seminar: Seminar) -> Occurrence:
    return seminar.shown.occurrences[0]


def person(seminar: Seminar, registration: Registration, position: int = 0) -> Attendee:
    return queries.of_registration(seminar.db, date_of(seminar), seminar.reread(registration))[position]


def minutes(seminar: Seminar, registration: Registration, position: int = 0) -> int:
    return person(seminar, registration, position).presence.minutes


def declared(seminar: Seminar, registration: Registration, interval: Interval, **how: str) -> None:
    attendance.declare(
        seminar.db,
        seminar.id,
        date_of(seminar),
        Who(registration.id),
        interval,
        reason=how.get("reason", "Vu à l’écran"),
        by=SYSTEM,
        now=AFTER,
        key=how.get("key"),
    )


def brought(seminar: Seminar, text: str) -> int:
    read = attendance_lists.bring_in(
        seminar.db, seminar.id, date_of(seminar), text.encode(), "liste.csv", by=SYSTEM, now=AFTER
    )
    return len(read.rows)


def issue(seminar: Seminar, *, now: datetime = AFTER, tell: bool = True) -> int:
    return certificates.issue(
        seminar.db,
        seminar.id,
        date_of(seminar),
        authority="Préfecture du Val-Imaginaire",
        means=seminar.means,
        tell=tell,
        by=SYSTEM,
        now=now,
    )


def test_the_personal_link_notes_an_instant_and_the_page_kept_open_the_minutes(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    entry = token(came, "entry")
    with pytest.raises(Refusal) as refused:
        attendance.stay(seminar.db, entry, now=at(0))
    assert refused.value.reason is AttendanceRefusal.NOT_ARRIVED
    webinars.enter(seminar.db, entry, means=seminar.means, now=at(0))
    found = person(seminar, came)
    assert (found.presence.seen, found.presence.minutes) == (True, 0)
    for minute in (1, 2, 3, 4, 30, 31):
        attendance.stay(seminar.db, entry, now=at(minute))
    assert minutes(seminar, came) == 5


def test_web_6_sources_that_overlap_are_merged(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    with unit_of_work(seminar.db):
        first = attendance.record(
            seminar.db, came.id, Source.BIGBLUEBUTTON, between(0, 20), reference="salle:u1", now=AFTER
        )
        again = attendance.record(
            seminar.db, came.id, Source.BIGBLUEBUTTON, between(0, 20), reference="salle:u1", now=AFTER
        )
    declared(seminar, came, between(10, 40))
    assert first is not None
    assert again is None
    assert minutes(seminar, came) == 40


def test_arrivals_and_departures_at_the_door_make_an_interval(seminar: Seminar) -> None:
    came, date = seminar.sign_up("Un").registration, date_of(seminar)
    who = Who(came.id)
    with pytest.raises(Refusal) as refused:
        attendance.leave(seminar.db, seminar.id, date, who, by=SYSTEM, now=at(5))
    assert refused.value.reason is AttendanceRefusal.NOT_ARRIVED
    attendance.arrive(seminar.db, seminar.id, date, who, by=SYSTEM, now=at(5))
    attendance.leave(seminar.db, seminar.id, date, who, by=SYSTEM, now=at(50))
    assert minutes(seminar, came) == 45
    with pytest.raises(Refusal):
        attendance.leave(seminar.db, seminar.id, date, who, by=SYSTEM, now=at(55))


def test_a_form_sent_twice_declares_once_and_a_line_set_aside_counts_no_more(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    for _ in range(2):
        declared(seminar, came, between(0, 60), key="k")
    (line,) = person(seminar, came).lines
    attendance.set_aside(
        seminar.db, seminar.id, date_of(seminar), line.id, reason="Autre personne", by=SYSTEM, now=AFTER
    )
    found = person(seminar, came)
    assert (found.presence.seen, found.lines[0].set_aside) == (False, "Autre personne")
    with pytest.raises(Refusal) as refused:
        attendance.set_aside(seminar.db, seminar.id, date_of(seminar), line.id, reason="Encore", by=SYSTEM, now=AFTER)
    assert refused.value.reason is AttendanceRefusal.ALREADY_SET_ASIDE
    assert not queries.has_come(seminar.db, came)


def test_somebody_of_another_date_is_not_noted_at_this_one(seminar: Seminar) -> None:
    other = Seminar(seminar.db, title="Autre").sign_up("Ailleurs").registration
    with pytest.raises(Refusal) as refused:
        declared(seminar, other, between(0, 60))
    assert refused.value.reason is AttendanceRefusal.UNKNOWN_PERSON


LIST = (
    "Nom complet;Courriel;Arrivée;Départ\n"
    "Un Anne;;14:30;15:20\n"
    "Salle du conseil;;14:30;14:50\n"
    "Salle du conseil;;14:55;15:30\n"
)


def test_a_list_notes_those_whom_it_names_and_the_rest_waits_for_the_organiser(seminar: Seminar) -> None:
    one, two = seminar.sign_up("Un").registration, seminar.sign_up("Deux").registration
    assert brought(seminar, LIST) == 3
    assert minutes(seminar, one) == 50
    waiting = queries.unknown(seminar.db, seminar.date_id)
    assert [each.row.name for each in waiting] == ["Salle du conseil"] * 2
    attendance_lists.attach(seminar.db, seminar.id, date_of(seminar), waiting[0].id, Who(two.id), by=SYSTEM, now=AFTER)
    assert minutes(seminar, two) == 55
    assert queries.unknown(seminar.db, seminar.date_id) == []
    with pytest.raises(Refusal) as refused:
        brought(seminar, LIST)
    assert refused.value.reason is AttendanceRefusal.LIST_KNOWN


def test_a_list_set_aside_takes_its_lines_with_it_and_may_come_again(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    brought(seminar, LIST)
    (kept,) = queries.lists(seminar.db, seminar.date_id)
    attendance_lists.set_list_aside(
        seminar.db, seminar.id, date_of(seminar), kept.id, reason="Autre réunion", by=SYSTEM, now=AFTER
    )
    assert minutes(seminar, one) == 0
    assert queries.unknown(seminar.db, seminar.date_id) == []
    brought(seminar, LIST)
    assert minutes(seminar, one) == 50


def test_a_row_left_out_leaves_no_name(seminar: Seminar) -> None:
    seminar.sign_up("Un")
    brought(seminar, LIST)
    waiting = queries.unknown(seminar.db, seminar.date_id)
    attendance_lists.leave_out(seminar.db, seminar.id, date_of(seminar), waiting[0].id, by=SYSTEM, now=AFTER, key=None)
    assert seminar.db.rows("SELECT * FROM attendance_unknown") == []


def test_those_behind_the_same_screen_are_attested_on_the_organisers_word(db: Database) -> None:
    seminar = Seminar(db, seats=10, terms=Terms(largest_group=6))
    group = seminar.sign_up("Un", others=2).registration
    declared(seminar, group, between(0, 50))
    attendance.share(db, seminar.id, date_of(seminar), group.id, [1], reason="Présents ensemble", by=SYSTEM, now=AFTER)
    assert [minutes(seminar, group, place) for place in (0, 1, 2)] == [50, 50, 0]
    assert issue(seminar) == 2
    names = [each.facts["name"] for each in issued.of_date(db, seminar.date_id)]
    assert names == ["Anne Un", "Zoé Voisin A"]
    assert len([each for each in outbox.about(db, f"webinar:{seminar.id}") if "certificate" in each.letter.kind]) == 1


def test_web_6_a_certificate_goes_to_those_who_reach_the_threshold_and_to_nobody_else(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    enough, short, absent = (seminar.sign_up(name).registration for name in ("Assez", "Court", "Absent"))
    with pytest.raises(Refusal) as early:
        issue(seminar, now=at(59))
    assert early.value.reason is AttendanceRefusal.NOT_OVER
    declared(seminar, enough, between(0, 48))
    declared(seminar, short, between(0, 47))
    assert issue(seminar) == 1
    (kept,) = issued.of_date(db, seminar.date_id)
    assert (kept.who, kept.facts["minutes"], kept.facts["session_minutes"]) == (Who(enough.id), 48, 60)
    assert kept.hash == rules.hash_of(kept.facts)
    assert issued.of_registration(db, absent) == []
    with pytest.raises(Refusal) as refused:
        issue(seminar)
    assert refused.value.reason is AttendanceRefusal.NOBODY_REACHES


def test_web_6_a_revoked_certificate_says_so_and_another_may_be_issued(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    declared(seminar, came, between(0, 60))
    issue(seminar)
    (first,) = issued.of_date(seminar.db, seminar.date_id)
    certificates.revoke(
        seminar.db, seminar.id, date_of(seminar), first.number, reason="Nom mal écrit", by=SYSTEM, now=AFTER
    )
    gone = issued.of_number(seminar.db, first.number.lower())
    assert gone is not None
    assert (gone.stands, gone.revoke_reason) == (False, "Nom mal écrit")
    assert issued.of_registration(seminar.db, came) == []
    assert issue(seminar, tell=False) == 1


def test_the_worker_makes_one_certificate_at_a_time_then_the_next(seminar: Seminar) -> None:
    for each in [seminar.sign_up(name).registration for name in ("Un", "Deux")]:
        declared(seminar, each, between(0, 60))
    issue(seminar)
    folder = seminar.db.path.parent
    made = certificates.make_next(
        seminar.db,
        seminar.date_id,
        folder=folder,
        public_address="http://localhost",
        report=lambda *_: None,
        now=AFTER,
    )
    first, second = issued.of_date(seminar.db, seminar.date_id)
    assert made["made"] == first.number
    title = f"Attestation {first.number}, {first.facts['name']}, Gérer l’eau en été"
    assert_conforms(certificates.read(folder, first.sha256), title=title)
    assert second.sha256 is None
    assert jobs.counts(seminar.db)[JobState.DUE] == 2


def test_the_attendance_sheet_is_made_as_a_pdf(seminar: Seminar) -> None:
    came, _ = (seminar.sign_up(name).registration for name in ("Un", "Deux"))
    declared(seminar, came, between(0, 30))
    certificates.ask_sheet(seminar.db, seminar.id, date_of(seminar), by=SYSTEM, now=AFTER)
    asked = issued.latest_sheet(seminar.db, seminar.date_id)
    assert asked is not None
    folder = seminar.db.path.parent
    made = certificates.make_sheet(
        seminar.db, asked.id, folder=folder, authority="Préfecture", report=lambda *_: None, now=AFTER
    )
    title = "Feuille de présence, Gérer l’eau en été, 20\u00a0décembre\u00a02026"
    assert_conforms(certificates.read(folder, made["sha256"]), title=title)


def test_what_was_seen_of_somebody_is_erased_with_them(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    declared(seminar, came, between(0, 30))
    with unit_of_work(seminar.db):
        attendance.forget(seminar.db, [came.id])
    assert person(seminar, came).lines == ()


def test_arc_1_erasing_everybody_leaves_no_name_in_lists_nor_certificates(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    declared(seminar, came, between(0, 60))
    issue(seminar)
    brought(seminar, LIST)
    with unit_of_work(seminar.db):
        for each in ERASERS:
            each(seminar.db, seminar.shown.campaign, [came.id], AFTER)
        certificates.forget(seminar.db, [came.id], folder=seminar.means.files, now=AFTER)
    (kept,) = issued.of_date(seminar.db, seminar.date_id)
    assert (kept.facts["name"], kept.facts["service"], kept.facts["minutes"]) == ("A. U.", "", 60)
    assert seminar.db.rows("SELECT * FROM attendance_unknown") == []
    assert seminar.db.rows("SELECT * FROM attendance") == []


def test_the_journal_names_nobody_who_came(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    declared(seminar, came, between(0, 60))
    brought(seminar, LIST)
    issue(seminar)
    sealed = [str(row) for row in seminar.db.rows("SELECT * FROM journal WHERE at > ?", (NOW.isoformat(),))]
    assert sealed
    assert not [each for each in sealed if "Anne" in each or "conseil" in each]
