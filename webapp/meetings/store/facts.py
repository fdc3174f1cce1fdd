"""The ledger, the decisions taken on it, and the acts that forms have done."""

import json
from datetime import datetime

from webapp.kernel import clock
from webapp.meetings.sitting import Act, Decision, Fact, Form, LateEntry
from webapp.meetings.store.values import as_json
from webapp.storage.database import Database, Row


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
        at_door=bool(row["at_door"]),
        paper=row["paper"],
    )


def ledger(db: Database, meeting_id: int) -> list[Fact]:
    """Return the whole ledger in the order of effective hours."""
    found = db.rows("SELECT * FROM ledger WHERE meeting_id = ? ORDER BY effective_at, id", (meeting_id,))
    return [fact_of(row) for row in found]


def add_fact(db: Database, fact: Fact) -> int:
    """Write one line of the ledger, never to be changed; return its number (`fact.id` is not looked at)."""
    return db.run(
        "INSERT INTO ledger (meeting_id, act, seat_id, other_seat_id, person_id, item_id, form, text, refers_to,"
        " effective_at, entered_at, entered_by, at_door, paper) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            int(fact.at_door),
            fact.paper,
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
            as_json(dict(decision.details)),
            clock.to_text(decision.taken_at),
            decision.taken_by,
        ),
    )


def late_entries(db: Database, meeting_id: int) -> list[LateEntry]:
    """Return the late entries of a sitting that touch a vote, decided or not."""
    return ledger_and_late(db, meeting_id)[1]


def ledger_and_late(db: Database, meeting_id: int) -> tuple[list[Fact], list[LateEntry]]:
    """Return the whole ledger in the order of effective hours, and the late entries in that of their writing."""
    # A vote that was opened again owes nothing to what touched its earlier poll.
    found = db.rows(
        "SELECT ledger.*, late_entries.poll_id, late_entries.decision_id, motions.id AS motion_id,"
        " motions.item_id AS motion_item FROM ledger LEFT JOIN late_entries ON late_entries.ledger_id = ledger.id"
        " LEFT JOIN motions ON motions.id = late_entries.motion_id AND motions.poll_id = late_entries.poll_id"
        " WHERE ledger.meeting_id = ? ORDER BY ledger.effective_at, ledger.id",
        (meeting_id,),
    )
    facts = {row["id"]: fact_of(row) for row in found}
    late = [
        LateEntry(
            fact=facts[row["id"]],
            motion_id=row["motion_id"],
            item_id=row["motion_item"],
            poll_id=row["poll_id"],
            decision_id=row["decision_id"],
        )
        for row in found
        if row["motion_id"] is not None
    ]
    return list(facts.values()), sorted(late, key=lambda each: (each.fact.id, each.motion_id))


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
