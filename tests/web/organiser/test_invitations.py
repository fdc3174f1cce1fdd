"""Invitations by the pages: a list read, sent, the silent reminded; the invited person's own page; the common link."""

from datetime import timedelta
from io import BytesIO

from flask import Flask

from tests.factories import NOW
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor
from tests.webinars.seminar import Seminar
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Status
from webapp.web.kit.database import of
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Access, AccessKind, InvitationAnswer


def token(seminar: Seminar) -> str:
    (found,) = queries.invitations(seminar.db, seminar.id)
    return tokens.derive(seminar.means.link_key, found.nonce)


def test_a_list_is_read_shown_and_sent_and_the_silent_are_reminded(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/invitations/liste")
    lead.presses(
        "Lire cette liste", pasted="Exemple;Anne;DDT;anne@val.example\nsans adresse\nModele;Paul;;p@val.example"
    )
    assert "2 personnes seront sur la liste" in lead.text
    assert "1 ligne ne se lit pas et sera laissée de côté" in lead.text
    assert queries.invited(seminar.db, seminar.id).total == 0
    lead.presses("Ajouter 2 personnes")
    lead.sends(*lead.last_act)
    assert queries.invited(seminar.db, seminar.id).total == 2

    lead.follows("Envoyer les invitations")
    assert "Une invitation part vers 2 personnes" in lead.text
    lead.presses("Envoyer 2 invitations")
    assert lead.visitor.get(f"{lead.base}/invitations/envoi").status_code == 303
    assert "Toutes les invitations sont parties" in lead.opens(f"{lead.base}/invitations")
    seminar.sign_up("Exemple", email="anne@val.example")
    lead.opens(f"{lead.base}/invitations")
    lead.follows("Relancer les silencieux")
    lead.presses("Relancer 1 personne")
    lead.sends(*lead.last_act)  # the same button, twice
    told = [each.letter.address for each in outbox.about(seminar.db, f"webinar:{seminar.id}") if each.letter.link]
    assert told.count("p@val.example") == 2
    assert "Modele" not in lead.opens(f"{lead.base}/invitations?reponse=inscrits")


def test_a_spreadsheet_is_read_too(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/invitations/liste")
    path, fields = lead.form("Lire cette liste")
    sent = {**dict(fields), "file": (BytesIO(b"Courriel;Nom\na@val.example;Exemple\n"), "liste.csv")}
    answer = lead.visitor.client.post(path, data=sent, content_type="multipart/form-data")
    assert "a@val.example" in answer.text
    assert queries.invited(seminar.db, seminar.id).total == 0


def test_the_invited_sign_up_by_their_link_their_name_written_already(
    app: Flask, lead: Clerk, seminar: Seminar
) -> None:
    webinars.set_access(seminar.db, seminar.id, Access(kind=AccessKind.HIDDEN), by=SYSTEM, now=NOW)
    lead.opens(f"{lead.base}/invitations/liste")
    lead.presses("Lire cette liste", pasted="Exemple;Anne;DDT;anne@val.example")
    lead.presses("Ajouter 1 personne")
    visitor = Visitor(app)
    page = visitor.text(f"/invitation/{token(seminar)}")
    assert "Gérer l’eau en été" in page
    form = f"/webinaires/gerer-l-eau-en-ete/{seminar.date_id}/inscription"
    assert 'value="anne@val.example"' in visitor.text(f"{form}?invitation={token(seminar)}")
    person = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@val.example", "key": "k"}
    sent = visitor.post(form, person)
    assert sent.location.endswith("/inscription-envoyee")  # the link leaves by mail alone
    assert "Vous êtes inscrit" in visitor.text(f"/invitation/{token(seminar)}")
    refused = visitor.post(form, {**person, "email": "autre@val.example", "key": "l"})
    assert (refused.status_code, "sur invitation" in refused.text) == (422, True)


def test_somebody_declines_by_a_button_and_reading_writes_nothing(app: Flask, lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/invitations/liste")
    lead.presses("Lire cette liste", pasted="anne@val.example")
    lead.presses("Ajouter 1 personne")
    visitor = Visitor(app)
    path = f"/invitation/{token(seminar)}"
    assert "Je ne viendrai pas" in visitor.text(f"{path}?decliner=1")
    assert queries.invitations(seminar.db, seminar.id)[0].answer is InvitationAnswer.NONE
    visitor.post(f"{path}/refus")
    assert "Vous avez dit que vous ne viendrez pas" in visitor.text(path)
    assert visitor.get("/invitation/inconnue").status_code == 404


def test_access_is_said_and_what_cannot_be_read_is_refused(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/invitations/acces")
    assert lead.presses("Enregistrer", kind="listed", domains="pas un domaine").status_code == 422
    assert "n’est pas un domaine" in lead.text
    lead.presses("Enregistrer", kind="listed", domains="gers.gouv.example\n@lot.example")
    assert queries.access(seminar.db, seminar.id).domains == ("gers.gouv.example", "lot.example")


def test_somebody_comes_by_name_at_the_common_link(app: Flask, seminar: Seminar) -> None:
    path = f"/webinaires/gerer-l-eau-en-ete/{seminar.date_id}/entrer"
    visitor = Visitor(app)
    assert visitor.get(path).status_code == 302
    webinars.set_access(seminar.db, seminar.id, Access(walk_ins=True), by=SYSTEM, now=NOW)
    assert "La salle ouvre le" in visitor.text(path)
    answer = visitor.post(path, last_name="Exemple", first_name="Anne", key="k")
    assert (answer.status_code, "La salle n’est pas encore ouverte" in answer.text) == (422, True)
    assert registrations.of_occurrence(seminar.db, seminar.date_id, frozenset(Status)) == []


def test_whoever_came_by_name_is_led_to_their_own_link(app: Flask, at_the_sitting: None) -> None:
    seminar = Seminar(of(app), seats=1, starts_at=NOW + timedelta(minutes=65), title="Tout de suite")
    webinars.set_access(seminar.db, seminar.id, Access(walk_ins=True), by=SYSTEM, now=NOW)
    visitor = Visitor(app)
    path = f"/webinaires/tout-de-suite/{seminar.date_id}/entrer"
    answer = visitor.post(path, last_name="Exemple", first_name="Anne", key="k")
    assert answer.location.startswith("/rejoindre/")
    assert "Refresh" in visitor.post(answer.location).headers
    full = visitor.post(path, last_name="Autre", first_name="Anne", key="l")
    assert "Toutes les places sont prises" in full.text
