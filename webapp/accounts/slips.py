"""The code of an access slip: made, written for a hand to type, read back whatever the hand did."""

import re

from webapp.accounts.model import SlipCode
from webapp.kernel import tokens
from webapp.kernel.tokens import ALPHABET, LENGTH

GROUP = 4

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> SlipCode:
    """Draw a code of 128 bits."""
    return SlipCode(tokens.draw())


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
    """Return what is kept of a code."""
    return tokens.hash_of(code)
