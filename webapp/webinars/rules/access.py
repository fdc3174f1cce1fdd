"""Who may sign up for a restricted webinar, which invitation somebody answers, who is let in by name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.registrations.model import Approval, Occurrence, RegistrationRefusal, SignUp, Terms
from webapp.webinars.model import Access, Guest, Invitation, InvitationAnswer, OrganisingRefusal, Room, WebinarState

MOST_GUESTS = 5_000
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


def cleaned_access(typed: Access, terms: Terms) -> Access:
    """Return who may sign up as it is kept; whoever comes without signing up cannot wait for somebody's word."""
    domains = tuple(dict.fromkeys(_domain(each) for each in typed.domains if each.strip()))
    if typed.walk_ins and terms.approval is not Approval.NONE:
        raise Refusal(OrganisingRefusal.WALK_INS_WITH_APPROVAL)
    return replace(typed, domains=domains)


def _domain(typed: str) -> str:
    found = typed.strip().lower().rpartition("@")[2]
    if len(found) > registrations.ADDRESS_MOST or not _DOMAIN.fullmatch(found):
        raise Refusal(OrganisingRefusal.DOMAIN_UNREADABLE, typed=typed.strip()[:80])
    return found


def check_admitted(access: Access, email: str, *, invited: bool) -> None:
    """Refuse a sign-up to whoever is neither invited nor of a domain allowed; a subdomain belongs to its domain."""
    if not access.restricted or invited:
        return
    domain = email.rpartition("@")[2]
    if not any(domain == each or domain.endswith(f".{each}") for each in access.domains):
        raise Refusal(OrganisingRefusal.BY_INVITATION, field="email")


def answered_by(signed: SignUp, invitations: Sequence[Invitation]) -> Invitation | None:
    """Return which of the invitations sent to an address a sign-up answers: by name, or the only one there is."""
    named = [each for each in invitations if each.guest.identity == signed.identity]
    found = named or (list(invitations) if len(invitations) == 1 else [])
    return next((each for each in found if each.answer is not InvitationAnswer.SIGNED_UP), None)


def check_walk_in(access: Access, room: Room, occurrence: Occurrence, *, now: datetime) -> None:
    """Let people in by name from the opening of the room to the end, where the webinar wants it."""
    if not access.walk_ins:
        raise Refusal(OrganisingRefusal.NO_WALK_INS)
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if now < room.opens_at(occurrence):
        raise Refusal(OrganisingRefusal.WALK_IN_TOO_EARLY, at=room.opens_at(occurrence))


def check_published(state: WebinarState) -> None:
    """Refuse to invite to what nobody can see yet."""
    if state is not WebinarState.PUBLISHED:
        raise Refusal(OrganisingRefusal.NOT_PUBLISHED)


def guests(typed: Iterable[Guest]) -> tuple[Guest, ...]:
    """Return a list of people to invite as it is kept: each once. Refusal LIST_EMPTY, LIST_TOO_LONG."""
    found = {each.identity: each for each in typed}
    if not found:
        raise Refusal(OrganisingRefusal.LIST_EMPTY)
    if len(found) > MOST_GUESTS:
        raise Refusal(OrganisingRefusal.LIST_TOO_LONG, most=MOST_GUESTS)
    return tuple(found.values())


def guest(cells: Sequence[str]) -> Guest:
    """Return somebody from the cells of a line: the one with an @ is the address, the others name, first name, service.

    Refusal LINE_WITHOUT_ADDRESS, or that of the address when it cannot be one.
    """
    said = [registrations.plain(each) for each in cells]
    place = next((place for place, each in enumerate(said) if "@" in each), None)
    if place is None:
        raise Refusal(OrganisingRefusal.LINE_WITHOUT_ADDRESS)
    address = said.pop(place)
    names = (*said, "", "", "")
    return Guest(
        email=registrations.address(address.strip("<>")),
        last_name=names[0][: registrations.NAME_MOST],
        first_name=names[1][: registrations.NAME_MOST],
        service=names[2][: registrations.LINE_MOST],
    )
