"""What becomes of a Markdown page of the manual: French spaces, anchors, tables as ours are, then HTML."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import escape

from webapp.kernel.models import frozen
from webapp.wording.typography import spaced


@frozen(kw_only=False)
class Heading:
    """A second-level heading: its anchor and its words."""

    anchor: str
    title: str


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def read(text: str) -> tuple[str, str, tuple[Heading, ...]]:
    """Return a page's title, its HTML and its second-level headings."""
    title, headings, tokens = prepare(_MARKDOWN.parse(text))
    return title, _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}), headings


def prepare(tokens: list[Token]) -> tuple[str, tuple[Heading, ...], list[Token]]:
    """Part a page into its title, its second-level headings and what is left to render."""
    for token in _texts(tokens):
        token.content = spaced(f".{token.content}")[1:]  # a run may go on from a word in bold
    title, tokens = _words(tokens[1]), tokens[3:]  # a page opens with its title
    headings = tuple(_headings(tokens))
    _reach_code(tokens)
    return title, headings, list(_cards(tokens, title))


def _words(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def _texts(tokens: list[Token]) -> Iterator[Token]:
    """Every run of words, code left as it is."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                yield child


def _reach_code(tokens: list[Token]) -> None:
    """A block of code wider than its screen must be reachable by keyboard."""
    for token in tokens:
        if token.type == "fence":
            token.type, token.content = "html_block", f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n'


def _cards(tokens: list[Token], title: str) -> Iterator[Token]:
    """Give each table a caption and labels, as the other pages' tables have: narrow screens show it as cards."""
    heading, labels, column = title, list[str](), 0
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if before.type == "heading_open":
            heading = _words(token)
        elif before.type == "th_open":
            labels.append(_words(token))
        elif token.type == "table_open":
            labels = []
        elif token.type in {"tr_open", "td_close"}:
            column = 0 if token.type == "tr_open" else column + 1
        html = _table_html(token, heading, labels, column)
        yield token if html is None else Token("html_block", "", 0, content=html)


def _table_html(token: Token, heading: str, labels: list[str], column: int) -> str | None:
    """Return what stands for a piece of a table, or None for what is left to the renderer."""
    match token.type:
        case "table_open":
            caption = f'<caption><span class="fr-sr-only">{escape(heading)}</span></caption>'
            return f'<div class="fr-table fr-table--cards"><table role="table">{caption}'
        case "td_open" if column == 0:
            return '<th scope="row" role="rowheader">'
        case "td_open":
            return f'<td role="cell" data-label="{escape(labels[column])}"><div>'
        case "td_close":
            return "</th>" if column == 1 else "</div></td>"
        case kind:
            return _PIECES.get(kind)


_PIECES = {
    "table_close": "</table></div>",
    "thead_open": '<thead role="rowgroup">',
    "tbody_open": '<tbody role="rowgroup">',
    "tr_open": '<tr role="row">',
    "th_open": '<th scope="col" role="columnheader">',
}


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    """Give each second-level heading an anchor of its own."""
    taken: set[str] = set()
    for token, words in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            title = _words(words)
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
