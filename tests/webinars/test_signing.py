"""Signing up: one seat each, the waiting list in order, offers that end, the mail that goes with each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.webinars.seminar import ROOM, STARTS_AT, Seminar, token
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Approval, Registration, RegistrationRefusal, SignUp, Status, Terms
from webapp.storage.database import Database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import WebinarRefusal


def kinds(seminar: Seminar, registration: Registration) -> list[str]:
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")
    return [each.letter.kind for each in found if each.letter.address == registration.email]


def test_web_1_at_two_hundred_and_fifty_the_next_one_waits(db: Database) -> None:
    seminar = Seminar(db, seats=250)
    found = [seminar.sign_up(f"Exemple {number}", email=f"x{number}@val.example") for number in range(251)]
    statuses = [each.registration.status for each in found]
    assert statuses == [Status.CONFIRMED] * 250 + [Status.WAITLISTED]
    assert seminar.shown.occurrences[0].held == 250


def test_web_1_three_hundred_at_once_are_two_hundred_and_fifty_confirmed(db: Database) -> None:
    seminar = Seminar(db, seats=250)
    shown, date_id = seminar.shown, seminar.date_id

    def one(number: int) -> Registration:
        return seminar.sign_up(f"Exemple {number}", email=f"x{number}@val.example", key=f"k{number}").registration

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(one, range(300)))
    in_order = registrations.of_occurrence(db, date_id, frozenset(Status))
    assert [each.status for each in in_order] == [Status.CONFIRMED] * 250 + [Status.WAITLISTED] * 50
    assert len({each.id for each in found}) == 300
    assert shown.occurrences[0].seats == 250


def test_web_2_the_same_form_or_the_same_person_again_is_one_registration(seminar: Seminar) -> None:
    first = seminar.sign_up("Exemple", key="k")
    assert first.anew
    again = seminar.sign_up("Autre", key="k")
    assert (again.anew, again.registration.id) == (False, first.registration.id)
    same = seminar.sign_up("  EXÉMPLE ", email=" Exemple@VAL-imaginaire.example")
    assert (same.anew, same.registration.id) == (False, first.registration.id)
    assert seminar.shown.occurrences[0].held == 1


def test_web_2_a_shared_mailbox_holds_several_people(seminar: Seminar) -> None:
    one = seminar.sign_up("Exemple", email="mairie@val.example")
    other = seminar.sign_up("Modele", email="mairie@val.example")
    assert one.registration.id != other.registration.id


def test_web_3_a_withdrawal_offers_the_seat_to_the_first_who_waits(seminar: Seminar) -> None:
    first, _, waits, later = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois", "Quatre"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=NOW)
    offered = seminar.reread(waits)
    assert (offered.status, offered.offer_ends_at) == (Status.OFFERED, NOW + timedelta(hours=24))
    assert seminar.reread(later).status is Status.WAITLISTED
    assert kinds(seminar, waits) == ["webinar.waitlisted", "webinar.offered"]
    assert kinds(seminar, first) == ["webinar.confirmed", "webinar.cancelled"]


def test_web_3_on_the_stroke_an_offer_is_still_taken_and_a_millisecond_later_no_longer(seminar: Seminar) -> None:
    first, second, waits, later = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois", "Quatre"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=NOW)
    ends_at = NOW + timedelta(hours=24)
    assert webinars.accept(seminar.db, token(waits), means=seminar.means, now=ends_at).status is Status.CONFIRMED
    webinars.withdraw(seminar.db, token(second), means=seminar.means, now=ends_at)
    late = ends_at + timedelta(hours=24, milliseconds=1)
    with pytest.raises(Refusal) as refused:
        webinars.accept(seminar.db, token(later), means=seminar.means, now=late)
    assert refused.value.reason is RegistrationRefusal.OFFER_ENDED


def test_web_3_an_offer_whose_time_is_over_goes_to_the_next_one(seminar: Seminar) -> None:
    first, _, waits, later = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois", "Quatre"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=NOW)
    after = NOW + timedelta(hours=24, seconds=1)
    assert webinars.settle(seminar.db, seminar.date_id, means=seminar.means, now=after) == 2
    assert seminar.reread(waits).status is Status.CANCELLED
    assert seminar.reread(later).status is Status.OFFERED
    assert webinars.settle(seminar.db, seminar.date_id, means=seminar.means, now=after) == 0


def test_web_3_in_the_last_day_the_next_one_is_confirmed_at_once(seminar: Seminar) -> None:
    first, _, waits = (seminar.sign_up(name).registration for name in ("Un", "Deux", "Trois"))
    webinars.withdraw(seminar.db, token(first), means=seminar.means, now=STARTS_AT - timedelta(hours=24))
    assert seminar.reread(waits).status is Status.CONFIRMED


def test_nobody_overtakes_the_waiting_list_not_even_where_a_group_waits_for_more(db: Database) -> None:
    seminar = Seminar(db, seats=3, terms=Terms(largest_group=6))
    first = seminar.sign_up("Un", others=1).registration
    group = seminar.sign_up("Groupe", others=2).registration
    assert (first.status, group.status) == (Status.CONFIRMED, Status.WAITLISTED)
    assert seminar.sign_up("Seul").registration.status is Status.WAITLISTED
    webinars.withdraw(db, token(first), means=seminar.means, now=NOW)
    assert seminar.reread(group).status is Status.OFFERED


def test_web_4_a_request_that_is_refused_frees_the_seat_that_it_held(db: Database) -> None:
    seminar = Seminar(db, seats=1, terms=Terms(approval=Approval.ORGANISER))
    asked, waits = seminar.sign_up("Un").registration, seminar.sign_up("Deux").registration
    assert (asked.status, waits.status) == (Status.PENDING, Status.WAITLISTED)
    webinars.decide(db, seminar.shown.webinar, asked.id, agreed=False, means=seminar.means, by=SYSTEM, now=NOW)
    assert seminar.reread(asked).status is Status.REJECTED
    assert seminar.reread(waits).status is Status.OFFERED


def test_web_9_seats_kept_for_an_origin_go_to_its_people_alone(db: Database) -> None:
    seminar = Seminar(db, seats=3, quotas={"32": 2})
    assert seminar.sign_up("Un").registration.status is Status.CONFIRMED
    assert seminar.sign_up("Deux").registration.status is Status.WAITLISTED
    assert seminar.sign_up("Trois", origin="32").registration.status is Status.CONFIRMED
    assert seminar.sign_up("Quatre", origin="32").registration.status is Status.CONFIRMED
    assert seminar.sign_up("Cinq", origin="32").registration.status is Status.WAITLISTED


def test_web_9_an_answer_says_for_which_kept_seats_somebody_comes(db: Database) -> None:
    seminar = Seminar(db, seats=2, quotas={"Gers": 1})
    typed = SignUp(last_name="Un", first_name="Anne", email="un@val.example", answers={"origin": "Gers"})
    shown, date_id = seminar.shown, seminar.date_id
    received = webinars.sign_up(db, shown, date_id, typed, key="k", means=seminar.means, now=NOW)
    assert received.registration.origin == "Gers"
    assert {each.origin: each.held for each in seminar.shown.occurrences[0].pools} == {"": 0, "Gers": 1}


def test_web_11_on_the_stroke_of_the_closing_one_still_signs_up(seminar: Seminar) -> None:
    assert seminar.sign_up("Un", now=STARTS_AT).anew
    with pytest.raises(Refusal) as refused:
        seminar.sign_up("Deux", now=STARTS_AT + timedelta(milliseconds=1))
    assert refused.value.reason is RegistrationRefusal.CLOSED


def test_the_room_opens_to_the_confirmed_at_its_hour_and_follows_its_changes(seminar: Seminar) -> None:
    confirmed = seminar.sign_up("Un").registration
    entry = token(confirmed, "entry")
    opens_at = STARTS_AT - timedelta(minutes=15)
    with pytest.raises(Refusal) as early:
        webinars.enter(seminar.db, entry, means=seminar.means, now=opens_at - timedelta(seconds=1))
    assert early.value.reason is WebinarRefusal.ROOM_NOT_OPEN
    assert webinars.enter(seminar.db, entry, means=seminar.means, now=opens_at) == ROOM
    seminar.change_room("https://visio.val-imaginaire.example/autre")
    assert webinars.enter(seminar.db, entry, means=seminar.means, now=STARTS_AT).endswith("/autre")


def test_the_address_of_the_room_is_in_no_message_and_no_journal(seminar: Seminar) -> None:
    seminar.sign_up("Un")
    written = [str(row) for row in seminar.db.rows("SELECT * FROM messages")]
    sealed = [str(row) for row in seminar.db.rows("SELECT * FROM journal")]
    assert not [each for each in written + sealed if "salle-secrete" in each]
    assert not [each for each in sealed if "Anne" in each]


def test_the_catalogue_finds_without_accents_and_hides_what_is_not_published(seminar: Seminar) -> None:
    found = queries.catalogue(seminar.db, now=NOW, words="GERER l'eau")
    assert [each.webinar.title for each in found] == ["Gérer l’eau en été"]
    assert queries.catalogue(seminar.db, now=NOW, words="feu") == []
