"""Names that are safe everywhere, and the filter of the secrets."""

import pytest

from webapp.documents import rules
from webapp.documents.model import Access, DocumentKind, DocumentRefusal, Secret
from webapp.kernel.errors import Refusal
from webapp.wording import documents as words


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Rapport de l’inspection.PDF", "Rapport de l’inspection.pdf"),
        ("..\\..\\Windows\\con.pdf", "_con.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("plan: « coupe » <1/2>?.pdf", "2.pdf"),
        ("arrêté\u202efdp.exe", "arrêtéfdp.pdf"),
        ("", "piece.pdf"),
        ("...", "piece.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
    ],
)
def test_a_file_keeps_its_name_made_safe_with_the_ending_of_what_it_is(sent: str, kept: str):
    assert rules.file_name(sent, DocumentKind.PDF) == kept


@pytest.mark.parametrize("access", [Access.PUBLISHED, Access.COMMUNICABLE])
@pytest.mark.parametrize("secret", list(Secret))
def test_cnv_9_a_secret_is_neither_published_nor_communicated_to_all(access: Access, secret: Secret):
    with pytest.raises(Refusal) as refused:
        rules.check_ruling(access, secret, "Plan des accès", may_publish=True)

    assert refused.value.reason is DocumentRefusal.SECRET_KEPT


def test_pub_2_a_business_secret_goes_to_the_applicant_whose_it_is_and_defence_to_nobody():
    rules.check_ruling(Access.APPLICANT, Secret.BUSINESS, "Procédé du demandeur", may_publish=True)
    with pytest.raises(Refusal) as refused:
        rules.check_ruling(Access.APPLICANT, Secret.DEFENCE, "Site protégé", may_publish=True)

    assert refused.value.reason is DocumentRefusal.SECRET_KEPT


def test_cnv_9_a_secret_says_its_reason():
    with pytest.raises(Refusal) as refused:
        rules.check_ruling(Access.INTERNAL, Secret.MANUFACTURING, "", may_publish=True)

    assert refused.value.reason is DocumentRefusal.REASON_MISSING


def test_a_committee_that_does_not_publish_is_offered_no_publication():
    with pytest.raises(Refusal) as refused:
        rules.check_ruling(Access.PUBLISHED, None, "", may_publish=False)

    assert refused.value.reason is DocumentRefusal.PUBLICATION_NOT_OFFERED


def test_every_kind_of_file_has_its_words():
    assert {each.value for each in DocumentKind} <= set(words.KINDS)


@pytest.mark.parametrize(("size", "said"), [(340, "340 octets"), (12_400, "12 ko"), (3_440_000, "3,4 Mo")])
def test_a_weight_is_said_in_french(size: int, said: str):
    assert words.weight(size) == said
