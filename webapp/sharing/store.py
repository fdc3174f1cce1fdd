"""The cupboard of sharing: rows in, values out. Only this package's service and queries open it."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from webapp.kernel import clock
from webapp.kernel.tokens import Nonce
from webapp.sharing.model import Guest, HostedDate, Partner, SharedDate
from webapp.storage.database import Database, Row


def add_partner(db: Database, name: str, public_key: str, contact: str, *, nonce: Nonce, feed_hash: str) -> int:
    """Write a partner of which nothing is read yet."""
    return db.run(
        "INSERT INTO share_partners (name, public_key, contact, feed_address, feed_nonce, feed_hash, note_text,"
        " their_note, sent_serial, sent_digest, sent_bundle, seen_serial, seen_digest, acknowledged, fetch_fault)"
        " VALUES (?, ?, ?, '', ?, ?, '', '', 0, '', '', 0, '', 0, '')",
        (name, public_key, contact, nonce, feed_hash),
    )


def write_trust(db: Database, partner_id: int, *, by: int, channel_id: int, at: datetime) -> None:
    """Write that a fingerprint was compared."""
    db.run(
        "UPDATE share_partners SET trusted_at = ?, trusted_by = ?, channel_id = coalesce(channel_id, ?) WHERE id = ?",
        (clock.to_text(at), by, channel_id, partner_id),
    )


def remove_trust(db: Database, partner_id: int) -> None:
    """Write that nothing more of a partner is read."""
    db.run(
        "UPDATE share_partners SET trusted_at = NULL, trusted_by = NULL, sent_bundle = '', sent_digest = ''"
        " WHERE id = ?",
        (partner_id,),
    )


def write_feed(db: Database, partner_id: int, address: str) -> None:
    """Write where a partner's bundles are fetched."""
    db.run("UPDATE share_partners SET feed_address = ?, fetch_fault = '' WHERE id = ?", (address, partner_id))


def write_note(
    db: Database, partner_id: int, text: str, on: date | None, *, by: int | None, at: datetime | None
) -> None:
    """Write the sharing note, or that there is none any more."""
    db.run(
        "UPDATE share_partners SET note_text = ?, note_on = ?, note_by = ?, note_at = ? WHERE id = ?",
        (text, None if on is None else on.isoformat(), by, None if at is None else clock.to_text(at), partner_id),
    )


def write_sent(db: Database, partner_id: int, *, serial: int, digest: str, bundle: str, at: datetime) -> None:
    """Write the bundle that stands for a partner."""
    db.run(
        "UPDATE share_partners SET sent_serial = ?, sent_digest = ?, sent_bundle = ?, sent_at = ? WHERE id = ?",
        (serial, digest, bundle, clock.to_text(at), partner_id),
    )


def write_seen(
    db: Database, partner_id: int, *, serial: int, digest: str, note: str, acknowledged: int, at: datetime
) -> None:
    """Write what was last read of a partner."""
    db.run(
        "UPDATE share_partners SET seen_serial = ?, seen_digest = ?, their_note = ?, seen_at = ?,"
        " acknowledged = max(acknowledged, ?) WHERE id = ?",
        (serial, digest, note, clock.to_text(at), acknowledged, partner_id),
    )


def write_fetched(db: Database, partner_id: int, fault: str, at: datetime) -> None:
    """Write how the last fetching of a feed ended."""
    db.run(
        "UPDATE share_partners SET fetched_at = ?, fetch_fault = ? WHERE id = ?",
        (clock.to_text(at), fault, partner_id),
    )


def partner(db: Database, partner_id: int) -> Partner | None:
    """Return a partner, or None."""
    return _first(db.rows("SELECT * FROM share_partners WHERE id = ?", (partner_id,)))


def partner_of_key(db: Database, public_key: str) -> Partner | None:
    """Return the partner of a key, or None."""
    return _first(db.rows("SELECT * FROM share_partners WHERE public_key = ?", (public_key,)))


def partner_of_feed(db: Database, feed_hash: str) -> Partner | None:
    """Return for which partner a feed is, or None."""
    return _first(db.rows("SELECT * FROM share_partners WHERE feed_hash = ?", (feed_hash,)))


