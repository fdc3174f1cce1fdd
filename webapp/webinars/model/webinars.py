"""Webinars: what is shown of them, who holds them, the room that each of their dates takes place in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto

from webapp.kernel.errors import Reason
from webapp.kernel.tokens import Nonce
from webapp.registrations.model import Campaign, FormVersion, Occurrence, identity
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


class AccessKind(StrEnum):
    """Who may sign up: everybody, or the invited and certain domains, whether the catalogue shows it or not."""

    OPEN = auto()
    LISTED = auto()
    HIDDEN = auto()


class InvitationAnswer(StrEnum):
    """What somebody did with their invitation."""

    NONE = auto()
    SIGNED_UP = auto()
    DECLINED = auto()


class OrganisingRefusal(Reason):
    """Why the organisers' act, an invitation or a walk-in does not stand."""

    LEAD_MISSING = auto()
    MANAGER_QUESTION_MISSING = auto()
    QUESTION_UNKNOWN = auto()
    QUESTION_NEEDED = auto()
    TERMS_UNREADABLE = auto()
    QUOTA_UNREADABLE = auto()
    ROOM_LIMITS = auto()
    SERIES_TOO_LONG = auto()
    DOMAIN_UNREADABLE = auto()
    WALK_INS_WITH_APPROVAL = auto()
    BY_INVITATION = auto()
    NO_WALK_INS = auto()
    WALK_IN_TOO_EARLY = auto()
    FULL = auto()
    TOO_MANY_AT_ONCE = auto()
    LIST_EMPTY = auto()
    LIST_TOO_LONG = auto()
    LINE_WITHOUT_ADDRESS = auto()
    NOT_PUBLISHED = auto()
    UNKNOWN_INVITATION = auto()
    ALREADY_ANSWERED = auto()
    ALREADY_DECIDED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may sign up for a webinar, and whether people are let in by name without having signed up."""

    kind: AccessKind = AccessKind.OPEN
    domains: tuple[str, ...] = ()
    walk_ins: bool = False

    @property
    def restricted(self) -> bool:
        return self.kind is not AccessKind.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody on a list of people to invite; an address alone is enough."""

    email: str
    last_name: str = ""
    first_name: str = ""
    service: str = ""

    @property
    def identity(self) -> str:
        return identity(self.email, self.last_name, self.first_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Somebody invited, by a link of their own."""

    id: int
    webinar_id: int
    guest: Guest
    nonce: Nonce = field(repr=False)
    sent_at: datetime | None
    reminded_at: datetime | None
    answer: InvitationAnswer
    answered_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.guest.first_name} {self.guest.last_name}".strip() or self.guest.email


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """How a webinar's invitations stand; `silent`: sent, and not answered."""

    total: int
    unsent: int
    silent: int
    signed_up: int
    declined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A service's own page of webinars."""

    id: int
    code: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, and as what."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @property
    def topic(self) -> str:
        return f"webinar:{self.id}"

    @property
    def title(self) -> str:
        return self.content.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser:
    """Somebody who prepares and conducts a webinar."""

    person_id: int
    role: OrganiserRole


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of the catalogue: a webinar and one of its dates."""

    webinar: Webinar
    occurrence: Occurrence
    channel: Channel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the catalogue, and how many dates it has in all."""

    listed: tuple[Listed, ...]
    total: int


# The day of a webinar.


class MessageKind(StrEnum):
    """A kind of message that a webinar may do without (WEB-5)."""

    CONFIRMED = auto()
    RECEIVED = auto()
    OFFERED = auto()
    REJECTED = auto()
    WITHDRAWN = auto()
    CHANGED = auto()
    CANCELLED = auto()
    WEEK = auto()
    EVE = auto()
    COMING = auto()
    HOUR = auto()
    THANKS = auto()


class Round(StrEnum):
    """Reminders that leave by themselves, each to everybody at once."""

    WEEK = auto()
    EVE = auto()
    HOUR = auto()
    THANKS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A round of a date, due at an hour and worth sending until another; `off` are the kinds its webinar does without."""

    webinar: Webinar
    occurrence: Occurrence
    round: Round
    due_at: datetime
    until: datetime
    off: frozenset[MessageKind]


class Audience(StrEnum):
    """To whom a message of the organisers goes."""

    CONFIRMED = auto()
    WAITING = auto()
    EVERYBODY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A message written to many at once; `people` counts those to whom it went."""

    id: int
    occurrence_id: int
    audience: Audience
    subject: str
    body: str
    people: int
    sent_at: datetime


class QuestionState(StrEnum):
    """What became of a question to the speakers."""

    ASKED = auto()
    ANSWERED = auto()
    DISMISSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the speakers; `answer` empty: it was answered aloud, or not yet."""

    id: int
    occurrence_id: int
    registration_id: int | None
    text: str
    state: QuestionState
    answer: str
    published: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """Where those enter who conduct, and where they rehearse; '' : as everybody, nowhere."""

    address: str = field(default="", repr=False)
    rehearsal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLink:
    """The link of one speaker to a date."""

    id: int
    occurrence_id: int
    name: str
    nonce: Nonce = field(repr=False)
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What those said who were asked whether they come; the others are silent, which changes nothing."""

    yes: int
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Somebody was in a BigBlueButton room; `left_at` None: it was not told."""

    user_id: str
    joined_at: datetime
    left_at: datetime | None
