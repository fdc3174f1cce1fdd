"""What may be entered in a form, which status follows which, who may take a seat: values in, a decision out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from webapp.kernel.errors import Refusal
from webapp.registrations.model import (
    EVERYBODY,
    MANAGER,
    ORIGIN,
    Approval,
    Campaign,
    CampaignState,
    Companion,
    Field,
    FieldKind,
    FormVersion,
    Occurrence,
    PrivacyNotice,
    RegistrationRefusal,
    SignUp,
    Status,
    Terms,
    identity,
)
from webapp.wording.dates import in_paris

T = TypeVar("T")
NAME_MOST = 100
ADDRESS_MOST = 254
ANSWER_MOST = 2_000
LINE_MOST = 200
LAST_DAY = timedelta(hours=24)  # WEB-3: no offer waits for an answer in the last 24 hours

# A mailbox as relays take it: one @, no space, a domain with a dot. Whether it exists, only a message tells.
_ADDRESS = re.compile(
    r"[^@\s,;:<>()\[\]\\\"]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)
# Overrides of direction and the like would write one name and show another.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_JOINERS = frozenset("\u200c\u200d")  # some languages and some emoji are written with them

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset(
        {Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.WAITLISTED, Status.CANCELLED, Status.ANONYMISED}
    ),
    Status.SUBMITTED: frozenset(
        {Status.PENDING, Status.CONFIRMED, Status.REJECTED, Status.CANCELLED, Status.ANONYMISED}
    ),
    Status.PENDING: frozenset({Status.CONFIRMED, Status.REJECTED, Status.CANCELLED, Status.ANONYMISED}),
    Status.CONFIRMED: frozenset({Status.CANCELLED, Status.ANONYMISED}),
    Status.WAITLISTED: frozenset(
        {Status.OFFERED, Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.REJECTED, Status.CANCELLED}
        | {Status.ANONYMISED}
    ),
    Status.OFFERED: frozenset(
        {Status.SUBMITTED, Status.PENDING, Status.CONFIRMED, Status.CANCELLED, Status.ANONYMISED}
    ),
    Status.REJECTED: frozenset({Status.ANONYMISED}),
    Status.CANCELLED: frozenset({Status.ANONYMISED}),
    Status.ANONYMISED: frozenset(),
}


def check_transition(before: Status, after: Status) -> None:
    """Refuse a status that does not follow the present one."""
    if after not in TRANSITIONS[before]:
        raise Refusal(RegistrationRefusal.TRANSITION_REFUSED, before=before, after=after)


def check_open(campaign: Campaign, occurrence: Occurrence, *, now: datetime, until_the_end: bool = False) -> None:
    """Refuse a sign-up before the opening and after the closing date, on whose stroke it still counts (WEB-11).

    `until_the_end`: the organiser enters people, and the room takes in those who come, as long as the date lasts.
    """
    if campaign.state is CampaignState.PREPARED:
        raise Refusal(RegistrationRefusal.NOT_OPEN)
    if occurrence.cancelled:
        raise Refusal(RegistrationRefusal.OCCURRENCE_CANCELLED)
    if campaign.state is CampaignState.CLOSED or now > (occurrence.ends_at if until_the_end else occurrence.closes_at):
        raise Refusal(RegistrationRefusal.CLOSED, at=occurrence.closes_at)


def status_with_seat(approval: Approval) -> Status:
    """Return where somebody stands who has a seat: confirmed, or waiting for somebody's word (WEB-4)."""
    if asks_manager(approval):
        return Status.SUBMITTED
    return Status.PENDING if approval is Approval.ORGANISER else Status.CONFIRMED


def status_after_manager(approval: Approval) -> Status:
    """Return where somebody stands whose manager agreed (WEB-4)."""
    return Status.PENDING if approval is Approval.BOTH else Status.CONFIRMED


def vouched(approval: Approval) -> Approval:
    """Return whose word is still waited for where the organiser enters somebody: their own is given (WEB-4)."""
    return {Approval.ORGANISER: Approval.NONE, Approval.BOTH: Approval.MANAGER}.get(approval, approval)


def asks_manager(approval: Approval) -> bool:
    """Whether the person's manager has a word to say (WEB-4)."""
    return approval in (Approval.MANAGER, Approval.BOTH)


