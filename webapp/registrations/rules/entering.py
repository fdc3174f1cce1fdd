"""What may be entered in a form: as typed in, as kept out, or a refusal with its field."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from webapp.kernel.errors import Refusal
from webapp.registrations.model import (
    EVERYBODY,
    ORIGIN,
    Companion,
    Field,
    FieldKind,
    FormVersion,
    RegistrationRefusal,
    SignUp,
    Terms,
    identity,
)

T = TypeVar("T")
NAME_MOST = 100
ADDRESS_MOST = 254
ANSWER_MOST = 2_000
LINE_MOST = 200
# A mailbox as relays take it: one @, no space, a domain with a dot. Whether it exists, only a message tells.
_ADDRESS = re.compile(
    r"[^@\s,;:<>()\[\]\\\"]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)
# Overrides of direction and the like would write one name and show another.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_JOINERS = frozenset("\u200c\u200d")  # some languages and some emoji are written with them


def plain(text: str) -> str:
    """Return one line as it is kept: composed, without what cannot be seen, its spaces single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
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
