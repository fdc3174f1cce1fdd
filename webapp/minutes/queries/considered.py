"""Which documents an item was decided on, in which version: those before the committee when its examination ended."""

from collections.abc import Iterable, Iterator

from webapp.documents.model import Document
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Item
from webapp.minutes.model.evidence import DocumentLine


def considered(sitting: Sitting, item: Item, documents: Iterable[Document]) -> Iterator[DocumentLine]:
    """Give the documents of an item; a later version, or a withdrawal after the sitting, changes nothing (CNV-4)."""
    begun = item.begun_at or sitting.meeting.opened_at or sitting.at
    ended = item.ended_at or sitting.meeting.closed_at or sitting.at
    for each in documents:
        known = [version for version in each.versions if version.added_at <= ended]
        gone = each.withdrawn_at is not None and each.withdrawn_at <= begun
        if each.subject == item.topic and known and not gone:
            yield DocumentLine(title=each.title, version=known[-1].number, sha256=known[-1].sha256)
