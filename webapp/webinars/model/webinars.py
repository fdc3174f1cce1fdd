"""Webinars: what is shown of them, who holds them, the room that each of their dates takes place in."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen
from webapp.registrations.model import Campaign, FormVersion, Occurrence
from webapp.wording.typography import folded


class WebinarState(StrEnum):
    """Whether people see it."""

    PREPARED = auto()
    PUBLISHED = auto()
    CANCELLED = auto()


class RoomKind(StrEnum):
    """Which tool opens the room."""

    LINK = auto()
    BIGBLUEBUTTON = auto()


class OrganiserRole(StrEnum):
    """What somebody does for a webinar: all three may do the same acts."""

    LEAD = auto()
    ORGANISER = auto()
    STAND_IN = auto()


class WebinarRefusal(Reason):
    """Why a webinar may not be kept, published, changed or joined."""

    UNKNOWN_WEBINAR = auto()
    UNKNOWN_CHANNEL = auto()
    HOSTED = auto()
    TITLE_MISSING = auto()
    TEXT_TOO_LONG = auto()
    CODE_TAKEN = auto()
    NO_DATE = auto()
    ALREADY_CANCELLED = auto()
    REASON_MISSING = auto()
    CHANGED_MEANWHILE = auto()
    KEY_REUSED = auto()
    ROOM_UNREADABLE = auto()
    ROOM_UNKNOWN = auto()
    ROOM_NOT_OPEN = auto()
    ROOM_OVER = auto()
    NOT_CONFIRMED = auto()
    NOTHING_ASKED = auto()
    SUBJECT_MISSING = auto()
    BODY_MISSING = auto()
    NOBODY_TO_TELL = auto()
    PEOPLE_CHANGED = auto()
    QUESTION_MISSING = auto()
    QUESTION_TOO_LONG = auto()
    TOO_MANY_QUESTIONS = auto()
    QUESTIONS_CLOSED = auto()
    UNKNOWN_QUESTION = auto()
    ANSWER_MISSING = auto()
    UNKNOWN_HOST_LINK = auto()
    OVERFLOW_UNKNOWN = auto()
    REHEARSAL_UNKNOWN = auto()
    ROOM_SILENT = auto()
    ROOM_REFUSES = auto()
    ROOM_NOT_CONFIGURED = auto()
    CALLBACK_UNREADABLE = auto()
    CALLBACK_UNSIGNED = auto()


@frozen
class Channel:
    """A service's own page of webinars."""

    id: int
    code: str
    name: str
    about: str


@frozen
class Speaker:
    """Who speaks, and as what."""

    name: str
    title: str


@frozen
class Content:
    """What is shown of a webinar, as typed; `rules.cleaned` trims it and refuses what cannot stand."""

    title: str
    summary: str = ""
    description: str = ""
    audience: str = ""
    series: str = ""
    channel_id: int | None = None
    threshold: int = 80
    speakers: tuple[Speaker, ...] = ()

    @property
    def search(self) -> str:
        """What the catalogue is searched by."""
        speakers = " ".join(f"{each.name} {each.title}" for each in self.speakers)
        return folded(f"{self.title} {self.summary} {self.series} {self.audience} {speakers}")


@frozen
class Room:
    """Where one date takes place; the address is shown by no page, no feed, no message."""

    kind: RoomKind = RoomKind.LINK
    address: str = field(default="", repr=False)
    dial_in: str = ""
    overflow: str = field(default="", repr=False)
    capacity: int | None = None
    opens_minutes: int = 15
    version: int = 1

    def opens_at(self, occurrence: Occurrence) -> datetime:
        return occurrence.starts_at - timedelta(minutes=self.opens_minutes)


@frozen
class Webinar:
    """A webinar as it is kept."""

    id: int
    code: str
    state: WebinarState
    content: Content
    published_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    version: int
    hosted: bool  # another prefecture organises it, and alone changes it

    @property
    def topic(self) -> str:
        return f"webinar:{self.id}"

    @property
    def title(self) -> str:
        return self.content.title


@frozen
class Organiser:
    """Somebody who prepares and conducts a webinar."""

    person_id: int
    role: OrganiserRole


@frozen
class Shown:
    """A webinar with its campaign, its form in use and its dates."""

    webinar: Webinar
    campaign: Campaign
    form: FormVersion
    occurrences: tuple[Occurrence, ...]

    def occurrence(self, occurrence_id: int) -> Occurrence | None:
        return next((each for each in self.occurrences if each.id == occurrence_id), None)

    def coming(self, now: datetime) -> tuple[Occurrence, ...]:
        return tuple(each for each in self.occurrences if each.ends_at >= now and not each.cancelled)


@frozen
class Sought:
    """What somebody looks for in the catalogue; `free`: where a seat may still be taken."""

    words: str = ""
    channel: str = ""
    series: str = ""
    past: bool = False
    free: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.words.strip() or self.channel or self.series or self.free)


@frozen
class Listed:
    """A line of the catalogue: a webinar and one of its dates."""

    webinar: Webinar
    occurrence: Occurrence
    channel: Channel | None


@frozen
class Listing:
    """A page of the catalogue, and how many dates it has in all."""

    listed: tuple[Listed, ...]
    total: int
