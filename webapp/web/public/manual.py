"""The manual, at /aide: the Markdown pages of webapp/docs, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, abort, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup

from webapp.committees.model import MEANINGS, CommitteeSettings, Meaning, allowed
from webapp.web.kit import access

bp = Blueprint("manual", __name__)

FOLDER = Path(__file__).resolve().parents[2] / "docs"
SECTIONS = {
    "tutoriels": "Apprendre",
    "guides": "Faire",
    "reference": "Vérifier",
    "explications": "Comprendre",
    "decisions": "Décisions d’architecture",
}
SETTINGS_PAGE = ("reference", "reglages-commission")


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of the manual, ready to be shown."""

    section: str
    name: str
    title: str
    body: Markup


@bp.get("/aide")
@access.public
def contents() -> str:
    """The manual's table of contents."""
    listed = [(title, [page for page in pages().values() if page.section == name]) for name, title in SECTIONS.items()]
    return render_template("public/manual/contents.html", sections=[each for each in listed if each[1]])


@bp.get("/aide/<section>/<name>")
@access.public
def page(section: str, name: str) -> str:
    """One page of the manual."""
    found = pages().get((section, name)) or abort(404)
    settings = _settings_table() if (section, name) == SETTINGS_PAGE else ()
    return render_template("public/manual/page.html", page=found, section=SECTIONS[section], settings=settings)


@cache
def pages() -> dict[tuple[str, str], ManualPage]:
    """Read every page of the manual, by section and name."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return {
        (section, file.stem): _read(markdown, section, file)
        for section in SECTIONS
        for file in sorted((FOLDER / section).glob("*.md"))
    }


def _read(markdown: MarkdownIt, section: str, file: Path) -> ManualPage:
    text = file.read_text(encoding="utf-8")
    heading, _, _ = text.partition("\n")
    body = markdown.render(text).replace("<th>", '<th scope="col">')
    # The files are the house's own, and raw HTML in them is off.
    body = body.replace("<table>", '<div class="fr-table" tabindex="0"><table>').replace("</table>", "</table></div>")
    return ManualPage(section, file.stem, heading.lstrip("# "), Markup(body))  # noqa: S704 — see the comment above


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
