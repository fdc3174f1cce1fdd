"""What people ask of their data, kept with its answer and never with their name; in the caller's unit of work (RGP-2)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.registrations import rules, store
from webapp.registrations.model import STANDING, Registration, RegistrationRefusal, SignUp, Status
from webapp.registrations.model.retention import RequestState, Right, RightsRefusal, RightsRequest, Way
from webapp.registrations.rules import retention
from webapp.storage.database import Database

DECIDED_LATER = frozenset({Right.ERASURE, Right.OBJECTION})


def receive(
    db: Database, kind: Right, way: Way, registrations: Collection[int], *, key: str, by: By, now: datetime
) -> int | None:
    """Keep a request; access and rectification are answered by the act itself. None when this form did so already."""
    if not key:
        raise Refusal(RightsRefusal.KEY_MISSING)
    if not registrations:
        raise Refusal(RightsRefusal.NOBODY_CONCERNED)
    at = audit.effective_instant(db, now)
    number = store.add_request(
        db,
        kind,
        way,
        registrations,
        state=RequestState.RECEIVED if kind in DECIDED_LATER else RequestState.DONE,
        due_on=retention.answer_by(at),
        key=key,
        by=by.person_id,
        at=at,
    )
    if number is not None:
        concerned = len(registrations)
        audit.record(db, f"rights.{kind}", f"rights_request:{number}", by=by, now=at, way=way, concerned=concerned)
    return number


def was_received(db: Database, key: str) -> bool:
    """Whether this form made its request already."""
    return store.request_made(db, key)


def check_not_asked(db: Database, registration_id: int) -> None:
    """Refuse an erasure asked again while the first request waits."""
    waiting = [each for each in store.requests_about(db, registration_id) if each.state is RequestState.RECEIVED]
    if waiting:
        raise Refusal(RightsRefusal.ALREADY_ASKED, on=waiting[0].due_on)


def rectify(db: Database, registration: Registration, typed: SignUp, *, version: int) -> Registration:
    """Correct who somebody is, whatever became of their registration; their answers and seats stay (RGPD art. 16)."""
    if registration.status is Status.ANONYMISED:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    if registration.version != version:
        raise Refusal(RegistrationRefusal.CHANGED_MEANWHILE)
    cleaned = rules.cleaned_person(typed, by_name_alone=not registration.email)
    other = store.of_person(db, registration.occurrence_id, cleaned.identity)
    if other is not None and other.id != registration.id and registration.status in STANDING:
        raise Refusal(RegistrationRefusal.IDENTITY_TAKEN)
    store.write_person(db, registration.id, cleaned, seats=registration.seats)
    return store.find(db, registration.id) or replace(registration, version=version + 1)


def to_decide(db: Database, request_id: int, *, accepted: bool) -> RightsRequest | None:
    """Return a request that waits for an answer; None when it got this very one already, and refuse another."""
    found = store.request(db, request_id)
    if found is None:
        raise Refusal(RightsRefusal.UNKNOWN_REQUEST)
    if found.state is RequestState.RECEIVED:
        return found
    if (found.state is RequestState.DONE) is not accepted or found.kind not in DECIDED_LATER:
        raise Refusal(RightsRefusal.ALREADY_DECIDED)
    return None


def settle(db: Database, request: RightsRequest, *, accepted: bool, reason: str = "", by: By, now: datetime) -> None:
    """Keep what was answered; a refusal has its reason (RGPD art. 12, 4)."""
    state = RequestState.DONE if accepted else RequestState.REFUSED
    act = "rights.accepted" if accepted else "rights.refused"
    at = audit.record(db, act, f"rights_request:{request.id}", by=by, now=now, right=request.kind)
    store.settle_request(db, request.id, state, reason=reason, by=by.person_id, at=at)
