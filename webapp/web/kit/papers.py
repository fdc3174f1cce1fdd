"""Handing over what was rendered: a PDF with safe headers, or its twin for the screen."""

from collections.abc import Iterable

from flask import Response
from markupsafe import Markup

from webapp.minutes import service
from webapp.minutes.model import File, FileKind, MinutesState
from webapp.minutes.queries import Dossier
from webapp.web.kit.database import settings


def pdf(content: bytes, name: str) -> Response:
    """Hand over a PDF to be kept; `name` is plain ASCII. Nothing of it stays in a shared browser."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)


def body(dossier: Dossier, files: Iterable[File]) -> Markup:
    """Return the pages for the screen: those kept beside the final version, or those of the present facts."""
    final = next(
        (each for each in files if each.kind is FileKind.MINUTES and each.state is MinutesState.FINAL and each.twin),
        None,
    )
    if final is not None:
        return Markup(service.read(settings().files, final.twin, "html").decode())  # noqa: S704 — made by our own template, held against its hash
    return service.pages_of(dossier, FileKind.MINUTES).body
