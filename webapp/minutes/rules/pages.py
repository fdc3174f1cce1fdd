"""The kept pages of minutes as blocks of text: read, and written again without what is taken out (LAW PUB-1).

Only known tags and attributes are written again, and every text passes through the cuts: what is masked is nowhere.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from webapp.kernel.models import frozen
from webapp.minutes.model.publishing import Cut, Ground

FULL_ONLY = "data-full"  # marks what only the full minutes say: signatures, attached files
_PROOFS = frozenset({"hash", "evidence"})  # classes of what proves the full text alone
_VOID = frozenset({"br", "hr", "wbr"})
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup", "br", "wbr"})
_TRANSPARENT = frozenset({"section"})
_ATTRIBUTES = frozenset({"class", "role", "scope", "colspan", "rowspan", "data-label"})
_SENTENCE = re.compile(r"(?<=[.!?…»])\s+(?=[«“\"(\-–—•]?\s?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_ABBREVIATED = re.compile(r"(?<!\w)(?:MM?|Mmes?|Mlle|Dr|Me|art|cf|p|[A-Z])\.$")


@frozen
class Tag:
    """A piece of markup, or the blanks between blocks, as it is written again."""

    name: str
    written: str
    opens: bool = False
    closes: bool = False


@frozen
class Piece:
    """A run of text inside a block; `start` is where it begins in it."""

    text: str
    block: int
    start: int


@frozen
class Block:
    """The text of one paragraph, cell or heading; `caption` is that of its table."""

    text: str
    tag: str
    caption: str


@frozen
class Part:
    """A top-level piece of the pages: from one token to another, and the blocks that it holds."""

    start: int
    end: int
    blocks: tuple[int, ...]


@frozen
class Pages:
    """Pages for the screen, taken apart."""

    tokens: tuple[Tag | Piece, ...]
    blocks: tuple[Block, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pages in the pieces that are set side by side: a paragraph, a heading, a whole table."""
        return tuple(_parts(self.tokens))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Tag | Piece] = []
        self.blocks: list[tuple[list[str], str, str]] = []
        self.open: list[str] = []
        self.block: int | None = None
        self.captions: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if self.hidden or FULL_ONLY in known or not _PROOFS.isdisjoint(known.get("class", "").split()):
            self.hidden += tag not in _VOID
            self.block = None
            return
        if tag == "table":
            self.captions.append("")
        if tag not in _INLINE:
            self.block = None
        if tag == "br" and self.block is not None:
            self.blocks[self.block][0].append("\n")
        if tag not in _VOID:
            self.open.append(tag)
        kept = "".join(f' {name}="{escape(value)}"' for name, value in known.items() if name in _ATTRIBUTES)
        self.tokens.append(Tag(name=tag, written=f"<{tag}{kept}>", opens=tag not in _VOID))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.hidden:
            self.hidden -= 1
            return
        if tag not in _INLINE:
            self.block = None
        if tag == "table" and self.captions:
            self.captions.pop()
        if self.open:
            self.open.pop()
        self.tokens.append(Tag(name=tag, written=f"</{tag}>", closes=True))

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        text = plain(data)
        if self.block is None:
            if not text.strip():
                self.tokens.append(Tag(name="", written=text))
                return
            self.block = len(self.blocks)
            holder = next((each for each in reversed(self.open) if each not in _INLINE), "")
            self.blocks.append(([], holder, self.captions[-1] if self.captions else ""))
        said = self.blocks[self.block][0]
        start = sum(map(len, said))
        said.append(text)
        if self.open and self.open[-1] == "caption" and self.captions:
            self.captions[-1] += text
        self.tokens.append(Piece(text=text, block=self.block, start=start))


def plain(text: str) -> str:
    """Compose letters, and drop the signs that nobody sees: they would hide a name from the rule."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")


def read(body: str) -> Pages:
    """Take pages apart, without what only the full minutes say."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    blocks = (Block(text="".join(said), tag=tag, caption=caption) for said, tag, caption in reader.blocks)
    return Pages(tokens=tuple(reader.tokens), blocks=tuple(blocks))


def write(
    pages: Pages, cuts: Mapping[int, Sequence[Cut]], mark: Callable[[Ground], str], part: Part | None = None
) -> str:
    """Write pages again, each cut being one mark that says its ground; `part` alone where one is given."""
    tokens = pages.tokens if part is None else pages.tokens[part.start : part.end]
    said: set[tuple[int, Cut]] = set()
    written: list[str] = []
    for token in tokens:
        if isinstance(token, Tag):
            written.append(token.written)
        else:
            written.extend(_without(token, cuts.get(token.block, ()), mark, said))
    return "".join(written)


def _without(
    piece: Piece, cuts: Sequence[Cut], mark: Callable[[Ground], str], said: set[tuple[int, Cut]]
) -> Iterator[str]:
    at, end = piece.start, piece.start + len(piece.text)
    for cut in cuts:
        if cut.end <= at or cut.start >= end:
            continue
        if cut.start > at:
            yield escape(piece.text[at - piece.start : cut.start - piece.start], quote=False)
        if (piece.block, cut) not in said:
            said.add((piece.block, cut))
            yield f'<span class="masked">{escape(mark(cut.ground), quote=False)}</span>'
        at = min(cut.end, end)
    if at < end:
        yield escape(piece.text[at - piece.start :], quote=False)


def _parts(tokens: Sequence[Tag | Piece]) -> Iterator[Part]:
    depth, start = 0, 0
    blocks: dict[int, None] = {}
    for place, token in enumerate(tokens):
        if isinstance(token, Piece):
            if depth == 0:
                start, blocks = place, {}
            blocks[token.block] = None
        elif token.name and token.name not in _TRANSPARENT:
            if depth == 0 and token.opens:
                start, blocks = place, {}
            depth += token.opens - token.closes
            if depth == 0 and token.closes:
                yield Part(start=start, end=place + 1, blocks=tuple(blocks))


def sentences(text: str) -> list[tuple[int, int]]:
    """Part a text into sentences, as spans without the blanks around them."""
    found, start = [], 0
    for gap in [*_SENTENCE.finditer(text), None]:
        end = len(text) if gap is None else gap.start()
        if gap is not None and _ABBREVIATED.search(text, start, end):
            continue
        said = text[start:end]
        if said.strip():
            before = start + len(said) - len(said.lstrip())
            found.append((before, before + len(said.strip())))
        start = end if gap is None else gap.end()
    return found
