"""Is this file intact, by whom is it signed, at which level, and do its facts prove its figures (LAW PV-6, PV-7).

Nothing is written. The register, where it is at hand, tells what no reader of a file can see: a signature removed.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum, auto

from webapp.kernel.models import frozen
from webapp.minutes import queries
from webapp.minutes.model import Signed, Signing, fingerprint
from webapp.minutes.rules.evidence import Held, hold
from webapp.minutes.rules.proving import Finding, Proven, prove
from webapp.minutes.rules.signing import FACTS
from webapp.minutes.service import confirming
from webapp.pdf import notary
from webapp.pdf.signatures import Certificate, Inspection, Signature, Trust
from webapp.storage.database import Database
from webapp.wording import dates
from webapp.wording import signing as words
from webapp.wording import verifying as said
from webapp.wording.typography import elided, spaced

Told = Callable[[int], bool]


class Part(StrEnum):
    """Which part of a file is wrong."""

    FILE = auto()
    SIGNATURES = auto()
    COVERAGE = auto()
    CONFORMANCE = auto()
    FACTS = auto()
    REGISTER = auto()


@frozen
class Failure:
    """A clear no, in a sentence."""

    part: Part
    sentence: str


@frozen
class Verdict:
    """What was found of a file; `known`: whether the register has its sitting, None without a register.

    `paper`: the kind of paper beside the minutes that it says it is, which carries no facts (LAW PV-9).
    """

    sha256: str
    inspection: Inspection
    proven: Proven | None
    held: Held
    paper: str | None
    known: bool | None
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]

    @property
    def valid(self) -> bool:
        return not self.failures

    @property
    def vouched(self) -> bool:
        """Whether the prefecture recognises who issued the certificate of everybody who signed, or of the seal alone."""
        signed = self.inspection.of_people or self.inspection.signatures
        return all(each.certificate is Certificate.RECOGNISED for each in signed)

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong with a paper but that it proves no figure."""
        return self.paper is not None and all(each.part is Part.FACTS for each in self.failures)

    @property
    def headline(self) -> str:
        if self.paper is not None:
            return spaced(said.paper_headline(self.paper, stands=self.stands, vouched=self.vouched))
        return said.headline(valid=self.valid, vouched=self.vouched)


@frozen
class _Register:
    """What the register has of the minutes, or of the paper that was signed alone."""

    signing: Signing
    rectified: str


def verify(
    content: bytes, *, trust: Trust, now: datetime, db: Database | None = None, told: Told | None = None
) -> Verdict:
    """Check any file whatsoever; `db` is the register where it is at hand.

    `told` says of a sitting whether what the register has of it may be told to whoever asks; without it, it may.
    """
    return judge(notary.inspect(content, trust=trust, at=now), content, db=db, told=told)


def judge(found: Inspection, content: bytes, *, db: Database | None = None, told: Told | None = None) -> Verdict:
    """Say what a file is worth that was read."""
    facts = found.attachments.get(FACTS)
    proven = None if facts is None else prove(facts)
    sha256 = fingerprint(content)
    paper = None if facts is not None else said.paper_of(found.title)
    register = None
    if db is not None:
        register = _paper_register(db, sha256, told) if facts is None else _register(db, sha256, facts, told)
    held = Held() if facts is None else hold(facts)
    confirmed = None if db is None else _confirmed(db, held, register, None if facts is None else fingerprint(facts))
    failures = list(_failures(found, proven, register, sha256))
    if proven is not None:
        failures += [(Part.FACTS, confirming.sentence(each)) for each in held.faults if not each.by_hand]
    failures += [(Part.REGISTER, each) for each in (() if confirmed is None else confirmed.against)]
    notes = [
        *_notes(found, proven, register, sha256, reached=db is not None),
        *(() if confirmed is None else confirmed.notes),
    ]
    return Verdict(
        sha256=sha256,
        inspection=found,
        proven=proven,
        held=held,
        paper=paper,
        known=None if db is None else register is not None,
        failures=tuple(Failure(part=part, sentence=elided(spaced(sentence))) for part, sentence in failures),
        notes=tuple(elided(spaced(each)) for each in notes),
    )


def _confirmed(db: Database, held: Held, register: _Register | None, facts: str | None) -> confirming.Confirmed:
    """Ask the register what it may tell: nothing of a sitting that it knows and keeps to itself here."""
    meeting_id = None if facts is None else queries.meeting_of(db, sha256="", facts=facts)
    if register is None and meeting_id is not None:
        return confirming.Confirmed()
    return confirming.confirm(db, held, meeting_id)


def _register(db: Database, sha256: str, facts: bytes, told: Told | None) -> _Register | None:
    meeting_id = queries.meeting_of(db, sha256=sha256, facts=fingerprint(facts))
    if meeting_id is None or (told is not None and not told(meeting_id)):
        return None
    opened = queries.earlier_versions(db, meeting_id)
    signing = queries.version_of(db, meeting_id, facts=fingerprint(facts))
    file_id = None if signing.file is None else signing.file.id
    return _Register(signing=signing, rectified=next((each.reason for each in opened if each.file_id == file_id), ""))


def _paper_register(db: Database, sha256: str, told: Told | None) -> _Register | None:
    """Return what the register has of a paper without facts: known by its fingerprint, in any state that was signed."""
    meeting_id = queries.meeting_of(db, sha256=sha256, facts="")
    if meeting_id is None or (told is not None and not told(meeting_id)):
        return None
    return _Register(signing=queries.signing_by_state(db, meeting_id, sha256), rectified="")


