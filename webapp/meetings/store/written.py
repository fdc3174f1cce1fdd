"""Consultations in writing: means, instants, extensions, contributions, what came too late."""

from datetime import datetime

from webapp.kernel import clock
from webapp.meetings.sitting import Consultation, Contribution, Extension, LateArrival, Means, MeansKind
from webapp.meetings.store.values import instant
from webapp.storage.database import Database, Row


def consultation_of(row: Row) -> Consultation:
    """Read a consultation out of a row."""
    return Consultation(
        meeting_id=row["meeting_id"],
        announced_at=clock.from_text(row["announced_at"]),
        debate_opens_at=clock.from_text(row["debate_opens_at"]),
        debate_closes_at=clock.from_text(row["debate_closes_at"]),
        terms=row["terms"],
        debate_closed_at=instant(row["debate_closed_at"]),
        vote_opens_at=instant(row["vote_opens_at"]),
        vote_closes_at=instant(row["vote_closes_at"]),
        vote_closed_at=instant(row["vote_closed_at"]),
        results_sent_at=instant(row["results_sent_at"]),
    )


def consultation(db: Database, meeting_id: int) -> Consultation | None:
    """Return the consultation that was announced for a sitting, or None."""
    row = db.row("SELECT * FROM consultations WHERE meeting_id = ?", (meeting_id,))
    return None if row is None else consultation_of(row)


def add_consultation(db: Database, found: Consultation) -> None:
    """Write what is announced."""
    db.run(
        "INSERT INTO consultations (meeting_id, announced_at, debate_opens_at, debate_closes_at, terms)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            found.meeting_id,
            clock.to_text(found.announced_at),
            clock.to_text(found.debate_opens_at),
            clock.to_text(found.debate_closes_at),
            found.terms,
        ),
    )


def write_debate_closed(db: Database, meeting_id: int, at: datetime) -> None:
    """Write when the chair closed the debate."""
    db.run("UPDATE consultations SET debate_closed_at = ? WHERE meeting_id = ?", (clock.to_text(at), meeting_id))


def write_votes(db: Database, meeting_id: int, opens_at: datetime, closes_at: datetime) -> None:
    """Write the window of the votes."""
    db.run(
        "UPDATE consultations SET vote_opens_at = ?, vote_closes_at = ? WHERE meeting_id = ?",
        (clock.to_text(opens_at), clock.to_text(closes_at), meeting_id),
    )


def write_votes_closed(db: Database, meeting_id: int, at: datetime) -> None:
    """Write when the votes were closed."""
    db.run("UPDATE consultations SET vote_closed_at = ? WHERE meeting_id = ?", (clock.to_text(at), meeting_id))


def write_results_sent(db: Database, meeting_id: int, at: datetime) -> None:
    """Write when the results left for every member."""
    db.run("UPDATE consultations SET results_sent_at = ? WHERE meeting_id = ?", (clock.to_text(at), meeting_id))


def add_extension(db: Database, meeting_id: int, found: Extension, made_by: int | None) -> None:
    """Write an extension, and the new end of the debate."""
    db.run(
        "INSERT INTO extensions (meeting_id, before, after, reason, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?)",
        (
            meeting_id,
            clock.to_text(found.before),
            clock.to_text(found.after),
            found.reason,
            clock.to_text(found.made_at),
            made_by,
        ),
    )
    db.run(
        "UPDATE consultations SET debate_closes_at = ? WHERE meeting_id = ?", (clock.to_text(found.after), meeting_id)
    )


def extensions(db: Database, meeting_id: int) -> list[Extension]:
    """Return the extensions in their order."""
    return [
        Extension(
            before=clock.from_text(row["before"]),
            after=clock.from_text(row["after"]),
            reason=row["reason"],
            made_at=clock.from_text(row["made_at"]),
        )
        for row in db.rows("SELECT * FROM extensions WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    ]


def means(db: Database, meeting_id: int) -> dict[int, Means]:
    """Return who takes part for each seat, and by which means."""
    return {
        row["seat_id"]: Means(
            seat=row["seat_id"],
            person_id=row["person_id"],
            kind=None if row["means"] is None else MeansKind(row["means"]),
            place=row["place"],
            entered_by=row["entered_by"],
            entered_at=clock.from_text(row["entered_at"]),
        )
        for row in db.rows("SELECT * FROM written_means WHERE meeting_id = ? ORDER BY seat_id", (meeting_id,))
    }


def write_means(db: Database, meeting_id: int, found: Means) -> None:
    """Write who takes part for a seat and how, in the place of what was written before."""
    db.run(
        "INSERT INTO written_means (meeting_id, seat_id, person_id, means, place, entered_by, entered_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (meeting_id, seat_id) DO UPDATE SET person_id = excluded.person_id,"
        " means = excluded.means, place = excluded.place, entered_by = excluded.entered_by,"
        " entered_at = excluded.entered_at",
        (
            meeting_id,
            found.seat,
            found.person_id,
            found.kind,
            found.place,
            found.entered_by,
            clock.to_text(found.entered_at),
        ),
    )


def contributions(db: Database, meeting_id: int) -> list[Contribution]:
    """Return what members wrote, in the order in which it was received."""
    return [
        Contribution(
            id=row["id"],
            meeting_id=row["meeting_id"],
            item_id=row["item_id"],
            seat=row["seat_id"],
            person_id=row["person_id"],
            text=row["text"],
            corrects=row["corrects"],
            received_at=clock.from_text(row["received_at"]),
            annexed_at=instant(row["asked_at"]),
        )
        for row in db.rows(
            "SELECT contributions.*, annexed_opinions.asked_at FROM contributions LEFT JOIN annexed_opinions"
            " ON annexed_opinions.contribution_id = contributions.id WHERE meeting_id = ? ORDER BY contributions.id",
            (meeting_id,),
        )
    ]


def add_contribution(db: Database, found: Contribution) -> int:
    """Write a contribution (its id is given here)."""
    return db.run(
        "INSERT INTO contributions (meeting_id, item_id, seat_id, person_id, text, corrects, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            found.meeting_id,
            found.item_id,
            found.seat,
            found.person_id,
            found.text,
            found.corrects,
            clock.to_text(found.received_at),
        ),
    )


def add_annexed(db: Database, contribution_id: int, at: datetime) -> None:
    """Write that an opinion is to be annexed to the minutes; asking again changes nothing."""
    db.run(
        "INSERT INTO annexed_opinions (contribution_id, asked_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (contribution_id, clock.to_text(at)),
    )


def add_late_arrival(db: Database, meeting_id: int, found: LateArrival) -> None:
    """Keep the trace of what came too late."""
    db.run(
        "INSERT INTO late_arrivals (meeting_id, kind, person_id, ended_at, received_at) VALUES (?, ?, ?, ?, ?)",
        (meeting_id, found.kind, found.person_id, clock.to_text(found.ended_at), clock.to_text(found.received_at)),
    )


def late_arrivals(db: Database, meeting_id: int) -> list[LateArrival]:
    """Return what came too late, in its order."""
    return [
        LateArrival(
            kind=row["kind"],
            person_id=row["person_id"],
            ended_at=clock.from_text(row["ended_at"]),
            received_at=clock.from_text(row["received_at"]),
        )
        for row in db.rows("SELECT * FROM late_arrivals WHERE meeting_id = ? ORDER BY id", (meeting_id,))
    ]


def write_mode_conference(db: Database, meeting_id: int) -> None:
    """Make a conference of a consultation in preparation."""
    db.run("UPDATE meetings SET mode = 'conference' WHERE id = ?", (meeting_id,))
