"""The cupboard of the sittings: only this package's service and queries open it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from webapp.committees.model import CommitteeSettings
from webapp.kernel import clock
from webapp.meetings.model import Counts, Mode, Outcome, Quorum, Sense
from webapp.meetings.sitting import (
    Act,
    ClosingKind,
    Decision,
    Fact,
    Form,
    Item,
    ItemDraft,
    ItemKind,
    ItemState,
    LateEntry,
    Meeting,
    MeetingDraft,
    MeetingState,
    Motion,
    MotionDraft,
    MotionKind,
    Opening,
    Presided,
    VoteResult,
)
from webapp.storage.database import Database, Row

MOTION = (
    "SELECT motions.*, agenda_items.meeting_id, polls.text_hash, polls.opens_at, polls.closed_at AS poll_closed_at"
    " FROM motions JOIN agenda_items ON agenda_items.id = motions.item_id LEFT JOIN polls ON polls.id = motions.poll_id"
)


def instant(text: str | None) -> datetime | None:
    """Read an optional instant."""
    return None if text is None else clock.from_text(text)


def _text(at: datetime | None) -> str | None:
    return None if at is None else clock.to_text(at)


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
        settings=None if row["settings"] is None else CommitteeSettings.from_json(row["settings"]),
        composing=row["composing"],
        opened_at=instant(row["opened_at"]),
        closed_at=instant(row["closed_at"]),
        closing_kind=None if row["closing_kind"] is None else ClosingKind(row["closing_kind"]),
        item_in_hand=row["item_in_hand"],
        screen_token=row["screen_token"],
        revision=row["revision"],
    )


def meeting(db: Database, meeting_id: int) -> Meeting | None:
    """Return one sitting, or None."""
    row = db.row("SELECT * FROM meetings WHERE id = ?", (meeting_id,))
    return None if row is None else meeting_of(row)


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


def add_meeting(db: Database, committee_id: int, draft: MeetingDraft, *, screen_token: str, at: datetime) -> int:
    """Write a new sitting; return its number."""
    return db.run(
        "INSERT INTO meetings (committee_id, title, mode, mode_decision, starts_at, place, connection, secretary,"
        " second_notice, first_meeting_id, notice_sent_on, notice_urgency, screen_token, created_at)"
        " VALUES (:committee_id, :title, :mode, :mode_decision, :starts_at, :place, :connection, :secretary,"
        " :second_notice, :first_meeting_id, :notice_sent_on, :notice_urgency, :screen_token, :created_at)",
        {
            **_draft_values(draft),
            "committee_id": committee_id,
            "screen_token": screen_token,
            "created_at": clock.to_text(at),
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


def write_opened(db: Database, meeting_id: int, *, settings: CommitteeSettings, composing: int, at: datetime) -> None:
    """Open a sitting, its settings and number of members frozen."""
    db.run(
        "UPDATE meetings SET state = 'open', settings = ?, composing = ?, opened_at = ? WHERE id = ?",
        (settings.to_json(), composing, clock.to_text(at), meeting_id),
    )


def write_closed(db: Database, meeting_id: int, kind: ClosingKind, at: datetime) -> None:
    """Close a sitting."""
    db.run(
        "UPDATE meetings SET state = 'closed', closing_kind = ?, closed_at = ?, item_in_hand = NULL WHERE id = ?",
        (kind, clock.to_text(at), meeting_id),
    )


def grow(db: Database, meeting_id: int) -> None:
    """Grow a sitting's revision: something of it changed."""
    db.run("UPDATE meetings SET revision = revision + 1 WHERE id = ?", (meeting_id,))


def item_of(row: Row) -> Item:
    """Read an agenda item out of a row."""
    return Item(
        id=row["id"],
        meeting_id=row["meeting_id"],
        position=row["position"],
        label=row["label"],
        kind=ItemKind(row["kind"]),
        title=row["title"],
        commune=row["commune"],
        applicant=row["applicant"],
        legal_basis=row["legal_basis"],
        mandatory=row["consultation"] == "mandatory",
        conforming=row["opinion"] == "conforming",
        rapporteur=row["rapporteur"],
        state=ItemState(row["state"]),
        state_reason=row["state_reason"],
        begun_at=instant(row["begun_at"]),
        ended_at=instant(row["ended_at"]),
    )


def items(db: Database, meeting_id: int) -> list[Item]:
    """Return the agenda in its order."""
    found = db.rows("SELECT * FROM agenda_items WHERE meeting_id = ? ORDER BY position, id", (meeting_id,))
    return [item_of(row) for row in found]


def item(db: Database, meeting_id: int, item_id: int) -> Item | None:
    """Return one item of this sitting, or None."""
    row = db.row("SELECT * FROM agenda_items WHERE meeting_id = ? AND id = ?", (meeting_id, item_id))
    return None if row is None else item_of(row)


