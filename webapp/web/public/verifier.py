"""A file is shown, and gets a yes or a no with reasons. Nothing of it is kept; the register speaks to its own readers alone."""

from dataclasses import replace
from enum import auto

from flask import Blueprint, Response, render_template, request
from flask_wtf.file import FileField

from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.meetings import queries as meetings
from webapp.minutes import service
from webapp.minutes.service import Verdict, checker
from webapp.pdf.signatures import Signature
from webapp.web.kit import access, pace
from webapp.web.kit import signing as kit
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import checker as labels
from webapp.wording import dates
from webapp.wording import signing as words
from webapp.wording import verifying as said

bp = Blueprint("verifier", __name__, url_prefix="/verifier")

MOST_A_MINUTE = 20  # from one address: a whole service comes by the same one
AT_ONCE = 2  # each is read in a process of its own, held to its memory and its time


class VerifierRefusal(Reason):
    """Why a file is not even read."""

    FILE_MISSING = auto()
    TOO_OFTEN = auto()
    BUSY = auto()


_STATUSES = {VerifierRefusal.FILE_MISSING: 400, VerifierRefusal.TOO_OFTEN: 429, VerifierRefusal.BUSY: 503}


class FileForm(Form):
    """The file to check."""

    file = FileField("Le procès-verbal signé (PDF)")


@bp.get("")
@access.public
def page() -> str:
    """Ask for a file."""
    return _shown(FileForm(formdata=None))


@bp.post("")
@access.public
def answer() -> str | tuple[str, int]:
    """Check the file that was sent: one that is refused as no minutes at all is an answer like another."""
    form = FileForm()
    try:
        verdict = _verified(kit.sent_file())
    except Refusal as refusal:
        form.refuse(refusal, "file")
        return _shown(form), _STATUSES[refusal.reason]  # type: ignore[index]  # what `_verified` raises
    return _shown(form, verdict=verdict, signatures=[_signature(each) for each in verdict.inspection.signatures])


@bp.get("/hors-ligne")
@access.public
def offline() -> Response:
    """The same, as one file that works without us nor network, with the roots that are recognised today."""
    made = checker.page(kit.means().trust, authority=settings().prefecture, now=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{checker.NAME}"'}
    return Response(made, mimetype="application/octet-stream", headers=headers)  # kept on a disk, never shown from here


def _shown(form: FileForm, **more: object) -> str:
    return render_template(
        "public/verifier.html",
        form=form,
        megabytes=settings().upload_megabytes,
        said=said,
        labels=labels.LABELS,
        **more,
    )


def _verified(content: bytes) -> Verdict:
    if not content:
        raise Refusal(VerifierRefusal.FILE_MISSING)
    if not pace.take(f"verifier {request.remote_addr}", most=MOST_A_MINUTE):
        raise Refusal(VerifierRefusal.TOO_OFTEN)
    with pace.at_once("verifier", most=AT_ONCE) as may:
        if not may:
            raise Refusal(VerifierRefusal.BUSY)
        trust = replace(kit.means().trust, asks=False)  # a stranger's file sends nobody over the network
        return service.verify(content, trust=trust, now=clock.now(), db=db(), told=_may_be_told)


def _may_be_told(meeting_id: int) -> bool:
    """Whether the reader may know what the file does not carry: that it was rectified, how it was signed since."""
    who, meeting = access.person(), meetings.find(db(), meeting_id)
    return who is not None and meeting is not None and access.reads_record_of(who, meeting.committee_id)


def _signature(each: Signature) -> tuple[str, ...]:
    """Say who signed, when, at which level, with which certificate, and whether it holds."""
    at = each.stamped_at if each.stamp else each.signed_at
    return (
        each.signer or each.field,
        "" if at is None else dates.moment(at),
        words.STAMP if each.stamp else words.level(each.quality, each.profile, seal=each.seal),
        words.CERTIFICATES[each.certificate],
        ", ".join(words.FLAWS[flaw] for flaw in each.flaws) or labels.HOLDS,
    )
