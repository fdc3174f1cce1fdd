"""Sittings, from draft to closing."""

from datetime import date, datetime

from webapp.committees.model import CommitteeSettings, read_settings
from webapp.kernel import clock
from webapp.meetings.model import Mode
from webapp.meetings.sitting import ClosingKind, Meeting, MeetingDraft, MeetingState
from webapp.meetings.store.values import instant, written
from webapp.storage.database import Database, Row


def meeting_of(row: Row) -> Meeting:
    """Read a sitting out of a row."""
    return Meeting(
        id=row["id"],
        committee_id=row["committee_id"],
        title=row["title"],
        mode=Mode(row["mode"]),
        mode_decision=row["mode_decision"],
        starts_at=clock.from_text(row["starts_at"]),
        place=row["place"],
        connection=row["connection"],
        secretary=row["secretary"],
        second_notice=bool(row["second_notice"]),
        first_meeting_id=row["first_meeting_id"],
        notice_sent_on=None if row["notice_sent_on"] is None else date.fromisoformat(row["notice_sent_on"]),
        notice_urgency=row["notice_urgency"],
        state=MeetingState(row["state"]),
        settings=None if row["settings"] is None else read_settings(row["settings"]),
        composing=row["composing"],
        opened_at=instant(row["opened_at"]),
        closed_at=instant(row["closed_at"]),
        closing_kind=None if row["closing_kind"] is None else ClosingKind(row["closing_kind"]),
        item_in_hand=row["item_in_hand"],
        suspended_at=instant(row["suspended_at"]),
        entry_hour=instant(row["entry_hour"]),
        delay_minutes=row["delay_minutes"],
        screen_token=row["screen_token"],
        door_token=row["door_token"],
        revision=row["revision"],
        rehearsal_of=row["rehearsal_of"],
        rehearsal_day=None if row["rehearsal_day"] is None else date.fromisoformat(row["rehearsal_day"]),
        notice_id=row["notice_id"],
    )


def meeting(db: Database, meeting_id: int) -> Meeting | None:
    """Return one sitting, or None."""
    row = db.row("SELECT * FROM meetings WHERE id = ?", (meeting_id,))
    return None if row is None else meeting_of(row)


def true_meeting(db: Database, meeting_id: int) -> Meeting | None:
    """Return a sitting on which another one may act, or None: a rehearsal is tied to nothing."""
    found = meeting(db, meeting_id)
    return None if found is None or found.rehearsal else found


def _draft_values(draft: MeetingDraft) -> dict[str, object]:
    return {
        "title": draft.title.strip(),
        "mode": draft.mode,
        "mode_decision": draft.mode_decision.strip(),
        "starts_at": clock.to_text(draft.starts_at),
        "place": draft.place.strip(),
        "connection": draft.connection.strip(),
        "secretary": draft.secretary.strip(),
        "second_notice": int(draft.second_notice),
        "first_meeting_id": draft.first_meeting_id,
        "notice_sent_on": None if draft.notice_sent_on is None else draft.notice_sent_on.isoformat(),
        "notice_urgency": draft.notice_urgency.strip(),
    }


def add_meeting(
    db: Database,
    committee_id: int,
    draft: MeetingDraft,
    *,
    screen_token: str,
    at: datetime,
    rehearses: Meeting | None = None,
) -> int:
    """Write a new sitting, or the rehearsal of one; return its number, which no other ever had."""
    return db.run(
        "INSERT INTO meetings (id, committee_id, title, mode, mode_decision, starts_at, place, connection, secretary,"
        " second_notice, first_meeting_id, notice_sent_on, notice_urgency, screen_token, created_at, rehearsal_of,"
        " rehearsal_day) VALUES ((SELECT 1 + max(number) FROM (SELECT 0 AS number UNION ALL SELECT max(id) FROM meetings"
        " UNION ALL SELECT max(meeting_id) FROM retired_meetings)),"
        " :committee_id, :title, :mode, :mode_decision, :starts_at, :place, :connection, :secretary,"
        " :second_notice, :first_meeting_id, :notice_sent_on, :notice_urgency, :screen_token, :created_at, :rehearsal_of,"
        " :rehearsal_day)",
        {
            **_draft_values(draft),
            "committee_id": committee_id,
            "screen_token": screen_token,
            "created_at": clock.to_text(at),
            "rehearsal_of": None if rehearses is None else rehearses.id,
            "rehearsal_day": None if rehearses is None else rehearses.composed_on.isoformat(),
        },
    )


