"""What describes an export: manifest, list of hashes, metadata for a SEDA tool, tables, what to read first."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.accounts.model import Person
from webapp.archives.model import PARTS, Elimination, Facts, Opens, Piece
from webapp.audit.model import Entry
from webapp.committees.roster.text import neutralise
from webapp.kernel import clock
from webapp.meetings.queries import Sitting
from webapp.meetings.sitting import Notice, Reception
from webapp.minutes.model import Record
from webapp.outbox.model import Message
from webapp.registrations.model.retention import RetentionRule
from webapp.wording import archives as words
from webapp.wording import dates
from webapp.wording.notices import PROOFS

SCHEMA = "collegiale.archive/1"
TEMPLATES = Path(__file__).with_name("templates")
_COUNTS = ("entitled", "in_favour", "against", "abstain", "no_part", "silent")
_ACT = ("id", "at", "actor", "actor_name", "act", "subject", "scope", "details", "previous", "hash")


def name_of(sitting: Sitting) -> str:
    """Return the name of the export's folder, in plain ASCII."""
    code = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in sitting.committee.code.lower())
    return f"archives-{code}-{sitting.meeting.day.isoformat()}-seance-{sitting.meeting.id}"


def journal_lines(acts: Iterable[Entry]) -> str:
    """Write each act on one line, with the seal before it: enough to compute its own again."""
    return "".join(
        json.dumps({name: getattr(each, name) for name in _ACT}, ensure_ascii=False, separators=(",", ":")) + "\n"
        for each in acts
    )


def sums(pieces: Iterable[Piece]) -> str:
    """List hashes and names, as `sha256sum -c` reads them."""
    return "".join(f"{each.sha256}  {each.path}\n" for each in sorted(pieces, key=lambda each: each.path))


