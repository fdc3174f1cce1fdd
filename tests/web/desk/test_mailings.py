"""« Envois »: each secretariat sees its own messages, mends an address, sends again, prints, notes what came back."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import a_committee, a_person
from tests.outbox.conftest import a_letter
from tests.web.visitors import Visitor, plain
from webapp.accounts import queries as accounts
from webapp.accounts import service
from webapp.accounts.model import Linking, Role
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import clock, tokens
from webapp.outbox import queries
from webapp.outbox import service as outbox
from webapp.outbox.document import mail as documents
from webapp.outbox.model import LINK, Message, MessageState
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit import database

RETURNS = Path(__file__).parents[2] / "outbox/returns"
OLD, NEW = "anne.ancienne@val-imaginaire.example", "anne.nouvelle@val-imaginaire.example"


@pytest.fixture
def base(app: Flask) -> Database:
    return database.of(app)


@pytest.fixture
def here(base: Database) -> int:
    return a_committee(base, code="ICI", seat_count=3).id


@pytest.fixture
def elsewhere(base: Database) -> int:
    return a_committee(base, code="AILLEURS", seat_count=3).id


@pytest.fixture
def anne(base: Database) -> int:
    return a_person(base, "Exemple", "Anne", civility="Mme", email=OLD)


@pytest.fixture
def desk(app: Flask, here: int) -> Visitor:
    return keeper(app, here)


def keeper(app: Flask, committee_id: int) -> Visitor:
    base = database.of(app)
    person_id = a_person(base, "Secrétaire", f"N° {committee_id}")
    service.grant_role(base, person_id, Role.SECRETARIAT, committee_id=committee_id, by=SYSTEM, now=clock.now())
    return Visitor(app).enter(person_id)


def posted(base: Database, committee_id: int | None, person_id: int | None = None, **fields: object) -> int:
    """Leave a message of a committee, with the link of its person."""
    with unit_of_work(base):
        linking = Linking(key="", lasts=timedelta(days=15))
        link = service.new_link(base, person_id, "/accueil", linking=linking, now=clock.now()) if person_id else None
        letter = a_letter(
            "Convocation",
            **{
                "key": f"notice:{committee_id}:{person_id}",
                "committee_id": committee_id,
                "person_id": person_id,
                "address": OLD,
                "body": f"Bonjour,\n\nRépondez ici : {LINK}\n",
                "link": link,
                **fields,
            },
        )
        number = outbox.post(base, letter, now=clock.now())
    assert number is not None
    return number


def settled(base: Database, number: int, state: MessageState, words: str = "") -> None:
    with unit_of_work(base):
        base.change("UPDATE messages SET state = ?, words = ? WHERE id = ?", (state, words, number))


def found(base: Database, number: int) -> Message:
    message = queries.find(base, number)
    assert message is not None
    return message


def link_of(message: Message) -> str:
    assert message.letter.link is not None
    return f"/connexion/lien/{tokens.derive('', message.letter.link.nonce)}"


def test_a_secretariat_sees_its_own_messages_and_nobody_else_s(
    app: Flask, base: Database, desk: Visitor, here: int, elsewhere: int
) -> None:
    own = posted(base, here, name="Mme d’Ici")
    other = posted(base, elsewhere, name="M. d’Ailleurs")
    of_none = posted(base, None, name="M. de Nulle-Part")

    page = desk.text("/secretariat/envois?etat=all")

    assert "Mme d’Ici" in page
    assert "d’Ailleurs" not in page
    assert "Nulle-Part" not in page
    statuses = [desk.get(f"/secretariat/envois/{number}").status_code for number in (own, other, of_none)]
    assert statuses == [200, 403, 403]
    for act in ("renvoi", "recu", "retour", "lettre"):
        assert desk.post(f"/secretariat/envois/{other}/{act}").status_code == 403


def test_the_link_of_a_message_is_never_shown(base: Database, desk: Visitor, here: int, anne: int) -> None:
    number = posted(base, here, anne)

    page = desk.text(f"/secretariat/envois/{number}")

    assert "[lien personnel, à usage unique]" in page
    assert link_of(found(base, number)).rpartition("/")[2] not in page


def test_an_address_is_mended_and_the_message_sent_again_with_its_trace(
    app: Flask, base: Database, desk: Visitor, here: int, anne: int
) -> None:
    number = posted(base, here, anne)
    settled(base, number, MessageState.REFUSED, "550 5.1.1 Destinataire inconnu")
    page = f"/secretariat/envois/{number}"
    assert "550 5.1.1 Destinataire inconnu" in desk.text(page)
    assert "550 5.1.1 Destinataire inconnu" in desk.text("/secretariat/envois")

    answer = desk.post(f"{page}/renvoi", email=NEW)

    later = found(base, number).followed_by
    assert later is not None
    assert (answer.status_code, answer.location) == (303, f"/secretariat/envois/{later}")
    assert (found(base, later).state, found(base, later).letter.address) == (MessageState.WAITING, NEW)
    assert found(base, number).state is MessageState.REFUSED
    assert "celui envoyé à anne.ancienne@" in desk.text(f"/secretariat/envois/{later}")
    account = accounts.account(base, anne, now=clock.now())
    assert account is not None
    assert account.person.email == NEW
    assert {"person.changed", "message.resent"} <= {entry.act for entry in audit.entries(base, limit=5)}
    visitor = Visitor(app)
    assert visitor.get(link_of(found(base, number))).status_code == 410  # it may lie in a stranger's mailbox
    assert visitor.post(link_of(found(base, later))).location == "/accueil"
    assert desk.post(f"{page}/renvoi", email=OLD).status_code == 400  # sent again already


def test_what_waits_for_somebody_leaves_for_the_address_mended_meanwhile(
    app: Flask, base: Database, desk: Visitor, here: int, anne: int
) -> None:
    """The message that opens the debate is written with its announcement, days before it leaves."""
    number = posted(base, here, anne)
    later = posted(base, here, anne, key="ouverture")
    to_print = posted(base, here, anne, key="lettre", address=None)
    settled(base, number, MessageState.REFUSED, "550 5.1.1 Destinataire inconnu")

    desk.post(f"/secretariat/envois/{number}/renvoi", email=NEW)

    assert [found(base, each).letter.address for each in (number, later, to_print)] == [OLD, NEW, None]
    assert found(base, later).followed_by is None
    assert Visitor(app).post(link_of(found(base, later))).location == "/accueil"


def test_an_address_that_is_none_is_refused_and_nothing_leaves(
    base: Database, desk: Visitor, here: int, anne: int
) -> None:
    number = posted(base, here, anne)
    settled(base, number, MessageState.BOUNCED)

    answer = desk.post(f"/secretariat/envois/{number}/renvoi", email="anne.val")

    assert answer.status_code == 400
    assert "L’adresse électronique est incomplète" in plain(answer)
    assert found(base, number).followed_by is None


def test_an_address_that_opens_another_committee_is_an_administrator_s_to_mend(
    base: Database, desk: Visitor, here: int, elsewhere: int
) -> None:
    member = int(base.value("SELECT person_id FROM appointments JOIN seats ON seats.id = seat_id WHERE committee_id = ?", (elsewhere,)))  # fmt: skip
    number = posted(base, here, member)
    settled(base, number, MessageState.REFUSED)

    answer = desk.post(f"/secretariat/envois/{number}/renvoi", email=NEW)

    assert answer.status_code == 400
    assert "siège aussi dans une commission que vous ne tenez pas" in plain(answer)


def test_a_doubt_is_lifted_by_a_button(base: Database, desk: Visitor, here: int) -> None:
    number = posted(base, here)
    settled(base, number, MessageState.UNCERTAIN)
    assert "peut-être parti" in desk.text(f"/secretariat/envois/{number}")

    assert desk.post(f"/secretariat/envois/{number}/recu").status_code == 303

    assert found(base, number).state is MessageState.SENT


def test_a_return_is_noted_by_a_tick_after_a_question(base: Database, desk: Visitor, here: int) -> None:
    number = posted(base, here)
    settled(base, number, MessageState.SENT)
    assert "Noter que ce message est revenu ?" in desk.text(f"/secretariat/envois/{number}?confirmer=retour")

    assert desk.post(f"/secretariat/envois/{number}/retour").status_code == 303

    assert found(base, number).state is MessageState.BOUNCED


def test_a_return_is_noted_by_dropping_its_file_on_messages_one_may_see(
    base: Database, desk: Visitor, here: int, elsewhere: int
) -> None:
    own, other = posted(base, here), posted(base, elsewhere)
    for number in (own, other):
        settled(base, number, MessageState.SENT)

    def dropped(number: int) -> int:
        name = documents.identifier(found(base, number), "coderst@prefecture.example")
        content = (RETURNS / "boite-pleine.eml").read_text().replace("@IDENTIFIER@", name).encode()
        return desk.post("/secretariat/envois/retours", file=(io.BytesIO(content), "retour.eml")).status_code

    assert (dropped(own), dropped(other)) == (303, 400)
    assert found(base, own).words == "552 5.2.2 Mailbox full"
    assert found(base, other).state is MessageState.SENT
    assert desk.post("/secretariat/envois/retours").status_code == 400


def test_what_waits_is_printed_with_its_links_and_marked(
    base: Database, desk: Visitor, here: int, elsewhere: int, anne: int
) -> None:
    own, other = posted(base, here, anne, address=None), posted(base, elsewhere)
    later = posted(base, here, key="ouverture")  # « Les débats sont ouverts » is no letter of a week before
    with unit_of_work(base):
        base.change("UPDATE messages SET due_at = '2099-12-14T08:00:00.000Z' WHERE id = ?", (later,))

    answer = desk.post("/secretariat/envois/lettres")

    assert (answer.mimetype, answer.data[:4]) == ("application/pdf", b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (found(base, own).state, found(base, other).state) == (MessageState.PRINTED, MessageState.WAITING)
    assert found(base, later).state is MessageState.WAITING
    assert desk.post("/secretariat/envois/lettres").status_code == 303
    assert "Rien à imprimer" in desk.text("/secretariat/envois")


def test_without_a_relay_a_banner_says_how_many_wait(base: Database, desk: Visitor, here: int, elsewhere: int) -> None:
    assert "Aucun relais" not in desk.text("/secretariat")
    for committee_id in (here, elsewhere):
        posted(base, committee_id)

    for page in ("/secretariat", "/secretariat/envois"):
        assert "Aucun relais de messagerie : 1 message en attente" in desk.text(page)


def test_the_system_page_says_how_the_mail_stands(app: Flask, base: Database, here: int) -> None:
    posted(base, here)
    person_id = a_person(base, "Chef")
    service.grant_role(base, person_id, Role.ADMINISTRATOR, by=SYSTEM, now=clock.now())

    assert "Aucun relais 1 message en attente, le plus ancien du" in " ".join(
        Visitor(app).enter(person_id).text("/secretariat/systeme").replace("</span>", "").split()
    )
