"""What describes our files to other programs, at an address that does not move."""

from flask import Blueprint, Response

from webapp.minutes.document import SCHEMA_FILE
from webapp.web.kit import access

bp = Blueprint("schemas", __name__, url_prefix="/schemas")

FRESH = "public, max-age=3600"


@bp.get("/faits-1.json")
@access.public
def facts() -> Response:
    """The schema of the facts that minutes carry."""
    answer = Response(SCHEMA_FILE.read_bytes(), mimetype="application/schema+json")
    answer.headers["Cache-Control"] = FRESH
    return answer
