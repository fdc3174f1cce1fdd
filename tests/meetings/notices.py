"""Notices of a plainly fictitious committee, for the tests that judge or write one."""

from datetime import date, datetime

from webapp.meetings.model import Mode
from webapp.meetings.sitting import (
    Item,
    ItemKind,
    ItemState,
    Meeting,
    MeetingState,
    Notice,
    NoticedItem,
    NoticeFacts,
    NoticeKind,
)
from webapp.wording.dates import PARIS

SITTING_DAY = date(2026, 12, 10)


def at(day: int, hour: int = 14, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 30, tzinfo=PARIS)


FACTS = NoticeFacts(
    authority="Préfecture du Val-Imaginaire",
    committee="CODERST du Val-Imaginaire",
    title="",
    mode=Mode.IN_PERSON,
    mode_decision="",
    starts_at=at(10),
    place="Salle des Cartes, 1 rue de la Brume",
    connection="",
    urgency="",
    cancelled_for="",
    first_sitting=None,
    max_mandates=1,
    agenda=(
        NoticedItem(
            id=1,
            label="1",
            title="Captage de la Source-Perdue",
            nature="vote",
            commune="Brumeval",
            applicant="Syndicat des eaux",
            late=False,
        ),
        NoticedItem(
            id=2,
            label="2",
            title="Bilan de l’année",
            nature="information",
            commune="",
            applicant="",
            late=False,
        ),
    ),
)


def a_notice(**fields: object) -> Notice:
    standard: dict[str, object] = {
        "id": 1,
        "meeting_id": 12,
        "version": 1,
        "kind": NoticeKind.FIRST,
        "uid": "0123456789abcdef@collegiale",
        "facts": FACTS,
        "agenda_hash": "0" * 64,
        "sent_at": at(1),
        "sent_by": None,
        "job_id": None,
        "pdf": None,
        "calendar": None,
        "rendered_at": None,
    }
    return Notice(**{**standard, **fields})  # type: ignore[arg-type]  # the caller names its fields


def an_item(number: int, **fields: object) -> Item:
    standard: dict[str, object] = {
        "id": number,
        "meeting_id": 12,
        "position": number,
        "label": str(number),
        "kind": ItemKind.VOTE,
        "title": "Captage",
        "commune": "",
        "applicant": "",
        "legal_basis": "",
        "mandatory": True,
        "conforming": False,
        "rapporteur": "",
        "state": ItemState.PENDING,
        "state_reason": "",
        "carried_from": None,
        "begun_at": None,
        "ended_at": None,
    }
    return Item(**{**standard, **fields})  # type: ignore[arg-type]  # the caller names its fields


def the_meeting() -> Meeting:
    return Meeting(
        id=12,
        committee_id=1,
        title="",
        mode=Mode.IN_PERSON,
        mode_decision="",
        starts_at=at(10),
        place=FACTS.place,
        connection="",
        secretary="",
        second_notice=False,
        first_meeting_id=None,
        notice_sent_on=None,
        notice_urgency="",
        state=MeetingState.PREPARED,
        settings=None,
        composing=None,
        opened_at=None,
        closed_at=None,
        closing_kind=None,
        item_in_hand=None,
        suspended_at=None,
        entry_hour=None,
        delay_minutes=0,
        screen_token="",
        door_token=None,
        revision=0,
    )