def offer_ends_at(terms: Terms, occurrence: Occurrence, *, now: datetime) -> datetime | None:
    """Return until when a freed seat is kept for an answer; None in the last 24 hours: it is given at once (WEB-3)."""
    if occurrence.starts_at - now <= LAST_DAY:
        return None
    return min(now + timedelta(hours=terms.offer_hours), occurrence.starts_at)


def seats_taken(terms: Terms, people: int) -> int:
    """Return how many seats a group behind one screen takes, as the campaign counts it."""
    return people if terms.group_takes == "each" else 1


def allowed(seats: int | None, overbooking: int) -> int | None:
    """Return how many may be held when a percentage does not come: never less than the seats."""
    return None if seats is None else seats + seats * overbooking // 100


def shares(seats: int | None, quotas: Mapping[str, int], overbooking: int) -> dict[str, int | None]:
    """Return what each pool allows: the seats kept for each origin, the rest for everybody under '' (WEB-9).

    Refusal QUOTAS_EXCEED_SEATS when more are kept than there are.
    """
    if any(number < 1 for number in quotas.values()):
        raise Refusal(RegistrationRefusal.SEATS_UNREADABLE)
    kept = sum(quotas.values())
    if seats is not None and kept > seats:
        raise Refusal(RegistrationRefusal.QUOTAS_EXCEED_SEATS, kept=kept, seats=seats)
    common = allowed(None if seats is None else seats - kept, overbooking)
    return {"": common, **{origin: allowed(number, overbooking) for origin, number in quotas.items()}}


def check_hours(starts_at: datetime, ends_at: datetime, closes_at: datetime) -> None:
    """Refuse a date that ends before it begins, or whose sign-ups close after its end."""
    if ends_at <= starts_at or closes_at > ends_at or ends_at - starts_at > timedelta(days=2):
        raise Refusal(RegistrationRefusal.HOURS_UNREADABLE)


def plain(text: str) -> str:
    """Return one line as it is kept: composed, without what cannot be seen, its spaces single."""
    kept = "".join(
        each if each in _JOINERS or unicodedata.category(each) not in _INVISIBLE else " "
        for each in unicodedata.normalize("NFC", text)
    )
    return " ".join(kept.split())


def address(typed: str, disposable: frozenset[str] = frozenset()) -> str:
    """Return an address in small letters, or refuse what no relay would take, and domains that last ten minutes."""
    found = "".join(plain(typed).split()).lower()
    if not found:
        raise Refusal(RegistrationRefusal.ADDRESS_MISSING)
    if len(found) > ADDRESS_MOST or not _ADDRESS.fullmatch(found) or ".." in found or not found.isascii():
        raise Refusal(RegistrationRefusal.ADDRESS_UNREADABLE)
    labels = found.rpartition("@")[2].split(".")
    if any(".".join(labels[start:]) in disposable for start in range(len(labels) - 1)):
        raise Refusal(RegistrationRefusal.ADDRESS_DISPOSABLE)
    return found


def cleaned(typed: SignUp, form: FormVersion, terms: Terms, *, disposable: frozenset[str] = frozenset()) -> SignUp:
    """Return a sign-up as it is kept, or refuse with the `field` that does not stand."""
    last_name, first_name = name(typed.last_name, "last_name"), name(typed.first_name, "first_name")
    answered = answers(typed.answers, form.fields)
    return replace(
        typed,
        last_name=last_name,
        first_name=first_name,
        email=_email_of(typed.email, disposable),
        service=_line(typed.service, "service"),
        origin=typed.origin or answered.get(ORIGIN, EVERYBODY),
        answers=answered,
        companions=_companions(typed.companions, (last_name, first_name), terms),
    )


def faults(
    typed: SignUp, form: FormVersion, terms: Terms, *, disposable: frozenset[str] = frozenset()
) -> list[Refusal]:
    """Return all that does not stand in a sign-up, each with its `field`, so that a page says it all at once."""
    found: list[Refusal] = []

    def tried(read: Callable[..., T], *given: object) -> T | None:
        try:
            return read(*given)
        except Refusal as refusal:
            found.append(refusal)
            return None

    last_name, first_name = (tried(name, getattr(typed, each), each) for each in ("last_name", "first_name"))
    tried(_email_of, typed.email, disposable)
    tried(_line, typed.service, "service")
    kept: dict[str, str] = {}
    for each in form.fields:
        if _is_asked(each, kept):
            kept[each.key] = tried(answer, each, typed.answers.get(each.key, "")) or ""
    tried(_companions, typed.companions, (last_name or "", first_name or ""), terms)
    return found


