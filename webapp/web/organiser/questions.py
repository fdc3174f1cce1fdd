"""The sign-up form of a webinar, the notice on personal data, how sign-ups are taken."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations.model import (
    MANAGER,
    ORIGIN,
    Approval,
    Condition,
    Field,
    FieldKind,
    FormVersion,
    PrivacyNotice,
    Terms,
)
from webapp.web.kit import access, acts
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form, choices
from webapp.web.organiser import pages
from webapp.web.organiser.pages import Answer
from webapp.webinars import queries, rules
from webapp.webinars import service as webinars
from webapp.wording import organising as said

bp = Blueprint("organising_form", __name__, url_prefix="/organisation/webinaires/<int:webinar_id>")

CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)
HOUSE = frozenset({ORIGIN, MANAGER})


class QuestionForm(Form):
    """One question."""

    asked = StringField("Question", [InputRequired("Écrivez la question.")])
    kind = SelectField("Réponse attendue", choices=choices(said.KINDS.items()), default=FieldKind.TEXT)
    help = StringField("Aide", description="Une phrase sous la question.")
    listed = TextAreaField(
        "Choix proposés", description="Un par ligne, pour une question à choix.", render_kw={"rows": 5}
    )
    required = BooleanField("Réponse obligatoire")
    when = SelectField("Posée seulement si la réponse à", default="")
    equals = StringField("est", description="Un des choix de cette question, tel quel ; « oui » pour une case cochée.")
    keep_days = IntegerField(
        "Conservation après le webinaire, en jours",
        [InputRequired("Écrivez un nombre de jours."), NumberRange(0, 3650, "Écrivez un nombre de 0 à 3 650.")],
        default=365,
        description="La personne lit sur le formulaire le jour où sa réponse sera effacée.",
    )
    sensitive = BooleanField(
        "Réponse sensible",
        description="Par exemple un besoin d’accessibilité : l’équipe d’organisation seule la voit (WEB-10). Elle s’efface dans la durée adoptée pour les réponses sensibles.",
    )

    def of(self, question: Field) -> None:
        """Fill the form with a question as it is."""
        self.asked.data = question.label
        for name in ("kind", "help", "required", "keep_days", "sensitive"):
            self[name].data = getattr(question, name)
        self.listed.data = "\n".join(question.choices)
        if question.when is not None:
            self.when.data, self.equals.data = question.when.field, question.when.equals

    @property
    def question(self) -> Field:
        kind = FieldKind(self.kind.data)
        listed = tuple(dict.fromkeys(line.strip() for line in (self.listed.data or "").splitlines() if line.strip()))
        return Field(
            key="",
            kind=kind,
            label=(self.asked.data or "").strip(),
            help=(self.help.data or "").strip(),
            required=self.required.data,
            choices=listed if kind in CHOOSING else (),
            when=Condition(field=self.when.data, equals=(self.equals.data or "").strip()) if self.when.data else None,
            keep_days=pages.figure(self.keep_days),
            sensitive=self.sensitive.data,
        )


class NoticeForm(Form):
    """What people are told of their data (RGPD, article 13)."""


for _name, (_label, _help) in said.NOTICE.items():
    setattr(NoticeForm, _name, TextAreaField(_label, description=_help, render_kw={"rows": 2}))


class TermsForm(Form):
    """How sign-ups are taken."""

    approval = RadioField("De qui l’inscription attend-elle l’accord ?", choices=choices(said.APPROVALS.items()))
    offer_hours = IntegerField(
        "Délai pour prendre une place libérée, en heures",
        [InputRequired("Écrivez un nombre d’heures."), NumberRange(1, 336, "Écrivez un nombre de 1 à 336.")],
        description="Dans les dernières 24 heures, la personne suivante est confirmée aussitôt.",
    )
    overbooking = IntegerField(
        "Surréservation, en pourcentage",
        [InputRequired("Écrivez un pourcentage."), NumberRange(0, 100, "Écrivez un nombre de 0 à 100.")],
        description="Combien d’inscrits acceptés au-delà des places, parce que tous ne viennent pas. 0 : aucun.",
    )
    largest_group = IntegerField(
        "Personnes au plus devant un même écran",
        [InputRequired("Écrivez un nombre."), NumberRange(1, 50, "Écrivez un nombre de 1 à 50.")],
        description="1 : chacun s’inscrit pour soi.",
    )
    group_takes = RadioField("Un groupe prend", choices=choices(said.GROUPS.items()))


@bp.get("/formulaire")
@access.organiser_of_webinar
def page(webinar_id: int) -> str:
    """The questions of the form in use."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    shown = queries.shown(db(), g.webinar)
    return render_template(
        "organiser/questions.html",
        shown=shown,
        form=shown.form,
        house=HOUSE,
        said=said,
        refused=pages.said(refusal),
        key=acts.new_key(),
        crumbs=pages.trail(),
    )


@bp.route("/formulaire/ajouter", methods=["GET", "POST"])
@access.organiser_of_webinar
def add(webinar_id: int) -> Answer:
    """One more question, at the end."""
    return _question(queries.shown(db(), g.webinar).form, None)


@bp.route("/formulaire/questions/<key>", methods=["GET", "POST"])
@access.organiser_of_webinar
def edit(webinar_id: int, key: str) -> Answer:
    """One question, corrected in a new version of the form."""
    form = queries.shown(db(), g.webinar).form
    return _question(form, form.field(key) or abort(404))


