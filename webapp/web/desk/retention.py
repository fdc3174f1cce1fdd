"""How long things are kept: the rules adopted once per category, and the certificates of what was erased (ARC-1)."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from webapp.accounts import queries as accounts
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model.retention import Category, Fate
from webapp.web.kit import access, acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form, choices
from webapp.webinars import queries
from webapp.webinars.service import retention
from webapp.wording import retention as words

bp = Blueprint("retention", __name__, url_prefix="/secretariat/conservation")

Answer = str | Response | tuple[str, int]
PAGE = 50


class RuleForm(Form):
    """A duration and what it rests on."""

    category = SelectField("Catégorie", choices=choices(words.CATEGORIES.items()))
    reference = StringField(
        "Référence",
        [InputRequired("Écrivez la référence du visa ou du tableau de gestion.")],
        description="Le visa des archives départementales ou la ligne du tableau de gestion.",
    )
    fate = RadioField("Sort final", choices=choices(words.FATES.items()), default=Fate.ELIMINATE.value)
    days = IntegerField(
        "Durée en jours après la fin de la date, ou après la séance",
        [InputRequired("Écrivez une durée en jours, 0 ou plus.")],
    )


@bp.get("")
@access.administrator
def page() -> str:
    """The rules in force, the form of the next one, the latest certificates."""
    return _page(RuleForm(formdata=None))


@bp.post("")
@access.administrator
def adopt() -> Answer:
    """Show what a rule will erase, then keep it."""
    form = RuleForm()
    if not form.validate_on_submit():
        return _page(form), 422
    if not acts.text("confirme"):
        return _page(form, asking=True)
    try:
        retention.adopt(
            db(),
            Category(form.category.data),
            form.reference.data or "",
            form.days.data if form.days.data is not None else -1,
            fate=Fate(form.fate.data),
            key=acts.key() or "",
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form), 422
    return redirect(url_for("retention.page", adoptee=1), 303)


@bp.get("/certificats/<int:purge_id>")
@access.administrator
def certificate(purge_id: int) -> str:
    """What was erased, how many, under which rule, when; to be printed. It names nobody."""
    made = registrations.purge(db(), purge_id) or abort(404)
    campaign = registrations.campaign_of(db(), made.topic)
    webinar = None if campaign is None else queries.of_campaign(db(), campaign.id)
    return render_template("desk/retention/certificate.html", made=made, webinar=webinar, words=words)


def _page(form: RuleForm, *, asking: bool = False) -> str:
    number = max(request.args.get("page", 1, type=int), 1)
    adopted = registrations.rules_adopted(db())
    return render_template(
        "desk/retention/page.html",
        form=form,
        asking=asking,
        in_force=registrations.adopted(db()),
        adopted=adopted,
        people=accounts.find_many(db(), {each.adopted_by for each in adopted if each.adopted_by is not None}),
        purges=registrations.purges(db(), limit=PAGE, offset=(number - 1) * PAGE),
        page=number,
        pages=-(-registrations.purges_number(db()) // PAGE),
        kept="adoptee" in request.args,
        key=acts.new_key(),
        words=words,
    )
