"""What may be entered about a person, which passwords stand, how many failures are borne, who may manage whom."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from webapp.accounts.model import AccountRefusal, Grant, Limit, Person, PersonFields, Role, SignedIn
from webapp.kernel.errors import Refusal
from webapp.wording import dates

PASSWORD_LEAST = 12
PASSWORD_MOST = 200  # a longer one only makes the hash work
TEXT_MOST = 200
SLIPS_MOST = 60  # in one printing
REFRESH = timedelta(minutes=10)

LIMITS = (
    Limit(name="login_at_address", failures=8, window=timedelta(minutes=15)),
    # A prefecture is one address, and a colleague's jokes must not shut the préfet out: these two are wider.
    Limit(name="login", failures=40, window=timedelta(minutes=15)),
    Limit(name="address", failures=120, window=timedelta(minutes=15)),
)

# What a code of eight digits lacks in length it has in brevity; `service.dictating` says what that is worth.
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODE_LIMITS = (*LIMITS, Limit(name="codes", failures=100, window=timedelta(minutes=15)))

# A link asked for: each sends a mail to somebody, who need not have asked.
LINK_LIMITS = (
    Limit(name="login_at_address", failures=4, window=timedelta(minutes=15)),
    Limit(name="login", failures=8, window=timedelta(minutes=15)),
    Limit(name="address", failures=120, window=timedelta(minutes=15)),
)
LINK_LASTS = timedelta(hours=24)
LINK_HOLDERS = 5  # a mailbox that several people share

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_LOGIN = re.compile(r"[^\s\x00-\x1f<>\"]{3,100}")
_GIVEN = frozenset(Role) - {Role.MEMBER}

# What people actually choose once twelve characters are asked for; accents, case and ends of figures are set aside.
_COMMON = frozenset(
    """
    motdepasse monmotdepasse motdepassemotdepasse lemotdepasse changezmoi changermotdepasse password mypassword
    passwordpassword passw passe passepasse azerty azertyuiop azertyazerty azertyuiopqsdf azertyuiopqsdfghjklm qwerty
    qwertyuiop qwertyqwerty qwertyuiopasdf wxcvbn qsdfghjklm prefecture prefecturedefrance mairie secretariat
    secretariatsecretariat commission collegiale administrateur administrator admin adminadmin administration bonjour
    bonjourbonjour bonjourtoutlemonde soleil doudou chouchou loulou jetaime jetaimejetaime marseille olympique
    olympiquedemarseille parissaintgermain football motus iloveyou iloveyouiloveyou letmein welcome bienvenue
    republique republiquefrancaise libertedegalitefraternite libertegalitefraternite france
    vivelafrance francefrance superman batman princesse princess sunshine trustnoone abcdefghijkl abcdefghijklm
    abcdefghijklmnopqrstuvwxyz nouveaumotdepasse provisoire motdepasseprovisoire temporaire utilisateur
    """.split()  # noqa: SIM905 — read by people, who add to it
)  # fmt: skip
_SEQUENCE = "012345678901234567890123456789"


def clean(fields: PersonFields) -> PersonFields:
    """Trim what was typed and refuse what cannot stand: no name, an address that is none, a login with spaces."""
    cleaned = replace(
        fields,
        last_name=_tidy(fields.last_name),
        first_name=_tidy(fields.first_name),
        civility=_tidy(fields.civility),
        email=_tidy(fields.email) or None,
        phone=_tidy(fields.phone) or None,
        login=login_of(fields.login) or None,
    )
    if not cleaned.last_name:
        raise Refusal(AccountRefusal.NAME_MISSING)
    texts = (cleaned.last_name, cleaned.first_name, cleaned.civility, cleaned.email, cleaned.phone)
    if any(len(text or "") > TEXT_MOST for text in texts):
        raise Refusal(AccountRefusal.TEXT_TOO_LONG, most=TEXT_MOST)
    if cleaned.email and not _EMAIL.fullmatch(cleaned.email):
        raise Refusal(AccountRefusal.EMAIL_INVALID)
    if cleaned.login and not _LOGIN.fullmatch(cleaned.login):
        raise Refusal(AccountRefusal.LOGIN_INVALID)
    return cleaned


def clean_email(typed: str) -> str:
    """Trim an e-mail address and refuse what is none."""
    address = _tidy(typed)
    if len(address) > TEXT_MOST:
        raise Refusal(AccountRefusal.TEXT_TOO_LONG, most=TEXT_MOST)
    if not _EMAIL.fullmatch(address):
        raise Refusal(AccountRefusal.EMAIL_INVALID)
    return address


def _tidy(text: str | None) -> str:
    kept = "".join(each if each.isprintable() else " " for each in unicodedata.normalize("NFC", text or ""))
    return " ".join(kept.split())


def login_of(typed: str | None) -> str:
    """Bring a login to the form in which it is kept and compared."""
    return unicodedata.normalize("NFKC", typed or "").strip().casefold()


def fold(text: str) -> str:
    """Set case and accents aside: « Hélène LE GALL » is found by « helene le gall »."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def possible_logins(person: PersonFields | Person) -> Iterator[str]:
    """Propose logins for somebody, from the most natural on: e-mail address, prenom.nom, then numbered."""
    if person.email:
        yield login_of(person.email)
    words = ".".join(re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-") for part in _names(person))
    base = words or "personne"
    yield base.ljust(3, "0")
    for number in range(2, 1000):
        yield f"{base}{number}".ljust(3, "0")


def _names(person: PersonFields | Person) -> list[str]:
    return [part for part in (person.first_name, person.last_name) if part]


def check_password(password: str, person: Person) -> None:
    """Refuse a password that is short, endless, among the commonest, or the person's own name; nothing else is asked."""
    if len(password) < PASSWORD_LEAST:
        raise Refusal(AccountRefusal.PASSWORD_TOO_SHORT, least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise Refusal(AccountRefusal.PASSWORD_TOO_LONG, most=PASSWORD_MOST)
    plain = re.sub(r"[\W_]+", "", fold(password))
    if _is_common(plain):
        raise Refusal(AccountRefusal.PASSWORD_COMMON)
    if _core(plain) in _own_words(person):
        raise Refusal(AccountRefusal.PASSWORD_IS_NAME)


def _is_common(plain: str) -> bool:
    core = _core(plain)
    return (
        len(set(plain)) <= 3  # noqa: PLR2004 — « aaaaaaaaaaaa », « ababababab12 »
        or plain in _SEQUENCE
        or plain in _SEQUENCE[::-1]
        or core in _COMMON
        or (not core and len(set(plain)) <= 4)  # noqa: PLR2004 — a year written three times
    )


def _core(plain: str) -> str:
    """Set aside the figures that people add at either end."""
    return plain.strip("0123456789")


def _own_words(person: Person) -> set[str]:
    names = [re.sub(r"[\W_]+", "", fold(part)) for part in (person.first_name, person.last_name)]
    words = {*names, "".join(names), "".join(reversed(names))}
    for address in (person.login, person.email):
        if address:
            words |= {re.sub(r"[\W_]+", "", fold(address)), re.sub(r"[\W_]+", "", fold(address.partition("@")[0]))}
    return {_core(word) for word in words if word}


def window_of(now: datetime, limit: Limit) -> tuple[datetime, datetime]:
    """Return the window that an instant falls in: its beginning and its end."""
    length = int(limit.window.total_seconds())
    start = datetime.fromtimestamp(int(now.timestamp()) // length * length, UTC)
    return start, start + limit.window


def check_attempts(attempts: Mapping[str, int], *, now: datetime, limits: Iterable[Limit] = LIMITS) -> None:
    """Refuse one more attempt when a limit is reached; the refusal carries the instant to come back."""
    reached = [limit for limit in limits if attempts.get(limit.name, 0) >= limit.failures]
    if reached:
        at = max(window_of(now, limit)[1] for limit in reached)
        raise Refusal(AccountRefusal.TOO_MANY_ATTEMPTS, at=at, hour=dates.hour(at))


def answers_to(person: Person, typed: str) -> bool:
    """Whether somebody is called so: their family name, whatever its case, accents and hyphens, or their login."""
    name = _letters(typed)
    return bool(name) and (name == _letters(person.last_name) or login_of(typed) == person.login)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def is_due_for_refresh(signed_in: SignedIn, *, now: datetime) -> bool:
    """Whether the sliding session is to be written again: at most once every ten minutes."""
    return now - signed_in.seen_at >= REFRESH


def check_role(role: Role, committee_id: int | None) -> None:
    """Refuse a role that is never given by hand, or one for a committee where only the whole house makes sense."""
    if role not in _GIVEN:
        raise Refusal(AccountRefusal.UNKNOWN_ROLE)
    if role is Role.ADMINISTRATOR and committee_id is not None:
        raise Refusal(AccountRefusal.ROLE_IS_WHOLE)


def check_may_manage(actor: SignedIn, grants: Iterable[Grant]) -> None:
    """Refuse that a secretariat manages somebody who may do more than itself: a slip printed is a key to the account."""
    if actor.has(Role.ADMINISTRATOR):
        return
    if not all(_is_within(actor, grant) for grant in grants):
        raise Refusal(AccountRefusal.BEYOND_SCOPE)


def check_may_give(actor: SignedIn, grant: Grant) -> None:
    """Refuse that a secretariat gives more than the chair, the secretariat or the rapporteurs of its own committees."""
    check_role(grant.role, grant.committee_id)
    if not (actor.has(Role.ADMINISTRATOR) or _is_within(actor, grant)):
        raise Refusal(AccountRefusal.BEYOND_SCOPE)


def _is_within(actor: SignedIn, grant: Grant) -> bool:
    if grant.role not in {Role.SECRETARIAT, Role.CHAIR, Role.RAPPORTEUR}:
        return False
    held = actor.committees(Role.SECRETARIAT)
    return held is None or grant.committee_id in held


def is_visible(actor: SignedIn, ties: Iterable[int]) -> bool:
    """Whether the desk may see a person tied to these committees by a seat, a role or their entry."""
    if actor.has(Role.ADMINISTRATOR):
        return True
    if not actor.has(Role.SECRETARIAT):
        return False
    held = actor.committees(Role.SECRETARIAT)
    return held is None or not held.isdisjoint(ties)


def check_not_last_administrator(remaining: int) -> None:
    """Refuse that the house be left without anybody who can open it."""
    if remaining < 1:
        raise Refusal(AccountRefusal.LAST_ADMINISTRATOR)
