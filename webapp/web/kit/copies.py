"""A copy of all that is held of somebody: JSON for a program, CSV for a spreadsheet (RGPD art. 15 and 20)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from flask import Response

from webapp.committees.roster.text import neutralise
from webapp.kernel import clock
from webapp.registrations.model.retention import Held
from webapp.web.kit.database import db
from webapp.webinars import queries
from webapp.webinars.queries import rights
from webapp.wording import retention as words
from webapp.wording import webinars

NAME = "mes-donnees"
HEADINGS = ("Inscription", "Rubrique", "Donnée", "Valeur")


def handed(held: Iterable[Held], form: str) -> Response:
    """Hand over the copy as a file that stays in no shared browser; `form` is 'csv', anything else is JSON."""
    copies = [_copy(each) for each in held]
    if form == "csv":
        content, media_type = "\ufeff" + _table(copies), "text/csv; charset=utf-8"
    else:
        form, media_type = "json", "application/json"
        content = json.dumps({"inscriptions": copies}, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}.{form}"', "Cache-Control": "no-store"}
    return Response(content, content_type=media_type, headers=headers)


def _copy(held: Held) -> dict[str, object]:
    registration, webinar = held.known.registration, queries.of_campaign(db(), held.occurrence.campaign_id)
    return {
        "numéro": registration.id,
        "webinaire": "" if webinar is None else webinar.title,
        "date": clock.to_text(held.occurrence.starts_at),
        "état": webinars.STATUSES[registration.status],
        "inscrite le": clock.to_text(registration.submitted_at),
        "identité": {
            "nom": registration.last_name,
            "prénom": registration.first_name,
            "adresse": registration.email,
            "service": registration.service,
            "origine": registration.origin,
        },
        "réponses": [
            {"question": held.label(each.field), "réponse": each.value, "effacée le": each.purge_on.isoformat()}
            for each in held.known.answers
        ],
        "accompagnants": [f"{each.first_name} {each.last_name}".strip() for each in held.known.companions],
        "messages": [
            {"écrit le": clock.to_text(each.created_at), "objet": each.letter.subject, "adresse": each.letter.address}
            for each in rights.messages(db(), held)
        ],
        "demandes": [
            {
                "droit": words.RIGHTS[each.kind],
                "reçue le": clock.to_text(each.received_at),
                "état": words.REQUESTS[each.state],
                "motif": each.reason,
            }
            for each in held.requests
        ],
        **dict(rights.besides(db(), registration)),
    }


def _table(copies: Iterable[dict[str, object]]) -> str:
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADINGS)
    for copy in copies:
        table.writerows([neutralise(cell) for cell in row] for row in _rows(copy))
    return written.getvalue()


def _rows(copy: dict[str, object]) -> Iterator[tuple[str, str, str, str]]:
    number = str(copy["numéro"])
    for title, value in copy.items():
        for rank, each in enumerate(value if isinstance(value, list) else [value], 1):
            if isinstance(each, dict):
                part = f"{title} {rank}" if isinstance(value, list) else title
                yield from ((number, part, name, _text(said)) for name, said in each.items())
            else:
                yield number, title, "", _text(each)


def _text(value: object) -> str:
    return "" if value is None else str(value)
