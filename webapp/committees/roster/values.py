"""The value of one cell: a day, an address, a telephone number, a yes or a no; a refusal where guessing would be wrong."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from webapp.committees.model import Rank, SeatType
from webapp.committees.roster.model import Cell, CellFault
from webapp.committees.roster.text import clean, fold, restore, shorten, squash
from webapp.kernel.errors import Refusal

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
# Day 0 of spreadsheets: the 1900 system counts a 29 February that never was.
_SERIAL_ORIGIN: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 80_000)
_LONGEST_EMAIL: Final = 254

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_HOUR = r"(?:[ T]\d{1,2}[:h]\d{0,2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_HOUR}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|\d{{2}}){_HOUR}")
_IN_WORDS = re.compile(r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_BEFORE_A_DAY = re.compile(r"(?:nomm[ée]e?\s+)?(?:depuis\s+|jusqu\W|à compter\s+)?(?:le|du|au)\s+", re.IGNORECASE)
# Two figures mean this century up to here: mandates of the last century are none of ours.
_LAST_OF_TWO_FIGURES: Final = 69
_SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")

_EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]]+@[^\s@<>(),;:\"\[\]]+\.[^\s@<>(),;:\"\[\].]{2,}")
_MAILTO = re.compile(r"mailto:\s*", re.IGNORECASE)
_AROUND_AT = re.compile(r"\s*@\s*")
# Signs that a word processor or a keyboard puts where an address has the plain one.
_TYPED: Final = str.maketrans(
    {
        "＠": "@",
        "﹫": "@",
        "．": ".",
        "․": ".",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "’": "'",
        "“": "",
        "”": "",
        '"': "",
    }
)
_BRACKETED = re.compile(r"[^<>]*<([^<>]*)>")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_ZERO_TYPED_O = re.compile(r"[oO0][\doO\s.]{8,}")
_ZEROS: Final = str.maketrans("oO", "00")
_FLOAT = re.compile(r"(?<=^\d{9})[.,]0$|(?<=^\d{11})[.,]0$")
_FRENCH_NUMBER: Final = 10
_EATEN_NUMBER: Final = 9

_YES: Final = frozenset({"oui", "o", "x", "vrai", "true", "yes", "y", "1", "medecin"})
_NO: Final = frozenset({"non", "n", "faux", "false", "no", "0"})
_TICKS: Final = frozenset("✓✔☑☒✗✘")

_TITULAR: Final = frozenset(
    {"titulaire", "t", "tit", "titul", "membretitulaire", "titular", "membre", "president", "presidente"}
)
_SUBSTITUTE = re.compile(
    r"(?:(?:\d|1er|1re|2e|2eme|2nd|2nde|premier|premiere|second|seconde|deuxieme)\s)?"
    r"(?:s|sup|suppl|suppleant|suppleante|suppleant e|membre suppleant|membre suppleante|substitute)(?:\s\d)?"
)
_SUBSTITUTE_OF = re.compile(
    r"(?:"
    r"(?:(?:\d(?:er|re|e|[èe]me)?|premi[èe]re?|seconde?|deuxi[èe]me)\s+)?(?:membre\s+|repr[ée]sentante?\s+)?"
    r"suppl(?:[ée]ant(?:e|\(e\)|·e|-e)?|\.)\s*(?:\s(?:de\s+la|du|de|à)\s+|\sd\s*[’']\s*|:\s*)"
    r"|(?:(?:en\s+)?remplace(?:ment\s+de)?|(?:qui\s+)?suppl[ée]e|suppl[ée]ance\s+de|en\s+cas\s+d[’']emp[êe]chement\s+de)\s+"
    r")(.+)",
    re.IGNORECASE,
)
_SUBSTITUTE_IN_BRACKETS = re.compile(
    r"(?:membre\s+)?suppl(?:[ée]ant(?:e|\(e\)|·e|-e)?|\.)\s*\((?:de\s+)?([^()]+)\)", re.IGNORECASE
)
_SEAT_TYPES: Final = {
    word: seat_type
    for seat_type, words in {
        SeatType.FUNCTION: "fonction function esqualites esqualite etat administration dedroit membrededroit servicedeletat",
        SeatType.ELECTED: "electif elective elected elu elue elus collectivite",
        SeatType.ORGANISATION: "organisme organisation association structure profession expert",
        SeatType.QUALIFIED: "personnalitequalifiee personnalitesqualifiees personnequalifiee pq qualifiee qualifie qualified "
        "medecin physician",
    }.items()
    for word in words.split()
}
_CIVILITIES: Final = {
    **dict.fromkeys(("m", "mr", "monsieur", "homme", "h"), "M."),
    **dict.fromkeys(("mme", "madame", "mlle", "mademoiselle", "mrs", "ms", "femme", "f"), "Mme"),
    **dict.fromkeys(("dr", "docteur", "docteure"), "Dr"),
    **dict.fromkeys(("pr", "prof", "professeur", "professeure"), "Pr"),
    **dict.fromkeys(("me", "maitre"), "Me"),
}


# The cell of a form where nobody crossed out the other.
_EITHER: Final = frozenset({"mmme", "mmem", "monsieurmadame", "madamemonsieur"})


def text_of(value: Cell) -> str:
    """Return a cell as the text that a person sees: 12.0 is "12", a day "31/12/2026", true "oui"."""
    match value:
        case str():
            return value
        case bool():
            return "oui" if value else "non"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)


def tidy(value: Cell) -> str:
    """Return a cell as clean text on one line, without the apostrophe that our exports put before formulas."""
    return restore(clean(text_of(value)))


def parse_date(value: Cell) -> date:
    """Return the day of a typed cell, of a text (French or ISO order, or in words) or of a serial number."""
    if isinstance(value, datetime):
        return _bounded(value.date(), value)
    if isinstance(value, date):
        return _bounded(value, value)
    text = _BEFORE_A_DAY.sub("", tidy(value), count=1) if isinstance(value, str) else tidy(value)
    if _SERIAL.fullmatch(text) and int(text[:5]) in _SERIALS:
        return _SERIAL_ORIGIN + timedelta(days=int(text[:5]))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups()[:3])
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups()[:3])
        year += 0 if len(found[3]) > len("26") else 2000 if year <= _LAST_OF_TWO_FIGURES else 1900
    elif (found := _IN_WORDS.fullmatch(fold(text))) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2]], int(found[3])
    else:
        raise Refusal(CellFault.NOT_A_DATE, value=shorten(text))
    try:
        return _bounded(date(year, month, day), value)
    except ValueError:
        raise Refusal(CellFault.NOT_A_DATE, value=shorten(text)) from None


def _bounded(day: date, value: Cell) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Refusal(CellFault.NOT_A_DATE, value=shorten(tidy(value)))
    return day


def parse_email(value: Cell) -> str:
    """Return one mail address, freed of "mailto:", of a name around it and of what a word processor did to it."""
    text = _MAILTO.sub("", tidy(value).translate(_TYPED))
    if bracketed := _BRACKETED.fullmatch(text):
        text = bracketed[1]
    text = _MAILTO.sub("", _AROUND_AT.sub("@", text)).partition("?")[0].strip(" .;,<>")
    several = {each.lower() for each in re.split(r"[\s;,/<>]+", text) if "@" in each}
    if len(several) == 1 and text.count("@") > 1:
        text = next(each for each in re.split(r"[\s;,/<>]+", text) if "@" in each)
    if "@" not in text:
        raise Refusal(CellFault.EMAIL_WITHOUT_AT, value=shorten(text))
    if text.count("@") > 1:
        raise Refusal(CellFault.SEVERAL_EMAILS, value=shorten(text))
    if not _EMAIL.fullmatch(text) or len(text) > _LONGEST_EMAIL or ".." in text:
        raise Refusal(CellFault.EMAIL_MALFORMED, value=shorten(text))
    return text


def parse_phone(value: Cell) -> str:
    """Return a telephone number; a French one as « 06 12 34 56 78 », its leading zero given back if a spreadsheet ate it.

    Anything else than a French number is kept as written: it is a person who will dial it.
    """
    text = tidy(value)
    if _SCIENTIFIC.fullmatch(text):
        number = Decimal(text.replace(",", ".").upper())
        written = len(re.sub(r"[eE].*|[.,]", "", text))
        if number != int(number) or written < _EATEN_NUMBER:
            raise Refusal(CellFault.MANGLED_PHONE, value=shorten(text))
        text = str(int(number))
    if _ZERO_TYPED_O.fullmatch(text):
        text = text.translate(_ZEROS)
    text = _FLOAT.sub("", text)
    bare = re.sub(r"^(?:t[ée]l(?:[ée]phone)?|port(?:able)?|mob(?:ile)?)\s*[.:]*\s*", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"\+?[\d\s.()/-]+", bare):
        return text
    digits = re.sub(r"\D", "", bare.replace("(0)", ""))
    if bare.startswith(("+33", "0033")) or (len(digits) == _FRENCH_NUMBER + 1 and digits.startswith("33")):
        digits = "0" + digits.removeprefix("00").removeprefix("33").removeprefix("0")
    elif len(digits) == _EATEN_NUMBER and not digits.startswith("0"):
        digits = "0" + digits
    if len(digits) != _FRENCH_NUMBER or not digits.startswith("0"):
        return text
    return " ".join(digits[place : place + 2] for place in range(0, _FRENCH_NUMBER, 2))


def parse_yes_no(value: Cell) -> bool:
    """Return yes or no: oui, non, x, 1, 0, vrai, faux, a tick."""
    text = tidy(value)
    if text in _TICKS or squash(text) in _YES:
        return True
    if squash(text) in _NO:
        return False
    raise Refusal(CellFault.NOT_YES_OR_NO, value=shorten(text))


def is_yes_no(value: Cell) -> bool:
    """Tell whether a cell says yes or no."""
    text = tidy(value)
    return text in _TICKS or squash(text) in _YES | _NO


def parse_role(value: Cell) -> tuple[Rank, str | None]:
    """Return the role, and the name of the titular when the cell says « suppléant de … »."""
    text = tidy(value)
    if squash(text) in _TITULAR:
        return Rank.TITULAR, None
    if _SUBSTITUTE.fullmatch(fold(text)):
        return Rank.SUBSTITUTE, None
    if found := _SUBSTITUTE_OF.fullmatch(text) or _SUBSTITUTE_IN_BRACKETS.fullmatch(text):
        return Rank.SUBSTITUTE, found[1].strip()
    raise Refusal(CellFault.UNKNOWN_ROLE, value=shorten(text))


def parse_seat_type(value: Cell) -> SeatType:
    """Return the type of a seat (LAW COM-5 depends on it, so an unknown word is refused)."""
    text = tidy(value)
    words = fold(text).split()
    key = "".join(words[1:] if words[:1] == ["siege"] else words)
    if key not in _SEAT_TYPES:
        raise Refusal(CellFault.UNKNOWN_SEAT_TYPE, value=shorten(text))
    return _SEAT_TYPES[key]


def is_physician_seat(value: Cell) -> bool:
    """Tell whether a type of seat says that its holder is a physician (CSP R1416-2, 4°)."""
    return squash(tidy(value)) in {"medecin", "physician"}


def guess_seat_type(college: str) -> SeatType:
    """Deduce the type of a seat from the name of its college, as CSP R1416-2 and its like divide them."""
    words = set(fold(college).split())
    if words & {"qualifiee", "qualifiees", "qualifie", "qualifies"}:
        return SeatType.QUALIFIED
    if words & {"elu", "elus", "elues", "collectivite", "collectivites", "communes", "maires"}:
        return SeatType.ELECTED
    if words & {"etat", "agence", "ars", "presidence", "prefet", "prefete", "administration", "administrations"}:
        return SeatType.FUNCTION
    return SeatType.ORGANISATION


def parse_civility(value: Cell) -> str:
    """Return « M. », « Mme », « Dr », « Pr », « Me », or what is written; nothing for « M./Mme »."""
    text = tidy(value)
    return "" if squash(text) in _EITHER else _CIVILITIES.get(squash(text), text)
