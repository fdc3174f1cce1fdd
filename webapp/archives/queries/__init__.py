"""What the archives receive of a sitting, and what is left of it here (LAW ARC-1, ARC-2)."""

from webapp.archives.queries.package import exported_as_it_is, package, ready
from webapp.archives.queries.standing import elimination, eliminations, exports, fingerprint_of, standing

__all__ = [
    "elimination",
    "eliminations",
    "exported_as_it_is",
    "exports",
    "fingerprint_of",
    "package",
    "ready",
    "standing",
]
