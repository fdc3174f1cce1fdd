"""What organisers do for people: enter them, withdraw them; a manager's word; somebody let in by name."""

from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as signed
from webapp.registrations import rules as sign_ups
from webapp.registrations import service as registrations
from webapp.registrations.model import Move, Received, Registration, RegistrationRefusal, SignUp, Status
from webapp.registrations.service.signing import BY_THE_MANAGER
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import OrganisingRefusal, Shown, Webinar
from webapp.webinars.service import inviting, letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import act


def enter_by_hand(
    db: Database, shown: Shown, occurrence_id: int, typed: SignUp, *, key: str, means: Means, by: By, now: datetime
) -> Received:
    """Sign somebody up on their behalf, until the date's end: the organiser's own word is given (WEB-4)."""
    if shown.occurrence(occurrence_id) is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    cleaned = sign_ups.cleaned(typed, shown.form, shown.campaign.terms)
    with unit_of_work(db):
        received, moves = registrations.sign_up(
            db,
            occurrence_id,
            cleaned,
            form=shown.form,
            key=key,
            link_key=means.link_key,
            now=now,
            by=by,
            vouched=True,
        )
        if received.anew:
            moves = [*moves, Move(registration=received.registration, before=None)]
        letters.tell(db, shown.webinar, moves, means=means, now=now)
        invited = store.invitations_of_address(db, shown.webinar.id, cleaned.email)
        inviting.note_answer(db, invited, cleaned, now=now)
        audit.touch(db, shown.webinar.topic)
    return received


def cancel_for(
    db: Database, webinar: Webinar, registration_id: int, *, means: Means, by: By, now: datetime
) -> Registration:
    """Withdraw somebody on their behalf; they are told, and the seat goes to the next one (WEB-3)."""
    with unit_of_work(db):
        found = signed.find(db, registration_id)
        if found is None or queries.shown(db, webinar).occurrence(found.occurrence_id) is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
        moves = registrations.cancel(db, found, now=now, by=by)
        letters.tell(db, webinar, moves, means=means, now=now)
        audit.touch(db, webinar.topic)
        return next((each.registration for each in moves if each.registration.id == found.id), found)


def decide_as_manager(db: Database, token: str, *, agreed: bool, means: Means, now: datetime) -> Registration:
    """Keep the manager's word, given by the link that they received; a refusal frees the seat (WEB-4)."""
    with unit_of_work(db):
        found = signed.of_link(db, token, "manager")
        occurrence = None if found is None else signed.occurrence(db, found.occurrence_id)
        webinar = None if occurrence is None else queries.of_campaign(db, occurrence.campaign_id)
        if found is None or occurrence is None or webinar is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
        if found.status is not Status.SUBMITTED:
            raise Refusal(OrganisingRefusal.ALREADY_DECIDED)
        if occurrence.cancelled:
            raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
        moves = registrations.decide(db, found, agreed=agreed, by=BY_THE_MANAGER, now=now)
        letters.tell(db, webinar, moves, means=means, now=now)
        audit.touch(db, webinar.topic)
        return next((each.registration for each in moves if each.registration.id == found.id), found)


def remind_manager(
    db: Database, webinar_id: int, registration_id: int, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Ask again a manager who has not answered (WEB-4): once an hour, by the same link."""
    with act(db, webinar_id, "manager.reminded", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = signed.find(db, registration_id)
        occurrence = None if found is None else unit.shown().occurrence(found.occurrence_id)
        if found is None or occurrence is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
        if found.status is not Status.SUBMITTED or occurrence.cancelled:
            raise Refusal(RegistrationRefusal.NOTHING_TO_DECIDE)
        if not letters.ask_manager(db, unit.webinar, found, now=unit.now, again=True):
            raise Refusal(OrganisingRefusal.REMINDED_ALREADY)
        unit.journal("registration.manager_reminded", registration=found.id)


def walk_in(
    db: Database, shown: Shown, occurrence_id: int, typed: SignUp, *, key: str, means: Means, now: datetime
) -> Registration:
    """Let somebody in by name, from the opening of the room, while there are seats; no message is sent."""
    occurrence = shown.occurrence(occurrence_id)
    if occurrence is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_OCCURRENCE)
    cleaned = sign_ups.cleaned_walk_in(typed)
    with unit_of_work(db):
        rules.check_walk_in(store.access(db, shown.webinar.id), queries.room(db, occurrence_id), occurrence, now=now)
        received, moves = registrations.sign_up(
            db,
            occurrence_id,
            cleaned,
            form=shown.form,
            key=key,
            link_key=means.link_key,
            now=now,
            vouched=True,
        )
        if received.registration.status is not Status.CONFIRMED:
            raise Refusal(OrganisingRefusal.FULL)
        letters.tell(db, shown.webinar, moves, means=means, now=now)
        audit.touch(db, shown.webinar.topic)
    return received.registration
