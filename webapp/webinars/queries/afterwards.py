"""What is left of a date for each reader, and what its evaluation says."""

from collections.abc import Iterable
from datetime import date

from webapp.kernel import tokens
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, Status
from webapp.storage.database import Database
from webapp.webinars.model.afterwards import Evaluation, EvaluationState, Material, Results
from webapp.webinars.queries import attendance
from webapp.webinars.rules import afterwards as rules
from webapp.webinars.store import afterwards as store

__all__ = [
    "evaluation",
    "evaluations",
    "is_asked",
    "material",
    "materials",
    "of_link",
    "open_to_person",
    "published",
    "results",
    "results_of",
]

evaluation = store.evaluation
evaluations = store.evaluations
material = store.material
materials = store.materials


def published(db: Database, occurrence_ids: Iterable[int], *, today: date) -> list[Material]:
    """Return what is published of these dates that day, whoever may open it: its title is no secret."""
    return [each for each in store.materials(db, occurrence_ids) if each.open_on(today)]


def open_to_person(db: Database, registration: Registration, *, today: date) -> list[Material]:
    """Return what somebody who signed up may open of their date: the confirmed alone count as registered."""
    registered = registration.status is Status.CONFIRMED
    found = published(db, [registration.occurrence_id], today=today)
    came = registered and bool(found) and attendance.has_come(db, registration)
    return [each for each in found if rules.may_open(each, registered=registered, came=came, today=today)]


def is_asked(db: Database, registration: Registration) -> bool:
    """Whether the evaluation of their date is open and asks this person."""
    found = store.evaluation(db, registration.occurrence_id)
    return found is not None and found.state is EvaluationState.OPEN and store.is_asked(db, registration.id)


def of_link(db: Database, token: str) -> tuple[Evaluation, Registration, bool] | None:
    """Return the evaluation that a link opens, whose it is and whether they answered; None where it opens none."""
    found = store.asked(db, tokens.hash_of(token))
    registration = None if found is None else registrations.find(db, found[0])
    asked = None if registration is None else store.evaluation(db, registration.occurrence_id)
    if found is None or registration is None or asked is None:
        return None
    return asked, registration, found[1]


def results(db: Database, asked: Evaluation) -> Results:
    """Return what an evaluation says, nothing under five answers (WEB-8)."""
    return results_of(db, [asked])[asked.occurrence_id]


def results_of(db: Database, asked: Iterable[Evaluation]) -> dict[int, Results]:
    """Return what each of these evaluations says, by its date."""
    listed = list(asked)
    dates = [each.occurrence_id for each in listed]
    numbers, answers = store.asked_numbers(db, dates), store.answers(db, dates)
    return {
        each.occurrence_id: rules.results(
            each, answers.get(each.occurrence_id, []), asked=numbers.get(each.occurrence_id, 0)
        )
        for each in listed
    }
