"""Invitations: who may sign up, the list of people invited, their letters, the reminder to the silent, their answers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.outbox import service as outbox
from webapp.registrations.model import Registration, SignUp, identity
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import Access, Guest, Invitation, InvitationAnswer, OrganisingRefusal
from webapp.webinars.queries.rights import NUMBERED_OTHERWISE
from webapp.webinars.service import letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import Unit, act
from webapp.webinars.store import forgetting


def set_access(db: Database, webinar_id: int, typed: Access, *, by: By, now: datetime, key: str | None = None) -> None:
    """Say who may sign up, and whether people are let in by name."""
    with act(db, webinar_id, "access.changed", by=by, now=now, key=key) as unit:
        if not unit.done:
            store.write_access(db, webinar_id, rules.cleaned_access(typed, unit.shown().campaign.terms))
            unit.journal("webinar.access_changed", kind=typed.kind, domains=len(typed.domains))


def add_guests(
    db: Database,
    webinar_id: int,
    guests: Iterable[Guest],
    *,
    means: Means,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Put people on the list, those who are there already left as they are; nothing is sent. Return how many are new."""
    listed = rules.guests(guests)
    with act(db, webinar_id, "guests.added", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        unit.result = sum(_add(unit, each, means.link_key) for each in listed)
        unit.journal("webinar.guests_added", number=unit.result)
        return unit.result


def _add(unit: Unit, guest: Guest, link_key: str) -> bool:
    nonce = tokens.new_nonce()
    token_hash = tokens.hash_of(tokens.derive(link_key, nonce))
    return store.add_invitation(unit.db, unit.webinar.id, guest, nonce=nonce, token_hash=token_hash, at=unit.now)


def remove_guest(
    db: Database, webinar_id: int, invitation_id: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Take somebody off the list: their link opens nothing any more, and the letters that carry it say nothing of them."""
    with act(db, webinar_id, "guest.removed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        if not store.remove_invitation(db, webinar_id, invitation_id):
            raise Refusal(OrganisingRefusal.UNKNOWN_INVITATION)
        outbox.forget(db, unit.webinar.topic, [invitation_id], kinds=NUMBERED_OTHERWISE, now=unit.now)
        unit.journal("webinar.guest_removed", invitation=invitation_id)


def send(db: Database, webinar_id: int, *, means: Means, by: By, now: datetime, key: str | None = None) -> int:
    """Send their invitation to those who have not had it; return how many left."""
    return _write_to(
        db,
        webinar_id,
        "invited",
        lambda each: each.sent_at is None,
        means=means,
        by=by,
        now=now,
        key=key,
    )


def remind(db: Database, webinar_id: int, *, means: Means, by: By, now: datetime, key: str | None = None) -> int:
    """Write again to those who had their invitation and have not answered, and to nobody else; return how many."""
    return _write_to(
        db,
        webinar_id,
        "invited_again",
        lambda each: each.sent_at is not None,
        means=means,
        by=by,
        now=now,
        key=key,
    )


def _write_to(
    db: Database,
    webinar_id: int,
    kind: str,
    wanted: Callable[[Invitation], bool],
    *,
    means: Means,
    by: By,
    now: datetime,
    key: str | None,
) -> int:
    with act(db, webinar_id, f"{kind}.sent", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        rules.check_published(unit.webinar.state)
        silent = store.invitations(db, webinar_id, answer=InvitationAnswer.NONE)
        chosen = [each for each in silent if wanted(each)]
        for each in chosen:
            letters.invite(db, unit.webinar, unit.shown().coming(unit.now), kind, each, means=means, now=unit.now)
        mark = store.mark_sent if kind == "invited" else store.mark_reminded
        mark(db, [each.id for each in chosen], unit.now)
        unit.journal(f"webinar.{kind}", number=len(chosen))
        unit.result = len(chosen)
        return unit.result


def follow(db: Database, webinar_id: int, before: Registration, after: Registration) -> None:
    """Correct with somebody their invitation, inside the caller's unit: by another name it would outlive them."""
    was, now_is = (identity(each.email, each.last_name, each.first_name) for each in (before, after))
    if was != now_is:
        named = {"last_name": after.last_name, "first_name": after.first_name, "email": after.email}
        forgetting.rename_invitation(db, webinar_id, was, {**named, "identity": now_is})


def decline(db: Database, token: str, *, now: datetime) -> Invitation:
    """Note that somebody will not come; they may still change their mind by the same link."""
    with unit_of_work(db):
        found = store.invitation_of_link(db, tokens.hash_of(token))
        if found is None:
            raise Refusal(OrganisingRefusal.UNKNOWN_INVITATION)
        if found.answer is InvitationAnswer.SIGNED_UP:
            raise Refusal(OrganisingRefusal.ALREADY_ANSWERED)
        store.write_answer(db, found.id, InvitationAnswer.DECLINED, now)
        audit.touch(db, f"{queries.TOPIC}{found.webinar_id}")
        return found


def admit(db: Database, webinar_id: int, signed: SignUp, *, now: datetime) -> None:
    """Let a sign-up through or refuse it, and note which invitation it answers; inside the caller's unit.

    An address on the list is enough: the links of a restricted webinar leave by mail alone, and so reach their owner.
    """
    listed = store.invitations_of_address(db, webinar_id, signed.email)
    rules.check_admitted(store.access(db, webinar_id), signed.email, invited=bool(listed))
    note_answer(db, listed, signed, now=now)


def note_answer(db: Database, listed: Sequence[Invitation], signed: SignUp, *, now: datetime) -> None:
    """Note which of the invitations sent to an address a sign-up answers."""
    answered = rules.answered_by(signed, listed)
    if answered is not None:
        store.write_answer(db, answered.id, InvitationAnswer.SIGNED_UP, now)
