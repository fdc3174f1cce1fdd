"""Links without account for the persons heard, and what they do by them (CRPA R133-6, CSP R1321-7)."""

import hashlib
from datetime import datetime

from webapp.accounts import rules as accounts
from webapp.accounts.model import Linking
from webapp.audit.model import By
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.rules.hearings import check_link, check_observation, draft_of
from webapp.meetings.service import letters
from webapp.meetings.service.hearings import awaited
from webapp.meetings.service.unit import NOT_CLOSED, Unit, act
from webapp.meetings.sitting import Hearing, HearingLink, HearingRefusal
from webapp.outbox import service as outbox
from webapp.outbox.model import Link, Message
from webapp.storage.database import Database
from webapp.wording import dates

PAGE = "hearing"


def invite(
    db: Database,
    meeting_id: int,
    hearing_id: int,
    *,
    address: str,
    with_draft: bool,
    linking: Linking,
    by: By,
    now: datetime,
    key: str | None = None,
) -> tokens.Token | None:
    """Give somebody to be heard a link and write to them; a link given before dies.

    `with_draft`: its page shows the draft put to the vote, as it is now (CSP R1321-7, c. env. R181-40). Without an address the letter
    waits to be printed. The token is derived anew when the message leaves, its hash alone being kept: only the first
    sending of a form returns it, for a rehearsal, which writes to nobody.
    """
    address = accounts.clean_email(address) if address.strip() else ""
    with act(db, meeting_id, "hearing.invited", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return None
        hearing = awaited(unit, hearing_id)
        draft = _draft(unit, hearing) if with_draft else ""
        number, nonce = _give(unit, hearing, address=address or None, draft=draft, linking=linking)
        _write(unit, hearing, number, address=address or None, with_draft=with_draft, nonce=nonce)
        return tokens.derive(linking.key, nonce)


def send_again(db: Database, message: Message, *, address: str | None, linking: Linking, by: By, now: datetime) -> int:
    """Send the letter of somebody to be heard again; return the number of the message that follows it.

    To another address it carries another link: the first may lie in a stranger's mailbox, who could write in their name.
    """
    address = accounts.clean_email(address) if address else None
    link = _carried(db, message, linking)
    if address is None or address == message.letter.address:
        return outbox.resend(db, message.id, by=by, now=now)
    with act(db, link.meeting_id, "hearing.invited", by=by, now=now, states=NOT_CLOSED) as unit:
        hearing = awaited(unit, link.hearing_id)
        _, nonce = _give(unit, hearing, address=address, draft=link.draft, linking=linking)
        return outbox.follow(
            db, message.id, address=address, link=Link(page=PAGE, nonce=nonce), by=by, now=unit.entered
        )


def _carried(db: Database, message: Message, linking: Linking) -> HearingLink:
    """Return the link that a message carries, or refuse once another was given in its place."""
    carried = message.letter.link
    token = None if carried is None else tokens.derive(linking.key, carried.nonce)
    link = None if token is None else store.live_link(db, tokens.hash_of(token))
    if link is None:
        raise Refusal(HearingRefusal.LINK_REPLACED)
    return link


def _give(
    unit: Unit, hearing: Hearing, *, address: str | None, draft: str, linking: Linking
) -> tuple[int, tokens.Nonce]:
    """Make a link in the place of the one before; return its number, and what its token is derived from."""
    store.revoke_link(unit.db, hearing.id, at=unit.entered)
    nonce = tokens.new_nonce()
    number = store.add_link(
        unit.db,
        (unit.meeting.id, hearing.id),
        address=address,
        draft=draft,
        token_hash=tokens.hash_of(tokens.derive(linking.key, nonce)),
        at=unit.entered,
        by=unit.by.person_id,
    )
    unit.journal("hearing.invited", item=hearing.item_id, name=hearing.name, draft=bool(draft), to=address)
    return number, nonce


def _draft(unit: Unit, hearing: Hearing) -> str:
    """Return the draft to transmit: the text put to the vote as a whole, never what is amended in the sitting."""
    found = draft_of(each for each in store.motions(unit.db, unit.meeting.id) if each.item_id == hearing.item_id)
    if not found:
        raise Refusal(HearingRefusal.DRAFT_MISSING)
    return found


def _write(
    unit: Unit, hearing: Hearing, number: int, *, address: str | None, with_draft: bool, nonce: tokens.Nonce
) -> None:
    item = unit.item(hearing.item_id)
    letters.post_outside(
        unit,
        "meeting.hearing",
        name=hearing.name,
        address=address,
        version=str(number),
        subject=f"Audition du {dates.day(unit.meeting.starts_at)} : {item.title}"[:200],
        link=Link(page=PAGE, nonce=nonce),
        item=item,
        hour=hearing.expected_at(unit.meeting.delay_minutes),
        with_draft=with_draft,
    )


def revoke(db: Database, meeting_id: int, hearing_id: int, *, by: By, now: datetime, key: str | None = None) -> None:
    """Close the page of somebody to be heard; what they wrote stays."""
    with act(db, meeting_id, "hearing.link_revoked", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        hearing = store.hearing(db, meeting_id, hearing_id)
        if hearing is None or not store.revoke_link(db, hearing_id, at=unit.entered):
            raise Refusal(HearingRefusal.NO_LINK)
        unit.journal("hearing.link_revoked", item=hearing.item_id, name=hearing.name)


def acknowledge(db: Database, token: str, *, now: datetime) -> None:
    """Keep that the person has read their page, at the hour of the first time: their own act is the proof (CNV-2)."""
    link, hearing = _entered(db, token)
    with act(db, link.meeting_id, "hearing.read", by=_by(hearing), now=now, states=NOT_CLOSED) as unit:
        link, hearing = _entered(db, token)
        check_link(unit.meeting, unit.entered)
        if store.acknowledge_link(db, link.id, at=unit.entered):
            unit.journal("hearing.read", item=hearing.item_id, name=hearing.name)


def observe(db: Database, token: str, body: str, *, now: datetime, key: str) -> None:
    """Keep what the person writes to the committee, as it was sent, once; the desk and the members read it."""
    link, hearing = _entered(db, token)
    with act(db, link.meeting_id, "hearing.observed", by=_by(hearing), now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        link, hearing = _entered(db, token)
        check_link(unit.meeting, unit.entered)
        sent = sum(each.hearing_id == hearing.id for each in store.hearing_observations(db, link.meeting_id))
        body = check_observation(unit.meeting, unit.item(hearing.item_id), body, sent=sent)
        unit.result = store.add_observation(db, link.meeting_id, hearing.id, body, at=unit.entered)
        unit.journal("hearing.observed", item=hearing.item_id, name=hearing.name, sha256=_hash(body))


def _hash(body: str) -> str:
    """Return what the journal keeps of a text: enough to prove it, and nothing of what it says."""
    return hashlib.sha256(body.encode()).hexdigest()


def _entered(db: Database, token: str) -> tuple[HearingLink, Hearing]:
    """Return the live link of a token and whose it is, or refuse; asked again under the lock."""
    link = store.live_link(db, tokens.hash_of(token))
    hearing = None if link is None else store.hearing(db, link.meeting_id, link.hearing_id)
    if link is None or hearing is None:
        raise Refusal(HearingRefusal.LINK_DEAD)
    return link, hearing


def _by(hearing: Hearing) -> By:
    return By(person_id=None, name=hearing.name)
