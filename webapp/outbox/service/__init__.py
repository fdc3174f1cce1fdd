"""What may be done to messages; `post`, `withdraw`, `forget` and `follow` stand in the caller's unit of work."""

from webapp.outbox.service.courier import hand_next, release
from webapp.outbox.service.following import confirm, follow, note_return, resend, returned
from webapp.outbox.service.posting import forget, forget_topic, post, readdress, relink, withdraw
from webapp.outbox.service.printing import print_letters
from webapp.outbox.service.relay import Door

__all__ = [
    "Door",
    "confirm",
    "follow",
    "forget",
    "forget_topic",
    "hand_next",
    "note_return",
    "post",
    "print_letters",
    "readdress",
    "release",
    "relink",
    "resend",
    "returned",
    "withdraw",
]
