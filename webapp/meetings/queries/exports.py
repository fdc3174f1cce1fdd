"""The whole exchange of a consultation in writing, for the file of its sitting (ECR-12)."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.meetings.queries.written import Exchange
from webapp.wording import dates
from webapp.wording import written as words


@frozen
class _Line:
    """One observation as it is exported."""

    number: int
    item: str
    title: str
    member: str
    seat: str
    received_at: datetime
    corrects: int | None
    annexed: bool
    text: str


def _lines(found: Exchange) -> Iterator[_Line]:
    sitting = found.sitting
    for each in found.contributions:
        item = None if each.item_id is None else sitting.item_of(each.item_id)
        seat = sitting.seat(each.seat)
        yield _Line(
            number=each.id,
            item="" if item is None else item.label,
            title=words.ON_THE_WHOLE if item is None else item.title,
            member=sitting.person_name(each.person_id),
            seat="" if seat is None else seat.seat.label,
            received_at=each.received_at,
            corrects=each.corrects,
            annexed=each.annexed_at is not None,
            text=each.text,
        )


def as_text(found: Exchange) -> str:
    """Write the exchange as a text that anybody reads."""
    sitting = found.sitting
    parts = [f"{sitting.committee.name}\nConsultation écrite à partir du {dates.moment(sitting.meeting.starts_at)}"]
    parts += [
        f"Débats prolongés le {dates.moment(each.made_at)}, jusqu’au {dates.moment(each.after)}. Motif : {each.reason}"
        for each in found.extensions
    ]
    for each in _lines(found):
        place = f"point {each.item}, {each.title}" if each.item else each.title.lower()
        corrects = f", corrige l’observation n° {each.corrects}" if each.corrects else ""
        hour = f"{dates.weekday(each.received_at)} à {dates.hour_millis(each.received_at)}"
        parts.append(f"Observation n° {each.number}, {place}{corrects}\n{each.member}, le {hour}\n\n{each.text}")
    parts += [
        f"{words.LATE[each.kind]} de {sitting.person_name(each.person_id)}, {words.REFUSED[each.kind]} le {dates.weekday(each.received_at)}"
        f" à {dates.hour_millis(each.received_at)}, après l’heure limite"
        for each in found.late
    ]
    return "\n\n---\n\n".join(parts) + "\n"


def as_csv(found: Exchange) -> str:
    """Write the observations as a table that spreadsheets open; a cell that begins like a formula is set as text."""
    sheet = io.StringIO()
    table = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    table.writerow(["numéro", "point", "affaire", "membre", "siège", "reçue à", "corrige", "jointe au PV", "texte"])
    for each in _lines(found):
        row = [each.number, each.item, each.title, each.member, each.seat, clock.to_text(each.received_at)]
        row += [each.corrects or "", "oui" if each.annexed else "non", each.text]
        table.writerow([_plain(str(cell)) for cell in row])
    return "\ufeff" + sheet.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_json(found: Exchange) -> str:
    """Write the exchange for programs: instants to the millisecond, in UTC."""
    consultation = found.consultation
    hours = {} if consultation is None else {
        name: None if value is None else clock.to_text(value)
        for name in (
            "announced_at", "debate_opens_at", "debate_closes_at", "debate_closed_at", "vote_opens_at", "vote_closes_at",
            "vote_closed_at", "results_sent_at",
        )
        for value in (getattr(consultation, name),)
    }  # fmt: skip
    return json.dumps(
        {
            "schema": "collegiale.exchange/1",
            "committee": found.sitting.committee.code,
            "hours": hours,
            "extensions": [
                {"before": clock.to_text(each.before), "after": clock.to_text(each.after), "reason": each.reason}
                for each in found.extensions
            ],
            "contributions": [
                {
                    "number": each.number,
                    "item": each.item,
                    "title": each.title,
                    "member": each.member,
                    "seat": each.seat,
                    "received_at": clock.to_text(each.received_at),
                    "corrects": each.corrects,
                    "annexed": each.annexed,
                    "text": each.text,
                }
                for each in _lines(found)
            ],
            "refused_late": [
                {
                    "kind": each.kind,
                    "member": found.sitting.person_name(each.person_id),
                    "ended_at": clock.to_text(each.ended_at),
                    "received_at": clock.to_text(each.received_at),
                }
                for each in found.late
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


FORMATS: Mapping[str, tuple[str, Callable[[Exchange], str]]] = {
    "txt": ("text/plain", as_text),
    "csv": ("text/csv", as_csv),
    "json": ("application/json", as_json),
}
