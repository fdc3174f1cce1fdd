"""Seals: Ed25519 (RFC 8032), by a key of the instance kept out of the database; and the fingerprint read aloud."""

import base64
import hashlib

GROUPS = 5
GROUP = 4


def public_of(seed: str) -> str:
    """Return the public key of a private one, both in hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 — slow import: only where something is sealed

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).public_key().public_bytes_raw().hex()


def seal(seed: str, content: bytes) -> str:
    """Return the seal of a content."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 — same

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).sign(content).hex()


def holds(public: str, content: bytes, sealed: str) -> bool:
    """Whether a seal is that of this content by this key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 — same
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 — same

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(sealed), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """Return what two people read to each other on the telephone: a hundred bits in five groups of four letters."""
    text = base64.b32encode(hashlib.sha256(bytes.fromhex(public)).digest()).decode()
    return " ".join(text[place : place + GROUP] for place in range(0, GROUPS * GROUP, GROUP))
