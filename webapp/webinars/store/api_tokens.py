"""Rows of the tokens by which organisers' programs enter the JSON interface."""

from datetime import datetime

from webapp.kernel import clock
from webapp.storage.database import Database, Row
from webapp.webinars.model import ApiToken


def add_api_token(db: Database, person_id: int, label: str, token_hash: str, *, at: datetime, ends_at: datetime) -> int:
    """Write what a token is known by."""
    return db.run(
        "INSERT INTO api_tokens (person_id, label, hash, made_at, ends_at) VALUES (?, ?, ?, ?, ?)",
        (person_id, label, token_hash, clock.to_text(at), clock.to_text(ends_at)),
    )


def revoke_api_token(db: Database, token_id: int, at: datetime) -> int:
    """Write that a token opens nothing more; return 0 when it did not already."""
    return db.change(
        "UPDATE api_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (clock.to_text(at), token_id)
    )


def api_token(db: Database, token_id: int) -> ApiToken | None:
    """Return a token by its number, or None."""
    row = db.row("SELECT * FROM api_tokens WHERE id = ?", (token_id,))
    return None if row is None else _token(row)


def api_tokens_of(db: Database, person_id: int) -> list[ApiToken]:
    """Return somebody's tokens, the latest first."""
    return [
        _token(row) for row in db.rows("SELECT * FROM api_tokens WHERE person_id = ? ORDER BY id DESC", (person_id,))
    ]


def api_token_of_hash(db: Database, token_hash: str, *, now: datetime) -> ApiToken | None:
    """Return the token of a hash while it opens something, or None."""
    row = db.row(
        "SELECT * FROM api_tokens WHERE hash = ? AND revoked_at IS NULL AND ends_at > ?",
        (token_hash, clock.to_text(now)),
    )
    return None if row is None else _token(row)


def _token(row: Row) -> ApiToken:
    return ApiToken(
        id=row["id"],
        person_id=row["person_id"],
        label=row["label"],
        made_at=clock.from_text(row["made_at"]),
        ends_at=clock.from_text(row["ends_at"]),
        revoked_at=None if row["revoked_at"] is None else clock.from_text(row["revoked_at"]),
    )