def partners(db: Database) -> list[Partner]:
    """Return every partner, by name."""
    return [_partner(row) for row in db.rows("SELECT * FROM share_partners ORDER BY name, id")]


def _first(rows: list[Row]) -> Partner | None:
    return _partner(rows[0]) if rows else None


def _partner(row: Row) -> Partner:
    return Partner(
        id=row["id"],
        name=row["name"],
        public_key=row["public_key"],
        contact=row["contact"],
        trusted_at=_instant(row["trusted_at"]),
        trusted_by=row["trusted_by"],
        channel_id=row["channel_id"],
        feed_address=row["feed_address"],
        feed_nonce=Nonce(row["feed_nonce"]),
        note_text=row["note_text"],
        note_on=None if row["note_on"] is None else date.fromisoformat(row["note_on"]),
        note_at=_instant(row["note_at"]),
        their_note=row["their_note"],
        sent_serial=row["sent_serial"],
        sent_digest=row["sent_digest"],
        sent_bundle=row["sent_bundle"],
        sent_at=_instant(row["sent_at"]),
        seen_serial=row["seen_serial"],
        seen_digest=row["seen_digest"],
        seen_at=_instant(row["seen_at"]),
        acknowledged=row["acknowledged"],
        fetched_at=_instant(row["fetched_at"]),
        fetch_fault=row["fetch_fault"],
    )


def add_shared(db: Database, partner_id: int, occurrence_id: int, *, nonce: Nonce, entry_hash: str) -> int:
    """Write a date of which a partner is offered nothing yet."""
    return db.run(
        "INSERT INTO shared_dates (partner_id, occurrence_id, seats, held, published_seats, published_in, taken,"
        " waiting, entry_nonce, entry_hash) VALUES (?, ?, 0, 0, 0, 0, 0, 0, ?, ?)",
        (partner_id, occurrence_id, nonce, entry_hash),
    )


def write_offered(db: Database, share_id: int, *, seats: int, held: int, pool_id: int | None) -> None:
    """Write what a partner is offered of a date, and how many seats are held for it."""
    db.run("UPDATE shared_dates SET seats = ?, held = ?, pool_id = ? WHERE id = ?", (seats, held, pool_id, share_id))


def write_published(db: Database, partner_id: int, serial: int) -> None:
    """Write that the bundle of this number says what is offered now."""
    db.run(
        "UPDATE shared_dates SET published_seats = seats, published_in = ?"
        " WHERE partner_id = ? AND (published_seats <> seats OR published_in = 0)",
        (serial, partner_id),
    )


def write_told(db: Database, share_id: int, *, taken: int, waiting: int, people: Iterable[Guest], at: datetime) -> None:
    """Write what a partner said became of a date, in place of what it said before."""
    db.run(
        "UPDATE shared_dates SET taken = ?, waiting = ?, told_at = ? WHERE id = ?",
        (taken, waiting, clock.to_text(at), share_id),
    )
    db.run("DELETE FROM shared_people WHERE shared_date_id = ?", (share_id,))
    for position, each in enumerate(people, 1):
        db.run(
            "INSERT INTO shared_people VALUES (?, ?, ?, ?, ?)",
            (share_id, position, each.last_name, each.first_name, each.service),
        )


def shared(db: Database, partner_id: int) -> list[SharedDate]:
    """Return what a partner is offered."""
    return [
        _shared(row) for row in db.rows("SELECT * FROM shared_dates WHERE partner_id = ? ORDER BY id", (partner_id,))
    ]


def shared_of(db: Database, occurrence_ids: Iterable[int]) -> list[SharedDate]:
    """Return what of these dates is offered, to whomever."""
    rows = db.rows(
        "SELECT * FROM shared_dates WHERE occurrence_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(occurrence_ids)),),
    )
    return [_shared(row) for row in rows]


def shared_of_entry(db: Database, entry_hash: str) -> SharedDate | None:
    """Return the offer by whose entry a partner's people come in, or None."""
    row = db.row("SELECT * FROM shared_dates WHERE entry_hash = ?", (entry_hash,))
    return None if row is None else _shared(row)


