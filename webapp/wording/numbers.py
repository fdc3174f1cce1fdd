"""Numbers and plurals in French."""

NARROW = "\u202f"


def number(value: int) -> str:
    """Write « 1 250 »."""
    return f"{value:,}".replace(",", NARROW)


def count(value: int, singular: str, plural: str | None = None) -> str:
    """Write a number with its noun: « 1 mandat », « 3 mandats », « 0 mandat »."""
    noun = singular if abs(value) < 2 else (plural or f"{singular}s")  # noqa: PLR2004 — French plural begins at two
    return f"{number(value)}\u00a0{noun}"
