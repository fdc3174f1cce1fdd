"""Checking a certificate by its number; reading and taking one's own by the link of one's registration."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.registrations import queries as registrations
from webapp.web.kit import access, papers
from webapp.web.kit.database import db, settings
from webapp.webinars.model.attendance import Certificate
from webapp.webinars.queries import certificates as queries
from webapp.webinars.rules.attendance import masked
from webapp.webinars.service import certificates
from webapp.wording import attendance as words

bp = Blueprint("certificate", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/attestations")
@access.public
def ask() -> Answer:
    """Where a number is typed."""
    typed = request.args.get("numero", "").strip()[:100]
    if typed:
        return redirect(url_for("certificate.page", number=typed), 303)
    return render_template("public/certificates/ask.html")


@bp.get("/attestations/<number>")
@access.public
def page(number: str) -> Answer:
    """What a certificate says, to whoever holds it: its person by initials, whether it stands."""
    found = queries.of_number(db(), number)
    if found is None:
        return render_template("public/certificates/unknown.html"), 404
    return render_template(
        "public/certificates/page.html", certificate=found, name=masked(found.facts["name"]), **_dates(found)
    )


@bp.get("/inscription/<token>/attestation/<number>")
@access.public
def mine(token: str, number: str) -> str:
    """One's own certificate whole, and its PDF once it is made."""
    found = _mine(token, number)
    return render_template("public/certificates/mine.html", certificate=found, token=token, **_dates(found))


@bp.get("/inscription/<token>/attestation/<number>.pdf")
@access.public
def download(token: str, number: str) -> Response:
    """The PDF of one's own certificate, held against its hash."""
    found = _mine(token, number)
    if found.sha256 is None:
        return redirect(url_for("certificate.mine", token=token, number=found.number), 303)
    return papers.handed_over(certificates.read(settings().files, found.sha256), f"attestation-{found.number}.pdf")


def _mine(token: str, number: str) -> Certificate:
    registration = registrations.of_link(db(), token)
    found = queries.of_number(db(), number)
    if (
        registration is None
        or found is None
        or not found.is_handed_over
        or found.who.registration_id != registration.id
    ):
        abort(404)
    return found


def _dates(found: Certificate) -> dict[str, object]:
    facts = found.facts
    return {
        "facts": facts,
        "starts_at": clock.from_text(facts["starts_at"]),
        "ends_at": clock.from_text(facts["ends_at"]),
        "words": words,
    }
