"""What may be done to messages; writing and withdrawing stand in the caller's unit of work."""

from webapp.outbox.service.courier import hand_next, release
from webapp.outbox.service.posting import post, withdraw
from webapp.outbox.service.relay import Door

__all__ = ["Door", "hand_next", "post", "release", "withdraw"]
