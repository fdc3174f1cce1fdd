"""The code of an access slip: made, written for a hand to type, read back whatever the hand did, drawn as a square."""

import hashlib
import re
from secrets import token_bytes

import segno

from webapp.accounts.model import SlipCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U to be misread
LENGTH = 26  # 130 bits written for 128 drawn
GROUP = 4
BYTES = 16

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> SlipCode:
    """Draw a code of 128 bits."""
    value = int.from_bytes(token_bytes(BYTES))
    letters = [ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(LENGTH))]
    return SlipCode("".join(letters))


def grouped(code: SlipCode) -> str:
    """Write a code in groups of four, as the slip prints it."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> SlipCode | None:
    """Read a code as typed or scanned, whatever its case, spaces and dashes; None when it cannot be one."""
    letters = re.sub(r"[^0-9A-Z]", "", typed[:200].upper()).translate(_MISREAD)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return SlipCode(letters)


def hash_of(code: SlipCode) -> str:
    """Return what is kept of a code; 128 drawn bits need no slow hash."""
    return hashlib.sha256(code.encode()).hexdigest()


def square(link: str) -> str:
    """Draw a link as a QR code: an SVG `data:` URL that the page and the PDF may show."""
    return str(segno.make(link, error="m", micro=False).svg_data_uri(border=4, scale=1, omitsize=True))
