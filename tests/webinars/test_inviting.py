"""Invitations: who may sign up, who has answered, whom a reminder reaches; people let in by name."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.outbox import queries as outbox
from webapp.registrations.model import Approval, Registration, SignUp, Status, Terms
from webapp.storage.database import Database
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.webinars.model import Access, AccessKind, Content, Guest, InvitationAnswer, OrganisingRefusal
from webapp.webinars.service import guests

ANNE = Guest(email="anne@val.example", last_name="Exemple", first_name="Anne")
PAUL = Guest(email="paul@val.example", last_name="Modele", first_name="Paul")


def invite(seminar: Seminar, *people: Guest) -> None:
    """Put people on the list and send them their invitation."""
    webinars.add_guests(seminar.db, seminar.id, people, means=seminar.means, by=SYSTEM, now=NOW)
    webinars.send(seminar.db, seminar.id, means=seminar.means, by=SYSTEM, now=NOW)


def restrict(seminar: Seminar, *domains: str, kind: AccessKind = AccessKind.LISTED) -> None:
    webinars.set_access(seminar.db, seminar.id, Access(kind=kind, domains=domains), by=SYSTEM, now=NOW)


def written(seminar: Seminar, kind: str) -> list[str | None]:
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")
    return sorted(each.letter.address or "" for each in found if each.letter.kind == f"webinar.{kind}")


def answers(seminar: Seminar) -> dict[str, InvitationAnswer]:
    return {each.guest.email: each.answer for each in queries.invitations(seminar.db, seminar.id)}


def test_a_restricted_webinar_takes_the_invited_and_the_domains_alone(seminar: Seminar) -> None:
    restrict(seminar, "@Gers.gouv.example")
    invite(seminar, ANNE)
    with pytest.raises(Refusal) as refused:
        seminar.sign_up("Inconnu", email="inconnu@val.example")
    assert refused.value.reason is OrganisingRefusal.BY_INVITATION
    assert seminar.sign_up("Exemple", email="anne@val.example").anew
    assert seminar.sign_up("Agent", email="agent@ddt.gers.gouv.example").anew
    with pytest.raises(Refusal):
        seminar.sign_up("Faux", email="faux@autregers.gouv.example")


def test_nobody_leaves_a_restricted_webinar_for_an_address_that_is_not_admitted(seminar: Seminar) -> None:
    restrict(seminar, "gers.gouv.example")
    found = seminar.sign_up("Exemple", email="anne@gers.gouv.example").registration
    assert found.nonce is not None
    manage = tokens.derive(seminar.means.link_key, found.nonce)
    typed = SignUp(last_name="Exemple", first_name="Anne", email="anne@ailleurs.example")
    with pytest.raises(Refusal) as refused:
        webinars.correct(seminar.db, manage, typed, version=1, means=seminar.means, now=NOW)
    assert refused.value.reason is OrganisingRefusal.BY_INVITATION


def test_a_hidden_webinar_is_not_in_the_catalogue(seminar: Seminar) -> None:
    restrict(seminar, kind=AccessKind.LISTED)
    assert len(queries.catalogue(seminar.db, now=NOW)) == 1
    restrict(seminar, kind=AccessKind.HIDDEN)
    assert queries.catalogue(seminar.db, now=NOW) == []


def test_the_reminder_reaches_the_silent_and_nobody_else(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    third = Guest(email="zoe@val.example")
    invite(seminar, ANNE, PAUL, third)
    seminar.sign_up("Exemple", email="anne@val.example")
    webinars.decline(db, link(seminar, "paul@val.example"), now=NOW)
    assert webinars.remind(db, seminar.id, means=seminar.means, by=SYSTEM, now=NOW) == 1
    assert written(seminar, "invited") == ["anne@val.example", "paul@val.example", "zoe@val.example"]
    assert written(seminar, "invited_again") == ["zoe@val.example"]
    assert answers(seminar) == {
        "anne@val.example": InvitationAnswer.SIGNED_UP,
        "paul@val.example": InvitationAnswer.DECLINED,
        "zoe@val.example": InvitationAnswer.NONE,
    }


def link(seminar: Seminar, email: str) -> str:
    """Return the personal link that somebody received."""
    (found,) = [each for each in queries.invitations(seminar.db, seminar.id) if each.guest.email == email]
    return tokens.derive(seminar.means.link_key, found.nonce)


def test_inviting_twice_or_by_the_same_button_writes_once(seminar: Seminar) -> None:
    invite(seminar, ANNE)
    again = Guest(email="ANNE@val.example".lower(), last_name="EXEMPLE", first_name="anne")
    assert webinars.add_guests(seminar.db, seminar.id, [again], means=seminar.means, by=SYSTEM, now=NOW) == 0
    later = NOW + timedelta(days=1)
    for _ in range(2):
        webinars.remind(seminar.db, seminar.id, means=seminar.means, by=SYSTEM, now=later, key="k")
    assert webinars.send(seminar.db, seminar.id, means=seminar.means, by=SYSTEM, now=later) == 0
    assert (written(seminar, "invited"), written(seminar, "invited_again")) == ([ANNE.email], [ANNE.email])


def test_web_2_in_a_shared_mailbox_each_answers_their_own_invitation(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    both = [Guest(email="mairie@val.example", last_name=name, first_name="Anne") for name in ("Un", "Deux")]
    invite(seminar, *both)
    seminar.sign_up("Deux", email="mairie@val.example")
    found = {each.guest.last_name: each.answer for each in queries.invitations(db, seminar.id)}
    assert found == {"Un": InvitationAnswer.NONE, "Deux": InvitationAnswer.SIGNED_UP}


def test_nobody_is_invited_to_what_is_not_published(db: Database) -> None:
    number = webinars.create(db, Content(title="En préparation"), by=SYSTEM, now=NOW)
    seminar = Seminar(db, title="Autre")
    webinars.add_guests(db, number, [ANNE], means=seminar.means, by=SYSTEM, now=NOW)
    with pytest.raises(Refusal) as refused:
        webinars.send(db, number, means=seminar.means, by=SYSTEM, now=NOW)
    assert refused.value.reason is OrganisingRefusal.NOT_PUBLISHED


def test_a_removed_invitation_opens_nothing_any_more(seminar: Seminar) -> None:
    invite(seminar, ANNE)
    token = link(seminar, ANNE.email)
    (found,) = queries.invitations(seminar.db, seminar.id)
    webinars.remove_guest(seminar.db, seminar.id, found.id, by=SYSTEM, now=NOW)
    assert queries.invitation_of_link(seminar.db, token) is None


@pytest.mark.parametrize(
    "typed",
    [
        "Exemple;Anne;DDT;anne@val.example",
        "Nom\tPrénom\tCourriel\tService\nExemple\tAnne\tanne@val.example\tDDT",
        "anne@val.example, Exemple, Anne, DDT",
    ],
)
def test_a_pasted_list_is_read_with_or_without_headings(typed: str) -> None:
    (found,) = guests.of_text(typed).guests
    assert (found.last_name, found.first_name, found.service, found.email) == (
        "Exemple",
        "Anne",
        "DDT",
        "anne@val.example",
    )


def test_a_spreadsheet_is_read_and_lines_without_address_are_told_apart() -> None:
    content = "Service;Adresse électronique;Nom\nDDT;anne@val.example;Exemple\nDDT;pas une adresse;Modele\n"
    read = guests.of_file(content.encode("cp1252"), "liste.csv")
    assert [each.email for each in read.guests] == ["anne@val.example"]
    (fault,) = read.faults
    assert (fault.line, fault.refusal.reason) == (3, OrganisingRefusal.LINE_WITHOUT_ADDRESS)


def test_an_empty_or_endless_list_is_refused() -> None:
    with pytest.raises(Refusal) as empty:
        rules.guests([])
    assert empty.value.reason is OrganisingRefusal.LIST_EMPTY
    with pytest.raises(Refusal) as endless:
        rules.guests(Guest(email=f"x{number}@val.example") for number in range(5001))
    assert endless.value.reason is OrganisingRefusal.LIST_TOO_LONG


def come(seminar: Seminar, last_name: str, *, key: str = "", minutes: int = 0) -> Registration:
    """Come to the room without having signed up, so many minutes after it opened."""
    return webinars.walk_in(
        seminar.db,
        seminar.shown,
        seminar.date_id,
        SignUp(last_name=last_name, first_name="Anne", email=""),
        key=key or last_name,
        means=seminar.means,
        now=STARTS_AT + timedelta(minutes=minutes - 15),
    )


def test_people_come_by_name_from_the_opening_while_there_are_seats(db: Database) -> None:
    seminar = Seminar(db, seats=2)
    with pytest.raises(Refusal) as closed:
        come(seminar, "Un")
    assert closed.value.reason is OrganisingRefusal.NO_WALK_INS
    webinars.set_access(db, seminar.id, Access(walk_ins=True), by=SYSTEM, now=NOW)
    with pytest.raises(Refusal) as early:
        come(seminar, "Un", minutes=-1)
    assert early.value.reason is OrganisingRefusal.WALK_IN_TOO_EARLY
    first = come(seminar, "Un")
    assert come(seminar, "Un").id == first.id  # the same form again
    assert come(seminar, "Deux", minutes=70).status is Status.CONFIRMED
    with pytest.raises(Refusal) as full:
        come(seminar, "Trois")
    assert full.value.reason is OrganisingRefusal.FULL
    assert (seminar.shown.occurrences[0].held, seminar.shown.occurrences[0].waiting) == (2, 0)
    assert outbox.about(db, f"webinar:{seminar.id}") == []


def test_nobody_comes_by_name_where_a_word_is_waited_for(db: Database) -> None:
    seminar = Seminar(db, terms=Terms(approval=Approval.ORGANISER))
    with pytest.raises(Refusal) as refused:
        webinars.set_access(db, seminar.id, Access(walk_ins=True), by=SYSTEM, now=NOW)
    assert refused.value.reason is OrganisingRefusal.WALK_INS_WITH_APPROVAL
