"""What the rule masks in the pages of minutes, and what is left of them after every decision by hand (LAW PUB-1)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from webapp.documents.model import Access
from webapp.kernel.errors import Refusal
from webapp.minutes.model.publishing import Cut, Ground, Known, Masking, Mention, Person, PublishingRefusal, Span
from webapp.minutes.rules import naming
from webapp.minutes.rules.pages import Pages, plain, sentences

LONGEST_REASON = 2000
LONGEST_WORDS = 300
BALLOTS = "Votes nominatifs"
_GAP = "\0"
_CONTACTS = (
    re.compile(r"[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"),
    re.compile(r"(?<!\d)(?:\+ ?33 ?(?:\(0\) ?)?|0 ?0 ?33 ?|0)[1-9](?:[ ./-]?\d){8}(?!\d)"),
    re.compile(r"(?<!\d)[12] ?\d{2} ?[01]\d ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)"),
)
_PRINT = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class _Texts:
    """The blocks as one text, so that each name is looked for once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = _GAP.join(texts)
        self.plain = naming.folded(self.text)
        self._starts = [0]
        for each in texts:
            self._starts.append(self._starts[-1] + len(each) + 1)

    def spans(self, found: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """Say where matches stand, in their order."""
        block, spans = 0, []
        for start, end in found:
            while self._starts[block + 1] <= start:
                block += 1
            begun = self._starts[block]
            spans.append(Span(block=block, start=start - begun, end=end - begun))
        return tuple(spans)


def by_rule(pages: Pages, facts: naming.Facts, persons: Iterable[Person]) -> list[Mention]:
    """Return what the rule masks: names, ways to reach somebody, how each voted, who withdrew, prints of the full text.

    A print is the SHA-256 of a text that is not public: whoever guesses the masked words could prove them with it.
    """
    texts = _Texts(pages.texts)
    known = list(persons)
    return [
        *_names(texts, known),
        *_contacts(texts),
        *_ballots(pages),
        *_withdrawn(pages, facts),
        *_prints(texts),
    ]


def _names(texts: _Texts, persons: Sequence[Person]) -> Iterator[Mention]:
    """Yield a mention for each name, and one for each family name alone, which may be that of somebody else.

    Where both a public person and another have the same family name, only the first name tells them apart.
    """
    public = [
        (start, end, how, naming.titled_alike(each.name, texts.text[start:end]))
        for each in persons
        if each.known.public
        for start, end, how in _found(texts, naming.Name(each.name))
    ]
    left = {(start, end) for start, end, how, _ in public if how is naming.How.WHOLE}
    told = left | {(start, end) for start, end, how, alike in public if how is naming.How.TITLED and alike}
    alone: dict[str, tuple[Person, set[tuple[int, int]]]] = {}
    for person in (each for each in persons if not each.known.public):
        name, whole = naming.Name(person.name), []
        for start, end, how in _found(texts, name):
            if how is not naming.How.ALONE:
                whole.append((start, end))
            elif not _inside(start, end, left):
                alone.setdefault(name.last, (person, set()))[1].add((start, end))
        told.update(whole)
        if whole:
            yield _mention(texts, f"name:{name.key}", person.name, Ground.PERSON, whole, known=person.known)
    yield from _titled(texts, told)
    for last, (person, places) in alone.items():
        found = sorted(places)
        yield _mention(texts, f"family:{last}", texts.text[slice(*found[0])], Ground.PERSON, found, known=person.known)


def _titled(texts: _Texts, told: Collection[tuple[int, int]]) -> Iterator[Mention]:
    """Yield whoever is called Mr or Mrs in what people wrote, and of whom the facts know nothing: no official, then."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in naming.TITLED.finditer(texts.text):
        if not any(start < match.end() and match.start() < end for start, end in told):
            found.setdefault(texts.plain[slice(*match.span())], []).append(match.span())
    for said, places in found.items():
        label = texts.text[slice(*places[0])]
        yield _mention(texts, f"titled:{said}", label, Ground.PERSON, places, known=Known.OTHER)


def _found(texts: _Texts, name: naming.Name) -> Iterator[tuple[int, int, naming.How]]:
    return name.find(texts.text, texts.plain)


def _inside(start: int, end: int, spans: Collection[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _mention(
    texts: _Texts, key: str, label: str, ground: Ground, found: Iterable[tuple[int, int]], *, known: Known | None = None
) -> Mention:
    return Mention(key=key, label=label, ground=ground, spans=texts.spans(found), known=known)


def _contacts(texts: _Texts) -> Iterator[Mention]:
    found: dict[str, list[tuple[int, int]]] = {}
    for pattern in _CONTACTS:
        for match in pattern.finditer(texts.plain):
            found.setdefault(match.group(), []).append(match.span())
    for said, places in found.items():
        yield _mention(texts, f"contact:{said}", texts.text[slice(*places[0])], Ground.CONTACT, places)


def _ballots(pages: Pages) -> Iterator[Mention]:
    """How each member voted is theirs: a table tells it of all, in the order of the seats (CRPA L311-6)."""
    tables: dict[str, list[Span]] = {}
    for number, block in enumerate(pages.blocks):
        if block.tag == "td" and block.caption.startswith(BALLOTS):
            tables.setdefault(block.caption, []).append(Span(block=number, start=0, end=len(block.text)))
    for caption, spans in tables.items():
        yield Mention(key=f"votes:{caption}", label=caption, ground=Ground.VOTE, spans=tuple(spans))


def _withdrawn(pages: Pages, facts: naming.Facts) -> Iterator[Mention]:
    """Who withdrew from an item had a personal interest: the minutes say it, everybody need not (CRPA L311-6; LAW DEP-4)."""
    for line in {each["name"]: each for item in facts["agenda"] for each in item["recusals"]}.values():
        said = naming.folded(f"Déport : {line['name']}" + (f", {line['quality']}" if line["quality"] else ""))
        begin = len("Déport : ")
        spans = tuple(
            Span(block=number, start=begin, end=len(said))
            for number, text in enumerate(pages.texts)
            if naming.folded(text).startswith(said)
        )
        if spans:
            key = naming.Name(line["name"]).key
            yield Mention(key=f"recusal:{key}", label=f"Déport : {line['name']}", ground=Ground.INTEREST, spans=spans)


def _prints(texts: _Texts) -> Iterator[Mention]:
    found = [match.span() for match in _PRINT.finditer(texts.plain)]
    if found:
        yield _mention(texts, "print", "Empreintes SHA-256", Ground.PRINT, found)


def standing(maskings: Iterable[Masking]) -> dict[str, Masking]:
    """Return the last decision on each mask."""
    return {each.key: each for each in maskings}


def passage_key(file_id: int, span: Span) -> str:
    """Name a passage of one final version."""
    return f"passage:{file_id}:{span.block}:{span.start}:{span.end}"


def words_key(words: str) -> str:
    """Name words that are masked wherever they stand."""
    return f"words:{naming.folded(words)}"


def by_hand(pages: Pages, maskings: Mapping[str, Masking], file_id: int) -> list[Mention]:
    """Return what was masked by hand: words wherever they stand in any version, passages of this one.

    A passage masked in an earlier version is masked again where the same sentence stands.
    """
    texts = _Texts(pages.texts)
    found = []
    for each in maskings.values():
        if each.ground is None:
            continue
        if each.key.startswith("words:"):
            spans = texts.spans(find_words(texts.text, each.wording))
        elif not each.key.startswith("passage:"):
            continue
        elif each.file_id == file_id:
            _, block, start, end = map(int, each.key.split(":")[1:])
            spans = (Span(block=block, start=start, end=end),)
        else:
            spans = _same_sentences(pages, each.wording)
        found.append(Mention(key=each.key, label=each.wording, ground=each.ground, spans=spans))
    return found


def _same_sentences(pages: Pages, wording: str) -> tuple[Span, ...]:
    return tuple(
        Span(block=number, start=start, end=end)
        for number, text in enumerate(pages.texts)
        for start, end in sentences(text)
        if text[start:end] == wording
    )


def find_words(text: str, words: str) -> list[tuple[int, int]]:
    """Say where words stand, whatever their case, accents, hyphens and blanks."""
    parts = [part for part in re.split(r"[ -]+", naming.folded(plain(words))) if part]
    pattern = re.compile("[ -]+".join(map(re.escape, parts)))
    return [match.span() for match in pattern.finditer(naming.folded(text))] if parts else []


def cuts(
    mentions: Iterable[Mention], by_hands: Iterable[Mention], maskings: Mapping[str, Masking]
) -> dict[int, list[Cut]]:
    """Return what is taken out of each block: what the rule masks and nobody lifted, and what is masked by hand.

    Lifting one mask reveals nothing that another one covers.
    """
    painted: dict[int, dict[int, Ground]] = {}
    left = [each for each in mentions if is_masked(each, maskings)]
    for mention in [*left, *by_hands]:
        for span in mention.spans:
            painted.setdefault(span.block, {}).update(dict.fromkeys(range(span.start, span.end), mention.ground))
    return {block: list(_runs(signs)) for block, signs in painted.items()}


def is_masked(mention: Mention, maskings: Mapping[str, Masking]) -> bool:
    """Whether a mention of the rule stays masked."""
    ruled = maskings.get(mention.key)
    return ruled is None or ruled.masked


def _runs(signs: Mapping[int, Ground]) -> Iterator[Cut]:
    run: Cut | None = None
    for place in sorted(signs):
        if run is not None and run.end == place and run.ground is signs[place]:
            run = replace(run, end=place + 1)
            continue
        if run is not None:
            yield run
        run = Cut(start=place, end=place + 1, ground=signs[place])
    if run is not None:
        yield run


def check_masking(*, masked: bool, ground: Ground | None, reason: str) -> str:
    """Return the reason, made plain; to mask asks for a ground of the law, to lift asks for a reason."""
    said = " ".join(reason.split())
    if masked and ground is None:
        raise Refusal(PublishingRefusal.GROUND_MISSING)
    if not masked and not said:
        raise Refusal(PublishingRefusal.REASON_MISSING)
    if len(said) > LONGEST_REASON:
        raise Refusal(PublishingRefusal.TOO_LONG, most=LONGEST_REASON)
    return said


def check_span(pages: Pages, span: Span) -> str:
    """Return the words of a passage; refuse what is none of the sentences of these pages."""
    if not 0 <= span.block < len(pages.blocks):
        raise Refusal(PublishingRefusal.UNKNOWN_PASSAGE)
    text = pages.blocks[span.block].text
    if (span.start, span.end) not in sentences(text):
        raise Refusal(PublishingRefusal.UNKNOWN_PASSAGE)
    return text[span.start : span.end]


def check_words(pages: Pages, words: str) -> str:
    """Return words to mask wherever they stand; refuse those that stand nowhere."""
    said = " ".join(plain(words).split())
    if not any(sign.isalnum() for sign in said):
        raise Refusal(PublishingRefusal.WORDS_MISSING)
    if len(said) > LONGEST_WORDS:
        raise Refusal(PublishingRefusal.TOO_LONG, most=LONGEST_WORDS)
    if not any(find_words(text, said) for text in pages.texts):
        raise Refusal(PublishingRefusal.WORDS_ABSENT)
    return said


def check_access(access: Access, reason: str, *, page_is_public: bool, up_to_date: bool) -> str:
    """Return the reason of a decision on who may read; refuse to publish what is stale or has no page (LAW PUB-2)."""
    said = " ".join(reason.split())
    if not said:
        raise Refusal(PublishingRefusal.REASON_MISSING)
    if len(said) > LONGEST_REASON:
        raise Refusal(PublishingRefusal.TOO_LONG, most=LONGEST_REASON)
    if access is Access.INTERNAL:
        return said
    if not up_to_date:
        raise Refusal(PublishingRefusal.OUT_OF_DATE)
    if access is Access.PUBLISHED and not page_is_public:
        raise Refusal(PublishingRefusal.PAGE_NOT_PUBLIC)
    return said
