"""Who is awaited for minutes, and how they are reminded, in words."""

from datetime import date

from webapp.wording import dates

AWAITED = {"approval": "Approbation attendue", "signature": "Signature attendue"}
ACTS = {"minutes.reminded": "Relance écrite pour le procès-verbal, {role} : {reminded}"}


def subject(what: str, day: date, *, chair: bool) -> str:
    """Return the subject of a reminder."""
    if what == "approval":
        return f"Procès-verbal du {dates.day(day)} à approuver"
    return (
        f"Procès-verbal du {dates.day(day)} à signer" if chair else f"Procès-verbal du {dates.day(day)} à faire signer"
    )
