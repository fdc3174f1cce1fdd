"""The list of a date: searched, counted, entered by hand, decided; the manager's page."""

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW
from tests.web.desk.clerk import Clerk
from tests.web.organiser.conftest import a_seminar, leads
from tests.web.visitors import Visitor
from tests.webinars.seminar import Seminar
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message
from webapp.registrations import queries as registrations
from webapp.registrations.model import Approval, Registration, Status, Terms
from webapp.registrations.service.signing import links_of
from webapp.web.kit.database import of
from webapp.webinars import service as webinars


def statuses(seminar: Seminar) -> list[Status]:
    found = registrations.of_occurrence(seminar.db, seminar.date_id, frozenset(Status))
    return [each.status for each in found]


def letters(seminar: Seminar, kind: str) -> list[Message]:
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")
    return [each for each in found if each.letter.kind == f"webinar.{kind}"]


def test_the_list_is_searched_without_accents_and_sorted_as_a_french_list(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, seats=10)
    lead = leads(seminar, organiser)
    for name in ("Zéphyr", "Étoile", "Abeillon"):
        seminar.sign_up(name, email=f"{name[1]}{len(name)}@val.example".replace("é", "e"))
    text = lead.opens(f"{lead.base}/inscrits")
    assert text.index("Abeillon Anne") < text.index("Étoile Anne") < text.index("Zéphyr Anne")
    assert "3 inscriptions" in text
    found = lead.opens(f"{lead.base}/inscrits?mots=ETOILE anne")
    assert "Étoile Anne" in found
    assert "Abeillon" not in found
    assert "Personne ne correspond" in lead.opens(f"{lead.base}/inscrits?mots=absent")


def test_the_list_is_filtered_and_paged_by_fifty(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, seats=52)
    lead = leads(seminar, organiser)
    for number in range(55):
        seminar.sign_up(f"Exemple {number:02}", email=f"x{number}@val.example")
    first = lead.opens(f"{lead.base}/inscrits")
    assert "55 inscriptions, page 1 sur 2" in first
    assert "Exemple 49 Anne" in first
    assert "Exemple 50 Anne" not in first
    assert "Exemple 54 Anne" in lead.opens(f"{lead.base}/inscrits?page=2")
    waiting = lead.opens(f"{lead.base}/inscrits?etat=attente")
    assert "3 inscriptions" in waiting
    assert "Liste d’attente (3)" in waiting
    assert "1 inscription" in lead.opens(f"{lead.base}/inscrits?etat=attente&mots=53")


def test_somebody_is_entered_by_hand_and_receives_their_link(lead: Clerk, seminar: Seminar) -> None:
    page = lead.opens(f"{lead.base}/inscrits/ajouter?date={seminar.date_id}")
    for absent in ("Laissez ce champ vide", "Votre département", "devant le même écran"):
        assert absent not in page
    typed = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@val.example"}
    lead.presses("Inscrire cette personne", **typed)
    assert "Inscription faite : Anne Exemple, confirmée." in lead.text
    (letter,) = letters(seminar, "confirmed")
    assert letter.letter.address == "anne@val.example"
    lead.opens(f"{lead.base}/inscrits/ajouter")
    lead.presses("Inscrire cette personne", **typed)
    assert "Cette personne était déjà inscrite" in lead.text
    lead.opens(f"{lead.base}/inscrits/ajouter")
    assert lead.presses("Inscrire cette personne", **{**typed, "email": "anne"}).status_code == 422


def test_web_9_somebody_entered_by_hand_takes_the_seats_kept_for_them(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, seats=1, quotas={"32": 1})
    lead = leads(seminar, organiser)
    assert "Gers (32)" in lead.opens(f"{lead.base}/inscrits/ajouter")
    typed = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@val.example"}
    assert lead.presses("Inscrire cette personne", **typed, origin="").status_code == 422
    lead.presses("Inscrire cette personne", **typed, origin="32")
    assert statuses(seminar) == [Status.CONFIRMED]
    lead.opens(f"{lead.base}/inscrits")
    lead.follows("Exemple Anne")
    assert "Gers (32)" in lead.text
    assert "Gers (32) : 1" in lead.opens(f"{lead.base}/dates")