def _email_of(typed: str, disposable: frozenset[str]) -> str:
    try:
        return address(typed, disposable)
    except Refusal as refusal:
        raise Refusal(refusal.reason, **refusal.facts, field="email") from refusal


def _is_asked(asked: Field, kept: Mapping[str, str]) -> bool:
    return asked.when is None or asked.when.equals in kept.get(asked.when.field, "").split("\n")


def cleaned_walk_in(typed: SignUp) -> SignUp:
    """Return somebody who comes without having signed up, by name alone, as they are kept."""
    return SignUp(
        last_name=name(typed.last_name, "last_name"),
        first_name=name(typed.first_name, "first_name"),
        email="",
        service=_line(typed.service, "service"),
    )


def cleaned_person(typed: SignUp, *, by_name_alone: bool = False) -> SignUp:
    """Return who somebody is as it is kept, apart from what they answered; `by_name_alone`: they gave no address."""
    return replace(
        typed,
        last_name=name(typed.last_name, "last_name"),
        first_name=name(typed.first_name, "first_name"),
        email="" if by_name_alone and not typed.email.strip() else _email_of(typed.email, frozenset()),
        service=_line(typed.service, "service"),
    )


def name(typed: str, field: str) -> str:
    """Return a name as it is kept, or refuse an empty, an endless or an unreadable one."""
    found = plain(typed)
    if not found:
        first = field == "first_name"
        raise Refusal(
            RegistrationRefusal.FIRST_NAME_MISSING if first else RegistrationRefusal.NAME_MISSING, field=field
        )
    if len(found) > NAME_MOST:
        raise Refusal(RegistrationRefusal.NAME_TOO_LONG, field=field, most=NAME_MOST)
    if not any(each.isalpha() for each in found):
        raise Refusal(RegistrationRefusal.NAME_UNREADABLE, field=field)
    return found


def _line(typed: str, field: str) -> str:
    found = plain(typed)
    if len(found) > LINE_MOST:
        raise Refusal(RegistrationRefusal.ANSWER_TOO_LONG, field=field, most=LINE_MOST)
    return found


def _companions(typed: Iterable[Companion], first: tuple[str, str], terms: Terms) -> tuple[Companion, ...]:
    found = tuple(
        Companion(
            last_name=name(each.last_name, "companions"),
            first_name=name(each.first_name, "companions") if plain(each.first_name) else "",
        )
        for each in typed
        if plain(each.last_name) or plain(each.first_name)
    )
    if len(found) + 1 > terms.largest_group:
        raise Refusal(RegistrationRefusal.GROUP_TOO_LARGE, field="companions", most=terms.largest_group)
    known = [identity("", *first), *(identity("", each.last_name, each.first_name) for each in found)]
    if len(set(known)) < len(known):
        raise Refusal(RegistrationRefusal.GROUP_NAME_TWICE, field="companions")
    return found


def companions_in(typed: str) -> tuple[Companion, ...]:
    """Return who is named in a text, one a line: « Nom, Prénom », or « NOM Prénom » as lists are often written."""
    return tuple(_companion(line) for line in typed.splitlines() if line.strip())


def _companion(line: str) -> Companion:
    for sign in ("\t", ";", ","):
        if sign in line:
            last_name, _, first_name = line.partition(sign)
            return Companion(last_name=last_name.strip(), first_name=first_name.strip())
    words = line.split()
    capitals = next((place for place, word in enumerate(words) if not word.isupper()), len(words))
    cut = capitals or 1
    return Companion(last_name=" ".join(words[:cut]), first_name=" ".join(words[cut:]))


