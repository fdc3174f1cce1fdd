"""Changing a registration: a group grows or shrinks, somebody comes from elsewhere; answers given twice, late or to nothing."""

from dataclasses import replace
from datetime import timedelta

from tests.factories import NOW
from tests.refusing import refused
from tests.webinars.seminar import STARTS_AT, Seminar, token
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Approval, Companion, Registration, RegistrationRefusal, SignUp, Status, Terms
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganisingRefusal, WebinarRefusal
from webapp.webinars.service import desk
from webapp.webinars.service.preparing import Day

GROUPS = Terms(largest_group=6)


def correct(seminar: Seminar, before: Registration, *, others: int = 0, origin: str | None = None) -> Registration:
    """Correct somebody, with `others` behind the same screen."""
    found = seminar.reread(before)
    typed = SignUp(
        last_name=found.last_name,
        first_name=found.first_name,
        email=found.email,
        origin=found.origin if origin is None else origin,
        companions=tuple(Companion(last_name=f"Voisin {each}", first_name="Zoé") for each in "ABCDE"[:others]),
    )
    return webinars.correct(
        seminar.db, token(found), typed, version=found.version, means=seminar.means, now=NOW + timedelta(minutes=1)
    )


def held(seminar: Seminar) -> dict[str, int]:
    return {each.origin: each.held for each in seminar.shown.occurrences[0].pools}


def test_a_group_grows_as_long_as_there_are_seats(db: Database) -> None:
    seminar = Seminar(db, seats=4, terms=GROUPS)
    group = seminar.sign_up("Groupe", others=1).registration
    assert correct(seminar, group, others=3).seats == 4
    assert held(seminar) == {"": 4}
    with refused(RegistrationRefusal.NO_SEATS_FOR_CHANGE):
        correct(seminar, group, others=4)
    assert held(seminar) == {"": 4}
    assert len(registrations.companions_of(db, [group.id])[group.id]) == 3


def test_a_group_that_grows_overtakes_nobody_who_waits(db: Database) -> None:
    seminar = Seminar(db, seats=3, terms=GROUPS)
    group = seminar.sign_up("Groupe").registration
    seminar.sign_up("Attend", others=2)
    with refused(RegistrationRefusal.NO_SEATS_FOR_CHANGE):
        correct(seminar, group, others=1)
    assert held(seminar) == {"": 1}


def test_web_3_a_group_that_shrinks_gives_its_seats_to_the_first_who_waits(db: Database) -> None:
    seminar = Seminar(db, seats=3, terms=GROUPS)
    group = seminar.sign_up("Groupe", others=2).registration
    waits = seminar.sign_up("Attend").registration
    correct(seminar, group, others=1)
    assert seminar.reread(waits).status is Status.OFFERED
    assert held(seminar) == {"": 3}


def test_web_9_somebody_who_comes_from_elsewhere_takes_the_seats_kept_there(db: Database) -> None:
    seminar = Seminar(db, seats=3, quotas={"38": 1, "73": 1})
    mine = seminar.sign_up("Exemple", origin="38").registration
    assert held(seminar) == {"": 0, "38": 1, "73": 0}
    assert correct(seminar, mine, origin="73").origin == "73"
    assert held(seminar) == {"": 0, "38": 0, "73": 1}
    correct(seminar, mine, origin="")
    assert held(seminar) == {"": 1, "38": 0, "73": 0}


def test_web_9_no_change_of_origin_takes_a_seat_that_is_not_there(db: Database) -> None:
    seminar = Seminar(db, seats=2, quotas={"38": 1})
    mine = seminar.sign_up("Exemple", origin="38").registration
    seminar.sign_up("Autre")
    with refused(RegistrationRefusal.NO_SEATS_FOR_CHANGE):
        correct(seminar, mine, origin="")
    assert seminar.reread(mine).origin == "38"


def test_web_9_the_seat_that_a_change_of_origin_frees_goes_on(db: Database) -> None:
    seminar = Seminar(db, seats=2, quotas={"38": 1})
    mine, waits = seminar.sign_up("Exemple", origin="38").registration, None
    waits = seminar.sign_up("Attend", origin="38").registration  # takes the seat open to all
    later = seminar.sign_up("Ensuite", origin="38").registration
    assert [seminar.reread(each).status for each in (mine, waits, later)] == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.WAITLISTED,
    ]
    webinars.withdraw(db, token(waits), means=seminar.means, now=NOW)
    assert seminar.reread(later).status is Status.OFFERED


def test_web_4_one_form_gives_one_answer_of_the_two_that_a_request_waits_for(db: Database) -> None:
    seminar = Seminar(db)
    webinars.set_terms(db, seminar.id, Terms(approval=Approval.BOTH), means=seminar.means, by=SYSTEM, now=NOW)
    asked = seminar.sign_up("Exemple", manager_email="chef@val.example").registration
    webinar = seminar.shown.webinar
    said = {"version": asked.version, "means": seminar.means, "by": SYSTEM, "now": NOW}
    webinars.decide(db, webinar, asked.id, agreed=True, **said)
    with refused(RegistrationRefusal.NOTHING_TO_DECIDE):
        webinars.decide(db, webinar, asked.id, agreed=True, **said)
    assert seminar.reread(asked).status is Status.PENDING


