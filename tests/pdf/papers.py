"""A short set of minutes with its prepared fields, made once for the tests that sign it."""

from functools import cache
from typing import Any

from tests.pdf import pki
from tests.pdf.factories import FACTS, a_document
from webapp.pdf import sign as signing
from webapp.pdf.model import Field
from webapp.pdf.render import render
from webapp.pdf.signatures import SEAL, STAMPS, Trust, field_of

BODY = (
    "<h1>Avis</h1><p>Texte.</p><div class='columns'>"
    "<div class='signature' data-field='signature-1'><p>Présidente</p></div>"
    "<div class='signature' data-field='signature-2'><p>Secrétaire</p></div>"
    "<div class='signature' data-field='cachet'><p>Cachet du service</p></div></div>"
)
NAMES = (field_of(0), field_of(1), SEAL, *STAMPS)
TITLE = "Procès-verbal du 10 décembre 2026"


@cache
def prepared() -> bytes:
    fields = tuple(Field(name=name, label=f"Signature : {name}") for name in NAMES)
    return render(a_document(BODY, attachments=(FACTS,), fields=fields))


def sign(pdf: bytes, field: str, held: pki.Held, trust: Trust, **more: Any) -> bytes:
    """Sign on the day of the tests, with a certificate of theirs."""
    given: dict[str, Any] = {"passphrase": pki.PASSPHRASE, "at": pki.DAY, "moment": "jeudi 10 décembre 2026", **more}
    return signing.sign(pdf, field, key=held.file(), way="certificate", trust=trust, **given)
