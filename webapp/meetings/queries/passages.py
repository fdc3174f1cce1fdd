"""What the page of a person heard shows, and what the desk knows of it: nothing else of the sitting."""

from datetime import datetime

from webapp.accounts import queries as accounts
from webapp.accounts.model import Person, Role
from webapp.committees import queries as committees
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import store
from webapp.meetings.rules.hearings import Passage, check_link, passage
from webapp.meetings.sitting import Hearing, HearingLink, HearingObservation, HearingRefusal, Item, Meeting
from webapp.storage.database import Database


@frozen
class PassagePage:
    """All that the person may see; `hour` is when they are expected, any delay counted in."""

    rehearsal: bool
    name: str
    committee: str
    starts_at: datetime
    place: str
    connection: str
    subject: str
    hour: datetime | None
    delay_minutes: int
    draft: str
    read_at: datetime | None
    observations: tuple[HearingObservation, ...]
    contacts: tuple[Person, ...]
    leaves_before_the_vote: bool
    passage: Passage


def passage_page(db: Database, token: str, *, now: datetime) -> PassagePage:
    """Return the page that this link opens, or refuse: unknown, revoked, or some weeks after the sitting."""
    with db.reading(snapshot=True):
        link = store.live_link(db, tokens.hash_of(token))
        meeting = None if link is None else store.meeting(db, link.meeting_id)
        hearing = None if link is None else store.hearing(db, link.meeting_id, link.hearing_id)
        item = None if hearing is None or meeting is None else store.item(db, meeting.id, hearing.item_id)
        if link is None or meeting is None or hearing is None or item is None:
            raise Refusal(HearingRefusal.LINK_DEAD)
        check_link(meeting, now)
        return _page(db, meeting, item, hearing, draft=link.draft, read_at=link.read_at)


def passage_preview(db: Database, meeting_id: int, hearing_id: int, *, draft: str) -> PassagePage | None:
    """Return what somebody to be heard would see, as the desk looks at it before sending; None for nobody."""
    with db.reading(snapshot=True):
        meeting, hearing = store.meeting(db, meeting_id), store.hearing(db, meeting_id, hearing_id)
        item = None if hearing is None else store.item(db, meeting_id, hearing.item_id)
        if meeting is None or hearing is None or item is None:
            return None
        return _page(db, meeting, item, hearing, draft=draft, read_at=None)


def hearing_links(db: Database, meeting_id: int) -> dict[int, HearingLink]:
    """Return the last link made for each person to be heard, revoked or not."""
    return {each.hearing_id: each for each in store.hearing_links(db, meeting_id)}


def hearing_observations(db: Database, meeting_id: int) -> list[HearingObservation]:
    """Return what the persons heard wrote, oldest first."""
    return store.hearing_observations(db, meeting_id)


def _page(
    db: Database, meeting: Meeting, item: Item, hearing: Hearing, *, draft: str, read_at: datetime | None
) -> PassagePage:
    committee = committees.find(db, meeting.committee_id)
    wrote = store.hearing_observations(db, meeting.id)
    return PassagePage(
        rehearsal=meeting.rehearsal,
        name=hearing.name,
        committee="" if committee is None else committee.name,
        starts_at=meeting.starts_at,
        place=meeting.place,
        connection=meeting.connection,
        subject=item.title,
        hour=hearing.expected_at(meeting.delay_minutes),
        delay_minutes=meeting.delay_minutes,
        draft=draft,
        read_at=read_at,
        observations=tuple(each for each in wrote if each.hearing_id == hearing.id),
        contacts=tuple(accounts.people_with_role(db, Role.SECRETARIAT, meeting.committee_id)),
        leaves_before_the_vote=committee is None or committee.settings.applicant_leaves,
        passage=passage(meeting, item),
    )
