"""The JSON interface: its settings, its doors, its description made from them, and how it says no."""

import http
from collections.abc import Callable

from flask import Flask, Response, json
from flask_smorest import Api
from flask_smorest.spec import prepare_response
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from webapp.kernel.errors import Reason, Refusal
from webapp.kernel.version import version
from webapp.registrations.model import RegistrationRefusal
from webapp.storage.database import StorageError
from webapp.web.api import catalogue, organisers
from webapp.web.api.address import PREFIX
from webapp.web.api.schemas import Problem
from webapp.web.kit import access, database, errors, programs, requests, security
from webapp.web.kit.webinars import SignUpRefusal
from webapp.webinars.model import WebinarRefusal
from webapp.wording.phrases import phrase
from webapp.wording.typography import spaced

PROBLEM = "application/problem+json"
LARGEST_BODY = 64 * 1024
UNREAD = "Ce qui a été envoyé ne suit pas la description de l’interface (openapi.json)."
SENTENCES = {
    401: "Cet appel demande un jeton d’accès valable : « Authorization: Bearer … ».",
    405: "Cette adresse ne connaît pas cette méthode.",
    413: "Ce qui a été envoyé dépasse la taille permise.",
    422: UNREAD,
    429: "Trop d’appels dans la même minute : attendez un peu.",
}
MISSING = {
    RegistrationRefusal.UNKNOWN_OCCURRENCE,
    RegistrationRefusal.UNKNOWN_CAMPAIGN,
    WebinarRefusal.UNKNOWN_WEBINAR,
}


class Interface(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest, whose refusals are the house's: RFC 9457, in French."""

    ERROR_SCHEMA = Problem

    def _register_doc_blueprint(self) -> None:
        """Serve the description by a view of ours, which carries its rule as the others do."""

    def _register_responses(self) -> None:
        """Describe every refusal as a problem."""
        for status in http.HTTPStatus:
            described = {"description": status.phrase, "schema": Problem}
            prepare_response(described, self.spec, PROBLEM)
            self.spec.components.response(status.name, described, lazy=True)
        described = {"description": "Refus, avec sa phrase.", "schema": Problem}
        prepare_response(described, self.spec, PROBLEM)
        self.spec.components.response("DEFAULT_ERROR", described, lazy=True)

    def _register_error_handlers(self) -> None:
        app: Flask = self._app
        app.register_error_handler(HTTPException, _http)
        app.register_error_handler(Refusal, _refusal)
        app.register_error_handler(StorageError, lambda _: problem(503, errors.SENTENCES[503][1]))
        app.register_error_handler(OverflowError, lambda _: problem(400, UNREAD))
        app.register_error_handler(RecursionError, lambda _: problem(400, UNREAD))  # brackets within brackets
        app.register_error_handler(Exception, lambda fault: _fault(app, fault))


class Question(requests.BoundedRequest):
    """A request whose parameters are judged as they were sent: cleaned first, one too long might pass for short."""

    parameter_storage_class = ImmutableMultiDict  # type: ignore[assignment]  # the pages clean theirs


def make(house: Flask) -> Flask:
    """Build the interface on the database and settings of a house."""
    app = Flask("webapp.web.api", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        API_TITLE="Collégiale",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.extensions |= {name: kept for name, kept in house.extensions.items() if name.startswith("collegiale.")}
    requests.install(app)
    app.request_class = Question
    app.before_request(database.borrow)
    app.teardown_request(database.give_back)
    security.install(app)
    programs.install(app)
    interface = Interface(app, spec_kwargs=_about())
    for each in (catalogue.bp, organisers.bp):
        interface.register_blueprint(each, url_prefix=PREFIX)
    app.add_url_rule(f"{PREFIX}/openapi.json", view_func=_description(interface), endpoint="description")
    return app


def _about() -> dict[str, object]:
    return {
        "info": {
            "description": f"Les webinaires de Collégiale {version()}, pour les programmes. L’adresse des salles n’y est"
            " jamais donnée ; les personnes inscrites, aux seuls organisateurs, par un jeton."
        },
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _description(interface: Interface) -> Callable[[], Response]:
    @access.public
    def description() -> Response:
        """What the interface takes and gives, in OpenAPI 3.1."""
        return Response(json.dumps(interface.spec.to_dict()), mimetype="application/json")

    return description


def problem(status: int, sentence: str, **others: object) -> Response:
    """Say no."""
    said = {
        "type": "about:blank",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "detail": spaced(sentence),
        **others,
    }
    return Response(json.dumps(said, ensure_ascii=False), status=status, mimetype=PROBLEM)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 — a redirection is not a fault
        return Response(status=code, headers=error.get_headers())
    known = errors.SENTENCES.get(code, ("", UNREAD))[1]
    answer = problem(code, SENTENCES.get(code, known), **_field_of(error))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _field_of(error: HTTPException) -> dict[str, str]:
    """Name the first field that the description does not allow as it was sent."""
    messages: object = getattr(error, "data", {}).get("messages")
    path: list[str] = []
    while isinstance(messages, dict) and messages:
        name, messages = next(iter(messages.items()))
        path.append(str(name))
    return {"field": ".".join(path[1:])[:200]} if len(path) > 1 else {}


def _refusal(refusal: Refusal) -> Response:
    field = str(refusal.facts.get("field", ""))
    status = 404 if refusal.reason in MISSING else 422 if field else 409
    if isinstance(refusal.reason, SignUpRefusal):
        status = 429
    named: Reason = refusal.reason
    others = {"reason": str(named), **({"field": field} if field else {})}
    return problem(status, phrase(refusal.reason, **refusal.facts), **others)


def _fault(app: Flask, error: Exception) -> Response:
    app.logger.error("fault", exc_info=error)
    return problem(500, errors.SENTENCES[500][1])
