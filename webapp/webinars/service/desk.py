"""What is done on the day: messages to all, questions to the speakers, the list of what is checked, lost links."""

from collections.abc import Collection
from datetime import datetime

from webapp.audit.model import By
from webapp.jobs import service as jobs
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as signed
from webapp.registrations.model import Campaign, Occurrence, Registration, RegistrationRefusal
from webapp.registrations.service import BY_THE_PERSON
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import Audience, Question, QuestionState, WebinarRefusal
from webapp.webinars.service import letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.reminding import BATCH
from webapp.webinars.service.unit import Unit, act

BROADCAST = "webinar.broadcast"


def broadcast(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    audience: Audience,
    typed: tuple[str, str],
    *,
    people: int,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Write to many at once, subject and body, once the number of people announced is the true one."""
    subject, body = rules.message(*typed)
    with act(db, webinar_id, "broadcast", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        _date(unit, occurrence_id)
        rules.check_people(queries.audience_size(db, occurrence_id, audience), people)
        number = store.add_broadcast(
            db, occurrence_id, audience, subject=subject, body=body, people=people, by=by.person_id, at=unit.now
        )
        jobs.enqueue(db, BROADCAST, {"broadcast": number}, now=unit.now)
        unit.journal("webinar.broadcast", people=people)


def write_broadcast(db: Database, broadcast_id: int, *, means: Means, now: datetime) -> int:
    """Write to each person a message is for; cut short and begun again, to nobody twice. Return how many letters."""
    found = store.broadcast(db, broadcast_id)
    occurrence = None if found is None else signed.occurrence(db, found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db, occurrence.campaign_id)
    if found is None or webinar is None:
        return 0
    written, last = 0, 0
    while True:
        with unit_of_work(db):
            among = rules.AUDIENCES[found.audience]
            people = signed.next_of(db, found.occurrence_id, among, after=last, most=BATCH)
            for each in people:
                if each.submitted_at <= found.sent_at:
                    number = letters.post(
                        db,
                        webinar,
                        "message",
                        each,
                        means=means,
                        now=now,
                        once=f"b{found.id}",
                        subject=found.subject,
                        text=found.body,
                    )
                    written += number is not None
        if len(people) < BATCH:
            return written
        last = people[-1].id


def _date(unit: Unit, occurrence_id: int) -> Occurrence:
    found = unit.shown().occurrence(occurrence_id)
    if found is None:
        raise Refusal(WebinarRefusal.NO_DATE)
    return found


def tick(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    item: str,
    *,
    done: bool,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Tick one thing to see to before the beginning, or untick it."""
    with act(db, webinar_id, "checked", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        _date(unit, occurrence_id)
        if item not in rules.CHECKS:
            raise Refusal(WebinarRefusal.UNKNOWN_QUESTION)
        store.write_check(db, occurrence_id, item, done=done, by=by.person_id, at=unit.now)
        unit.journal("webinar.checked", occurrence=occurrence_id)


# Questions to the speakers.


def ask(db: Database, token: str, typed: str, *, now: datetime, key: str | None = None) -> None:
    """Keep a question of the holder of a link; the speakers see it, nobody else sees whose it is."""
    text = rules.question(typed)
    found = signed.of_link(db, token)
    occurrence = None if found is None else signed.occurrence(db, found.occurrence_id)
    webinar = None if occurrence is None else queries.of_campaign(db, occurrence.campaign_id)
    if found is None or occurrence is None or webinar is None:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    with act(db, webinar.id, "question.asked", by=BY_THE_PERSON, now=now, key=key) as unit:
        if unit.done:
            return
        waiting = [each for each in store.questions_of(db, found.id) if each.state is QuestionState.ASKED]
        rules.check_may_ask(signed.find(db, found.id) or found, occurrence, len(waiting), now=now)
        number = store.add_question(db, occurrence.id, found.id, text, at=unit.now)
        unit.journal("webinar.question_asked", question=number)


def note_question(
    db: Database, webinar_id: int, occurrence_id: int, typed: str, *, by: By, now: datetime, key: str | None = None
) -> None:
    """Keep a question that came by the room's chat or aloud."""
    text = rules.question(typed)
    with act(db, webinar_id, "question.noted", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        _date(unit, occurrence_id)
        number = store.add_question(db, occurrence_id, None, text, at=unit.now)
        unit.journal("webinar.question_asked", question=number)


def take_written(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    registration_id: int,
    field: str,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Put a question that somebody wrote in the form among the others; it goes with its person, like theirs."""
    with act(db, webinar_id, "question.taken", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        occurrence = _date(unit, occurrence_id)
        found = next(
            (
                each
                for each in queries.written(db, unit.shown().form, occurrence)
                if (each.registration_id, each.field) == (registration_id, field)
            ),
            None,
        )
        if found is None:
            raise Refusal(WebinarRefusal.UNKNOWN_QUESTION)
        number = store.add_question(db, occurrence_id, registration_id, rules.taken(found.text), at=unit.now)
        unit.journal("webinar.question_asked", question=number)


def forget_questions(db: Database, campaign: Campaign, registration_ids: Collection[int], now: datetime) -> int:
    """Erase what these people asked, inside the caller's unit; a published question stays, without who asked it."""
    return store.forget_questions(db, registration_ids)


def put_question_first(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    question_id: int,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Put a question before all others."""
    with act(db, webinar_id, "question.first", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        _question(unit, occurrence_id, question_id)
        store.put_first(db, question_id)
        unit.journal("webinar.question_settled", question=question_id)


def settle_question(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    question_id: int,
    state: QuestionState,
    *,
    text: str,
    answer: str = "",
    published: bool = False,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Say that a question was answered, aloud or in writing, set it aside, or take it up again.

    `text` is the question as it may be read by all: the organisers remove a name from it before they publish it.
    """
    with act(db, webinar_id, "question.settled", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = _question(unit, occurrence_id, question_id)
        kept, shown = rules.settled(found, state, answer, published=published)
        store.write_question(
            db, question_id, state, text=rules.question(text or found.text), answer=kept, published=shown, at=unit.now
        )
        unit.journal("webinar.question_settled", question=question_id)


def _question(unit: Unit, occurrence_id: int, question_id: int) -> Question:
    _date(unit, occurrence_id)
    found = store.question(unit.db, occurrence_id, question_id)
    if found is None:
        raise Refusal(WebinarRefusal.UNKNOWN_QUESTION)
    return found


# « Je n’ai pas mon lien ».


def show_link(
    db: Database, webinar_id: int, occurrence_id: int, registration_id: int, *, by: By, now: datetime
) -> Registration:
    """Give somebody's registration to be told its link aloud; the journal says that it was shown."""
    with act(db, webinar_id, "link.shown", by=by, now=now) as unit:
        found = _registration(unit, occurrence_id, registration_id)
        _record_link(unit, "registration.link_shown", found)
        return found


def resend_link(
    db: Database,
    webinar_id: int,
    occurrence_id: int,
    registration_id: int,
    *,
    means: Means,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Send somebody's link again to the address that they gave; twice in the same minute, it leaves once."""
    with act(db, webinar_id, "link.resent", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        found = _registration(unit, occurrence_id, registration_id)
        once = f"{unit.now:%Y%m%d%H%M}"
        letters.post(db, unit.webinar, "again", found, means=means, now=unit.now, once=once)
        _record_link(unit, "registration.link_resent", found)


def _registration(unit: Unit, occurrence_id: int, registration_id: int) -> Registration:
    _date(unit, occurrence_id)
    found = signed.find(unit.db, registration_id)
    if found is None or found.occurrence_id != occurrence_id or found.status not in rules.STANDING:
        raise Refusal(RegistrationRefusal.UNKNOWN_REGISTRATION)
    return found


def _record_link(unit: Unit, name: str, registration: Registration) -> None:
    """Journal by number, never by name: the journal is not erased, people are."""
    unit.journal(name, registration=registration.id)
