"""WeasyPrint, held to our rules. Only `render.render` imports this module: it costs half a second and 60 MB."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from importlib.resources import files
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.urls import URLFetcher

from webapp.pdf import conformance, fonts, rules, text
from webapp.pdf.model import Attachment, Document, RenderFailed

STYLE = Path(__file__).with_name("templates") / "print.css"
# Above what a page says of itself: no page of the document, of any name or size, goes without.
_HEAD = """@page { @top-left { content: %s; width: 62%%; color: #7a1f1f; white-space: nowrap;
  font: 700 12pt "Atkinson Hyperlegible Next", "DejaVu Sans"; } }"""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_IDENTIFIER = re.compile(r"[0-9a-f]{16,128}")


def render(document: Document) -> bytes:
    """Lay out the document and return its PDF; raise RenderFailed where the file could not keep its two claims."""
    _check(document)
    # Nothing is fetched: an image is a `data:` URL, a face comes from fonts.conf.
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    page = weasyprint.HTML(string=document.html, url_fetcher=fetcher, base_url=None)
    text.clean_tree(page.etree_element)
    page.etree_element.set("lang", document.language)
    if found := rules.faults(page.etree_element):
        raise RenderFailed("Document non conforme à PDF/UA : " + " ; ".join(dict.fromkeys(found)) + ".")
    with _complaints() as complaints:
        pdf = _write(page, document)
    if complaints:
        raise RenderFailed("Le moteur de rendu signale : " + " ; ".join(dict.fromkeys(complaints)) + ".")
    return pdf


def _check(document: Document) -> None:
    if not fonts.FOLDER.is_dir() or not any(fonts.FOLDER.glob("*.ttf")):
        raise RenderFailed("Les polices des PDF manquent : lancer scripts/assets.")
    if not document.title.strip():
        raise RenderFailed("Le document n’a pas de titre.")
    if document.created_at.tzinfo is None:
        raise RenderFailed("La date du document n’a pas de fuseau horaire.")
    if not _IDENTIFIER.fullmatch(document.identifier):
        raise RenderFailed("L’identifiant du document n’est pas une suite d’au moins 16 chiffres hexadécimaux.")
    names = [each.name for each in document.attachments]
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise RenderFailed("Les fichiers joints ont des noms en double ou mal formés.")


def _write(page: Any, document: Document) -> bytes:
    style = weasyprint.CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=page.url_fetcher)
    head = weasyprint.CSS(string=_HEAD % text.quoted(document.head), url_fetcher=page.url_fetcher)
    pages = page.render(stylesheets=[style, *([head] if document.head else [])], pdf_variant="pdf/a-3a")
    instant = document.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    pages.metadata.title = text.clean(document.title)
    pages.metadata.created = pages.metadata.modified = instant
    pages.metadata.lang = document.language
    pages.metadata.attachments = []
    pages.color_profiles["srgb"] = _output_profile()
    return bytes(
        pages.write_pdf(
            pdf_variant="pdf/a-3a",
            pdf_identifier=document.identifier.encode("ascii"),
            attachments=[_attachment(each, document) for each in document.attachments],
            output_intent="",  # the profile is already there; left to itself WeasyPrint forgets to close its file
            finisher=conformance.finisher(document),
        )
    )


def _output_profile() -> Any:
    """Return the colours' output intent, which PDF/A wants (ISO 19005-3, 6.2.3)."""
    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(io.BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _attachment(attachment: Attachment, document: Document) -> Any:
    instant = document.created_at.astimezone(UTC)
    return weasyprint.Attachment(
        file_obj=io.BytesIO(attachment.content),
        name=attachment.name,
        description=attachment.description,
        created=instant,
        modified=instant,
        relationship=attachment.relationship,
    )


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather what WeasyPrint reports as errors: an image that cannot be read, a link to nowhere."""
    said: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]  # a list is enough
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
