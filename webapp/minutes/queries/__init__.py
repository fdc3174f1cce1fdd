"""Reading minutes: the facts of a sitting, what is written beside them, what is lacking, what was rendered."""

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date, datetime
from weakref import WeakKeyDictionary

from webapp.committees import queries as committees
from webapp.documents import queries as documents
from webapp.documents.model import Document
from webapp.jobs import queries as jobs
from webapp.jobs.model import Job
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.queries import Exchange, Sitting
from webapp.meetings.sitting import HearingObservation
from webapp.minutes import document, store
from webapp.minutes.model import (
    MINUTES,
    Facts,
    File,
    MinutesState,
    Missing,
    NamedRecord,
    Note,
    Paper,
    Record,
    Rectification,
    Signing,
    TextKind,
    TextVersion,
    fingerprint,
    to_json,
)
from webapp.minutes.model.facts import AnnexLine, plain
from webapp.minutes.model.search import Reader, Results
from webapp.minutes.queries import votes
from webapp.minutes.queries.gathering import gather
from webapp.minutes.queries.moments import Moments
from webapp.minutes.rules.corrections import apply
from webapp.minutes.rules.missing import missing as what_is_missing
from webapp.minutes.rules.results import results
from webapp.minutes.rules.searching import expression
from webapp.polls import queries as polls
from webapp.storage.database import Database
from webapp.wording.dates import in_paris

AUTHORITY = "Préfecture"
SEARCH_PAGE = 20


@frozen
class Dossier:
    """Everything about the minutes of one sitting: `recorded` are the facts before any correction, `facts` after."""

    sitting: Sitting
    record: Record
    recorded: Facts
    facts: Facts
    named: NamedRecord
    missing: tuple[Missing, ...]
    laid_out: list[document.Pages] = field(default_factory=list, compare=False, repr=False)

    @property
    def pages(self) -> document.Pages:
        """The minutes laid out, once for all who read them."""
        if not self.laid_out:
            self.laid_out.append(document.minutes(self.content))
        return self.laid_out[0]

    @property
    def summaries(self) -> tuple[str, ...]:
        """The texts of the items, in the order of the agenda."""
        return tuple(self.record.texts.summary(item.id) for item in self.sitting.items)

    @property
    def incidents(self) -> str:
        return "" if self.record.texts.incidents is None else self.record.texts.incidents.body

    @property
    def changed_at(self) -> datetime:
        """When anything printed last changed: the instant that the files bear."""
        known = [self.sitting.meeting.closed_at or self.sitting.at, self.record.changed_at]
        return max(each for each in known if each is not None)

    @property
    def blocking(self) -> tuple[Missing, ...]:
        return tuple(each for each in self.missing if each.blocks)

    @property
    def content(self) -> document.Content:
        """What the pages say, for the document to lay out."""
        return document.Content(
            facts=self.facts,
            state=self.record.state,
            summaries=self.summaries,
            incidents=self.incidents,
            changed_at=self.changed_at,
            approved_at=self.record.reached(MinutesState.APPROVED),
        )


@frozen
class _Grounds:
    """All that the minutes are made from but the ballots of closed votes, which never change."""

    sitting: Sitting
    record: Record
    authority: str
    names: dict[int, str]
    number: str
    formation_of: str
    first_sitting: date | None
    approved: dict[int, date]
    wrote: list[HearingObservation]
    documents: list[Document]
    exchange: Exchange | None


_KEPT: WeakKeyDictionary[Database, dict[tuple[int, bool], tuple[_Grounds, Dossier]]] = WeakKeyDictionary()
MOST_KEPT = 8


def notes(db: Database, meeting_id: int, item_id: int) -> list[Note]:
    """Return what each secretary noted on an item while it was debated."""
    return store.notes(db, meeting_id, item_id)


def draft_summary(db: Database, meeting_id: int, item_id: int) -> str:
    """Return what the notes of an item make for a first summary: everybody's, one after the other."""
    return "\n\n".join(each.body.strip() for each in notes(db, meeting_id, item_id) if each.body.strip())


def dossier(db: Database, meeting_id: int, *, now: datetime, authority: str = AUTHORITY, whole: bool = True) -> Dossier:
    """Read the minutes of a sitting, in a number of queries that does not grow with it.

    Not `whole`, the votes by name are left unread: enough for pages of work, never for what is handed over. What was
    put together is kept while all that it is made from stays the same.
    """
    with db.reading(snapshot=True):
        sitting = meetings.state(db, meeting_id, now=now)
        record = store.record(db, meeting_id)
        grounds = _Grounds(
            sitting=replace(sitting, open=None),  # of a vote under way, the minutes say nothing
            record=record,
            authority=authority,
            names=_names(db, sitting, record),
            number=_number(db, sitting),
            formation_of=_formation_of(db, sitting),
            first_sitting=_first_sitting(db, sitting),
            approved=_approved(db, sitting),
            wrote=meetings.hearing_observations(db, meeting_id) if sitting.observed else [],
            documents=documents.of_scope(db, sitting.meeting.topic),
            exchange=meetings.exchange(db, sitting) if sitting.meeting.mode is Mode.WRITTEN else None,
        )
        kept = _KEPT.setdefault(db, {})
        found = kept.get((meeting_id, whole))
        if found is None or found[0] != grounds:
            ballots = polls.last_ballots_of_closed(db, _voted(sitting)) if whole else {}
            found = (grounds, _put_together(grounds, ballots, whole=whole))
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[meeting_id, whole] = found
        return found[1]


