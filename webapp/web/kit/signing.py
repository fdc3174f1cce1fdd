"""What the pages that sign minutes share: the means of this installation, who is awaited, how each signature is told."""

from collections.abc import Mapping, Sequence

from flask import g, request
from flask_wtf.file import FileField
from wtforms import PasswordField

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.minutes import document, queries, service
from webapp.minutes.model import MINUTES, Facts, FileKind, Paper, Signed, Signing, Way
from webapp.minutes.rules import signing as rules
from webapp.minutes.service import Means
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import signing as words

EXTRACT, OPINIONS = "extract_signing", "opinions_signing"  # the doors of papers that are signed on their own


class CertificateForm(Form):
    """The certificate file that a signer brings: neither it nor its passphrase is kept."""

    file = FileField("Fichier du certificat", description="Un fichier « .p12 » ou « .pfx ». Il n’est pas gardé.")
    passphrase = PasswordField(
        "Mot de passe du certificat",
        description="Il sert une fois, en mémoire : il n’est ni gardé, ni écrit dans un journal.",
        render_kw={"autocomplete": "off"},
    )


@frozen
class Line:
    """One signer, or the seal: what is said of its signature, None while it is awaited."""

    role: str
    name: str
    place: int | None
    signed: Signed | None
    level: str
    certificate: str
    now: bool
    other_name: bool


def means() -> Means:
    """Return what signing takes on this installation."""
    kept = settings()
    return Means(
        files=kept.files,
        keys=kept.instance / "keys",
        stamping=kept.timestamp_address,
        asking=kept.revocation_fetch,
    )


def paper() -> Paper:
    """Return what is signed at this address: the minutes, the opinion on the item that it names, or all of them."""
    if request.blueprint == EXTRACT:
        return FileKind.EXTRACT, g.item.id
    return (FileKind.OPINIONS, None) if request.blueprint == OPINIONS else MINUTES


def said(how: Mapping[str, str]) -> str:
    """Say what is signed at this address, in one of the ways of `wording.signing`."""
    kind, _ = paper()
    return how[kind].format(label=g.item.label if kind is FileKind.EXTRACT else "")


def file_name() -> str:
    """Return the name under which the file signed at this address is handed over."""
    kind, _ = paper()
    label = g.item.label if kind is FileKind.EXTRACT else ""
    return document.name_of(kind, g.committee.code, g.meeting.day, label)


def standing(signers: Sequence[str]) -> Signing:
    """Read the file that is signed at this address, and its signatures."""
    return queries.signing(db(), g.meeting.id, signers, paper())


def expected_names(facts: Facts) -> tuple[str, ...]:
    """Say who is expected for each signer: whoever presided last, the secretary; nobody for another role."""
    chair = facts.presided[-1].name if facts.presided else ""
    return tuple(
        chair
        if rules.signs_as_chair(role)
        else facts.secretary.partition(",")[0]
        if role.startswith("secrétaire")
        else ""
        for role in facts.signers
    )


def lines(signing: Signing, names: Sequence[str]) -> list[Line]:
    """Tell every signer in their order, then the seal where there is one."""
    told = [
        _line(signing, role, name, place) for place, (role, name) in enumerate(zip(signing.signers, names, strict=True))
    ]
    if signing.seal is not None:
        told.append(_line(signing, words.SEAL, "", None))
    return told


def _line(signing: Signing, role: str, name: str, place: int | None) -> Line:
    signed = signing.seal if place is None else signing.by_place(place)
    quality = profile = certificate = None
    if signed is not None:
        quality, profile, certificate = signed.quality, signing.profile_of(signed), signed.certificate
    return Line(
        role=role,
        name=name,
        place=place,
        signed=signed,
        level="" if signed is None else words.level(quality, profile, seal=signed.way is Way.SEAL),
        certificate=words.CERTIFICATES[certificate] if certificate else "",
        now=signed is None and place == signing.awaited,
        other_name=signed is not None and signed.certificate is not None and not rules.names(signed.signer, name),
    )


def sign() -> Signed:
    """Sign with what the form brings, read here and nowhere else."""
    return service.sign(
        db(),
        g.meeting.id,
        acts.number("place"),
        key=sent_file(),
        passphrase=request.form.get("passphrase", ""),
        expected=acts.text("expected"),
        means=means(),
        by=access.by(),
        now=clock.now(),
        paper=paper(),
    )


def sent_file() -> bytes:
    """Return the content of the file in the form, empty where none was chosen."""
    file = request.files.get("file")
    return b"" if file is None else file.stream.read()
