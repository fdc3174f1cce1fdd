"""What follows a date: replay and documents published, and the evaluation asked of those who came."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from webapp.audit.model import By
from webapp.documents.service import Incoming
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.kernel.tokens import Nonce
from webapp.outbox.model import Link
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, Registration
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.model.afterwards import (
    AfterwardsRefusal,
    Evaluation,
    EvaluationRefusal,
    EvaluationState,
    File,
    Material,
    MaterialDraft,
    MaterialState,
    Question,
)
from webapp.webinars.queries import attendance
from webapp.webinars.rules import afterwards as rules
from webapp.webinars.service import letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.unit import act
from webapp.webinars.store import afterwards as store
from webapp.wording.dates import in_paris


def add_material(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    draft: MaterialDraft,
    *,
    incoming: Incoming | None = None,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Add a replay or a document that nobody sees yet: a link, or a file received and inspected beforehand."""
    file = None if incoming is None else _file(incoming)
    kept = rules.cleaned(draft, file)
    with act(db, webinar_id, "material.added", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        number = store.add_material(db, occurrence.id, kept, file)
        if incoming is not None:
            incoming.draft.settle()
        unit.result = number
        unit.journal("material.added", title=kept.title)
        return number


def _file(incoming: Incoming) -> File:
    return File(
        sha256=incoming.draft.sha256, name=incoming.name, media_type=incoming.kind.media_type, bytes=incoming.size
    )


def change_material(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    material_id: int,
    draft: MaterialDraft,
    *,
    version: int,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Correct a replay or a document; what is published must stay fit to be (WEB-7)."""
    with act(db, webinar_id, "material.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = _standing(db, occurrence, material_id)
        if found.version != version:
            raise Refusal(AfterwardsRefusal.CHANGED_MEANWHILE)
        kept = rules.cleaned(draft, found.file)
        if found.state is MaterialState.PUBLISHED:
            rules.check_complete(kept, today=in_paris(unit.now).date())
        store.write_material(db, material_id, kept)
        unit.journal("material.changed", title=kept.title)


def publish_material(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    material_id: int,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Let people open a replay or a document, by its rule of access (WEB-7)."""
    with act(db, webinar_id, "material.published", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = _standing(db, occurrence, material_id)
        rules.check_publishable(found, today=in_paris(unit.now).date())
        store.write_material_state(db, material_id, MaterialState.PUBLISHED)
        unit.journal("material.published", title=found.title, access=found.draft.access)


def withdraw_material(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    material_id: int,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Take a replay or a document back: nobody opens it any more."""
    with act(db, webinar_id, "material.withdrawn", by=by, now=now, key=key, cancelled=True) as unit:
        if unit.done:
            return
        found = _standing(db, occurrence, material_id)
        store.write_material_state(db, material_id, MaterialState.WITHDRAWN)
        unit.journal("material.withdrawn", title=found.title)


def _standing(db: Database, occurrence: Occurrence, material_id: int) -> Material:
    found = store.material(db, material_id, occurrence.id)
    if found is None:
        raise Refusal(AfterwardsRefusal.UNKNOWN_MATERIAL)
    if found.state is MaterialState.WITHDRAWN:
        raise Refusal(AfterwardsRefusal.ALREADY_WITHDRAWN)
    return found


def prepare_evaluation(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    questions: Iterable[Question],
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Write the questions of an evaluation; once they are asked they do not change."""
    kept = rules.check_questions(questions)
    with act(db, webinar_id, "evaluation.prepared", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = store.evaluation(db, occurrence.id)
        if found is not None and found.state is not EvaluationState.PREPARED:
            raise Refusal(EvaluationRefusal.ALREADY_OPEN)
        store.write_evaluation(db, occurrence.id, kept)
        unit.journal("evaluation.prepared")


def open_evaluation(
    db: Database,
    webinar_id: int,
    occurrence: Occurrence,
    *,
    means: Means,
    tell: bool,
    by: By,
    now: datetime,
    key: str | None = None,
) -> int:
    """Ask those who came, once each, by a link of their own; return how many are asked."""
    with act(db, webinar_id, "evaluation.opened", by=by, now=now, key=key) as unit:
        if unit.done:
            return unit.result or 0
        rules.check_opening(_prepared(db, occurrence), occurrence, now=unit.now)
        came = attendance.came(db, [occurrence.id])
        people = [each for each in registrations.expected(db, occurrence.id) if each.id in came and each.nonce]
        if not people:
            raise Refusal(EvaluationRefusal.NOBODY_ASKED)
        store.ask(db, occurrence.id, {each.id: tokens.hash_of(token_of(each, means.link_key)) for each in people})
        store.write_evaluation_state(db, occurrence.id, EvaluationState.OPEN)
        if tell:
            for each in people:
                letters.post(
                    db,
                    unit.webinar,
                    "evaluation",
                    each,
                    means=means,
                    now=unit.now,
                    link=Link(page="evaluation", nonce=nonce_of(each)),
                )
        unit.result = len(people)
        unit.journal("evaluation.opened", asked=len(people))
        return len(people)


def close_evaluation(
    db: Database, webinar_id: int, occurrence: Occurrence, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Take no more answers."""
    with act(db, webinar_id, "evaluation.closed", by=by, now=now, key=key, cancelled=True) as unit:
        if unit.done:
            return
        if _prepared(db, occurrence).state is not EvaluationState.OPEN:
            raise Refusal(EvaluationRefusal.NOT_OPEN)
        store.write_evaluation_state(db, occurrence.id, EvaluationState.CLOSED)
        unit.journal("evaluation.closed")


def _prepared(db: Database, occurrence: Occurrence) -> Evaluation:
    found = store.evaluation(db, occurrence.id)
    if found is None:
        raise Refusal(EvaluationRefusal.NOT_OPEN)
    return found


def answer(db: Database, token: str, typed: Mapping[int, str]) -> None:
    """Keep what somebody answers: that they did in one table, what in another, nothing of when, nothing in the journal."""
    token_hash = tokens.hash_of(token)
    with unit_of_work(db):
        asked = store.asked(db, token_hash)
        registration = None if asked is None else registrations.find(db, asked[0])
        found = None if registration is None else store.evaluation(db, registration.occurrence_id)
        if found is None:
            raise Refusal(EvaluationRefusal.UNKNOWN_LINK)
        if found.state is not EvaluationState.OPEN:
            raise Refusal(EvaluationRefusal.NOT_OPEN)
        kept = rules.check_answers(typed, found.questions)
        if not store.mark_answered(db, token_hash):
            raise Refusal(EvaluationRefusal.ALREADY_ANSWERED)
        store.add_answers(db, found.occurrence_id, kept)


def forget(db: Database, registration_ids: Iterable[int]) -> None:
    """Erase who was asked, inside the unit that erases them under its rule (ARC-1)."""
    store.forget_turnout(db, registration_ids)


def nonce_of(registration: Registration) -> Nonce:
    """Return what somebody's evaluation link is derived from."""
    return Nonce(f"{registration.nonce}:evaluation")


def token_of(registration: Registration, link_key: str) -> str:
    """Return the token of somebody's evaluation link."""
    return tokens.derive(link_key, nonce_of(registration))


def file_of(shelf: Path, file: File) -> Path:
    """Return where a file of ours is."""
    return shelf / f"{file.sha256}.bin"
