"""A letter says all that the message says; its link is written and drawn only when who prints may hand it out."""

from tests.outbox.conftest import Round
from webapp.kernel import tokens
from webapp.outbox.document import paper
from webapp.outbox.model import LINK, Link
from webapp.pdf.model import Document


def letter(mail: Round, *, handed: bool) -> tuple[Document, str]:
    nonce = tokens.new_nonce()
    number = mail.post("Convocation", body=f"Répondez ici : {LINK}\n", link=Link(page="link", nonce=nonce))
    linked = frozenset({number} if handed else ())
    made = paper.letters([mail.found(number)], mail.means, linked=linked, prefecture="Préfecture", now=mail.now)
    return made, tokens.derive(mail.means.link_key, nonce)


def test_a_letter_has_its_text_its_link_and_a_square(mail: Round) -> None:
    made, token = letter(mail, handed=True)

    assert f"Répondez ici : https://collegiale.example/connexion/lien/{token}" in made.html
    assert "data:image/svg+xml" in made.html
    assert "Mme Anne Exemple" in made.html


def test_a_letter_that_another_must_hand_out_has_no_link(mail: Round) -> None:
    made, token = letter(mail, handed=False)

    assert token not in made.html
    assert "connectez-vous à l’adresse https://collegiale.example/connexion" in made.html
    assert "data:image" not in made.html
