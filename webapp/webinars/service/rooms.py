"""The room on the day: where each one enters, the speakers' links, what BigBlueButton tells of who was there.

A call to BigBlueButton is made before any lock; a room that does not answer is a refusal, and nothing is written.
"""

import hmac
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import clock, paths, tokens
from webapp.kernel.errors import Refusal
from webapp.kernel.tokens import Nonce
from webapp.registrations import queries as signed
from webapp.registrations import rules as registrations_rules
from webapp.registrations.model import Occurrence, Registration
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import bigbluebutton, queries, rules, store
from webapp.webinars.bigbluebutton import Info, Meeting
from webapp.webinars.model import Hosting, HostLink, Room, RoomKind, Stay, Webinar, WebinarRefusal
from webapp.webinars.model.attendance import Interval, Source
from webapp.webinars.service import attendance
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import act

BY_THE_ROOM = By(person_id=None, name="BigBlueButton")
REHEARSAL = "répétition"


def meeting_of(
    webinar: Webinar, occurrence: Occurrence, room: Room, *, means: Means, rehearsal: bool = False
) -> Meeting:
    """Return what BigBlueButton is asked for one date; nobody guesses its names, all drawn from the key of links."""

    def drawn(what: str) -> str:
        return tokens.derive(means.link_key, Nonce(f"bigbluebutton:{occurrence.id}:{what}{REHEARSAL * rehearsal}"))

    back = paths.link(means.public_address, "webinar", webinar_code=webinar.code)
    return Meeting(
        id=f"collegiale-{occurrence.id}-{drawn('meeting')}",
        name=f"{webinar.title} ({REHEARSAL})" if rehearsal else webinar.title,
        attendee_password=drawn("attendee"),
        moderator_password=drawn("moderator"),
        most_people=room.capacity,
        callback="" if rehearsal else _callback(occurrence, means),
        leads_back_to=back,
    )


def _callback(occurrence: Occurrence, means: Means) -> str:
    return paths.link(
        means.public_address, "room_report", number=occurrence.id, token=_callback_token(occurrence.id, means)
    )


def _callback_token(occurrence_id: int, means: Means) -> str:
    return tokens.derive(means.link_key, Nonce(f"bigbluebutton:{occurrence_id}:report"))


def address_for(db: Database, registration: Registration, occurrence: Occurrence, room: Room, *, means: Means) -> str:
    """Return where a confirmed person enters; a BigBlueButton room is opened first where it is not."""
    return address_of(db, occurrence, room, user_id=registration.topic, name=registration.name, means=means)


def address_of(db: Database, occurrence: Occurrence, room: Room, *, user_id: str, name: str, means: Means) -> str:
    """Return where somebody enters who may, under this name."""
    if room.kind is not RoomKind.BIGBLUEBUTTON:
        return room.address
    webinar = queries.of_campaign(db, occurrence.campaign_id)
    if webinar is None:
        raise Refusal(WebinarRefusal.UNKNOWN_WEBINAR)
    meeting = meeting_of(webinar, occurrence, room, means=means)
    return _enter(meeting, user_id, name, moderator=False, means=means)


def _enter(meeting: Meeting, user_id: str, name: str, *, moderator: bool, means: Means) -> str:
    if means.conference is None:
        raise Refusal(WebinarRefusal.ROOM_NOT_CONFIGURED)
    bigbluebutton.create(means.conference, meeting)
    return bigbluebutton.join_address(means.conference, meeting, user_id=user_id, name=name, moderator=moderator)


# Those who conduct.


