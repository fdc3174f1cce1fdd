"""« Ce que la personne inscrite recevra »: every message as it will be written, for somebody who does not exist."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Blueprint, g, render_template

from webapp.kernel import clock
from webapp.kernel.models import frozen
from webapp.kernel.tokens import Nonce
from webapp.outbox.model import LINK
from webapp.registrations import rules
from webapp.registrations.model import Approval, Occurrence, Registration, Status
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.web.organiser import pages
from webapp.webinars import queries
from webapp.webinars import rules as webinar_rules
from webapp.webinars.model import Access, Guest, Invitation, InvitationAnswer, MessageKind, Shown
from webapp.webinars.service import letters

bp = Blueprint("organising_preview", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>/apercu")

NOBODY = Guest(email="camille.exemple@val-imaginaire.example", last_name="Exemple", first_name="Camille")
STANDS_FOR = "(ici, le lien personnel)"


@frozen
class Foreseen:
    """A message, with the occasion on which it is sent."""

    kind: str
    when: str
    subject: str
    body: str


@bp.get("")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """The form as it is filled in, and every message."""
    shown = queries.shown(db(), g.webinar)
    coming = shown.coming(clock.now()) or shown.occurrences[-1:]
    admitted = queries.access(db(), webinar_id)
    return render_template(
        "organiser/preview.html",
        shown=shown,
        messages=list(_sent(shown, coming[0], admitted, clock.now())) if coming else [],
        form=kit.form_of(shown.form, formdata=None),
        prefix=kit.PREFIX,
        crumbs=pages.trail(),
    )


def _sent(shown: Shown, occurrence: Occurrence, admitted: Access, now: datetime) -> Iterator[Foreseen]:
    """Leave out what this webinar does without (WEB-5)."""
    off = queries.messages_off(db(), shown.webinar.id)
    yield from (
        each for each in _messages(shown, occurrence, admitted, now) if webinar_rules.SWITCHES.get(each.kind) not in off
    )
    yield from _of_the_day(shown, occurrence, off, now)


def _of_the_day(shown: Shown, occurrence: Occurrence, off: frozenset[MessageKind], now: datetime) -> Iterator[Foreseen]:
    """Write the reminders and the thanks, each unless it is switched off."""
    somebody = _somebody(shown, occurrence, now)
    asks = MessageKind.COMING not in off
    if MessageKind.WEEK not in off:
        yield _written("Sept jours avant", "week", shown, occurrence, somebody)
    if asks or MessageKind.EVE not in off:
        when = "La veille, avec « Viendrez-vous ? »" if asks else "La veille"
        yield _written(when, "eve", shown, occurrence, somebody, asks=asks)
    if MessageKind.HOUR not in off:
        yield _written("Une heure avant", "hour", shown, occurrence, somebody)
    if MessageKind.THANKS not in off:
        yield _written("Après la fin, à qui a été vu présent", "thanks", shown, occurrence, somebody, came=True)
        yield _written("Après la fin, aux autres inscrits", "thanks", shown, occurrence, somebody, came=False)


def _messages(shown: Shown, occurrence: Occurrence, admitted: Access, now: datetime) -> Iterator[Foreseen]:
    """Write the messages that this webinar may send, in the order of a registration's life."""
    approval, somebody = shown.campaign.terms.approval, _somebody(shown, occurrence, now)
    if admitted.restricted:
        invitation = _invitation(shown)
        yield _invited("À chaque personne invitée", "invited", shown, invitation)
        yield _invited("À qui ne répond pas, si vous le relancez", "invited_again", shown, invitation)
    if rules.asks_manager(approval):
        yield _written("Quand une demande attend la personne responsable", "submitted", shown, occurrence, somebody)
        yield _written("À la personne responsable", "manager_asked", shown, occurrence, somebody)
    if approval in (Approval.ORGANISER, Approval.BOTH):
        yield _written("Quand une demande attend votre accord", "pending", shown, occurrence, somebody)
    yield _written("Quand l’inscription est confirmée", "confirmed", shown, occurrence, somebody)
    if occurrence.seats is not None:
        yield _written("Quand toutes les places sont prises", "waitlisted", shown, occurrence, somebody)
        yield _written("Quand une place se libère", "offered", shown, occurrence, somebody)
    if approval is not Approval.NONE:
        yield _written("Quand la demande est refusée", "rejected", shown, occurrence, somebody)
    yield _written("Si vous changez l’horaire", "changed", shown, occurrence, somebody, former=occurrence)
    yield _written("Quand la personne se désinscrit", "cancelled", shown, occurrence, somebody, before="confirmed")
    yield _written(
        "Si vous annulez la date", "date_cancelled", shown, occurrence, somebody, reason="(ici, votre motif)"
    )


def _written(
    when: str, kind: str, shown: Shown, occurrence: Occurrence, somebody: Registration, **facts: object
) -> Foreseen:
    subject, body = letters.rendered(
        kind, webinar=shown.webinar, occurrence=occurrence, registration=somebody, **{"before": None, **facts}
    )
    return Foreseen(kind=kind, when=when, subject=subject, body=body.replace(LINK, STANDS_FOR))


def _invited(when: str, kind: str, shown: Shown, invitation: Invitation) -> Foreseen:
    subject, body = letters.rendered(kind, webinar=shown.webinar, coming=shown.occurrences, invitation=invitation)
    return Foreseen(kind=kind, when=when, subject=subject, body=body.replace(LINK, STANDS_FOR))


def _somebody(shown: Shown, occurrence: Occurrence, now: datetime) -> Registration:
    return Registration(
        id=0,
        occurrence_id=occurrence.id,
        form_id=shown.form.id,
        status=Status.CONFIRMED,
        pool_id=None,
        seats=1,
        last_name=NOBODY.last_name,
        first_name=NOBODY.first_name,
        email=NOBODY.email,
        origin="",
        service="",
        nonce=None,
        submitted_at=now,
        settled_at=now,
        offer_ends_at=now + timedelta(hours=shown.campaign.terms.offer_hours),
        version=1,
    )


def _invitation(shown: Shown) -> Invitation:
    return Invitation(
        id=0,
        webinar_id=shown.webinar.id,
        guest=NOBODY,
        nonce=Nonce(""),
        sent_at=None,
        reminded_at=None,
        answer=InvitationAnswer.NONE,
        answered_at=None,
    )
