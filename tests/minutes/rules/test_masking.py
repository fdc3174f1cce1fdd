"""What the rule masks in the pages of minutes, and that nothing of it is left (LAW PUB-1)."""

from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW
from tests.refusing import refused
from webapp.documents.model import Access
from webapp.minutes.model.publishing import Cut, Ground, Known, Masking, Mention, Person, PublishingRefusal, Span
from webapp.minutes.rules import masking, naming, pages
from webapp.wording.publishing import mark

PRIVATE = Person(name="Mme Claire Dupont-Fictif", known=Known.SEAT)
MAYOR = Person(name="M. Paul Imaginaire", known=Known.SEAT_IN_PUBLIC)
NOBODY: dict[str, Any] = {"agenda": []}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def text_of(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return "".join(reader.said)


def publishable(body: str, *persons: Person) -> str:
    read = pages.read(body)
    found = masking.by_rule(read, NOBODY, persons)
    return pages.write(read, masking.cuts(found, [], {}), mark)


@pytest.mark.parametrize(
    "written",
    [
        "Mme Claire Dupont-Fictif",
        "Mme\u00a0Dupont-Fictif",
        "Madame Dupont–Fictif",
        "claire dupont fictif",
        "DUPONT-FICTIF Claire",
        "C. Dupont-Fictif",
        "Dupont-Fictif",
        "DUPONT-FICTIF",
        "Du\u00adpont-Fictif",
        "Claire<br>Dupont-Fictif",
        "<strong>Claire</strong> Dupont-<em>Fictif</em>",
        "Cla\u200bire Dupont-Fictif",
    ],
)
def test_pub_1_a_name_is_masked_however_it_is_written(written: str) -> None:
    made = publishable(f"<p>La question de {written} est notée.</p>", PRIVATE)
    assert "mention occultée" in made
    assert not any(part in naming.folded(text_of(made)) for part in ("dupont", "fictif", "claire"))
    assert "La question de" in made
    assert "est notée." in made


def test_pub_1_an_accent_less_or_more_hides_nobody() -> None:
    made = publishable(
        "<p>Mme Leveque et MME LÉVÊQUE, puis Le\u0301ve\u0302que.</p>",
        Person(name="Mme Ève Lévêque", known=Known.HEARD),
    )
    assert "eveque" not in naming.folded(made)
    assert made.count("[mention occultée") == 3


def test_pub_1_who_sits_by_function_or_mandate_is_named() -> None:
    made = publishable("<p>M. Paul Imaginaire répond à Mme Dupont-Fictif.</p>", PRIVATE, MAYOR)
    assert "M. Paul Imaginaire répond à" in made
    assert "Dupont" not in made


def test_pub_1_two_persons_of_one_family_are_told_apart_by_their_first_name_alone() -> None:
    cousin = Person(name="Mme Rose Imaginaire", known=Known.APPLICANT)
    made = publishable("<p>M. Paul Imaginaire reçoit Mme Imaginaire ; Imaginaire dit non.</p>", MAYOR, cousin)
    assert "M. Paul Imaginaire reçoit" in made
    assert text_of(made).count("Imaginaire") == 1


def test_pub_1_whoever_is_named_with_a_title_and_is_not_known_is_masked_too() -> None:
    made = text_of(
        publishable(
            "<p>M. le maire, M. Paul Imaginaire et M. Imaginaire répondent à Mme de la Tour-Rêvée et à M. D’Exemple.</p>",
            MAYOR,
        )
    )
    assert (
        made == f"M. le maire, M. Paul Imaginaire et M. Imaginaire répondent à {mark('person')} et à {mark('person')}."
    )


def test_pub_1_somebody_of_an_official_s_family_is_masked() -> None:
    made = text_of(publishable("<p>M. Imaginaire, puis Mme Imaginaire et M. Rose Imaginaire.</p>", MAYOR))
    assert made == f"M. Imaginaire, puis {mark('person')} et {mark('person')}."


def test_a_word_that_is_no_name_stays() -> None:
    made = publishable("<p>Le moulin appartient à la commune.</p>", Person(name="M. Jean Moulin", known=Known.SEAT))
    assert made == "<p>Le moulin appartient à la commune.</p>"


@pytest.mark.parametrize(
    "said",
    [
        "claire@exemple.invalid",
        "Claire.D@sous.exemple.invalid",
        "06 12 34 56 78",
        "tél.0612345678",
        "+33 6 12 34 56 78",
        "06\u00a012\u00a034\u00a056\u00a078",
        "06.12.34.56.78",
        "2 84 05 99 123 456 78",
    ],
)
def test_pub_1_what_reaches_somebody_is_masked(said: str) -> None:
    made = publishable(f"<ul><li>Écrire à {said} avant midi</li></ul>")
    assert said[-4:] not in made
    assert "coordonnées" in made
    assert "avant midi" in made


def test_pub_1_prints_of_the_full_text_are_taken_out() -> None:
    made = publishable(
        f'<p class="hash">Empreinte : {"ab" * 32}</p><p>Il remplace {"cd" * 32}, gardé.</p><p data-full>x</p>'
        '<section class="evidence"><p>y</p></section>'
    )
    assert made == f'<p>Il remplace <span class="masked">{mark("print")}</span>, gardé.</p>'


def test_pub_1_how_each_voted_is_masked_and_who_withdrew() -> None:
    body = (
        "<table><caption>Votes nominatifs, point 1</caption><tbody><tr><th>M. Paul Imaginaire</th><td>favorable</td></tr>"
        "</tbody></table><p>favorable</p><p>Déport : M. Paul Imaginaire, Maire, de 9 h à 10 h, sans prendre part.</p>"
    )
    facts = {"agenda": [{"recusals": [{"name": "M. Paul Imaginaire", "quality": "Maire"}]}]}
    read = pages.read(body)
    found = masking.by_rule(read, facts, [MAYOR])
    made = text_of(pages.write(read, masking.cuts(found, [], {}), mark))
    assert made.count("favorable") == 1
    assert f"Déport : {mark('interest')}, de 9 h à 10 h" in made
    assert "M. Paul Imaginaire[mention" in made


@pytest.mark.parametrize(
    ("applicant", "names"),
    [
        ("GAEC des Trois-Nuages", []),
        ("Commune de Lac-Rêvé", []),
        ("SARL Imaginaire (gérante : Mme Dupont)", ["Mme Dupont"]),
        ("M. Jean Exemple", ["M. Jean Exemple"]),
        ("Jean Exemple", ["Jean Exemple"]),
        ("M. et Mme Exemple", ["Mme Exemple"]),
        ("SAS Fictive, M. Exemple", ["M. Exemple"]),
        ("", []),
    ],
)
def test_pub_1_an_applicant_is_a_person_unless_a_legal_form_says_otherwise(applicant: str, names: list[str]) -> None:
    assert naming.private_names(applicant) == names


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Un. Deux ? Trois", ["Un.", "Deux ?", "Trois"]),
        ("À 14 h 30, M. Exemple parle. Il part.", ["À 14 h 30, M. Exemple parle.", "Il part."]),
        ("Une ligne\nune autre", ["Une ligne", "une autre"]),
        ("  ", []),
    ],
)
def test_a_text_is_parted_into_sentences(text: str, parted: list[str]) -> None:
    assert [text[start:end] for start, end in pages.sentences(text)] == parted


