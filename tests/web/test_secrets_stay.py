"""What must not be seen is not: votes before their announcement, codes, sessions, and pages after their reader's leave."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from tests.awaiting import until
from tests.factories import a_person
from tests.meetings.room import AGAINST, FOR, Room
from tests.web.visitors import PASSWORD, Visitor, plain
from webapp.accounts import queries as account_queries
from webapp.accounts import service as accounts
from webapp.accounts.model import PersonFields, Role, SignedIn
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings.service import conduct, voting
from webapp.web.kit import database, streams


@pytest.fixture
def secretary(app: Flask, room: Room) -> int:
    """Who keeps the sitting's secretariat."""
    person_id = a_person(room.db, "Secrétaire", "Sylvie")
    accounts.grant_role(
        room.db, person_id, Role.SECRETARIAT, committee_id=room.committee.id, by=SYSTEM, now=clock.now()
    )
    return person_id


@pytest.fixture
def chief(app: Flask) -> Visitor:
    """An administrator, signed in."""
    fields = PersonFields(last_name="Chef")
    return Visitor(app).enter(accounts.create_administrator(database.of(app), fields, password=None, now=clock.now()))


# Before the announcement (LAW VOT-9).


def seen_by(visitor: Visitor, room: Room, token: str) -> dict[str, tuple[str, str | None]]:
    """Return what every page of the sitting says to a member and to the room, its own keys set aside, with its ETag."""
    sitting = f"/seances/{room.meeting_id}"
    item = f"{sitting}/points/{room.item}"
    pages = (
        sitting,
        f"{sitting}/etat",
        item,
        f"{item}/voter",
        f"{sitting}/ecran/{token}",
        f"{sitting}/ecran/{token}/etat",
    )
    answers = {path: visitor.get(path) for path in (*pages, "/accueil", "/recus")}
    drawn = re.compile(r'name="(?:csrf_token|key)"[^>]*value="[^"]*"')
    return {path: (drawn.sub("", answer.text), answer.headers.get("ETag")) for path, answer in answers.items()}


def test_vot_9_a_ballot_of_another_changes_no_byte_of_what_members_and_the_room_see(app: Flask, room: Room) -> None:
    room.open_vote()
    token = room.state().meeting.screen_token
    third = Visitor(app).enter(room.person(3))
    before, woken = seen_by(third, room, token), audit.versions(room.db)[f"meeting:{room.meeting_id}"]

    room.cast(1, FOR)
    room.cast(2, AGAINST)
    room.cast(5, AGAINST, person=2)

    assert seen_by(third, room, token) == before
    assert audit.versions(room.db)[f"meeting:{room.meeting_id}"] == woken


