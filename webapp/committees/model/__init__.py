"""What a committee is made of."""

from webapp.committees.model.composition import (
    Appointment,
    College,
    Committee,
    Holding,
    Rank,
    Roster,
    RosterImport,
    Seat,
    SeatOnDay,
    SeatType,
    Template,
    Term,
)
from webapp.committees.model.meaning import Kind, Meaning, allowed
from webapp.committees.model.refusals import CommitteeRefusal, CommitteeWarning, Remark
from webapp.committees.model.settings import CODERST_SETTINGS, MEANINGS, CommitteeSettings, read_settings
from webapp.committees.model.templates import TEMPLATES, CollegePlan, CommitteePlan, SeatPlan

__all__ = [
    "CODERST_SETTINGS",
    "MEANINGS",
    "TEMPLATES",
    "Appointment",
    "College",
    "CollegePlan",
    "Committee",
    "CommitteePlan",
    "CommitteeRefusal",
    "CommitteeSettings",
    "CommitteeWarning",
    "Holding",
    "Kind",
    "Meaning",
    "Rank",
    "Remark",
    "Roster",
    "RosterImport",
    "Seat",
    "SeatOnDay",
    "SeatPlan",
    "SeatType",
    "Template",
    "Term",
    "allowed",
    "read_settings",
]
