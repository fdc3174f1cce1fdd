"""The day of a webinar: what may be written to all, asked of the speakers, entered by those who conduct."""

from datetime import datetime, timedelta

from webapp.kernel.errors import Refusal
from webapp.registrations import rules as registrations
from webapp.registrations.model import Field, FieldKind, Occurrence, Registration, RegistrationRefusal, Status
from webapp.webinars.model import Audience, Question, QuestionState, Room, RoomKind, WebinarRefusal
from webapp.webinars.rules.reminding import STANDING

SUBJECT_MOST = 150
BODY_MOST = 5_000
QUESTION_MOST = 500
QUESTIONS_MOST = 5  # of one person, while they wait for an answer
HOSTS_AFTER = timedelta(hours=1)  # those who conduct leave last

AUDIENCES = {
    Audience.CONFIRMED: frozenset({Status.CONFIRMED}),
    Audience.WAITING: frozenset({Status.WAITLISTED, Status.OFFERED}),
    Audience.EVERYBODY: STANDING,
}
CHECKS = ("rehearsal", "sound", "slides", "recording", "captions")


def message(subject: str, body: str) -> tuple[str, str]:
    """Return a message to all as it is kept, or refuse it."""
    subject, body = registrations.plain(subject), "\n".join(line.rstrip() for line in body.strip().splitlines())
    if not subject or len(subject) > SUBJECT_MOST:
        raise Refusal(WebinarRefusal.SUBJECT_MISSING)
    if not body or len(body) > BODY_MOST:
        raise Refusal(WebinarRefusal.BODY_MISSING)
    return subject, body


def check_people(found: int, announced: int) -> None:
    """Refuse a message that would go to others than was announced when it was confirmed."""
    if not found:
        raise Refusal(WebinarRefusal.NOBODY_TO_TELL)
    if found != announced:
        raise Refusal(WebinarRefusal.PEOPLE_CHANGED, people=found)


def question(typed: str) -> str:
    """Return a question as it is kept, on one line, or refuse it."""
    text = registrations.plain(typed)
    if not text:
        raise Refusal(WebinarRefusal.QUESTION_MISSING)
    if len(text) > QUESTION_MOST:
        raise Refusal(WebinarRefusal.QUESTION_TOO_LONG, most=QUESTION_MOST)
    return text


def asks_speakers(asked: Field) -> bool:
    """Whether a form's question takes those to the speakers: a text whose own words say « question »."""
    written = asked.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT) and not asked.sensitive
    return written and any(word in ("question", "questions") for word in asked.key.split("_"))


def taken(written: str) -> str:
    """Return a question written in the form as the desk takes it: on one line, cut where it is too long."""
    text = registrations.plain(written)
    return question(text if len(text) <= QUESTION_MOST else f"{text[: QUESTION_MOST - 1]}…")


def check_may_ask(registration: Registration, occurrence: Occurrence, waiting: int, *, now: datetime) -> None:
    """Refuse a question from somebody who is not signed up, after the end, or who has enough of them waiting."""
    if occurrence.cancelled or registration.status not in STANDING or now > occurrence.ends_at:
        raise Refusal(WebinarRefusal.QUESTIONS_CLOSED)
    if waiting >= QUESTIONS_MOST:
        raise Refusal(WebinarRefusal.TOO_MANY_QUESTIONS, most=QUESTIONS_MOST)


def settled(found: Question, state: QuestionState, answer: str, *, published: bool) -> tuple[str, bool]:
    """Return the answer and whether it is published; nothing is published without one (LAW 6)."""
    kept = answer.strip()
    if len(kept) > BODY_MOST:
        raise Refusal(WebinarRefusal.BODY_MISSING)
    if published and (state is not QuestionState.ANSWERED or not kept):
        raise Refusal(WebinarRefusal.ANSWER_MISSING)
    return (kept, published) if state is QuestionState.ANSWERED else ("", False)


def check_host_entry(occurrence: Occurrence, *, now: datetime) -> None:
    """Refuse speakers the room of a cancelled date, and once it is over for good; before, they enter when they like."""
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if now > occurrence.ends_at + HOSTS_AFTER:
        raise Refusal(WebinarRefusal.ROOM_OVER)


def check_overflow(room: Room) -> str:
    """Return the address of the overflow room, or refuse when there is none."""
    if not room.overflow:
        raise Refusal(WebinarRefusal.OVERFLOW_UNKNOWN)
    return room.overflow


def is_known(room: Room, *, conference: bool) -> bool:
    """Whether there is a room to enter: a link, or a conference server that opens it."""
    return conference if room.kind is RoomKind.BIGBLUEBUTTON else bool(room.address)
