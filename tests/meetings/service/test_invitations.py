"""The person heard: a link of their own, what they have read and written, and what outlives the link."""

from datetime import timedelta

import pytest

from tests.meetings.room import Room
from tests.refusing import refused
from webapp.accounts.model import AccountRefusal, Linking
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.kernel.tokens import Token
from webapp.meetings import queries
from webapp.meetings.queries import PassagePage
from webapp.meetings.service import agenda, conduct, hearings, invitations
from webapp.meetings.sitting import HearingRefusal, MeetingRefusal
from webapp.outbox import queries as outbox
from webapp.outbox.model import LINK, Message
from webapp.storage.database import Database, unit_of_work

LINKING = Linking(key="a" * 64, lasts=timedelta(days=5))
ADDRESS = "demandeuse@val-imaginaire.example"


class Heard(Room):
    """A sitting with somebody to hear on its item."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.hearing = hearings.plan(
            db,
            self.meeting_id,
            self.item,
            "Mme Capucine Eauvive, exploitante",
            planned_at=self.clock + timedelta(minutes=30),
            by=SYSTEM,
            now=self.tick(),
        )

    def invite(self, *, address: str = ADDRESS, with_draft: bool = False, key: str | None = None) -> Token:
        token = invitations.invite(
            self.db,
            self.meeting_id,
            self.hearing,
            address=address,
            with_draft=with_draft,
            linking=LINKING,
            by=self.desk,
            now=self.tick(),
            key=key,
        )
        assert token is not None
        return token

    def observe(self, token: str, body: str = "Nous acceptons les prescriptions.", key: str | None = None) -> None:
        invitations.observe(self.db, token, body, now=self.tick(), key=key or self.key())

    def page(self, token: str) -> PassagePage:
        return queries.passage_page(self.db, token, now=self.tick())

    @property
    def written(self) -> list[str]:
        return [each.body for each in queries.hearing_observations(self.db, self.meeting_id)]


@pytest.fixture
def room(db: Database) -> Heard:
    return Heard(db)


def test_the_letter_carries_a_link_whose_token_is_not_kept(room: Heard) -> None:
    token = room.invite()
    [message] = outbox.about(room.db, f"meeting:{room.meeting_id}")
    assert (message.letter.name, message.letter.address) == ("Mme Capucine Eauvive, exploitante", ADDRESS)
    assert message.letter.link is not None
    assert tokens.derive(LINKING.key, message.letter.link.nonce) == token
    assert LINK in message.letter.body
    assert token not in message.letter.body
    kept = [*room.db.rows("SELECT * FROM hearing_links"), *room.db.rows("SELECT * FROM messages")]
    assert all(token not in str(value) for row in kept for value in row.values())


def test_without_an_address_the_letter_waits_to_be_printed_and_a_wrong_one_is_refused(room: Heard) -> None:
    room.invite(address=" ")
    assert [each.letter.address for each in outbox.about(room.db, f"meeting:{room.meeting_id}")] == [None]
    with refused(AccountRefusal.EMAIL_INVALID):
        room.invite(address="demandeuse")


def test_the_page_tells_the_hour_with_its_delay_and_no_draft_unless_transmitted(room: Heard) -> None:
    token = room.invite()
    planned = room.state().hearings[0].planned_at
    assert (room.page(token).hour, room.page(token).draft) == (planned, "")
    hearings.slip(room.db, room.meeting_id, 25, by=SYSTEM, now=room.tick())
    assert planned is not None
    assert room.page(token).hour == planned + timedelta(minutes=25)


def test_the_draft_shown_is_the_one_transmitted_whatever_is_written_since(room: Heard) -> None:
    token = room.invite(with_draft=True)
    assert room.page(token).draft == "La commission émet un avis favorable."
    room.add_motion(room.item, "Texte écrit en séance.")
    assert room.page(token).draft == "La commission émet un avis favorable."


def test_a_draft_that_is_not_written_is_not_transmitted(db: Database) -> None:
    room = Heard(db)
    agenda.remove_motion(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    with refused(HearingRefusal.DRAFT_MISSING):
        room.invite(with_draft=True)
    assert outbox.about(db, f"meeting:{room.meeting_id}") == []


def test_reading_writes_nothing_and_the_button_counts_the_first_time_only(room: Heard) -> None:
    token = room.invite()
    assert room.page(token).read_at is None
    assert room.page(token).read_at is None
    invitations.acknowledge(room.db, token, now=room.tick())
    first = room.clock
    invitations.acknowledge(room.db, token, now=room.tick())
    assert room.page(token).read_at == first
    scope = f"meeting:{room.meeting_id}"
    assert [each.act for each in audit.of_scope(room.db, scope)].count("hearing.read") == 1


def test_observations_are_kept_once_for_a_form_and_never_change(room: Heard) -> None:
    token = room.invite()
    for _ in range(2):
        room.observe(token, key="observation-0001")
    room.observe(token, "  Un complément.\nEn deux lignes. ")
    assert room.written == ["Nous acceptons les prescriptions.", "Un complément.\nEn deux lignes."]
    for act in ("UPDATE hearing_observations SET body = 'autre'", "DELETE FROM hearing_observations"):
        with pytest.raises(Exception, match="append-only"), unit_of_work(room.db):
            room.db.run(act)
    assert len(room.page(token).observations) == 2


@pytest.mark.parametrize(
    ("body", "reason"), [(" \n", HearingRefusal.TEXT_MISSING), ("a" * 20_001, HearingRefusal.TOO_LONG)]
)
def test_observations_that_say_nothing_or_never_end_are_refused(room: Heard, body: str, reason: HearingRefusal) -> None:
    with refused(reason):
        room.observe(room.invite(), body)


def test_one_link_sends_twenty_texts_at_most(room: Heard) -> None:
    token = room.invite()
    for number in range(20):
        room.observe(token, f"Texte {number}")
    with refused(HearingRefusal.TOO_MANY):
        room.observe(token)


def test_another_link_closes_the_first_and_what_was_written_stays(room: Heard) -> None:
    first = room.invite()
    room.observe(first)
    second = room.invite()
    with refused(HearingRefusal.LINK_DEAD):
        room.page(first)
    with refused(HearingRefusal.LINK_DEAD):
        room.observe(first)
    assert len(room.page(second).observations) == 1


def send_again(room: Heard, message: Message, address: str) -> int:
    return invitations.send_again(room.db, message, address=address, linking=LINKING, by=room.desk, now=room.tick())


def test_a_mended_address_takes_the_link_from_whoever_had_it(room: Heard) -> None:
    token = room.invite(with_draft=True)
    [message] = outbox.about(room.db, f"meeting:{room.meeting_id}")
    settle(room, message)

    number = send_again(room, message, "capucine@val-imaginaire.example")

    with refused(HearingRefusal.LINK_DEAD):
        room.page(token)
    with refused(HearingRefusal.LINK_DEAD):
        room.observe(token)
    later = outbox.find(room.db, number)
    assert later is not None
    assert later.letter.link is not None
    assert room.page(tokens.derive(LINKING.key, later.letter.link.nonce)).draft
    assert queries.hearing_links(room.db, room.meeting_id)[room.hearing].address == "capucine@val-imaginaire.example"


def test_to_the_same_address_the_link_stays_and_one_that_was_replaced_is_not_sent(room: Heard) -> None:
    token = room.invite()
    [message] = outbox.about(room.db, f"meeting:{room.meeting_id}")
    settle(room, message)
    send_again(room, message, ADDRESS)
    assert room.page(token).observations == ()
    room.invite(address="autre@val-imaginaire.example")
    with refused(HearingRefusal.LINK_REPLACED):
        send_again(room, message, ADDRESS)


def settle(room: Heard, message: Message) -> None:
    """The relay has taken it."""
    with unit_of_work(room.db):
        room.db.change("UPDATE messages SET state = 'sent' WHERE id = ?", (message.id,))


def test_a_revoked_link_opens_nothing_and_is_revoked_once(room: Heard) -> None:
    token = room.invite()
    invitations.revoke(room.db, room.meeting_id, room.hearing, by=room.desk, now=room.tick())
    for use in (room.page, room.observe):
        with refused(HearingRefusal.LINK_DEAD):
            use(token)
    with refused(HearingRefusal.LINK_DEAD):
        invitations.acknowledge(room.db, token, now=room.tick())
    with refused(HearingRefusal.NO_LINK):
        invitations.revoke(room.db, room.meeting_id, room.hearing, by=room.desk, now=room.tick())


def test_whoever_will_not_come_keeps_what_they_wrote_and_loses_the_link(room: Heard) -> None:
    token = room.invite()
    room.observe(token)
    hearings.cancel(room.db, room.meeting_id, room.hearing, by=SYSTEM, now=room.tick())
    assert room.state().hearings == ()
    assert room.written == ["Nous acceptons les prescriptions."]
    with refused(HearingRefusal.LINK_DEAD):
        room.page(token)
    with refused(MeetingRefusal.NO_HEARING):
        room.invite()
    with refused(MeetingRefusal.ITEM_TOUCHED):
        agenda.remove_item(room.db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())


def test_nothing_is_written_once_the_item_is_over(room: Heard) -> None:
    token = room.invite()
    room.open(present=3)
    room.observe(token)
    conduct.end_item(room.db, room.meeting_id, room.item, reason="Entendu", by=SYSTEM, now=room.tick())
    assert not room.page(token).passage.takes_observations
    with refused(HearingRefusal.TOO_LATE):
        room.observe(token)


def test_after_the_sitting_the_page_says_only_that_and_dies_thirty_days_later(room: Heard) -> None:
    token = room.invite()
    room.open(present=3)
    conduct.end_item(room.db, room.meeting_id, room.item, reason="Entendu", by=SYSTEM, now=room.tick())
    conduct.close_sitting(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert room.page(token).passage.over
    with refused(MeetingRefusal.ALREADY_CLOSED):
        room.observe(token)
    room.clock += timedelta(days=30)
    with refused(HearingRefusal.LINK_DEAD):
        room.page(token)


def test_an_item_put_off_says_so(room: Heard) -> None:
    token = room.invite()
    conduct.withdraw_item(room.db, room.meeting_id, room.item, reason="Dossier incomplet", by=SYSTEM, now=room.tick())
    assert room.page(token).passage.put_off


def test_a_token_that_was_never_given_opens_nothing(room: Heard) -> None:
    room.invite()
    with refused(HearingRefusal.LINK_DEAD):
        room.page(tokens.draw())