def _item_values(draft: ItemDraft, position: int) -> dict[str, object]:
    return {
        "label": draft.label.strip() or str(position),
        "kind": draft.kind,
        "title": draft.title.strip(),
        "commune": draft.commune.strip(),
        "applicant": draft.applicant.strip(),
        "legal_basis": draft.legal_basis.strip(),
        "consultation": "mandatory" if draft.mandatory else "optional",
        "opinion": "conforming" if draft.conforming else "simple",
        "rapporteur": draft.rapporteur.strip(),
    }


def add_item(db: Database, meeting_id: int, position: int, draft: ItemDraft) -> int:
    """Write a new item at this place; return its number."""
    return db.run(
        "INSERT INTO agenda_items (meeting_id, position, label, kind, title, commune, applicant, legal_basis,"
        " consultation, opinion, rapporteur) VALUES (:meeting_id, :position, :label, :kind, :title, :commune,"
        " :applicant, :legal_basis, :consultation, :opinion, :rapporteur)",
        {**_item_values(draft, position), "meeting_id": meeting_id, "position": position},
    )


def write_item(db: Database, item: Item, draft: ItemDraft) -> None:
    """Rewrite an item."""
    db.run(
        "UPDATE agenda_items SET label = :label, kind = :kind, title = :title, commune = :commune,"
        " applicant = :applicant, legal_basis = :legal_basis, consultation = :consultation, opinion = :opinion,"
        " rapporteur = :rapporteur WHERE id = :id",
        {**_item_values(draft, item.position), "id": item.id},
    )


def place_item(db: Database, item_id: int, position: int, label: str) -> None:
    """Put an item at a place of the agenda."""
    db.run("UPDATE agenda_items SET position = ?, label = ? WHERE id = ?", (position, label, item_id))


def remove_item(db: Database, item_id: int) -> None:
    """Take an item that nothing happened to out of a draft agenda, with its motions."""
    db.run("DELETE FROM motions WHERE item_id = ?", (item_id,))
    db.run("DELETE FROM agenda_items WHERE id = ?", (item_id,))


def write_item_state(
    db: Database, item: Item, state: ItemState, *, reason: str, begun_at: datetime | None, ended_at: datetime | None
) -> None:
    """Move an item on, and the sitting's item in hand with it."""
    db.run(
        "UPDATE agenda_items SET state = ?, state_reason = ?, begun_at = ?, ended_at = ? WHERE id = ?",
        (state, reason, _text(begun_at), _text(ended_at), item.id),
    )
    if state is ItemState.IN_HAND:
        db.run("UPDATE meetings SET item_in_hand = ? WHERE id = ?", (item.id, item.meeting_id))
    else:
        db.run("UPDATE meetings SET item_in_hand = NULL WHERE id = ? AND item_in_hand = ?", (item.meeting_id, item.id))


def motion_of(row: Row) -> Motion:
    """Read a motion, with its poll, out of a row of MOTION."""
    stored = None if row["outcome"] is None else json.loads(row["outcome"])
    opening = None if row["opening"] is None else json.loads(row["opening"])
    return Motion(
        id=row["id"],
        item_id=row["item_id"],
        position=row["position"],
        kind=MotionKind(row["kind"]),
        title=row["title"],
        text=row["text"],
        poll_id=row["poll_id"],
        text_hash=row["text_hash"],
        opened_at=instant(row["opens_at"]),
        closed_at=instant(row["poll_closed_at"]),
        opening=None if opening is None else Opening(quorum=_quorum(opening["quorum"]), mark=opening["mark"]),
        last_call_at=instant(row["last_call_at"]),
        result=None if stored is None else result_from(stored["standing"]),
        first_result=None if stored is None else result_from(stored["first"]),
        announced_at=instant(row["announced_at"]),
        list_confirmed_by=row["list_confirmed_by"],
        list_confirmed_at=instant(row["list_confirmed_at"]),
    )


def motions(db: Database, meeting_id: int) -> list[Motion]:
    """Return every motion of a sitting, by item and in its order."""
    found = db.rows(
        MOTION + " WHERE agenda_items.meeting_id = ?"
        " ORDER BY agenda_items.position, agenda_items.id, motions.position, motions.id",
        (meeting_id,),
    )
    return [motion_of(row) for row in found]


def motion(db: Database, meeting_id: int, motion_id: int) -> Motion | None:
    """Return one motion of this sitting, or None."""
    row = db.row(MOTION + " WHERE agenda_items.meeting_id = ? AND motions.id = ?", (meeting_id, motion_id))
    return None if row is None else motion_of(row)


