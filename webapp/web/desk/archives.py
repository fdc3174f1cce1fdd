"""The archives of a sitting at the desk: its export, what is left of it, the elimination of a part (LAW ARC-1, ARC-2)."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional

from webapp.accounts import queries as accounts
from webapp.archives import queries, rules, service
from webapp.archives.model import ArchiveRefusal, Shelves, Standing, Visa
from webapp.kernel import clock
from webapp.kernel.errors import Reason, Refusal
from webapp.registrations.model.retention import Category
from webapp.web.kit import access, acts, archives
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.wording import archives as words
from webapp.wording.phrases import phrase

bp = Blueprint("archives", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/archives")

Answer = str | Response | tuple[str, int]
_FIELDS: dict[Reason, str] = {
    ArchiveRefusal.NO_GROUND: "number",
    ArchiveRefusal.TERM_NOT_COME: "number",
    ArchiveRefusal.KEPT_FOR_EVER: "express",
    ArchiveRefusal.VISA_INCOMPLETE: "number",
    ArchiveRefusal.VISA_TOO_LONG: "number",
    ArchiveRefusal.VISA_IN_FUTURE: "on",
}


class VisaForm(Form):
    """The visa of the archives' administration, left empty where an adopted rule is enough."""

    number = StringField("Numéro du visa")
    on = DateField("Date du visa", [Optional()])
    authority = StringField(
        "Autorité qui l’a donné", description="Par exemple : directeur des archives départementales."
    )
    express = BooleanField("Le visa dit expressément que cette partie, à conserver, peut être éliminée")

    def visa(self) -> Visa | None:
        """Return what was typed; nothing at all is no visa, a part of one is refused."""
        typed = (self.number.data or "", self.authority.data or "")
        if not any(each.strip() for each in typed) and self.on.data is None:
            return None
        if self.on.data is None:
            raise Refusal(ArchiveRefusal.VISA_INCOMPLETE)
        return Visa(number=typed[0], on=self.on.data, authority=typed[1], express=bool(self.express.data))


def _shelves() -> Shelves:
    return Shelves(files=settings().files, documents=settings().documents)


def _standing() -> dict[Category, Standing]:
    return {each.part: each for each in queries.standing(db(), g.meeting, now=clock.now())}


def _here() -> Response:
    return redirect(url_for("archives.page", meeting_id=g.meeting.id), 303)


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """What the export holds, the exports made, what is left of each part and under which rule."""
    made = queries.exports(db(), meeting_id)
    return render_template(
        "desk/archives/page.html",
        meeting=g.meeting,
        committee=g.committee,
        exports=made,
        people=accounts.find_many(db(), {each.made_by for each in made if each.made_by is not None}),
        parts=queries.standing(db(), g.meeting, now=clock.now()),
        ready=queries.ready(db(), g.meeting),
        key=acts.new_key(),
        words=words,
    )


@bp.post("/export")
@access.desk_of_committee
def export(meeting_id: int) -> Answer:
    """Hand over the export, as it is read."""
    try:
        found = service.export(
            db(),
            meeting_id,
            shelves=_shelves(),
            authority=settings().prefecture,
            key=acts.key() or "",
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "error")
        return _here()
    pieces = [
        archives.Piece(name=f"{found.name}/{each.path}", at=found.at, file=each.file, content=each.content)
        for each in found.pieces
    ]
    return archives.archive(pieces, f"{found.name}.zip")


@bp.get("/eliminer/<part>")
@access.desk_of_committee
def part(meeting_id: int, part: str) -> Answer:
    """What would go and what stays; the visa, where no rule is enough."""
    return _asking(_part(part), VisaForm(formdata=None))


@bp.post("/eliminer/<part>")
@access.desk_of_committee
def eliminate(meeting_id: int, part: str) -> Answer:
    """Show what will be done, then do it (ARC-1)."""
    asked, form = _part(part), VisaForm()
    found = _standing()[asked]
    if not form.validate_on_submit():
        return _refused(asked, form)
    try:
        visa = form.visa()
        if not acts.text("confirme"):
            exported = queries.exported_as_it_is(
                db(), meeting_id, shelves=_shelves(), authority=settings().prefecture, now=clock.now()
            )
            rules.check_may_eliminate(asked, found.ground, rules.checked_visa(visa, now=clock.now()), exported=exported)
            return _asking(asked, form, visa=visa, confirming=True)
        number = service.eliminate(
            db(),
            meeting_id,
            asked,
            visa=visa,
            expected=acts.text("expected"),
            shelves=_shelves(),
            authority=settings().prefecture,
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal, _FIELDS.get(refusal.reason))
        return _refused(asked, form)
    return redirect(url_for("archives.certificate", meeting_id=meeting_id, number=number), 303)


@bp.get("/certificats/<int:number>")
@access.desk_of_committee
def certificate(meeting_id: int, number: int) -> str:
    """The certificate of elimination, to be printed and kept: what went, under which rule or visa, by whom, when."""
    made = queries.elimination(db(), meeting_id, number) or abort(404)
    return render_template(
        "desk/archives/certificate.html",
        made=made,
        meeting=g.meeting,
        committee=g.committee,
        by=None if made.by is None else accounts.find_many(db(), {made.by}).get(made.by),
        words=words,
    )


def _refused(asked: Category, form: VisaForm) -> Answer:
    shown = _asking(asked, form)
    return (shown, 422) if isinstance(shown, str) else shown


def _part(slug: str) -> Category:
    return next((Category(each) for each, name in words.SLUGS.items() if name == slug), None) or abort(404)


def _asking(asked: Category, form: VisaForm, *, visa: Visa | None = None, confirming: bool = False) -> str | Response:
    found = _standing()[asked]
    if found.gone is not None:
        return redirect(url_for("archives.certificate", meeting_id=g.meeting.id, number=found.gone.id), 303)
    return render_template(
        "desk/archives/eliminate.html",
        meeting=g.meeting,
        committee=g.committee,
        found=found,
        slug=words.SLUGS[asked],
        form=form,
        visa=visa,
        confirming=confirming,
        expected=queries.fingerprint_of(found.going),
        words=words,
    )
