"""The parts of a page that are fetched again: named by what they say, so that one that says the same costs a 304."""

import hashlib
import re

from flask import make_response, request
from werkzeug.wrappers import Response

# Drawn anew at each answer, and saying nothing: js/fragments.js leaves the same out of its comparisons.
_DRAWN = re.compile(r'<input\b[^>]*\bname="(?:csrf_token|key)"[^>]*>')


def fragment(html: str) -> Response:
    """Answer with a part of a page, or that it still says the same."""
    response = make_response(html)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(_DRAWN.sub("", html).encode()).hexdigest()[:32])
    return response.make_conditional(request)
