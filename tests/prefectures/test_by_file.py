"""Two instances that hand each other files: quotas hold, changes follow, names need a note (LAW 6, WEB-9)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.prefectures.instances import Instance, exchange
from tests.refusing import refused
from tests.webinars import conference
from tests.webinars.seminar import ROOM, STARTS_AT, Seminar
from webapp.audit.model import SYSTEM
from webapp.registrations import queries as registrations
from webapp.registrations.model import RegistrationRefusal, Terms
from webapp.registrations.model.retention import Category
from webapp.sharing import queries, service
from webapp.sharing.model import SharingRefusal
from webapp.webinars import queries as webinars
from webapp.webinars import service as webinars_service
from webapp.webinars.bigbluebutton import Server
from webapp.webinars.model import Content, Room, RoomKind, WebinarRefusal, WebinarState
from webapp.webinars.service import retention
from webapp.webinars.service.preparing import Day


def test_web_9_the_seats_offered_are_held_here_and_taken_there(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    assert seminar.shown.occurrences[0].left == 3
    mont.receive(val.export())

    answers = [mont.sign_up(name) for name in ("Un", "Deux", "Trois")]
    assert [mont.status(each) for each in answers] == ["confirmed", "confirmed", "waitlisted"]
    here = [seminar.sign_up(name).registration.status for name in ("Un", "Deux", "Trois", "Quatre")]
    assert here == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    val.receive(mont.export())
    assert (val.share.taken, val.share.waiting) == (2, 1)


def test_the_catalogue_says_who_organises_and_the_form_tells_what_becomes_of_data(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())

    (listed,) = webinars.catalogue(mont.db, now=mont.now)
    assert listed.channel is not None
    assert listed.channel.name == val.house.name
    assert mont.came.form.notice.controller == mont.house.name
    assert "ne reçoit que le nombre" in mont.came.form.notice.recipients


def test_the_address_of_the_room_never_leaves(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    seminar.sign_up("Secrete")
    bundle = val.export()

    assert ROOM.encode() not in bundle
    assert b"Secrete" not in bundle
    mont.receive(bundle)
    entry = webinars.room(mont.db, mont.came_date.id).address
    assert entry.startswith("https://aa.example/rejoindre/partenaire/")
    token = entry.rpartition("/")[2]
    assert service.enter(val.db, token, means=val.means, now=STARTS_AT) == ROOM
    seminar.change_room(f"{ROOM}-autre")
    assert service.enter(val.db, token, means=val.means, now=STARTS_AT) == f"{ROOM}-autre"
    with refused(WebinarRefusal.ROOM_NOT_OPEN):
        service.enter(val.db, token, means=val.means, now=val.now)
    with refused(SharingRefusal.UNKNOWN_ENTRY):
        service.enter(val.db, "inconnu", means=val.means, now=STARTS_AT)


def test_guests_enter_a_bigbluebutton_room_each_as_somebody_else(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    token = webinars.room(mont.db, mont.came_date.id).address.rpartition("/")[2]
    room = replace(webinars.room(val.db, seminar.date_id), kind=RoomKind.BIGBLUEBUTTON, address="")
    webinars_service.set_rooms(val.db, seminar.id, [seminar.date_id], room, by=SYSTEM, now=val.now)
    with conference.running() as stand_in:
        means = replace(val.means, conference=Server(address=stand_in.address, secret=conference.SECRET))
        first, second = (service.enter(val.db, token, means=means, now=STARTS_AT) for _ in range(2))
        for each in (first, second):
            path = each.removeprefix(stand_in.address.removesuffix("/bigbluebutton/"))
            assert "SUCCESS" in stand_in.answer(path)[1]
    assert "Mont-Fictif" in first
    assert first != second


def test_more_than_what_is_free_is_not_offered(val: Instance, mont: Instance, seminar: Seminar) -> None:
    for name in ("Un", "Deux", "Trois"):
        seminar.sign_up(name)

    with refused(SharingRefusal.SEATS_TAKEN):
        val.offer(seminar, 3)
    val.offer(seminar, 2)
    assert seminar.shown.occurrences[0].left == 0


def test_a_quota_lowered_below_what_is_taken_keeps_those_taken(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 4)
    mont.receive(val.export())
    taken = [mont.sign_up(name) for name in ("Un", "Deux", "Trois")]
    val.offer(seminar, 1)
    assert (val.share.seats, val.share.held) == (1, 4)  # until they have read it, whoever signs up there has a seat

    exchange(val, mont)
    assert val.share.held == 3
    assert seminar.shown.occurrences[0].left == 2
    assert {mont.status(each) for each in taken} == {"confirmed"}
    assert mont.status(mont.sign_up("Quatre")) == "waitlisted"
    mont.withdraw(taken[0])
    exchange(mont, val)
    assert val.share.held == 2


def test_a_bundle_that_does_not_know_of_the_lowering_frees_nothing(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    val.offer(seminar, 4)
    mont.receive(val.export())
    before = mont.export()
    val.offer(seminar, 1)
    val.export()

    val.receive(before)
    assert val.share.held == 4


def test_seats_given_back_go_to_those_who_wait(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 4)
    mont.receive(val.export())
    seminar.sign_up("Un")
    waiting = seminar.sign_up("Deux").registration
    val.offer(seminar, 2)
    exchange(val, mont)

    assert seminar.reread(waiting).status == "offered"
    assert "Une place vous est proposée : Gérer l’eau en été" in val.subjects()


def test_new_hours_follow_and_are_told_from_home(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    mont.sign_up("Un")
    later = STARTS_AT + timedelta(days=1)
    day = Day(starts_at=later, ends_at=later + timedelta(hours=1), seats=5)
    version = seminar.shown.occurrences[0].version
    webinars_service.change_date(
        val.db, seminar.id, seminar.date_id, day, version=version, means=seminar.means, by=SYSTEM, now=val.now
    )
    sequence = mont.came_date.sequence

    came = mont.receive(val.export())
    assert (came.added, came.changed, came.cancelled) == (0, 1, 0)
    assert mont.came_date.starts_at == later
    assert mont.came_date.sequence > sequence
    assert mont.subjects()[-1] == "Nouvel horaire : Gérer l’eau en été"


def test_new_texts_follow(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    webinar = seminar.shown.webinar
    content = replace(webinar.content, title="Gérer l’eau toute l’année")
    webinars_service.change(val.db, seminar.id, content, version=webinar.version, by=SYSTEM, now=val.now)
    mont.receive(val.export())

    assert mont.came.webinar.title == "Gérer l’eau toute l’année"
    assert mont.came.webinar.content.channel_id is not None


def test_a_cancellation_follows_and_is_told_from_home(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    signed = mont.sign_up("Un")
    webinars_service.cancel(val.db, seminar.id, "orage annoncé", means=seminar.means, by=SYSTEM, now=val.now)

    assert mont.receive(val.export()).cancelled == 1
    assert mont.came.webinar.state is WebinarState.CANCELLED
    assert mont.came_date.cancelled
    assert mont.subjects()[-1] == "Webinaire annulé : Gérer l’eau en été"
    assert mont.status(signed) == "confirmed"  # their registration stays as it was, marked by its date


def test_seats_that_are_offered_no_more_close_the_sign_ups_and_keep_the_rest(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    kept = mont.sign_up("Un")
    val.offer(seminar, 0)
    exchange(val, mont)

    mont.now += timedelta(seconds=1)
    with refused(RegistrationRefusal.CLOSED):
        mont.sign_up("Deux")
    assert mont.status(kept) == "confirmed"
    assert val.share.held == 1


def test_web_9_counts_alone_pass_without_a_note_on_both_sides(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 3)
    mont.receive(val.export())
    mont.sign_up("Avant")
    mont.record_note()
    mont.sign_up("Pendant")

    bundle = mont.export()
    assert b"Avant" not in bundle
    assert b"Pendant" not in bundle
    val.receive(bundle)
    assert queries.people(val.db, val.share.id) == []


def test_web_9_names_pass_under_the_same_note_on_both_sides_for_those_told_so(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    val.offer(seminar, 3)
    mont.receive(val.export())
    mont.sign_up("Avant")
    for each in (val, mont):
        each.now += timedelta(minutes=1)
        each.record_note()
    exchange(mont, val)
    assert "reçoit vos nom, prénom et service" in mont.came.form.notice.recipients
    mont.sign_up("Apres")
    val.receive(mont.export())

    assert [(each.last_name, each.service) for each in queries.people(val.db, val.share.id)] == [("Apres", "Eau")]
    assert val.share.taken == 2
    val.record_note("")
    assert queries.people(val.db, val.share.id) == []
    mont.receive(val.export())
    assert b"Apres" not in mont.export()


def test_another_text_is_another_note(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 3)
    val.record_note()
    mont.receive(val.export())
    mont.record_note("Une tout autre note.")
    mont.sign_up("Un")

    assert b"Anne" not in mont.export()


def test_names_sent_without_a_note_here_are_not_kept(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 3)
    val.record_note()
    mont.receive(val.export())
    mont.record_note()
    mont.sign_up("Un")
    named = mont.export()
    assert b"Anne" in named
    val.record_note("")

    val.receive(named)
    assert queries.people(val.db, val.share.id) == []


def test_reading_again_changes_nothing(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    bundle = val.export()
    mont.receive(bundle)
    before = mont.written()

    assert mont.receive(bundle).again
    assert mont.written() == before


def test_an_older_bundle_after_a_newer_one_changes_nothing(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    older = val.export()
    val.offer(seminar, 3)
    mont.receive(val.export())
    before = mont.written()

    with refused(SharingRefusal.BUNDLE_OLDER):
        mont.receive(older)
    assert mont.written() == before
    assert mont.came_date.seats == 3


def test_two_that_only_answer_each_other_fall_silent(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    exchange(val, mont)
    before = (val.partner.sent_serial, mont.partner.sent_serial)
    exchange(val, mont)

    assert (val.partner.sent_serial, mont.partner.sent_serial) == before
    assert val.partner.acknowledged == val.partner.sent_serial


def test_what_came_is_not_passed_on(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())

    with refused(SharingRefusal.HOSTED_ITSELF):
        service.offer(
            mont.db,
            mont.came.webinar,
            mont.came_date.id,
            mont.partner.id,
            1,
            house=mont.house,
            by=mont.by,
            now=mont.now,
        )


def test_only_what_is_published_is_offered(val: Instance, mont: Instance, seminar: Seminar) -> None:
    number = webinars_service.create(val.db, Content(title="Plus tard"), by=SYSTEM, now=val.now)
    webinar = webinars.find(val.db, number)
    assert webinar is not None

    with refused(SharingRefusal.NOT_PUBLISHED):
        service.offer(val.db, webinar, 1, val.partner.id, 1, house=val.house, by=val.by, now=val.now)


def test_a_partner_set_aside_is_neither_read_nor_told(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    mont.sign_up("Un")
    answer = mont.export()
    service.end_trust(val.db, val.partner.id, by=val.by, now=val.now)

    with refused(SharingRefusal.BUNDLE_UNKNOWN_ISSUER):
        val.receive(answer)
    with refused(SharingRefusal.NOT_TRUSTED):
        val.export()


@pytest.mark.parametrize("seats", [-1, 10_001])
def test_a_number_of_seats_is_within_its_bounds(val: Instance, mont: Instance, seminar: Seminar, seats: int) -> None:
    with refused(SharingRefusal.SEATS_UNREADABLE):
        val.offer(seminar, seats)


def test_arc_1_names_received_go_at_the_term_of_those_who_sign_up_here(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    for each in (val, mont):
        each.record_note()
    val.offer(seminar, 2)
    exchange(val, mont)
    mont.sign_up("Nommee")
    exchange(mont, val)
    assert val.written()["shared_people"] == 1
    retention.adopt(val.db, Category.REGISTRANTS, "Visa AD99-2026-12", 10, key="k", by=SYSTEM, now=val.now)

    assert service.purge_due(val.db, now=STARTS_AT + timedelta(days=9)) == 0
    val.now = STARTS_AT + timedelta(days=11)
    assert service.purge_due(val.db, now=val.now) == 1
    assert val.written()["shared_people"] == 0
    assert [each.number for each in registrations.purges(val.db)] == [1]
    mont.sign_up("Autre")
    val.receive(mont.export())
    assert val.written()["shared_people"] == 0


def test_a_webinar_of_another_prefecture_is_changed_by_nobody_here(
    val: Instance, mont: Instance, seminar: Seminar
) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    shown = mont.came
    number, date = shown.webinar.id, mont.came_date
    by, now = mont.by, mont.now
    day = Day(starts_at=date.starts_at, ends_at=date.ends_at, seats=200)
    version = shown.webinar.version
    tried = [
        lambda: webinars_service.change(mont.db, number, Content(title="Autre"), version=version, by=by, now=now),
        lambda: webinars_service.add_dates(mont.db, number, [day], room=Room(), by=by, now=now),
        lambda: webinars_service.change_date(
            mont.db, number, date.id, day, version=date.version, means=mont.means, by=by, now=now
        ),
        lambda: webinars_service.set_rooms(mont.db, number, [date.id], Room(address=ROOM), by=by, now=now),
        lambda: webinars_service.set_terms(mont.db, number, Terms(overbooking=100), means=mont.means, by=by, now=now),
        lambda: webinars_service.set_notice(mont.db, number, shown.form.notice, by=by, now=now),
        lambda: webinars_service.cancel(mont.db, number, "Motif", means=mont.means, by=by, now=now),
    ]
    before = mont.written()
    for each in tried:
        with refused(WebinarRefusal.HOSTED):
            each()
    assert mont.written() == before


def test_guests_are_offered_the_overflow_room_too(val: Instance, mont: Instance, seminar: Seminar) -> None:
    val.offer(seminar, 2)
    mont.receive(val.export())
    token = webinars.room(mont.db, mont.came_date.id).address.rpartition("/")[2]
    with refused(WebinarRefusal.OVERFLOW_UNKNOWN):
        service.enter(val.db, token, means=val.means, overflow=True, now=STARTS_AT)
    room = replace(webinars.room(val.db, seminar.date_id), overflow=f"{ROOM}-debordement")
    webinars_service.set_rooms(val.db, seminar.id, [seminar.date_id], room, by=SYSTEM, now=val.now)
    with refused(WebinarRefusal.ROOM_NOT_OPEN):
        service.enter(val.db, token, means=val.means, overflow=True, now=val.now)
    assert service.enter(val.db, token, means=val.means, overflow=True, now=STARTS_AT) == f"{ROOM}-debordement"
