"""Documents to render."""

from datetime import UTC, datetime
from typing import Any

from webapp.pdf.model import Attachment, Document

FACTS = Attachment(
    name="faits.json",
    mime="application/json",
    content='{"séance": 12}'.encode(),
    description="Données de la séance",
)


def a_document(body: str = "<h1>Avis</h1><p>Texte.</p>", **changes: Any) -> Document:
    fields: dict[str, Any] = {
        "html": f"<!DOCTYPE html><html><head><title>brouillon</title></head><body data-footer='CODERST'>{body}</body></html>",
        "title": "Procès-verbal du 10 décembre 2026",
        "created_at": datetime(2026, 12, 10, 14, 30, tzinfo=UTC),
        "identifier": "0123456789abcdef" * 2,
    }
    return Document(**{**fields, **changes})


def minutes(points: int = 8, rows: int = 26) -> str:
    """Return a body as long as the reference minutes: 8 items and a roll of 26 seats for each."""
    seats = "".join(
        f"<tr><th scope='row'>Siège n°\u202f{number}</th><td>Collège {number % 4}</td><td>favorable</td></tr>"
        for number in range(rows)
    )
    table = (
        "<table><caption>Votes</caption><thead><tr><td></td><th scope='col'>Collège</th><th scope='col'>Vote</th></tr>"
        f"</thead><tbody>{seats}</tbody></table>"
    )
    debate = "<p>" + "Le rapporteur présente le dossier, puis l’affaire est mise aux voix. " * 30 + "</p>"
    items = "".join(f"<section><h2>Point {number}</h2>{debate}{table}</section>" for number in range(1, points + 1))
    return f"<main><h1>Procès-verbal</h1><ul><li>un</li><li>deux</li></ul>{items}</main>"