def write_meeting(db: Database, meeting_id: int, draft: MeetingDraft) -> None:
    """Rewrite a sitting that is still in preparation."""
    db.run(
        "UPDATE meetings SET title = :title, mode = :mode, mode_decision = :mode_decision, starts_at = :starts_at,"
        " place = :place, connection = :connection, secretary = :secretary, second_notice = :second_notice,"
        " first_meeting_id = :first_meeting_id, notice_sent_on = :notice_sent_on, notice_urgency = :notice_urgency"
        " WHERE id = :id",
        {**_draft_values(draft), "id": meeting_id},
    )


def write_screen(db: Database, meeting_id: int, token: str) -> None:
    """Replace the projector's link."""
    db.run("UPDATE meetings SET screen_token = ? WHERE id = ?", (token, meeting_id))


def write_door(db: Database, meeting_id: int, token: str | None) -> None:
    """Replace the link of the tablet at the door; None: there is none any more."""
    db.run("UPDATE meetings SET door_token = ? WHERE id = ?", (token, meeting_id))


def write_opened(db: Database, meeting_id: int, *, settings: CommitteeSettings, composing: int, at: datetime) -> None:
    """Open a sitting, its settings and number of members frozen."""
    db.run(
        "UPDATE meetings SET state = 'open', settings = ?, composing = ?, opened_at = ? WHERE id = ?",
        (settings.to_json(), composing, clock.to_text(at), meeting_id),
    )


def write_suspended(db: Database, meeting_id: int, at: datetime | None) -> None:
    """Write since when a sitting is suspended; None when it goes on."""
    db.run("UPDATE meetings SET suspended_at = ? WHERE id = ?", (written(at), meeting_id))


def write_entry_hour(db: Database, meeting_id: int, at: datetime | None) -> None:
    """Write the hour for which the desk enters a sitting held on paper; None when it writes live again."""
    db.run("UPDATE meetings SET entry_hour = ? WHERE id = ?", (written(at), meeting_id))


def latest_hour(db: Database, meeting_id: int) -> datetime | None:
    """Return the hour of the last act that made something of a sitting: opening, suspension, item, vote, decision."""
    return instant(
        db.value(
            "SELECT max(at) FROM (SELECT opened_at AS at FROM meetings WHERE id = :meeting"
            " UNION ALL SELECT suspended_at FROM meetings WHERE id = :meeting"
            " UNION ALL SELECT begun_at FROM agenda_items WHERE meeting_id = :meeting"
            " UNION ALL SELECT ended_at FROM agenda_items WHERE meeting_id = :meeting"
            " UNION ALL SELECT taken_at FROM decisions WHERE meeting_id = :meeting"
            " UNION ALL SELECT opens_at FROM polls JOIN motions ON polls.subject = 'motion:' || motions.id"
            " JOIN agenda_items ON agenda_items.id = motions.item_id WHERE meeting_id = :meeting"
            " UNION ALL SELECT polls.closed_at FROM polls JOIN motions ON polls.subject = 'motion:' || motions.id"
            " JOIN agenda_items ON agenda_items.id = motions.item_id WHERE meeting_id = :meeting)",
            {"meeting": meeting_id},
        )
    )


def write_closed(db: Database, meeting_id: int, kind: ClosingKind, at: datetime) -> None:
    """Close a sitting."""
    db.run(
        "UPDATE meetings SET state = 'closed', closing_kind = ?, closed_at = ?, item_in_hand = NULL,"
        " suspended_at = NULL, entry_hour = NULL WHERE id = ?",
        (kind, clock.to_text(at), meeting_id),
    )


def grow(db: Database, meeting_id: int) -> None:
    """Grow a sitting's revision: something of it changed."""
    db.run("UPDATE meetings SET revision = revision + 1 WHERE id = ?", (meeting_id,))
