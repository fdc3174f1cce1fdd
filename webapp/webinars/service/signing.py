"""Signing up for a webinar and what follows, each with its mail in the same unit of work."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as signed
from webapp.registrations import rules as registrations_rules
from webapp.registrations import service as registrations
from webapp.registrations.model import Known, Move, Received, Registration, RegistrationRefusal, SignUp, Status
from webapp.storage.database import Database, together, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import Shown, Webinar, WebinarRefusal
from webapp.webinars.service import attendance, inviting, letters, rooms
from webapp.webinars.service.letters import Means

LINKS_AT_ONCE = 50  # a shared mailbox holds several people


def sign_up(
    db: Database, shown: Shown, occurrence_id: int, typed: SignUp, *, key: str, means: Means, now: datetime
) -> Received:
    """Sign somebody up for a date, with the message that says what became of it.

    What was typed is judged before the lock; the unit is shared with all those sent in the same second.
    """
    if shown.occurrence(occurrence_id) is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    cleaned = registrations_rules.cleaned(
        typed, shown.form, shown.campaign.terms, disposable=signed.disposable_domains()
    )

    def written() -> Received:
        inviting.admit(db, shown.webinar.id, cleaned, now=now)
        received, moves = registrations.sign_up(
            db, occurrence_id, cleaned, form=shown.form, key=key, link_key=means.link_key, now=now
        )
        if received.anew:
            moves = [*moves, Move(registration=received.registration, before=None)]
            letters.tell(db, shown.webinar, moves, means=means, now=now)
        elif not received.resent:
            letters.remind(db, shown.webinar, received.registration, means=means, now=now)
        audit.touch(db, shown.webinar.topic)
        return received

    return together(db, written)


def correct(db: Database, token: str, typed: SignUp, *, version: int, means: Means, now: datetime) -> Registration:
    """Correct what the holder of a link entered, by the questions they answered; a new address is sent the link, the former one is told.

    The same correction again changes nothing.
    """
    found, webinar = _mine(db, token)
    form, shown = signed.form(db, found.form_id), queries.shown(db, webinar)
    occurrence = shown.occurrence(found.occurrence_id)
    if form is None or occurrence is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    rules.check_changeable(occurrence, now=now)
    cleaned = registrations_rules.cleaned(typed, form, shown.campaign.terms, disposable=signed.disposable_domains())
    with unit_of_work(db):
        found, webinar = _mine(db, token)
        if _says(signed.known(db, found), cleaned):
            return found
        if cleaned.email != found.email:
            inviting.admit(db, webinar.id, cleaned, now=now)
        changed, moves = registrations.change(db, found, cleaned, form=form, version=version, now=now)
        inviting.follow(db, webinar.id, found, changed)
        if changed.email != found.email:
            letters.post(db, webinar, "moved", changed, means=means, now=now)
            letters.post(db, webinar, "moved_away", found, means=means, now=now)
        return _after(db, webinar, changed, moves, means=means, now=now)


def _says(known: Known, cleaned: SignUp) -> bool:
    person = known.registration
    before = (person.last_name, person.first_name, person.email, person.service, person.origin)
    return (
        before == (cleaned.last_name, cleaned.first_name, cleaned.email, cleaned.service, cleaned.origin)
        and {each.field: each.value for each in known.answers} == cleaned.answers
        and known.companions == cleaned.companions
    )


def send_links(db: Database, typed: str, *, means: Means, now: datetime) -> None:
    """Send an address the links of what stands under it, once an hour each; who asks is told the same whatever it has."""
    address = registrations_rules.address(typed)
    with unit_of_work(db):
        for each in signed.standing_of(db, address, now=now, most=LINKS_AT_ONCE):
            _, webinar = _of(db, each)
            letters.post(db, webinar, "found", each, means=means, now=now, once=f"{now:%Y%m%d%H}")


def withdraw(db: Database, token: str, *, means: Means, now: datetime) -> Registration:
    """Withdraw the holder of a link; the seat goes on, and both are told."""
    with unit_of_work(db):
        found, webinar = _mine(db, token)
        occurrence = signed.occurrence(db, found.occurrence_id)
        if occurrence is not None and found.status is not Status.CANCELLED:
            rules.check_changeable(occurrence, now=now)
        moves = registrations.cancel(db, found, now=now)
        return _after(db, webinar, found, moves, means=means, now=now)


def accept(db: Database, token: str, *, means: Means, now: datetime) -> Registration:
    """Take the seat offered to the holder of a link."""
    with unit_of_work(db):
        found, webinar = _mine(db, token)
        return _after(db, webinar, found, registrations.accept(db, found, now=now), means=means, now=now)


def reply(db: Database, token: str, *, comes: bool, means: Means, now: datetime) -> Registration:
    """Keep whether the holder of a link comes, as they were asked; « no » gives the seat to the next, silence nothing."""
    with unit_of_work(db):
        found, webinar = _mine(db, token)
        occurrence = signed.occurrence(db, found.occurrence_id)
        if occurrence is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
        if found.status is Status.CANCELLED and not comes:
            return found
        rules.check_asked(found, occurrence, now=now)
        store.write_coming(db, found, occurrence.starts_at, comes=comes, at=now)
        moves = [] if comes else registrations.cancel(db, found, now=now)
        return _after(db, webinar, found, moves, means=means, now=now)


def decide(
    db: Database,
    webinar: Webinar,
    registration_id: int,
    *,
    agreed: bool,
    version: int | None = None,
    means: Means,
    by: By,
    now: datetime,
) -> Registration:
    """Keep the organiser's word on a request (WEB-4); `version`: as the page showed it, so that one form answers once."""
    with unit_of_work(db):
        found = signed.find(db, registration_id)
        shown = queries.shown(db, webinar)
        if found is None or shown.occurrence(found.occurrence_id) is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
        if version is not None and found.version != version:
            raise Refusal(RegistrationRefusal.NOTHING_TO_DECIDE)
        moves = registrations.decide(db, found, agreed=agreed, by=by, now=now)
        return _after(db, webinar, found, moves, means=means, now=now)


