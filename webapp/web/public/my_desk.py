"""« Mon poste » : what may be known, from here, of whether a video room will be reached from one's own network.

A page of ours may speak to our own server alone (connect-src 'self'): it measures that path, says what the browser can
do, and leaves to a link, that a person follows, the trial of the room's own server.
"""

from flask import Blueprint, Response, abort, render_template, request

from webapp.web.kit import access, pace
from webapp.web.kit.database import settings

bp = Blueprint("my_desk", __name__, url_prefix="/outils/mon-poste")

SAMPLE_BYTES = 512 * 1024
MOST_A_MINUTE = 120  # from one address: a whole service comes by the same one, six at each look
_PATTERN = bytes(range(256))


@bp.get("")
@access.public
def page() -> str:
    """What the server sees of the way here, what a script may add, what to try by hand."""
    kept = settings()
    return render_template(
        "public/my_desk.html",
        secure=request.is_secure,
        relayed=bool(request.headers.get("Via")),
        test_address=kept.room_test_address,
        kilobytes=SAMPLE_BYTES // 1024,
    )


@bp.get("/mesure")
@access.public
def sample() -> Response:
    """Half a megabyte that no cache keeps, for the page to time; not for anybody to empty the line with."""
    if not pace.take(f"sample {request.remote_addr}", most=MOST_A_MINUTE):
        abort(429)
    return Response(_PATTERN * (SAMPLE_BYTES // len(_PATTERN)), mimetype="application/octet-stream")
