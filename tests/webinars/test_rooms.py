"""The room on the day: BigBlueButton by its API, checked by a stand-in; speakers' links; who was there, as it tells."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import NOW
from tests.webinars import conference
from tests.webinars.conference import SECRET, StandIn
from tests.webinars.seminar import ROOM, STARTS_AT, Seminar, token
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database
from webapp.webinars import bigbluebutton, queries
from webapp.webinars import service as webinars
from webapp.webinars.bigbluebutton import Server, checksum
from webapp.webinars.model import Hosting, RoomKind, Stay, WebinarRefusal
from webapp.webinars.service import rooms

IN_TIME = STARTS_AT - timedelta(minutes=5)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with conference.running() as server:
        yield server


@pytest.fixture
def seminar(db: Database, stand_in: StandIn) -> Seminar:
    """A webinar held in BigBlueButton."""
    seminar = Seminar(db)
    seminar.means = replace(seminar.means, conference=Server(address=stand_in.address, secret=SECRET))
    in_bigbluebutton(seminar)
    return seminar


def in_bigbluebutton(seminar: Seminar) -> None:
    room = replace(queries.room(seminar.db, seminar.date_id), kind=RoomKind.BIGBLUEBUTTON, address="")
    webinars.set_rooms(seminar.db, seminar.id, [seminar.date_id], room, by=SYSTEM, now=NOW)


def meeting(seminar: Seminar, *, rehearsal: bool = False) -> bigbluebutton.Meeting:
    date = seminar.shown.occurrences[0]
    room = queries.room(seminar.db, date.id)
    return rooms.meeting_of(seminar.shown.webinar, date, room, means=seminar.means, rehearsal=rehearsal)


def entered(stand_in: StandIn, address: str) -> dict[str, str]:
    """Follow an address into the stand-in; it must let in. Return what was asked."""
    assert address.startswith(stand_in.address)
    path = address.removeprefix(stand_in.address.removesuffix("/bigbluebutton/"))
    assert "SUCCESS" in stand_in.answer(path)[1]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def a_host_link(seminar: Seminar, name: str = "Mme Exemple") -> str:
    webinars.make_host_link(seminar.db, seminar.id, seminar.date_id, name, means=seminar.means, by=SYSTEM, now=NOW)
    return seminar.derived(queries.host_links(seminar.db, seminar.date_id)[-1].nonce)


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        # The worked example of the API's documentation, and the same by the hash that it recommends since.
        ("sha1", "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"),
        ("sha256", "da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e"),
    ],
)
def test_the_checksum_is_that_of_the_documentation(algorithm: str, expected: str) -> None:
    query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"
    server = Server(address="https://visio.example/bigbluebutton/", secret=SECRET, algorithm=algorithm)
    assert checksum("create", query, server) == expected


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_confirmed_person_enters_as_a_viewer_under_their_own_name(
    seminar: Seminar, stand_in: StandIn, algorithm: str
) -> None:
    stand_in.algorithms = (algorithm,)
    seminar.means = replace(
        seminar.means, conference=Server(address=stand_in.address, secret=SECRET, algorithm=algorithm)
    )
    one = seminar.sign_up("Exemple & Fils").registration
    address = webinars.enter(seminar.db, token(one, "entry"), means=seminar.means, now=IN_TIME)
    asked = entered(stand_in, address)
    assert (asked["fullName"], asked["role"], asked["userID"]) == (
        "Anne Exemple & Fils",
        "VIEWER",
        f"registration:{one.id}",
    )
    (room,) = stand_in.rooms.values()
    assert room["meetingKeepEvents"] == "true"
    assert room["autoStartRecording"] == "false"
    assert room["meta_analytics-callback-url"].startswith("http://localhost/rappels/bigbluebutton/")


def test_a_second_person_finds_the_same_room(seminar: Seminar, stand_in: StandIn) -> None:
    for name in ("Un", "Deux"):
        one = seminar.sign_up(name).registration
        entered(stand_in, webinars.enter(seminar.db, token(one, "entry"), means=seminar.means, now=IN_TIME))
    assert (len(stand_in.rooms), list(stand_in.people.values())) == (1, [2])


def test_a_speaker_conducts_and_rehearses_elsewhere(seminar: Seminar, stand_in: StandIn) -> None:
    link = a_host_link(seminar)
    inside, apart = (
        entered(stand_in, webinars.enter_as_host(seminar.db, link, rehearsal=each, means=seminar.means, now=NOW))
        for each in (False, True)
    )
    assert (inside["role"], inside["fullName"]) == ("MODERATOR", "Mme Exemple")
    assert inside["meetingID"] != apart["meetingID"]
    assert "meta_analytics-callback-url" not in stand_in.rooms[apart["meetingID"]]


def test_the_desk_asks_how_many_are_there_and_closes_the_room(seminar: Seminar, stand_in: StandIn) -> None:
    date = seminar.shown.occurrences[0]
    webinar = seminar.shown.webinar
    assert not webinars.look_into_room(seminar.db, webinar, date, means=seminar.means).running
    one = seminar.sign_up("Un").registration
    entered(stand_in, webinars.enter(seminar.db, token(one, "entry"), means=seminar.means, now=IN_TIME))
    found = webinars.look_into_room(seminar.db, webinar, date, means=seminar.means)
    assert (found.running, found.people) == (True, 1)
    for _ in range(2):  # closed already, it is no fault
        webinars.end_room(seminar.db, webinar, date, means=seminar.means, by=SYSTEM, now=NOW, key=None)
    assert stand_in.rooms == {}


def refused_entry(seminar: Seminar) -> WebinarRefusal:
    one = seminar.sign_up("Un").registration
    before = seminar.db.value("SELECT max(id) FROM journal")
    with pytest.raises(Refusal) as refused:
        webinars.enter(seminar.db, token(one, "entry"), means=seminar.means, now=IN_TIME)
    assert seminar.db.value("SELECT max(id) FROM journal") == before
    assert isinstance(refused.value.reason, WebinarRefusal)
    return refused.value.reason


def test_a_room_that_is_not_there_is_a_sentence_and_changes_nothing(seminar: Seminar) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    seminar.means = replace(
        seminar.means, conference=Server(address=f"http://127.0.0.1:{port}/bigbluebutton/", secret=SECRET)
    )
    assert refused_entry(seminar) is WebinarRefusal.ROOM_SILENT


def test_a_room_that_never_answers_is_left_after_its_time(seminar: Seminar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bigbluebutton, "TIMEOUT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/bigbluebutton/"
        seminar.means = replace(seminar.means, conference=Server(address=address, secret=SECRET))
        assert refused_entry(seminar) is WebinarRefusal.ROOM_SILENT


def test_a_wrong_secret_is_told_by_the_room_itself(seminar: Seminar, stand_in: StandIn) -> None:
    seminar.means = replace(seminar.means, conference=Server(address=stand_in.address, secret="autre"))
    assert refused_entry(seminar) is WebinarRefusal.ROOM_REFUSES
    assert stand_in.taken == []


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b'<!DOCTYPE r [<!ENTITY a "b">]><response><returncode>SUCCESS</returncode></response>']
)
def test_an_answer_that_is_none_of_the_api_opens_nothing(seminar: Seminar, stand_in: StandIn, content: bytes) -> None:
    stand_in.broken = content
    assert refused_entry(seminar) is WebinarRefusal.ROOM_SILENT


def test_without_a_server_in_the_settings_the_room_says_so(seminar: Seminar) -> None:
    seminar.means = replace(seminar.means, conference=None)
    assert refused_entry(seminar) is WebinarRefusal.ROOM_NOT_CONFIGURED


# Who was there.


def tell(seminar: Seminar, content: bytes, *, authorization: str = "", token_of: str = "") -> int:
    address = meeting(seminar).callback
    return webinars.receive_report(
        seminar.db,
        seminar.date_id,
        token_of or address.rpartition("/")[2],
        authorization or conference.bearer(NOW.timestamp() + 60),
        content,
        means=seminar.means,
        now=NOW,
    )


def a_report(seminar: Seminar) -> bytes:
    stays = {
        "registration:1": (
            ["2026-12-20T09:00:00.000+00:00", "2026-12-20T09:30:00.000+00:00"],
            ["2026-12-20T09:20:00.000+00:00"],
        )
    }
    return conference.report(meeting(seminar).id, stays)


def test_the_report_of_the_room_is_kept_raw_and_once(seminar: Seminar) -> None:
    assert tell(seminar, a_report(seminar)) == 2
    assert tell(seminar, a_report(seminar)) == 0
    first, second = queries.stays(seminar.db, seminar.date_id)
    assert (first.user_id, first.left_at is not None, second.left_at) == ("registration:1", True, None)
    assert first.left_at == first.joined_at + timedelta(minutes=20)


def test_what_the_room_reports_counts_among_the_presences_once(seminar: Seminar) -> None:
    came = seminar.sign_up("Un").registration
    for _ in range(2):
        tell(seminar, a_report(seminar))
    found = seminar.db.rows("SELECT registration_id, source FROM attendance")
    assert [(row["registration_id"], row["source"]) for row in found] == [(came.id, "bigbluebutton")]


def test_a_later_report_only_adds_when_somebody_left(seminar: Seminar) -> None:
    tell(seminar, a_report(seminar))
    joined = ["2026-12-20T09:30:00.000+00:00"]
    left = ["2026-12-20T09:45:00.000+00:00"]
    assert tell(seminar, conference.report(meeting(seminar).id, {"registration:1": (joined, left)})) == 1
    assert len(queries.stays(seminar.db, seminar.date_id)) == 2


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer a.b.c",
        "Basic " + conference.bearer(NOW.timestamp() + 60).partition(" ")[2],
        conference.bearer(NOW.timestamp() - 1),
        conference.bearer(NOW.timestamp() + 60, secret="autre"),
        conference.bearer(NOW.timestamp() + 60, algorithm="none"),
    ],
)
def test_a_report_that_the_room_did_not_sign_is_refused(seminar: Seminar, authorization: str) -> None:
    with pytest.raises(Refusal) as refused:
        tell(seminar, a_report(seminar), authorization=authorization)
    assert refused.value.reason is WebinarRefusal.CALLBACK_UNSIGNED
    assert queries.stays(seminar.db, seminar.date_id) == []


def test_a_report_at_another_address_than_the_one_given_is_refused(seminar: Seminar) -> None:
    with pytest.raises(Refusal) as refused:
        tell(seminar, a_report(seminar), token_of=tokens.draw())
    assert refused.value.reason is WebinarRefusal.CALLBACK_UNSIGNED


@pytest.mark.parametrize("content", [b"", b"[]", b'{"meeting_id": 3}', b"\xff"])
def test_a_report_that_cannot_be_read_keeps_nothing(seminar: Seminar, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        tell(seminar, content)
    assert refused.value.reason is WebinarRefusal.CALLBACK_UNREADABLE


def test_stays_pair_each_joining_with_the_leaving_before_the_next_one(seminar: Seminar) -> None:
    minutes = [NOW + timedelta(minutes=each) for each in range(5)]
    joins, leaves = [minutes[3], minutes[0]], [minutes[4], minutes[1]]
    said = {"u": ([each.isoformat() for each in joins], [each.isoformat() for each in leaves])}
    _, found = bigbluebutton.report(conference.report(meeting(seminar).id, said), meeting(seminar))
    assert found == [
        Stay(user_id="u", joined_at=minutes[0], left_at=minutes[1]),
        Stay(user_id="u", joined_at=minutes[3], left_at=minutes[4]),
    ]


# A room of which one has the link.


def test_speakers_enter_by_their_own_room_where_the_tool_gives_one(db: Database) -> None:
    seminar = Seminar(db)
    link = a_host_link(seminar)

    def enter(*, rehearsal: bool = False) -> str:
        return webinars.enter_as_host(db, link, rehearsal=rehearsal, means=seminar.means, now=NOW)

    assert enter() == ROOM
    with pytest.raises(Refusal) as none:
        enter(rehearsal=True)
    assert none.value.reason is WebinarRefusal.REHEARSAL_UNKNOWN
    hosting = Hosting(address=f"{ROOM}/animer", rehearsal=f"{ROOM}/essai")
    webinars.set_hosting(db, seminar.id, seminar.date_id, hosting, by=SYSTEM, now=NOW)
    assert (enter(), enter(rehearsal=True)) == (f"{ROOM}/animer", f"{ROOM}/essai")


def test_a_revoked_link_opens_nothing_and_the_room_closes_to_speakers_an_hour_after_the_end(db: Database) -> None:
    seminar = Seminar(db)
    link = a_host_link(seminar)
    with pytest.raises(Refusal) as over:
        webinars.enter_as_host(
            db, link, rehearsal=False, means=seminar.means, now=STARTS_AT + timedelta(hours=2, seconds=1)
        )
    assert over.value.reason is WebinarRefusal.ROOM_OVER
    number = queries.host_links(db, seminar.date_id)[0].id
    webinars.revoke_host_link(db, seminar.id, seminar.date_id, number, by=SYSTEM, now=NOW)
    with pytest.raises(Refusal) as gone:
        webinars.enter_as_host(db, link, rehearsal=False, means=seminar.means, now=NOW)
    assert gone.value.reason is WebinarRefusal.UNKNOWN_HOST_LINK


def test_the_overflow_room_opens_to_the_confirmed_in_time_and_to_nobody_else(db: Database) -> None:
    seminar = Seminar(db)
    entry = token(seminar.sign_up("Un").registration, "entry")

    def enter(now: datetime = IN_TIME) -> str:
        return webinars.enter(db, entry, means=seminar.means, overflow=True, now=now)

    with pytest.raises(Refusal) as none:
        enter()
    assert none.value.reason is WebinarRefusal.OVERFLOW_UNKNOWN
    room = replace(queries.room(db, seminar.date_id), overflow=f"{ROOM}/bis")
    webinars.set_rooms(db, seminar.id, [seminar.date_id], room, by=SYSTEM, now=NOW)
    assert enter() == f"{ROOM}/bis"
    with pytest.raises(Refusal) as early:
        enter(NOW)
    assert early.value.reason is WebinarRefusal.ROOM_NOT_OPEN