def add_motion(db: Database, item_id: int, position: int, draft: MotionDraft) -> int:
    """Write a new motion; return its number."""
    return db.run(
        "INSERT INTO motions (item_id, position, kind, title, text) VALUES (?, ?, ?, ?, ?)",
        (item_id, position, draft.kind, draft.title.strip(), draft.text.strip()),
    )


def write_motion(db: Database, motion_id: int, draft: MotionDraft) -> None:
    """Rewrite a motion that was not voted."""
    db.run(
        "UPDATE motions SET kind = ?, title = ?, text = ? WHERE id = ?",
        (draft.kind, draft.title.strip(), draft.text.strip(), motion_id),
    )


def place_motion(db: Database, motion_id: int, position: int) -> None:
    """Put a motion at a place of its item."""
    db.run("UPDATE motions SET position = ? WHERE id = ?", (position, motion_id))


def remove_motion(db: Database, motion_id: int) -> None:
    """Take away a motion that was never put to the vote."""
    db.run("DELETE FROM motions WHERE id = ?", (motion_id,))


def write_opening(db: Database, motion_id: int, poll_id: int, opening: Opening) -> None:
    """Tie a motion to the poll that opens."""
    db.run(
        "UPDATE motions SET poll_id = ?, opening = ?, last_call_at = NULL, list_confirmed_by = NULL,"
        " list_confirmed_at = NULL WHERE id = ?",
        (poll_id, _json({"quorum": asdict(opening.quorum), "mark": opening.mark}), motion_id),
    )


def write_opening_quorum(db: Database, motion_id: int, opening: Opening) -> None:
    """Write the quorum of an open vote's opening anew, counted with a fact entered late."""
    db.run(
        "UPDATE motions SET opening = ? WHERE id = ?",
        (_json({"quorum": asdict(opening.quorum), "mark": opening.mark}), motion_id),
    )


def unwrite_opening(db: Database, motion_id: int) -> None:
    """Untie a motion from an annulled poll, which stays under the motion's subject."""
    db.run(
        "UPDATE motions SET poll_id = NULL, opening = NULL, last_call_at = NULL, list_confirmed_by = NULL,"
        " list_confirmed_at = NULL WHERE id = ?",
        (motion_id,),
    )


def write_last_call(db: Database, motion_id: int, at: datetime) -> None:
    """Write the hour of the last call."""
    db.run("UPDATE motions SET last_call_at = ? WHERE id = ?", (clock.to_text(at), motion_id))


def write_result(db: Database, motion_id: int, *, standing: VoteResult, first: VoteResult) -> None:
    """Write what the rules said of a vote: at its closing, and what stands now."""
    db.run(
        "UPDATE motions SET outcome = ?, casting_declaration = ? WHERE id = ?",
        (
            _json({"standing": result_values(standing), "first": result_values(first)}),
            standing.chair.declaration,
            motion_id,
        ),
    )


def write_announced(db: Database, motion_id: int, at: datetime) -> None:
    """Write the hour from which members see a result."""
    db.run("UPDATE motions SET announced_at = ? WHERE id = ?", (clock.to_text(at), motion_id))


def write_confirmed(db: Database, motion_id: int, person_id: int | None, at: datetime | None) -> None:
    """Write who confirmed the list of ballots entered by the desk; None when new entries call for it again."""
    db.run(
        "UPDATE motions SET list_confirmed_by = ?, list_confirmed_at = ? WHERE id = ?",
        (person_id, _text(at), motion_id),
    )


def result_values(result: VoteResult) -> dict[str, Any]:
    """Return a result as plain JSON values."""
    values = asdict(result)
    values["at"] = clock.to_text(result.at)
    return values


def result_from(values: Mapping[str, Any]) -> VoteResult:
    """Read back what `result_values` wrote."""
    outcome = values["outcome"]
    return VoteResult(
        quorum=_quorum(values["quorum"]),
        counts=Counts(**values["counts"]),
        no_part=values["no_part"],
        hands=values["hands"],
        voices=values["voices"],
        outcome=Outcome(
            **{
                **outcome,
                "expressed": Sense(outcome["expressed"]),
                "present": Sense(outcome["present"]),
                "sense": None if outcome["sense"] is None else Sense(outcome["sense"]),
            }
        ),
        chair=Presided(**values["chair"]),
        at=clock.from_text(values["at"]),
        mark=values["mark"],
    )