def people(db: Database, share_id: int) -> list[Guest]:
    """Return whom a partner named."""
    rows = db.rows("SELECT * FROM shared_people WHERE shared_date_id = ? ORDER BY position", (share_id,))
    return [Guest(last_name=row["last_name"], first_name=row["first_name"], service=row["service"]) for row in rows]


def forget_people(db: Database, partner_id: int) -> None:
    """Erase whom a partner named: its note is withdrawn."""
    db.run(
        "DELETE FROM shared_people WHERE shared_date_id IN (SELECT id FROM shared_dates WHERE partner_id = ?)",
        (partner_id,),
    )


def dates_of_people(db: Database, before: datetime) -> list[int]:
    """Return the dates ended before an instant, for which a partner named somebody."""
    rows = db.rows(
        "SELECT DISTINCT o.id FROM shared_people p JOIN shared_dates d ON d.id = p.shared_date_id"
        " JOIN occurrences o ON o.id = d.occurrence_id WHERE o.ends_at < ? ORDER BY o.id",
        (clock.to_text(before),),
    )
    return [row["id"] for row in rows]


def forget_people_of(db: Database, occurrence_id: int) -> int:
    """Erase whom partners named for a date; count them."""
    return db.change(
        "DELETE FROM shared_people WHERE shared_date_id IN (SELECT id FROM shared_dates WHERE occurrence_id = ?)",
        (occurrence_id,),
    )


def _shared(row: Row) -> SharedDate:
    return SharedDate(
        id=row["id"],
        partner_id=row["partner_id"],
        occurrence_id=row["occurrence_id"],
        seats=row["seats"],
        held=row["held"],
        pool_id=row["pool_id"],
        published_seats=row["published_seats"],
        published_in=row["published_in"],
        taken=row["taken"],
        waiting=row["waiting"],
        told_at=_instant(row["told_at"]),
        entry_nonce=Nonce(row["entry_nonce"]),
    )


def add_hosted(db: Database, webinar_id: int, partner_id: int, remote: int, digest: str) -> None:
    """Write that a webinar of ours is a partner's."""
    db.run("INSERT INTO hosted_webinars VALUES (?, ?, ?, ?)", (webinar_id, partner_id, remote, digest))


def write_hosted(db: Database, webinar_id: int, digest: str) -> None:
    """Write which texts of a partner's webinar were last read."""
    db.run("UPDATE hosted_webinars SET digest = ? WHERE webinar_id = ?", (digest, webinar_id))


def hosted(db: Database, partner_id: int) -> dict[int, tuple[int, str]]:
    """Return a partner's webinars here: by its own numbers, ours and the digest of its texts."""
    rows = db.rows("SELECT * FROM hosted_webinars WHERE partner_id = ?", (partner_id,))
    return {row["remote"]: (row["webinar_id"], row["digest"]) for row in rows}


def host_of(db: Database, webinar_id: int) -> Partner | None:
    """Return the partner whose webinar this is; None: ours."""
    return _first(
        db.rows(
            "SELECT p.* FROM share_partners p JOIN hosted_webinars h ON h.partner_id = p.id WHERE h.webinar_id = ?",
            (webinar_id,),
        )
    )


def add_hosted_date(db: Database, date_: HostedDate) -> None:
    """Write that a date of ours is a partner's."""
    db.run(
        "INSERT INTO hosted_dates VALUES (?, ?, ?, ?)",
        (date_.occurrence_id, date_.webinar_id, date_.remote, date_.digest),
    )


def write_hosted_date(db: Database, occurrence_id: int, digest: str) -> None:
    """Write what of a partner's date was last read."""
    db.run("UPDATE hosted_dates SET digest = ? WHERE occurrence_id = ?", (digest, occurrence_id))


def hosted_dates(db: Database, partner_id: int) -> list[HostedDate]:
    """Return a partner's dates here."""
    rows = db.rows(
        "SELECT d.* FROM hosted_dates d JOIN hosted_webinars h ON h.webinar_id = d.webinar_id"
        " WHERE h.partner_id = ? ORDER BY d.occurrence_id",
        (partner_id,),
    )
    return [
        HostedDate(
            occurrence_id=row["occurrence_id"], webinar_id=row["webinar_id"], remote=row["remote"], digest=row["digest"]
        )
        for row in rows
    ]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else clock.from_text(text)
