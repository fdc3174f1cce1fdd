"""A refusal: a reason the law or the house gives, never a sentence."""

from enum import StrEnum


class Refusal(Exception):  # noqa: N818 — a refusal is not a fault of the program
    """Somebody asked for what may not be done; `wording.phrases` says why in French.

    `reason` is a member of a StrEnum that subclasses `Reason`; `facts` fill the placeholders of its phrase.
    """

    def __init__(self, reason: "Reason", **facts: object) -> None:
        super().__init__(f"{type(reason).__name__}.{reason.name}")
        self.reason = reason
        self.facts = facts


class Reason(StrEnum):
    """The base of every enumeration of refusals, so that one test can walk them all."""
