"""Time stamps that could not be had when a paper was signed: asked for again, ever less often, over two months (LAW PV-7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.minutes import queries, store
from webapp.minutes.model import MINUTES, MinutesRefusal, Signed, SigningRefusal, Way
from webapp.minutes.rules import signing as rules
from webapp.minutes.service import rendering
from webapp.minutes.service.holding import hold, named, still_standing
from webapp.minutes.service.means import Means
from webapp.pdf import notary
from webapp.pdf.signatures import Inspection, Profile, SignatureRefusal
from webapp.storage.database import Database, unit_of_work
from webapp.wording import signing as words

STAMP_JOB = "minutes.stamp"
_PROFILES = tuple(Profile)


def stamp(db: Database, meeting_id: int, sha256: str, *, means: Means, now: datetime) -> Profile | None:
    """Stamp the file that could not be when it was signed; None where a later file has taken its place meanwhile.

    The level rises to what is then measured, at most B-LTA; what was signed does not change.
    """
    if not means.stamping:
        raise Refusal(SigningRefusal.NO_STAMPING)
    paper = queries.paper_of(db, sha256)
    held = hold(db, meeting_id, means, now, paper)
    if held.sha256 != sha256:
        return None  # signed again since: that signature has left work of its own
    bare = any(held.signing.profile_of(each) is Profile.B_B for each in held.signing.signed)
    made, found = notary.stamp(held.pdf, authority=means.stamping, trust=means.trust, at=now, bare=bare)
    rules.check_brought_back(made, held.pdf, found, facts=None)
    _check_sound(found)
    last = found.signatures[-1]
    profile = min((each.profile for each in found.signatures if not each.stamp), key=_PROFILES.index)
    with unit_of_work(db):
        topic = f"meeting:{meeting_id}"
        at = still_standing(db, held, now)
        kept = Signed(
            id=0,
            file_id=held.file_id,
            place=None,
            role=words.STAMP,
            way=Way.STAMP,
            signer=last.signer,
            issuer=last.issuer,
            certificate=last.certificate,
            quality=last.quality,
            profile=profile,
            signed_at=last.stamped_at or at,
            lacking=found.conformance,
            before=held.sha256,
            sha256=rendering.keep(held.folder, made, "pdf"),
            ending="pdf",
            recorded_at=at,
            recorded_by=None,
        )
        store.add_signature(db, meeting_id, kept)
        if rules.may_rise(profile, proves=means.proves and held.signing.awaited is None):
            due_at = rules.stamp_again(1, now=at)
            jobs.enqueue(db, STAMP_JOB, {"meeting": meeting_id, "sha256": kept.sha256}, now=at, due_at=due_at)
        act = "minutes.stamped" if paper == MINUTES else "minutes.paper_stamped"
        facts = {"level": profile, "sha256": kept.sha256, **named(held)}
        audit.record(db, act, topic, by=SYSTEM, now=at, scope=topic, **facts)
        audit.touch(db, f"{topic}:minutes")
    return profile


def _check_sound(found: Inspection) -> None:
    if not found.intact:
        raise Refusal(MinutesRefusal.FILE_DAMAGED)


def stamp_later(db: Database, payload: Mapping[str, Any], why: Refusal, *, now: datetime) -> datetime:
    """Leave the same work for later and return when; raise what stood in its way once it was tried for long enough."""
    tries = int(payload.get("tries", 0)) + 1
    due_at = rules.stamp_again(tries, now=now)
    if due_at is None:
        raise why
    with unit_of_work(db):
        jobs.enqueue(db, STAMP_JOB, {**payload, "tries": tries}, now=now, due_at=due_at)
    return due_at


def may_come(reason: object) -> bool:
    """Whether what stood in the way of a time stamp may pass by itself."""
    return reason in {SignatureRefusal.STAMP_UNREACHABLE, SignatureRefusal.PROOFS_UNREACHABLE}
