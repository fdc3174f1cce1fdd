"""Who is awaited for minutes to go on, who is written to about it, and when they were last reminded."""

from datetime import datetime

from webapp.accounts import queries as accounts
from webapp.accounts.model import Person, Role
from webapp.committees import queries as committees
from webapp.meetings.queries import Sitting
from webapp.minutes.rules import spans
from webapp.outbox import queries as outbox
from webapp.storage.database import Database

KINDS = frozenset({"minutes.to_approve", "minutes.to_sign"})


def reminded_at(db: Database, topic: str) -> datetime | None:
    """Return when somebody was last reminded of these minutes."""
    return max((each.created_at for each in outbox.about(db, topic) if each.letter.kind in KINDS), default=None)


def readers(db: Database, sitting: Sitting, *, chair: bool) -> list[Person]:
    """Return who is written to: whoever presided last, else who chairs; for another signer, the secretariat that asks them."""
    if chair:
        opened_at = sitting.meeting.opened_at
        terms = () if opened_at is None else spans.terms(sitting.facts, opened_at)
        last = terms[-1].person_id if terms else None
        found = [] if last is None else list(committees.people(db, {last}).values())
        return found or accounts.people_with_role(db, Role.CHAIR, sitting.committee.id)
    return accounts.people_with_role(db, Role.SECRETARIAT, sitting.committee.id)
