"""Every door of the house, tried by everybody: who may enter is one table, and nothing is open by oversight."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from tests.documents.papers import put_in
from tests.factories import NOW, a_committee, a_person, the_seats
from tests.meetings.consulted import LINKING
from tests.outbox.conftest import a_letter
from tests.web.visitors import Visitor
from tests.webinars.seminar import Seminar
from webapp.accounts import service
from webapp.accounts.model import PersonFields, Role
from webapp.app import create_app
from webapp.audit.model import SYSTEM
from webapp.committees import queries as committees
from webapp.committees.model import Committee
from webapp.kernel import clock
from webapp.meetings.service import agenda, conduct, rapporteurs
from webapp.meetings.sitting import ItemDraft, MeetingDraft, MotionDraft
from webapp.outbox import service as outbox
from webapp.settings import Settings
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit import database, streams
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole

DESK, CHAIR, MEMBER = "desk", "chair", "member"
OTHER_DESK, OTHER_CHAIR, OTHER_MEMBER = "other desk", "other chair", "other member"
ADMINISTRATOR, AUDITOR, AUDITOR_OF_ONE, STRANGER = "administrator", "auditor", "auditor of one", "stranger"
RAPPORTEUR, OTHER_RAPPORTEUR = "rapporteur", "rapporteur of nothing"
ORGANISER, OTHER_ORGANISER = "organiser", "organiser of another webinar"
ANONYMOUS, CLOSED = "anonymous", "closed account"

SIGNED_IN = {
    *(DESK, CHAIR, MEMBER, OTHER_DESK, OTHER_CHAIR, OTHER_MEMBER),
    *(ADMINISTRATOR, AUDITOR, AUDITOR_OF_ONE, STRANGER),
    *(RAPPORTEUR, OTHER_RAPPORTEUR, ORGANISER, OTHER_ORGANISER),
}
EVERYBODY = {*SIGNED_IN, ANONYMOUS, CLOSED}

# The addresses walked are those of the committee and sitting of desk, chair, member and auditor of one.
MAY_ENTER = {
    "public": EVERYBODY,
    "signed_in": SIGNED_IN,
    "administrator": {ADMINISTRATOR},
    "desk": {DESK, OTHER_DESK},
    "desk_of_committee": {DESK},
    "member_of_meeting": {MEMBER},
    "rapporteur": {RAPPORTEUR, OTHER_RAPPORTEUR},
    "rapporteur_of_item": {RAPPORTEUR},
    "organiser": {ORGANISER, OTHER_ORGANISER, ADMINISTRATOR},
    "organiser_of_webinar": {ORGANISER, ADMINISTRATOR},
    "takes_part": {DESK, CHAIR, MEMBER},
    "chair_of_meeting": {DESK, CHAIR},
    "mail_reader": {DESK, OTHER_DESK, ADMINISTRATOR, ORGANISER, OTHER_ORGANISER},
    "machine": EVERYBODY,
    "accounts_desk": {DESK, OTHER_DESK, ADMINISTRATOR},
    "manages_account": {DESK, ADMINISTRATOR},
    "reads_message": {DESK},
    "journal_reader": {ADMINISTRATOR, AUDITOR},
    "journal_of_meeting": {DESK, ADMINISTRATOR, AUDITOR, AUDITOR_OF_ONE},
    "reads_named_record": {DESK, CHAIR, AUDITOR, AUDITOR_OF_ONE},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A committee with a sitting, and the numbers by which addresses name their parts."""

    committee_id: int
    seat_id: int
    appointment_id: int
    person_id: int
    meeting_id: int
    item_id: int
    motion_id: int
    second_item_id: int
    message_id: int
    document_id: int
    webinar_id: int
    webinar_code: str
    occurrence_id: int
    registration_id: int


