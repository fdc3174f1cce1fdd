"""What is kept of people who signed up goes under a rule adopted once, on time, and leaves a certificate."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.refusing import refused
from tests.webinars.seminar import NOTICE, QUESTION, STARTS_AT, Seminar
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.outbox import queries as outbox
from webapp.outbox.model import MessageState
from webapp.registrations import queries as registrations
from webapp.registrations.model import Field, FieldKind, Status
from webapp.registrations.model.retention import Category, Cause, Erased, RetentionRefusal
from webapp.registrations.service import set_form
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import service as webinars
from webapp.webinars.model import Guest
from webapp.webinars.model.attendance import Interval, Who
from webapp.webinars.queries import attendance as queries
from webapp.webinars.queries import certificates as issued
from webapp.webinars.queries import statistics
from webapp.webinars.service import attendance, certificates, inviting, retention
from webapp.webinars.service.preparing import Day

NEED = Field(key="besoin", kind=FieldKind.TEXT, label="Besoin d’accessibilité", keep_days=60, sensitive=True)
ENDED = STARTS_AT + timedelta(hours=1)


def adopt(db: Database, category: Category, days: int, reference: str = "Visa AD99-2026-12") -> None:
    retention.adopt(db, category, reference, days, key=f"{category}:{days}", by=SYSTEM, now=NOW)


def ask(seminar: Seminar, *asked: Field) -> None:
    with unit_of_work(seminar.db):
        set_form(seminar.db, seminar.shown.campaign, asked, NOTICE, by=SYSTEM, now=NOW)


def answers(seminar: Seminar, number: int) -> dict[str, str]:
    found = registrations.find(seminar.db, number)
    assert found is not None
    return {each.field: each.value for each in registrations.held(seminar.db, found).known.answers}


def test_arc_1_a_sensitive_question_waits_for_its_rule(seminar: Seminar) -> None:
    with refused(RetentionRefusal.SENSITIVE_WITHOUT_RULE):
        ask(seminar, NEED)
    adopt(seminar.db, Category.REGISTRANTS, 90)
    with refused(RetentionRefusal.SENSITIVE_WITHOUT_RULE):
        ask(seminar, NEED)
    adopt(seminar.db, Category.SENSITIVE, 3)
    ask(seminar, QUESTION, NEED)
    asked = seminar.shown.form.fields[1]
    assert (asked.rule, asked.keep_days) == ("Visa AD99-2026-12", 3)


def test_arc_1_a_rule_has_a_reference_and_a_duration_and_the_same_form_makes_one(db: Database) -> None:
    with refused(RetentionRefusal.REFERENCE_MISSING):
        adopt(db, Category.SENSITIVE, 3, " ")
    with refused(RetentionRefusal.DAYS_UNREADABLE):
        adopt(db, Category.SENSITIVE, -1)
    adopt(db, Category.SENSITIVE, 3)
    adopt(db, Category.SENSITIVE, 3)
    adopt(db, Category.SENSITIVE, 2, "Tableau de gestion 2027")
    assert [each.days for each in registrations.rules_adopted(db)] == [2, 3]
    assert registrations.adopted(db)[Category.SENSITIVE].reference == "Tableau de gestion 2027"
    assert [each.act for each in audit.entries(db)] == ["retention.rule_adopted"] * 2


@pytest.mark.parametrize("sql", ["UPDATE retention_rules SET days = 1", "DELETE FROM retention_rules"])
def test_arc_1_a_rule_is_never_changed_nor_removed(db: Database, sql: str) -> None:
    adopt(db, Category.SENSITIVE, 3)
    with pytest.raises(Exception, match="rule of retention"), unit_of_work(db):
        db.run(sql)


def test_arc_1_nothing_is_erased_without_a_rule(seminar: Seminar) -> None:
    seminar.sign_up("Exemple", question="Combien ?")
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=NOW + timedelta(days=4000)) == 0
    assert registrations.purges(seminar.db) == []


def test_web_10_a_need_is_erased_after_the_session_and_not_before(seminar: Seminar) -> None:
    adopt(seminar.db, Category.SENSITIVE, 0)
    ask(seminar, QUESTION, NEED)
    number = seminar.sign_up("Exemple", question="Combien ?", besoin="Boucle magnétique").registration.id
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=STARTS_AT + timedelta(minutes=30)) == 0
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(hours=1)) == 1
    assert answers(seminar, number) == {"question": "Combien ?"}
    made = registrations.purges(seminar.db)[0]
    assert (made.erased, made.number, made.cause) == (Erased.SENSITIVE, 1, Cause.TERM)
    assert made.rule.reference == "Visa AD99-2026-12"
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=50)) == 0


def test_web_10_a_need_follows_a_date_that_is_put_off(seminar: Seminar) -> None:
    adopt(seminar.db, Category.SENSITIVE, 0)
    ask(seminar, NEED)
    number = seminar.sign_up("Exemple", besoin="Vélotypie").registration.id
    date = seminar.shown.occurrences[0]
    webinars.change_date(
        seminar.db,
        seminar.id,
        date.id,
        Day(starts_at=STARTS_AT + timedelta(days=7), ends_at=ENDED + timedelta(days=7), seats=2),
        version=date.version,
        means=seminar.means,
        by=SYSTEM,
        now=NOW,
    )
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=6)) == 0
    assert answers(seminar, number) == {"besoin": "Vélotypie"}
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=7, hours=1)) == 1
    assert answers(seminar, number) == {}


def test_arc_1_other_answers_go_on_the_day_told_under_the_rule_of_registrants(seminar: Seminar) -> None:
    number = seminar.sign_up("Exemple", question="Combien ?").registration.id
    adopt(seminar.db, Category.REGISTRANTS, 400)
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=89)) == 0
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=90)) == 1
    assert answers(seminar, number) == {}
    assert registrations.purges(seminar.db)[0].erased is Erased.ANSWERS


def test_arc_1_people_are_anonymised_at_their_term_and_counts_stay(seminar: Seminar) -> None:
    first = seminar.sign_up("Exemple", others=0, question="Combien ?").registration
    waiting = [seminar.sign_up(name).registration for name in ("Modele", "Temoin")][1]
    adopt(seminar.db, Category.REGISTRANTS, 30)
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=29)) == 0
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=30)) == 1

    after = seminar.reread(first)
    assert (after.status, after.name, after.email, after.nonce) == (Status.ANONYMISED, "", "", None)
    assert answers(seminar, first.id) == {}
    former = seminar.db.rows("SELECT former, count(*) AS n FROM registrations GROUP BY former ORDER BY former")
    assert [(row["former"], row["n"]) for row in former] == [("confirmed", 2), ("waitlisted", 1)]
    assert seminar.shown.occurrences[0].held == 2
    assert seminar.reread(waiting).status is Status.ANONYMISED
    figures = statistics.figures(seminar.db, seminar.shown)
    assert [each.confirmed for each in figures.dates] == [2]
    assert [each.confirmed for each in figures.services] == [2]
    made = registrations.purges(seminar.db)[0]
    assert (made.erased, made.number, made.topic) == (Erased.REGISTRANTS, 3, f"webinar:{seminar.id}")


def test_arc_1_messages_lose_name_address_and_text_with_their_person(seminar: Seminar) -> None:
    seminar.sign_up("Exemple")
    other = Seminar(seminar.db, title="Un autre webinaire", starts_at=STARTS_AT + timedelta(days=100))
    other.sign_up("Modele", key="une autre clé")
    adopt(seminar.db, Category.REGISTRANTS, 30)
    retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=30))
    kept = outbox.about(seminar.db, f"webinar:{other.id}")
    mine = outbox.about(seminar.db, f"webinar:{seminar.id}")
    assert mine
    for each in mine:
        assert (each.letter.address, each.letter.body, each.letter.link) == (None, "", None)
        assert "Exemple" not in str(each.letter)
        assert each.state is MessageState.WITHDRAWN
    assert [each.letter.address for each in kept] == ["modele@val-imaginaire.example"]


def test_arc_1_messages_may_go_before_their_people(seminar: Seminar) -> None:
    person = seminar.sign_up("Exemple").registration
    adopt(seminar.db, Category.MESSAGES, 10)
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=10)) == 1
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=11)) == 0
    assert seminar.reread(person).name == "Anne Exemple"
    assert registrations.purges(seminar.db)[0].erased is Erased.MESSAGES


def test_arc_1_the_journal_says_what_went_and_names_nobody(seminar: Seminar) -> None:
    seminar.sign_up("Exemple")
    adopt(seminar.db, Category.REGISTRANTS, 30)
    retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=30))
    entries = audit.entries(seminar.db)
    assert entries[0].act == "retention.registrants_erased"
    assert entries[0].facts == {"number": 1, "rule": "Visa AD99-2026-12", "cause": "term"}
    assert not any("Exemple" in str(each) or "exemple@" in str(each) for each in entries)


def test_arc_1_a_service_named_by_few_goes_and_one_named_by_five_stays(db: Database) -> None:
    seminar = Seminar(db, seats=None)
    for number in range(6):
        seminar.sign_up(f"Personne {'ABCDEF'[number]}", email=f"p{number}@val-imaginaire.example")
    with unit_of_work(db):
        db.run("UPDATE registrations SET service = CASE WHEN id % 6 = 0 THEN 'Cabinet seul' ELSE 'DDT' END")
    adopt(db, Category.REGISTRANTS, 0)
    retention.purge_due(db, files=seminar.means.files, now=ENDED + timedelta(hours=1))
    assert sorted(row["service"] for row in db.rows("SELECT service FROM registrations")) == ["", *["DDT"] * 5]


@pytest.mark.parametrize("sql", ["UPDATE purges SET number = 9", "DELETE FROM purges"])
def test_arc_1_a_certificate_is_never_changed_nor_removed(seminar: Seminar, sql: str) -> None:
    seminar.sign_up("Exemple")
    adopt(seminar.db, Category.REGISTRANTS, 0)
    retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(hours=1))
    with pytest.raises(Exception, match="certificate of purge"), unit_of_work(seminar.db):
        seminar.db.run(sql)


def test_arc_1_files_of_certificates_and_invitations_go_with_their_people(seminar: Seminar) -> None:
    person = seminar.sign_up("Exemple").registration
    date = seminar.shown.occurrences[0]
    guest = Guest(last_name="Exemple", first_name="Anne", email=person.email)
    silent = Guest(last_name="Muet", first_name="Paul", email="muet@val-imaginaire.example")
    inviting.add_guests(seminar.db, seminar.id, [guest, silent], means=seminar.means, by=SYSTEM, now=NOW)
    whole = Interval(STARTS_AT, ENDED)
    attendance.declare(
        seminar.db, seminar.id, date, Who(person.id), whole, reason="Vue à l’écran", by=SYSTEM, now=ENDED
    )
    certificates.issue(
        seminar.db, seminar.id, date, authority="Le préfet", means=seminar.means, tell=False, by=SYSTEM, now=ENDED
    )
    with unit_of_work(seminar.db):
        seminar.db.run("UPDATE certificates SET sha256 = 'ab', bytes = 1")
    file = seminar.means.files / "webinars" / "ab.pdf"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"%PDF Anne Exemple")
    adopt(seminar.db, Category.REGISTRANTS, 30)
    retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=30))
    assert seminar.db.value("SELECT count(*) FROM invitations") == 0
    assert "Exemple" not in str(issued.of_date(seminar.db, date.id)[0].facts)
    assert not file.exists()
    assert not any("muet@" in str(each) for each in outbox.everything(seminar.db))


def test_arc_1_presence_has_its_own_term(seminar: Seminar) -> None:
    person = seminar.sign_up("Exemple").registration
    date = seminar.shown.occurrences[0]
    whole = Interval(STARTS_AT, ENDED)
    attendance.declare(
        seminar.db, seminar.id, date, Who(person.id), whole, reason="Vue à l’écran", by=SYSTEM, now=ENDED
    )
    adopt(seminar.db, Category.PRESENCE, 10)
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=9)) == 0
    assert retention.purge_due(seminar.db, files=seminar.means.files, now=ENDED + timedelta(days=10)) == 1
    assert not queries.came(seminar.db, [date.id])
    assert queries.came_numbers(seminar.db, [date.id]) == {date.id: 1}
    assert seminar.reread(person).name == "Anne Exemple"
