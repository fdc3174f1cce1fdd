"""The manual, at /aide: the Markdown pages of webapp/docs, read once."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from markupsafe import Markup

from webapp.committees.model import MEANINGS, CommitteeSettings, Meaning, allowed
from webapp.kernel.models import frozen
from webapp.web.kit import access

if TYPE_CHECKING:
    from webapp.web.public.manual_markup import Heading

bp = Blueprint("manual", __name__)

FOLDER = Path(__file__).resolve().parents[2] / "docs"
SECTIONS = {
    "tutoriels": "Apprendre",
    "guides": "Faire",
    "reference": "Vérifier",
    "explications": "Comprendre",
    "decisions": "Décisions d’architecture",
}
FIRST = ("secretariat", "importer-une-composition", "reglages", "quorum-mandats-majorite")
"""The pages that open their section; the others follow in alphabetical order."""
SETTINGS_PAGE = ("reference", "reglages-commission")
LISTED_FROM = 3
"""A page with as many headings lists them at its top."""


@frozen(kw_only=False)
class ManualPage:
    """One page of the manual, ready to be shown."""

    section: str
    name: str
    title: str
    body: Markup
    headings: "tuple[Heading, ...]"


@bp.get("/aide")
@access.public
def contents() -> str:
    """The manual's table of contents."""
    listed = [(title, [page for page in pages().values() if page.section == name]) for name, title in SECTIONS.items()]
    return render_template("public/manual/contents.html", sections=[each for each in listed if each[1]])


@bp.get("/aide/<section>/<name>")
@access.public
def page(section: str, name: str) -> str:
    """One page of the manual, between the one before and the one after."""
    found = pages().get((section, name)) or abort(404)
    order = list(pages().values())
    place = order.index(found)
    return render_template(
        "public/manual/page.html",
        page=found,
        section=SECTIONS[section],
        listed=found.headings if len(found.headings) >= LISTED_FROM else (),
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
        settings=_settings_table() if (section, name) == SETTINGS_PAGE else (),
    )


@cache
def pages() -> dict[tuple[str, str], ManualPage]:
    """Read every page of the manual, by section and name, in the order of reading."""
    from webapp.web.public import manual_markup  # noqa: PLC0415 — what reads Markdown waits for the first reader

    return {
        # The files are the house's own, and raw HTML in them is off.
        (section, file.stem): ManualPage(section, file.stem, title, Markup(body), headings)  # noqa: S704 — see above
        for section in SECTIONS
        for file in sorted((FOLDER / section).glob("*.md"), key=lambda file: (file.stem not in FIRST, file.stem))
        for title, body, headings in [manual_markup.read(file.read_text(encoding="utf-8"))]
    }


def _settings_table() -> tuple[tuple[str, str, str, str, str], ...]:
    """Each setting of a committee: French key, sentence, article, values, and its default."""
    defaults = CommitteeSettings()
    return tuple(
        (meaning.french, meaning.sentence, meaning.article, allowed(meaning), _said(getattr(defaults, key), meaning))
        for key, meaning in MEANINGS.items()
    )


def _said(value: object, meaning: Meaning) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or value == "":
        return "rien"
    choices = dict(meaning.choices)
    if isinstance(value, tuple | list):
        return ", ".join(choices.get(str(each), str(each)) for each in value) or "rien"
    return choices.get(str(value), str(value))
