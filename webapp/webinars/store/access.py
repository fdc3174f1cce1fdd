"""Rows of who may sign up for a webinar, of its channels' words, and of its invitations."""

import json
from collections.abc import Iterable
from datetime import datetime

from webapp.kernel import clock
from webapp.kernel.tokens import Nonce
from webapp.storage.database import Database, Row
from webapp.webinars.model import Access, AccessKind, Guest, Invitation, InvitationAnswer, Invited


def access(db: Database, webinar_id: int) -> Access:
    """Return who may sign up; a webinar of which nothing was said is open to everybody."""
    row = db.row("SELECT * FROM webinar_access WHERE webinar_id = ?", (webinar_id,))
    if row is None:
        return Access()
    return Access(
        kind=AccessKind(row["kind"]), domains=tuple(json.loads(row["domains"])), walk_ins=bool(row["walk_ins"])
    )


def write_access(db: Database, webinar_id: int, access: Access) -> None:
    """Write who may sign up."""
    db.run(
        "INSERT INTO webinar_access (webinar_id, kind, domains, walk_ins) VALUES (:id, :kind, :domains, :walk_ins)"
        " ON CONFLICT (webinar_id) DO UPDATE SET kind = :kind, domains = :domains, walk_ins = :walk_ins",
        {
            "id": webinar_id,
            "kind": access.kind,
            "domains": json.dumps(access.domains),
            "walk_ins": int(access.walk_ins),
        },
    )


def write_channel(db: Database, channel_id: int, name: str, about: str) -> None:
    """Write a channel's words, corrected; its address stays."""
    db.run("UPDATE channels SET name = ?, about = ? WHERE id = ?", (name, about, channel_id))


def add_invitation(db: Database, webinar_id: int, guest: Guest, *, nonce: Nonce, token_hash: str, at: datetime) -> bool:
    """Write an invitation that has not left yet; return False when this person was invited already."""
    return bool(
        db.change(
            "INSERT INTO invitations (webinar_id, last_name, first_name, email, service, identity, nonce, token_hash,"
            " added_at, answer) VALUES (:webinar, :last_name, :first_name, :email, :service, :identity, :nonce, :hash,"
            " :at, 'none') ON CONFLICT (webinar_id, identity) DO NOTHING",
            {
                "webinar": webinar_id,
                "last_name": guest.last_name,
                "first_name": guest.first_name,
                "email": guest.email,
                "service": guest.service,
                "identity": guest.identity,
                "nonce": nonce,
                "hash": token_hash,
                "at": clock.to_text(at),
            },
        )
    )


def remove_invitation(db: Database, webinar_id: int, invitation_id: int) -> bool:
    """Take an invitation off the list; return whether there was one."""
    return bool(db.change("DELETE FROM invitations WHERE webinar_id = ? AND id = ?", (webinar_id, invitation_id)))


def invitation_of_link(db: Database, token_hash: str) -> Invitation | None:
    """Return the invitation of a link, or None."""
    row = db.row("SELECT * FROM invitations WHERE token_hash = ?", (token_hash,))
    return None if row is None else _invitation(row)


def invitations_of_address(db: Database, webinar_id: int, email: str) -> list[Invitation]:
    """Return the invitations sent to an address: several people may read one mailbox."""
    rows = db.rows("SELECT * FROM invitations WHERE webinar_id = ? AND email = ? ORDER BY id", (webinar_id, email))
    return [_invitation(row) for row in rows]


def invitations(
    db: Database, webinar_id: int, *, answer: InvitationAnswer | None = None, skipped: int = 0, most: int = -1
) -> list[Invitation]:
    """Return a webinar's invitations by name, all or those with this answer."""
    rows = db.rows(
        "SELECT * FROM invitations WHERE webinar_id = :webinar AND (:answer IS NULL OR answer = :answer)"
        " ORDER BY identity, id LIMIT :most OFFSET :skipped",
        {"webinar": webinar_id, "answer": answer, "most": most, "skipped": skipped},
    )
    return [_invitation(row) for row in rows]


def invited(db: Database, webinar_id: int) -> Invited:
    """Return how many were invited, and what they answered."""
    row = db.rows(
        "SELECT count(*) AS total, coalesce(sum(sent_at IS NULL AND answer = 'none'), 0) AS unsent,"
        " coalesce(sum(sent_at IS NOT NULL AND answer = 'none'), 0) AS silent,"
        " coalesce(sum(answer = 'signed_up'), 0) AS signed_up, coalesce(sum(answer = 'declined'), 0) AS declined"
        " FROM invitations WHERE webinar_id = ?",
        (webinar_id,),
    )[0]
    return Invited(**row)


def mark_sent(db: Database, ids: Iterable[int], at: datetime) -> None:
    """Note that invitations left."""
    db.run(
        "UPDATE invitations SET sent_at = ? WHERE id IN (SELECT value FROM json_each(?))",
        (clock.to_text(at), json.dumps(list(ids))),
    )


def mark_reminded(db: Database, ids: Iterable[int], at: datetime) -> None:
    """Note that people were reminded."""
    db.run(
        "UPDATE invitations SET reminded_at = ? WHERE id IN (SELECT value FROM json_each(?))",
        (clock.to_text(at), json.dumps(list(ids))),
    )


def write_answer(db: Database, invitation_id: int, answer: InvitationAnswer, at: datetime) -> None:
    """Write what somebody answered to their invitation."""
    db.run(
        "UPDATE invitations SET answer = ?, answered_at = ? WHERE id = ?",
        (answer, clock.to_text(at), invitation_id),
    )


def _invitation(row: Row) -> Invitation:
    return Invitation(
        id=row["id"],
        webinar_id=row["webinar_id"],
        guest=Guest(
            email=row["email"], last_name=row["last_name"], first_name=row["first_name"], service=row["service"]
        ),
        nonce=Nonce(row["nonce"]),
        sent_at=None if row["sent_at"] is None else clock.from_text(row["sent_at"]),
        reminded_at=None if row["reminded_at"] is None else clock.from_text(row["reminded_at"]),
        answer=InvitationAnswer(row["answer"]),
        answered_at=None if row["answered_at"] is None else clock.from_text(row["answered_at"]),
    )
