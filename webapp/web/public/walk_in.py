"""Coming without having signed up: one's name, at the common link, from the opening of the room."""

from flask import Blueprint, abort, g, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from webapp.kernel import clock, tokens
from webapp.kernel.errors import Refusal
from webapp.registrations.model import SignUp
from webapp.registrations.service.signing import links_of
from webapp.web.kit import access, acts, pace
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganisingRefusal, WebinarState

bp = Blueprint("walk_in", __name__, url_prefix="/webinaires/<webinar_code>/<int:occurrence_id>/entrer")

Answer = str | Response | tuple[str, int]
WALK_INS_A_MINUTE = 200  # a whole room comes at the hour; a robot does not fill it


class WalkInForm(Form):
    last_name = StringField("Nom", render_kw={"autocomplete": "family-name"})
    first_name = StringField("Prénom", render_kw={"autocomplete": "given-name"})
    service = StringField("Service ou organisme", render_kw={"autocomplete": "organization"})


@bp.get("")
@access.public
def page(webinar_code: str, occurrence_id: int) -> Answer:
    """Ask for a name, where the webinar lets people in so."""
    return _page(WalkInForm())


@bp.post("")
@access.public
def enter(webinar_code: str, occurrence_id: int) -> Answer:
    """Note who comes, and lead them to their own link; sent twice, it is one person."""
    form = WalkInForm()
    if not form.validate_on_submit():
        return _page(form)
    typed = SignUp(
        last_name=form.last_name.data or "",
        first_name=form.first_name.data or "",
        email="",
        service=form.service.data or "",
    )
    try:
        if not pace.take(f"walk-in:{occurrence_id}", most=WALK_INS_A_MINUTE):
            raise Refusal(OrganisingRefusal.TOO_MANY_AT_ONCE)  # noqa: TRY301 — shown like the others
        found = webinars.walk_in(
            db(),
            queries.shown(db(), g.webinar),
            occurrence_id,
            typed,
            key=acts.key() or "",
            means=kit.means(),
            now=clock.now(),
        )
    except Refusal as refusal:
        named = str(refusal.facts.get("field", ""))
        form.refuse(refusal, named if named in form else None)
        return _page(form)
    if found.nonce is None:
        abort(404)
    token = tokens.derive(kit.means().link_key, links_of(found.nonce).entry)
    return redirect(url_for("entry.page", token=token), 303)


def _page(form: WalkInForm) -> Answer:
    if g.webinar.state is WebinarState.PREPARED:
        abort(404)
    if not queries.access(db(), g.webinar.id).walk_ins:
        return redirect(url_for("webinars.page", webinar_code=g.webinar.code))
    page = render_template(
        "public/webinars/walk_in.html",
        form=form,
        webinar=g.webinar,
        occurrence=g.occurrence,
        opens_at=queries.room(db(), g.occurrence.id).opens_at(g.occurrence),
        now=clock.now(),
        key=acts.new_key(),
    )
    return (page, 422) if form.errors else page