def manifest(
    sitting: Sitting,
    pieces: Sequence[Piece],
    acts: Sequence[Entry],
    *,
    record: Record,
    authority: str,
    gone: Sequence[Elimination],
    adopted: Sequence[RetentionRule],
) -> str:
    """Write what the export is: producer, dates, fate, when each piece opens to all, journal, files (C. patr. R212-16)."""
    meeting, day = sitting.meeting, sitting.meeting.day
    in_force = {each.category: each for each in reversed(adopted)}
    told = {
        "schema": SCHEMA,
        "sitting": {
            "number": meeting.id,
            "committee": sitting.committee.name,
            "code": sitting.committee.code,
            "title": meeting.title,
            "held_on": day.isoformat(),
            "opened_at": None if meeting.opened_at is None else clock.to_text(meeting.opened_at),
            "closed_at": None if meeting.closed_at is None else clock.to_text(meeting.closed_at),
            "minutes": record.state.value,
            "transmitted_on": None if record.transmitted_on is None else record.transmitted_on.isoformat(),
            "transmitted_to": record.transmitted_to,
        },
        "transfer": {
            "producer": authority,
            "description": title_of(sitting),
            "start_date": _first_day(pieces, acts, sitting).isoformat(),
            "end_date": dates.in_paris(acts[-1].instant if acts else meeting.starts_at).date().isoformat(),
            "language": "fra",
            "appraisal": {part.value: _appraisal(in_force.get(part)) for part in PARTS},
            "access": [
                {"opens": each.value, "article": words.ARTICLES[each], "from": each.on(day).isoformat()}
                for each in Opens
            ],
        },
        "journal": {
            "acts": len(acts),
            "first": acts[0].id if acts else None,
            "last": acts[-1].id if acts else None,
            "last_seal": acts[-1].hash if acts else None,
        },
        "eliminated": [_told(each) for each in gone],
        "files": [
            {
                "path": each.path,
                "title": each.title,
                "sha256": each.sha256,
                "bytes": each.size,
                "media_type": each.media_type,
                "part": None if each.part is None else each.part.value,
                "opens": each.opens.value,
                "open_on": each.opens.on(day).isoformat(),
            }
            for each in sorted(pieces, key=lambda each: each.path)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def title_of(sitting: Sitting) -> str:
    """Name the sitting as an inventory does."""
    return words.TITLE.format(committee=sitting.committee.name, day=dates.day(sitting.meeting.day))


def _first_day(pieces: Sequence[Piece], acts: Sequence[Entry], sitting: Sitting) -> Any:
    return dates.in_paris(acts[0].instant if acts else sitting.meeting.starts_at).date()


def _appraisal(rule: RetentionRule | None) -> dict[str, object] | None:
    """Say the duration and the final fate of a part, None while no rule is adopted."""
    if rule is None:
        return None
    return {"rule": rule.reference, "days": rule.days, "final_action": words.FINAL_ACTIONS[rule.fate]}


def _told(made: Elimination) -> dict[str, object]:
    return {
        "certificate": made.id,
        "part": made.part.value,
        "at": clock.to_text(made.at),
        "rule": None if made.rule is None else made.rule.reference,
        "visa": None if made.visa is None else {**asdict(made.visa), "on": made.visa.on.isoformat()},
        "listing_sha256": made.sha256,
        "number": len(made.listing),
    }


def metadata(name: str, sitting: Sitting, pieces: Iterable[Piece]) -> str:
    """Describe the export as ReSIP, Archifiltre and Vitam's collect read it: one unit a line, its parent first.

    Levels and titles only: the rules of access and of appraisal bear the identifiers of each archive's own register.
    """
    day = sitting.meeting.day.isoformat()
    rows = [["1", "", ".", "RecordGrp", title_of(sitting), day, day]]
    numbers = {"": "1"}
    for each in sorted(pieces, key=lambda each: each.path):
        *folders, _ = each.path.split("/")
        for depth in range(1, len(folders) + 1):
            place, above = "/".join(folders[:depth]), "/".join(folders[: depth - 1])
            if place not in numbers:
                numbers[place] = str(len(rows) + 1)
                rows.append([numbers[place], numbers[above], place, "RecordGrp", folders[depth - 1], day, day])
        rows.append([str(len(rows) + 1), numbers["/".join(folders)], each.path, "Item", each.title, day, day])
    headings = [
        "ID",
        "ParentID",
        "File",
        "Content.DescriptionLevel",
        "Content.Title",
        "Content.StartDate",
        "Content.EndDate",
    ]
    return _table([headings, *rows], mark=False)


def readme(sitting: Sitting, authority: str) -> str:
    """Say in French what the export is and how to check it without us."""
    template = (TEMPLATES / "LISEZMOI.txt").read_text(encoding="utf-8")
    return template.format(title=title_of(sitting), authority=authority)


def votes_table(facts: Facts) -> str:
    """Write one line for each vote, from the facts that the final version carries."""
    rows: list[Sequence[object]] = [words.VOTE_COLUMNS]
    for item in facts["agenda"]:
        for vote in item["votes"]:
            quorum: Mapping[str, Any] = vote.get("quorum") or {}
            rows.append(
                [
                    item["label"],
                    item["title"],
                    vote["title"],
                    words.YES_NO[bool(vote["held"])],
                    vote.get("opened_at") or "",
                    vote.get("closed_at") or "",
                    quorum.get("counted", ""),
                    quorum.get("required", ""),
                    *(vote[name] for name in _COUNTS),
                    vote.get("wording") or "",
                ]
            )
    return _table(rows)


def presences_table(facts: Facts) -> str:
    """Write one line for each seat."""
    rows: list[Sequence[object]] = [words.PRESENCE_COLUMNS]
    for each in facts["members"]:
        titular: Mapping[str, Any] = each.get("titular") or {}
        sat = ", ".join(f"{one['name']} ({one['since']} – {one.get('until') or ''})" for one in each["sat"])
        state = words.PRESENCE_STATES[each["state"]]
        rows.append(
            [
                each["college"],
                each["seat"],
                titular.get("name", ""),
                titular.get("quality", ""),
                state,
                sat,
                each["represented_by"],
            ]
        )
    return _table(rows)


def receptions_table(notices: Sequence[Notice], receptions: Iterable[Reception], people: Mapping[int, Person]) -> str:
    """Write one line for each proof that somebody has a version of the notice."""
    versions = {each.id: each.version for each in notices}
    rows: list[Sequence[object]] = [words.RECEPTION_COLUMNS]
    rows += [
        [
            versions.get(each.notice_id, ""),
            people[each.person_id].display_name if each.person_id in people else each.person_id,
            PROOFS[each.proof],
            each.received_on.isoformat(),
            clock.to_text(each.entered_at),
        ]
        for each in receptions
    ]
    return _table(rows)


def messages_table(messages: Iterable[Message]) -> str:
    """Write one line for each message of the sitting, and what became of it."""
    rows: list[Sequence[object]] = [words.MESSAGE_COLUMNS]
    rows += [
        [
            each.id,
            clock.to_text(each.created_at),
            each.letter.name,
            each.letter.address or "",
            each.letter.subject,
            each.state.value,
            _hour(each.settled_at),
            each.words,
        ]
        for each in messages
    ]
    return _table(rows)


def _hour(at: datetime | None) -> str:
    return "" if at is None else clock.to_text(at)


def _table(rows: Iterable[Sequence[object]], *, mark: bool = True) -> str:
    """Write a table that spreadsheets open; no cell is computed by whoever opens it."""
    sheet = io.StringIO()
    table = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    table.writerows([each if isinstance(each, int) else neutralise(str(each)) for each in row] for row in rows)
    return ("\ufeff" if mark else "") + sheet.getvalue()
