"""The publishable version of final minutes: masked by rule and by hand, rendered, opened to readers (LAW PUB-1, PUB-2).

It is made from the kept pages of the final version, never from facts that may have moved; it carries no facts.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.committees.rules import named_in_public
from webapp.documents import queries as documents
from webapp.documents.model import Access
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings.service.rehearsal import shelf
from webapp.minutes import document, queries, store
from webapp.minutes.model import File, FileKind
from webapp.minutes.model.publishing import (
    AccessRuling,
    Cut,
    Ground,
    Masking,
    Mention,
    Person,
    PublishingRefusal,
    Span,
)
from webapp.minutes.queries import Dossier
from webapp.minutes.queries import publishing as reading
from webapp.minutes.rules import masking as rules
from webapp.minutes.rules import naming
from webapp.minutes.rules import pages as parts
from webapp.minutes.service import indexing, rendering
from webapp.storage.database import Database, unit_of_work
from webapp.wording import publishing as words

JOB = "minutes.publishable"


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """A final version with what is masked in it: `mentions` by the rule, `by_hand` by the desk, `maskings` the decisions."""

    found: Dossier
    source: File
    pages: parts.Pages
    persons: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    by_hand: tuple[Mention, ...]
    maskings: Mapping[str, Masking]

    @cached_property
    def cuts(self) -> dict[int, list[Cut]]:
        return rules.cuts(self.mentions, self.by_hand, self.maskings)

    @cached_property
    def publishable(self) -> document.Pages:
        """The publishable version laid out, as it now stands."""
        said = parts.write(self.pages, self.cuts, words.mark)
        return document.publishable(
            self.found.facts,
            Markup(said),  # noqa: S704 — written from known tags, its texts escaped
            grounds=tuple(dict.fromkeys(cut.ground for found in self.cuts.values() for cut in found)),
            created_at=self.source.rendered_at or self.found.changed_at,
        )

    @property
    def text(self) -> str:
        """The words that everybody may read, and find."""
        return "\n".join(parts.read(self.publishable.body).texts)

    def prepared(self, files: Iterable[File]) -> File | None:
        """Return the last file asked for of this final version."""
        return next((each for each in files if each.of_file == self.source.id), None)

    def is_current(self, file: File | None) -> bool:
        """Whether a rendered file says what is masked now, no less and no more."""
        return file is not None and file.sha256 is not None and file.source == self.publishable.source


def prepare(db: Database, meeting_id: int, *, folder: Path, authority: str, now: datetime) -> Preparation:
    """Read what the publishable version of a sitting is made of; refuse while there is no final version."""
    return _prepared(db, queries.dossier(db, meeting_id, now=now, authority=authority, whole=False), folder)


def _prepared(db: Database, found: Dossier, folder: Path, of_file: int | None = None) -> Preparation:
    meeting_id = found.sitting.meeting.id
    source = queries.signing(db, meeting_id, ()).file if found.record.final else None
    if source is None:
        raise Refusal(PublishingRefusal.NOT_FINAL)
    if of_file not in {None, source.id}:
        raise Refusal(PublishingRefusal.VERSION_MOVED)
    kept = shelf(folder, found.sitting.meeting)
    pages = parts.read(rendering.read(kept, source.twin, "html").decode())
    facts = json.loads(rendering.read(kept, source.facts, "json"))
    persons = naming.people(facts, _seats_in_public(found))
    standing = rules.standing(store.maskings(db, meeting_id))
    return Preparation(
        found=found,
        source=source,
        pages=pages,
        persons=persons,
        mentions=tuple(rules.by_rule(pages, facts, persons)),
        by_hand=tuple(rules.by_hand(pages, standing, source.id)),
        maskings=standing,
    )


def _seats_in_public(found: Dossier) -> set[naming.SeatName]:
    """Name the seats whose holder everybody may know; two seats told alike are so only together."""
    seats: dict[bool, set[naming.SeatName]] = {True: set(), False: set()}
    for each in found.sitting.roster.seats:
        seats[named_in_public(each.seat)].add((each.seat.college_name, each.seat.label))
    return seats[True] - seats[False]


@frozen
class Decided:
    """What somebody decides on masks, on the final version that was before their eyes."""

    version: int
    ground: Ground | None
    reason: str


def mask_words(db: Database, prepared: Preparation, typed: str, decided: Decided, *, by: By, now: datetime) -> None:
    """Mask words wherever they stand."""
    wording = rules.check_words(prepared.pages, typed)
    _decide(db, prepared, {rules.words_key(wording): wording}, decided, masked=True, by=by, now=now)


def mask_passages(
    db: Database, prepared: Preparation, spans: Iterable[Span], decided: Decided, *, by: By, now: datetime
) -> None:
    """Mask the sentences that were chosen."""
    chosen = {rules.passage_key(prepared.source.id, span): rules.check_span(prepared.pages, span) for span in spans}
    if not chosen:
        raise Refusal(PublishingRefusal.UNKNOWN_PASSAGE)
    _decide(db, prepared, chosen, decided, masked=True, by=by, now=now)


def lift(db: Database, prepared: Preparation, key: str, decided: Decided, *, by: By, now: datetime) -> None:
    """Leave readable what the rule or somebody masks, with a reason."""
    known = {each.key: each.label for each in (*prepared.mentions, *prepared.by_hand)}
    if key not in known:
        raise Refusal(PublishingRefusal.UNKNOWN_MASK)
    _decide(db, prepared, {key: known[key]}, decided, masked=False, by=by, now=now)


def mask_again(db: Database, prepared: Preparation, key: str, decided: Decided, *, by: By, now: datetime) -> None:
    """Take back that a mention of the rule was left readable."""
    mention = next((each for each in prepared.mentions if each.key == key), None)
    if mention is None:
        raise Refusal(PublishingRefusal.UNKNOWN_MASK)
    again = Decided(version=decided.version, ground=mention.ground, reason=decided.reason)
    _decide(db, prepared, {key: mention.label}, again, masked=True, by=by, now=now)


def _decide(
    db: Database,
    prepared: Preparation,
    chosen: Mapping[str, str],
    decided: Decided,
    *,
    masked: bool,
    by: By,
    now: datetime,
) -> None:
    """Keep one decision for each mask; the journal tells the mask and its ground, never the words."""
    ground = decided.ground if masked else None
    reason = rules.check_masking(masked=masked, ground=ground, reason=decided.reason)
    meeting_id = prepared.found.sitting.meeting.id
    with unit_of_work(db):
        _check_version(db, meeting_id, prepared, decided.version)
        standing = rules.standing(store.maskings(db, meeting_id))
        topic = f"meeting:{meeting_id}"
        at = audit.effective_instant(db, now, scope=topic)
        for key, wording in chosen.items():
            before = standing.get(key)
            if before is not None and (before.masked, before.ground, before.reason) == (masked, ground, reason):
                continue
            made = Masking(
                id=0,
                file_id=prepared.source.id,
                key=key,
                wording=wording,
                masked=masked,
                ground=ground,
                reason=reason,
                made_at=at,
                made_by=by.person_id,
            )
            number = store.add_masking(db, meeting_id, made)
            audit.record(
                db,
                "minutes.masked" if masked else "minutes.unmasked",
                topic,
                by=by,
                now=at,
                scope=topic,
                masking=number,
                mask=key.partition(":")[0],
                ground=ground,
                reason=reason,
                version=prepared.source.sha256,
            )
        audit.touch(db, f"{topic}:minutes")


def _check_version(db: Database, meeting_id: int, prepared: Preparation, version: int) -> None:
    """Refuse what was decided on another final version than the one that stands."""
    standing = queries.signing(db, meeting_id, ()).file
    if standing is None or not standing.id == prepared.source.id == version:
        raise Refusal(PublishingRefusal.VERSION_MOVED)


def order(db: Database, prepared: Preparation, *, by: By, now: datetime) -> int:
    """Have the publishable version rendered, and return its number: the one that is there where nothing has moved."""
    meeting_id = prepared.found.sitting.meeting.id
    with unit_of_work(db):
        _check_version(db, meeting_id, prepared, prepared.source.id)
        last = prepared.prepared(store.files(db, meeting_id))
        if last is not None and (prepared.is_current(last) or _under_way(db, last)):
            return last.id
        topic = f"meeting:{meeting_id}"
        at = audit.effective_instant(db, now, scope=topic)
        state = store.state(db, meeting_id)
        number = rendering.order(
            db, meeting_id, FileKind.PUBLISHABLE, None, state, now=at, of_file=prepared.source.id, job=JOB
        )
        audit.record(
            db, "minutes.file_requested", topic, by=by, now=at, scope=topic, kind=FileKind.PUBLISHABLE, item=None
        )
    return number


def _under_way(db: Database, file: File) -> bool:
    work = queries.work_on(db, file)
    return file.sha256 is None and work is not None and not work.is_over


def render(
    db: Database, file_id: int, *, kept: rendering.Store, report: rendering.Report, now: datetime
) -> dict[str, Any]:
    """Render a publishable version that was asked for, with what is masked when its turn comes."""

    def lay_out(found: Dossier, asked: File) -> document.Pages:
        return _prepared(db, found, kept.folder, asked.of_file).publishable

    return rendering.render(db, file_id, kept=kept, report=report, now=now, lay_out=lay_out)


def rule_access(
    db: Database,
    meeting_id: int,
    file_id: int,
    access: Access,
    *,
    reason: str,
    expected: Access,
    prepared: Preparation | None,
    by: By,
    now: datetime,
) -> None:
    """Decide who may read a publishable version; `expected` is what was decided when they were asked.

    Without a standing final version (`prepared` None) it can only be taken back.
    """
    topic = f"meeting:{meeting_id}"
    file = queries.find_file(db, meeting_id, file_id)
    if file is None or file.kind is not FileKind.PUBLISHABLE:
        raise Refusal(PublishingRefusal.NOT_PREPARED)
    said = rules.check_access(
        access,
        reason,
        page_is_public=documents.published_at(db, topic) is not None,
        up_to_date=prepared is not None and file.of_file == prepared.source.id and prepared.is_current(file),
    )
    with unit_of_work(db):
        last = reading.last_access(db, meeting_id)
        if last is not None and (last.file_id, last.access, last.reason) == (file_id, access, said):
            return
        if (Access.INTERNAL if last is None else last.access) is not expected:
            raise Refusal(PublishingRefusal.ACCESS_MOVED)
        at = audit.effective_instant(db, now, scope=topic)
        ruled = AccessRuling(id=0, file_id=file_id, access=access, reason=said, ruled_at=at, ruled_by=by.person_id)
        store.add_access(db, meeting_id, ruled)
        act = "minutes.access_ruled"
        if access is Access.PUBLISHED and prepared is not None:
            act = "minutes.published"
            indexing.publish(db, meeting_id, prepared.text)
        elif expected is Access.PUBLISHED:
            act = "minutes.unpublished"
            indexing.unpublish(db, meeting_id)
        audit.record(db, act, topic, by=by, now=at, scope=topic, access=access, reason=said, sha256=file.sha256)
        audit.touch(db, f"{topic}:minutes")
