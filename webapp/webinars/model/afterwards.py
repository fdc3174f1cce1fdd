"""What is left of a date: replay and documents under a rule of access, the evaluation that names nobody."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen


class MaterialKind(StrEnum):
    """What is left to see or read."""

    REPLAY = auto()
    DOCUMENT = auto()


class Access(StrEnum):
    """Who may open it."""

    ALL = auto()
    REGISTRANTS = auto()
    ATTENDEES = auto()


class MaterialState(StrEnum):
    """Whether it is there to be opened."""

    PREPARED = auto()
    PUBLISHED = auto()
    WITHDRAWN = auto()


class AfterwardsRefusal(Reason):
    """Why a replay or a document is not kept or not published."""

    UNKNOWN_MATERIAL = auto()
    TITLE_MISSING = auto()
    TEXT_TOO_LONG = auto()
    ADDRESS_UNREADABLE = auto()
    CAPTIONS_MISSING = auto()
    END_MISSING = auto()
    END_PAST = auto()
    ALREADY_WITHDRAWN = auto()
    CHANGED_MEANWHILE = auto()


@frozen
class File:
    """A file of ours: its SHA-256, and what it is."""

    sha256: str
    name: str
    media_type: str
    bytes: int


@frozen
class MaterialDraft:
    """A replay or a document as typed; `rules.cleaned` trims it and refuses what cannot stand."""

    kind: MaterialKind
    title: str
    address: str = field(default="", repr=False)
    captions: bool = False
    transcript: str = ""
    access: Access = Access.REGISTRANTS
    ends_on: date | None = None


@frozen
class Material:
    """A replay or a document as it is kept."""

    id: int
    occurrence_id: int
    draft: MaterialDraft
    file: File | None
    state: MaterialState
    version: int

    @property
    def title(self) -> str:
        return self.draft.title

    def open_on(self, day: date) -> bool:
        """Whether it may be opened that day, the last one included."""
        return self.state is MaterialState.PUBLISHED and (self.draft.ends_on is None or day <= self.draft.ends_on)


class QuestionKind(StrEnum):
    """What an evaluation's question takes."""

    SCALE = auto()
    YES_NO = auto()
    TEXT = auto()


class EvaluationState(StrEnum):
    """Whether it is answered."""

    PREPARED = auto()
    OPEN = auto()
    CLOSED = auto()


class EvaluationRefusal(Reason):
    """Why an evaluation is not opened, or an answer not taken."""

    QUESTIONS_NUMBER = auto()
    QUESTION_TOO_LONG = auto()
    ALREADY_OPEN = auto()
    NOT_OPEN = auto()
    NOT_OVER = auto()
    NOBODY_ASKED = auto()
    UNKNOWN_LINK = auto()
    ALREADY_ANSWERED = auto()
    ANSWER_MISSING = auto()
    ANSWER_UNREADABLE = auto()
    ANSWER_TOO_LONG = auto()


@frozen
class Question:
    """One question of an evaluation."""

    kind: QuestionKind
    label: str


@frozen
class Evaluation:
    """The questions about one date, and whether they are asked."""

    occurrence_id: int
    questions: tuple[Question, ...]
    state: EvaluationState
    version: int


@frozen
class Tally:
    """What was answered to one question: how many chose each value, or the texts in alphabetical order."""

    question: Question
    counts: Mapping[str, int]
    texts: tuple[str, ...]

    @property
    def answered(self) -> int:
        return sum(self.counts.values()) or len(self.texts)


@frozen
class Results:
    """What an evaluation says; `tallies` is empty under five answers, `number` included in what is hidden (WEB-8)."""

    asked: int
    number: int | None
    tallies: tuple[Tally, ...] = ()
