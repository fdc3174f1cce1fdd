"""What describes our files to other programs, at an address that does not move."""

from flask import Blueprint, Response, send_file

from webapp.minutes.document import SCHEMA_FILE
from webapp.web.kit import access

bp = Blueprint("schemas", __name__, url_prefix="/schemas")

FRESH = 3600  # seconds


@bp.get("/faits-1.json")
@access.public
def facts() -> Response:
    """The schema of the facts that minutes carry."""
    return send_file(SCHEMA_FILE, mimetype="application/schema+json", max_age=FRESH)