words = st.text(st.sampled_from("abé <>&\"'’\u00a0Z9[].\n"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_pub_1_what_is_cut_is_nowhere_and_the_rest_is_whole(texts: list[str], data: st.DataObject) -> None:
    body = "".join(f"<p>{escape(each)}</p>" for each in texts)
    read = pages.read(body)
    spans, kept = [], []
    for number, block in enumerate(read.texts):
        ends = sorted(data.draw(st.lists(st.integers(0, len(block)), min_size=2, max_size=2)))
        spans.append(Span(block=number, start=ends[0], end=ends[1]))
        kept.append(block[: ends[0]] + block[ends[1] :])
    hand = [Mention(key="passage:1:0:0:0", label="", ground=Ground.BUSINESS, spans=tuple(spans))]
    cuts = masking.cuts([], hand, {})
    made = pages.write(read, cuts, lambda _: "\ue000")
    left = [each.replace("\ue000", "").strip() for each in pages.read(made).texts]
    assert [each for each in left if each] == [each.strip() for each in kept if each.strip()]
    assert made.count("\ue000") == sum(1 for each in spans if each.end > each.start)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Mme Claire Dupont-Fictif", "Dupont-Fictif", "<b>", "</b>", "<br>", " et ", "x", ". "]),
        max_size=12,
    )
)
def test_pub_1_no_name_is_left_whatever_stands_around_it(pieces: list[str]) -> None:
    made = publishable("<p>" + " ".join(pieces) + "</p>", PRIVATE)
    assert "dupont" not in naming.folded(made)