def _question(version: FormVersion, before: Field | None) -> Answer:
    form = QuestionForm()
    earlier = [
        each for each in version.fields if before is None or version.fields.index(each) < version.fields.index(before)
    ]
    form.when.choices = choices([("", "Toujours posée"), *((each.key, each.label) for each in earlier)])
    if form.validate_on_submit():
        key = None if before is None else before.key
        try:
            _rewrite(lambda asked: rules.with_question(asked, form.question, key=key))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _to_form()
    elif request.method == "GET" and before is not None:
        form.of(before)
    return pages.form_page(
        form,
        title="Ajouter une question" if before is None else "Modifier la question",
        label="Ajouter la question" if before is None else "Enregistrer la question",
        back=_form_url(),
        crumbs=pages.trail(("Formulaire d’inscription", _form_url())),
        hidden={"version": version.number},
    )


@bp.post("/formulaire/questions/<key>/retrait")
@access.organiser_of_webinar
def remove(webinar_id: int, key: str) -> Answer:
    """Ask it no more; what was answered stays readable."""
    return _act(lambda asked: rules.without_question(asked, key))


@bp.post("/formulaire/questions/<key>/avant")
@access.organiser_of_webinar
def earlier(webinar_id: int, key: str) -> Answer:
    """Ask it one place earlier."""
    return _act(lambda asked: rules.with_question_earlier(asked, key))


def _act(rewrite: Callable[[tuple[Field, ...]], tuple[Field, ...]]) -> Answer:
    try:
        _rewrite(rewrite)
    except Refusal as refusal:
        return _page(refusal), 409
    return _to_form()


def _rewrite(rewrite: Callable[[tuple[Field, ...]], tuple[Field, ...]]) -> None:
    webinars.set_questions(
        db(),
        g.webinar.id,
        rewrite,
        version=acts.number("version"),
        by=access.by(),
        now=clock.now(),
        key=acts.key(),
    )


@bp.route("/donnees", methods=["GET", "POST"])
@access.organiser_of_webinar
def notice(webinar_id: int) -> Answer:
    """What people are told of their data; started from what the house last said, and saved by somebody who read it."""
    shown = queries.shown(db(), g.webinar)
    form, lead = NoticeForm(), []
    if form.validate_on_submit():
        typed = PrivacyNotice(**{name: (form[name].data or "").strip() for name in said.NOTICE})
        try:
            webinars.set_notice(
                db(),
                webinar_id,
                typed,
                version=acts.number("version"),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("L’information sur les données est enregistrée.", "success")
            return redirect(pages.home(), 303)
    elif request.method == "GET":
        lead = [_start(form, shown.form.notice, shown.campaign.id)]
    return pages.form_page(
        form,
        title="Information sur les données",
        label="Enregistrer l’information",
        back=pages.home(),
        lead=["Elle est lue au bas du formulaire. Toutes ses rubriques sont nécessaires (RGPD, article 13).", *lead],
        needed=said.NOTICE,
        hidden={"version": shown.form.number},
    )


def _start(form: NoticeForm, kept: PrivacyNotice, campaign_id: int) -> str:
    """Fill the form with what is kept, else with the last notice of the house, else with its usual words; say which."""
    if any(getattr(kept, name) for name in said.NOTICE):
        start, told = kept, ""
    elif (found := queries.notice_to_start_from(db(), campaign_id)) is not None:
        start, told = found[1], f"Reprise du webinaire « {found[0]} » : relisez-la avant d’enregistrer."
    else:
        usual = {name: text.format(prefecture=settings().prefecture) for name, text in said.HOUSE_NOTICE.items()}
        start, told = PrivacyNotice(**usual), "Proposition : relisez-la et complétez le contact avant d’enregistrer."
    for name in said.NOTICE:
        form[name].data = getattr(start, name)
    return told


@bp.route("/regles", methods=["GET", "POST"])
@access.organiser_of_webinar
def terms(webinar_id: int) -> Answer:
    """Whose word a registration waits for, offers, over-booking, groups."""
    before = queries.shown(db(), g.webinar).campaign
    form = TermsForm(obj=before.terms)
    if form.validate_on_submit():
        try:
            webinars.set_terms(
                db(),
                webinar_id,
                Terms(
                    approval=Approval(form.approval.data),
                    offer_hours=pages.figure(form.offer_hours),
                    overbooking=pages.figure(form.overbooking),
                    largest_group=pages.figure(form.largest_group),
                    group_takes=form.group_takes.data,
                ),
                version=acts.number("version"),
                means=kit.means(),
                by=access.by(),
                now=clock.now(),
                key=acts.key(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Les règles d’inscription sont enregistrées.", "success")
            return redirect(pages.home(), 303)
    return pages.form_page(
        form,
        title="Règles d’inscription",
        label="Enregistrer les règles",
        back=pages.home(),
        lead=["Elles valent pour les inscriptions à venir ; celles qui sont faites restent comme elles sont."],
        hidden={"version": before.version},
    )


def _form_url() -> str:
    return url_for("organising_form.page", webinar_id=g.webinar.id)


def _to_form() -> Response:
    return redirect(_form_url(), 303)
