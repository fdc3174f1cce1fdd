"""The files that both checkers are shown: small minutes, signed well, and whatever is done to them."""

import io
import json
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.minutes.checker.make import FACTS
from tests.pdf import outside as elsewhere
from tests.pdf import pki
from tests.pdf.altering import flipped, overlaid
from tests.pdf.factories import a_document
from webapp.minutes import service
from webapp.minutes.service import Verdict
from webapp.pdf import sign, verify
from webapp.pdf.model import Attachment, Field
from webapp.pdf.render import render
from webapp.pdf.signatures import SEAL, STAMPS, field_of

NOW = pki.DAY
SIGNERS = (field_of(0), field_of(1))
ROOT = pki.Authority()
CHAIR, SECRETARY, SERVICE = ROOT.issue("Élise Brume"), ROOT.issue("Théodore Lanuée"), ROOT.issue("Préfecture")


@dataclass(frozen=True)
class Case:
    """One file, whether it is a yes, and what the command says of it."""

    content: bytes
    valid: bool
    verdict: Verdict


outside = partial(elsewhere.signed, at=NOW, digest="sha384")


def with_other_facts(pdf: bytes) -> bytes:
    """Append a revision whose attached facts say something else."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    held = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]
    facts = bytes(held["/F"].data).replace(b"Bilan", b"Bilans")
    held[generic.NameObject("/F")] = writer.add_object(generic.StreamObject(stream_data=facts))
    writer.update_container(held)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_another_signature(pdf: bytes) -> bytes:
    """Change one figure of the last signature's own value, which ends what is written in its field."""
    start = pdf.rindex(b"/Contents <")
    place = start + len(pdf[start : pdf.index(b">", start)].rstrip(b"0")) - 8
    return pdf[:place] + (b"1" if pdf[place : place + 1] != b"1" else b"2") + pdf[place + 1 :]


def prepared() -> bytes:
    """Make one page that carries small facts, its fields ready for two signers, a seal and a time stamp."""
    fields = tuple(Field(name=name, label=f"Signature : {name}") for name in (*SIGNERS, SEAL, *STAMPS))
    content = json.dumps(FACTS, ensure_ascii=False).encode()
    attached = Attachment(name="faits.json", mime="application/json", content=content, description="Faits")
    boxes = "".join(f"<div class='signature' data-field='{name}'><p>{name}</p></div>" for name in (*SIGNERS, SEAL))
    return render(a_document(f"<h1>Avis</h1><p>Texte.</p>{boxes}", attachments=(attached,), fields=fields))


def prepared_extract() -> bytes:
    """Make an extract of the minutes, which carries no facts, its fields ready for a signer and a seal."""
    fields = tuple(Field(name=name, label=f"Signature : {name}") for name in (SIGNERS[0], SEAL, *STAMPS))
    boxes = "".join(f"<div class='signature' data-field='{name}'><p>{name}</p></div>" for name in (SIGNERS[0], SEAL))
    title = "Extrait du procès-verbal, point 2, Commission d’essai, 10 décembre 2026"
    return render(a_document(f"<h1>Avis</h1><p>Texte.</p>{boxes}", title=title, fields=fields))


def signed(pdf: bytes, field: str, held: pki.Held) -> bytes:
    given = {"passphrase": pki.PASSPHRASE, "way": "outside", "moment": "", "trust": ROOT.trust, "at": NOW}
    return sign.sign(pdf, field, key=held.file(), **given)


def cases() -> dict[str, Case]:
    """Make every file; the first are signed by one, by both, and sealed."""
    empty = prepared()
    one = signed(empty, "signature-1", CHAIR)
    both = signed(one, "signature-2", SECRETARY)
    sealed = signed(both, SEAL, SERVICE)
    curve = ROOT.issue("Aurore Val", key=ec.generate_private_key(ec.SECP384R1()))
    rsa = ROOT.issue("Aurore Val", key=pki._rsa(), qualified=True)  # noqa: SLF001 — made once for all
    ended = ROOT.issue("Aurore Val", ends=NOW - timedelta(days=1))
    early = ROOT.issue("Aurore Val", starts=NOW + timedelta(days=1))
    unknown = pki.Authority(name="Autorité inconnue").issue("Aurore Val")
    extract = prepared_extract()
    alone = signed(extract, SIGNERS[0], CHAIR)
    second = {
        "P-384": (outside(one, "signature-2", curve), True),
        "RSA-PSS": (outside(one, "signature-2", rsa, pss=True), True),
        "in a field of its own": (outside(one, "ailleurs", rsa, new=True), True),
        "self-signed": (outside(one, "signature-2", pki.self_signed("Aurore Val")), True),
        "unknown issuer": (outside(one, "signature-2", unknown), True),
        "expired": (outside(one, "signature-2", ended), False),
        "not yet valid": (outside(one, "signature-2", early), False),
        "wrong usage": (outside(one, "signature-2", ROOT.authentication("Aurore Val")), False),
    }
    with pki.listening(ROOT) as authority:
        stamped = sign.stamp(sealed, authority=authority.address, trust=ROOT.trust_with_list, at=NOW)
    others = {
        "signed by both": (both, True),
        "sealed": (sealed, True),
        "time stamped, with proofs": (stamped, True),
        "unsigned": (empty, False),
        "last signature removed": (one, False),
        "altered by one byte": (flipped(sealed, sealed.index(b"/Title") + 9), False),
        "altered in the signature": (_with_another_signature(sealed), False),
        "overlay appended": (overlaid(sealed), False),
        "overlay between": (signed(overlaid(one), "signature-2", SECRETARY), False),
        "bytes appended": (both + b"\n% fin\n", False),
        "other facts": (with_other_facts(sealed), False),
        "not ours": (render(a_document()), False),
        "an extract, unsigned": (extract, False),
        "an extract, signed": (alone, False),
        "an extract, sealed alone": (signed(extract, SEAL, SERVICE), False),
        "an extract of nobody known": (outside(extract, SIGNERS[0], unknown), False),
        "an extract, altered by one byte": (flipped(alone, alone.index(b"/Title") + 9), False),
        "an extract, overlaid": (overlaid(alone), False),
        "no PDF": (b"un texte", False),
        "cut short": (sealed[:-2000], False),
    }
    return {name: Case(content, valid, _judged(content)) for name, (content, valid) in {**others, **second}.items()}


def _judged(content: bytes) -> Verdict:
    return service.judge(verify.inspect(content, ROOT.trust, at=NOW), content)
