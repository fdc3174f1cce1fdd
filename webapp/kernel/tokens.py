"""Tokens of links: 128 bits written for a hand to type, drawn, or derived from a nonce by a key kept out of the database.

A derived token can be written again, on a letter or in a message sent anew, although only its hash is kept.
"""

import hashlib
import hmac
from base64 import b32encode
from secrets import token_bytes, token_hex
from typing import NewType

Nonce = NewType("Nonce", str)
Token = NewType("Token", str)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U to be misread
_MISHEARD = str.maketrans("OIL", "011")
LENGTH = 26  # 130 bits written for 128
BYTES = 16
_WRITTEN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)  # from the letters of RFC 4648


def write(value: bytes) -> str:
    """Write sixteen bytes in the alphabet."""
    # Four more bytes make whole letters of it; they are all in front.
    return b32encode(bytes(4) + value).decode().translate(_WRITTEN)[-LENGTH:]


def draw() -> str:
    """Draw a token of 128 bits."""
    return write(token_bytes(BYTES))


def new_nonce() -> Nonce:
    """Draw what a token will be derived from."""
    return Nonce(token_hex(BYTES))


def derive(key: str, nonce: Nonce) -> Token:
    """Return the token of a nonce (HMAC-SHA-256, cut to 128 bits)."""
    return Token(write(hmac.digest(key.encode(), nonce.encode(), "sha256")[:BYTES]))


def heard(typed: str) -> str:
    """Return a token as it was written, from what somebody typed who heard it read."""
    return "".join(typed.split()).upper().replace("-", "").translate(_MISHEARD)


def hash_of(token: str) -> str:
    """Return what is kept of a token; 128 bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
