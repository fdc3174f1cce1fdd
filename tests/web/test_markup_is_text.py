"""Whatever people type is text on every page: no tag, no attribute, no script of theirs, and nothing inline of ours."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from tests.meetings.room import AGAINST, Room
from tests.web.public.tablet import link as door_of
from tests.web.visitors import Visitor
from webapp.accounts import service as accounts
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM
from webapp.committees.service import seats, setup
from webapp.kernel import clock
from webapp.meetings.service import agenda, conduct, presence, voting
from webapp.meetings.sitting import ItemDraft, MeetingDraft, MotionDraft
from webapp.storage.database import unit_of_work
from webapp.web.kit import database

EVIL = "\"'><evil onload=alert(1)>{{7*7}}</textarea></title></script><evil>"
PAGES = 150


class Page(HTMLParser):
    """What a page holds that matters here."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.wrong: list[str] = []
        self.holds_markup = "&lt;evil" in text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "evil":
            self.wrong.append("somebody's markup became a tag")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.wrong.append(f"inline <{tag}>")
        self.wrong += [f"{name}= on <{tag}>" for name in given if name == "style" or name.startswith("on")]
        for name in ("href", "src", "action", "formaction", "data-live"):
            self._look(tag, name, given.get(name) or "")
        if tag == "a" and given.get("href"):
            self.links.add(str(given["href"]))

    def _look(self, tag: str, name: str, address: str) -> None:
        parts = urlsplit(address)
        ours = parts.scheme in {"", "http"} and parts.netloc in {"", "localhost"}
        if not ours and parts.scheme not in {"mailto", "tel", "data"}:
            self.wrong.append(f"{name}={address[:60]} on <{tag}>")


@pytest.fixture
def evil(app: Flask, at_the_sitting: None) -> Room:
    """A sitting whose every text is hostile: names, titles, texts, delegation, reasons, guests, read-back sentence."""
    db = database.of(app)
    room = Room(db, seats=4)
    now, committee = room.tick(), room.committee
    with unit_of_work(db):
        db.run("UPDATE people SET last_name = ? || id, first_name = ?, phone = ?", (EVIL, EVIL, EVIL))
        db.run("UPDATE seats SET label = ? || id", (EVIL,))
        db.run("UPDATE appointments SET title = ?, organisation = ?, act = ?", (EVIL, EVIL, EVIL))
    setup.rename(db, committee.id, EVIL, by=SYSTEM, now=now)
    seats.add_college(db, committee.id, name=EVIL, by=SYSTEM, now=now)
    setup.add_term(
        db, committee.id, act=EVIL, starts_on=now.date(), ends_on=now.date().replace(year=2027), by=SYSTEM, now=now
    )
    agenda.update_item(
        db,
        room.meeting_id,
        room.item,
        ItemDraft(title=EVIL, commune=EVIL, applicant=EVIL, legal_basis=EVIL, rapporteur=EVIL, label='"><b'),
        by=SYSTEM,
        now=now,
    )
    agenda.update_motion(db, room.meeting_id, room.motion, MotionDraft(title=EVIL, text=EVIL), by=SYSTEM, now=now)
    draft = MeetingDraft(
        starts_at=now, title=EVIL, place=EVIL, connection=f"javascript:{EVIL}", secretary=EVIL, notice_urgency=EVIL
    )
    conduct.update(db, room.meeting_id, draft, by=SYSTEM, now=now)
    room.open(present=3)
    presence.preside(db, room.meeting_id, room.seat(2), delegation=EVIL, by=SYSTEM, now=room.tick())
    presence.welcome_guest(db, room.meeting_id, EVIL, by=SYSTEM, now=room.tick())
    slip = presence.welcome_guest(db, room.meeting_id, "Personne", by=SYSTEM, now=room.tick())
    presence.void(db, room.meeting_id, slip.fact_id, reason=EVIL, by=SYSTEM, now=room.tick())
    other = room.add_item()
    conduct.adjourn_item(db, room.meeting_id, other, reason=EVIL, by=SYSTEM, now=room.tick())
    room.open_vote(in_presence=EVIL)
    room.cast(1, AGAINST)
    voting.show_of_hands(
        db, room.meeting_id, room.motion, read_back=EVIL, key="mains-levees", by=room.desk, now=room.tick()
    )
    return room


def walk(visitor: Visitor, start: list[str]) -> Iterator[tuple[str, Page]]:
    """Follow every link of our own from these pages on."""
    waiting, seen = list(start), set(start)
    while waiting and len(seen) < PAGES:
        path = waiting.pop(0)
        answer = visitor.client.get(path)
        if answer.status_code != 200 or not (answer.content_type or "").startswith("text/html"):
            answer.close()
            continue
        page = Page(answer.text)
        yield path, page
        for link in sorted(page.links):
            address = urljoin(path, link).split("#")[0]
            if address.startswith("/") and address not in seen:
                seen.add(address)
                waiting.append(address)


def test_what_people_type_is_text_on_every_page(app: Flask, evil: Room) -> None:
    secretary = accounts.create_person(
        evil.db,
        PersonFields(last_name=EVIL, first_name=EVIL),
        home_committee=evil.committee.id,
        by=SYSTEM,
        now=clock.now(),
    )
    accounts.grant_role(
        evil.db, secretary, Role.SECRETARIAT, committee_id=evil.committee.id, by=SYSTEM, now=clock.now()
    )
    chief = accounts.create_administrator(evil.db, PersonFields(last_name=EVIL), password=None, now=clock.now())
    sitting, token = f"/seances/{evil.meeting_id}", evil.state().meeting.screen_token
    readers = {
        "desk": (Visitor(app).enter(secretary), ["/secretariat", "/accueil", f"/secretariat{sitting}/conduire"]),
        "administrator": (Visitor(app).enter(chief), ["/secretariat/comptes", "/secretariat/journal"]),
        "member": (Visitor(app).enter(evil.person(1)), ["/accueil", sitting, f"{sitting}/etat", "/recus"]),
        "door": (Visitor(app), [door_of(evil)]),
        "room": (Visitor(app), [f"{sitting}/ecran/{token}", f"{sitting}/ecran/{token}/etat", "/", "/aide"]),
    }
    wrong, hostile = {}, 0
    for name, (visitor, start) in readers.items():
        for path, page in walk(visitor, start):
            hostile += page.holds_markup
            if page.wrong:
                wrong[name, path] = page.wrong[:3]

    assert wrong == {}
    assert hostile > 30
