"""The first page, the state of the service, and what the law wants said on every site."""

from flask import Blueprint, jsonify, render_template
from werkzeug.wrappers import Response

from webapp.jobs import heartbeat
from webapp.kernel import clock
from webapp.outbox import queries as outbox
from webapp.outbox.model import Queue
from webapp.registrations import queries as registrations
from webapp.web.kit import access, health
from webapp.web.kit.database import db, settings
from webapp.wording import retention

bp = Blueprint("home", __name__)


@bp.get("/")
@access.public
def page() -> str:
    """Say what this is and where to begin."""
    return render_template("public/home.html")


@bp.get("/sante")
@access.public
def state() -> tuple[Response, int]:
    """Answer 200 when a vote can be taken now, 503 with the reason otherwise.

    A worker that is down and mail that waits are only said: neither stops a vote.
    """
    now = clock.now()
    fault = health.fault()
    seen_at = heartbeat.last(settings().instance)
    mail = None if fault else outbox.due(db(), now=now)
    answer = {
        "status": "ok" if fault is None else "unavailable",
        "reason": fault,
        "worker": {
            "alive": heartbeat.is_alive(settings().instance, now=now),
            "seen_at": None if seen_at is None else clock.to_text(seen_at),
        },
        "mail": None if mail is None else _standing(mail),
        "now": clock.to_text(now),
    }
    return jsonify(answer), 200 if fault is None else 503


def _standing(mail: Queue) -> dict[str, object]:
    """Say how the mail stands, and never what the relay said: this page is everybody's."""
    return {
        "sends": settings().sends_mail,
        "waiting": mail.waiting,
        "oldest_at": None if mail.oldest_at is None else clock.to_text(mail.oldest_at),
        "to_settle": mail.stuck,
        "trouble_since": None if mail.trouble is None else clock.to_text(mail.trouble.since),
    }


@bp.get("/accessibilite")
@access.public
def accessibility() -> str:
    """The accessibility declaration (law 2005-102 art. 47, décret 2019-768): not conforming until an audit is entered."""
    return render_template("public/accessibility.html")


@bp.get("/donnees-personnelles")
@access.public
def privacy() -> str:
    """What is known of people, why, and for how long (RGPD art. 13)."""
    return render_template(
        "public/privacy.html",
        session_hours=settings().session_hours,
        adopted=registrations.adopted(db()),
        words=retention,
    )