def set_hosting(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    hosting: Hosting,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Say where those enter who conduct, and where they rehearse."""
    kept = Hosting(
        address=rules.check_room(Room(address=hosting.address)).address,
        rehearsal=rules.check_room(Room(address=hosting.rehearsal)).address,
    )
    with act(db, webinar_id, "hosting.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if unit.shown().occurrence(occurrence_id) is None:
            raise Refusal(WebinarRefusal.NO_DATE)
        store.write_hosting(db, occurrence_id, kept)
        unit.journal("webinar.room_changed", occurrence=occurrence_id)


def make_host_link(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    name: str,
    *,
    means: Means,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Make the link by which one speaker enters as somebody who conducts."""
    kept = registrations_rules.name(name, "name")
    with act(db, webinar_id, "host.linked", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if unit.shown().occurrence(occurrence_id) is None:
            raise Refusal(WebinarRefusal.NO_DATE)
        nonce = tokens.new_nonce()
        token_hash = tokens.hash_of(tokens.derive(means.link_key, nonce))
        store.add_host_link(db, occurrence_id, kept, nonce=nonce, token_hash=token_hash, at=unit.now)
        unit.journal("webinar.host_linked", occurrence=occurrence_id)


def revoke_host_link(
    db: Database, webinar_id: int, occurrence_id: int, link_id: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Make a speaker's link open nothing any more."""
    with act(db, webinar_id, "host.revoked", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if unit.shown().occurrence(occurrence_id) is None:
            raise Refusal(WebinarRefusal.NO_DATE)
        if not store.revoke_host_link(db, occurrence_id, link_id, at=unit.now):
            raise Refusal(WebinarRefusal.UNKNOWN_HOST_LINK)
        unit.journal("webinar.host_revoked", occurrence=occurrence_id)


def enter_as_host(db: Database, token: str, *, rehearsal: bool, means: Means, now: datetime) -> str:
    """Return where a speaker enters, by their own link."""
    link = _host_link(db, token)
    occurrence = signed.occurrence(db, link.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db, occurrence.campaign_id)
    if occurrence is None or webinar is None:
        raise Refusal(WebinarRefusal.UNKNOWN_HOST_LINK)
    rules.check_host_entry(occurrence, now=now)
    room, hosting = queries.room(db, occurrence.id), queries.hosting(db, occurrence.id)
    if room.kind is RoomKind.BIGBLUEBUTTON:
        meeting = meeting_of(webinar, occurrence, room, means=means, rehearsal=rehearsal)
        return _enter(meeting, f"host:{link.id}", link.name, moderator=True, means=means)
    return _address(room, hosting, rehearsal=rehearsal)


def _address(room: Room, hosting: Hosting, *, rehearsal: bool) -> str:
    if rehearsal:
        if not hosting.rehearsal:
            raise Refusal(WebinarRefusal.REHEARSAL_UNKNOWN)
        return hosting.rehearsal
    if not (hosting.address or room.address):
        raise Refusal(WebinarRefusal.ROOM_UNKNOWN)
    return hosting.address or room.address


def _host_link(db: Database, token: str) -> HostLink:
    found = store.host_link(db, tokens.hash_of(tokens.heard(token)))
    if found is None or found.revoked:
        raise Refusal(WebinarRefusal.UNKNOWN_HOST_LINK)
    return found


# BigBlueButton.


def look_into_room(db: Database, webinar: Webinar, occurrence: Occurrence, *, means: Means) -> Info:
    """Return whether the BigBlueButton room of a date runs, and how many are there."""
    if means.conference is None:
        raise Refusal(WebinarRefusal.ROOM_NOT_CONFIGURED)
    meeting = meeting_of(webinar, occurrence, queries.room(db, occurrence.id), means=means)
    return bigbluebutton.info(means.conference, meeting)


def end_room(
    db: Database, webinar: Webinar, occurrence: Occurrence, *, means: Means, by: By, now: datetime, key: str | None
) -> None:
    """Close the BigBlueButton room of a date for all: the room first, then what is written of it."""
    if means.conference is None:
        raise Refusal(WebinarRefusal.ROOM_NOT_CONFIGURED)
    room = queries.room(db, occurrence.id)
    bigbluebutton.end(means.conference, meeting_of(webinar, occurrence, room, means=means))
    with act(db, webinar.id, "room.ended", by=by, now=now, key=key) as unit:
        if not unit.done:
            unit.journal("webinar.room_ended", occurrence=occurrence.id)


def _note_presence(db: Database, occurrence_id: int, internal_id: str, stay: Stay, *, now: datetime) -> None:
    """Count a stay that ended among the presences of whoever it names; hosts and passers-by have none."""
    kind, _, number = stay.user_id.partition(":")
    found = signed.find(db, int(number)) if kind == "registration" and number.isdecimal() else None
    if found is None or found.occurrence_id != occurrence_id or stay.left_at is None or found.nonce is None:
        return
    reference = f"{internal_id}:{stay.user_id}:{clock.to_text(stay.joined_at)}"
    interval = Interval(since=stay.joined_at, until=stay.left_at)
    attendance.record(db, found.id, Source.BIGBLUEBUTTON, interval, reference=reference, now=now)


def receive_report(
    db: Database, occurrence_id: int, token: str, authorization: str, content: bytes, *, means: Means, now: datetime
) -> int:
    """Keep who was in the room and when, as BigBlueButton tells it once all have left; return how many stays are new.

    The report proves itself twice: its address carries a token of ours, its header a signature under the shared
    secret. Received again, it changes nothing.
    """
    if means.conference is None or not hmac.compare_digest(token, _callback_token(occurrence_id, means)):
        raise Refusal(WebinarRefusal.CALLBACK_UNSIGNED)
    bigbluebutton.check_signature(authorization, means.conference, now=now)
    occurrence = signed.occurrence(db, occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db, occurrence.campaign_id)
    if occurrence is None or webinar is None:
        raise Refusal(WebinarRefusal.CALLBACK_UNREADABLE)
    meeting = meeting_of(webinar, occurrence, queries.room(db, occurrence.id), means=means)
    internal_id, stays = bigbluebutton.report(content, meeting)
    with unit_of_work(db):
        now = audit.effective_instant(db, now, scope=webinar.topic)
        learnt = sum(store.add_stay(db, occurrence_id, internal_id, each, at=now) for each in stays)
        for each in stays:
            _note_presence(db, occurrence_id, internal_id, each, now=now)
        if learnt:
            facts = {"occurrence": occurrence_id, "stays": learnt}
            audit.record(
                db, "webinar.room_reported", webinar.topic, by=BY_THE_ROOM, now=now, scope=webinar.topic, **facts
            )
            audit.touch(db, webinar.topic)
    return learnt
