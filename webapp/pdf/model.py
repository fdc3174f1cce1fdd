"""What is handed to the renderer, and how it says no."""

from datetime import datetime

from webapp.kernel.models import frozen


class RenderFailed(Exception):  # noqa: N818 — the caller keeps the job and its reason
    """No file was made; `reason` is a French sentence for the secretariat and the log.

    `transient`: the document is sound, only time or memory ran short, and trying again may help.
    """

    def __init__(self, reason: str, *, transient: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.transient = transient


@frozen
class Attachment:
    """A file carried inside the PDF (ISO 19005-3, 6.8): `name` in ASCII, `relationship` as ISO 32000-2, 7.11.3 names it."""

    name: str
    mime: str
    content: bytes
    description: str
    relationship: str = "Data"


@frozen
class Field:
    """A signature field to prepare: over the box marked `data-field` with its name, or without size where there is none."""

    name: str
    label: str


@frozen
class Document:
    """One page-set to render: a whole HTML document, whose only images are `data:` URLs.

    `created_at` is the instant of the facts, not of the rendering, and `identifier` (hexadecimal) names the
    document for ever: with the same document the renderer makes the same bytes. `head` is a line at the head of every
    page, whatever its size. `fields` are those that people will sign, in their order.
    """

    html: str
    title: str
    created_at: datetime
    identifier: str
    language: str = "fr"
    attachments: tuple[Attachment, ...] = ()
    head: str = ""
    fields: tuple[Field, ...] = ()
