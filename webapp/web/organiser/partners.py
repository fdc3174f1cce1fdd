"""Partner prefectures: who they are, how their bundles come and go, what they were told and told us."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as Answered
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Optional

from webapp.kernel import clock, paths, seals, tokens
from webapp.kernel.errors import Refusal
from webapp.sharing import queries, rules
from webapp.sharing import service as sharing
from webapp.sharing.model import Partner
from webapp.sharing.rules import LARGEST
from webapp.web.kit import access
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.web.kit.sharing import house
from webapp.wording import sharing as words
from webapp.wording.phrases import phrase

bp = Blueprint("partners", __name__, url_prefix="/organisation/partage")

Answer = str | Answered | tuple[str, int]


class PartnerForm(Form):
    """Another prefecture, as it says who it is."""

    name = StringField("Nom de la préfecture")
    public_key = StringField(
        "Sa clé publique", description="Votre correspondant la lit sur sa page «\u00a0Partage\u00a0»."
    )
    contact = StringField(
        "Contact de vos agents pour leurs données",
        description="L’adresse ou le service de votre préfecture que liront les personnes inscrites (RGPD, article 13).",
    )


class BundleForm(Form):
    """A bundle that came as a file."""

    file = FileField("Paquet reçu", [FileRequired("Choisissez le fichier reçu.")])


class FeedForm(Form):
    """Where a partner's bundles are fetched."""

    address = StringField(
        "Adresse de son flux",
        description="Elle est relevée toutes les cinq minutes. Vide\u00a0: par fichier seulement.",
    )


class NoteForm(Form):
    """The sharing note."""

    on = DateField("Date de la note", [Optional()])
    text = TextAreaField("Texte de la note", description="Le même texte des deux côtés. Vide\u00a0: retirer la note.")


@bp.get("")
@access.administrator
def listing() -> str:
    """Our instance as partners know it, and the partners."""
    return _listing(PartnerForm())


@bp.post("")
@access.administrator
def add() -> Answer:
    """A partner more, of which nothing is read yet."""
    form = PartnerForm()
    typed = [form.name.data or "", form.public_key.data or "", form.contact.data or ""]
    try:
        number = sharing.add_partner(db(), *typed, house=house(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal, str(refusal.facts.get("field", "public_key")))
        return _listing(form), 422
    return redirect(url_for("partners.page", partner_id=number), 303)


def _listing(form: PartnerForm) -> str:
    ours = sharing.identity(house())
    return render_template(
        "organiser/sharing/partners.html",
        partners=queries.partners(db()),
        key=ours,
        fingerprint=seals.fingerprint(ours),
        name=settings().prefecture,
        form=form,
        has_errors=bool(form.errors),
    )


@bp.get("/<int:partner_id>")
@access.administrator
def page(partner_id: int) -> str:
    """One partner: trust, bundles, feed, note, what is offered and what came."""
    return _page(_partner(partner_id))


@bp.post("/<int:partner_id>/reconnaissance")
@access.administrator
def trust(partner_id: int) -> Answer:
    """Its fingerprint was compared by telephone."""
    return _act(partner_id, lambda: sharing.trust(db(), partner_id, house=house(), by=access.by(), now=clock.now()))


@bp.post("/<int:partner_id>/mise-a-l-ecart")
@access.administrator
def end_trust(partner_id: int) -> Answer:
    """Nothing more of it is read."""
    return _act(partner_id, lambda: sharing.end_trust(db(), partner_id, by=access.by(), now=clock.now()))


@bp.post("/<int:partner_id>/flux")
@access.administrator
def feed(partner_id: int) -> Answer:
    """Where its bundles are fetched."""
    address = FeedForm().address.data or ""
    return _act(partner_id, lambda: sharing.set_feed(db(), partner_id, address, by=access.by(), now=clock.now()))


@bp.post("/<int:partner_id>/releve")
@access.administrator
def fetch(partner_id: int) -> Answer:
    """Fetch its feed now; the worker does."""
    return _act(partner_id, _fetch_now, "Le flux est demandé ; rechargez la page dans un instant.")


def _fetch_now() -> None:
    now = clock.now()
    sharing.schedule(db(), now=now, due_at=now)


@bp.post("/<int:partner_id>/note")
@access.administrator
def note(partner_id: int) -> Answer:
    """Record the sharing note, or withdraw it."""
    form = NoteForm()
    return _act(
        partner_id,
        lambda: sharing.set_note(
            db(), partner_id, form.text.data or "", form.on.data, house=house(), by=access.by(), now=clock.now()
        ),
    )


@bp.post("/<int:partner_id>/paquet")
@access.administrator
def export(partner_id: int) -> Answer:
    """The bundle for it, to hand over."""
    try:
        bundle = sharing.export(db(), partner_id, house(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _page(_partner(partner_id), refusal), 409
    name = f"partage-{partner_id}-{clock.now():%Y%m%d-%H%M}.json"
    return Response(
        bundle,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/paquet-recu")
@access.administrator
def receive() -> Answer:
    """A bundle that came as a file; whose it is, its seal says."""
    form = BundleForm()
    if not form.validate_on_submit():
        return _received_nothing(form.errors["file"][0])
    content = form.file.data.stream.read(LARGEST + 1)
    try:
        came = sharing.receive(db(), content, house(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        return _received_nothing(phrase(refusal.reason, **refusal.facts))
    said = words.AGAIN if came.again else words.came(came.added, came.changed, came.cancelled)
    flash(f"Paquet n° {came.serial} de {came.partner.name}. {said}", "success")
    return redirect(url_for("partners.page", partner_id=came.partner.id), 303)


def _received_nothing(sentence: str) -> tuple[str, int]:
    return render_template("organiser/sharing/refused.html", said=sentence), 422


def _act(partner_id: int, do: Callable[[], None], said: str = "") -> Answer:
    try:
        do()
    except Refusal as refusal:
        return _page(_partner(partner_id), refusal), 409
    if said:
        flash(said, "info")
    return redirect(url_for("partners.page", partner_id=partner_id), 303)


def _page(partner: Partner, refusal: Refusal | None = None) -> str:
    token = tokens.derive(settings().link_key, partner.feed_nonce)
    offered = queries.offered_to(db(), partner)
    return render_template(
        "organiser/sharing/partner.html",
        partner=partner,
        fingerprint=seals.fingerprint(partner.public_key),
        our_fingerprint=seals.fingerprint(sharing.identity(house())),
        our_feed=paths.link(settings().public_address, "share_feed", token=token),
        named=rules.names_pass(partner),
        offered=offered,
        people={share.id: queries.people(db(), share.id) for _, _, share in offered},
        came=queries.dates_from(db(), partner),
        asking=request.args.get("confirmer", ""),
        feed=FeedForm(data={"address": partner.feed_address}),
        note=NoteForm(data={"on": partner.note_on, "text": partner.note_text}),
        refused="" if refusal is None else phrase(refusal.reason, **refusal.facts),
    )


def _partner(partner_id: int) -> Partner:
    return queries.partner(db(), partner_id) or abort(404)
