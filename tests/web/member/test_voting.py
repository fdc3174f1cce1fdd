"""Voting from one's own device: choose, check, send, keep the receipt; every refusal says why."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from tests.meetings.room import ABSTAIN, AGAINST, FOR, NO_PART, Room
from tests.web.visitors import Visitor, plain
from webapp.audit.model import SYSTEM
from webapp.meetings import queries as meetings
from webapp.meetings.service import voting
from webapp.polls import queries as polls


def vote_path(room: Room) -> str:
    return f"/seances/{room.meeting_id}/points/{room.item}/voter"


def check(visitor: Visitor, room: Room, seat: int, choice: str) -> TestResponse:
    path = f"/seances/{room.meeting_id}/points/{room.item}/verifier"
    return visitor.post(path, motion=room.motion, seat=room.seat(seat), choice=choice)


def send(visitor: Visitor, room: Room, seat: int, choice: str, key: str) -> TestResponse:
    return visitor.post(vote_path(room), motion=room.motion, seat=room.seat(seat), choice=choice, key=key)


def key_of(answer: TestResponse) -> str:
    found = re.search(r'name="key" value="([^"]+)"', answer.text)
    assert found
    return found.group(1)


def last_choices(room: Room) -> dict[str, str]:
    poll_id = next(each.poll_id for each in meetings.motions(room.db, room.meeting_id) if each.id == room.motion)
    assert poll_id is not None
    return {seat: ballot.choice for seat, ballot in polls.receipts_of_seats(room.db, poll_id, room.person(2)).items()}


def test_a_member_votes_in_three_steps_and_keeps_a_receipt(room: Room, second: Visitor) -> None:
    room.open_vote()

    assert "Quel est votre vote" in second.text(vote_path(room))
    checked = check(second, room, 2, FOR)
    assert "vous votez avis favorable" in re.sub("<[^>]+>", "", plain(checked))
    assert last_choices(room) == {}
    sent = send(second, room, 2, FOR, key_of(checked))

    assert sent.status_code == 303
    assert "Votre vote est reçu" in second.text(sent.location)
    assert last_choices(room) == {str(room.seat(2)): FOR}


def test_man_6_a_receipt_leads_to_the_ballot_still_to_cast(room: Room, second: Visitor) -> None:
    room.open_vote()

    own = second.text(send(second, room, 2, FOR, "cle-du-siege-2").location)
    mandate = second.text(send(second, room, 5, AGAINST, "cle-du-mandat").location)

    assert "Il vous reste un vote" in own
    assert f"par mandat de {meetings.state(room.db, room.meeting_id, now=room.tick()).seat_name(room.seat(5))}" in own
    assert "Voter par mandat" in own
    assert vote_path(room) in own
    assert "Il vous reste un vote" not in mandate


def test_vot_2_a_holder_has_a_second_ballot_and_man_6_may_use_it_differently(room: Room, second: Visitor) -> None:
    room.open_vote()

    page = second.text(vote_path(room))
    send(second, room, 2, FOR, "cle-du-siege-2")
    send(second, room, 5, AGAINST, "cle-du-mandat")

    assert page.index("Pour votre siège") < page.index("Par mandat de")
    assert last_choices(room) == {str(room.seat(2)): FOR, str(room.seat(5)): AGAINST}


def test_the_same_ballot_sent_twice_gives_the_same_receipt(room: Room, second: Visitor) -> None:
    room.open_vote()

    first, again = (send(second, room, 2, FOR, "une-seule-cle") for _ in range(2))

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location


def test_vot_2_a_vote_by_name_may_be_changed_until_the_closing(room: Room, second: Visitor) -> None:
    room.open_vote()
    send(second, room, 2, FOR, "premiere-cle")

    send(second, room, 2, ABSTAIN, "seconde-cle")

    assert last_choices(room) == {str(room.seat(2)): ABSTAIN}


def test_a_ballot_after_the_closing_is_told_not_received(room: Room, second: Visitor) -> None:
    room.open_vote()
    room.close()

    answer = send(second, room, 2, FOR, "cle-trop-tard")

    assert answer.status_code == 409
    assert last_choices(room) == {}


def test_one_cannot_cast_for_the_seat_of_another(room: Room, second: Visitor) -> None:
    room.open_vote()

    answer = send(second, room, 3, FOR, "cle-d-un-autre")

    assert answer.status_code == 409
    assert last_choices(room) == {}


def test_a_forged_choice_is_refused_and_writes_nothing(room: Room, second: Visitor) -> None:
    room.open_vote()

    answers = [
        send(second, room, 2, "pour", "cle-forgee-1"),
        send(second, room, 2, FOR, "x"),
        second.post(vote_path(room), motion="", seat="a", choice=FOR, key="cle-forgee-2"),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert last_choices(room) == {}


def test_vot_9_nothing_of_the_results_shows_while_the_vote_is_open(room: Room, app: Flask, second: Visitor) -> None:
    room.open_vote()
    send(second, room, 2, FOR, "cle-du-siege-2")
    third = Visitor(app).enter(room.person(3))

    page = third.text(f"/seances/{room.meeting_id}") + third.text(f"/seances/{room.meeting_id}/points/{room.item}")

    assert "pour," not in page
    assert "1 pour" not in page


def test_vot_9_the_result_shows_once_announced_and_not_before(room: Room, second: Visitor) -> None:
    room.open_vote()
    for number in (1, 3, 4):
        room.cast(number, FOR)
    send(second, room, 2, FOR, "cle-du-siege-2")
    send(second, room, 5, FOR, "cle-du-mandat")
    room.close()
    item = f"/seances/{room.meeting_id}/points/{room.item}"

    before = second.text(item)
    voting.announce(room.db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    after = second.text(item)

    assert "Résultat" not in before
    assert "avis favorable à l’unanimité" in after


def test_dep_1_who_withdrew_is_told_why_they_do_not_vote(room: Room, app: Flask) -> None:
    third = Visitor(app).enter(room.person(3))
    third.post(f"/seances/{room.meeting_id}/points/{room.item}/retrait", key="retrait-du-trois")
    room.open_vote()

    page = third.text(vote_path(room))

    assert "Vous vous êtes retiré de ce point" in page
    assert 'name="choice"' not in page


def test_dep_2_one_declaration_covers_the_whole_agenda(room: Room, app: Flask) -> None:
    other = room.add_item()
    third = Visitor(app).enter(room.person(3))
    path = f"/seances/{room.meeting_id}/deports"

    answer = third.post(path, {"items": [room.item, other], "key": "declaration-unique"})

    assert answer.status_code == 303
    recusals = meetings.state(room.db, room.meeting_id, now=room.tick()).presence.recusals
    assert {(each.seat, each.item_id) for each in recusals} == {(room.seat(3), room.item), (room.seat(3), other)}


def test_an_absent_member_is_told_to_come_forward(room: Room, app: Flask) -> None:
    fifth = Visitor(app).enter(room.person(5))
    room.open_vote()

    assert "par le mandat que vous avez donné" in fifth.text(f"/seances/{room.meeting_id}")


def test_a_receipt_is_for_who_cast_it_and_nobody_else(room: Room, app: Flask, second: Visitor) -> None:
    room.open_vote()
    sent = send(second, room, 2, FOR, "cle-du-siege-2")
    third = Visitor(app).enter(room.person(3))

    assert third.get(sent.location).status_code == 404
    assert "avis favorable" in second.text("/recus")


def test_the_live_part_answers_304_when_nothing_changed(room: Room, second: Visitor) -> None:
    path = f"/seances/{room.meeting_id}/etat"
    first = second.get(path)

    same = second.get(path, **{"If-None-Match": first.headers["ETag"]})
    room.open_vote()
    changed = second.get(path, **{"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_a_ballot_costs_few_statements(room: Room, second: Visitor) -> None:
    room.open_vote()
    statements: list[str] = []
    room.db._writer.set_trace_callback(statements.append)  # noqa: SLF001 — what reaches the writing connection is counted

    send(second, room, 2, FOR, "cle-comptee")
    room.db._writer.set_trace_callback(None)  # noqa: SLF001 — same

    assert (
        len([each for each in statements if not each.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "--"))])
        <= 8
    )


def test_quo_6_a_connection_lost_or_ended_is_no_departure(room: Room, second: Visitor, app: Flask) -> None:
    before = meetings.state(room.db, room.meeting_id, now=room.tick())
    room.open_vote()

    second.post("/deconnexion")

    after = meetings.state(room.db, room.meeting_id, now=room.tick())
    assert after.presence.seats == before.presence.seats
    assert after.quorum() == before.quorum()
    assert after.open is not None
    assert room.seat(2) in after.open.awaited
    room.cast(2, FOR)  # back from another device


def test_dep_2_taking_no_part_is_no_withdrawal(room: Room, second: Visitor) -> None:
    room.open_vote()
    path = f"/seances/{room.meeting_id}/points/{room.item}/voter"

    answer = second.post(path, motion=room.motion, seat=room.seat(2), choice=NO_PART.value, key="sans-prendre-part")

    assert answer.status_code == 303
    sitting = meetings.state(room.db, room.meeting_id, now=room.tick())
    assert sitting.presence.recusals == ()
    assert sitting.open is not None
    assert room.seat(2) not in sitting.open.awaited
