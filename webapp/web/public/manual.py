"""The manual, at /aide: the Markdown pages of webapp/docs, read once."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from flask import Blueprint, abort, render_template
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from webapp.committees.model import MEANINGS, CommitteeSettings, Meaning, allowed
from webapp.web.kit import access
from webapp.wording.typography import spaced

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


@dataclass(frozen=True, slots=True)
class Heading:
    """A second-level heading: its anchor and its words."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of the manual, ready to be shown."""

    section: str
    name: str
    title: str
    body: Markup
    headings: tuple[Heading, ...]


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
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return {
        (section, file.stem): _read(markdown, section, file)
        for section in SECTIONS
        for file in sorted((FOLDER / section).glob("*.md"), key=lambda file: (file.stem not in FIRST, file.stem))
    }


def _read(markdown: MarkdownIt, section: str, file: Path) -> ManualPage:
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    title, tokens = tokens[1].children or [], tokens[3:]  # a page opens with its title
    for token in (*title, *_texts(tokens)):
        token.content = spaced(f".{token.content}")[1:]  # a run may go on from a word in bold
    headings = tuple(_headings(tokens))
    body = markdown.renderer.render(tokens, markdown.options, {}).replace("<th>", '<th scope="col">')
    # The files are the house's own, and raw HTML in them is off.
    body = body.replace("<table>", '<div class="fr-table" tabindex="0"><table>').replace("</table>", "</table></div>")
    return ManualPage(section, file.stem, "".join(each.content for each in title), Markup(body), headings)  # noqa: S704 — see the comment above


def _texts(tokens: list[Token]) -> Iterator[Token]:
    """Every run of words, code left as it is."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                yield child


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    """Give each second-level heading an anchor of its own."""
    taken: set[str] = set()
    for token, words in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            title = "".join(child.content for child in words.children or ())
            anchor = _anchor(title)
            while anchor in taken:
                anchor += "-bis"
            taken.add(anchor)
            token.attrSet("id", anchor)
            yield Heading(anchor, title)


def _anchor(title: str) -> str:
    """Make an anchor of a heading: « Clore le vote » gives « clore-le-vote »."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "partie"


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
