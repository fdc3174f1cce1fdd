"""Connections are forgotten under their rule and not before; the journal says how many (ARC-1)."""

from datetime import datetime, timedelta

from tests.factories import a_person
from webapp.accounts.service import forgetting
from webapp.audit import queries as audit
from webapp.kernel import clock
from webapp.storage.database import Database, unit_of_work

RULE = "Tableau 2026, ligne 9"


def _session(db: Database, person_id: int, name: str, *, expires_at: datetime, ended_at: datetime | None) -> None:
    with unit_of_work(db):
        db.run(
            "INSERT INTO sessions (token_hash, person_id, method, device, created_at, seen_at, expires_at, ended_at)"
            " VALUES (?, ?, 'password', 'Firefox', ?, ?, ?, ?)",
            (
                name,
                person_id,
                *(clock.to_text(expires_at - timedelta(hours=8)),) * 2,
                clock.to_text(expires_at),
                None if ended_at is None else clock.to_text(ended_at),
            ),
        )


def test_arc_1_connections_over_before_the_term_go_and_the_others_stay(db: Database, now: datetime):
    anne = a_person(db)
    old, term = now - timedelta(days=400), now - timedelta(days=365)
    _session(db, anne, "finie", expires_at=now, ended_at=old)
    _session(db, anne, "échue", expires_at=old, ended_at=None)
    _session(db, anne, "récente", expires_at=now, ended_at=term + timedelta(seconds=1))
    _session(db, anne, "ouverte", expires_at=now + timedelta(hours=1), ended_at=None)
    assert forgetting.forget_connections(db, before=term, rule=RULE, now=now) == 2
    assert {row["token_hash"] for row in db.rows("SELECT token_hash FROM sessions")} == {"récente", "ouverte"}
    (act,) = [each for each in audit.entries(db) if each.act == "retention.connections_erased"]
    assert act.facts == {"number": 2, "rule": RULE, "cause": "term"}
    assert forgetting.forget_connections(db, before=term, rule=RULE, now=now) == 0
