"""What the house says when it refuses: one sentence per reason, with its article of law where there is one."""

from enum import StrEnum

from webapp.wording.phrases import (
    accounts,
    archives,
    attendance,
    committees,
    documents,
    door,
    folder,
    forms,
    meetings,
    minutes,
    notices,
    organising,
    outbox,
    polls,
    publishing,
    retention,
    roster,
    sharing,
    signing,
    simulator,
    verifier,
    voting_rules,
    webinars,
    written,
)
from webapp.wording.typography import spaced

PHRASES: dict[str, str] = {
    **accounts.PHRASES,
    **archives.PHRASES,
    **attendance.PHRASES,
    **committees.PHRASES,
    **documents.PHRASES,
    **door.PHRASES,
    **folder.PHRASES,
    **forms.PHRASES,
    **meetings.PHRASES,
    **minutes.PHRASES,
    **outbox.PHRASES,
    **notices.PHRASES,
    **organising.PHRASES,
    **polls.PHRASES,
    **publishing.PHRASES,
    **retention.PHRASES,
    **roster.PHRASES,
    **sharing.PHRASES,
    **signing.PHRASES,
    **simulator.PHRASES,
    **verifier.PHRASES,
    **voting_rules.PHRASES,
    **webinars.PHRASES,
    **written.PHRASES,
}
PHRASES = {key: spaced(text) for key, text in PHRASES.items()}


def phrase(reason: StrEnum, **facts: object) -> str:
    """Say a refusal in French; `facts` fill the placeholders. Keys are "ClassName.MEMBER"."""
    return PHRASES[f"{type(reason).__name__}.{reason.name}"].format(**facts)
