"""Signing final minutes, an extract or the list of opinions: in the application, outside, by the seal, by hand (LAW PV-4 to PV-7).

The file first, flushed to the disk, then its row, its journal entry and the state that follows, in one unit.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.rules import papers
from webapp.minutes import queries, store
from webapp.minutes.model import (
    MINUTES,
    MinutesState,
    Paper,
    Signed,
    SigningRefusal,
    Way,
    fingerprint,
)
from webapp.minutes.rules import signing as rules
from webapp.minutes.service import rendering
from webapp.minutes.service.holding import Held, hold, named, still_standing
from webapp.minutes.service.means import Means
from webapp.minutes.service.stamping import STAMP_JOB
from webapp.pdf import notary
from webapp.pdf.signatures import SEAL, Inspection, Signature, field_of
from webapp.storage.database import Database, unit_of_work
from webapp.wording import dates
from webapp.wording import signing as words

LONGEST_NAME = 200
_ACTS = {  # of the minutes or of a paper signed on its own; a seal or a signature
    (True, True): "minutes.sealed",
    (True, False): "minutes.signature_added",
    (False, True): "minutes.paper_sealed",
    (False, False): "minutes.paper_signature_added",
}


def sign(
    db: Database,
    meeting_id: int,
    place: int,
    *,
    key: bytes,
    passphrase: str,
    expected: str,
    means: Means,
    by: By,
    now: datetime,
    paper: Paper = MINUTES,
) -> Signed:
    """Sign in the application, with the certificate file that the signer brings: used in memory, never kept.

    `expected` is the SHA-256 of the version that was before their eyes; the same form twice signs once.
    """
    held = hold(db, meeting_id, means, now, paper)
    done = held.signing.by_place(place)
    if done is not None and done.way is Way.CERTIFICATE and done.before == expected:
        return done
    rules.check_awaited(held.signing, place)
    if not key:
        raise Refusal(SigningRefusal.FILE_MISSING)
    return _sign(db, held, place, key=key, passphrase=passphrase, expected=expected, means=means, by=by, now=now)


def seal(
    db: Database, meeting_id: int, *, expected: str, means: Means, by: By, now: datetime, paper: Paper = MINUTES
) -> Signed:
    """Put the seal of the service on the file: it certifies where the file comes from, and is nobody's signature."""
    held = hold(db, meeting_id, means, now, paper)
    there = held.signing.seal
    if there is not None and there.before == expected:
        return there
    if there is not None:
        raise Refusal(SigningRefusal.ALREADY_SEALED)
    kept = means.seal
    if kept is None:
        raise Refusal(SigningRefusal.NO_SEAL)
    key, passphrase = kept
    return _sign(db, held, None, key=key, passphrase=passphrase, expected=expected, means=means, by=by, now=now)


def _sign(
    db: Database,
    held: Held,
    place: int | None,
    *,
    key: bytes,
    passphrase: str,
    expected: str,
    means: Means,
    by: By,
    now: datetime,
) -> Signed:
    """Sign for a signer, or, without a place, put the seal."""
    way, field = (Way.SEAL, SEAL) if place is None else (Way.CERTIFICATE, field_of(place))
    _check_same(held, expected)
    made, found = notary.sign(
        held.pdf,
        field,
        key=key,
        passphrase=passphrase,
        way=way,
        moment=dates.moment(now),
        trust=means.trust,
        at=now,
        authority=means.stamping,
    )
    rules.check_brought_back(made, held.pdf, found, facts=None)
    (signature,) = rules.new_signatures(found, held.pdf)
    (signed,) = _record(db, held, made, found, [(place, signature)], way=way, by=by, now=now, means=means)
    return signed


def bring_back(
    db: Database,
    meeting_id: int,
    content: bytes,
    *,
    expected: str,
    means: Means,
    by: By,
    now: datetime,
    paper: Paper = MINUTES,
) -> list[Signed]:
    """Take a file that was signed outside: the same document, with valid signatures added and nothing else (LAW PV-7)."""
    held = hold(db, meeting_id, means, now, paper)
    done = [each for each in held.signing.signed if each.before == expected and each.way is Way.OUTSIDE]
    if done and content == held.pdf:
        return done
    if not content:
        raise Refusal(SigningRefusal.FILE_MISSING)
    awaited = held.signing.awaited
    rules.check_awaited(held.signing, -1 if awaited is None else awaited)
    _check_same(held, expected)
    rules.check_longer(content, held.pdf)
    found = notary.inspect(content, trust=means.trust, at=now)
    file = held.signing.file
    rules.check_brought_back(content, held.pdf, found, facts=None if file is None else file.facts)
    added = rules.new_signatures(found, held.pdf)
    placed = list(zip(rules.places_of(held.signing, added), added, strict=True))
    return _record(db, held, content, found, placed, way=Way.OUTSIDE, by=by, now=now, means=means)