def _put_together(grounds: _Grounds, ballots: votes.Ballots, *, whole: bool) -> Dossier:
    sitting, record = grounds.sitting, grounds.record
    moments = Moments(sitting)
    named = votes.named_record(moments, ballots, authority=grounds.authority, votes=whole)
    recorded = gather(
        moments,
        record,
        ballots,
        annex=AnnexLine(votes=len(_voted(sitting)), sha256=fingerprint(to_json(named)) if named.votes else ""),
        authority=grounds.authority,
        number=grounds.number,
        formation_of=grounds.formation_of,
        first_sitting=grounds.first_sitting,
        approved=grounds.approved,
        wrote=grounds.wrote,
        documents=grounds.documents,
        exchange=grounds.exchange,
    )
    corrected = apply(recorded, record.corrections, grounds.names)
    facts = replace(corrected, results=results(plain(corrected)))
    return Dossier(
        sitting=sitting,
        record=record,
        recorded=recorded,
        facts=facts,
        named=named,
        missing=what_is_missing(facts, [record.texts.summary(item.id) for item in sitting.items]),
    )


def _voted(sitting: Sitting) -> list[int]:
    """Return the votes of which the names may be read."""
    return [
        each.poll_id for each in sitting.motions if each.poll_id is not None and votes.is_told_by_name(sitting, each)
    ]


def facts(db: Database, meeting_id: int, *, now: datetime, authority: str = AUTHORITY) -> Facts:
    """Return the facts of a sitting, corrections applied."""
    return dossier(db, meeting_id, now=now, authority=authority).facts


def record(db: Database, meeting_id: int) -> Record:
    """Return what is written beside the facts."""
    return store.record(db, meeting_id)


def state(db: Database, meeting_id: int) -> MinutesState:
    """Return how far the minutes of a sitting are."""
    return store.state(db, meeting_id)


def states(db: Database, meeting_ids: Iterable[int]) -> dict[int, MinutesState]:
    """Return how far the minutes of many sittings are, in one query; a sitting without any is in draft."""
    return store.states(db, meeting_ids)


def search(
    db: Database, typed: str, reader: Reader, *, committee: int | None = None, year: int | None = None, page: int = 1
) -> Results:
    """Return a page of the minutes that hold every word typed, among those that somebody may read."""
    asked = expression(typed)
    if asked is None:
        return Results(hits=(), number=0)
    offset = (page - 1) * SEARCH_PAGE
    hits, number = store.matching(db, asked, reader, committee=committee, year=year, limit=SEARCH_PAGE, offset=offset)
    return Results(hits=tuple(hits), number=number)


def searchable(db: Database, reader: Reader) -> list[tuple[int, int]]:
    """Return the committees and years of which somebody finds minutes."""
    return store.reachable(db, reader)


def text_versions(db: Database, meeting_id: int, item_id: int | None, kind: TextKind) -> list[TextVersion]:
    """Return every version of one text, newest first."""
    return store.text_versions(db, meeting_id, item_id, kind)


def files(db: Database, meeting_id: int) -> list[File]:
    """Return the renderings asked for, newest first."""
    return store.files(db, meeting_id)


def kept_names(db: Database, meeting_id: int) -> list[tuple[str, str]]:
    """Return the SHA-256 and the ending of every file kept of a sitting's minutes, each once."""
    return store.kept_names(db, meeting_id)


def written_of(db: Database, meeting_id: int) -> dict[str, int]:
    """Count the texts, notes, corrections and disagreements kept beside the facts."""
    return store.written_of(db, meeting_id)


def signing(db: Database, meeting_id: int, signers: Iterable[str], paper: Paper = MINUTES) -> Signing:
    """Return the file of a paper that stands, and what was signed of it; `signers` in the order set by the committee."""
    return _signing(db, meeting_id, _standing(db, meeting_id, paper), signers)


def _standing(db: Database, meeting_id: int, paper: Paper) -> File | None:
    """Return the first final version of the minutes; of another paper, the last file with fields to sign."""
    opened = store.rectifications(db, meeting_id)
    after = max((each.file_id for each in opened), default=0)
    files = [each for each in store.files(db, meeting_id) if each.id > after]
    if paper == MINUTES:
        return _first_final(files)
    return next((each for each in files if (each.kind, each.item_id) == paper and each.may_be_signed), None)