def _quorum(values: Mapping[str, Any]) -> Quorum:
    return Quorum(**{**values, "mode": Mode(values["mode"])})


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fact_of(row: Row) -> Fact:
    """Read a line of the ledger out of a row."""
    return Fact(
        id=row["id"],
        meeting_id=row["meeting_id"],
        act=Act(row["act"]),
        seat=row["seat_id"],
        other_seat=row["other_seat_id"],
        person_id=row["person_id"],
        item_id=row["item_id"],
        form=None if row["form"] is None else Form(row["form"]),
        text=row["text"],
        refers_to=row["refers_to"],
        effective_at=clock.from_text(row["effective_at"]),
        entered_at=clock.from_text(row["entered_at"]),
        entered_by=row["entered_by"],
    )


def ledger(db: Database, meeting_id: int) -> list[Fact]:
    """Return the whole ledger in the order of effective hours."""
    found = db.rows("SELECT * FROM ledger WHERE meeting_id = ? ORDER BY effective_at, id", (meeting_id,))
    return [fact_of(row) for row in found]


def add_fact(db: Database, fact: Fact) -> int:
    """Write one line of the ledger, never to be changed; return its number (`fact.id` is not looked at)."""
    return db.run(
        "INSERT INTO ledger (meeting_id, act, seat_id, other_seat_id, person_id, item_id, form, text, refers_to,"
        " effective_at, entered_at, entered_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.meeting_id,
            fact.act,
            fact.seat,
            fact.other_seat,
            fact.person_id,
            fact.item_id,
            fact.form,
            fact.text,
            fact.refers_to,
            clock.to_text(fact.effective_at),
            clock.to_text(fact.entered_at),
            fact.entered_by,
        ),
    )


def decisions(db: Database, meeting_id: int) -> list[Decision]:
    """Return the chair's decisions, oldest first."""
    return [
        Decision(
            id=row["id"],
            meeting_id=row["meeting_id"],
            item_id=row["item_id"],
            motion_id=row["motion_id"],
            fact_id=row["ledger_id"],
            rule=row["rule"],
            decision=row["decision"],
            reason=row["reason"],
            details=json.loads(row["details"]),
            taken_at=clock.from_text(row["taken_at"]),
            taken_by=row["taken_by"],
        )
        for row in db.rows("SELECT * FROM decisions WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    ]


def add_decision(db: Database, decision: Decision) -> int:
    """Write a decision of the chair; return its number (`decision.id` is not looked at)."""
    return db.run(
        "INSERT INTO decisions (meeting_id, item_id, motion_id, ledger_id, rule, decision, reason, details, taken_at,"
        " taken_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            decision.meeting_id,
            decision.item_id,
            decision.motion_id,
            decision.fact_id,
            decision.rule,
            decision.decision,
            decision.reason,
            _json(dict(decision.details)),
            clock.to_text(decision.taken_at),
            decision.taken_by,
        ),
    )


def late_entries(db: Database, meeting_id: int) -> list[LateEntry]:
    """Return the late entries of a sitting that touch a vote, decided or not."""
    found = db.rows(
        "SELECT late_entries.motion_id, late_entries.poll_id, late_entries.decision_id, motions.item_id AS motion_item,"
        " ledger.* FROM late_entries JOIN ledger ON ledger.id = late_entries.ledger_id"
        " JOIN motions ON motions.id = late_entries.motion_id"
        " WHERE ledger.meeting_id = ? AND motions.poll_id = late_entries.poll_id ORDER BY ledger.id, motions.id",
        (meeting_id,),
    )
    return [
        LateEntry(
            fact=fact_of(row),
            motion_id=row["motion_id"],
            item_id=row["motion_item"],
            poll_id=row["poll_id"],
            decision_id=row["decision_id"],
        )
        for row in found
    ]


def add_late_entry(db: Database, fact_id: int, motion_id: int, poll_id: int) -> None:
    """Write that a fact touches a vote and awaits the chair's decision."""
    db.run("INSERT INTO late_entries (ledger_id, motion_id, poll_id) VALUES (?, ?, ?)", (fact_id, motion_id, poll_id))


def decide_late_entry(db: Database, fact_id: int, motion_id: int, decision_id: int) -> None:
    """Tie a late entry to the decision taken on it."""
    db.run(
        "UPDATE late_entries SET decision_id = ? WHERE ledger_id = ? AND motion_id = ?",
        (decision_id, fact_id, motion_id),
    )


def act_done(db: Database, key: str) -> Row | None:
    """Return the act that this form's key already did (meeting_id, act, result), or None."""
    return db.row("SELECT meeting_id, act, result FROM acts_done WHERE key = ?", (key,))


def remember_act(db: Database, key: str, meeting_id: int, *, act: str, result: int | None, at: datetime) -> None:
    """Write that a form's key has done its act."""
    db.run(
        "INSERT INTO acts_done (key, meeting_id, act, result, done_at) VALUES (?, ?, ?, ?, ?)",
        (key, meeting_id, act, result, clock.to_text(at)),
    )
