"""What people ask of their data: a copy, a correction, an erasure; by their own link, or heard at the desk (RGP-2).

One's own link opens its own registration and no other: whoever signs up types an address that nobody has checked.
"""

from collections.abc import Collection
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as signed
from webapp.registrations import rules as registrations_rules
from webapp.registrations import service as registrations
from webapp.registrations.model import STANDING, Registration, RegistrationRefusal, SignUp, Status
from webapp.registrations.model.retention import Category, Cause, Held, RetentionRule, Right, Way
from webapp.registrations.rules import retention
from webapp.registrations.service import rights
from webapp.registrations.service.signing import BY_THE_PERSON
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries
from webapp.webinars.service import inviting, letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.retention import context, erase_people


def copy_mine(db: Database, token: str, *, key: str, now: datetime) -> Held:
    """Return all that is held of one registration to the holder of its link; the request is kept."""
    with unit_of_work(db):
        found = _mine(db, token)
        rights.receive(db, Right.ACCESS, Way.LINK, [found.id], key=key, by=BY_THE_PERSON, now=now)
    return signed.held(db, found)


def copy_at_address(db: Database, email: str, *, key: str, by: By, now: datetime) -> list[Held]:
    """Return all that is held of an address across webinars, for an administrator who was asked; the request is kept."""
    found = at_address(db, email)
    with unit_of_work(db):
        rights.receive(db, Right.ACCESS, Way.DESK, [each.id for each in found], key=key, by=by, now=now)
    return [signed.held(db, each) for each in found]


def at_address(db: Database, typed: str) -> list[Registration]:
    """Return the registrations made with exactly this address; refuse what is none."""
    return signed.at_address(db, registrations_rules.address(typed))


def rectify_mine(db: Database, token: str, typed: SignUp, *, version: int, key: str, now: datetime) -> None:
    """Correct who one is, by one's own link."""
    with unit_of_work(db):
        _rectify(db, _mine(db, token), typed, version=version, way=Way.LINK, key=key, by=BY_THE_PERSON, now=now)


def rectify(
    db: Database, registration_id: int, typed: SignUp, *, version: int, key: str, by: By, now: datetime
) -> None:
    """Correct who somebody is, as they asked an administrator."""
    with unit_of_work(db):
        found = signed.find(db, registration_id)
        if found is None:
            raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
        _rectify(db, found, typed, version=version, way=Way.DESK, key=key, by=by, now=now)


def _rectify(
    db: Database,
    found: Registration,
    typed: SignUp,
    *,
    version: int,
    way: Way,
    key: str,
    by: By,
    now: datetime,
) -> None:
    if rights.receive(db, Right.RECTIFICATION, way, [found.id], key=key, by=by, now=now) is None:
        return
    campaign, _ = context(db, found.occurrence_id)
    changed = rights.rectify(db, found, typed, version=version)
    webinar = queries.of_campaign(db, campaign.id)
    if webinar is not None:
        inviting.follow(db, webinar.id, found, changed)
    audit.record(db, "registration.changed", found.topic, by=by, now=now, scope=campaign.topic)
    audit.touch(db, campaign.topic)


def ask_erasure(db: Database, token: str, kind: Right, *, key: str, now: datetime) -> None:
    """Keep that the holder of a link asks to be forgotten, or objects; an administrator answers within the month."""
    with unit_of_work(db):
        found = _mine(db, token)
        if not rights.was_received(db, key):
            rights.check_not_asked(db, found.id)
        rights.receive(db, kind, Way.LINK, [found.id], key=key, by=BY_THE_PERSON, now=now)


def record_erasure(
    db: Database, chosen: Collection[int], email: str, kind: Right, *, key: str, by: By, now: datetime
) -> None:
    """Keep a request heard at the desk about some of an address's registrations."""
    concerned = [each.id for each in at_address(db, email) if each.id in chosen]
    with unit_of_work(db):
        rights.receive(db, kind, Way.DESK, concerned, key=key, by=by, now=now)


def decide(db: Database, request_id: int, *, accepted: bool, reason: str, means: Means, by: By, now: datetime) -> None:
    """Answer a request: accepted, the people are anonymised at once under their rule, their seats given back first."""
    said = "" if accepted else retention.checked_reason(reason)
    with unit_of_work(db):
        request = rights.to_decide(db, request_id, accepted=accepted)
        if request is None:
            return
        if accepted:
            rule = retention.required(signed.adopted(db), Category.REGISTRANTS)
            for each in request.registrations:
                _forget(db, each, rule, means=means, by=by, now=now)
        rights.settle(db, request, accepted=accepted, reason=said, by=by, now=now)


def _forget(db: Database, registration_id: int, rule: RetentionRule, *, means: Means, by: By, now: datetime) -> None:
    found = signed.find(db, registration_id)
    if found is None or found.status is Status.ANONYMISED:
        return
    campaign, occurrence = context(db, found.occurrence_id)
    webinar = queries.of_campaign(db, campaign.id)
    if found.status in STANDING and now <= occurrence.ends_at:
        moves = registrations.cancel(db, found, now=now, by=by)
        others = [each for each in moves if each.registration.id != found.id]
        if webinar is not None:
            letters.tell(db, webinar, others, means=means, now=now)
    erase_people(db, campaign, occurrence, rule, [found.id], cause=Cause.REQUEST, by=by, files=means.files, now=now)
    audit.touch(db, campaign.topic)


def _mine(db: Database, token: str) -> Registration:
    found = signed.of_link(db, token)
    if found is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    return found
