"""Printing access slips: a code lives in clear only between its drawing and the paper."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from webapp.accounts import document, rules, slips, store
from webapp.accounts.model import AccountRefusal, Person, PrintedSlip, SignedIn
from webapp.accounts.service.people import existing, manageable
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel import paths
from webapp.kernel.errors import Refusal
from webapp.pdf.model import Document
from webapp.pdf.render import render_in_child
from webapp.pdf.square import square
from webapp.storage.database import Database, unit_of_work


def issue_slip(db: Database, person_id: int, *, lasts: timedelta, by: By, now: datetime) -> PrintedSlip:
    """Make one slip without paper (commands and demonstrations); the former one is worth nothing from then on."""
    printed = _draw(existing(db, person_id), lasts=lasts, now=now)
    with unit_of_work(db):
        _keep(db, printed, by=by, now=now)
    return printed


def print_slips(
    db: Database,
    person_ids: Sequence[int],
    *,
    prefecture: str,
    public_address: str,
    lasts: timedelta,
    actor: SignedIn,
    now: datetime,
) -> bytes:
    """Return the PDF of new slips, a page for each person; their former slips are worth nothing from then on.

    The paper is made first and outside the lock: were it to fail (RenderFailed), the former slips would still hold.
    """
    if len(person_ids) > rules.SLIPS_MOST:
        raise Refusal(AccountRefusal.TOO_MANY_SLIPS, most=rules.SLIPS_MOST)
    people = [manageable(db, person_id, actor) for person_id in dict.fromkeys(person_ids)]
    printed = [_draw(person, lasts=lasts, now=now) for person in people]
    paper = render_in_child(_paper(printed, prefecture=prefecture, public_address=public_address, now=now))
    with unit_of_work(db):
        for each in printed:
            manageable(db, each.person.id, actor)
            _keep(db, each, by=actor.by, now=now)
    return paper


def _paper(printed: Sequence[PrintedSlip], *, prefecture: str, public_address: str, now: datetime) -> Document:
    sheets = [_sheet(each, public_address) for each in printed]
    sign_in_link = paths.link(public_address, "sign_in")
    return document.sheets(sheets, prefecture=prefecture, sign_in_link=sign_in_link, printed_at=now)


def _sheet(printed: PrintedSlip, public_address: str) -> document.Sheet:
    link = slip_link(printed, public_address)
    return document.Sheet(
        name=printed.person.formal_name,
        expires_at=printed.expires_at,
        link=link,
        code=slips.grouped(printed.code),
        square=square(link),
    )


def slip_link(printed: PrintedSlip, public_address: str) -> str:
    """Return the address that a slip's holder opens."""
    return paths.link(public_address, "slip", code=printed.code)


def _draw(person: Person, *, lasts: timedelta, now: datetime) -> PrintedSlip:
    return PrintedSlip(person=person, expires_at=now + lasts, code=slips.new_code())


def _keep(db: Database, printed: PrintedSlip, *, by: By, now: datetime) -> None:
    store.revoke_slips(db, printed.person.id, at=now)
    store.add_slip(
        db,
        printed.person.id,
        code_hash=slips.hash_of(printed.code),
        by=by.person_id,
        at=now,
        expires_at=printed.expires_at,
    )
    audit.record(db, "slip.printed", f"person:{printed.person.id}", by=by, now=now)
