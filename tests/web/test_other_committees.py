"""A secretariat reaches nothing of a committee that it does not keep, whatever numbers its forms name."""

import io

import pytest
from flask import Flask

from tests.factories import FIRST_DAY, a_committee, a_person, the_seats
from tests.meetings.room import FOR, Room
from tests.web.visitors import Visitor, plain
from webapp.accounts import service as accounts
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM
from webapp.committees.model import Committee, Rank
from webapp.committees.service import appointments
from webapp.committees.service.appointments import Candidate
from webapp.folder import service as folder
from webapp.kernel import clock
from webapp.meetings.service import conduct, floor, hearings, voting
from webapp.minutes import service as minutes
from webapp.minutes.model import FileKind
from webapp.storage.database import unit_of_work


@pytest.fixture
def elsewhere(room: Room) -> Committee:
    """Another committee, its five seats held."""
    return a_committee(room.db, code="AILLEURS")


@pytest.fixture
def desk(app: Flask, room: Room) -> Visitor:
    """The secretariat of the sitting's committee alone."""
    return Visitor(app).enter(keeper(room, room.committee.id))


def keeper(room: Room, committee_id: int) -> int:
    person_id = a_person(room.db, "Secrétaire", f"N° {committee_id}")
    accounts.grant_role(room.db, person_id, Role.SECRETARIAT, committee_id=committee_id, by=SYSTEM, now=clock.now())
    return person_id


def holder(room: Room, committee: Committee) -> tuple[int, int]:
    """Return a seat of a committee and who holds it."""
    held = the_seats(room.db, committee)[1].titular
    assert held is not None
    return held.seat_id, held.person_id


def kept(room: Room) -> tuple[int, ...]:
    """Count what is written."""
    return tuple(
        room.db.value(f"SELECT count(*) FROM {table}")  # noqa: S608 — these names
        for table in (
            "journal",
            "ledger",
            "ballots",
            "decisions",
            "acts_done",
            "access_slips",
            "dictated_codes",
            "appointments",
        )
    )


def test_seats_and_people_of_others_are_unknown_in_a_sitting(desk: Visitor, room: Room, elsewhere: Committee) -> None:
    room.open_vote()
    (seat, person), mine, before = holder(room, elsewhere), room.seat(2), kept(room)
    votes = f"points/{room.item}/votes/{room.motion}"
    newcomer = {"last_name": "Brindeneuve", "title": "Directrice", "form": "room", "decision": "Décision du président"}
    forged: list[tuple[str, dict[str, object]]] = [
        ("suppleant", {**newcomer, "seat": seat}),
        ("suppleant", {**newcomer, "seat": room.seat(5), "known": person}),
        ("code", {"person": person}),
        ("arrivee", {"seat": room.seat(5), "person": person, "form": "room", "decision": "Décision du président"}),
        ("arrivee", {"seat": seat, "person": person, "form": "room", "decision": "Décision du président"}),
        ("depart", {"seat": seat}),
        ("mandat", {"mandator": seat, "holder": mine}),
        ("mandat", {"mandator": mine, "holder": seat}),
        ("mandat/fin", {"mandator": seat}),
        ("deport", {"seat": seat, "item": room.item}),
        ("presidence", {"seat": seat}),
        (f"{votes}/voix", {"seat": seat, "choice": FOR}),
        (f"{votes}/main-levee", {f"hand-{seat}": "against", "read_back": "Je relis"}),
    ]
    with unit_of_work(room.db):
        room.db.run("UPDATE people SET last_name = 'Secrète' WHERE id = ?", (person,))
    for number, (act, fields) in enumerate(forged):
        path = f"/secretariat/seances/{room.meeting_id}/conduire/{act}"
        answer = desk.post(path, {**fields, "key": f"acte-forge-{number}"})
        assert answer.status_code == 409, act
        assert "Secrète" not in plain(answer), act
    assert kept(room) == before