def test_nobody_is_confirmed_by_a_word_that_was_not_waited_for(seminar: Seminar) -> None:
    people = [seminar.sign_up(name).registration for name in ("Un", "Deux", "Attend")]
    for each in people:
        for agreed in (True, False):
            with refused(RegistrationRefusal.NOTHING_TO_DECIDE):
                webinars.decide(
                    seminar.db,
                    seminar.shown.webinar,
                    each.id,
                    agreed=agreed,
                    means=seminar.means,
                    by=SYSTEM,
                    now=NOW,
                )
    assert [seminar.reread(each).status for each in people] == [each.status for each in people]


def test_an_offer_of_a_date_cancelled_meanwhile_is_no_longer_accepted(seminar: Seminar) -> None:
    first, _, waits = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Attend"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=NOW)
    date = seminar.shown.occurrences[0]
    webinars.cancel_date(
        seminar.db, seminar.id, date.id, "Panne", version=date.version, means=seminar.means, by=SYSTEM, now=NOW
    )
    sent = len(outbox.everything(seminar.db))
    with refused(RegistrationRefusal.OCCURRENCE_CANCELLED):
        webinars.accept(seminar.db, token(waits), means=seminar.means, now=NOW)
    assert len(outbox.everything(seminar.db)) == sent


def test_nobody_withdraws_from_what_is_over_and_stays_counted(seminar: Seminar) -> None:
    person = seminar.sign_up("Un").registration
    with refused(WebinarRefusal.ROOM_OVER):
        webinars.withdraw(seminar.db, token(person), means=seminar.means, now=STARTS_AT + timedelta(hours=1, seconds=1))
    assert seminar.reread(person) == replace(person)


def test_capacity_lowered_below_the_confirmed_takes_nobodys_seat_and_lets_nobody_in(db: Database) -> None:
    seminar = Seminar(db, seats=3)
    people = [seminar.sign_up(f"N{number}").registration for number in range(3)]
    waits = seminar.sign_up("Attend").registration
    date = seminar.shown.occurrences[0]
    day = Day(starts_at=date.starts_at, ends_at=date.ends_at, seats=1)
    webinars.change_date(db, seminar.id, date.id, day, version=date.version, means=seminar.means, by=SYSTEM, now=NOW)
    assert {seminar.reread(each).status for each in people} == {Status.CONFIRMED}
    for each in people[:2]:
        webinars.withdraw(db, token(each), means=seminar.means, now=NOW)
        assert seminar.reread(waits).status is Status.WAITLISTED
    webinars.withdraw(db, token(people[2]), means=seminar.means, now=NOW)
    assert seminar.reread(waits).status is Status.OFFERED


def test_web_4_a_manager_who_does_not_answer_is_asked_again_once_an_hour(db: Database) -> None:
    seminar = Seminar(db)
    webinars.set_terms(db, seminar.id, Terms(approval=Approval.MANAGER), means=seminar.means, by=SYSTEM, now=NOW)
    asked = seminar.sign_up("Exemple", manager_email="chef@val.example").registration

    def written() -> list[str | None]:
        return [each.letter.address for each in outbox.everything(db) if each.letter.kind == "webinar.manager_asked"]

    for hours in (1, 2):
        webinars.remind_manager(db, seminar.id, asked.id, by=SYSTEM, now=NOW + timedelta(hours=hours))
    with refused(OrganisingRefusal.REMINDED_ALREADY):
        webinars.remind_manager(db, seminar.id, asked.id, by=SYSTEM, now=NOW + timedelta(hours=2, minutes=5))
    assert written() == ["chef@val.example"] * 3
    webinars.decide_as_manager(db, token(asked, "manager"), agreed=True, means=seminar.means, now=NOW)
    with refused(RegistrationRefusal.NOTHING_TO_DECIDE):
        webinars.remind_manager(db, seminar.id, asked.id, by=SYSTEM, now=NOW + timedelta(hours=4))


def test_a_question_written_in_the_form_reaches_the_desk_and_goes_with_its_person(seminar: Seminar) -> None:
    person = seminar.sign_up("Exemple", question="Combien\nd’eau ?").registration
    seminar.sign_up("Muet")
    form, date = seminar.shown.form, seminar.shown.occurrences[0]
    (found,) = queries.written(seminar.db, form, date)
    for _ in range(2):
        webinars.take_written(
            seminar.db, seminar.id, date.id, found.registration_id, found.field, by=SYSTEM, now=NOW, key="k"
        )
    assert [each.text for each in queries.questions(seminar.db, date.id).asked] == ["Combien d’eau ?"]
    assert queries.written(seminar.db, form, date) == ()
    with refused(WebinarRefusal.UNKNOWN_QUESTION):
        webinars.take_written(seminar.db, seminar.id, date.id, person.id, "question", by=SYSTEM, now=NOW)
    with unit_of_work(seminar.db):
        desk.forget_questions(seminar.db, seminar.shown.campaign, [person.id], NOW)
    assert queries.questions(seminar.db, date.id).asked == ()


def test_a_clock_moved_back_reopens_no_offer(seminar: Seminar) -> None:
    first, _, waits = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Attend"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=NOW)
    with unit_of_work(seminar.db):
        audit.record(seminar.db, "webinar.reminded", "webinar:1", by=SYSTEM, now=STARTS_AT, round="hour")
    with refused(RegistrationRefusal.OFFER_ENDED):
        webinars.accept(seminar.db, token(waits), means=seminar.means, now=NOW + timedelta(hours=1))


def test_web_2_a_name_with_a_sign_that_nobody_sees_is_the_same_person(seminar: Seminar) -> None:
    one = seminar.sign_up("Exemple")
    again = seminar.sign_up("Exem\u200dple", email="exemple@val-imaginaire.example")
    assert again.registration.id == one.registration.id
