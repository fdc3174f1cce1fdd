"""The words of minutes kept for the search, in the very unit that writes them; a rehearsal's never are."""

from collections.abc import Iterator

from webapp.committees import queries as committees
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import Meeting, MeetingState
from webapp.minutes import store
from webapp.minutes.model.search import Reading, Words
from webapp.storage.database import Database, unit_of_work

_NOT_KEPT = {0: " "}  # the end of a text, for the index


def refresh(db: Database, meeting_id: int) -> None:
    """Index the minutes of a closed sitting as they stand, inside the caller's unit of work."""
    meeting = _indexed(db, meeting_id)
    if meeting is not None:
        store.write_words(db, Reading.WHOLE, _words(db, meeting, "\n".join(_told(db, meeting))))


def publish(db: Database, meeting_id: int, text: str) -> None:
    """Index the text that may be published, inside the unit that publishes it (LAW PUB-1)."""
    meeting = _indexed(db, meeting_id)
    if meeting is not None:
        store.write_words(db, Reading.PUBLISHED, _words(db, meeting, text))


def unpublish(db: Database, meeting_id: int) -> None:
    """Take the published text out of the index, inside the unit that takes it back."""
    store.remove_words(db, meeting_id, Reading.PUBLISHED)


def remove(db: Database, meeting_id: int) -> None:
    """Take every text of a sitting out of the index, inside the caller's unit of work."""
    store.remove_words(db, meeting_id)


def catch_up(db: Database) -> int:
    """Index the sittings closed before there was an index; return how many."""
    waiting = store.without_words(db)
    for each in waiting:
        with unit_of_work(db):
            refresh(db, each)
    return len(waiting)


def _indexed(db: Database, meeting_id: int) -> Meeting | None:
    """Return a sitting whose minutes may be found: closed, true, and not eliminated."""
    found = meetings.find(db, meeting_id)
    if found is None or found.rehearsal or found.state is not MeetingState.CLOSED or store.eliminated(db, meeting_id):
        return None
    return found


def _words(db: Database, meeting: Meeting, body: str) -> Words:
    committee = committees.find(db, meeting.committee_id)
    name = "" if committee is None else committee.name
    title = f"{name}, {meeting.title}" if meeting.title else name
    return Words(
        meeting_id=meeting.id,
        committee_id=meeting.committee_id,
        held_on=meeting.day,
        title=title.translate(_NOT_KEPT),
        body=body.translate(_NOT_KEPT),
    )


def _told(db: Database, meeting: Meeting) -> Iterator[str]:
    """Yield what the minutes say of each item: what it is, the texts voted on, the summary, disagreements, incidents."""
    texts = store.standing_texts(db, meeting.id)
    motions = meetings.motions(db, meeting.id)
    disagreements = [each for each in store.record(db, meeting.id).disagreements if each.withdrawn_at is None]
    for item in meetings.items(db, meeting.id):
        about = (item.title, item.commune, item.applicant, item.rapporteur, item.legal_basis, item.state_reason)
        yield f"{item.label}. {', '.join(each for each in about if each)}"
        yield texts.summary(item.id)
        for motion in motions:
            if motion.item_id == item.id:
                yield motion.title if motion.title != item.title else ""
                yield motion.text
                if motion.announced_at is not None and motion.result is not None:
                    yield motion.result.outcome.wording or ""
        yield from (each.body for each in disagreements if each.item_id == item.id)
    if texts.incidents is not None:
        yield texts.incidents.body