def _failures(
    found: Inspection, proven: Proven | None, register: _Register | None, sha256: str
) -> Iterator[tuple[Part, str]]:
    if not found.readable:
        yield Part.FILE, said.NOT_A_PDF
        return
    for each in found.signatures:
        for flaw in each.flaws:
            why = words.FLAWS[flaw]
            yield Part.SIGNATURES, said.BROKEN.format(what=_what(each), signer=each.signer or each.field, why=why)
    if found.signatures and not found.covered and not any(each.flaws for each in found.signatures):
        yield Part.COVERAGE, said.NOT_COVERED
    if proven is None:
        yield from _failures_of_paper(found, register, sha256)
        return
    if FACTS in found.doubles:
        yield Part.FACTS, said.SECOND_FACTS
    yield from _lost(found)
    for doubt in proven.findings:
        if not doubt.by_hand:
            yield Part.FACTS, _doubted(doubt)
    yield from _missing(found, proven, register, sha256)


def _failures_of_paper(found: Inspection, register: _Register | None, sha256: str) -> Iterator[tuple[Part, str]]:
    """Judge a file without facts: a paper that may be signed alone (LAW PV-9), otherwise nothing of ours."""
    if said.paper_of(found.title) is None:
        yield Part.FILE, said.NOT_OURS
        return
    yield from _lost(found)
    if not found.signatures:
        yield Part.SIGNATURES, said.UNSIGNED
    if register is not None:
        yield from _removed(found, register, sha256)
    yield Part.FACTS, said.NO_FACTS


def _lost(found: Inspection) -> Iterator[tuple[Part, str]]:
    for claim in found.conformance:
        yield Part.CONFORMANCE, said.CLAIM_LOST.format(claim=words.CLAIMS[claim])


def _missing(found: Inspection, proven: Proven, register: _Register | None, sha256: str) -> Iterator[tuple[Part, str]]:
    """Tell the signatures that are not there: by the facts' own list of signers, and by the register."""
    by_hand = register is not None and register.signing.by_hand is not None
    if by_hand:
        pass
    elif not found.of_people:
        yield Part.SIGNATURES, said.UNSIGNED
    else:
        for role in proven.signers[len(found.of_people) :]:
            yield Part.SIGNATURES, said.SIGNER_MISSING.format(role=role)
    if register is not None:
        yield from _removed(found, register, sha256)


def _removed(found: Inspection, register: _Register, sha256: str) -> Iterator[tuple[Part, str]]:
    """Tell what the register alone knows: a signature that is there no more, a file in another state."""
    there = Counter(each.signer for each in found.signatures)
    for kept in register.signing.electronic:
        there[kept.signer] -= 1
        if there[kept.signer] < 0:
            yield Part.REGISTER, said.REMOVED.format(what=_what_kept(kept), signer=kept.signer)
    known = {register.signing.sha256, *(each.sha256 for each in register.signing.electronic)}
    if (
        len(found.signatures) <= len(register.signing.electronic)
        and sha256 not in known
        and not _is_base(register, sha256)
    ):
        yield Part.REGISTER, said.OTHER_STATE


def _is_base(register: _Register, sha256: str) -> bool:
    file = register.signing.file
    return file is not None and file.sha256 == sha256


def _notes(
    found: Inspection, proven: Proven | None, register: _Register | None, sha256: str, *, reached: bool
) -> Iterator[str]:
    """Say what is not a no: what is only told, what cannot be known."""
    for each in found.signatures:
        if each.stamp:
            continue
        if each.certificate is not Certificate.RECOGNISED and each.good:
            certificate = words.CERTIFICATES[each.certificate]
            yield said.NOBODY_VOUCHES.format(signer=each.signer, certificate=certificate)
        if each.profile == "B-B" and each.good:
            yield said.NOT_STAMPED.format(signer=each.signer)
    if proven is not None:
        yield from (said.BY_HAND_FACT.format(where=each.where) for each in proven.findings if each.by_hand)
    elif said.paper_of(found.title) is not None:
        yield from _notes_of_paper(found, register)
    if not reached:
        yield said.NO_REGISTER
    if register is not None:
        yield from _told_by(register, sha256)


def _notes_of_paper(found: Inspection, register: _Register | None) -> Iterator[str]:
    if found.signatures and not found.of_people:
        yield said.SEALED_ALONE
    if found.signatures and register is None:
        yield said.NOT_TOLD_BY_WHOM


def _told_by(register: _Register, sha256: str) -> Iterator[str]:
    if register.signing.sha256 == sha256:
        yield said.SAME_AS_REGISTER
    if register.signing.by_hand is not None:
        yield said.BY_HAND.format(on=dates.day(register.signing.by_hand.signed_at))
    if register.rectified:
        yield said.RECTIFIED.format(reason=register.rectified)


def _doubted(doubt: Finding) -> str:
    sentence = said.DOUBTS[doubt.doubt].format(where=doubt.where, written=doubt.written, made=doubt.made)
    return sentence[:1].upper() + sentence[1:]


def _what(signature: Signature) -> str:
    return said.KINDS["stamp" if signature.stamp else "seal" if signature.seal else "signature"]


def _what_kept(signed: Signed) -> str:
    return said.KINDS.get(signed.way, said.KINDS["signature"])
