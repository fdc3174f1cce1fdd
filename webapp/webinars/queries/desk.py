"""What the day's desk shows: how many people, which questions, what is ready."""

from webapp.kernel.models import frozen
from webapp.registrations import queries as registrations
from webapp.registrations.model import FormVersion, Occurrence, Status
from webapp.storage.database import Database
from webapp.webinars import rules, store
from webapp.webinars.model import Audience, Coming, Question, QuestionState, Written

MOST_WRITTEN = 200


@frozen
class Counts:
    """How many registrations stand where, for one date, and what they said of their coming."""

    confirmed: int
    waiting: int
    offered: int
    to_decide: int
    cancelled: int
    coming: Coming

    def of(self, audience: Audience) -> int:
        """Return to how many a message goes."""
        return {
            Audience.CONFIRMED: self.confirmed,
            Audience.WAITING: self.waiting + self.offered,
            Audience.EVERYBODY: self.confirmed + self.waiting + self.offered + self.to_decide,
        }[audience]


@frozen
class Questions:
    """The questions of a date by what became of them, each in its order."""

    asked: tuple[Question, ...]
    answered: tuple[Question, ...]
    dismissed: tuple[Question, ...]


def desk_counts(db: Database, occurrence: Occurrence) -> Counts:
    """Count a date's registrations."""
    found = registrations.counts(db, occurrence.id)
    return Counts(
        confirmed=found.get(Status.CONFIRMED, 0),
        waiting=found.get(Status.WAITLISTED, 0),
        offered=found.get(Status.OFFERED, 0),
        to_decide=found.get(Status.PENDING, 0) + found.get(Status.SUBMITTED, 0),
        cancelled=found.get(Status.CANCELLED, 0),
        coming=store.coming(db, occurrence),
    )


def audience_size(db: Database, occurrence_id: int, audience: Audience) -> int:
    """Return to how many registrations a message goes."""
    found = registrations.counts(db, occurrence_id)
    return sum(found.get(each, 0) for each in rules.AUDIENCES[audience])


def written(db: Database, form: FormVersion, occurrence: Occurrence) -> tuple[Written, ...]:
    """Return what the confirmed of a date ask in the form itself, in the order of arrival, until the desk takes it."""
    fields = [each.key for each in form.fields if rules.asks_speakers(each)]
    if not fields:
        return ()
    asked = {(each.registration_id, each.text) for each in store.questions(db, occurrence.id)}
    return tuple(
        Written(registration_id=registration_id, field=field, text=text)
        for registration_id, field, text in registrations.answers_to(db, occurrence.id, fields, most=MOST_WRITTEN)
        if (registration_id, rules.taken(text)) not in asked
    )


def questions(db: Database, occurrence_id: int) -> Questions:
    """Return the questions of a date."""
    found = store.questions(db, occurrence_id)

    def those(state: QuestionState) -> tuple[Question, ...]:
        return tuple(each for each in found if each.state is state)

    return Questions(
        asked=those(QuestionState.ASKED),
        answered=those(QuestionState.ANSWERED),
        dismissed=those(QuestionState.DISMISSED),
    )