def answers(typed: Mapping[str, str], asked: Iterable[Field]) -> dict[str, str]:
    """Return the answers that are kept; one to a question that was not asked is dropped.

    Several choices come and are kept one a line.
    """
    kept: dict[str, str] = {}
    for each in asked:
        if not _is_asked(each, kept):
            continue
        found = answer(each, typed.get(each.key, ""))
        if found:
            kept[each.key] = found
    return kept


def answer(asked: Field, typed: str) -> str:
    """Return one answer as it is kept, or refuse it with the `field`."""
    lines = [plain(each) for each in typed.splitlines()]
    found = "\n".join(lines).strip() if asked.kind is FieldKind.LONG_TEXT else "\n".join(each for each in lines if each)
    facts = {"field": asked.key, "label": asked.label}
    if not found:
        if asked.kind is FieldKind.CONSENT and asked.required:
            raise Refusal(RegistrationRefusal.CONSENT_MISSING, **facts)
        if asked.required:
            raise Refusal(RegistrationRefusal.ANSWER_MISSING, **facts)
        return ""
    if len(found) > ANSWER_MOST:
        raise Refusal(RegistrationRefusal.ANSWER_TOO_LONG, **facts, most=ANSWER_MOST)
    try:
        return _READ[asked.kind](asked, found)
    except ValueError as fault:
        raise Refusal(RegistrationRefusal.ANSWER_UNREADABLE, **facts) from fault


def _text(_: Field, typed: str) -> str:
    return typed


def _choice(asked: Field, typed: str) -> str:
    if typed not in asked.choices:
        raise ValueError(typed)
    return typed


def _choices(asked: Field, typed: str) -> str:
    chosen = set(typed.split("\n"))
    if not chosen <= set(asked.choices):
        raise ValueError(typed)
    return "\n".join(each for each in asked.choices if each in chosen)


def _date(_: Field, typed: str) -> str:
    return date.fromisoformat(typed).isoformat()


def _number(_: Field, typed: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,3})?", typed):
        raise ValueError(typed)
    return typed.replace(",", ".")


def _email(_: Field, typed: str) -> str:
    try:
        return address(typed)
    except Refusal as refusal:
        raise ValueError(typed) from refusal


def _consent(_: Field, typed: str) -> str:
    return "oui"


_READ = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.DATE: _date,
    FieldKind.NUMBER: _number,
    FieldKind.EMAIL: _email,
    FieldKind.CONSENT: _consent,
}


def check_fields(asked: Iterable[Field]) -> None:
    """Refuse a form whose questions have no words, no choices, the same key twice, or hang on a later one."""
    seen: dict[str, Field] = {}
    for each in asked:
        chooses = each.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
        if not each.key or not each.label.strip() or each.key in seen or (chooses and not each.choices):
            raise Refusal(RegistrationRefusal.FORM_UNREADABLE, label=each.label or each.key)
        if each.when is not None and each.when.field not in seen:
            raise Refusal(RegistrationRefusal.FORM_UNREADABLE, label=each.label)
        seen[each.key] = each


def check_notice(notice: PrivacyNotice) -> None:
    """Refuse to publish a form that does not tell people what RGPD art. 13 has them told (RGP-1)."""
    missing = [each.name for each in fields(notice) if not str(getattr(notice, each.name)).strip()]
    if missing:
        raise Refusal(RegistrationRefusal.NOTICE_INCOMPLETE, missing=", ".join(missing))


def with_manager(asked: Iterable[Field], question: Field) -> tuple[Field, ...]:
    """Return a form that asks where the person's manager is reached: as `question` does, unless it does already."""
    found = tuple(asked)
    return found if any(each.key == MANAGER for each in found) else (*found, question)


def with_origins(asked: Iterable[Field], origins: Iterable[str], question: Field) -> tuple[Field, ...]:
    """Return a form that asks people's origin among those that seats are kept for, before what it asked already (WEB-9)."""
    found = tuple(asked)
    before = next((each for each in found if each.key == ORIGIN), question)
    asks = replace(before, choices=tuple(dict.fromkeys((*before.choices, *origins))))
    return (asks, *(each for each in found if each.key != ORIGIN))


def purge_on(asked: Field, occurrence: Occurrence) -> date:
    """Return the day on which an answer is erased, in Paris; the person is told so on the form."""
    return in_paris(occurrence.ends_at).date() + timedelta(days=asked.keep_days)
