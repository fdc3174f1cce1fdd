"""The schema of the facts, as it is published: a file of the house, served, documented, and attached beside them."""

from pathlib import Path

from webapp.pdf.model import Attachment

SCHEMA_FILE = Path(__file__).with_name("facts.schema.json")
ATTACHED = "faits.schema.json"


def attachment() -> Attachment:
    """Return the schema as the PDF carries it; « Supplement » is the word of PDF/A-3 for what explains a file."""
    return Attachment(
        name=ATTACHED,
        mime="application/schema+json",
        content=SCHEMA_FILE.read_bytes(),
        description="Schéma des faits (JSON Schema 2020-12)",
        relationship="Supplement",
    )
