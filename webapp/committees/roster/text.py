"""Text of cells: tidied, compared without case or accents, and made harmless for spreadsheets."""

import re
import unicodedata
from typing import Final

# Characters that make a spreadsheet compute a cell (OWASP, CSV Injection), their full-width forms included.
_DANGEROUS: Final = "=+\\-@\t\r\n＝＋－＠"
_TO_ESCAPE = re.compile(rf"'*[{_DANGEROUS}]")
_TO_UNESCAPE = re.compile(rf"'+[{_DANGEROUS}]")
_ELISION = re.compile(r"[’'ʼ`´]")
# Control, format, surrogate, private and unassigned characters (Unicode general categories).
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NOT_WORD = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """Return the text on one line: composed (NFC), blanks single, control and invisible characters gone."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # nothing to take out, by far the usual case
        return " ".join(text.split())
    kept = (" " if character.isspace() else character for character in text)
    visible = "".join(character for character in kept if unicodedata.category(character) not in _INVISIBLE)
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def fold(text: str) -> str:
    """Return the words of a text without case, accents or punctuation: « Services de l’État » gives "services de l etat"."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = text.casefold()
    if not plain.isascii():  # an import folds each cell many times over
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", _ELISION.sub(" ", plain)).strip()


def squash(text: str) -> str:
    """Return the folded text without blanks, for headings: « Suppléant de : » gives "suppleantde"."""
    return fold(text).replace(" ", "")


def name_key(name: str) -> frozenset[str]:
    """Return what identifies a full name whatever its order, case, accents and civility: « M. Jean DUPONT » is « Dupont Jean »."""
    words = fold(name).split()
    kept = [word for word in words if word not in _CIVILITY_WORDS]
    return frozenset(kept or words)


_CIVILITY_WORDS: Final = frozenset(
    {"m", "mr", "monsieur", "mme", "madame", "mlle", "mademoiselle", "dr", "docteur", "pr", "professeur", "le", "la"}
)


def neutralise(text: str) -> str:
    """Return the text with an apostrophe before what a spreadsheet would compute; `restore` takes it away."""
    return f"'{text}" if _TO_ESCAPE.match(text) else text


def keep_apostrophe(text: str) -> str:
    """Return the text so that `restore` gives it back, where the cell's type already stops any computation."""
    return f"'{text}" if _TO_UNESCAPE.match(text) else text


def restore(text: str) -> str:
    """Return the text without the apostrophe of `neutralise`."""
    return text[1:] if _TO_UNESCAPE.match(text) else text


def shorten(text: str, limit: int = 60) -> str:
    """Return at most `limit` characters, for quoting a cell in a message."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