def test_web_3_somebody_withdrawn_by_the_organisers_leaves_the_seat_to_the_next_one(
    lead: Clerk, seminar: Seminar
) -> None:
    gone = seminar.sign_up("Un").registration
    seminar.sign_up("Deux")
    lead.opens(f"{lead.base}/inscrits/{gone.id}?confirmer=desinscrire")
    lead.presses("Désinscrire cette personne")
    assert statuses(seminar) == [Status.CANCELLED, Status.OFFERED]
    assert len(letters(seminar, "cancelled")) == 1


def test_web_4_the_organiser_says_yes_or_no_and_a_no_frees_the_seat(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, terms=Terms(approval=Approval.ORGANISER))
    lead = leads(seminar, organiser)
    seminar.sign_up("Un")
    seminar.sign_up("Deux")
    lead.opens(lead.base)
    assert "1 demande attend une réponse" in lead.text
    lead.follows("Répondre")
    lead.presses("Refuser Anne Un")
    assert "Demande refusée : Anne Un." in lead.text
    lead.sends(*lead.last_act)  # the same button, twice
    assert statuses(seminar) == [Status.REJECTED, Status.OFFERED]
    assert len(letters(seminar, "rejected")) == 1


def test_web_4_who_the_organisers_enter_needs_no_word_of_theirs(app: Flask, organiser: Clerk) -> None:
    seminar = a_seminar(app, terms=Terms(approval=Approval.ORGANISER))
    lead = leads(seminar, organiser)
    lead.opens(f"{lead.base}/inscrits/ajouter")
    lead.presses("Inscrire cette personne", last_name="Exemple", first_name="Anne", email="anne@val.example")
    assert statuses(seminar) == [Status.CONFIRMED]


def asked_of_manager(app: Flask, approval: Approval) -> tuple[Seminar, Registration]:
    """Somebody signed up for one seat, and named the person whose word is waited for."""
    seminar = a_seminar(app)
    terms = Terms(approval=approval)
    webinars.set_terms(seminar.db, seminar.id, terms, means=seminar.means, by=SYSTEM, now=NOW)
    return seminar, seminar.sign_up("Un", manager_email="chef@val.example").registration


def manager_link(seminar: Seminar, registration: Registration) -> str:
    assert registration.nonce is not None
    return f"/accord/{tokens.derive(seminar.means.link_key, links_of(registration.nonce).manager)}"


def test_web_4_the_manager_answers_by_a_link_without_account(app: Flask, at_the_sitting: None) -> None:
    seminar, asked = asked_of_manager(app, Approval.BOTH)
    (letter,) = letters(seminar, "manager_asked")
    assert letter.letter.address == "chef@val.example"
    assert letter.letter.link is not None
    visitor = Visitor(app)
    path = manager_link(seminar, asked)
    assert "Anne Un demande à participer" in visitor.text(path)
    assert statuses(seminar) == [Status.SUBMITTED]  # reading decides nothing
    visitor.post(path, reponse="oui")
    assert "Votre accord est enregistré" in visitor.text(path)
    assert statuses(seminar) == [Status.PENDING]
    assert visitor.post(path, reponse="non").status_code == 409
    assert statuses(seminar) == [Status.PENDING]


def test_web_4_a_manager_who_refuses_ends_the_request_and_frees_the_seat(app: Flask, at_the_sitting: None) -> None:
    seminar, asked = asked_of_manager(app, Approval.MANAGER)
    seminar.sign_up("Deux", manager_email="autre@val.example")
    visitor = Visitor(app)
    visitor.post(manager_link(seminar, asked), reponse="non")
    assert statuses(seminar) == [Status.REJECTED, Status.OFFERED]
    assert len(letters(seminar, "rejected")) == 1


def test_the_managers_link_is_not_that_of_the_person(app: Flask, client: FlaskClient, at_the_sitting: None) -> None:
    seminar, asked = asked_of_manager(app, Approval.MANAGER)
    token = manager_link(seminar, asked).rpartition("/")[2]
    assert client.get(f"/inscription/{token}").status_code == 404
    assert client.get("/accord/inconnu").status_code == 404


def test_a_registration_of_another_webinar_is_not_found(app: Flask, lead: Clerk) -> None:
    other = Seminar(of(app), title="Un autre")
    theirs = other.sign_up("Exemple").registration
    assert lead.visitor.get(f"{lead.base}/inscrits/{theirs.id}").status_code == 404
    assert lead.visitor.get(f"{lead.base}/inscrits?date={other.date_id}").status_code == 404