def test_items_votes_and_facts_of_another_sitting_are_not_reached(desk: Visitor, app: Flask, room: Room) -> None:
    other = Room(room.db, seats=4)
    other.open(present=3)
    other.open_vote()
    guest = other.arrive(4).fact_id
    before = kept(room)
    conduct = f"/secretariat/seances/{room.meeting_id}/conduire"
    forged: list[tuple[str, dict[str, object], int]] = [
        ("deport", {"seat": room.seat(2), "item": other.item}, 409),
        ("annulation", {"fact": guest, "reason": "Forgé"}, 409),
        ("personnes/sortie", {"fact": guest}, 409),
        ("saisie-tardive", {"fact": guest, "motion": other.motion, "decision": "keep", "reason": "Forgé"}, 409),
        (f"points/{other.item}/appeler", {}, 404),
        (f"points/{room.item}/votes/{other.motion}/cloture", {"decision": "Forgé"}, 404),
    ]
    for number, (act, fields, status) in enumerate(forged):
        answer = desk.post(f"{conduct}/{act}", {**fields, "key": f"acte-forge-{number}"})
        assert answer.status_code == status, act
    assert desk.post(f"/secretariat/seances/{other.meeting_id}/conduire/levee", key="forge").status_code == 403
    assert kept(room) == before


