"""Handing over the file of a replay or a document, with headers that let it do nothing."""

from flask import Response, abort, send_file

from webapp.web.kit.database import settings
from webapp.web.kit.documents import POLICY
from webapp.webinars.model.afterwards import Material
from webapp.webinars.service import afterwards


def handed(material: Material) -> Response:
    """Hand over the file of a material; one that is a link has none."""
    if material.file is None:
        abort(404)
    answer = send_file(
        afterwards.file_of(settings().documents, material.file),
        mimetype=material.file.media_type,
        as_attachment=True,
        download_name=material.file.name,
        conditional=True,
        etag=material.file.sha256,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
