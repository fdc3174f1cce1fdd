"""Signing the final minutes at the desk: who is awaited, the four ways, what was signed, the rectifying version."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as BaseResponse
from wtforms import DateField

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings.rules.papers import TYPES
from webapp.minutes import queries, service
from webapp.minutes.model import MINUTES, MinutesRefusal, MinutesState, Signing, SigningRefusal
from webapp.pdf.signatures import SignatureRefusal
from webapp.web.desk.minutes import found
from webapp.web.kit import access, acts, papers
from webapp.web.kit import signing as kit
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.wording import signing as words
from webapp.wording.dates import in_paris
from webapp.wording.phrases import phrase

OF_MINUTES = "/secretariat/seances/<int:meeting_id>/proces-verbal"
bp = Blueprint("signing", __name__, url_prefix=f"{OF_MINUTES}/signature")
# The same pages, for what is signed on its own (LAW PV-9).
APART = (
    (kit.EXTRACT, f"{OF_MINUTES}/avis/<int:item_id>/signature"),
    (kit.OPINIONS, f"{OF_MINUTES}/releve/signature"),
)

Answer = str | BaseResponse | tuple[str, int]


_FIELDS = {
    SignatureRefusal.WRONG_PASSPHRASE: "passphrase",
    SigningRefusal.SIGNED_ON_UNKNOWN: "signed_on",
    SigningRefusal.SIGNER_MISSING: None,
}


class OutsideForm(Form):
    """The file that comes back signed."""

    file = FileField("Fichier signé")


class ScanForm(Form):
    """The scan of what was signed by hand, and on which day."""

    file = FileField("Numérisation de l’exemplaire signé", description="PDF, JPEG ou PNG, toutes les pages.")
    signed_on = DateField("Signé le")


def _here() -> BaseResponse:
    return redirect(url_for(".page", **(request.view_args or {})), 303)


def _refused(template: str, form: Form, refusal: Refusal, **more: object) -> Answer:
    """Show the form again with its refusal, beside the field that it is about; nothing was kept."""
    field = _FIELDS.get(refusal.reason, "file")
    form.refuse(refusal, field if field is not None and field in form else None)
    return _shown(template, form=form, **more), 400


def _shown(template: str, **more: object) -> str:
    dossier = found()
    signing = kit.standing(dossier.facts.signers)
    names = kit.expected_names(dossier.facts)
    return render_template(
        f"desk/minutes/{template}.html",
        dossier=dossier,
        meeting=g.meeting,
        signing=signing,
        names=names,
        lines=kit.lines(signing, names),
        awaited=_awaited(signing, names),
        words=words,
        of_minutes=kit.paper() == MINUTES,
        the_paper=kit.said(words.THE),
        of_paper=kit.said(words.OF),
        here=request.view_args,
        **more,
    )


def _awaited(signing: Signing, names: tuple[str, ...]) -> str:
    """Say who is awaited, by role and by name where it is known."""
    place = signing.awaited
    if place is None:
        return ""
    return f"{signing.signers[place]} ({names[place]})" if names[place] else signing.signers[place]


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int, item_id: int | None = None) -> Answer:
    """Who has signed, who is awaited, and in which ways one can."""
    means = kit.means()
    return _shown(
        "signing",
        seals=means.seals,
        stamping=bool(means.stamping),
        earlier=queries.earlier_versions(db(), meeting_id) if kit.paper() == MINUTES else (),
        asked=request.args.get("confirmer", ""),
    )


def _nothing() -> BaseResponse:
    flash(phrase(MinutesRefusal.UNKNOWN_FILE), "warning")
    return _here()


@bp.get("/fichier.pdf")
@access.desk_of_committee
def file(meeting_id: int, item_id: int | None = None) -> Answer:
    """The final version as it stands, signatures included: the one to sign, and the one to hand over."""
    signing = kit.standing(())
    if signing.sha256 is None:
        return _nothing()
    pdf = service.read(papers.shelf(), signing.sha256, "pdf")
    return papers.pdf(pdf, kit.file_name())


@bp.get("/version-<int:number>.pdf")
@access.desk_of_committee
def earlier(meeting_id: int, number: int, item_id: int | None = None) -> Answer:
    """A version that was rectified since, as it stood."""
    versions = queries.earlier_versions(db(), meeting_id) if kit.paper() == MINUTES else ()
    kept = next((each for each in versions if each.number == number), None)
    if kept is None:
        abort(404)
    pdf = service.read(papers.shelf(), kept.sha256, "pdf")
    return papers.pdf(pdf, kit.file_name())


@bp.get("/numerisation")
@access.desk_of_committee
def scan(meeting_id: int, item_id: int | None = None) -> Answer:
    """The scan of what was signed by hand."""
    kept = kit.standing(()).by_hand
    if kept is None:
        return _nothing()
    name = kit.file_name().removesuffix(".pdf")
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-numerisation.{kept.ending}"',
        "Cache-Control": "no-store",
    }
    content = service.read(papers.shelf(), kept.sha256, kept.ending)
    return Response(content, mimetype=TYPES[kept.ending], headers=headers)


@bp.get("/papier")
@access.desk_of_committee
def by_hand(meeting_id: int, item_id: int | None = None) -> Answer:
    """By hand: print, sign, scan, bring back."""
    form = ScanForm(data={"signed_on": in_paris(clock.now()).date()})
    return _shown("sign_paper", form=form, typed=[])


@bp.post("/papier")
@access.desk_of_committee
def attach(meeting_id: int, item_id: int | None = None) -> Answer:
    """Keep the scan of what was signed by hand."""
    form = ScanForm()
    try:
        service.attach_scan(
            db(),
            meeting_id,
            kit.sent_file(),
            signed_on=form.signed_on.data,
            names=request.form.getlist("signer"),
            means=kit.means(),
            by=access.by(),
            now=clock.now(),
            paper=kit.paper(),
        )
    except Refusal as refusal:
        return _refused("sign_paper", form, refusal, typed=request.form.getlist("signer"))
    flash(f"La numérisation est gardée : {kit.said(words.THE)} est signé à la main.", "success")
    return _here()


@bp.get("/dehors")
@access.desk_of_committee
def outside(meeting_id: int, item_id: int | None = None) -> Answer:
    """Outside: download, sign with the ministry's parapheur or an agent's card, bring back."""
    return _shown("sign_outside", form=OutsideForm())


@bp.post("/dehors")
@access.desk_of_committee
def bring_back(meeting_id: int, item_id: int | None = None) -> Answer:
    """Check that it is the same document plus valid signatures, and keep it."""
    try:
        signed = service.bring_back(
            db(),
            meeting_id,
            kit.sent_file(),
            expected=acts.text("expected"),
            means=kit.means(),
            by=access.by(),
            now=clock.now(),
            paper=kit.paper(),
        )
    except Refusal as refusal:
        return _refused("sign_outside", OutsideForm(), refusal)
    flash(f"Fichier vérifié et gardé. Signature de {', de '.join(each.signer for each in signed)}.", "success")
    return _here()


@bp.get("/certificat")
@access.desk_of_committee
def certificate(meeting_id: int, item_id: int | None = None) -> Answer:
    """In the application, with the certificate file that the signer brings."""
    return _shown("sign_certificate", form=kit.CertificateForm())


@bp.post("/certificat")
@access.desk_of_committee
def sign(meeting_id: int, item_id: int | None = None) -> Answer:
    """Sign; the file and its passphrase are used in memory and never kept."""
    try:
        signed = kit.sign()
    except Refusal as refusal:
        return _refused("sign_certificate", kit.CertificateForm(), refusal)
    flash(f"{kit.said(words.PAPERS)} signé par {signed.signer}.", "success")
    return _here()


@bp.post("/cachet")
@access.desk_of_committee
def seal(meeting_id: int, item_id: int | None = None) -> Answer:
    """Put the seal of the service on the file."""
    try:
        service.seal(
            db(),
            meeting_id,
            expected=acts.text("expected"),
            means=kit.means(),
            by=access.by(),
            now=clock.now(),
            paper=kit.paper(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
    else:
        flash(f"Le cachet du service est sur {kit.said(words.THE)}.", "success")
    return _here()


@bp.post("/rectificatif")
@access.desk_of_committee
def rectify(meeting_id: int, item_id: int | None = None) -> Answer:
    """Open a rectifying version, which will name the one that it corrects (LAW PV-4)."""
    if kit.paper() != MINUTES:
        abort(404)
    try:
        service.rectify(
            db(),
            meeting_id,
            reason=acts.text("reason"),
            expected=acts.chosen(MinutesState, "expected"),
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
        return _here()
    flash("Un rectificatif est ouvert, à l’état de projet ; la version corrigée reste gardée.", "success")
    return redirect(url_for("minutes.page", meeting_id=meeting_id), 303)
