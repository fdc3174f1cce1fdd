"""The organiser's own webinars: listed, made, written, copied, published, cancelled."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from webapp.accounts.model import Role
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.web.organiser import pages
from webapp.web.organiser.pages import Answer
from webapp.web.organiser.tasks import Readiness, tasks, unpublishable
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Content, Speaker, WebinarState
from webapp.wording import organising as said
from webapp.wording import webinars as words

bp = Blueprint("organising", __name__, url_prefix="/organisation/webinaires")

NO_CHANNEL = "0"


class ContentForm(Form):
    """What is shown of a webinar."""

    title = StringField("Titre", [InputRequired("Écrivez le titre.")])
    summary = TextAreaField("Résumé", description="Une ou deux phrases, lues dans le catalogue.", render_kw={"rows": 3})
    description = TextAreaField(
        "Présentation", description="Le programme, les attendus ; lue sur la page du webinaire.", render_kw={"rows": 8}
    )
    audience = StringField("Public", description="Par exemple : agents des services de l’eau.")
    speakers = TextAreaField(
        "Intervenants",
        description="Un par ligne ; sa qualité après une virgule : « Aurore Brumeval, préfète ».",
        render_kw={"rows": 3},
    )
    series = StringField("Cycle", description="Les webinaires d’un même cycle portent les mêmes mots.")
    channel = SelectField("Chaîne", default=NO_CHANNEL)
    threshold = IntegerField(
        "Part de la durée à suivre pour une attestation, en pourcentage",
        [InputRequired("Écrivez un pourcentage."), NumberRange(1, 100, "Écrivez un nombre de 1 à 100.")],
        default=80,
    )

    def of(self, content: Content) -> "ContentForm":
        """Fill the form with what is kept."""
        for name in ("title", "summary", "description", "audience", "series", "threshold"):
            self[name].data = getattr(content, name)
        self.speakers.data = "\n".join(", ".join(filter(None, (each.name, each.title))) for each in content.speakers)
        self.channel.data = str(content.channel_id or NO_CHANNEL)
        return self

    @property
    def content(self) -> Content:
        return Content(
            title=self.title.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            audience=self.audience.data or "",
            series=self.series.data or "",
            channel_id=int(self.channel.data) or None,
            threshold=pages.figure(self.threshold),
            speakers=tuple(_speaker(line) for line in (self.speakers.data or "").splitlines() if line.strip()),
        )


class CancelForm(Form):
    reason = TextAreaField(
        "Motif",
        [InputRequired("Écrivez le motif : les personnes inscrites le liront.")],
        description="Les personnes inscrites le lisent dans leur message.",
        render_kw={"rows": 3},
    )


def _speaker(line: str) -> Speaker:
    name, _, title = line.partition(",")
    return Speaker(name=name.strip(), title=title.strip())


def _form() -> ContentForm:
    form = ContentForm()
    listed = [(NO_CHANNEL, "Aucune"), *((str(each.id), each.name) for each in queries.channels(db()))]
    form.channel.choices = choices(listed)
    return form


@bp.get("")
@access.organiser
def listing() -> str:
    """The webinars that one organises; all of them to administrators."""
    who = access.me()
    administers = who.has(Role.ADMINISTRATOR)
    return render_template(
        "organiser/list.html",
        listed=queries.organised_with_dates(db(), None if administers else who.person.id),
        administers=administers,
        words=words,
        said=said,
        now=clock.now(),
    )


@bp.route("/creer", methods=["GET", "POST"])
@access.organiser
def create() -> Answer:
    """A new webinar, that nobody sees yet; its page then says what is left to do."""
    form = _form()
    if form.validate_on_submit():
        try:
            number = webinars.create(db(), form.content, by=access.by(), now=clock.now(), key=acts.key())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("organising.page", webinar_id=number), 303)
    return pages.form_page(
        form,
        title="Créer un webinaire",
        label="Créer le webinaire",
        back=url_for("organising.listing"),
        lead=["Rien n’est visible avant que vous publiiez. Les dates viennent ensuite."],
    )


@bp.get("/<int:webinar_id>")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """One webinar: what is ready, what is missing, who has signed up."""
    shown = queries.shown(db(), g.webinar)
    now = clock.now()
    ready = Readiness(
        shown=shown,
        rooms=queries.rooms(db(), [each.id for each in shown.occurrences]),
        team=tuple(queries.organisers(db(), webinar_id)),
        access=queries.access(db(), webinar_id),
        invited=queries.invited(db(), webinar_id),
        now=now,
        conference=kit.means().conference is not None,
    )
    return render_template(
        "organiser/page.html",
        shown=shown,
        tasks=tasks(ready),
        deciding=registrations.to_decide(db(), [each.id for each in shown.occurrences]),
        now=now,
        words=words,
        said=said,
    )


@bp.route("/<int:webinar_id>/contenu", methods=["GET", "POST"])
@access.organiser_of_webinar
def content(webinar_id: int) -> Answer:
    """Correct what is shown."""
    form = _form()
    if form.validate_on_submit():
        try:
            webinars.change(
                db(),
                webinar_id,
                form.content,
                version=acts.number("version"),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(pages.home(), 303)
    elif request.method == "GET":
        form.of(g.webinar.content)
    return pages.form_page(
        form,
        title="Contenu",
        label="Enregistrer le contenu",
        back=pages.home(),
        hidden={"version": g.webinar.version},
    )


@bp.route("/<int:webinar_id>/copie", methods=["GET", "POST"])
@access.organiser_of_webinar
def clone(webinar_id: int) -> Answer:
    """A new webinar out of this one."""
    if request.method == "POST" and pages.confirmed():
        number = webinars.clone(db(), g.webinar, by=access.by(), now=clock.now(), key=acts.key())
        return redirect(url_for("organising.page", webinar_id=number), 303)
    return pages.confirm_page(
        title="Copier ce webinaire",
        sentences=[
            "Un nouveau webinaire reprend le contenu, le formulaire, l’information sur les données et les règles d’inscription.",
            "Il n’a ni date, ni inscrit, ni invité, et personne ne le voit avant que vous le publiiez.",
        ],
        label="Copier le webinaire",
        back=pages.home(),
    )


@bp.route("/<int:webinar_id>/publication", methods=["GET", "POST"])
@access.organiser_of_webinar
def publish(webinar_id: int) -> Answer:
    """Show it and open its sign-ups, once one has read what that does."""
    if g.webinar.state is not WebinarState.PREPARED:
        return redirect(pages.home(), 303)
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            webinars.publish(db(), webinar_id, by=access.by(), now=clock.now(), key=acts.key())
        except Refusal as refusal:
            refused = refusal
        else:
            flash("Le webinaire est publié, les inscriptions sont ouvertes.", "success")
            return redirect(pages.home(), 303)
    shown, admitted = queries.shown(db(), g.webinar), queries.access(db(), webinar_id)
    missing = unpublishable(shown)
    if missing and refused is None:
        return render_template("organiser/blocked.html", title="Publier", missing=missing, crumbs=pages.trail())
    return pages.confirm_page(
        title="Publier",
        sentences=said.publishing(
            len(shown.coming(clock.now())), hidden=admitted.kind == "hidden", restricted=admitted.restricted
        ),
        label="Publier et ouvrir les inscriptions",
        back=pages.home(),
        refusal=refused,
    )


@bp.route("/<int:webinar_id>/annulation", methods=["GET", "POST"])
@access.organiser_of_webinar
def cancel(webinar_id: int) -> Answer:
    """Cancel it with all its dates to come, once one has read who will be told."""
    form = CancelForm()
    if form.validate_on_submit():
        if not pages.confirmed():
            return _ask_to_cancel()
        try:
            webinars.cancel(
                db(),
                webinar_id,
                form.reason.data or "",
                means=kit.means(),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(pages.home(), 303)
    return pages.form_page(form, title="Annuler le webinaire", label="Voir ce qui va se passer", back=pages.home())


def _ask_to_cancel() -> Answer:
    coming = queries.shown(db(), g.webinar).coming(clock.now())
    return pages.confirm_page(
        title="Annuler le webinaire",
        sentences=[
            *said.cancelling(sum(pages.told(each.id) for each in coming), len(coming)),
            f"Motif : {acts.text('reason')}",
        ],
        label="Annuler le webinaire",
        kind="danger",
        back=pages.home(),
        hidden=pages.sent_again(),
    )
