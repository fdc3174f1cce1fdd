"""The chair signs the final minutes with a certificate of their own, from their own page."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.minutes.rules import signing as rules
from webapp.pdf.signatures import SignatureRefusal
from webapp.web.kit import access, acts
from webapp.web.kit import signing as kit
from webapp.web.kit.database import db

bp = Blueprint("member_signing", __name__)

Answer = str | Response | tuple[str, int]


def _page(form: kit.CertificateForm) -> str:
    signing = kit.standing(meetings.state(db(), g.meeting.id, now=clock.now()).settings.signers)
    place = signing.awaited if signing.file is not None else None
    return render_template(
        "member/signing.html",
        meeting=g.meeting,
        committee=g.committee,
        signing=signing,
        mine=place is not None and rules.signs_as_chair(signing.signers[place]),
        form=form,
    )


@bp.get("/seances/<int:meeting_id>/proces-verbal/signature")
@access.chair_of_meeting
def page(meeting_id: int) -> Answer:
    """What is signed, and with what."""
    return _page(kit.CertificateForm())


@bp.post("/seances/<int:meeting_id>/proces-verbal/signature")
@access.chair_of_meeting
def sign(meeting_id: int) -> Answer:
    """Sign for whoever presided, and for nobody else."""
    signers = meetings.state(db(), meeting_id, now=clock.now()).settings.signers
    form = kit.CertificateForm()
    try:
        place = acts.number("place")
        if not (0 <= place < len(signers) and rules.signs_as_chair(signers[place])):
            abort(403)
        signed = kit.sign()
    except Refusal as refusal:
        form.refuse(refusal, "passphrase" if refusal.reason is SignatureRefusal.WRONG_PASSPHRASE else "file")
        return _page(form), 400
    flash(f"Procès-verbal signé par {signed.signer}.", "success")
    return redirect(url_for("member_minutes.page", meeting_id=meeting_id), 303)
