"""Why something about a committee is refused."""

from dataclasses import field
from enum import auto

from webapp.kernel.errors import Reason
from webapp.kernel.models import frozen


class CommitteeRefusal(Reason):
    """Why a committee, its settings, its seats or its appointments may not be so."""

    CODE_MISSING = auto()
    CODE_INVALID = auto()
    CODE_TAKEN = auto()
    NAME_MISSING = auto()
    TEXT_TOO_LONG = auto()
    UNKNOWN_COMMITTEE = auto()
    NO_SUCH_CODE = auto()
    UNKNOWN_TEMPLATE = auto()
    FORMATION_OF_FORMATION = auto()
    SETTING_UNKNOWN = auto()
    SETTING_INVALID = auto()
    SETTINGS_UNREADABLE = auto()
    TERM_ACT_MISSING = auto()
    TERM_DATES_MISSING = auto()
    TERM_DATES_REVERSED = auto()
    NO_TERM = auto()
    OUT_OF_TERM = auto()
    COMPOSITION_DIFFERS = auto()
    COMPOSITION_REASON_MISSING = auto()
    COLLEGE_NAME_MISSING = auto()
    COLLEGE_TAKEN = auto()
    UNKNOWN_COLLEGE = auto()
    COLLEGE_OCCUPIED = auto()
    COLLEGE_FULL = auto()
    UNKNOWN_SEAT = auto()
    SEAT_LABEL_MISSING = auto()
    SEAT_CLOSED = auto()
    SEAT_OCCUPIED = auto()
    CHAIR_EXISTS = auto()
    SEAT_TAKEN = auto()
    UNKNOWN_PERSON = auto()
    PERSON_ALREADY_SEATED = auto()
    PERSON_ALREADY_APPOINTED = auto()
    UNKNOWN_APPOINTMENT = auto()
    APPOINTMENT_ENDED = auto()
    APPOINTMENT_DATES_REVERSED = auto()
    NOTHING_TO_REPLACE = auto()
    END_REASON_MISSING = auto()
    SUBSTITUTE_OF_QUALIFIED = auto()
    SUBSTITUTE_OF_OTHER_ASSEMBLY = auto()
    SUBSTITUTE_OF_OTHER_BODY = auto()
    SUBSTITUTE_OF_OTHER_SERVICE = auto()
    NOT_APPOINTED = auto()
    TITULAR_NOT_FOUND = auto()
    TITULAR_NOT_SAID = auto()
    ROSTER_CHANGED = auto()
    UNKNOWN_IMPORT = auto()
    IMPORT_USED = auto()
    IMPORT_CHANGED_SINCE = auto()
    IMPORT_PEOPLE_IN_USE = auto()


class CommitteeWarning(Reason):
    """What a page points out without stopping anybody."""

    NO_PHYSICIAN = auto()
    NO_CHAIR = auto()
    COLLEGE_COUNT = auto()
    SEATS_VACANT = auto()
    NO_TERM_TODAY = auto()
    TERM_ENDS_SOON = auto()
    SUBSTITUTE_AGAINST_R133_3 = auto()


@frozen
class Remark:
    """A warning with the facts of its phrase."""

    warning: CommitteeWarning
    facts: dict[str, object] = field(default_factory=dict)
