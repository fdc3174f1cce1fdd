"""What lets organisers' programs in."""

from datetime import datetime
from enum import auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen


class ApiTokenRefusal(Reason):
    """Why a token may not be made or revoked."""

    LABEL_MISSING = auto()
    UNKNOWN_TOKEN = auto()


@frozen
class ApiToken:
    """What lets an organiser's program in; the token itself is shown once and kept nowhere."""

    id: int
    person_id: int
    label: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None

    def opens(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at


@frozen
class Bearer:
    """Whom a program speaks for; `every_webinar`: an administrator's, otherwise those that its owner organises."""

    token: ApiToken
    person_id: int
    every_webinar: bool
