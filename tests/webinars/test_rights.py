"""What people ask of their data is done, kept and journaled, and names nobody."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.refusing import refused
from tests.webinars.seminar import STARTS_AT, Seminar
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, RegistrationRefusal, SignUp, Status
from webapp.registrations.model.retention import Category, Cause, RequestState, RetentionRefusal, Right, RightsRefusal
from webapp.registrations.service.signing import links_of
from webapp.webinars.service import retention, rights


def link(seminar: Seminar, registration: Registration) -> str:
    assert registration.nonce is not None
    return tokens.derive(seminar.means.link_key, links_of(registration.nonce).manage)


def ask_erasure(seminar: Seminar, registration: Registration, key: str = "clé 1") -> int:
    rights.ask_erasure(seminar.db, link(seminar, registration), Right.ERASURE, key=key, now=NOW)
    return registrations.requests(seminar.db)[0].id


def decide(seminar: Seminar, request_id: int, *, accepted: bool, reason: str = "") -> None:
    rights.decide(seminar.db, request_id, accepted=accepted, reason=reason, means=seminar.means, by=SYSTEM, now=NOW)


def adopt(seminar: Seminar) -> None:
    retention.adopt(seminar.db, Category.REGISTRANTS, "Visa AD99", 365, key="règle", by=SYSTEM, now=NOW)


def test_rgp_2_ones_own_link_gives_a_copy_of_its_registration_alone_and_the_request_is_kept(seminar: Seminar) -> None:
    mine = seminar.sign_up("Exemple", question="Combien ?").registration
    held = rights.copy_mine(seminar.db, link(seminar, mine), key="copie", now=NOW)
    again = rights.copy_mine(seminar.db, link(seminar, mine), key="copie", now=NOW)
    assert (held.known.registration.id, held.known.answers[0].value) == (mine.id, "Combien ?")
    assert again.known == held.known
    asked = registrations.requests(seminar.db)
    assert [(each.kind, each.state, each.registrations) for each in asked] == [
        (Right.ACCESS, RequestState.DONE, (mine.id,))
    ]
    assert audit.entries(seminar.db)[0].act == "rights.access"


def test_rgp_2_somebody_corrects_who_they_are_and_keeps_their_answers(seminar: Seminar) -> None:
    mine = seminar.sign_up("Exemple", question="Combien ?").registration
    typed = SignUp(last_name="Exemplaire", first_name="Anna", email="ANNA@val-imaginaire.example")
    for _ in range(2):  # sent twice
        rights.rectify_mine(seminar.db, link(seminar, mine), typed, version=mine.version, key="corrigée", now=NOW)
    after = seminar.reread(mine)
    assert (after.name, after.email) == ("Anna Exemplaire", "anna@val-imaginaire.example")
    assert registrations.held(seminar.db, after).known.answer("question") == "Combien ?"
    assert [each.kind for each in registrations.requests(seminar.db)] == [Right.RECTIFICATION]
    with refused(RegistrationRefusal.CHANGED_MEANWHILE):
        rights.rectify_mine(seminar.db, link(seminar, mine), typed, version=mine.version, key="encore", now=NOW)


def test_rgp_2_a_correction_makes_nobody_somebody_else_of_the_same_date(seminar: Seminar) -> None:
    other = seminar.sign_up("Autre").registration
    mine = seminar.sign_up("Exemple").registration
    typed = SignUp(last_name="AUTRE", first_name="anne", email=other.email)
    with refused(RegistrationRefusal.IDENTITY_TAKEN):
        rights.rectify_mine(seminar.db, link(seminar, mine), typed, version=mine.version, key="clé", now=NOW)
    assert registrations.requests(seminar.db) == []


def test_rgp_2_an_address_is_found_across_webinars_by_administrators(seminar: Seminar) -> None:
    first = seminar.sign_up("Exemple", email="mairie@val-imaginaire.example").registration
    other = Seminar(seminar.db, title="Un autre webinaire")
    second = other.sign_up("Modele", email="mairie@val-imaginaire.example", key="autre").registration
    seminar.sign_up("Temoin")
    held = rights.copy_at_address(seminar.db, " Mairie@val-imaginaire.example", key="copie", by=SYSTEM, now=NOW)
    assert {each.known.registration.id for each in held} == {first.id, second.id}
    with refused(RightsRefusal.NOBODY_CONCERNED):
        rights.copy_at_address(seminar.db, "personne@val-imaginaire.example", key="vide", by=SYSTEM, now=NOW)


def test_rgp_2_an_erasure_waits_for_its_answer_and_for_a_rule(seminar: Seminar) -> None:
    mine = seminar.sign_up("Exemple").registration
    number = ask_erasure(seminar, mine)
    with refused(RightsRefusal.ALREADY_ASKED):
        ask_erasure(seminar, mine, key="clé 2")
    assert registrations.requests(seminar.db)[0].due_on == (NOW + timedelta(days=28)).date()
    with refused(RetentionRefusal.NO_RULE):
        decide(seminar, number, accepted=True)
    assert seminar.reread(mine).status is Status.CONFIRMED


def test_rgp_2_an_accepted_erasure_gives_the_seat_back_and_anonymises_at_once(seminar: Seminar) -> None:
    adopt(seminar)
    mine, _, waiting = (seminar.sign_up(name).registration for name in ("Exemple", "Modele", "Temoin"))
    number = ask_erasure(seminar, mine)
    for _ in range(2):  # sent twice
        decide(seminar, number, accepted=True)
    assert (seminar.reread(mine).status, seminar.reread(mine).email) == (Status.ANONYMISED, "")
    assert seminar.reread(waiting).status is Status.OFFERED
    assert registrations.of_link(seminar.db, link(seminar, mine)) is None
    assert not any("exemple@" in str(each) for each in outbox.everything(seminar.db))
    assert registrations.request(seminar.db, number).state is RequestState.DONE  # type: ignore[union-attr]  # it is there
    made = registrations.purges(seminar.db)
    assert [(each.cause, each.number) for each in made] == [(Cause.REQUEST, 1)]
    with refused(RightsRefusal.ALREADY_DECIDED):
        decide(seminar, number, accepted=False, reason="Non.")


def test_rgp_2_a_refusal_says_why(seminar: Seminar) -> None:
    mine = seminar.sign_up("Exemple").registration
    number = ask_erasure(seminar, mine)
    with refused(RightsRefusal.REASON_MISSING):
        decide(seminar, number, accepted=False, reason=" ")
    decide(seminar, number, accepted=False, reason="L’attestation doit rester vérifiable.")
    found = registrations.held(seminar.db, seminar.reread(mine)).requests[0]
    assert (found.state, found.reason) == (RequestState.REFUSED, "L’attestation doit rester vérifiable.")
    assert seminar.reread(mine).name == "Anne Exemple"


def test_rgp_2_a_request_heard_at_the_desk_takes_only_the_registrations_of_its_address(seminar: Seminar) -> None:
    mine, other = (seminar.sign_up(name).registration for name in ("Exemple", "Modele"))
    rights.record_erasure(seminar.db, [mine.id, other.id], mine.email, Right.OBJECTION, key="clé", by=SYSTEM, now=NOW)
    assert registrations.requests(seminar.db)[0].registrations == (mine.id,)


@pytest.mark.parametrize("kind", [Right.ERASURE, Right.OBJECTION])
def test_rgp_2_the_journal_names_nobody(seminar: Seminar, kind: Right) -> None:
    adopt(seminar)
    mine = seminar.sign_up("Exemple").registration
    rights.ask_erasure(seminar.db, link(seminar, mine), kind, key="clé", now=STARTS_AT)
    decide(seminar, registrations.requests(seminar.db)[0].id, accepted=True)
    entries = audit.entries(seminar.db)
    assert f"rights.{kind}" in {each.act for each in entries}
    assert "rights.accepted" in {each.act for each in entries}
    assert not any("Exemple" in str(each) or "exemple@" in str(each) for each in entries)
