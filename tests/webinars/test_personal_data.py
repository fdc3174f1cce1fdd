"""Every table that says something of somebody who signed up is known here: copied, corrected, erased (RGP-2, ARC-1)."""

from collections.abc import Iterator
from datetime import timedelta

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar, token
from webapp.audit.model import SYSTEM
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, SignUp
from webapp.registrations.model.retention import Category, Right
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import service as webinars
from webapp.webinars import store
from webapp.webinars.model import Guest, Stay
from webapp.webinars.model.attendance import Interval, Who
from webapp.webinars.queries import rights as told
from webapp.webinars.rules.afterwards import USUAL_QUESTIONS
from webapp.webinars.service import afterwards, attendance, certificates, inviting, retention, rights

MARK = "zyxquid"  # in the name and the address of nobody else
ENDED = STARTS_AT + timedelta(hours=1)
# Where somebody's registration is referred to, and the part of the copy that says what is there.
TOLD_BY = {
    "companions": "companions",
    "answers": "answers",
    "registration_changes": "an order of changes, which says nothing of anybody",
    "rights_request_registrations": "requests",
    "coming_replies": "« Viendrez-vous ? »",
    "questions": "Questions aux intervenants",
    "attendance": "Présence",
    "certificates": "Attestations",
    "evaluation_turnout": "Évaluation",
}


def tables(db: Database) -> Iterator[str]:
    yield from (row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))


def marked(db: Database) -> dict[str, set[str]]:
    """Return where the mark stands: every table and column of the schema is walked."""
    found: dict[str, set[str]] = {}
    for table in tables(db):
        for row in db.rows(f'SELECT * FROM "{table}"'):  # noqa: S608 — names of the schema
            found.setdefault(table, set()).update(
                name for name, value in dict(row).items() if MARK in str(value).lower()
            )
    return {table: columns for table, columns in found.items() if columns}


def a_life(seminar: Seminar) -> Registration:
    """Invite somebody, sign them up, have them ask, come, be attested and evaluated."""
    guest = Guest(last_name="Zyxquid", first_name="Anne", email=f"{MARK}@val-imaginaire.example", service="Eau")
    inviting.add_guests(seminar.db, seminar.id, [guest], means=seminar.means, by=SYSTEM, now=NOW)
    inviting.send(seminar.db, seminar.id, means=seminar.means, by=SYSTEM, now=NOW)
    mine = seminar.sign_up("Zyxquid", email=guest.email, question=f"{MARK} ?").registration
    date = seminar.shown.occurrences[0]
    webinars.ask(seminar.db, token(mine), f"Une question de {MARK}", now=NOW)
    webinars.reply(seminar.db, token(mine), comes=True, means=seminar.means, now=STARTS_AT - timedelta(hours=20))
    with unit_of_work(seminar.db):
        stay = Stay(user_id=f"registration:{mine.id}", joined_at=STARTS_AT, left_at=ENDED)
        store.add_stay(seminar.db, date.id, "salle", stay, at=ENDED)
    attendance.declare(
        seminar.db, seminar.id, date, Who(mine.id), Interval(STARTS_AT, ENDED), reason="Vue", by=SYSTEM, now=ENDED
    )
    certificates.issue(
        seminar.db, seminar.id, date, authority="Le préfet", means=seminar.means, tell=True, by=SYSTEM, now=ENDED
    )
    afterwards.prepare_evaluation(seminar.db, seminar.id, date, USUAL_QUESTIONS, by=SYSTEM, now=ENDED)
    afterwards.open_evaluation(seminar.db, seminar.id, date, means=seminar.means, tell=True, by=SYSTEM, now=ENDED)
    return seminar.reread(mine)


def test_rgp_2_every_table_that_refers_to_a_registration_is_in_the_copy(seminar: Seminar) -> None:
    mine = a_life(seminar)
    referring = {
        table
        for table in tables(seminar.db)
        for key in seminar.db.rows(f'PRAGMA foreign_key_list("{table}")')
        if key["table"] == "registrations"
    }
    assert referring == set(TOLD_BY)
    copied = dict(told.besides(seminar.db, mine))
    for title in ("Invitations", "Passages dans la salle BigBlueButton", *TOLD_BY.values()):
        if title in copied:
            assert copied[title], title
    assert {title for title in TOLD_BY.values() if title[0].isupper() or title[0] == "«"} <= set(copied)


def test_arc_1_no_table_says_anything_of_somebody_once_their_term_has_come(seminar: Seminar) -> None:
    a_life(seminar)
    assert set(marked(seminar.db)) == {
        "answers",
        "certificates",
        "invitations",
        "messages",
        "questions",
        "registrations",
    }
    retention.adopt(seminar.db, Category.REGISTRANTS, "Visa AD99", 30, key="k", by=SYSTEM, now=NOW)
    retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=30))
    assert marked(seminar.db) == {}
    for table in ("bbb_events", "coming_replies", "evaluation_turnout", "attendance"):
        assert seminar.db.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 — constants


def test_rgp_2_an_accepted_request_erases_all_of_somebody_at_once(seminar: Seminar) -> None:
    mine = a_life(seminar)
    retention.adopt(seminar.db, Category.REGISTRANTS, "Visa AD99", 3650, key="k", by=SYSTEM, now=NOW)
    retention.adopt(seminar.db, Category.PRESENCE, "Visa AD99", 3650, key="p", by=SYSTEM, now=NOW)
    rights.ask_erasure(seminar.db, token(mine), Right.ERASURE, key="e", now=ENDED)
    (asked,) = registrations.requests(seminar.db)
    rights.decide(seminar.db, asked.id, accepted=True, reason="", means=seminar.means, by=SYSTEM, now=ENDED)
    assert marked(seminar.db) == {}


def test_rgp_2_the_invitation_of_somebody_corrected_goes_with_them(seminar: Seminar) -> None:
    guest = Guest(last_name="Ancien", first_name="Anne", email="ancien@val-imaginaire.example")
    inviting.add_guests(seminar.db, seminar.id, [guest], means=seminar.means, by=SYSTEM, now=NOW)
    mine = seminar.sign_up("Ancien").registration
    typed = SignUp(last_name="Nouveau", first_name="Anne", email="nouveau@val-imaginaire.example")
    rights.rectify_mine(seminar.db, token(mine), typed, version=mine.version, key="r", now=NOW)
    row = seminar.db.row("SELECT * FROM invitations")
    assert row is not None
    assert (row["last_name"], row["email"]) == ("Nouveau", "nouveau@val-imaginaire.example")
    (line,) = dict(told.besides(seminar.db, seminar.reread(mine)))["Invitations"]
    assert line["Invité"] == "Anne Nouveau"


def test_arc_1_whoever_is_taken_off_the_list_is_named_by_no_letter(seminar: Seminar) -> None:
    guest = Guest(last_name="Zyxquid", first_name="Anne", email=f"{MARK}@val-imaginaire.example")
    inviting.add_guests(seminar.db, seminar.id, [guest], means=seminar.means, by=SYSTEM, now=NOW)
    inviting.send(seminar.db, seminar.id, means=seminar.means, by=SYSTEM, now=NOW)
    number = seminar.db.value("SELECT id FROM invitations")
    inviting.remove_guest(seminar.db, seminar.id, number, by=SYSTEM, now=NOW)
    assert marked(seminar.db) == {}