def test_lifting_one_mask_reveals_nothing_that_another_covers() -> None:
    rule = Mention(key="name:x", label="x", ground=Ground.PERSON, spans=(Span(block=0, start=2, end=5),))
    hand = Mention(key="words:y", label="y", ground=Ground.BUSINESS, spans=(Span(block=0, start=4, end=8),))
    lifted = {"name:x": a_masking("name:x", masked=False)}
    assert masking.cuts([rule], [hand], lifted) == {0: [Cut(start=4, end=8, ground=Ground.BUSINESS)]}
    assert masking.cuts([rule], [hand], {})[0][-1] == Cut(start=4, end=8, ground=Ground.BUSINESS)


def a_masking(key: str, *, masked: bool, wording: str = "x", file_id: int = 1) -> Masking:
    return Masking(
        id=1,
        file_id=file_id,
        key=key,
        wording=wording,
        masked=masked,
        ground=Ground.BUSINESS if masked else None,
        reason="motif",
        made_at=NOW,
        made_by=None,
    )


def test_a_passage_masked_in_an_earlier_version_is_masked_again_where_its_sentence_stands() -> None:
    read = pages.read("<p>Nouveau. Le procédé est gardé.</p><p>Le procédé est connu.</p>")
    made = {"passage:1:9:0:4": a_masking("passage:1:9:0:4", masked=True, wording="Le procédé est gardé.")}
    (again,) = masking.by_hand(read, made, file_id=2)
    assert again.spans == (Span(block=0, start=9, end=30),)


def test_to_mask_asks_for_a_ground_and_to_lift_for_a_reason() -> None:
    with refused(PublishingRefusal.GROUND_MISSING):
        masking.check_masking(masked=True, ground=None, reason="")
    with refused(PublishingRefusal.REASON_MISSING):
        masking.check_masking(masked=False, ground=None, reason="  ")
    with refused(PublishingRefusal.TOO_LONG):
        masking.check_masking(masked=False, ground=None, reason="x" * 2001)


def test_pub_2_nothing_stale_is_opened_and_nothing_without_a_page_is_published() -> None:
    with refused(PublishingRefusal.REASON_MISSING):
        masking.check_access(Access.PUBLISHED, "", page_is_public=True, up_to_date=True)
    with refused(PublishingRefusal.OUT_OF_DATE):
        masking.check_access(Access.COMMUNICABLE, "r", page_is_public=True, up_to_date=False)
    with refused(PublishingRefusal.PAGE_NOT_PUBLIC):
        masking.check_access(Access.PUBLISHED, "r", page_is_public=False, up_to_date=True)
    assert masking.check_access(Access.INTERNAL, " retiré ", page_is_public=False, up_to_date=False) == "retiré"


def test_words_and_passages_that_are_not_there_are_refused() -> None:
    read = pages.read("<p>Un secret. Un autre.</p>")
    assert masking.check_words(read, " un SECRET ") == "un SECRET"
    for words_typed, why in (("absent", PublishingRefusal.WORDS_ABSENT), ("…", PublishingRefusal.WORDS_MISSING)):
        with refused(why):
            masking.check_words(read, words_typed)
    assert masking.check_span(read, Span(block=0, start=0, end=10)) == "Un secret."
    for span in (Span(block=0, start=0, end=9), Span(block=1, start=0, end=1), Span(block=-1, start=0, end=10)):
        with refused(PublishingRefusal.UNKNOWN_PASSAGE):
            masking.check_span(read, span)


def test_markup_that_is_not_ours_is_not_written_again() -> None:
    read = pages.read('<p onclick="x()" class="note" title="Mme Dupont">Oui<!-- Mme Dupont --></p>')
    assert pages.write(read, {}, mark) == '<p class="note">Oui</p>'
