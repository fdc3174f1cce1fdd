"""Acts on minutes: what is written beside the facts, and the files made of both."""

from webapp.minutes.service.approving import approved_in_sitting
from webapp.minutes.service.forgetting import forget
from webapp.minutes.service.issuing import issue
from webapp.minutes.service.means import Means
from webapp.minutes.service.notes import save_note
from webapp.minutes.service.rectifying import rectify
from webapp.minutes.service.rendering import (
    JOB,
    Store,
    keep,
    kept_final,
    pages_of,
    read,
    render,
    request,
)
from webapp.minutes.service.signing import attach_scan, bring_back, seal, sign
from webapp.minutes.service.stamping import STAMP_JOB, may_come, stamp, stamp_later
from webapp.minutes.service.verifying import Part, Verdict, judge, verify
from webapp.minutes.service.writing import (
    correct_fact,
    disagree,
    excuse,
    save_text,
    take_step,
    transmit,
    withdraw_disagreement,
)

__all__ = [
    "JOB",
    "STAMP_JOB",
    "Means",
    "Part",
    "Store",
    "Verdict",
    "approved_in_sitting",
    "attach_scan",
    "bring_back",
    "correct_fact",
    "disagree",
    "excuse",
    "forget",
    "issue",
    "judge",
    "keep",
    "kept_final",
    "may_come",
    "pages_of",
    "read",
    "rectify",
    "render",
    "request",
    "save_note",
    "save_text",
    "seal",
    "sign",
    "stamp",
    "stamp_later",
    "take_step",
    "transmit",
    "verify",
    "withdraw_disagreement",
]
