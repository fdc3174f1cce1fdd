"""Who is named in minutes, and how their names are found again in what people wrote (CRPA L312-1-2; LAW PUB-1)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum, auto
from itertools import chain
from typing import Any

from webapp.minutes.model.publishing import Known, Person

Facts = Mapping[str, Any]
SeatName = tuple[str, str]

_CIVILITIES = frozenset(
    {"m", "mm", "mme", "mmes", "mlle", "monsieur", "messieurs", "madame", "mesdames", "dr", "docteur"}
)
_FEMININE = frozenset({"mme", "mmes", "mlle", "mlles", "madame", "mesdames"})
_TITLES = r"(?:mm?\.?|mmes?|mlles?|monsieur|messieurs|madame|mesdames|dr\.?|docteur|maitre|me)"
_LEGAL_FORMS = """
agence ars association autorite bureau cabinet caisse carriere carrieres centre chambre clinique college commune
communaute compagnie conseil consortium cooperative cuma ddt ddtm departement direction domaine dreal earl ecole
entreprise entreprises epci epic etablissement etablissements etat ets eurl fabrique federation fondation foyer
gaec gie gip groupe groupement hopital institut laboratoire lycee mairie maison metropole ministere mutuelle office
parc pays prefecture regie region sa sarl sas sasu scea sci scic scop section sem service services siaep sivom sivu
smictom snc societe spl ste syndicat union universite usine ville
abattoir brasserie camping cave cimenterie conserverie distillerie fonderie fromagerie garage hotel imprimerie
laiterie papeterie pisciculture scierie sucrerie verrerie
"""
_BODIES = frozenset(_LEGAL_FORMS.split())
_TITLED = re.compile(rf"(?<![^\W\d_]){_TITLES} +(?=[^\W\d_])")
_PARTICLES = r"(?:(?:de|du|des|la|le|von|van)\s+|d['’])*"
_CAPITAL = rf"{_PARTICLES}[A-ZÀ-ÖØ-Þ](?:\.(?=\s)|[\w’'-]*)"
TITLED = re.compile(
    r"(?<![^\W\d_])(?:MM?\.|Mmes?|Mlles?|Messieurs|Monsieur|Mesdames|Madame|Mademoiselle|Dr\.?|Docteur|Me)\s+"
    rf"{_CAPITAL}(?:[ \u00a0]{_CAPITAL})*"
)
"""Somebody named with a title and a capital letter, whoever it is; « M. le maire » is an office."""
_SHORTEST = 3


def people(facts: Facts, seats_in_public: Collection[SeatName]) -> tuple[Person, ...]:
    """Return everybody whom the facts name, once each; whoever acts by function, mandate or office may be read by all.

    `seats_in_public`: (college, seat) of those who are named to everybody. A name told twice is public if it is once.
    """
    found: dict[str, Person] = {}
    for name, known in _told(facts, seats_in_public):
        plain = " ".join(name.split())
        before = found.get(folded(plain))
        if plain and (before is None or (known.public and not before.known.public)):
            found[folded(plain)] = Person(name=plain, known=known)
    return tuple(found.values())


def _told(facts: Facts, seats_in_public: Collection[SeatName]) -> Iterator[tuple[str, Known]]:
    for member in facts["members"]:
        public = (member["college"], member["seat"]) in seats_in_public
        for who in filter(None, (member["titular"], *member["sat"])):
            yield who["name"], Known.SEAT_IN_PUBLIC if public else Known.SEAT
    yield from ((each["name"], Known.CHAIR) for each in facts["presided"])
    yield _first(facts["secretary"]), Known.AGENT
    yield from ((each["entered_by"], Known.AGENT) for each in facts["afterwards"])
    yield from ((each["by"], Known.AGENT) for each in facts["corrections"])
    yield from ((each["by"], Known.CHAIR) for each in facts["decisions"])
    for mandate in facts["mandates"]:
        yield from ((mandate[side]["name"], Known.OTHER) for side in ("mandator", "holder"))
    yield from ((_first(each["name"]), Known.HEARD) for each in facts["guests"])
    yield from chain.from_iterable(map(_of_item, facts["agenda"]))
    written = facts.get("written") or {}
    for line in chain(written.get("refused", ()), written.get("opinions", ())):
        yield line["name"], Known.OTHER


def _of_item(item: Facts) -> Iterator[tuple[str, Known]]:
    yield _first(item["rapporteur"]), Known.AGENT
    yield from ((name, Known.APPLICANT) for name in private_names(item["applicant"]))
    yield from ((_first(each), Known.HEARD) for each in item["heard"])
    yield from ((_first(each["name"]), Known.HEARD) for each in item.get("wrote") or ())
    yield from ((each["by"], Known.CHAIR) for each in item["decisions"])
    for line in chain(item["recusals"], item["disagreements"]):
        yield line["name"], Known.OTHER
    for vote in item["votes"]:
        yield from ((vote[side], Known.CHAIR) for side in ("presided_by", "list_confirmed_by"))
        yield from ((each["by"], Known.CHAIR) for each in vote["earlier"])
        yield from ((each, Known.OTHER) for each in (vote["paper"] or {}).get("scrutineers", ()))
        for named in vote["names"]:
            yield from ((named[side], Known.OTHER) for side in ("name", "cast_by"))
        for mandate in vote["mandates"]:
            yield from ((mandate[side], Known.OTHER) for side in ("mandator", "holder"))


def _first(text: str) -> str:
    """Return the name before its quality: « M. Exemple, hydrogéologue », « M. Exemple (pétitionnaire) »."""
    return re.split(r"[,(]|\s[-–—]\s", text, maxsplit=1)[0].strip()


def private_names(applicant: str) -> list[str]:
    """Return the persons among applicants: whatever is not plainly a body with a legal form is taken for one."""
    found, body = [], False
    for each in re.split(r"[,;()]|\bet\b", applicant):
        titled = _TITLED.search(folded(each))
        words = set(_words(each)) - _CIVILITIES
        if titled and words:
            found.append(each[titled.start() :].strip())
        elif words and not body:  # what follows a body tells about it
            body = not _BODIES.isdisjoint(words)
            found += [] if body else [each.strip()]
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", folded(text))


def folded(text: str) -> str:
    """Return a text without case, accents or kinds of signs, each letter at the place where it was."""
    return "".join(map(_plain, text))


def _plain(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in "’ʼ`´‘":
        return "'"
    if unicodedata.category(sign) == "Pd":
        return "-"
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign


class How(StrEnum):
    """How much of a name stands somewhere."""

    WHOLE = auto()
    TITLED = auto()
    ALONE = auto()


class Name:
    """How one name is written: in full, with a title or an initial, the family name alone."""

    def __init__(self, name: str) -> None:
        words = [word for word in name.split() if _bare(word) not in _CIVILITIES]
        if len(words) > 1 and words[0].isupper() and not words[-1].isupper() and len(_bare(words[0])) > 1:
            words = [*words[1:], words[0]]  # « EXEMPLE Jeanne »
        bare = [_bare(word) for word in words]
        self.key = " ".join(bare)
        self.last = bare[-1] if bare else ""
        self._pattern = _pattern(bare) if bare else None

    def find(self, text: str, plain: str) -> Iterator[tuple[int, int, How]]:
        """Yield where the name stands and how much of it; `plain` is the text folded.

        The family name alone is one where it is written as a name: with a capital letter.
        """
        for match in () if self._pattern is None else self._pattern.finditer(plain):
            given = any(match.groupdict().get(part) for part in ("given", "after"))
            if given or match.span() != match.span("family"):
                yield match.start(), match.end(), How.WHOLE if given else How.TITLED
            elif len(match.group()) >= _SHORTEST and any(map(str.isupper, text[match.start() : match.end()])):
                yield match.start(), match.end(), How.ALONE


def titled_alike(one: str, other: str) -> bool:
    """Whether two ways of naming may be of one person: not a Mr here and a Mrs there."""
    first, second = (_FEMININE.isdisjoint(_words(each)[:1]) for each in (one, other))
    return first is second or not _CIVILITIES.intersection(_words(one)[:1])


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    family, last = _joined(words[1:] or words), _joined(words[-1:])
    families = rf"(?P<family>{family}|{last})"
    whole = rf"(?:{_TITLES} +)?{families}"
    if len(words) > 1:
        first = _joined(words[:1])
        before = rf"(?:(?P<given>{first}) +|{re.escape(words[0][0])}\. *)?"
        whole = rf"(?:{_TITLES} +)?{before}{families}(?:[ ,]+(?P<after>{first})(?![^\W\d_]))?"
    return re.compile(rf"(?<![^\W\d_]){whole}(?![^\W\d_])")


def _bare(word: str) -> str:
    return folded(word).strip(".,;:()")


def _joined(words: Sequence[str]) -> str:
    """Write words as a pattern in which blanks and hyphens are one."""
    return "[ -]+".join("[ -]+".join(map(re.escape, re.split(r"[ -]+", word))) for word in words)