def test_vot_9_a_closed_vote_tells_no_figure_until_it_is_announced(app: Flask, room: Room) -> None:
    room.open_vote()
    token = room.state().meeting.screen_token
    third = Visitor(app).enter(room.person(3))
    for seat in (1, 3):
        room.cast(seat, FOR)
    room.cast(2, AGAINST)
    room.close()

    told = {path: page for path, (page, _) in seen_by(third, room, token).items() if path != "/recus"}

    assert not re.search(r"\d+\s*(?:pour|contre|abstention)|majorité|unanimité", " ".join(told.values()))
    voting.announce(room.db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    assert "majorité" in seen_by(third, room, token)[f"/seances/{room.meeting_id}/ecran/{token}"][0]


def test_vot_9_the_journal_tells_whose_ballot_came_after_whose_once_the_vote_is_closed(
    app: Flask, room: Room, secretary: int, chief: Visitor
) -> None:
    desk = Visitor(app).enter(secretary)
    room.open_vote()
    receipt = room.cast(2, FOR)
    journal = f"/secretariat/seances/{room.meeting_id}/journal"

    during = [desk.text(journal), chief.text("/secretariat/journal")]
    room.close()
    after = [desk.text(journal), chief.text("/secretariat/journal")]

    assert all("Bulletin de" not in page and receipt.number not in page for page in during)
    assert all("se lira ici après sa clôture" in page for page in during)
    assert all("Bulletin de" in page and receipt.number in page for page in after)


def test_vot_9_the_desk_sees_who_has_voted_and_never_what(app: Flask, room: Room, secretary: int) -> None:
    desk = Visitor(app).enter(secretary)
    room.open_vote()
    path = f"/secretariat/seances/{room.meeting_id}/conduire/etat"
    pages = []
    for choice in (FOR, AGAINST):
        room.cast(1, choice)
        pages.append(re.sub(r'value="[^"]*"|\d{1,2}\s*h\s*\d\d[^<]*', "", desk.get(path).text))

    assert pages[0] == pages[1]


# Codes and sessions.


def everything_written(room: Room) -> str:
    """Return every row of the database as text."""
    tables = [row["name"] for row in room.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return "\n".join(str(room.db.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608 — names of its own


def test_neither_codes_nor_passwords_nor_sessions_are_kept_or_logged(
    app: Flask, room: Room, secretary: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    accounts.set_password(room.db, secretary, PASSWORD, by=SYSTEM, now=clock.now())
    slip = accounts.issue_slip(room.db, secretary, lasts=timedelta(days=1), by=SYSTEM, now=clock.now())
    visitor = Visitor(app)
    assert visitor.post(f"/connexion/bulletin/{slip.code}").status_code == 303
    with visitor.client.session_transaction() as session:
        token = session["_user_id"]
    Visitor(app).post("/connexion", login="sylvie", password="secret tapé de travers")
    code = dictated_to(app, room)

    for secret in (slip.code, PASSWORD, token, "secret tapé de travers", code, code.replace(" ", "")):
        assert secret not in everything_written(room)
        assert secret not in caplog.text


def dictated_to(app: Flask, room: Room) -> str:
    """Have a code dictated to the member of the second seat, who comes in by it after one slip of the finger."""
    chief = accounts.create_administrator(room.db, PersonFields(last_name="Chef"), password=None, now=clock.now())
    accounts.grant_role(room.db, chief, Role.SECRETARIAT, by=SYSTEM, now=clock.now())
    path = f"/secretariat/seances/{room.meeting_id}/conduire/code"
    page = plain(Visitor(app).enter(chief).post(path, person=room.person(2), panel=room.seat(2), place="acces"))
    found = re.search(r">(\d{4} \d{4})<", page)
    assert found
    wrong = f"{(int(found.group(1).replace(' ', '')) + 1) % 10**8:08}"
    Visitor(app).post("/connexion/code", name="Titulaire-2", digits=wrong)
    assert Visitor(app).post("/connexion/code", name="Titulaire-2", digits=found.group(1)).status_code == 303
    return found.group(1)


def test_opening_a_slip_s_link_consumes_nothing_whatever_asks(app: Flask, room: Room, secretary: int) -> None:
    """Telephones and mail filters open links to look at them."""
    slip = accounts.issue_slip(room.db, secretary, lasts=timedelta(days=1), by=SYSTEM, now=clock.now())
    path = f"/connexion/bulletin/{slip.code}"
    for method in ("GET", "HEAD", "OPTIONS"):
        assert app.test_client().open(path, method=method).status_code == 200
    shown = app.test_client().get(path)

    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert app.test_client().post(path).status_code == 400  # without the page's own token
    assert Visitor(app).post(path).status_code == 303


def test_a_session_given_before_the_sign_in_is_not_the_one_after(app: Flask, room: Room, secretary: int) -> None:
    """Whoever planted a cookie in a browser does not share the session that begins there."""
    visitor = Visitor(app).enter(room.person(3))
    planted = visitor.client.get_cookie("collegiale")
    assert planted is not None
    visitor.enter(secretary)

    thief = app.test_client()
    thief.set_cookie("collegiale", planted.value)
    assert thief.get("/profil").status_code == 302
    renewed = visitor.client.get_cookie("collegiale")
    assert renewed is not None
    assert renewed.value != planted.value


def test_pages_and_fragments_are_not_left_in_a_shared_browser(app: Flask, room: Room, secretary: int) -> None:
    desk, token = Visitor(app).enter(secretary), room.state().meeting.screen_token
    sitting = f"/seances/{room.meeting_id}"
    for path in ("/secretariat", f"/secretariat{sitting}/conduire", f"/secretariat{sitting}/journal", "/profil"):
        assert desk.get(path).headers["Cache-Control"] == "no-store", path
    for path in (f"{sitting}/etat", f"/secretariat{sitting}/conduire/etat", f"{sitting}/ecran/{token}/etat"):
        assert desk.get(path).headers["Cache-Control"] == "private, no-cache", path


# Who left reads nothing more.


class Following:
    """An open page on its stream, read in a thread of its own as a browser does."""

    def __init__(self, visitor: Visitor, path: str) -> None:
        self.answer = visitor.client.get(path)
        assert self.answer.status_code == 200
        self.events = 0
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        until(lambda: self.events)

    def _read(self) -> None:
        for _ in self.answer.iter_encoded():
            self.events += 1

    @property
    def ended(self) -> bool:
        return not self.thread.is_alive()


def is_told(page: Following, room: Room) -> bool:
    """Whether an act of the sitting still reaches this page."""
    before = page.events
    room.add_item()
    until(lambda: page.ended or page.events > before)
    return not page.ended


@pytest.fixture
def follower(app: Flask, room: Room, secretary: int) -> Visitor:
    """The secretary, at the desk."""
    return Visitor(app).enter(secretary)


def ways_out(room: Room, chief: SignedIn, secretary: int) -> dict[str, Callable[[], object]]:
    """Every way in which somebody may lose their access."""
    now = clock.now()
    return {
        "sessions ended": lambda: accounts.end_sessions(room.db, secretary, by=SYSTEM, now=now),
        "account closed": lambda: accounts.close_account(room.db, secretary, actor=chief, now=now),
        "role ended": lambda: accounts.end_role(
            room.db, secretary, Role.SECRETARIAT, committee_id=room.committee.id, actor=chief, now=now
        ),
        "password changed": lambda: accounts.set_password(room.db, secretary, PASSWORD, by=SYSTEM, now=now),
    }


@pytest.mark.parametrize("way", ["sessions ended", "account closed", "role ended", "password changed"])
def test_an_open_page_ends_with_its_reader_s_access(
    app: Flask, room: Room, follower: Visitor, secretary: int, way: str
) -> None:
    page = Following(follower, f"/secretariat/seances/{room.meeting_id}/conduire/flux")
    other = Following(Visitor(app).enter(room.person(3)), f"/seances/{room.meeting_id}/flux")
    assert is_told(page, room)

    ways_out(room, an_administrator(room), secretary)[way]()

    until(lambda: page.ended)
    assert follower.get(f"/secretariat/seances/{room.meeting_id}/conduire").status_code in {302, 403}
    assert is_told(other, room)


def an_administrator(room: Room) -> SignedIn:
    """Somebody who may close accounts, as the house sees them once signed in."""
    person_id = accounts.create_administrator(room.db, PersonFields(last_name="Cheffe"), password=None, now=clock.now())
    slip = accounts.issue_slip(room.db, person_id, lasts=timedelta(days=1), by=SYSTEM, now=clock.now())
    entered = accounts.redeem_slip(room.db, slip.code, device="", lasts=timedelta(hours=1), now=clock.now())
    found = account_queries.signed_in(room.db, entered.token, now=clock.now())
    assert found is not None
    return found


def test_one_reader_does_not_take_the_live_pages_of_the_others(app: Flask, room: Room, second: Visitor) -> None:
    path = f"/seances/{room.meeting_id}/flux"
    third = Visitor(app).enter(room.person(3))

    opened = [second.client.get(path) for _ in range(streams.MOST_PER_READER + 1)]

    assert [answer.status_code for answer in opened] == [200] * streams.MOST_PER_READER + [503]
    assert third.client.get(path).status_code == 200
    for answer in opened:
        answer.close()


def test_a_revoked_link_of_the_room_s_screen_shows_nothing_more(app: Flask, room: Room) -> None:
    token = room.state().meeting.screen_token
    path = f"/seances/{room.meeting_id}/ecran/{token}"
    screen = Following(Visitor(app), f"{path}/flux")
    assert is_told(screen, room)

    fresh = conduct.renew_screen(room.db, room.meeting_id, by=SYSTEM, now=room.tick())

    until(lambda: screen.ended)
    for part in ("", "/etat", "/flux"):
        assert Visitor(app).get(path + part).status_code == 404
    assert Visitor(app).get(path.replace(token, fresh)).status_code == 200


def test_a_link_of_one_screen_does_not_open_another_sitting(app: Flask, room: Room) -> None:
    other = room.prepare()

    assert Visitor(app).get(f"/seances/{other}/ecran/{room.state().meeting.screen_token}").status_code == 404


# Who does not sit acts for nobody.


def test_dep_1_a_substitute_who_does_not_sit_withdraws_nobody(app: Flask) -> None:
    room = Room(database.of(app), seats=3, substitutes=True).open(present=3)
    substitute = Visitor(app).enter(room.person(2, substitute=1))
    sitting = f"/seances/{room.meeting_id}"

    answers = [
        substitute.post(f"{sitting}/points/{room.item}/retrait", key="retrait-du-suppleant"),
        substitute.post(f"{sitting}/deports", {"items": [room.item], "key": "declaration-du-suppleant"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Vous ne siégez pas en ce moment" in plain(answers[0])
    assert room.state().presence.recusals == ()
    assert "Je me retire de ce point" not in substitute.text(f"{sitting}/points/{room.item}")


def test_vot_2_two_devices_at_once_leave_one_ballot_for_a_seat(app: Flask, room: Room) -> None:
    """Fifty forms of two devices of one member, while the vote is being closed: one ballot counts, each one is answered."""
    room.open_vote()
    devices = [Visitor(app).enter(room.person(2)) for _ in range(2)]
    tokens = [device._fresh() for device in devices]  # noqa: SLF001 — the form that each browser holds
    path = f"/seances/{room.meeting_id}/points/{room.item}/voter"

    def send(number: int) -> int:
        device, choice = number % 2, (FOR, AGAINST)[number % 2]
        fields = {"motion": room.motion, "seat": room.seat(2), "choice": choice, "key": f"bulletin-{number:04}"}
        client = app.test_client()
        cookie = devices[device].client.get_cookie("collegiale")
        assert cookie is not None
        client.set_cookie("collegiale", cookie.value)
        return client.post(path, data={"csrf_token": tokens[device], **fields}).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = [pool.submit(send, number) for number in range(50)]
        until(lambda: any(answer.done() for answer in answers))
        result = room.close()
        statuses = [answer.result() for answer in answers]

    assert set(statuses) <= {303, 409}
    received = room.db.value("SELECT count(*) FROM ballots")
    assert received == statuses.count(303) > 0
    counted = {name: getattr(result.counts, name) for name in ("in_favour", "against", "abstain")}
    assert sum(counted.values()) == 1
    assert audit.check_chain(room.db).holds
