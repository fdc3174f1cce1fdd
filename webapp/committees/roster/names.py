"""Names of people: a full name cut in two, its civility taken off, several people in one cell noticed."""

import re
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster.text import fold, squash
from webapp.committees.roster.values import parse_civility

_CIVILITY = re.compile(
    r"(M\.|Mr\.?|MM\.|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Dr\.?|Docteure?|Pr\.?|Professeure?|Me|Maître|M)\s+(?=\S)",
    re.IGNORECASE,
)
_PARTICLES: Final = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "von", "van", "der", "den", "ben", "el", "al", "da", "di"}
)
_SEPARATORS = re.compile(r"\s*[/;\n&]\s*|\s+(?:et|ou)\s+")
_VACANT: Final = frozenset(
    {
        "vacant",
        "vacante",
        "siege vacant",
        "poste vacant",
        "a designer",
        "a nommer",
        "a pourvoir",
        "non designe",
        "non pourvu",
        "en cours de designation",
        "en attente de designation",
        "en cours de nomination",
        "neant",
    }
)


_SUBSTITUTE_WORD = r"suppl[ée]ant(?:e|\(e\)|·e)?"
_OF_WHOM = re.compile(rf"(.+?)[\s,(–—-]+{_SUBSTITUTE_WORD}\s+(?:de\s+la\s+|du\s+|de\s+|d[’'])(.+?)\)?", re.IGNORECASE)
_MARKED = re.compile(rf"(.+?)\s*[,(–—-]\s*(titulaire|{_SUBSTITUTE_WORD})\)?", re.IGNORECASE)
_ANNOUNCED = re.compile(rf"(titulaire|{_SUBSTITUTE_WORD})\s*:\s*(.+)", re.IGNORECASE)


def take_role(name: str) -> tuple[Rank | None, str | None, str]:
    """Cut « Mme Martin, suppléante de M. Dupont » or « Suppléant : M. Petit » into role, titular and name."""
    if found := _OF_WHOM.fullmatch(name):
        return Rank.SUBSTITUTE, found[2], found[1]
    if found := _MARKED.fullmatch(name):
        return _role(found[2]), None, found[1]
    if found := _ANNOUNCED.fullmatch(name):
        return _role(found[1]), None, found[2]
    return None, None, name


def _role(word: str) -> Rank:
    return Rank.TITULAR if fold(word) == "titulaire" else Rank.SUBSTITUTE


def is_vacant(name: str) -> bool:
    """Tell whether a name says that nobody holds the seat."""
    return fold(name) in _VACANT


def looks_like_several(raw: str) -> bool:
    """Tell whether a cell of names holds several people: « M. Dupont / Mme Martin », one under the other."""
    parts = [part for part in _SEPARATORS.split(raw.strip()) if part]
    return len(parts) > 1 and all(_is_whole_name(part) for part in parts)


def _is_whole_name(part: str) -> bool:
    return bool(_CIVILITY.match(part)) or len(part.split()) > 1


def take_civility(name: str) -> tuple[str | None, str]:
    """Cut « Mme le Dr Anne Martin » into « Mme » and « Anne Martin »; the first civility wins."""
    civility: str | None = None
    while found := _CIVILITY.match(name):
        civility = civility or parse_civility(found[1])
        name = name[found.end() :]
        # « Mme le Docteur », « M. le Professeur »
        if (article := re.match(r"(?:le|la)\s+", name, re.IGNORECASE)) and _CIVILITY.match(name[article.end() :]):
            name = name[article.end() :]
    return civility, name


def split_name(name: str, *, first_comes_first: bool) -> tuple[str, str | None]:
    """Cut a full name into last and first name.

    Capitals decide when only part of the name is in capitals; else a comma; else the order that the heading
    announces, with particles kept beside the last name.
    """
    words = name.split()
    if len(words) == 1:
        return name, None
    if "," in name:
        last, _, first = name.partition(",")
        if last.strip() and first.strip():
            return last.strip(), first.strip()
    loud = [_is_loud(word) for word in words]
    if any(loud) and not all(loud):
        return _split_by_capitals(words, loud)
    return _split_by_order(words, first_comes_first=first_comes_first)


def _is_loud(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and "".join(letters).isupper()


def _is_particle(word: str) -> bool:
    return word.islower() and (squash(word) in _PARTICLES or word.startswith(("d’", "d'")))


def _split_by_capitals(words: list[str], loud: list[bool]) -> tuple[str, str | None]:
    """Take as last name the run of words in capitals, with the particles just before it."""
    start = loud.index(True)
    end = len(words) - loud[::-1].index(True)
    while start and _is_particle(words[start - 1]):
        start -= 1
    first = " ".join(words[:start] + words[end:])
    return " ".join(words[start:end]), first or None


def _split_by_order(words: list[str], *, first_comes_first: bool) -> tuple[str, str | None]:
    if first_comes_first:
        cut = len(words) - 1
        while cut > 1 and _is_particle(words[cut - 1]):
            cut -= 1
        return " ".join(words[cut:]), " ".join(words[:cut])
    cut = 1
    while cut < len(words) - 1 and _is_particle(words[cut - 1]):
        cut += 1
    return " ".join(words[:cut]), " ".join(words[cut:])
