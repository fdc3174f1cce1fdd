"""What may be published of a date once it is over, who may open it, what an evaluation asks and shows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from webapp.kernel.errors import Refusal
from webapp.registrations.model import Occurrence
from webapp.registrations.rules import plain
from webapp.webinars.model.afterwards import (
    Access,
    AfterwardsRefusal,
    Evaluation,
    EvaluationRefusal,
    EvaluationState,
    File,
    Material,
    MaterialDraft,
    MaterialKind,
    MaterialState,
    Question,
    QuestionKind,
    Results,
    Tally,
)
from webapp.webinars.rules.webinars import opens_in_a_browser

LINE_MOST = 200
TRANSCRIPT_MOST = 500_000
QUESTIONS_LEAST, QUESTIONS_MOST = 5, 8
ANSWER_MOST = 1_000
HIDDEN_UNDER = 5
SCALE = ("1", "2", "3", "4", "5")
YES_NO = ("oui", "non")

USUAL_QUESTIONS = (
    Question(kind=QuestionKind.SCALE, label="Ce webinaire vous a-t-il satisfait ?"),
    Question(kind=QuestionKind.SCALE, label="Ce que vous avez appris vous servira-t-il dans votre travail ?"),
    Question(kind=QuestionKind.SCALE, label="Le rythme et la durée vous convenaient-ils ?"),
    Question(kind=QuestionKind.YES_NO, label="Le recommanderiez-vous à une ou un collègue ?"),
    Question(kind=QuestionKind.TEXT, label="Que faudrait-il améliorer ?"),
    Question(kind=QuestionKind.TEXT, label="Quel sujet attendez-vous pour la suite ?"),
)


def cleaned(draft: MaterialDraft, file: File | None) -> MaterialDraft:
    """Return a replay or a document as it is kept: a title, and either a link in https or a file of ours."""
    kept = replace(draft, title=plain(draft.title), address=draft.address.strip(), transcript=draft.transcript.strip())
    if not kept.title:
        raise Refusal(AfterwardsRefusal.TITLE_MISSING)
    if len(kept.title) > LINE_MOST or len(kept.transcript) > TRANSCRIPT_MOST:
        raise Refusal(AfterwardsRefusal.TEXT_TOO_LONG, most_line=LINE_MOST, most=TRANSCRIPT_MOST)
    if bool(kept.address) == (file is not None) or (kept.address and not opens_in_a_browser(kept.address)):
        raise Refusal(AfterwardsRefusal.ADDRESS_UNREADABLE)
    return kept


def check_publishable(material: Material, *, today: date) -> None:
    """Refuse a replay without captions or transcript, or without an end: WEB-7."""
    if material.state is MaterialState.WITHDRAWN:
        raise Refusal(AfterwardsRefusal.ALREADY_WITHDRAWN)
    check_complete(material.draft, today=today)


def check_complete(draft: MaterialDraft, *, today: date) -> None:
    """Refuse what WEB-7 does not let people see; what is published stays so through its changes."""
    if draft.ends_on is not None and draft.ends_on < today:
        raise Refusal(AfterwardsRefusal.END_PAST)
    if draft.kind is not MaterialKind.REPLAY:
        return
    if not draft.captions and not draft.transcript:
        raise Refusal(AfterwardsRefusal.CAPTIONS_MISSING)
    if draft.ends_on is None:
        raise Refusal(AfterwardsRefusal.END_MISSING)


def may_open(material: Material, *, registered: bool, came: bool, today: date) -> bool:
    """Whether somebody may open a replay or a document, by its rule of access."""
    reach = {Access.ALL: True, Access.REGISTRANTS: registered, Access.ATTENDEES: came}
    return material.open_on(today) and reach[material.draft.access]


def check_questions(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions of an evaluation as they are kept: five to eight (LAW 6)."""
    kept = tuple(replace(each, label=plain(each.label)) for each in questions if plain(each.label))
    if not QUESTIONS_LEAST <= len(kept) <= QUESTIONS_MOST:
        raise Refusal(EvaluationRefusal.QUESTIONS_NUMBER, least=QUESTIONS_LEAST, most=QUESTIONS_MOST)
    if any(len(each.label) > LINE_MOST for each in kept):
        raise Refusal(EvaluationRefusal.QUESTION_TOO_LONG, most=LINE_MOST)
    return kept


def check_opening(evaluation: Evaluation, occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse to ask before the session is over, or twice."""
    if evaluation.state is not EvaluationState.PREPARED:
        raise Refusal(EvaluationRefusal.ALREADY_OPEN)
    if occurrence.cancelled or now < occurrence.ends_at:
        raise Refusal(EvaluationRefusal.NOT_OVER)


def check_answers(typed: Mapping[int, str], questions: Iterable[Question]) -> dict[int, str]:
    """Return what was answered, by the place of its question; one answer at least, and none that a list does not offer."""
    kept = {}
    for place, question in enumerate(questions):
        answer = typed.get(place, "").strip()
        if not answer:
            continue
        if len(answer) > ANSWER_MOST:
            raise Refusal(EvaluationRefusal.ANSWER_TOO_LONG, most=ANSWER_MOST)
        if question.kind is not QuestionKind.TEXT and answer not in offered(question):
            raise Refusal(EvaluationRefusal.ANSWER_UNREADABLE, label=question.label)
        kept[place] = answer
    if not kept:
        raise Refusal(EvaluationRefusal.ANSWER_MISSING)
    return kept


def offered(question: Question) -> tuple[str, ...]:
    """Return the answers that a question offers; none where it is answered in words."""
    return {QuestionKind.SCALE: SCALE, QuestionKind.YES_NO: YES_NO, QuestionKind.TEXT: ()}[question.kind]


def results(evaluation: Evaluation, answers: Iterable[Mapping[int, str]], *, asked: int) -> Results:
    """Return what was answered, nothing under five answers, not even how many there are (WEB-8)."""
    found = list(answers)
    if len(found) < HIDDEN_UNDER:
        return Results(asked=asked, number=None)
    tallies = tuple(
        _tally(question, [each[place] for each in found if place in each])
        for place, question in enumerate(evaluation.questions)
    )
    return Results(asked=asked, number=len(found), tallies=tallies)


def _tally(question: Question, answers: list[str]) -> Tally:
    """Count the answers to one question; texts come in alphabetical order, which says nothing of when they came."""
    choices = offered(question)
    return Tally(
        question=question,
        counts={choice: answers.count(choice) for choice in choices},
        texts=() if choices else tuple(sorted(answers, key=str.casefold)),
    )
