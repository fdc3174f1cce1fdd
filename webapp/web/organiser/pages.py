"""What the organisers' pages share: a form on a page of its own, an act that says what it will do before its one button."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time

from flask import g, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField

from webapp.kernel.errors import Refusal
from webapp.registrations import queries as registrations
from webapp.registrations.model import HOLDING, Status
from webapp.web.kit import acts
from webapp.web.kit.database import db
from webapp.web.kit.forms import Form
from webapp.wording.phrases import phrase

Answer = str | Response | tuple[str, int]
Crumb = tuple[str, str]
CONFIRMED = "confirme"


def home() -> str:
    """Return the address of the webinar in hand."""
    return url_for("organising.page", webinar_id=g.webinar.id)


def trail(*more: Crumb) -> list[Crumb]:
    """Return where one is: the list, the webinar in hand, and what lies between."""
    listed = [("Vos webinaires", url_for("organising.listing"))]
    return [*listed, (g.webinar.title, home()), *more] if "webinar" in g else [*listed, *more]


def form_page(
    form: Form,
    *,
    title: str,
    label: str,
    back: str,
    crumbs: Sequence[Crumb] | None = None,
    lead: Sequence[str] = (),
    warnings: Sequence[str] = (),
    hidden: Mapping[str, object] | None = None,
    files: bool = False,
    needed: Collection[str] = (),
) -> Answer:
    """Show a form alone on its page, at its own address; 422 when what was typed does not stand.

    `needed` names the fields that a rule requires, which the form itself does not.
    """
    page = render_template(
        "organiser/form.html",
        form=form,
        action=request.full_path.rstrip("?"),
        title=title,
        label=label,
        back=back,
        crumbs=trail() if crumbs is None else crumbs,
        lead=lead,
        warnings=warnings,
        files=files,
        needed=needed,
        hidden={"key": acts.new_key(), **(hidden or {})},
    )
    return (page, 422) if form.errors else page


def confirm_page(
    *,
    title: str,
    sentences: Sequence[str],
    label: str,
    back: str,
    action: str = "",
    kind: str = "primary",
    hidden: Mapping[str, object] | None = None,
    crumbs: Sequence[Crumb] | None = None,
    refusal: Refusal | None = None,
) -> Answer:
    """Say in full sentences what an act will do, before the one button that does it."""
    page = render_template(
        "organiser/confirm.html",
        title=title,
        sentences=sentences,
        label=label,
        back=back,
        action=action or request.path,
        kind=kind,
        hidden={"key": acts.new_key(), CONFIRMED: 1, **(hidden or {})},
        crumbs=trail() if crumbs is None else crumbs,
        refused=said(refusal),
    )
    return page if refusal is None else (page, 409)


def confirmed() -> bool:
    """Whether the form comes from the page that said what it will do."""
    return bool(request.form.get(CONFIRMED))


def sent_again() -> dict[str, object]:
    """Return what was typed, to be carried by the page that says what it will do."""
    return {name: value for name, value in request.form.items() if name not in ("csrf_token", "key", CONFIRMED)}


def said(refusal: Refusal | None) -> str:
    """Return a refusal in French, or nothing."""
    return "" if refusal is None else phrase(refusal.reason, **refusal.facts)


def at(day: date, hour: time | None) -> datetime:
    """Return an instant from a day and an hour of Paris, in UTC: what is reckoned from it does not trip on a change of hour."""
    if hour is None:
        raise Refusal(acts.FormRefusal.HOUR_UNREADABLE, typed="")
    return acts.on_the_clocks(datetime.combine(day, hour)).astimezone(UTC)


def figure(field: IntegerField) -> int:
    """Return a number that the form requires."""
    return 0 if field.data is None else int(field.data)


def told(occurrence_id: int) -> int:
    """Return how many people a change of a date is told to: those who have a seat, and those who wait."""
    counts = registrations.counts(db(), occurrence_id)
    return sum(counts.get(each, 0) for each in HOLDING | {Status.WAITLISTED})
