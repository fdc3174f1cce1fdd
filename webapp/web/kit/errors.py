"""Pages for what cannot be done: a clear sentence, what to do next, nothing changed."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webapp.kernel.errors import Refusal
from webapp.storage.database import StorageError
from webapp.wording.phrases import phrase

SENTENCES = {
    400: (
        "Demande incomprise",
        "L’adresse ou le formulaire reçu est incomplet. Revenez à la page précédente et recommencez.",
    ),
    401: (
        "Connexion nécessaire",
        "Votre connexion a pris fin. Connectez-vous, puis recommencez : rien n’a été enregistré.",
    ),
    403: (
        "Accès réservé",
        "Cette page est réservée à d’autres personnes. Si vous pensez y avoir droit, appelez le secrétariat.",
    ),
    404: ("Page introuvable", "Cette adresse ne correspond à rien, ou ce qu’elle désignait n’existe plus."),
    405: ("Demande incomprise", "Cette adresse s’utilise depuis un formulaire. Revenez à la page précédente."),
    410: (
        "Répétition effacée",
        "Cette page montrait une répétition, qui a été effacée avec tout ce qui y avait été fait. Rien ne vous est demandé.",
    ),
    413: (
        "Fichier trop lourd",
        "Ce qui a été envoyé dépasse la taille permise. Réduisez le fichier, puis recommencez.",
    ),
    500: (
        "Le service a rencontré une difficulté",
        "Rien n’a été enregistré. Recommencez ; si cela persiste, appelez le secrétariat.",
    ),
    503: (
        "Le service ne peut pas enregistrer pour le moment",
        "Rien n’a été enregistré. Attendez un instant, puis recommencez.",
    ),
}


def install(app: Flask) -> None:
    """Answer every fault with a page of the house."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(StorageError, _storage)
    app.register_error_handler(OverflowError, _overflow)
    app.register_error_handler(Exception, _fault)


def _page(code: int, title: str, text: str) -> tuple[str, int]:
    return render_template("error.html", title=title, text=text, code=code), code


def _http(error: HTTPException) -> tuple[str, int] | Response:
    if error.code is None or error.code < 400:  # noqa: PLR2004 — a redirection is not a fault
        return error.get_response()
    return _page(error.code, *SENTENCES.get(error.code, SENTENCES[400]))


def _csrf(_: CSRFError) -> tuple[str, int]:
    return _page(
        400,
        "Formulaire périmé",
        "Cette page était ouverte depuis trop longtemps. Rechargez-la, puis recommencez : rien n’a été enregistré.",
    )


def _refusal(refusal: Refusal) -> tuple[str, int]:
    return _page(409, "Ce n’est pas possible", phrase(refusal.reason, **refusal.facts))


def _storage(_: StorageError) -> tuple[str, int]:
    return _page(503, *SENTENCES[503])


def _overflow(_: OverflowError) -> tuple[str, int]:
    """A number or a date that no row can hold was sent; the unit of work that met it was undone."""
    return _page(400, *SENTENCES[400])


def _fault(error: Exception) -> tuple[str, int]:
    from flask import current_app  # noqa: PLC0415 — the kit reads it, here only

    current_app.logger.error("fault", exc_info=error)
    return _page(500, *SENTENCES[500])
