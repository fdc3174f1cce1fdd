"""What a rehearsal is called, wherever something of it is shown."""

from webapp.wording.typography import spaced

WORD = "Répétition"
BAND = spaced(f"{WORD} : rien de ce qui est fait ici ne compte")
SIGN = "⚠"  # with the word, never instead of it


def titled(title: str, *, rehearsal: bool) -> str:
    """Return a document's title, which says first that it comes from a rehearsal."""
    return spaced(f"{WORD} : {title}") if rehearsal else title


def headed(*, rehearsal: bool) -> str:
    """Return what stands at the head of every page of a document, empty for that of a true sitting."""
    return f"{SIGN} {BAND}" if rehearsal else ""


def filed(name: str, *, rehearsal: bool) -> str:
    """Return the name under which a file is handed over."""
    return f"repetition-{name}" if rehearsal else name