def everything(room: Room) -> dict[str, list[object]]:
    """Return what every table holds, sessions set aside: they note each visit."""
    tables = [row["name"] for row in room.db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    kept_out = {"sessions", "versions"}
    return {name: room.db.rows(f"SELECT * FROM {name}") for name in tables if name not in kept_out}  # noqa: S608 — the schema's own names


def test_no_number_of_another_sitting_is_taken_by_a_form_of_this_one(desk: Visitor, room: Room) -> None:
    """Hearings, speakers, items, minutes, notes, replies, files: whatever a form of the desk can name by number."""
    other = Room(room.db, seats=4)
    hearing = hearings.plan(
        room.db, other.meeting_id, other.item, "M. Pierre Exploitant", planned_at=None, by=SYSTEM, now=other.tick()
    )
    other.open(present=4)
    speaker = floor.ask(room.db, other.meeting_id, other.person(2), by=SYSTEM, now=other.tick())
    other.open_vote()
    other.votes({1: FOR, 2: FOR, 3: FOR})
    other.close()
    voting.announce(room.db, other.meeting_id, other.motion, by=SYSTEM, now=other.tick())
    asked = {"authority": "Préfecture", "by": SYSTEM, "now": other.tick()}
    file = minutes.request(room.db, other.meeting_id, FileKind.MINUTES, **asked)
    folder.request(room.db, other.meeting_id, **asked)
    seat, person = other.seat(2), other.person(2)
    mention = minutes.disagree(
        room.db, other.meeting_id, other.item, seat=seat, person_id=person, body="", by=SYSTEM, now=other.tick()
    )
    conduct.close_sitting(room.db, other.meeting_id, by=SYSTEM, now=other.tick())
    waiting = Room(room.db, seats=3)
    sitting = f"/secretariat/seances/{room.meeting_id}"
    here = f"{sitting}/conduire"
    forged: list[tuple[str, dict[str, object]]] = [
        (f"{here}/ouverture", {"chair": seat}),
        (f"{here}/depart", {"seat": room.seat(2), "left_to": seat}),
        (f"{here}/depart", {"leaving": f"{room.seat(2)}.{person}"}),
        (f"{here}/depart", {"leaving": f"{10**30}.{10**30}"}),
        (f"{here}/deport/fin", {"seat": seat, "item": other.item}),
        (f"{here}/parole/demande", {"person": person}),
        (f"{here}/parole/don", {"request": speaker}),
        (f"{here}/parole/avance", {"request": speaker}),
        (f"{here}/personnes/passages", {"item": other.item, "name": "Mme Forgée"}),
        (f"{here}/personnes/passages/entree", {"hearing": hearing}),
        (f"{here}/personnes/passages/annulation", {"hearing": hearing}),
        (f"{here}/points/{room.item}/jonction", {"to": other.item}),
        (f"{here}/points/{other.item}/notes", {"body": "Forgé", "expected": 0}),
        (f"{here}/levee-anticipee", {"reason": "Forgé", "next": waiting.meeting_id}),
        (f"{sitting}/approbations", {"approved": other.meeting_id}),
        (f"{sitting}/reponses/{seat}", {"reply": "comes"}),
        (f"{sitting}/reponses/{room.seat(2)}", {"reply": "mandate", "holder": seat}),
        (f"{sitting}/mandats/nouveau", {"mandator": seat, "holder": room.seat(2)}),
        (f"{sitting}/auditions", {"item": other.item, "name": "Mme Forgée"}),
        (f"{sitting}/auditions/{hearing}/lien", {"address": "forgee@val-imaginaire.example"}),
        (f"{sitting}/auditions/{hearing}/lien/annulation", {}),
        (f"{sitting}/points/{other.item}/votes/nouveau", {"kind": "whole", "title": "Forgé", "text": "Forgé"}),
        (f"{sitting}/points/{room.item}/votes/{other.motion}", {"kind": "whole", "title": "Forgé", "text": "Forgé"}),
        (f"{sitting}/proces-verbal/points/{other.item}", {"body": "Forgé", "expected": 0}),
        (f"{sitting}/proces-verbal/excuses", {"seat": seat}),
        (f"{sitting}/proces-verbal/points/{room.item}/desaccord", {"member": f"{seat}-{person}", "body": "Forgé"}),
        (f"{sitting}/proces-verbal/desaccords/{mention}/retrait", {}),
        (f"{sitting}/proces-verbal/documents", {"kind": "extract", "item": other.item}),
    ]
    before = everything(room)

    for number, (path, fields) in enumerate(forged):
        answer = desk.post(path, {**fields, "key": f"numero-forge-{number}"})
        assert answer.status_code < 500, path
        assert everything(room) == before, path
    folders = room.db.rows("SELECT id FROM folder_files")
    assert folders
    for path in (
        f"{sitting}/proces-verbal/documents/{file}.pdf",
        *(f"{sitting}/dossier-du-jour/documents/{row['id']}.pdf" for row in folders),
    ):
        assert desk.get(path).mimetype != "application/pdf"


def test_a_member_withdraws_from_no_item_of_another_sitting(room: Room, second: Visitor) -> None:
    other = Room(room.db, seats=4)
    before = kept(room)

    statuses = [
        second.post(f"/seances/{room.meeting_id}/points/{other.item}/retrait", key="retrait-forge").status_code,
        second.post(f"/seances/{other.meeting_id}/points/{other.item}/retrait", key="retrait-forge").status_code,
        second.post(f"/seances/{room.meeting_id}/deports", items=other.item, key="retrait-forge").status_code,
    ]

    assert statuses[:2] == [404, 403]
    assert kept(room) == before


def test_nobody_outside_the_sitting_confirms_a_list(desk: Visitor, room: Room, elsewhere: Committee) -> None:
    room.open_vote()
    votes = f"/secretariat/seances/{room.meeting_id}/conduire/points/{room.item}/votes/{room.motion}"
    assert desk.post(f"{votes}/voix", seat=room.seat(3), choice=FOR, key="voix-du-trois").status_code == 303
    before = kept(room)

    answer = desk.post(f"{votes}/liste", confirmed_by=holder(room, elsewhere)[1], key="confirmation-forgee")

    assert answer.status_code == 409
    assert kept(room) == before


def test_a_file_sent_for_one_committee_is_not_seen_through_another(
    app: Flask, room: Room, elsewhere: Committee
) -> None:
    person_id = keeper(room, room.committee.id)
    accounts.grant_role(room.db, person_id, Role.SECRETARIAT, committee_id=elsewhere.id, by=SYSTEM, now=clock.now())
    owner, colleague = Visitor(app).enter(person_id), Visitor(app).enter(keeper(room, room.committee.id))
    here, there = (f"/secretariat/commissions/{number}/importer" for number in (room.committee.id, elsewhere.id))
    file = (io.BytesIO("nom;prénom;collège\nIntruse;Iris;Membres\n".encode()), "liste.csv")
    preview = owner.post(here, {"file": file}).location
    before = kept(room)

    assert "Intruse" in owner.text(preview)
    for visitor, path in ((owner, preview.replace(here, there)), (colleague, preview)):
        assert visitor.get(path).status_code == 303
        assert visitor.post(path, expected=1).status_code == 303
        assert visitor.get(f"{path}/resultat").status_code == 303
    assert kept(room) == before


def test_a_secretariat_is_given_no_key_to_a_committee_it_does_not_keep(
    desk: Visitor, app: Flask, room: Room, elsewhere: Committee
) -> None:
    """Appointing somebody whom others also appoint must not let a desk sign in as them, and vote there."""
    shared, alone = holder(room, elsewhere)[1], room.person(3)
    with_act = Candidate(
        person=shared,
        rank=Rank.SUBSTITUTE,
        title="",
        organisation="",
        act="Arrêté",
        named_in_act=True,
        starts_on=FIRST_DAY,
    )
    appointments.appoint(room.db, room.committee.id, room.seat(3), with_act, by=SYSTEM, now=clock.now())
    before = kept(room)

    assert desk.get(f"/secretariat/comptes/{shared}").status_code == 200
    for act, fields in (
        ("bulletin", {}),
        ("fermeture", {}),
        ("reouverture", {}),
        ("connexions/fin", {}),
        ("modifier", {"last_name": "Exemple", "login": "a-moi"}),
    ):
        answer = desk.post(f"/secretariat/comptes/{shared}/{act}", dict(fields))
        assert answer.status_code in {400, 409}, act
        assert "siège aussi dans une commission que vous ne tenez pas" in plain(answer)
    assert desk.post("/secretariat/comptes/bulletins", person=[shared, alone]).status_code == 409
    assert kept(room) == before

    chief = accounts.create_administrator(room.db, PersonFields(last_name="Chef"), password=None, now=clock.now())
    assert desk.post(f"/secretariat/comptes/{alone}/fermeture").status_code == 303
    assert Visitor(app).enter(chief).post(f"/secretariat/comptes/{shared}/fermeture").status_code == 303


def test_receipts_and_sessions_are_ones_own(app: Flask, room: Room, second: Visitor) -> None:
    third = Visitor(app).enter(room.person(3))
    room.open_vote()
    receipt = room.cast(2, FOR)
    session_id = room.db.value("SELECT id FROM sessions WHERE person_id = ?", (room.person(2),))

    assert third.get(f"/recus/{receipt.number}").status_code == 404
    assert receipt.number not in third.text("/recus")
    third.post(f"/profil/connexions/{session_id}/fin")
    assert second.get("/profil").status_code == 200


def test_another_s_key_gives_no_receipt(app: Flask, room: Room, second: Visitor) -> None:
    third = Visitor(app).enter(room.person(3))
    room.open_vote()
    path = f"/seances/{room.meeting_id}/points/{room.item}/voter"
    ballot = {"motion": room.motion, "seat": room.seat(2), "choice": "for", "key": "cle-du-siege-2"}

    assert second.post(path, dict(ballot)).status_code == 303
    assert third.post(path, dict(ballot)).status_code == 409
    assert second.post(path, dict(ballot)).status_code == 303


@pytest.mark.parametrize("kind", ["minutes", "extract", "annex"])
def test_minutes_are_asked_for_with_no_item_of_another_sitting(desk: Visitor, room: Room, kind: str) -> None:
    other = Room(room.db, seats=4)
    for item in (other.item, -1, 10**14):
        answer = desk.post(f"/secretariat/seances/{room.meeting_id}/proces-verbal/documents", kind=kind, item=item)
        assert answer.status_code == 303
        assert "Ce point n’existe pas dans cette séance" in desk.text(answer.location)
    assert room.db.value("SELECT count(*) FROM minute_files") == 0
    assert room.db.value("SELECT count(*) FROM journal WHERE act LIKE 'minutes.%'") == 0
