"""The code that the secretariat dictates by telephone: drawn, said in two groups of four, read back as typed."""

import re
from secrets import randbelow

from webapp.accounts.model import DictatedCode

LENGTH = 8
GROUP = 4


def new_code() -> DictatedCode:
    """Draw eight digits."""
    return DictatedCode(f"{randbelow(10**LENGTH):0{LENGTH}}")


def grouped(code: DictatedCode) -> str:
    """Write a code as it is dictated: « 4821 0937 »."""
    return f"{code[:GROUP]} {code[GROUP:]}"


def read_code(typed: str) -> DictatedCode | None:
    """Read a code as typed, whatever its spaces, dots and dashes; None when it has not eight digits."""
    digits = re.sub(r"[\s.\-]", "", typed[:100])
    return DictatedCode(digits) if re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits) else None