def signed_alone(db: Database, meeting_id: int, files: Iterable[File], signers: Iterable[str]) -> dict[Paper, Signing]:
    """Return how the papers among these files that are signed on their own are signed, in one query; newest files first."""
    wanted: dict[Paper, File] = {}
    for each in files:
        if each.may_be_signed:
            wanted.setdefault((each.kind, each.item_id), each)
    signed = store.signatures(db, meeting_id) if wanted else []
    return {
        paper: Signing(
            signers=tuple(signers), file=file, signed=tuple(each for each in signed if each.file_id == file.id)
        )
        for paper, file in wanted.items()
    }


def paper_of(db: Database, sha256: str) -> Paper:
    """Return what a signed file is; the minutes, where it is none of the register's."""
    return store.paper_signed_as(db, sha256) or MINUTES


def awaiting_first_signature(db: Database) -> frozenset[int]:
    """Return the sittings whose final minutes nobody has begun to sign, in one query."""
    return store.awaiting_first_signature(db)


def version_of(db: Database, meeting_id: int, *, facts: str) -> Signing:
    """Return the final version that carries these facts, rectified since or not, and what was signed of it."""
    files = [each for each in store.files(db, meeting_id) if each.facts == facts]
    return _signing(db, meeting_id, _first_final(files), ())


def signing_by_state(db: Database, meeting_id: int, sha256: str) -> Signing:
    """Return the file that was signed into the one of this hash, and all that was signed of it, before and since."""
    file_id = store.file_signed_as(db, sha256)
    return _signing(db, meeting_id, None if file_id is None else store.file(db, file_id), ())


def _first_final(files: Iterable[File]) -> File | None:
    """Return the final version that was there first: made again, it is the same, and signatures are of the first."""
    finals = [each for each in files if each.is_final_minutes and each.rendered_at is not None]
    return min(finals, key=lambda each: (each.rendered_at, each.id), default=None)


def _signing(db: Database, meeting_id: int, file: File | None, signers: Iterable[str]) -> Signing:
    signed = () if file is None else tuple(each for each in store.signatures(db, meeting_id) if each.file_id == file.id)
    return Signing(signers=tuple(signers), file=file, signed=signed)


def earlier_versions(db: Database, meeting_id: int) -> list[Rectification]:
    """Return the final versions that were rectified since, the first first."""
    return store.rectifications(db, meeting_id)


def meeting_of(db: Database, *, sha256: str, facts: str) -> int | None:
    """Return the sitting whose final minutes are this file, as signed here, or carry these facts."""
    return store.signed_as(db, sha256) or store.stated_as(db, facts)


def find_file(db: Database, meeting_id: int, file_id: int) -> File | None:
    """Return one rendering of this sitting, or None."""
    found = store.file(db, file_id)
    return found if found is not None and found.meeting_id == meeting_id else None


def work_on(db: Database, found: File) -> Job | None:
    """Return the work that renders a file."""
    return None if found.job_id is None else jobs.get(db, found.job_id)


def _names(db: Database, sitting: Sitting, record: Record) -> dict[int, str]:
    """Return the names of those who corrected facts, in at most one query."""
    wanted = {each.corrected_by for each in record.corrections if each.corrected_by is not None}
    wanted |= {each.person_id for each in record.disagreements}
    found = dict(sitting.people)
    unknown = wanted - found.keys()
    if unknown:
        found |= committees.people(db, unknown)
    return {number: person.formal_name for number, person in found.items()}


def _number(db: Database, sitting: Sitting) -> str:
    """Number a sitting among those opened by its committee in the same year: « 2026-3 »; a rehearsal has no number."""
    opened_at = sitting.meeting.opened_at
    if opened_at is None or sitting.meeting.rehearsal:
        return ""
    year = in_paris(opened_at).year
    same = [
        each
        for each in meetings.listed(db, frozenset({sitting.committee.id}))
        if each.opened_at is not None and in_paris(each.opened_at).year == year and each.opened_at <= opened_at
    ]
    return f"{year}-{len(same)}"


def _formation_of(db: Database, sitting: Sitting) -> str:
    parent_id = sitting.committee.parent_id
    parent = None if parent_id is None else committees.find(db, parent_id)
    return "" if parent is None else parent.name


def _first_sitting(db: Database, sitting: Sitting) -> date | None:
    first_id = sitting.meeting.first_meeting_id
    first = None if first_id is None else meetings.find(db, first_id)
    return None if first is None else first.day


def _approved(db: Database, sitting: Sitting) -> dict[int, date]:
    """Return the days of the sittings whose minutes this one approves, by their number."""
    wanted = {each.approves for each in sitting.items if each.approves is not None}
    found = (meetings.find(db, number) for number in wanted)
    return {each.id: each.day for each in found if each is not None}
