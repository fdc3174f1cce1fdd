"""Who may sign final minutes now, and what a file brought back must be (LAW PV-4, PV-6, PV-7)."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from webapp.kernel.errors import Refusal
from webapp.minutes.model import MINUTES, MinutesState, Paper, Signed, Signing, SigningRefusal
from webapp.minutes.model.facts import fingerprint
from webapp.pdf.signatures import Certificate, Flaw, Inspection, Profile, Signature, SignatureRefusal, field_of

FACTS = "faits.json"
MOST_STAMP_TRIES = 60
_REFUSALS = {
    Flaw.UNREADABLE: SignatureRefusal.ALTERED,
    Flaw.BROKEN: SignatureRefusal.ALTERED,
    Flaw.OVERLAID: SignatureRefusal.OVERLAID,
    Flaw.EXPIRED: SignatureRefusal.EXPIRED,
    Flaw.NOT_YET_VALID: SignatureRefusal.NOT_YET_VALID,
    Flaw.WRONG_USAGE: SignatureRefusal.WRONG_USAGE,
    Flaw.REVOKED: SignatureRefusal.REVOKED,
}


def check_final(state: MinutesState, signing: Signing, paper: Paper = MINUTES) -> None:
    """Refuse to sign what may still change, or has no file yet; an extract is signed before the minutes as well (LAW PV-9)."""
    if paper == MINUTES and not state.final:
        raise Refusal(SigningRefusal.NOT_FINAL)
    if signing.file is None:
        raise Refusal(SigningRefusal.NOT_RENDERED)


def check_awaited(signing: Signing, place: int) -> None:
    """Refuse anybody but the next signer, in the order set by the committee (signataires_pv)."""
    if signing.awaited is None:
        raise Refusal(SigningRefusal.ALL_SIGNED)
    if place != signing.awaited:
        raise Refusal(SigningRefusal.NOT_AWAITED, awaited=signing.signers[signing.awaited])
    if signing.by_hand is not None:
        raise Refusal(SigningRefusal.SIGNED_OTHERWISE)


def check_by_hand(signing: Signing) -> None:
    """On paper all sign, or nobody: printed, an electronic signature is only its image (LAW PV-6)."""
    if signing.awaited is None:
        raise Refusal(SigningRefusal.ALL_SIGNED)
    if any(each.place is not None for each in signing.signed):
        raise Refusal(SigningRefusal.SIGNED_OTHERWISE)


def signs_as_chair(role: str) -> bool:
    """Whether a signer of the committee's list is the one who presided."""
    return not {"president", "presidente"}.isdisjoint(_plain(role).split())


def may_rise(profile: Profile | None, *, proves: bool) -> bool:
    """Whether a later time stamp can raise a signature: B-B always, B-T where proofs of non-revocation can be had.

    These are for the whole file: they wait until all have signed.
    """
    return profile is Profile.B_B or (proves and profile is Profile.B_T)


def completes(signing: Signing, added: Sequence[Signed]) -> bool:
    """Whether all have signed once these signatures are there."""
    places = {each.place for each in (*signing.signed, *added)}
    return places.issuperset(range(len(signing.signers)))


def stamp_again(tries: int, *, now: datetime) -> datetime | None:
    """Return when an authority that kept silent is asked again; None after two months."""
    if tries > MOST_STAMP_TRIES:
        return None
    return now + timedelta(hours=1 if tries == 1 else 24)


def names(signer: str, expected: str) -> bool:
    """Whether a certificate may be of whom one expects: the family name is in it; where nobody is known, it is."""
    words = _plain(expected).split()
    return not words or words[-1] in _plain(signer).split()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()


def check_longer(content: bytes, was: bytes) -> None:
    """Refuse the file that was handed out, or an earlier state of it."""
    if content == was:
        raise Refusal(SignatureRefusal.NOTHING_NEW)
    if content and was.startswith(content):
        raise Refusal(SignatureRefusal.SIGNATURE_REMOVED)


def check_brought_back(content: bytes, was: bytes, found: Inspection, *, facts: str | None) -> None:
    """Refuse a file that is not the one handed out, with signatures added and nothing else (LAW PV-7)."""
    if not found.readable:
        raise Refusal(SignatureRefusal.ALTERED if _resembles(content, was) else SignatureRefusal.NOT_A_PDF)
    if FACTS in found.doubles:
        raise Refusal(SigningRefusal.SECOND_FACTS)
    carried = found.attachments.get(FACTS)
    if carried is not None and facts is not None and fingerprint(carried) != facts:
        raise Refusal(SigningRefusal.SECOND_FACTS if _resembles(content, was) else SignatureRefusal.NOT_THIS_DOCUMENT)
    if not content.startswith(was):
        raise Refusal(SignatureRefusal.ALTERED if carried is not None else SignatureRefusal.NOT_THIS_DOCUMENT)


def _resembles(content: bytes, was: bytes) -> bool:
    """Whether two files are nearly the same, byte for byte: one was made from the other."""
    same = sum(one == other for one, other in zip(content, was, strict=False))
    return same > len(was) // 2


def new_signatures(found: Inspection, was: bytes) -> tuple[Signature, ...]:
    """Return the signatures that a file brings beyond what it was; refuse any that does not hold.

    A certificate that vouches for itself is nobody's signature; a seal made for trials may be one (LAW PV-6).
    """
    for each in found.signatures:
        for flaw in each.flaws:
            raise Refusal(_REFUSALS[flaw], **_facts(flaw, each))
    if not found.covered:
        raise Refusal(SignatureRefusal.OVERLAID)
    added = tuple(each for each in found.signatures if each.ends > len(was) and not each.stamp)
    if not added:
        raise Refusal(SignatureRefusal.NOTHING_NEW)
    if any(each.certificate is Certificate.SELF_SIGNED and not each.seal for each in added):
        raise Refusal(SignatureRefusal.SELF_SIGNED)
    return added


def _facts(flaw: Flaw, signature: Signature) -> dict[str, object]:
    return {"on": signature.signed_at} if flaw in {Flaw.EXPIRED, Flaw.NOT_YET_VALID} else {}


def places_of(signing: Signing, added: Sequence[Signature]) -> list[int]:
    """Say for whom each new signature stands: whose field it fills, otherwise the next awaited; in the order set."""
    free = [place for place in range(len(signing.signers)) if signing.by_place(place) is None]
    if len(added) > len(free):
        raise Refusal(SigningRefusal.TOO_MANY, number=len(added), free=len(free))
    fields = {field_of(place): place for place in range(len(signing.signers))}
    for place, each in zip(free, added, strict=False):
        if fields.get(each.field, place) != place:
            raise Refusal(SigningRefusal.NOT_AWAITED, awaited=signing.signers[place])
    return free[: len(added)]
