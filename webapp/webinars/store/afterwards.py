"""Replays and documents left of a date, and its evaluation: turnout and answers in two tables without a shared key."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from secrets import token_hex

from webapp.storage.database import Database, Row
from webapp.webinars.model.afterwards import (
    Access,
    Evaluation,
    EvaluationState,
    File,
    Material,
    MaterialDraft,
    MaterialKind,
    MaterialState,
    Question,
    QuestionKind,
)


def add_material(db: Database, occurrence_id: int, draft: MaterialDraft, file: File | None) -> int:
    """Write a replay or a document that nobody sees yet."""
    return db.run(
        "INSERT INTO materials (occurrence_id, kind, title, address, file, file_name, media_type, bytes, captions,"
        " transcript, access, ends_on, state, version) VALUES (:occurrence, :kind, :title, :address, :file, :name,"
        " :type, :bytes, :captions, :transcript, :access, :ends_on, 'prepared', 1)",
        {
            "occurrence": occurrence_id,
            "kind": draft.kind,
            **_draft(draft),
            "file": None if file is None else file.sha256,
            "name": "" if file is None else file.name,
            "type": "" if file is None else file.media_type,
            "bytes": None if file is None else file.bytes,
        },
    )


def write_material(db: Database, material_id: int, draft: MaterialDraft) -> None:
    """Write a replay or a document, corrected."""
    db.run(
        "UPDATE materials SET title = :title, address = :address, captions = :captions, transcript = :transcript,"
        " access = :access, ends_on = :ends_on, version = version + 1 WHERE id = :id",
        {"id": material_id, **_draft(draft)},
    )


def _draft(draft: MaterialDraft) -> dict[str, object]:
    return {
        "title": draft.title,
        "address": draft.address,
        "captions": int(draft.captions),
        "transcript": draft.transcript,
        "access": draft.access,
        "ends_on": None if draft.ends_on is None else draft.ends_on.isoformat(),
    }


def write_material_state(db: Database, material_id: int, state: MaterialState) -> None:
    """Publish or withdraw a replay or a document."""
    db.run("UPDATE materials SET state = ?, version = version + 1 WHERE id = ?", (state, material_id))


def material(db: Database, material_id: int, occurrence_id: int) -> Material | None:
    """Return one replay or document of this date, or None."""
    row = db.row("SELECT * FROM materials WHERE id = ? AND occurrence_id = ?", (material_id, occurrence_id))
    return None if row is None else _material(row)


def materials(db: Database, occurrence_ids: Iterable[int]) -> list[Material]:
    """Return what is left of these dates, in the order in which it was added."""
    rows = db.rows(
        "SELECT * FROM materials WHERE occurrence_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(occurrence_ids)),),
    )
    return [_material(row) for row in rows]


def write_evaluation(db: Database, occurrence_id: int, questions: Iterable[Question]) -> None:
    """Write the questions about a date."""
    asked = json.dumps([{"kind": each.kind, "label": each.label} for each in questions], ensure_ascii=False)
    db.run(
        "INSERT INTO evaluations VALUES (?, ?, 'prepared', 1)"
        " ON CONFLICT (occurrence_id) DO UPDATE SET questions = excluded.questions, version = version + 1",
        (occurrence_id, asked),
    )


def write_evaluation_state(db: Database, occurrence_id: int, state: EvaluationState) -> None:
    """Open or close an evaluation."""
    db.run("UPDATE evaluations SET state = ?, version = version + 1 WHERE occurrence_id = ?", (state, occurrence_id))


def evaluation(db: Database, occurrence_id: int) -> Evaluation | None:
    """Return the evaluation of a date, or None."""
    return next(iter(evaluations(db, [occurrence_id])), None)


def evaluations(db: Database, occurrence_ids: Iterable[int]) -> list[Evaluation]:
    """Return the evaluations of these dates."""
    rows = db.rows(
        "SELECT * FROM evaluations WHERE occurrence_id IN (SELECT value FROM json_each(?)) ORDER BY occurrence_id",
        (json.dumps(list(occurrence_ids)),),
    )
    return [
        Evaluation(
            occurrence_id=row["occurrence_id"],
            questions=tuple(
                Question(kind=QuestionKind(each["kind"]), label=each["label"]) for each in json.loads(row["questions"])
            ),
            state=EvaluationState(row["state"]),
            version=row["version"],
        )
        for row in rows
    ]


def ask(db: Database, occurrence_id: int, hashes: Mapping[int, str]) -> None:
    """Write who is asked, once each."""
    for registration_id, token_hash in hashes.items():
        db.run(
            "INSERT INTO evaluation_turnout VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
            (token_hash, occurrence_id, registration_id),
        )


def asked_numbers(db: Database, occurrence_ids: Iterable[int]) -> dict[int, int]:
    """Count those who were asked about each date."""
    rows = db.rows(
        "SELECT occurrence_id AS id, count(*) AS number FROM evaluation_turnout WHERE occurrence_id IN"
        " (SELECT value FROM json_each(?)) GROUP BY occurrence_id",
        (json.dumps(list(occurrence_ids)),),
    )
    return {int(row["id"]): int(row["number"]) for row in rows}


def asked(db: Database, token_hash: str) -> tuple[int, bool] | None:
    """Return whose link this is and whether they answered, or None."""
    row = db.row("SELECT * FROM evaluation_turnout WHERE token_hash = ?", (token_hash,))
    return None if row is None else (int(row["registration_id"]), bool(row["answered"]))


def is_asked(db: Database, registration_id: int) -> bool:
    """Whether the evaluation asks this person, answered or not."""
    return bool(
        db.value("SELECT EXISTS (SELECT 1 FROM evaluation_turnout WHERE registration_id = ?)", (registration_id,))
    )


def mark_answered(db: Database, token_hash: str) -> bool:
    """Write that somebody answered, without instant; False when they had done so."""
    return bool(
        db.change("UPDATE evaluation_turnout SET answered = 1 WHERE token_hash = ? AND answered = 0", (token_hash,))
    )


def add_answers(db: Database, occurrence_id: int, answers: Mapping[int, str]) -> None:
    """Write what was answered under a key that is drawn: its place in the table says nothing of when it came."""
    text = json.dumps({str(place): answer for place, answer in answers.items()}, ensure_ascii=False)
    db.run("INSERT INTO evaluation_answers VALUES (?, ?, ?)", (token_hex(16), occurrence_id, text))


def answers(db: Database, occurrence_ids: Iterable[int]) -> dict[int, list[dict[int, str]]]:
    """Return what was answered about each date, by the place of each question."""
    found: dict[int, list[dict[int, str]]] = {}
    rows = db.rows(
        "SELECT occurrence_id, answers FROM evaluation_answers WHERE occurrence_id IN (SELECT value FROM json_each(?))"
        " ORDER BY key",
        (json.dumps(list(occurrence_ids)),),
    )
    for row in rows:
        answered = {int(place): answer for place, answer in json.loads(row["answers"]).items()}
        found.setdefault(int(row["occurrence_id"]), []).append(answered)
    return found


def forget_turnout(db: Database, registration_ids: Iterable[int]) -> None:
    """Remove who was asked, inside the unit that erases them (ARC-1); their answers name nobody and stay."""
    db.run(
        "DELETE FROM evaluation_turnout WHERE registration_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(registration_ids)),),
    )


def _material(row: Row) -> Material:
    file = None
    if row["file"] is not None:
        file = File(sha256=row["file"], name=row["file_name"], media_type=row["media_type"], bytes=row["bytes"])
    return Material(
        id=row["id"],
        occurrence_id=row["occurrence_id"],
        draft=MaterialDraft(
            kind=MaterialKind(row["kind"]),
            title=row["title"],
            address=row["address"],
            captions=bool(row["captions"]),
            transcript=row["transcript"],
            access=Access(row["access"]),
            ends_on=None if row["ends_on"] is None else date.fromisoformat(row["ends_on"]),
        ),
        file=file,
        state=MaterialState(row["state"]),
        version=row["version"],
    )
