import pytest
from flask import Flask

from tests.factories import NOW, a_committee, a_person
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings.service import agenda, conduct
from webapp.meetings.sitting import ItemDraft, MeetingDraft, MotionDraft
from webapp.storage.database import Database, connect, unit_of_work
from webapp.web.kit import database

JOURNAL = "/secretariat/journal"


@pytest.fixture
def base(app: Flask) -> Database:
    return database.of(app)


@pytest.fixture
def auditor(app: Flask, base: Database) -> Visitor:
    person_id = a_person(base, "Témoin", "Théa")
    service.grant_role(base, person_id, Role.AUDITOR, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def test_acts_are_told_in_french_the_latest_first(auditor: Visitor, base: Database):
    person_id = a_person(base, "Nouvelle", "Zoé")
    service.grant_role(base, person_id, Role.SECRETARIAT, by=SYSTEM, now=clock.now())

    page = auditor.text(JOURNAL)

    assert page.index("Rôle « Secrétariat » donné à Zoé Nouvelle") < page.index("Compte de Zoé Nouvelle créé")
    assert "Connexion par bulletin d’accès" in page


def test_the_journal_is_read_in_pages(auditor: Visitor, base: Database):
    for number in range(70):
        a_person(base, f"Personne-{number:02}")

    first = auditor.text(JOURNAL)
    assert "Personne-69" in first
    assert "Personne-00" not in first
    last = base.value("SELECT MAX(id) FROM journal")
    assert f"{JOURNAL}?avant={last - 49}" in first
    assert "Personne-19" in auditor.text(f"{JOURNAL}?avant={last - 49}")


def test_a_page_of_the_journal_costs_a_constant_number_of_queries(auditor: Visitor, base: Database):
    def cost() -> int:
        statements: list[str] = []
        reader = base._idle[-1]  # noqa: SLF001 — the connection that the next request is lent
        reader.set_trace_callback(statements.append)
        auditor.text(JOURNAL)
        reader.set_trace_callback(None)
        return len([each for each in statements if each.startswith("SELECT")])

    few = cost()
    for number in range(40):
        a_person(base, f"Personne-{number}")

    assert cost() == few
    assert 0 < few <= 7


def test_a_whole_chain_is_said_to_hold(auditor: Visitor):
    assert "La chaîne est intacte" in auditor.text(f"{JOURNAL}?verifier=oui")


def test_a_broken_chain_is_said_with_the_act_where_it_breaks(auditor: Visitor, base: Database):
    tamper = connect(base.path)
    tamper.execute("DROP TRIGGER journal_is_never_changed")
    tamper.execute("UPDATE journal SET actor_name = 'Personne' WHERE id = 2")
    tamper.close()

    assert "La chaîne est rompue à l’acte n° 2" in auditor.text(f"{JOURNAL}?verifier=oui")


def test_an_act_without_words_yet_is_shown_all_the_same(auditor: Visitor, base: Database):
    with unit_of_work(base):
        audit.record(base, "chose.faite", "objet:7", by=SYSTEM, now=clock.now(), reason="<b>motif</b>")

    page = auditor.client.get(JOURNAL).text

    assert "Acte «\u00a0chose.faite\u00a0»" in page
    assert "&lt;b&gt;motif&lt;/b&gt;" in page


def test_the_auditor_of_one_committee_does_not_read_the_whole_journal(app: Flask, base: Database):
    person_id = a_person(base, "Témoin")
    service.grant_role(base, person_id, Role.AUDITOR, committee_id=1, by=SYSTEM, now=NOW)

    assert Visitor(app).enter(person_id).get(JOURNAL).status_code == 403


def test_a_secretariat_reads_the_journal_of_its_sitting_in_words(app: Flask, base: Database):
    committee = a_committee(base, code="ICI", seat_count=3)
    meeting = conduct.create(base, committee.id, MeetingDraft(starts_at=NOW, place="Salle"), by=SYSTEM, now=NOW)
    item = agenda.add_item(base, meeting.id, ItemDraft(title="Carrière"), by=SYSTEM, now=NOW)
    agenda.add_motion(base, meeting.id, item, MotionDraft(title="Ensemble", text="Avis."), by=SYSTEM, now=NOW)
    desk = a_person(base, "Greffe")
    service.grant_role(base, desk, Role.SECRETARIAT, committee_id=committee.id, by=SYSTEM, now=NOW)
    visitor = Visitor(app).enter(desk)

    page = visitor.text(f"/secretariat/seances/{meeting.id}/journal")

    assert "Séance créée" in page
    assert "Point ajouté à l’ordre du jour : Carrière" in page
    assert "Vote ajouté, point 1 : Ensemble" in page
    assert "Connexion par" not in page
    assert f"/secretariat/seances/{meeting.id}/journal" in visitor.text(f"/secretariat/seances/{meeting.id}/preparer")