def settle(db: Database, occurrence_id: int, *, means: Means, now: datetime) -> int:
    """Let the offers that ended go to the next ones; return how many registrations moved."""
    with unit_of_work(db):
        occurrence = signed.occurrence(db, occurrence_id)
        campaign = None if occurrence is None else signed.campaign(db, occurrence.campaign_id)
        if occurrence is None or campaign is None:
            return 0
        webinar = queries.of_campaign(db, campaign.id)
        moves = registrations.settle(db, campaign, occurrence, now=now)
        if webinar is not None:
            letters.tell(db, webinar, moves, means=means, now=now)
            audit.touch(db, webinar.topic)
        return len(moves)


def enter(db: Database, token: str, *, means: Means, overflow: bool = False, now: datetime) -> str:
    """Return the room's address to the holder of a personal link, at the right time, and note that they went in (LAW 6).

    `overflow`: of the other room.
    """
    found = signed.of_link(db, token, "entry")
    occurrence = None if found is None else signed.occurrence(db, found.occurrence_id)
    if found is None or occurrence is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    room = queries.room(db, occurrence.id)
    rules.check_entry(found, occurrence, room, now=now)
    address = rules.check_overflow(room) if overflow else rooms.address_for(db, found, occurrence, room, means=means)
    together(db, lambda: attendance.come_in(db, found, now=now))
    return address


def _mine(db: Database, token: str) -> tuple[Registration, Webinar]:
    return _of(db, signed.of_link(db, token))


def _of(db: Database, found: Registration | None) -> tuple[Registration, Webinar]:
    occurrence = None if found is None else signed.occurrence(db, found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db, occurrence.campaign_id)
    if found is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    if webinar is None:
        raise Refusal(WebinarRefusal.UNKNOWN_WEBINAR)
    return found, webinar


def _after(
    db: Database, webinar: Webinar, found: Registration, moves: list[Move], *, means: Means, now: datetime
) -> Registration:
    letters.tell(db, webinar, moves, means=means, now=now)
    audit.touch(db, webinar.topic)
    return next((each.registration for each in moves if each.registration.id == found.id), found)
