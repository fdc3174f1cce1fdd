"""Agenda items."""

from datetime import date, datetime

from webapp.meetings.sitting import ApplicantNotice, Item, ItemDraft, ItemKind, ItemState, Nature
from webapp.meetings.store.values import instant, written
from webapp.storage.database import Database, Row


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
        carried_from=row["carried_from"],
        begun_at=instant(row["begun_at"]),
        ended_at=instant(row["ended_at"]),
        approves=row["approves"],
        added_after=row["added_after"],
        applicant_informed=None
        if row["applicant_informed_on"] is None
        else ApplicantNotice(on=date.fromisoformat(row["applicant_informed_on"]), of=row["applicant_informed_of"]),
        nature=None if row["nature"] is None else Nature(row["nature"]),
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
        "nature": draft.nature,
    }


def add_item(
    db: Database,
    meeting_id: int,
    position: int,
    draft: ItemDraft,
    *,
    carried_from: int | None = None,
    approves: int | None = None,
    added_after: int | None = None,
) -> int:
    """Write a new item at this place; return its number.

    `carried_from`: the item of an earlier sitting it takes up; `approves`: the sitting whose minutes it approves;
    `added_after`: the notice that it comes after.
    """
    return db.run(
        "INSERT INTO agenda_items (meeting_id, position, label, kind, title, commune, applicant, legal_basis,"
        " consultation, opinion, rapporteur, nature, carried_from, approves, added_after) VALUES (:meeting_id,"
        " :position, :label, :kind, :title, :commune, :applicant, :legal_basis, :consultation, :opinion, :rapporteur,"
        " :nature, :carried_from, :approves, :added_after)",
        {
            **_item_values(draft, position),
            "meeting_id": meeting_id,
            "position": position,
            "carried_from": carried_from,
            "approves": approves,
            "added_after": added_after,
        },
    )


def write_item(db: Database, item: Item, draft: ItemDraft) -> None:
    """Rewrite an item."""
    db.run(
        "UPDATE agenda_items SET label = :label, kind = :kind, title = :title, commune = :commune,"
        " applicant = :applicant, legal_basis = :legal_basis, consultation = :consultation, opinion = :opinion,"
        " rapporteur = :rapporteur, nature = :nature WHERE id = :id",
        {**_item_values(draft, item.position), "id": item.id},
    )


def write_applicant(db: Database, item_id: int, informed: ApplicantNotice) -> None:
    """Write that the applicant of an item was told of the sitting."""
    db.run(
        "UPDATE agenda_items SET applicant_informed_on = ?, applicant_informed_of = ? WHERE id = ?",
        (informed.on.isoformat(), informed.of, item_id),
    )


def place_item(db: Database, item_id: int, position: int, label: str) -> None:
    """Put an item at a place of the agenda."""
    db.run("UPDATE agenda_items SET position = ?, label = ? WHERE id = ?", (position, label, item_id))


def write_kind(db: Database, item_id: int, kind: ItemKind) -> None:
    """Make of an item one to vote on, or an information."""
    db.run("UPDATE agenda_items SET kind = ? WHERE id = ?", (kind, item_id))


def remove_item(db: Database, item_id: int) -> None:
    """Take an item that nothing happened to out of a draft agenda, with its motions."""
    db.run("DELETE FROM motions WHERE item_id = ?", (item_id,))
    db.run("DELETE FROM entrusted_items WHERE item_id = ?", (item_id,))
    db.run("DELETE FROM agenda_items WHERE id = ?", (item_id,))


def write_item_state(
    db: Database, item: Item, state: ItemState, *, reason: str, begun_at: datetime | None, ended_at: datetime | None
) -> None:
    """Move an item on, and the sitting's item in hand with it."""
    db.run(
        "UPDATE agenda_items SET state = ?, state_reason = ?, begun_at = ?, ended_at = ? WHERE id = ?",
        (state, reason, written(begun_at), written(ended_at), item.id),
    )
    if state is ItemState.IN_HAND:
        db.run("UPDATE meetings SET item_in_hand = ? WHERE id = ?", (item.id, item.meeting_id))
    else:
        db.run("UPDATE meetings SET item_in_hand = NULL WHERE id = ? AND item_in_hand = ?", (item.meeting_id, item.id))
