"""How a setting is explained and what values it takes."""

from enum import StrEnum, auto

from webapp.kernel.models import frozen

LONGEST_TEXT = 500
MOST_SIGNERS = 6


class Kind(StrEnum):
    """What sort of value a setting holds, hence how a page asks for it."""

    YES_NO = auto()
    NUMBER = auto()
    CHOICE = auto()
    CHOICES = auto()
    TEXT = auto()
    LINES = auto()


@frozen
class Meaning:
    """One setting as a page explains it: `choices` maps values to French words, `low` and `high` bound a number."""

    french: str
    label: str
    sentence: str
    article: str
    kind: Kind
    group: str
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    optional: bool = False


def allowed(meaning: Meaning) -> str:
    """Say in French what values a setting takes."""
    match meaning.kind:
        case Kind.YES_NO:
            return "oui ou non"
        case Kind.NUMBER:
            bounds = f"un nombre de {meaning.low} à {meaning.high}"
            return f"{bounds}, ou rien" if meaning.optional else bounds
        case Kind.CHOICE | Kind.CHOICES:
            return ", ".join(label for _, label in meaning.choices)
        case Kind.TEXT:
            return f"un texte de {LONGEST_TEXT} signes au plus"
        case Kind.LINES:
            return f"un à {MOST_SIGNERS} noms, un par ligne"


def fits(value: object, meaning: Meaning) -> bool:  # noqa: PLR0911 — one answer per kind
    """Whether a value is one this setting takes, of the very type it asks for."""
    known = [each for each, _ in meaning.choices]
    match meaning.kind:
        case Kind.YES_NO:
            return type(value) is bool
        case Kind.NUMBER:
            if value is None:
                return meaning.optional
            return type(value) is int and meaning.low <= value <= meaning.high
        case Kind.CHOICE:
            return isinstance(value, str) and value in known
        case Kind.CHOICES:
            return isinstance(value, tuple) and all(each in known for each in value) and len(set(value)) == len(value)
        case Kind.TEXT:
            return isinstance(value, str) and len(value) <= LONGEST_TEXT
        case Kind.LINES:
            return (
                isinstance(value, tuple)
                and 1 <= len(value) <= MOST_SIGNERS
                and all(isinstance(each, str) and 0 < len(each.strip()) <= LONGEST_TEXT for each in value)
            )
