"""Names of people: a full name cut in two, its civility taken off, several people in one cell noticed."""

import re
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster.text import fold, squash
from webapp.committees.roster.values import parse_civility

_TITLES: Final = (
    r"(M\.|Mr\.?|MM\.|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Dr\.?|Docteure?|Pr\.?|Professeure?|Me|Maître|M)"
)
# « M.Petit » as well as « M. Petit », but « M.-A. Petit » begins with a first name.
_CIVILITY = re.compile(rf"{_TITLES}\s+(?=\S)|(M\.|Mme\.|Dr\.|Pr\.)(?=[^\W\d_]{{2}})", re.IGNORECASE)
_CIVILITY_BEHIND = re.compile(rf"(.+?)\s*[(,]\s*{_TITLES}\)?", re.IGNORECASE)
# Left as a form prints it, or as both halves of a couple: « Mme/M. Petit » is one person, « M. et Mme Petit » are two.
_HE_OR_SHE = re.compile(
    r"(?:M(?:r|onsieur)?\.?\s*/\s*M(?:me|adame)\.?|M(?:me|adame)\.?\s*/\s*M(?:r|onsieur)?\.?)\s+", re.IGNORECASE
)
_COUPLE = re.compile(
    r"(?:M(?:r|onsieur)?\.?\s+(?:et|ou|&)\s+M(?:me|adame)|M(?:me|adame)\.?\s+(?:et|ou|&)\s+M(?:r|onsieur)?)\b",
    re.IGNORECASE,
)
_HE = re.compile(r"(?:^|[\s,;(])(?:M\.|Mr\b|MM\.|Mme\b|Mlle\b|Monsieur\b|Madame\b)", re.IGNORECASE)
_MARKS = re.compile(r"(?:\s*[*†‡¹²³⁴]+|\s*\(\d{1,2}\))+$")
_REPRESENTED = re.compile(r"[\s,(]+ou (?:son|sa|leur) représentante?\)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"\S@\S+\.\S")
_OFFICE = re.compile(
    r"(?:(?:m|mr|mme|monsieur|madame) )?(?:le|la|l|les|un|une) "
    r"(?:prefete?|sous prefete?|direct(?:eur|rice)|presidente?|maire|cheffe?|secretaire|deleguee?|responsable|representante?s?"
    r"|commandante?|rect(?:eur|rice)|inspect(?:eur|rice)|conseill(?:er|ere)|procureure?|tresori(?:er|ere)|chambre|conseil)"
    r"(?: (?:de|du|des|d|ou|departementale?|regionale?|generale?|academique|adjointe?)\b.*)?"
)
_PARTICLES: Final = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "von", "van", "der", "den", "ben", "el", "al", "da", "di"}
)
_CAPITAL_PARTICLES: Final = frozenset({"De", "Du", "Des", "La", "Le", "Les"})
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


def tidy_name(text: str) -> str:
    """Return a name without « Mme/M. », without the mark of a footnote, without « ou son représentant » behind somebody."""
    text = _MARKS.sub("", _HE_OR_SHE.sub("", text, count=1)) or text
    bare = _REPRESENTED.sub("", text)
    return text if names_an_office(bare) else bare


def names_an_office(name: str) -> bool:
    """Tell whether a cell of names holds an office, « Le préfet ou son représentant », a number or an address."""
    return bool(_OFFICE.fullmatch(fold(name))) or bool(_ADDRESS.search(name)) or name.strip().isdigit()


def says_more(name: str) -> bool:
    """Tell whether brackets hold anything else than a first name or a civility: « Jean PETIT (mairie de Lac-Rêvé) »."""
    if "(" not in name or _CIVILITY_BEHIND.fullmatch(name):
        return False
    found = _FIRST_NAME_IN_BRACKETS.fullmatch(name)
    return not found or (len(found[1].split()) > 1 and not _is_loud(found[1]))


_FIRST_NAME_IN_BRACKETS = re.compile(r"([^()]+?)\s*\(([^\W\d_]+(?:[ -][^\W\d_]+)?)\)")


def looks_like_several(raw: str) -> bool:
    """Tell whether a cell of names holds several people: « M. Dupont / Mme Martin », one under the other."""
    raw = _REPRESENTED.sub("", _HE_OR_SHE.sub("", raw.strip()))
    parts = [part for part in _SEPARATORS.split(raw) if part]
    if len(parts) > 1 and all(_is_whole_name(part) for part in parts):
        return True
    by_comma = [part.strip() for part in raw.split(",")]
    return bool(_COUPLE.match(raw)) or (len(by_comma) > 1 and all(_is_certain_name(part) for part in by_comma))


def addresses_several(name: str) -> bool:
    """Tell whether a name, once it says nothing of a titular, holds two civilities: « M. PETIT Mme GRAND »."""
    return len(_HE.findall(_HE_OR_SHE.sub("", name))) > 1


def _is_certain_name(part: str) -> bool:
    if "suppl" in fold(part):
        return False
    loud = [_is_loud(word) for word in part.split()]
    return bool(_CIVILITY.match(part)) or (any(loud) and not all(loud))


_T = r"titul(?:aire|\.)"
_S = r"suppl(?:[ée]ant(?:e|\(e\)|·e)?|\.)"
_BETWEEN = r"[\s,;/–—-]*"
_PAIRS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(.+?)\s*[,(–—-]\s*{_T}\)?{_BETWEEN}(?:et\s+)?(.+?)\s*[,(–—-]\s*{_S}\)?",
        rf"{_T}\s*:\s*(.+?){_BETWEEN}{_S}\s*:\s*(.+)",
        rf"(.+?){_BETWEEN}\(?\s*(?:(?:son|sa)\s+)?{_S}\s*:\s*(.+?)\)?",
        r"(.+?)[\s,(]+suppl[ée]ée?\s+par\s+(.+?)\)?",
    )
)


def take_pair(raw: str) -> tuple[str, str] | None:
    """Cut « M. X (titulaire), Mme Y (suppléante) » into titular and substitute, where both are told; None elsewhere."""
    text = " / ".join(line.strip() for line in raw.splitlines() if line.strip())
    for pattern in _PAIRS:
        if (found := pattern.fullmatch(text)) and not any(_is_no_single(part) for part in found.groups()):
            return found[1].strip(" /"), found[2].strip(" /")
    return None


def _is_no_single(part: str) -> bool:
    return looks_like_several(part.strip(" /")) or addresses_several(part) or "suppl" in fold(part) or not fold(part)


def _is_whole_name(part: str) -> bool:
    return bool(_CIVILITY.match(part)) or len(part.split()) > 1


def take_civility(name: str) -> tuple[str | None, str]:
    """Cut « Mme le Dr Anne Martin » into « Mme » and « Anne Martin »; the first civility wins."""
    civility: str | None = None
    if (behind := _CIVILITY_BEHIND.fullmatch(name)) and not _CIVILITY.match(name):
        civility, name = parse_civility(behind[2]), behind[1]
    while found := _CIVILITY.match(name):
        civility = civility or parse_civility(found[1] or found[2])
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
    if found := _FIRST_NAME_IN_BRACKETS.fullmatch(name):
        return found[1], found[2]
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
    """« de » and « Le » alike: what is written before a name belongs to it when a first name stands elsewhere."""
    if word in _CAPITAL_PARTICLES:
        return True
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