KNOWN = {each.name for each in fields(Place)}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The application, two places, and somebody of each role."""

    app: Flask
    here: Place
    elsewhere: Place
    visitors: dict[str, Visitor]


def a_place(db: Database, code: str, shelf: Path) -> Place:
    committee = a_committee(db, code=code, seat_count=3)
    meeting = conduct.create(db, committee.id, MeetingDraft(starts_at=NOW, place="Salle"), by=SYSTEM, now=NOW)
    items = [agenda.add_item(db, meeting.id, ItemDraft(title=f"Point {n}"), by=SYSTEM, now=NOW) for n in (1, 2)]
    motion = agenda.add_motion(db, meeting.id, items[0], MotionDraft(title="Ensemble", text="…"), by=SYSTEM, now=NOW)
    held = the_seats(db, committee)[1].titular
    assert held is not None
    seminar = Seminar(db, title=f"Webinaire {code}")
    return Place(
        committee_id=committee.id,
        seat_id=held.seat_id,
        appointment_id=held.id,
        person_id=held.person_id,
        meeting_id=meeting.id,
        item_id=items[0],
        motion_id=motion,
        second_item_id=items[1],
        message_id=a_message(db, committee.id, meeting.id),
        document_id=put_in(db, shelf, meeting.id, items[0], now=NOW),
        webinar_id=seminar.id,
        webinar_code=seminar.shown.webinar.code,
        occurrence_id=seminar.date_id,
        registration_id=seminar.sign_up("Exemple").registration.id,
    )


def a_message(db: Database, committee_id: int, meeting_id: int) -> int:
    letter = a_letter(f"Convocation {meeting_id}", committee_id=committee_id, about=f"meeting:{meeting_id}")
    with unit_of_work(db):
        number = outbox.post(db, letter, now=NOW)
    assert number is not None
    return number


def holder(db: Database, committee_id: int) -> int:
    """Return who sits last in a committee: a member and nothing more."""
    committee = committees.find(db, committee_id)
    assert isinstance(committee, Committee)
    held = the_seats(db, committee)[2].titular
    assert held is not None
    return held.person_id


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "collegiale.db").write_bytes(migrated)
    (folder / "files").mkdir()
    app = create_app(Settings(instance=folder, session_key="test", mark="test", public_address="http://localhost"))
    db = database.of(app)
    shelf = folder / "files" / "documents"
    here, elsewhere = a_place(db, "ICI", shelf), a_place(db, "AILLEURS", shelf)
    visitors = {
        MEMBER: Visitor(app).enter(holder(db, here.committee_id)),
        OTHER_MEMBER: Visitor(app).enter(holder(db, elsewhere.committee_id)),
        STRANGER: with_role(app, None, None),
        DESK: with_role(app, Role.SECRETARIAT, here.committee_id),
        OTHER_DESK: with_role(app, Role.SECRETARIAT, elsewhere.committee_id),
        CHAIR: with_role(app, Role.CHAIR, here.committee_id),
        OTHER_CHAIR: with_role(app, Role.CHAIR, elsewhere.committee_id),
        AUDITOR: with_role(app, Role.AUDITOR, None),
        AUDITOR_OF_ONE: with_role(app, Role.AUDITOR, here.committee_id),
        ADMINISTRATOR: with_role(app, Role.ADMINISTRATOR, None),
        RAPPORTEUR: entrusted(app, here),
        OTHER_RAPPORTEUR: with_role(app, Role.RAPPORTEUR, here.committee_id),
        ORGANISER: organising(app, here),
        OTHER_ORGANISER: with_role(app, Role.ORGANISER, None),
        ANONYMOUS: Visitor(app),
        CLOSED: a_closed_account(app),
    }
    yield House(app=app, here=here, elsewhere=elsewhere, visitors=visitors)
    streams.of(app).stop()
    db.close()


def with_role(app: Flask, role: Role | None, committee_id: int | None) -> Visitor:
    db = database.of(app)
    person_id = a_person(db, f"{role or 'Personne'} {committee_id or ''}")
    if role is not None:
        service.grant_role(db, person_id, role, committee_id=committee_id, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def entrusted(app: Flask, place: Place) -> Visitor:
    """Somebody to whom the item of a place is entrusted."""
    db, person_id = database.of(app), a_person(database.of(app), "Rapporteur")
    service.grant_role(db, person_id, Role.RAPPORTEUR, committee_id=place.committee_id, by=SYSTEM, now=NOW)
    rapporteurs.entrust(
        db,
        place.meeting_id,
        place.item_id,
        person_id,
        due_on=NOW.date(),
        reminder_days=5,
        linking=LINKING,
        by=SYSTEM,
        now=NOW,
    )
    return Visitor(app).enter(person_id)


def organising(app: Flask, place: Place) -> Visitor:
    """Somebody who organises the webinar of a place."""
    db, person_id = database.of(app), a_person(database.of(app), "Organisateur")
    service.grant_role(db, person_id, Role.ORGANISER, by=SYSTEM, now=NOW)
    webinars.set_organiser(db, place.webinar_id, person_id, OrganiserRole.ORGANISER, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def a_closed_account(app: Flask) -> Visitor:
    """Somebody who had every right, and a browser that still holds the cookie."""
    db = database.of(app)
    person_id = service.create_administrator(db, PersonFields(last_name="Ancien"), password=None, now=clock.now())
    service.grant_role(db, person_id, Role.SECRETARIAT, by=SYSTEM, now=NOW)
    visitor = Visitor(app).enter(person_id)
    chief = service.create_administrator(db, PersonFields(last_name="Chef"), password=None, now=clock.now())
    closer = Visitor(app).enter(chief)
    assert closer.post(f"/secretariat/comptes/{person_id}/fermeture").status_code == 303
    return visitor


def rules(app: Flask) -> list[Rule]:
    """Return every address of the application but its static files."""
    return sorted((rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule)


def address(app: Flask, rule: Rule, place: Place, **others: object) -> str:
    """Fill an address with the numbers of a place, and with plausible words where it names none of them."""
    parts = {
        name: others.get(name, getattr(place, name, None) or plausible(rule, name)) for name in sorted(rule.arguments)
    }
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, parts, method=method_of(rule)))


def plausible(rule: Rule, name: str) -> object:
    converter = rule._converters[name]  # noqa: SLF001 — werkzeug says it nowhere else
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "quelconque"


def method_of(rule: Rule) -> str:
    return "POST" if "POST" in (rule.methods or set()) else "GET"


def name_of_rule(app: Flask, rule: Rule) -> str:
    return str(app.view_functions[rule.endpoint].access_rule.name)


def answer(visitor: Visitor, method: str, path: str, **fields: str) -> tuple[int, TestResponse]:
    """Ask once; a stream is closed as soon as it has begun."""
    got = visitor.client.open(path, method=method, data=fields or None)
    got.close()
    return got.status_code, got


def refused_answers(role: str, method: str) -> set[int]:
    if role in {ANONYMOUS, CLOSED}:
        return {302} if method == "GET" else {401}
    return {403, 404}


def test_every_view_says_who_may_enter_by_a_rule_of_the_table(house: House):
    named = {
        rule.endpoint: getattr(house.app.view_functions[rule.endpoint], "access_rule", None)
        for rule in rules(house.app)
    }

    assert [endpoint for endpoint, rule in named.items() if rule is None] == []
    assert {rule.name for rule in named.values() if rule is not None} <= set(MAY_ENTER)
    assert all(
        (rule.admits is None) == (rule.name in {"public", "machine"}) for rule in named.values() if rule is not None
    )


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_pages_open_to_those_of_the_table_and_to_nobody_else(house: House, role: str):
    visitor, wrong = house.visitors[role], {}
    for rule in rules(house.app):
        if "GET" not in (rule.methods or set()):
            continue
        path = address(house.app, rule, house.here)
        status, got = answer(visitor, "GET", path)
        if role in MAY_ENTER[name_of_rule(house.app, rule)]:
            sent_away = status == 302 and (got.location or "").startswith("/connexion")
            named = rule.arguments <= KNOWN
            fine = status in ({200, 302, 303} if named else {200, 302, 303, 404}) and not sent_away
        else:
            fine = status in refused_answers(role, "GET")
        if not fine:
            wrong[path] = status

    assert wrong == {}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_forms_are_taken_from_those_of_the_table_and_only_with_their_token(house: House, role: str):
    """Without its token a form is refused as out of date, but only to those whom the door has let in."""
    visitor, wrong = house.visitors[role], {}
    for rule in rules(house.app):
        if "POST" not in (rule.methods or set()):
            continue
        path = address(house.app, rule, house.here)
        status, got = answer(visitor, "POST", path)
        if role in MAY_ENTER[name_of_rule(house.app, rule)]:
            fine = status == 400 and "Formulaire périmé" in got.text
            if name_of_rule(house.app, rule) == "machine":
                fine = status == 401  # no form: it proves itself by its signature
        else:
            fine = status in refused_answers(role, "POST")
        if not fine:
            wrong[path] = status

    assert wrong == {}


@pytest.mark.parametrize("role", [OTHER_DESK, OTHER_CHAIR, OTHER_MEMBER, STRANGER, AUDITOR, OTHER_RAPPORTEUR])
def test_a_refused_form_with_a_good_token_changes_nothing(house: House, role: str):
    visitor, db = house.visitors[role], database.of(house.app)
    token = visitor._fresh()  # noqa: SLF001 — the form that this browser holds
    before = db.value("SELECT MAX(id) FROM journal")

    refused = 0
    for rule in rules(house.app):
        if "POST" in (rule.methods or set()) and role not in MAY_ENTER[name_of_rule(house.app, rule)]:
            status, _ = answer(visitor, "POST", address(house.app, rule, house.here), csrf_token=token)
            assert status in {403, 404}, rule.rule
            refused += 1

    assert refused > 20
    assert db.value("SELECT MAX(id) FROM journal") == before


FOREIGN = ("seat_id", "appointment_id", "item_id", "motion_id", "document_id")


@pytest.mark.parametrize("role", [DESK, MEMBER, CHAIR])
@pytest.mark.parametrize("part", FOREIGN)
def test_parts_of_another_committee_are_not_reached_through_an_address_of_ones_own(house: House, role: str, part: str):
    visitor, wrong = house.visitors[role], {}
    for rule in rules(house.app):
        if part not in rule.arguments or role not in MAY_ENTER[name_of_rule(house.app, rule)]:
            continue
        path = address(house.app, rule, house.here, **{part: getattr(house.elsewhere, part)})
        token = visitor._fresh()  # noqa: SLF001 — the form that this browser holds
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            status, _ = answer(visitor, method, path, **({"csrf_token": token} if method == "POST" else {}))
            if status != 404:
                wrong[f"{method} {path}"] = status

    assert wrong == {}


def test_a_vote_is_reached_through_its_own_item_only(house: House):
    visitor, wrong = house.visitors[DESK], {}
    for rule in rules(house.app):
        if "motion_id" in rule.arguments:
            path = address(house.app, rule, house.here, item_id=house.here.second_item_id)
            token = visitor._fresh()  # noqa: SLF001 — the form that this browser holds
            status, _ = answer(visitor, method_of(rule), path, csrf_token=token)
            if status != 404:
                wrong[path] = status

    assert wrong == {}


def test_the_walk_goes_somewhere(house: House):
    names = {name_of_rule(house.app, rule) for rule in rules(house.app)}

    assert len(rules(house.app)) > 40
    assert {"public", "signed_in", "desk", "desk_of_committee", "takes_part", "manages_account"} <= names
