"""Links sent by mail: each lets one person in, once, and leads to one page."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from webapp.accounts import queries, rules, store
from webapp.accounts.model import AccessLink, Admission, Linking, Person, SlipCode
from webapp.accounts.service import throttling
from webapp.accounts.service.signing import open_session
from webapp.audit import service as audit
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.outbox import service as outbox
from webapp.outbox.model import LINK, Letter, Link
from webapp.storage.database import Database, unit_of_work
from webapp.wording import dates, links
from webapp.wording.templates import FrenchSpaces

SUBJECT = "Votre lien de connexion à Collégiale"
HOME = "/accueil"


def new_link(db: Database, person_id: int, page: str, *, linking: Linking, now: datetime) -> Link:
    """Make a link for a message, inside the caller's unit of work; `page` is a path of the house ("/seances/12").

    The token is derived when the message leaves; its hash alone is kept.
    """
    nonce = tokens.new_nonce()
    store.add_link(
        db,
        person_id,
        token_hash=tokens.hash_of(tokens.derive(linking.key, nonce)),
        page=page,
        at=now,
        expires_at=now + linking.lasts,
    )
    return Link(page="link", nonce=nonce)


def redeem_link(
    db: Database, token: SlipCode | None, *, device: str, lasts: timedelta, now: datetime
) -> tuple[Admission, str]:
    """Open a session for the holder of a link, once; return it with the page to go on to.

    Of two who come together one wins, the other is told.
    """
    with unit_of_work(db):
        link = queries.access_link(db, token, now=now)
        if link.fault is not None:
            raise link.fault
        store.use_link(db, link.id, at=now)
        return open_session(db, link.person, method="link", device=device, lasts=lasts, now=now), link.page


def ask_link(db: Database, typed: str, *, address: str, linking: Linking, now: datetime) -> None:
    """Send a link to whoever has this login or this e-mail address; who asks is told the same, whoever they name.

    Raises Refusal TOO_MANY_ATTEMPTS (with `at`), counted on what was typed, known or not.
    """
    sought = rules.login_of(typed)
    _reserve(db, throttling.Attempt(f"link:{sought}", address), now=now)
    with unit_of_work(db):
        _send(db, store.reached_at(db, sought, most=rules.LINK_HOLDERS), HOME, linking=linking, now=now)


def renew_link(db: Database, token: SlipCode | None, *, address: str, linking: Linking, now: datetime) -> None:
    """Send a new link in place of one that no longer serves, to the address known today; the same answer for all.

    Raises Refusal TOO_MANY_ATTEMPTS (with `at`).
    """
    _reserve(db, throttling.Attempt(f"link:{token}", address), now=now)
    with unit_of_work(db):
        link = _dead_link(db, token, now=now)
        if link is not None and link.person.active and link.person.email:
            _send(db, [link.person], link.page, linking=linking, now=now)


def _dead_link(db: Database, token: SlipCode | None, *, now: datetime) -> AccessLink | None:
    if token is None or store.link(db, tokens.hash_of(token)) is None:
        return None
    link = queries.access_link(db, token, now=now)
    return link if link.fault is not None else None


def _reserve(db: Database, attempt: throttling.Attempt, *, now: datetime) -> None:
    """Count an asking before anything is looked up; each counts, since each may write to somebody."""
    with unit_of_work(db):
        throttling.reserve(db, attempt, now=now, limits=rules.LINK_LIMITS)
        throttling.fail(db, attempt, now=now, limits=rules.LINK_LIMITS)


def _send(db: Database, people: Iterable[Person], page: str, *, linking: Linking, now: datetime) -> None:
    """Write to each, inside the caller's unit; the links asked for before, to the same page, are worth nothing more."""
    lasting = replace(linking, lasts=min(linking.lasts, rules.LINK_LASTS))
    for person in people:
        store.revoke_links(db, person.id, page=page, at=now)
        link = new_link(db, person.id, page, linking=lasting, now=now)
        body = _template().render(person=person, link=LINK, opens=links.opens(page), until=now + lasting.lasts)
        letter = Letter(
            key=f"account.link:{person.id}:{tokens.hash_of(link.nonce)[:24]}",
            kind="account.link",
            about=f"person:{person.id}",
            committee_id=None,
            person_id=person.id,
            name=person.formal_name,
            address=person.email,
            subject=SUBJECT,
            body=body,
            link=link,
        )
        outbox.post(db, letter, now=now)
        audit.record(db, "link.asked", f"person:{person.id}", by=SYSTEM, now=now)


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=False,  # noqa: S701 — plain text: nothing to escape
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        extensions=[FrenchSpaces],
    )
    environment.filters.update(moment=dates.moment)
    return environment.get_template("link.txt")