def attach_scan(
    db: Database,
    meeting_id: int,
    content: bytes,
    *,
    signed_on: date | None,
    names: Sequence[str],
    means: Means,
    by: By,
    now: datetime,
    paper: Paper = MINUTES,
) -> list[Signed]:
    """Keep the scan of what was signed by hand: an image, which proves nothing by itself; the paper does (LAW PV-6).

    `names`: who signed, in the order of the signers.
    """
    held = hold(db, meeting_id, means, now, paper)
    there = held.signing.by_hand
    if there is not None and there.sha256 == fingerprint(content):
        return [each for each in held.signing.signed if each.way is Way.PAPER]
    rules.check_by_hand(held.signing)
    ending = _ending_of(content)
    meeting = meetings.find(db, meeting_id)
    if signed_on is None or meeting is None or not meeting.day <= signed_on <= dates.in_paris(now).date():
        raise Refusal(SigningRefusal.SIGNED_ON_UNKNOWN)
    said = [" ".join(name.split())[:LONGEST_NAME] for name in names]
    if len(said) != len(held.signing.signers) or not all(said):
        raise Refusal(SigningRefusal.SIGNER_MISSING)
    sha256 = rendering.keep(held.folder, content, ending)
    noon = datetime.combine(signed_on, time(12), tzinfo=dates.PARIS)
    with unit_of_work(db):
        at = still_standing(db, held, now)
        signatures = [
            Signed(
                id=0,
                file_id=held.file_id,
                place=place,
                role=held.signing.signers[place],
                way=Way.PAPER,
                signer=name,
                issuer="",
                certificate=None,
                quality=None,
                profile=None,
                signed_at=noon,
                lacking=(),
                before=held.sha256,
                sha256=sha256,
                ending=ending,
                recorded_at=at,
                recorded_by=by.person_id,
            )
            for place, name in enumerate(said)
        ]
        _write(db, held, signatures, by=by, at=at)
    return signatures


def _ending_of(content: bytes) -> str:
    if not content:
        raise Refusal(SigningRefusal.FILE_MISSING)
    try:
        return papers.ending_of(content)
    except Refusal as refusal:
        raise Refusal(SigningRefusal.SCAN_KIND) from refusal


def _check_same(held: Held, expected: str) -> None:
    """Refuse to sign another version than the one that was before the signer's eyes."""
    if held.sha256 != expected:
        raise Refusal(SigningRefusal.FILE_MOVED)


def _record(
    db: Database,
    held: Held,
    made: bytes,
    found: Inspection,
    placed: Sequence[tuple[int | None, Signature]],
    *,
    way: Way,
    by: By,
    now: datetime,
    means: Means,
) -> list[Signed]:
    sha256 = rendering.keep(held.folder, made, "pdf")
    with unit_of_work(db):
        at = still_standing(db, held, now)
        signatures = [
            Signed(
                id=0,
                file_id=held.file_id,
                place=place,
                role=words.SEAL if place is None else held.signing.signers[place],
                way=way,
                signer=each.signer,
                issuer=each.issuer,
                certificate=each.certificate,
                quality=each.quality,
                profile=each.profile,
                signed_at=each.signed_at or at,
                lacking=found.conformance,
                before=held.sha256,
                sha256=sha256,
                ending="pdf",
                recorded_at=at,
                recorded_by=by.person_id,
            )
            for place, each in placed
        ]
        _write(db, held, signatures, by=by, at=at)
        proves = means.proves and rules.completes(held.signing, signatures)
        if means.stamping and any(rules.may_rise(each.profile, proves=proves) for each in signatures):
            jobs.enqueue(db, STAMP_JOB, {"meeting": held.meeting_id, "sha256": sha256}, now=at)
    return signatures


def _write(db: Database, held: Held, signatures: Sequence[Signed], *, by: By, at: datetime) -> None:
    topic = f"meeting:{held.meeting_id}"
    for each in signatures:
        store.add_signature(db, held.meeting_id, each)
        sealed = each.way is Way.SEAL
        audit.record(
            db,
            _ACTS[held.paper == MINUTES, sealed],
            topic,
            by=by,
            now=at,
            scope=topic,
            role=each.role,
            signer=each.signer,
            way=each.way,
            level=words.level(each.quality, each.profile, seal=sealed),
            sha256=each.sha256,
            **named(held),
        )
    standing = queries.signing(db, held.meeting_id, held.signing.signers, held.paper)
    if held.paper != MINUTES:
        if standing.awaited is None and any(each.place is not None for each in signatures):
            audit.record(
                db, "minutes.paper_signed", topic, by=by, now=at, scope=topic, sha256=standing.sha256, **named(held)
            )
    elif standing.awaited is None and store.state(db, held.meeting_id) is MinutesState.FINAL:
        store.write_state(db, held.meeting_id, MinutesState.SIGNED, at=at, by=by.person_id, reason="")
        audit.record(db, "minutes.signed", topic, by=by, now=at, scope=topic, sha256=standing.sha256)
    audit.touch(db, f"{topic}:minutes")
