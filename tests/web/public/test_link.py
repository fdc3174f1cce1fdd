"""Links received by mail: opening consumes nothing, a button lets in once, and another may be asked for."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import a_person
from tests.web.public.test_sign_in import without_tokens
from tests.web.visitors import Visitor, plain
from webapp.accounts import rules, service
from webapp.accounts.model import Linking, PersonFields
from webapp.kernel import clock, tokens
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message
from webapp.storage.database import Database, unit_of_work
from webapp.web.kit import database
from webapp.web.kit.database import settings

PAGE = "/seances/12/reponse"
SENT = "Si cette adresse ou cet identifiant est connu ici, un message part avec un lien."
EMAIL = "anne.exemple@val-imaginaire.example"


@pytest.fixture
def base(app: Flask) -> Database:
    return database.of(app)


@pytest.fixture
def anne(base: Database) -> int:
    return a_person(base, "Exemple", "Anne", civility="Mme", login="anne", email=EMAIL)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def key(app: Flask) -> str:
    with app.app_context():
        return settings().link_key


def link_for(app: Flask, person_id: int, page: str = PAGE, lasts: timedelta = timedelta(days=15)) -> str:
    base = database.of(app)
    with unit_of_work(base):
        link = service.new_link(base, person_id, page, linking=Linking(key=key(app), lasts=lasts), now=clock.now())
    return f"/connexion/lien/{tokens.derive(key(app), link.nonce)}"


def asked(app: Flask, person_id: int) -> list[Message]:
    return outbox.about(database.of(app), f"person:{person_id}")


def path_in(app: Flask, message: Message) -> str:
    assert message.letter.link is not None
    return f"/connexion/lien/{tokens.derive(key(app), message.letter.link.nonce)}"


def test_opening_a_link_says_whose_it_is_and_what_it_opens_and_consumes_nothing(
    app: Flask, visitor: Visitor, anne: int
) -> None:
    link = link_for(app, anne)

    for _ in range(3):  # the mail scanner, the preview, the person
        page = visitor.text(link)

    assert "Vous êtes Mme Anne Exemple ?" in page
    assert "Ce lien ouvre votre réponse à la convocation." in page
    assert visitor.get("/profil").status_code == 302
    answer = visitor.get(link)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_button_lets_in_once_and_leads_to_the_page(app: Flask, visitor: Visitor, anne: int) -> None:
    link = link_for(app, anne)

    answer = visitor.post(link)

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "Lien reçu par courriel" in visitor.text("/profil")
    other = Visitor(app)
    assert other.post(link).status_code == 303
    refused = other.get(link)
    assert refused.status_code == 410
    assert "Ce lien a déjà servi" in plain(refused)
    assert other.get("/profil").status_code == 302


def test_who_is_already_signed_in_goes_straight_to_the_page(app: Flask, visitor: Visitor, anne: int) -> None:
    visitor.enter(anne)
    link = link_for(app, anne)

    assert visitor.get(link).location == PAGE

    assert "Vous êtes Mme Anne Exemple ?" in Visitor(app).text(link)  # it was not consumed
    Visitor(app).post(link)
    assert visitor.get(link).location == PAGE  # and still leads there once it is


def test_somebody_else_signed_in_here_is_told_so(app: Flask, base: Database, visitor: Visitor, anne: int) -> None:
    visitor.enter(a_person(base, "Autre", "Paul"))
    link = link_for(app, anne)

    assert "Cet appareil est déjà connecté au nom de Paul Autre." in visitor.text(link)

    assert visitor.post(link).location == PAGE
    assert "Anne Exemple" in visitor.text("/profil")


def test_a_link_that_is_over_offers_another_to_the_same_page(app: Flask, visitor: Visitor, anne: int) -> None:
    link = link_for(app, anne, lasts=timedelta(seconds=-1))

    page = visitor.get(link)

    assert page.status_code == 410
    assert "Ce lien n’est plus valable" in plain(page)
    assert "(an…@val-imaginaire.example)" in page.text
    assert EMAIL not in page.text
    answer = visitor.post(f"{link}/nouveau")
    assert (answer.status_code, answer.location) == (303, "/connexion")
    assert SENT in visitor.text("/connexion")
    [message] = asked(app, anne)
    assert (message.letter.address, message.letter.kind) == (EMAIL, "account.link")
    assert visitor.post(path_in(app, message)).location == PAGE


def test_a_link_that_still_serves_or_never_was_brings_no_other(app: Flask, visitor: Visitor, anne: int) -> None:
    for link in (link_for(app, anne), f"/connexion/lien/{tokens.draw()}", "/connexion/lien/quelconque"):
        assert visitor.post(f"{link}/nouveau").status_code == 303

    assert asked(app, anne) == []


def test_a_link_never_made_is_not_found(visitor: Visitor) -> None:
    for token in (tokens.draw(), "quelconque"):
        assert visitor.get(f"/connexion/lien/{token}").status_code == 404
        assert visitor.post(f"/connexion/lien/{token}").status_code == 404


def test_one_asks_for_a_link_by_address_or_login_and_the_answer_is_the_same_for_all(
    app: Flask, visitor: Visitor, anne: int
) -> None:
    answers = []
    for who in (EMAIL.upper(), "anne", "eve@ailleurs.example"):
        answer = visitor.post("/connexion/lien", who=who)
        answers.append((answer.status_code, answer.location, without_tokens(visitor.get("/connexion").text)))

    assert len(set(answers)) == 1
    assert SENT in plain(visitor.get("/connexion")) or SENT in answers[0][2].replace("\u00a0", " ")
    first, second = asked(app, anne)
    refused = Visitor(app).get(path_in(app, first))
    assert refused.status_code == 410  # one live link at a time
    assert "remplacé par un plus récent" in plain(refused)
    assert visitor.post(path_in(app, second)).location == "/accueil"


def test_asking_is_bounded_by_what_was_typed_whoever_it_names(app: Flask, visitor: Visitor, anne: int) -> None:
    for who in ("anne", "personne"):
        for _ in range(rules.LINK_LIMITS[0].failures):
            assert visitor.post("/connexion/lien", who=who).status_code == 303
        answer = visitor.post("/connexion/lien", who=who)
        assert answer.status_code == 429
        assert "Réessayez à" in plain(answer)

    assert len(asked(app, anne)) == rules.LINK_LIMITS[0].failures


def test_a_closed_account_neither_enters_nor_receives(app: Flask, base: Database, visitor: Visitor, anne: int) -> None:
    link = link_for(app, anne)
    chief = service.create_administrator(base, PersonFields(last_name="Chef"), password=None, now=clock.now())
    Visitor(app).enter(chief).post(f"/secretariat/comptes/{anne}/fermeture")

    refused = visitor.get(link)
    assert refused.status_code == 410
    assert "Ce compte est fermé." in plain(refused)
    assert visitor.post(link).location == link
    visitor.post(f"{link}/nouveau")
    visitor.post("/connexion/lien", who="anne")

    assert asked(app, anne) == []
    assert visitor.get("/profil").status_code == 302


def test_a_corrected_address_makes_the_links_already_sent_worth_nothing(
    app: Flask, base: Database, visitor: Visitor, anne: int
) -> None:
    link = link_for(app, anne)

    chief = service.create_administrator(base, PersonFields(last_name="Chef"), password=None, now=clock.now())
    answer = Visitor(app).enter(chief).post(
        f"/secretariat/comptes/{anne}/modifier",
        last_name="Exemple", first_name="Anne", civility="Mme", login="anne", email="anne@ailleurs.example", phone="",
    )  # fmt: skip

    assert answer.status_code == 303
    assert visitor.get(link).status_code == 410
