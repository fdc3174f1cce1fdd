"""The document as it travels to the child process: JSON, files in base64."""

import json
from base64 import b64decode, b64encode
from typing import Any

from webapp.kernel import clock
from webapp.pdf.model import Attachment, Document, Field


def encode(document: Document) -> bytes:
    """Write a document for `decode`, in ASCII."""
    return json.dumps(
        {
            "html": document.html,
            "title": document.title,
            "created_at": clock.to_text(document.created_at),
            "identifier": document.identifier,
            "language": document.language,
            "head": document.head,
            "fields": [[each.name, each.label] for each in document.fields],
            "attachments": [_encode_attachment(each) for each in document.attachments],
        }
    ).encode("ascii")


def decode(message: bytes) -> Document:
    """Read back what `encode` wrote."""
    fields = json.loads(message)
    return Document(
        html=fields["html"],
        title=fields["title"],
        created_at=clock.from_text(fields["created_at"]),
        identifier=fields["identifier"],
        language=fields["language"],
        head=fields["head"],
        fields=tuple(Field(name=name, label=label) for name, label in fields["fields"]),
        attachments=tuple(_decode_attachment(each) for each in fields["attachments"]),
    )


def _encode_attachment(attachment: Attachment) -> dict[str, str]:
    return {
        "name": attachment.name,
        "mime": attachment.mime,
        "content": b64encode(attachment.content).decode("ascii"),
        "description": attachment.description,
        "relationship": attachment.relationship,
    }


def _decode_attachment(fields: dict[str, Any]) -> Attachment:
    return Attachment(**{**fields, "content": b64decode(fields["content"])})
